import FeatureFilters
import FeatureLayers
import GeoValues
import Testing
import VectorTiles

/// A filter in the definition of a layer.
@Suite struct TileFilterTests {
    private let place = RDPoint(x: 155_010_000, y: 463_010_000)

    /// Ten squares of 20 m in a row, with identifiers from 1.
    private func squares() throws -> Layer {
        var fixture = LayerFixture()
        for number in 0..<10 {
            let west = 155_000_000 + Int32(number) * 25_000
            let corners = [(0, 0), (20_000, 0), (20_000, 20_000), (0, 20_000)].map {
                RDPoint(x: west + Int32($0.0), y: 463_000_000 + Int32($0.1))
            }
            fixture.add(.polygons, [corners], label: RDPoint(x: west + 10_000, y: 463_010_000))
        }
        return try fixture.layer()
    }

    private func renderer(_ text: String?, _ layer: Layer, minimumZoom: Int = 0) throws -> TileRenderer {
        var definition = TileLayerDefinition(
            name: "pand",
            minimumZoom: minimumZoom,
            labelMinimumZoom: 0,
            attributes: []
        )
        definition.filter = try text.map {
            try FeatureFilter(
                FilterExpression($0),
                LayerProperties(layer),
                FilterPlacement(
                    name: "RD",
                    low: FilterPosition(0, 300_000),
                    high: FilterPosition(300_000, 620_000),
                    isPlanarRD: true,
                    place: { RDPoint(xMetres: $0.first, yMetres: $0.second) }
                )
            )
        }
        return TileRenderer([definition])
    }

    @Test(arguments: TileMatrixSet.allCases)
    func onlyWhatPassesIsDrawnAndLabelled(set: TileMatrixSet) throws {
        let layer = try squares()
        let tile = try LayerFixture.tile(set, z: 13 - set.zoomsAheadOfMercator, at: place)
        let filters = [
            "id IN ('2', '5')": [2, 5], "S_INTERSECTS(geometrie, BBOX(155000, 463000, 155025, 463001))": [1, 2],
            "TRUE": Array(1...10), "id = '3' AND id = '4'": [],
        ]
        for (text, numbers) in filters {
            let decoded = DecodedTile(try renderer(text, layer).render(tile) { _ in layer })
            for name in ["pand", "pand_label"] {
                let features = decoded.layers.first { $0.name == name }?.features ?? []
                #expect(features.map { Int($0.id) }.sorted() == numbers, "\(text) \(name)")
            }
        }
        let all = try renderer(nil, layer).render(tile) { _ in layer }
        #expect(try renderer("TRUE", layer).render(tile) { _ in layer } == all)
    }

    @Test func theValidatorFollowsTheFilterAndNotItsSpelling() throws {
        let layer = try squares()
        let tile = try LayerFixture.tile(.webMercatorQuad, z: 13, at: place)
        func validator(_ text: String?) throws -> String {
            try renderer(text, layer).validator(tile) { _ in layer }
        }
        #expect(try validator("id = '1'") == validator(" ( \"id\"='1' )"))
        #expect(try Set([nil, "id = '1'", "id = '2'", "NOT id = '1'"].map(validator)).count == 4)
    }

    @Test func belowItsZoomALayerWithAFilterTellsNoNumbers() throws {
        let layer = try squares()
        let tile = try LayerFixture.tile(.webMercatorQuad, z: 7, at: place)
        let counted = DecodedTile(try renderer(nil, layer, minimumZoom: 12).render(tile) { _ in layer })
        #expect(counted.layers.contains { $0.name == "pand_aantal" })
        let filtered = try renderer("id = '1'", layer, minimumZoom: 12)
        #expect(try filtered.render(tile) { _ in layer }.isEmpty)
        let unfiltered = try renderer(nil, layer, minimumZoom: 12)
        #expect(filtered.validator(tile) { _ in layer } != unfiltered.validator(tile) { _ in layer })
    }
}
