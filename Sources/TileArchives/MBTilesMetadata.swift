import Foundation
import GeoValues

/// The rows of the table `metadata` (MBTiles 1.3, "Metadata"), which has texts only.
enum MBTilesMetadata {
    /// Rows that hold the whole metadata as JSON beside those that the specification and GDAL name.
    private static let whole = "stip_metadata"

    static func rows(
        _ metadata: ArchiveMetadata,
        _ bounds: ArchiveBounds,
        _ zooms: ClosedRange<Int>
    ) throws -> [(name: String, value: String)] {
        func text(_ degrees: [Double]) -> String { degrees.map { "\(rounded($0))" }.joined(separator: ",") }
        let layers = ["vector_layers": metadata.vectorLayers]
        return [
            ("name", metadata.name),
            ("format", "pbf"),
            ("bounds", text([bounds.west, bounds.south, bounds.east, bounds.north])),
            (
                "center",
                text([bounds.centre.longitude, bounds.centre.latitude]) + ",\(ArchiveBounds.centreZoom(zooms))"
            ),
            ("minzoom", "\(zooms.lowerBound)"),
            ("maxzoom", "\(zooms.upperBound)"),
            ("attribution", metadata.attribution),
            ("description", metadata.description),
            ("type", metadata.type),
            ("version", metadata.version),
            ("generator", metadata.generator),
            ("json", String(decoding: try ArchiveMetadata.json(layers), as: UTF8.self)),
            ("tile_matrix_set", metadata.tileMatrixSet),
            ("crs", metadata.crs),
            ("tile_origin_upper_left_x", "\(metadata.originX)"),
            ("tile_origin_upper_left_y", "\(metadata.originY)"),
            ("tile_dimension_zoom_0", "\(metadata.dimension)"),
            (whole, String(decoding: try metadata.json(), as: UTF8.self)),
        ]
    }

    /// The same seven decimals as PMTiles has.
    private static func rounded(_ degrees: Double) -> Double { Double(ArchiveBounds.stored(degrees)) / 10_000_000 }

    /// Reads the rows back.
    static func read(_ rows: [String: String], path: String) throws -> (ArchiveMetadata, ArchiveBounds) {
        guard let json = rows[whole] else { throw ArchiveProblem.foreign(path: path) }
        let metadata = try ArchiveMetadata(json: Array(json.utf8), path: path)
        let degrees = (rows["bounds"] ?? "").split(separator: ",").compactMap { Double($0) }
        guard degrees.count == 4, degrees.allSatisfy({ abs($0) <= 180 }) else {
            throw ArchiveProblem.damaged(path: path, what: "its bounds are not four numbers of degrees")
        }
        return (metadata, ArchiveBounds(west: degrees[0], south: degrees[1], east: degrees[2], north: degrees[3]))
    }
}
