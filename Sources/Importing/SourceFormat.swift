import Foundation
import XMLBridge

/// The formats that can be imported, by the name that `--format` takes.
public enum SourceFormat: String, CaseIterable, Sendable {
    case geopackage
    /// A BAG 2.0 extract: XML, zipped once or twice.
    case bag
    /// A plan of IMRO2012, IMRO2008 or IMRO2006.
    case imro
    /// Any other vector file that GDAL reads: GeoJSON, FlatGeobuf, Shapefile, GML.
    case vector

    /// What a file is, judged by its first bytes.
    ///
    /// - Throws: ``ImportProblem`` naming what is wrong with a missing or empty file.
    static func detected(_ path: String) throws -> SourceFormat {
        guard let file = FileHandle(forReadingAtPath: path) else { throw ImportProblem.missing(path: path) }
        defer { try? file.close() }
        let head = [UInt8]((try? file.read(upToCount: 4096)) ?? Data())
        if head.isEmpty { throw ImportProblem.emptyFile(path: path) }
        if head.starts(with: Array("SQLite format 3\0".utf8)) { return .geopackage }
        if head.starts(with: [0x50, 0x4B]), BAGExtractReader.recognise(path: path) { return .bag }
        let text = String(decoding: head, as: UTF8.self)
        if text.contains("schemas/lvbag/") { return .bag }
        // Files that come with a plan (geonovum.nl/stri) are refused by name by the reader of plans.
        if ["geonovum.nl/imro", "ravi.nl/imro", "geonovum.nl/stri"].contains(where: text.contains) { return .imro }
        return .vector
    }

    /// Whether a file in a directory given as a source is taken along: by its extension, and not the papers that come
    /// with a delivery of the BAG or with a plan.
    static func isImportable(_ path: String) -> Bool {
        let name = (path as NSString).lastPathComponent.lowercased()
        if ["leveringsdocument", "gem-wpl-relatie", "manifest", "g_nl.imro"].contains(where: name.hasPrefix) {
            return false
        }
        let types = ["gpkg", "gml", "geojson", "json", "fgb", "shp", "xml", "zip"]
        return types.contains((name as NSString).pathExtension)
    }
}

/// What a file holds, by its first bytes, as far as that helps to say why it can't be imported.
enum FileContents: CustomStringConvertible {
    case xml(rootName: String)
    case gzip
    case zip
    case other

    init(path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw ImportProblem.missing(path: path) }
        defer { try? file.close() }
        let head = [UInt8]((try? file.read(upToCount: 512)) ?? Data())
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if head.starts(with: [0x50, 0x4B]) {
            self = .zip
        } else if head.first(where: { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }) == UInt8(ascii: "<") {
            do {
                self = .xml(rootName: try XMLSubtreeReader(path: path).root.name)
            } catch {
                throw ImportProblem.unknownFormat(path: path, detail: "it begins as XML. \(error)")
            }
        } else {
            self = .other
        }
    }

    var description: String {
        switch self {
        case .xml(let root):
            "it is XML with root element \(root); of GML this version reads IMRO plans and plain FeatureCollections. "
                + "DKK, BGT and STOP files come in a later version; PDOK offers the kadastrale kaart as GeoPackage."
        case .gzip: "it is compressed with gzip; unpack it first (gunzip)."
        case .zip: "it is a zip file, but not a BAG extract; unpack it first (unzip)."
        case .other:
            "no vector format was recognised in it. Stip reads GeoPackage, IMRO GML, GeoJSON, FlatGeobuf and Shapefile."
        }
    }
}
