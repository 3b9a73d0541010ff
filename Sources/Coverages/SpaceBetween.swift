import GeoValues

/// The area between a part of an arc and its chord: may the chord take the part's place?
struct SpaceBetween: ~Copyable {
    /// Tests of an edge against a vertex that are spent on one part; beyond, the part is divided. Reached only where
    /// thousands of vertices accompany an arc of thousands.
    static let mostTests = 20_000_000

    // Only what is needed of the block: each array in here is counted in and out for every arc.
    let points: [RDPoint]
    let index: PlaceIndex
    /// The number of the arc in `arcOfPlace`.
    let number: UInt32
    let places: [UInt32]
    let chain: [RDPoint]
    let arcOfPlace: [UInt32]
    let positionOfPlace: [UInt32]

    /// Whether a vertex that is no part of the chain between two positions lies on their chord or strictly between the chord
    /// and the chain (by the even-odd rule).
    ///
    /// All such vertices lie in the box of the chain, so every feature that has the arc has the features that they
    /// belong to in its block.
    func holdsVertex(_ first: Int, _ last: Int, _ farthest: FarthestVertex) -> Bool {
        let box = farthest.box
        let points = points.span
        let ys = index.ys.span
        let a = chain[first]
        let b = chain[last]
        let isLong = last - first > 8
        let distance = Int64(farthest.distance) + 1
        var tests = 0
        var strip = index.firstStrip(from: Int64(box.minX))
        while strip < index.stripCount, index.lowX[strip] <= box.maxX {
            var south = Int64(box.minY)
            var north = Int64(box.maxY)
            if isLong, a.x != b.x {
                // All of the chain lies within the distance of the chord.
                let slope = Double(Int64(b.y) - Int64(a.y)) / Double(Int64(b.x) - Int64(a.x))
                let reach = distance + 1
                let west = Double(Int64(max(box.minX, index.lowX[strip])) - Int64(a.x) - reach) * slope
                let east = Double(Int64(min(box.maxX, index.highX[strip])) - Int64(a.x) + reach) * slope
                south = max(south, Int64(a.y) + Int64(min(west, east).rounded(.down)) - reach)
                north = min(north, Int64(a.y) + Int64(max(west, east).rounded(.up)) + reach)
            }
            var position = index.firstPosition(strip: strip, from: south)
            let end = Int(index.firstPositions[strip + 1])
            while position < end, Int64(ys[position]) <= north {
                let place = index.places[position]
                position += 1
                let point = points[Int(place)]
                if point.x < box.minX || point.x > box.maxX || isPart(place, first, last) { continue }
                if isLong {
                    guard squaredDistance(from: point, toSegment: a, b).isWithin(radius: distance) else { continue }
                    tests += last - first
                    if tests > SpaceBetween.mostTests { return true }
                }
                if isBetween(point, first, last) { return true }
            }
            strip += 1
        }
        return false
    }

    /// Whether a place is a vertex of the chain between two positions, ends included.
    @inline(__always)
    private func isPart(_ place: UInt32, _ first: Int, _ last: Int) -> Bool {
        if arcOfPlace[Int(place)] == number {
            let position = Int(positionOfPlace[Int(place)])
            if position >= first, position <= last { return true }
        }
        return place == places[first] || place == places[last]
    }

    private func isBetween(_ point: RDPoint, _ first: Int, _ last: Int) -> Bool {
        let a = chain[first]
        let b = chain[last]
        var chord = PointLocator(x: point.x, y: point.y)
        chord.add(ax: b.x, ay: b.y, bx: a.x, by: a.y)
        if chord.location == .onBoundary { return true }
        var locator = chord
        let chain = chain.span
        for position in first..<last {
            let from = chain[position]
            let to = chain[position + 1]
            locator.add(ax: from.x, ay: from.y, bx: to.x, by: to.y)
        }
        return locator.location == .inside
    }
}
