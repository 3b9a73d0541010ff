import FeatureLayers
import GeoValues
import Testing
import VectorTiles

/// Borders that neighbours share, where rounding to the grid breaks one of them.
@Suite struct BorderTests {
    /// A place in units of NetherlandsRDNewQuad zoom 11 (105 mm), y northward, from a corner of its grid.
    private func place(_ x: Double, _ y: Double) -> RDPoint {
        RDPoint(x: 155_021_000 + Int32((x * 105).rounded()), y: 462_979_000 + Int32((y * 105).rounded()))
    }

    @Test(arguments: [0.05, 0.2, 0.4, 0.7]) func neighboursGetTheCrossingThatMendingMakes(beside: Double) throws {
        // A plane with a triangular hole whose tip comes near its south border: rounded, the tip lies half a unit beyond it. The
        // triangle and the plane in the south are whole, and have the edges that cross.
        let (a, b) = (place(0.4, 0.6), place(200.4, 100.6))
        let tip = place(100.51, 50.655 + beside)
        let triangle = [tip, place(140.2, 150.3), place(60.3, 150.2)]
        let plane = [a, b, place(200.4, 200.4), place(0.4, 200.4)]
        let south = [place(0.4, -100.2), place(200.4, -100.2), b, a]
        var fixture = LayerFixture()
        fixture.add(.polygons, [plane, triangle.reversed()], holes: [1])
        fixture.add(.polygons, [triangle])
        fixture.add(.polygons, [south])
        let layer = try fixture.layer()
        let tile = try LayerFixture.tile(.netherlandsRDNewQuad, z: 11, at: tip)
        let decoded = DecodedTile(try pandRenderer.render(tile) { _ in layer })
        let features = try #require(decoded.layer("pand")?.features)
        #expect(features.map(\.id) == [1, 2, 3])
        #expect(features.flatMap(\.faults).isEmpty)
        // Together they fill 200 × 300 units. What lies beyond the border of the tip is less than a unit.
        let area = features.flatMap(\.paths).reduce(0) { $0 + $1.doubledArea }
        #expect(abs(area - 2 * 200 * 300) <= 2)
    }
}
