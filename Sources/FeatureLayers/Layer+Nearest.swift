public import GeoValues

extension Layer {
    /// The feature nearest to a point (planar RD, zero inside a polygon), or nil when none has a place.
    ///
    /// Best first over all segments: a node is opened only when its box is nearer than the best feature found. Ties go
    /// to the first in index order.
    public func nearestFeature(to point: RDPoint) -> (reference: FeatureReference, distance: SquaredDistance)? {
        var best: (reference: FeatureReference, distance: SquaredDistance)?
        var queue = NearestQueue()
        for (position, segment) in segments.enumerated() where !segment.box.isEmpty {
            let contents = segment.contents
            let root = contents.tree.shape.boxCount - 1
            let level = contents.tree.shape.levelCount - 1
            queue.insert(
                .init(
                    squaredDistance: segment.box.squaredDistance(toX: point.x, y: point.y),
                    segment: position,
                    level: level,
                    position: root
                )
            )
        }
        while let node = queue.removeNearest() {
            let bound = SquaredDistance(numerator: Int128(node.squaredDistance), denominator: 1)
            if let best, best.distance < bound { break }
            let contents = segments[node.segment].contents
            if node.level == 0 {
                let limit = best.map { $0.distance.wholeSquareMillimetres + 1 } ?? .max
                guard let distance = contents.squaredDistance(from: point, to: node.position, bound: limit) else {
                    continue
                }
                let reference = FeatureReference(segment: node.segment, feature: node.position)
                guard let current = best else {
                    best = (reference, distance)
                    continue
                }
                let isFirst = (node.segment, node.position) < (current.reference.segment, current.reference.feature)
                if distance < current.distance || (distance == current.distance && isFirst) {
                    best = (reference, distance)
                }
                continue
            }
            for child in contents.tree.shape.children(level: node.level, position: node.position) {
                let box = contents.tree.box(child)
                guard !box.isEmpty else { continue }
                queue.insert(
                    .init(
                        squaredDistance: box.squaredDistance(toX: point.x, y: point.y),
                        segment: node.segment,
                        level: node.level - 1,
                        position: child
                    )
                )
            }
        }
        return best
    }
}

/// A binary heap of tree nodes, nearest box first.
private struct NearestQueue {
    struct Node {
        let squaredDistance: Int64
        let segment: Int
        let level: Int
        let position: Int
    }

    private var nodes: [Node] = []

    mutating func insert(_ node: Node) {
        nodes.append(node)
        var child = nodes.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard nodes[child].squaredDistance < nodes[parent].squaredDistance else { break }
            nodes.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeNearest() -> Node? {
        guard let nearest = nodes.first else { return nil }
        nodes.swapAt(0, nodes.count - 1)
        nodes.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [parent * 2 + 1, parent * 2 + 2] where child < nodes.count {
                if nodes[child].squaredDistance < nodes[smallest].squaredDistance { smallest = child }
            }
            guard smallest != parent else { return nearest }
            nodes.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
