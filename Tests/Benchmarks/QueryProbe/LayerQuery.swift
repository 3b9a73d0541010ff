import FeatureLayers
import GeoValues

/// One question to a layer; all numbers are RD millimetres.
enum LayerQuery {
    /// What holds or touches the point.
    case point(RDPoint)
    /// What has a box that meets the window.
    case window(RDBox)
    /// What is at most this far away, inclusive.
    case radius(RDPoint, Int64)

    /// The numbers as columns of a CSV file.
    var columns: String {
        switch self {
        case .point(let point): "\(point.x),\(point.y)"
        case .window(let box): "\(box.minX),\(box.minY),\(box.maxX),\(box.maxY)"
        case .radius(let point, let radius): "\(point.x),\(point.y),\(radius)"
        }
    }

    func answer(_ layer: Layer) -> [FeatureReference] {
        switch self {
        case .point(let point): return layer.features(at: point).map(\.reference)
        case .radius(let point, let radius): return layer.features(within: radius, of: point).map(\.reference)
        case .window(let box):
            var found: [FeatureReference] = []
            layer.forEachFeature(in: box) { found.append($0) }
            return found
        }
    }
}
