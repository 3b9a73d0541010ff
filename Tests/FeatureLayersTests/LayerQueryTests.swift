import FeatureLayers
import GeoValues
import Testing

/// The index against a scan of all features: 100,000 queries of each kind over three segments.
@Suite struct LayerQueryTests {
    let layer: Layer
    let geometries: [(reference: FeatureReference, geometry: RDGeometry)]

    init() throws {
        let segments = try (0..<3).map { number in
            try Segment(path: try writtenSegment(try encoded(randomRecords(count: 120, seed: UInt64(number + 10)))))
        }
        let layer = Layer(name: "test", segments: segments)
        self.layer = layer
        geometries = segments.enumerated().flatMap { position, segment in
            (0..<segment.featureCount).map {
                (FeatureReference(segment: position, feature: $0), segment.geometry($0))
            }
        }
    }

    private func randomPoint(_ random: inout SeededGenerator) -> RDPoint {
        // One in four lies exactly on a vertex.
        if Int.random(in: 0..<4, using: &random) == 0, let feature = geometries.randomElement(using: &random) {
            switch feature.geometry {
            case .points(let points): return points[0]
            case .lines(let lines): return lines[0][1]
            case .polygons(let polygons): return polygons[0].exterior.points[2]
            case .none: break
            }
        }
        return RDPoint(
            x: .random(in: 100_000_000...101_040_000, using: &random),
            y: .random(in: 400_000_000...401_040_000, using: &random)
        )
    }

    private func bruteDistance(_ point: RDPoint, _ geometry: RDGeometry) -> SquaredDistance? {
        switch geometry {
        case .none: nil
        case .points(let points): points.map { squaredDistance(from: point, toSegment: $0, $0) }.min()
        case .lines(let lines):
            lines.flatMap { zip($0, $0.dropFirst()).map { squaredDistance(from: point, toSegment: $0, $1) } }.min()
        case .polygons(let polygons): squaredDistance(from: point, to: polygons)
        }
    }

    @Test func pointQueriesAgreeWithAScan() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100_000 {
            let point = randomPoint(&random)
            let found = layer.features(at: point)
            let expected = geometries.compactMap { reference, geometry -> FeatureReference? in
                guard geometry.box.contains(point) else { return nil }
                if case .polygons(let polygons) = geometry {
                    return location(of: point, in: polygons) == .outside ? nil : reference
                }
                return bruteDistance(point, geometry).map { $0.numerator == 0 } == true ? reference : nil
            }
            if found.map(\.reference) != expected { Issue.record("seed \(seed): \(point)") }
        }
    }

    @Test func severalLayersAreAskedAsEachAlone() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        // One segment with one feature, one with many, none, several.
        let layers =
            try [[1], [500], [], [40, 3, 1, 200, 17]].map { counts in
                Layer(
                    name: "test",
                    segments: try counts.map { count in
                        let records = randomRecords(count: count, seed: .random(in: 0 ... .max, using: &random))
                        return try Segment(path: try writtenSegment(try encoded(records)))
                    }
                )
            } + [layer]
        var finder = PointFinder(layers)
        var found = 0
        for _ in 0..<20_000 {
            let point = randomPoint(&random)
            finder.find(point)
            let alone = layers.enumerated().flatMap { number, layer in layer.features(at: point).map { (number, $0) } }
            found += alone.count
            let isSame = finder.matches.elementsEqual(alone) {
                $0.layer == $1.0 && $0.reference == $1.1.reference && $0.location == $1.1.location
            }
            if !isSame { Issue.record("seed \(seed): \(point)") }
        }
        #expect(found > 0)
    }

    @Test func windowQueriesAgreeWithAScan() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100_000 {
            var window = RDBox(randomPoint(&random))
            window.extend(
                by: RDPoint(
                    x: window.minX + .random(in: 0...90_000, using: &random),
                    y: window.minY + .random(in: 0...90_000, using: &random)
                )
            )
            var found: [FeatureReference] = []
            layer.forEachFeature(in: window) { found.append($0) }
            let expected = geometries.filter { $0.geometry.box.intersects(window) }.map(\.reference)
            if found != expected { Issue.record("seed \(seed): \(window)") }
        }
    }

    @Test func radiusQueriesAgreeWithAScan() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100_000 {
            let point = randomPoint(&random)
            let radius = Int64.random(in: 0...60_000, using: &random)
            let found = layer.features(within: radius, of: point).map(\.reference)
            let window = RDBox(point).grown(by: Int32(radius))
            let expected = geometries.filter { feature in
                feature.geometry.box.intersects(window)
                    && bruteDistance(point, feature.geometry).map { $0.isWithin(radius: radius) } == true
            }.map(\.reference)
            if found != expected { Issue.record("seed \(seed): \(point) \(radius)") }
        }
    }

    @Test func nearestAgreesWithAScan() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3_000 {
            let point = randomPoint(&random)
            let found = try #require(layer.nearestFeature(to: point))
            let expected = geometries.compactMap { bruteDistance(point, $0.geometry) }.min()
            if found.distance != expected { Issue.record("seed \(seed): \(point)") }
        }
    }
}
