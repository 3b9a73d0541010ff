import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import Testing

/// Counts per cell against counting one by one.
@Suite struct CellCountsTests {
    /// A projection that is as good as any here: the cells must agree with what it says.
    private static func mercator(_ point: RDPoint) -> MercatorPoint {
        MercatorPoint(x: UInt32(Int64(point.x) + 2_000_000_000), y: UInt32(2_000_000_000 - Int64(point.y)))
    }

    /// - Parameter days: on which feature is valid; nil: always.
    private func segment(_ places: [RDPoint], side: Int32, days: (Int) -> Range<Int32>? = { _ in nil }) throws
        -> Segment
    {
        var flat = FlatSegment(columns: [])
        for (number, place) in places.enumerated() {
            let identifier = Array("\(number)".utf8)
            flat.appendFeature(
                identifier,
                identifier: identifier.indices,
                name: nil,
                kind: .polygons,
                validFrom: days(number)?.lowerBound,
                validUntil: days(number)?.upperBound
            )
            let ring = [(0, 0), (side, 0), (side, side), (0, side)].map {
                RDPoint(x: place.x + $0.0, y: place.y + $0.1)
            }
            flat.appendRing(ring, ring.indices, isHole: false)
        }
        let encoded = try flat.encoded(derived: DerivedGeometry(labelPoints: places)) {
            $0.map(CellCountsTests.mercator)
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
        try AtomicFile.write(encoded.bytes, to: path.path)
        defer { try? FileManager.default.removeItem(at: path) }
        return try Segment(path: path.path)
    }

    @Test(arguments: TileMatrixSet.allCases) func cellsHoldWhatLiesInThemAtEveryLevel(set: TileMatrixSet) throws {
        let seed: UInt64 = 91
        var random = SeededGenerator(seed: seed)
        let places = (0..<500).map { _ in
            RDPoint(
                x: .random(in: 100_000_000...102_000_000, using: &random),
                y: .random(in: 450_000_000...452_000_000, using: &random)
            )
        }
        let halves = [try segment(Array(places[..<200]), side: 1000), try segment(Array(places[200...]), side: 1000)]
        let layer = Layer(name: "pand", segments: halves)
        let finest = CountingGrid.finestLevel(set)
        let window = RDBox(minX: 90_000_000, minY: 440_000_000, maxX: 110_000_000, maxY: 460_000_000)
        for level in [0, 3, Layer.coarseLevel(set), finest - 2, finest] {
            let shift = UInt64(2 * (finest - level))
            var expected: [UInt64: Int] = [:]
            for place in places {
                let key =
                    set == .webMercatorQuad
                    ? CountingGrid.key(of: CellCountsTests.mercator(place)) : CountingGrid.key(of: place)
                expected[key >> shift, default: 0] += 1
            }
            var found: [UInt64: Int] = [:]
            var area: UInt64 = 0
            layer.forEachCount(set, level: level, in: window) { counts in
                counts.forEachCell(in: 0..<1 << 40, shift: shift) { key, total in
                    found[key, default: 0] += total.features
                    area += total.area
                }
            }
            #expect(found == expected, "seed \(seed), level \(level)")
            // A square metre each, in dm².
            #expect(area == 500 * 100)
        }
    }

    @Test(arguments: [0, 14]) func onADayOnlyWhatIsValidIsCounted(level: Int) throws {
        // In one cell or two; the second half ends on day 100, the first begins then, and one is always there.
        let places = (0..<11).map { RDPoint(x: 155_000_000 + Int32($0) * 6_000, y: 463_000_000) }
        let days: (Int) -> Range<Int32>? = { $0 == 0 ? nil : $0 < 5 ? 100..<200 : 0..<100 }
        let layer = Layer(
            name: "enkelbestemming",
            segments: [try segment(places, side: 1000, days: days), try segment(places, side: 2000)]
        )
        for (day, count) in [(99, 7), (100, 5), (199, 5), (200, 1), (-1, 1)] as [(Int32, Int)] {
            // Twice: made, and kept.
            for _ in 0..<2 {
                var total = CellCounts.Total()
                layer.forEachCount(.netherlandsRDNewQuad, level: level, in: RDBox(places[0]), onDay: day) { counts in
                    total.features += counts.total.features
                    total.area += counts.total.area
                }
                #expect(total.features == count + 11 && total.area == UInt64(count) * 100 + 11 * 400, "day \(day)")
            }
        }
        let window = RDBox(places[0])
        #expect(layer.checksum(in: window, onDay: 99) != layer.checksum(in: window, onDay: 100))
        #expect(layer.checksum(in: window, onDay: 100) == layer.checksum(in: window, onDay: 199))
    }

    @Test func onlyTheRangeAskedForIsCounted() throws {
        let place = RDPoint(x: 155_000_000, y: 463_000_000)
        let one = try segment([place], side: 1000)
        let key = CountingGrid.key(of: place)
        for (range, count) in [(key..<key + 1, 1), (0..<key, 0), (key + 1..<key + 100, 0)] as [(Range<UInt64>, Int)] {
            var found = 0
            one.withCellCounts(.netherlandsRDNewQuad) { counts in
                counts.forEachCell(in: range, shift: 0) { _, total in found += total.features }
                #expect(counts.total.features == 1)
            }
            #expect(found == count)
        }
    }

    @Test func keysAreColumnsAndRowsInTurn() {
        #expect(CountingGrid.key(column: 0b11, row: 0) == 0b0101)
        #expect(CountingGrid.key(column: 0, row: 0b11) == 0b1010)
        #expect(CountingGrid.cell(CountingGrid.key(column: 262_143, row: 131_072)) == (262_143, 131_072))
        // 155,000 m lies 440,401.92 m from the west edge, 53.76 m to a cell: the first place of column 8,192.
        #expect(CountingGrid.cell(CountingGrid.key(of: RDPoint(x: 155_000_000, y: 463_000_000))) == (8192, 8192))
        #expect(CountingGrid.cell(CountingGrid.key(of: RDPoint(x: 154_999_999, y: 463_000_001))) == (8191, 8191))
    }
}
