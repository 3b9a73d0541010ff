import FeatureLayers
import GeoValues
import Testing

/// Long rings and lines, of which blocks of vertices are skipped, against all edges one by one.
@Suite struct VertexBlockTests {
    /// A wild ring around a place: many vertices share an x or y, some neighbours lie exactly in line.
    private func ring(_ count: Int, _ random: inout SeededGenerator, within limit: Int = 20_000) -> [RDPoint] {
        let radius = Double(Int.random(in: min(20, limit)...limit, using: &random))
        let grid = Int32(1) << Int32.random(in: 0...6, using: &random)
        return (0..<count).map { number in
            // A polygon through growing angles of a circle of varying radius, made without trigonometry.
            let share = Double(number) / Double(count) * 4
            let side = Int(share)
            let along = (share - Double(side)) * 2 - 1
            let reach = radius * Double.random(in: 0.4...1, using: &random)
            let (x, y) = [(along, -1.0), (1.0, along), (-along, 1.0), (-1.0, -along)][side]
            return RDPoint(
                x: 150_000_000 + Int32(x * reach) / grid * grid,
                y: 450_000_000 + Int32(y * reach) / grid * grid
            )
        }
    }

    private func layer(_ geometries: [RDGeometry]) throws -> Layer {
        let records = geometries.enumerated().map {
            FeatureRecord(identifier: "\($0)", name: nil, values: [], geometry: $1)
        }
        var builder = SegmentBuilder(columns: [])
        for record in records { builder.append(record) }
        let segment = try builder.encoded { $0.map { MercatorPoint(x: UInt32($0.x), y: UInt32($0.y)) } }
        return Layer(name: "test", segments: [try Segment(path: try writtenSegment(segment))])
    }

    /// Places that decide: vertices, middles of edges, the y of a vertex far east and west, and a millimetre beside them.
    private func place(_ points: [RDPoint], _ random: inout SeededGenerator) -> RDPoint {
        let position = Int.random(in: 0..<points.count, using: &random)
        let a = points[position]
        let b = points[(position + 1) % points.count]
        var place: RDPoint
        switch Int.random(in: 0..<4, using: &random) {
        case 0: place = a
        case 1: place = RDPoint(x: (a.x - b.x) / 2 + b.x, y: (a.y - b.y) / 2 + b.y)
        case 2: place = RDPoint(x: b.x, y: a.y)
        default: place = RDPoint(x: a.x + .random(in: -30_000...30_000, using: &random), y: a.y)
        }
        place.x += .random(in: -1...1, using: &random)
        place.y += .random(in: -1...1, using: &random)
        return place
    }

    @Test(arguments: [3, 15, 16, 17, 31, 32, 33, 47, 48, 49, 255, 256, 257, 300, 1_024, 4_095, 4_097, 5_000, 17_000])
    func longPolygonsAgreeWithAllTheirEdges(count: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var polygons: [RDPolygon] = []
        // Short ones between, so that rings begin anywhere in a block.
        for size in [4, count, 5, 7, count, count + 1] {
            // A small ring on a coarse grid may be one point.
            var candidate: RDRing?
            while candidate == nil { candidate = RDRing(ring(size, &random)) }
            let exterior = try #require(candidate)
            // The box of a polygon is that of its exterior: a hole may cross that, but not leave its box.
            let box = exterior.box
            let room = [150_000_000 - box.minX, box.maxX - 150_000_000, 450_000_000 - box.minY, box.maxY - 450_000_000]
            let limit = max(0, Int(room.min() ?? 0))
            let hole = RDRing(ring(max(3, count / 2), &random, within: limit))
            polygons.append(RDPolygon(exterior: exterior, holes: [hole].compactMap { $0 }))
        }
        let layer = try layer(polygons.map { .polygons([$0]) })
        let segment = layer.segments[0]
        for _ in 0..<3_000_000 / (count + 200) {
            let number = Int.random(in: 0..<polygons.count, using: &random)
            let polygon = polygons[number]
            let place = place(polygon.rings.randomElement(using: &random)?.points ?? [], &random)
            let feature = try #require(segment.features(withIdentifier: "\(number)").first)
            let expected = location(of: place, in: polygon)
            #expect(segment.location(of: place, in: feature) == expected, "seed \(seed): \(place)")
            let distance = squaredDistance(from: place, to: [polygon])
            #expect(segment.squaredDistance(from: place, to: feature) == distance, "seed \(seed): \(place)")
            let radius = Int64(distance.metres * 1_000) + .random(in: -1...1, using: &random)
            let isFound = layer.features(within: radius, of: place).contains { $0.reference.feature == feature }
            #expect(isFound == (radius >= 0 && distance.isWithin(radius: radius)), "seed \(seed): \(place) \(radius)")
        }
    }

    @Test(arguments: [2, 16, 17, 18, 33, 300, 5_000])
    func longLinesAndManyPointsAgreeWithAllTheirParts(count: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let line = ring(count, &random)
        let points = ring(count, &random)
        let layer = try layer([.lines([ring(3, &random), line]), .points(points)])
        let segment = layer.segments[0]
        let lineFeature = try #require(segment.features(withIdentifier: "0").first)
        let pointFeature = try #require(segment.features(withIdentifier: "1").first)
        guard case .lines(let lines) = segment.geometry(lineFeature) else { return }
        for _ in 0..<1_000_000 / (count + 200) {
            let place = place(Bool.random(using: &random) ? line : points, &random)
            let toLine = lines.flatMap {
                zip($0, $0.dropFirst()).map { squaredDistance(from: place, toSegment: $0, $1) }
            }
            let toPoints = points.map { squaredDistance(from: place, toSegment: $0, $0) }
            for (feature, distances) in [(lineFeature, toLine), (pointFeature, toPoints)] {
                let nearest = try #require(distances.min())
                #expect(segment.squaredDistance(from: place, to: feature) == nearest, "seed \(seed): \(place)")
                let expected = nearest.isWithin(radius: 0) ? PointLocation.onBoundary : .outside
                #expect(segment.location(of: place, in: feature) == expected, "seed \(seed): \(place)")
            }
        }
    }
}
