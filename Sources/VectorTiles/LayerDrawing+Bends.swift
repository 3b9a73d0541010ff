import FeatureLayers
import GeoValues

/// A polygon feature as it was drawn: which of the layer's segments, which feature in it, and where it stands.
struct DrawnFeature {
    let segment: Int
    let feature: UInt32
    let written: TileLayerEncoder.WrittenFeature
}

extension LayerDrawing {
    /// Rounds of bending; so far none was left after the third.
    private static let mostRounds = 6

    /// Draws again the features that have an edge which mending bent in another.
    ///
    /// - Parameter segments: those of which ``drawn`` tells.
    mutating func bendSharedEdges(_ segments: [Segment], on grid: TileGrid) throws {
        guard !polygons.bends.isEmpty else { return }
        // Each feature counts once.
        let counts = polygons.counts
        polygons.isBending = true
        defer {
            polygons.isBending = false
            polygons.counts = counts
        }
        var geometries: [Int: [UInt8]?] = [:]
        for _ in 0..<LayerDrawing.mostRounds {
            let affected = placesOfFeatures(with: polygons.bends.takeNewBoxes(), segments, grid)
            if affected.isEmpty { break }
            for place in affected {
                let isDrawn = try segments[drawn[place].segment].withSections { sections in
                    try polygons.shape(Int(drawn[place].feature), sections, on: grid) == .drawn
                }
                if isDrawn { encoder.writePolygons(polygons.rings, polygons.order) }
                geometries.updateValue(isDrawn ? encoder.geometry : nil, forKey: place)
            }
        }
        encoder.replace(geometries.sorted { $0.key < $1.key }.map { (drawn[$0.key].written, $0.value) })
    }

    /// The places in ``drawn`` of the features whose box meets that of a bent edge, ascending.
    private func placesOfFeatures(with boxes: [TileBox], _ segments: [Segment], _ grid: TileGrid) -> [Int] {
        var places: Set<Int> = []
        var found: [UInt32] = []
        for box in boxes {
            guard let window = grid.window(around: box) else { continue }
            for (number, segment) in segments.enumerated() where segment.box.intersects(window) {
                found.removeAll(keepingCapacity: true)
                segment.appendFeatures(in: window, to: &found)
                for feature in found { if let place = place(of: feature, in: number) { places.insert(place) } }
            }
        }
        return places.sorted()
    }

    /// Where a feature is in ``drawn``, which is in the order of segments and features.
    private func place(of feature: UInt32, in segment: Int) -> Int? {
        var low = 0
        var high = drawn.count
        while low < high {
            let middle = (low + high) / 2
            let here = drawn[middle]
            if (here.segment, here.feature) < (segment, feature) { low = middle + 1 } else { high = middle }
        }
        return low < drawn.count && drawn[low].segment == segment && drawn[low].feature == feature ? low : nil
    }
}
