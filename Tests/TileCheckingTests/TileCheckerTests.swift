import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import Testing
import TileChecking
import VectorTiles

/// The judge must find what is wrong: it gets tiles drawn from another layer than the one it is told of.
@Suite struct TileCheckerTests {
    /// Squares of 10 m side by side, 10 × 10, from a corner in the middle of the country.
    private static let corner = RDPoint(x: 155_001_000, y: 463_001_000)

    /// - Parameter change: the corners of square (column, row), nil: it is left out.
    private func layer(_ change: (Int, Int, [RDPoint]) -> [RDPoint]? = { $2 }) throws -> Layer {
        var builder = SegmentBuilder(columns: [])
        for column in 0..<10 {
            for row in 0..<10 {
                let west = TileCheckerTests.corner.x + Int32(column) * 10_000
                let south = TileCheckerTests.corner.y + Int32(row) * 10_000
                let square = [(0, 0), (10_000, 0), (10_000, 10_000), (0, 10_000)].map {
                    RDPoint(x: west + Int32($0.0), y: south + Int32($0.1))
                }
                guard let corners = change(column, row, square), let ring = RDRing(corners) else { continue }
                builder.append(
                    FeatureRecord(
                        identifier: "\(column)-\(row)",
                        name: nil,
                        values: [],
                        geometry: .polygons([RDPolygon(exterior: ring)])
                    )
                )
            }
        }
        let encoded = try builder.encoded { $0.map { _ in MercatorPoint(x: 0, y: 0) } }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
        try AtomicFile.write(encoded.bytes, to: path.path)
        defer { try? FileManager.default.removeItem(at: path) }
        return Layer(name: "perceel", segments: [try Segment(path: path.path)])
    }

    private func findings(of layer: Layer, drawnFrom drawn: Layer, zooms: ClosedRange<Int> = 11...13) async throws
        -> [TileFindings]
    {
        let definitions = [TileLayerDefinition(name: "perceel", minimumZoom: 14, attributes: [])]
        let checker = TileChecker(definitions, [layer], wholes: ["perceel": nil], rd: { _ in nil }) { tile in
            try TileRenderer(definitions).render(tile) { _ in drawn }
        }
        let request = TileChecker.Request(
            matrixSet: .netherlandsRDNewQuad,
            zooms: zooms,
            area: nil,
            tilesPerZoom: 1000,
            pointsPerZoom: 2000,
            seed: 5
        )
        return try await checker.findings(request) { _, _, _ in }
    }

    @Test func rightTilesPass() async throws {
        let layer = try layer()
        for found in try await findings(of: layer, drawnFrom: layer, zooms: 0...14) {
            #expect(found.failures.isEmpty && found.cases.isEmpty && found.tiles > 0, "\(found)")
            #expect(found.features >= 100 && found.isComplete == (found.zoom >= 10))
            #expect(found.points > 0 || !found.isComplete)
        }
    }

    @Test func aFeatureLeftOutIsMissingAndAGap() async throws {
        let lacking = try layer { $0 == 4 && $1 == 5 ? nil : $2 }
        let all = try await findings(of: try layer(), drawnFrom: lacking)
        for found in all {
            #expect(found.missing > 0 && found.gap > 0)
            #expect(found.cases.contains { $0.contains("4-5 is there and is not shown") })
        }
        // One of a hundred squares: not at every zoom one of the random points lies in it.
        #expect(all.contains { $0.disagreements > 0 })
        for found in try await findings(of: lacking, drawnFrom: try layer()) {
            #expect(found.cases.contains { $0.contains("4-5 is shown and is not there") })
        }
    }

    @Test func countsThatAreOffAreFound() async throws {
        let lacking = try layer { $0 == 4 && $1 == 5 ? nil : $2 }
        for found in try await findings(of: try layer(), drawnFrom: lacking, zooms: 0...9) {
            #expect(found.missing > 0 && !found.isComplete, "zoom \(found.zoom)")
        }
    }

    @Test func aBorderMovedIsAnOverlapOnOneSideAndAGapOnTheOther() async throws {
        // 300 mm: some 6 units at zoom 12 and less than 3 at 11.
        let moved = try layer { column, row, square in
            column == 3 && row == 3 ? square.map { RDPoint(x: $0.x + 300, y: $0.y) } : square
        }
        for found in try await findings(of: try layer(), drawnFrom: moved) {
            #expect(found.overlap > 0 && found.gap > 0, "zoom \(found.zoom)")
            #expect(found.cases.contains { $0.contains("3-3 and 4-3 overlap") || $0.contains("4-3 and 3-3 overlap") })
            #expect(found.failures.contains("gaps") && found.failures.contains("overlaps"))
        }
    }

    @Test func tilesThatDifferAtTheirSeamAreFound() async throws {
        let whole = try layer()
        let moved = try layer { _, _, square in square.map { RDPoint(x: $0.x, y: $0.y + 500) } }
        let definitions = [TileLayerDefinition(name: "perceel", minimumZoom: 14, attributes: [])]
        // Every other column of tiles is drawn from the moved layer.
        let checker = TileChecker(definitions, [whole], wholes: ["perceel": nil], rd: { _ in nil }) { tile in
            try TileRenderer(definitions).render(tile) { _ in tile.x % 2 == 0 ? whole : moved }
        }
        let request = TileChecker.Request(
            matrixSet: .netherlandsRDNewQuad,
            zooms: 14...16,
            area: nil,
            tilesPerZoom: 1000,
            pointsPerZoom: 0,
            seed: 5
        )
        for found in try await checker.findings(request, progress: { _, _, _ in }) {
            #expect(found.cases.contains { $0.contains("differs at the east edge") }, "zoom \(found.zoom)")
        }
    }

    @Test func brokenTilesAreFound() async throws {
        let whole = try layer()
        let definitions = [TileLayerDefinition(name: "perceel", minimumZoom: 14, attributes: [])]
        let checker = TileChecker(definitions, [whole], wholes: ["perceel": nil], rd: { _ in nil }) { tile in
            Array(try TileRenderer(definitions).render(tile) { _ in whole }.dropLast(9))
        }
        let request = TileChecker.Request(
            matrixSet: .netherlandsRDNewQuad,
            zooms: 11...11,
            area: nil,
            tilesPerZoom: 10,
            pointsPerZoom: 0,
            seed: 5
        )
        for found in try await checker.findings(request, progress: { _, _, _ in }) { #expect(found.invalid > 0) }
    }
}
