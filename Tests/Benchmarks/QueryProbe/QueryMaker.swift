import ArgumentParser
import FeatureLayers
import GeoValues

enum QueryKind: String, CaseIterable, ExpressibleByArgument {
    case point, window, radius
}

/// Makes random questions to a layer. Half lie anywhere in its extent; the other half where answers are decided: exactly on
/// a vertex, on the millimetre nearest to the middle of an edge, or a millimetre beside those.
struct QueryMaker {
    let layer: Layer
    let kind: QueryKind
    private let extent: RDBox
    private var random: SplitMix64

    /// Returns nil for a layer without places.
    init?(_ layer: Layer, _ kind: QueryKind, seed: UInt64) {
        var extent = RDBox.empty
        for segment in layer.segments { extent.formUnion(segment.box) }
        guard !extent.isEmpty else { return nil }
        self.layer = layer
        self.kind = kind
        self.extent = extent
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> LayerQuery {
        switch kind {
        case .point: return .point(place())
        case .window: return .window(window())
        case .radius:
            // A tie that whole numbers can decide: 3, 4 and 5 parts away from a vertex.
            if Int.random(in: 0..<8, using: &random) == 0, let (vertex, _) = randomEdge() {
                let part = Int32.random(in: 1...10_000, using: &random)
                let tie = Int64(part) * 5
                let nearby = Int64.random(in: tie - 1...tie + 1, using: &random)
                return .radius(RDPoint(x: vertex.x + part * 3, y: vertex.y - part * 4), nearby)
            }
            return .radius(place(), Int64(random.length(belowPowerOfTwo: 17)))
        }
    }

    private mutating func place() -> RDPoint {
        guard Bool.random(using: &random), let (from, to) = randomEdge() else { return random.point(in: extent) }
        let middle = RDPoint(x: midpoint(from.x, to.x), y: midpoint(from.y, to.y))
        let exact = Bool.random(using: &random) ? from : middle
        guard Int.random(in: 0..<4, using: &random) == 0 else { return exact }
        return RDPoint(
            x: exact.x + Int32.random(in: -1...1, using: &random),
            y: exact.y + Int32.random(in: -1...1, using: &random)
        )
    }

    private mutating func window() -> RDBox {
        let corner = place()
        let width = random.length(belowPowerOfTwo: 17)
        let height = random.length(belowPowerOfTwo: 17)
        // The corner that may touch a feature is any of the four.
        let minX = Bool.random(using: &random) ? corner.x : corner.x - width
        let minY = Bool.random(using: &random) ? corner.y : corner.y - height
        return RDBox(minX: minX, minY: minY, maxX: minX + width, maxY: minY + height)
    }

    private func midpoint(_ a: Int32, _ b: Int32) -> Int32 { Int32((Int64(a) + Int64(b)) >> 1) }

    /// An edge of a random feature; a point feature is an edge of no length.
    private mutating func randomEdge() -> (RDPoint, RDPoint)? {
        let position = Int.random(in: 0..<layer.segments.count, using: &random)
        let segment = layer.segments[position]
        guard segment.featureCount > 0 else { return nil }
        let feature = Int.random(in: 0..<segment.featureCount, using: &random)
        guard let ring = segment.rings(feature).randomElement(using: &random) else { return nil }
        let vertices = segment.vertexRange(ring: ring)
        guard let start = vertices.randomElement(using: &random) else { return nil }
        let end = start + 1 < vertices.upperBound ? start + 1 : vertices.lowerBound
        return (segment.vertex(start), segment.vertex(end))
    }
}
