import GeoValues

/// Which loops lie in which.
struct LoopNesting {
    private struct Item {
        var loop: BoundaryLoop
        var box: RDBox
        var doubledArea: Int128
    }

    /// From west to east.
    private let items: [Item]

    init(_ loops: [BoundaryLoop]) {
        items = loops.map { Item(loop: $0, box: $0.box, doubledArea: $0.doubledArea) }
            .sorted { $0.box.minX < $1.box.minX }
    }

    /// The counter-clockwise loops that lie in a clockwise one and in no smaller loop inside it.
    func islands(in hole: BoundaryLoop) -> [BoundaryLoop] {
        let box = hole.box
        let inside = inside(box).filter { $0.loop.points != hole.points && LoopNesting.lies($0.loop, in: hole) }
        return inside.filter { island in
            island.doubledArea > 0
                && !inside.contains { between in
                    between.doubledArea.magnitude > island.doubledArea.magnitude && between.box.contains(island.box)
                        && LoopNesting.lies(island.loop, in: between.loop)
                }
        }.map(\.loop)
    }

    /// The loops whose box lies in a box.
    private func inside(_ box: RDBox) -> ArraySlice<Item> {
        var low = 0
        var high = items.count
        while low < high {
            let middle = (low + high) / 2
            if items[middle].box.minX < box.minX { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < items.count, items[end].box.minX <= box.maxX { end += 1 }
        return items[low..<end].filter { box.contains($0.box) }[...]
    }

    /// Whether a loop lies inside another, which it does not cross: told by its first vertex that is not on the other.
    private static func lies(_ loop: BoundaryLoop, in other: BoundaryLoop) -> Bool {
        for point in loop.points {
            var locator = PointLocator(x: point.x, y: point.y)
            guard var previous = other.points.last else { return false }
            for next in other.points {
                locator.add(ax: previous.x, ay: previous.y, bx: next.x, by: next.y)
                previous = next
            }
            if locator.location != .onBoundary { return locator.location == .inside }
        }
        return false
    }
}
