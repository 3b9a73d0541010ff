import FeatureLayers
import FileBridge
import Foundation
import GeoValues

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Rectangles, triangles with a hole, lines and points at random places of a square kilometre, some sharing borders.
func randomRecords(count: Int, seed: UInt64) -> [FeatureRecord] {
    var random = SeededGenerator(seed: seed)
    func point() -> RDPoint {
        RDPoint(
            x: .random(in: 100_000_000...101_000_000, using: &random),
            y: .random(in: 400_000_000...401_000_000, using: &random)
        )
    }
    return (0..<count).map { number in
        let corner = point()
        let width = Int32.random(in: 2...40_000, using: &random)
        let height = Int32.random(in: 2...40_000, using: &random)
        func at(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: corner.x + x, y: corner.y + y) }
        let rectangle = RDRing([corner, at(width, 0), at(width, height), at(0, height)])
        let geometry: RDGeometry
        switch number % 5 {
        case 0: geometry = .points([corner])
        case 1: geometry = .lines([[corner, at(width, height), at(width, 0)]])
        case 2:
            let hole = RDRing([at(width / 4, height / 4), at(width / 4, height / 2), at(width / 2, height / 2)])
            let polygon = rectangle.map {
                RDPolygon(exterior: $0, holes: width > 8 && height > 8 ? [hole].compactMap { $0 } : [])
            }
            geometry = .polygons([polygon].compactMap { $0 })
        case 3 where number % 50 == 3: geometry = .none
        default: geometry = .polygons([rectangle.map { RDPolygon(exterior: $0) }].compactMap { $0 })
        }
        return FeatureRecord(
            identifier: "000\(number)",
            name: number % 7 == 0 ? nil : "naam \(number % 13)",
            values: [
                .integer(Int64(number)), .text("é\(number % 3)"), .real(Double(number) / 4), .date(Int32(number)),
            ],
            geometry: geometry,
            validFrom: number % 4 == 0 ? 100 : nil
        )
    }
}

let randomColumns = [
    ColumnDefinition(name: "nummer", type: .integer), ColumnDefinition(name: "soort", type: .text),
    ColumnDefinition(name: "maat", type: .real), ColumnDefinition(name: "datum", type: .date),
]

/// Encodes with a stand-in for the Mercator projection that needs no grids.
func encoded(_ records: [FeatureRecord]) throws -> EncodedSegment {
    var builder = SegmentBuilder(columns: randomColumns)
    for record in records { builder.append(record) }
    return try builder.encoded { $0.map { MercatorPoint(x: UInt32($0.x), y: UInt32($0.y)) } }
}

/// Writes a segment in a directory of its own and returns its path.
func writtenSegment(_ segment: EncodedSegment) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/test.segment"
    try AtomicFile.write(segment.bytes, to: path)
    return path
}
