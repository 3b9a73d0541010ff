public import FeatureLayers
import Foundation
import GDALBridge
import GeoValues

/// Writes a layer as a file that other programs read, in RD New (EPSG:28992).
public enum LayerExport {
    public enum Problem: Error, CustomStringConvertible {
        case unknownFormat(path: String)

        public var description: String {
            switch self {
            case .unknownFormat(let path):
                "\(path): the format follows from the file's name, which must end in .gpkg, .fgb, .geojson or .json."
            }
        }
    }

    /// Writes all features of a layer, in index order, with all their attributes and their validity. An existing file is
    /// replaced.
    ///
    /// - Returns: how many features were written.
    /// - Throws: ``Problem/unknownFormat(path:)``, or what GDAL says.
    public static func write(_ layer: Layer, to path: String) throws -> Int {
        let format: GDALWriter.Format
        switch path.split(separator: ".").last?.lowercased() {
        case "gpkg": format = .geoPackage
        case "fgb": format = .flatGeobuf
        case "geojson", "json": format = .geoJSON
        default: throw Problem.unknownFormat(path: path)
        }
        let columns = layer.columns
        let fields =
            [GDALField("stip_id", .text), GDALField("stip_naam", .text)]
            + columns.map { GDALField($0.name, fieldType($0.type)) }
            + [GDALField("geldig_van", .date), GDALField("geldig_tot", .date)]
        let kind: GDALWriterLayer.GeometryKind = layer.isPlaceless ? .none : .any
        // GDAL adds to a file that exists; ours is a new one.
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        let writer = try GDALWriter(
            path: path,
            format: format,
            layers: [GDALWriterLayer(name: layer.name, geometryKind: kind, fields: fields)]
        )
        var written = 0
        for segment in layer.segments {
            for feature in 0..<segment.featureCount {
                let name = segment.name(feature).map { GDALValue.text($0) } ?? .null
                let validity = segment.validity(feature)
                try writer.add(
                    [.text(segment.identifier(feature)), name]
                        + columns.map { value(segment.value(feature, named: $0.name), as: $0.type) }
                        + [validity.from.map { .date($0) } ?? .null, validity.until.map { .date($0) } ?? .null],
                    segment.geometry(feature)
                )
                written += 1
            }
        }
        try writer.close()
        return written
    }

    private static func fieldType(_ type: ColumnType) -> GDALFieldType {
        switch type {
        case .text: .text
        case .integer: .integer64
        case .real: .real
        case .date: .date
        }
    }

    private static func value(_ value: ColumnValue, as type: ColumnType) -> GDALValue {
        switch (value, type) {
        case (.null, _): .null
        case (.text(let text), _): .text(text)
        case (.integer(let integer), .integer): .integer(integer)
        case (.integer(let integer), _): .text(String(integer))
        case (.real(let real), .real): .real(real)
        case (.real(let real), _): .text(String(real))
        case (.date(let day), .date): .date(day)
        case (.date(let day), _): .text(CalendarDay.text(day))
        }
    }
}
