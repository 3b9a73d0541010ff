import Foundation
import XMLBridge

/// The formats that can be imported, by the name that `--format` takes.
public enum SourceFormat: String, CaseIterable, Sendable {
    case geopackage
    /// A BAG 2.0 extract: XML, zipped once or twice.
    case bag
    /// A plan of IMRO2012, IMRO2008 or IMRO2006.
    case imro
    /// The rules of such a plan as a page (`r_<plan>.html`); with the plan, they come along.
    case plantekst
    /// BGT and IMGeo as CityGML or gmllight.
    case bgt
    /// Digitale kadastrale kaart, version 3 to 5.
    case kadastralekaart
    /// A manifest or geleideformulier of plans.
    case plandossier
    /// Which gemeente a woonplaats belongs to (GEM-WPL-RELATIE).
    case woonplaatsen
    /// A regulation under the Omgevingswet: STOP text with IMOW objects and geographic information objects.
    case omgevingsdocument
    /// Official publications: answers of KOOP's search service.
    case publicaties
    /// A table in delimited text.
    case csv
    /// OGC Features and Geometries JSON.
    case jsonfg
    /// Any other vector file that GDAL reads: GeoJSON, FlatGeobuf, Shapefile, GML.
    case vector

    /// What a file is, judged by its first bytes.
    ///
    /// - Throws: ``ImportProblem`` naming what is wrong with a missing or empty file.
    static func detected(_ path: String) throws -> SourceFormat {
        // Of all formats only a regulation is imported by its folder.
        if RegulationPackage.isFolder(path) { return .omgevingsdocument }
        guard let file = FileHandle(forReadingAtPath: path) else { throw ImportProblem.missing(path: path) }
        defer { try? file.close() }
        let head = [UInt8]((try? file.read(upToCount: 4096)) ?? Data())
        if head.isEmpty { throw ImportProblem.emptyFile(path: path) }
        if head.starts(with: Array("SQLite format 3\0".utf8)) { return .geopackage }
        if head.starts(with: [0x50, 0x4B]) {
            if BAGExtract.recognise(path: path) { return .bag }
            if RegulationPackage.recognise(zip: path) { return .omgevingsdocument }
            return (try? SourceDelivery(path: path))?.documents.first?.format ?? .vector
        }
        let document = try DeliveredDocument(path: path)
        return ofDocument(named: document.name, beginning: try document.beginning()) ?? .vector
    }

    /// What a document is: XML by the namespaces that its root element declares, JSON by the members that it begins with,
    /// delimited text by its name; nil when it is none of ours.
    static func ofDocument(named name: String, beginning: [UInt8]) -> SourceFormat? {
        if ["csv", "tsv"].contains((name as NSString).pathExtension.lowercased()) { return .csv }
        if PlanTextReader.isPlanText(name) { return .plantekst }
        let text = DocumentBeginning(XMLBeginning.text(beginning.prefix(8_192)))
        let first = text.firstCharacter
        if text.contains("searchRetrieveResponse"), first == "<" || first == "{" { return .publicaties }
        if first == "{" {
            // `featureType` as a member, not as a property of features.
            let members = ["\"features\"", "\"properties\""].compactMap(text.place).min() ?? .max
            return text.contains("json-fg-1/") || text.contains("\"coordRefSys\"")
                || text.place(of: "\"featureType\"").map { $0 < members } == true
                ? .jsonfg : nil
        }
        guard first == "<" else { return nil }
        if text.contains("schemas/lvbag/gem-wpl-rel") { return .woonplaatsen }
        if text.contains("schemas/lvbag/") { return .bag }
        if text.contains("imow/bestanden/deelbestand") || text.contains("/stop/imop/") || text.contains("/lvbb/stop/")
            || text.contains("bestanden-ow/manifest-ow")
        {
            return .omgevingsdocument
        }
        if text.contains("geonovum.nl/imro") || text.contains("ravi.nl/imro") { return .imro }
        if text.contains("geonovum.nl/stri") { return .plandossier }
        if text.contains("geostandaarden.nl/imgeo") || text.contains("<imgeo-s:"),
            ["CityModel", "imgeo/2.1/simple", "<imgeo-s:", "<cityObjectMember", "bgtMutaties"].contains(
                where: text.contains
            )
        {
            return .bgt
        }
        if ["schemas/brkkadastralekaart", "schemas/dkk/", "kadaster.nl/gbkn"].contains(where: text.contains) {
            return .kadastralekaart
        }
        return nil
    }

    /// Whether it is read document by document, also out of a zip.
    var isDocument: Bool {
        switch self {
        case .imro, .plantekst, .bgt, .kadastralekaart, .plandossier, .woonplaatsen, .publicaties, .csv, .jsonfg: true
        case .bag, .geopackage, .vector, .omgevingsdocument: false
        }
    }

    /// Whether its layers and columns are what the file says, so that a mapping may say more.
    var isTable: Bool {
        switch self {
        case .geopackage, .vector, .csv, .jsonfg: true
        case .imro, .plantekst, .bgt, .kadastralekaart, .plandossier, .woonplaatsen, .publicaties, .bag,
            .omgevingsdocument:
            false
        }
    }

    /// Whether a file in a directory given as a source is taken along: by its extension, and not the description that
    /// comes with a delivery of the BAG or with a made-up town.
    static func isImportable(_ path: String) -> Bool {
        let name = (path as NSString).lastPathComponent.lowercased()
        if name.hasPrefix("leveringsdocument") || name == "manifest.json" { return false }
        let types = ["gpkg", "gml", "geojson", "json", "fgb", "shp", "xml", "zip", "gz", "csv", "tsv", "dmn", "sttr"]
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
        } else if XMLBeginning.text(head).first(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) == "<" {
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
            "it is XML with root element \(root); of XML this version reads BAG, BGT, kadastrale kaart, IMRO plans, "
                + "regulations (STOP and IMOW) and plain FeatureCollections."
        case .gzip: "it is compressed with gzip; unpack it first (gunzip)."
        case .zip: "it is a zip file without BAG, BGT, kadastrale kaart or plans in it; unpack it first (unzip)."
        case .other:
            "no vector format was recognised in it. Stip reads GeoPackage, IMRO GML, GeoJSON, FlatGeobuf and Shapefile."
        }
    }
}

/// The beginning of a document, in which words of ASCII are looked for: byte by byte, as a gemeente has thousands of documents.
private struct DocumentBeginning {
    private let bytes: [UInt8]
    /// The first character but for white space and a byte order mark.
    let firstCharacter: Character?

    init(_ text: String) {
        bytes = Array(text.utf8)
        firstCharacter = text.first { !$0.isWhitespace && $0 != "\u{FEFF}" }
    }

    func contains(_ word: String) -> Bool { place(of: word) != nil }

    /// Where a word begins.
    func place(of word: String) -> Int? {
        let word = Array(word.utf8)
        guard let first = word.first, word.count <= bytes.count else { return nil }
        let bytes = bytes.span
        var place = 0
        while place <= bytes.count - word.count {
            if bytes[place] == first, word.indices.allSatisfy({ bytes[place + $0] == word[$0] }) { return place }
            place += 1
        }
        return nil
    }
}
