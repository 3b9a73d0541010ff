import Foundation

/// The formats that can be imported, by the name that `--format` takes.
public enum SourceFormat: String, CaseIterable, Sendable {
    case geopackage
    case imro2012
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
        let text = String(decoding: head, as: UTF8.self)
        if text.contains("geonovum.nl/imro") || text.contains("ravi.nl/imro") { return .imro2012 }
        return .vector
    }

    /// Whether a file in a directory given as a source is taken along.
    static func isImportable(_ name: String) -> Bool {
        ["gpkg", "gml", "geojson", "json", "fgb", "shp"].contains((name as NSString).pathExtension.lowercased())
    }
}
