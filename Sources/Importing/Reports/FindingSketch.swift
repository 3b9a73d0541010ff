import FeatureLayers
import GeoValues
import Registers

/// What lies around a finding, as a small SVG: the features of its layer, and the finding's own box.
struct FindingSketch {
    private static let sidePixels = 160.0
    /// More features than this are no sketch.
    private static let mostFeatures = 400

    private let box: RDBox
    private let layer: Layer?

    init(_ box: RDBox, layer: String, snapshot: RegisterSnapshot) {
        self.box = box
        self.layer = snapshot.layer(layer)
    }

    func svg() -> String {
        let side = max(Int64(box.maxX) - Int64(box.minX), Int64(box.maxY) - Int64(box.minY))
        // At least 10 m around it, at most half its size.
        let window = box.grown(by: Int32(clamping: max(10_000, side / 2)))
        let width = max(
            Int64(window.maxX) - Int64(window.minX),
            Int64(window.maxY) - Int64(window.minY)
        )
        let scale = FindingSketch.sidePixels / Double(width)
        func x(_ value: Int32) -> String { FindingSketch.text(Double(Int64(value) - Int64(window.minX)) * scale) }
        func y(_ value: Int32) -> String { FindingSketch.text(Double(Int64(window.maxY) - Int64(value)) * scale) }
        var text = "<svg role=\"img\" aria-label=\"\(FindingSketch.text(Double(width) / 1000)) m around the finding\" "
        text += "width=\"160\" height=\"160\">"
        var count = 0
        layer?.forEachFeature(in: window) { reference in
            guard let segment = layer?.segments[reference.segment], count < FindingSketch.mostFeatures else { return }
            count += 1
            var path = ""
            for ring in segment.rings(reference.feature) {
                for (number, position) in segment.vertexRange(ring: ring).enumerated() {
                    let vertex = segment.vertex(position)
                    path += "\(number == 0 ? "M" : "L")\(x(vertex.x)) \(y(vertex.y))"
                }
                if segment.geometryKind(reference.feature) == .polygons { path += "Z" }
            }
            text += "<path class=\"shape\" fill-rule=\"evenodd\" d=\"\(path)\"/>"
        }
        let left = Double(Int64(box.minX) - Int64(window.minX)) * scale
        let top = Double(Int64(window.maxY) - Int64(box.maxY)) * scale
        let wide = max(4, Double(Int64(box.maxX) - Int64(box.minX)) * scale)
        let high = max(4, Double(Int64(box.maxY) - Int64(box.minY)) * scale)
        text += "<rect class=\"finding\" x=\"\(FindingSketch.text(left))\" y=\"\(FindingSketch.text(top))\" "
        return text + "width=\"\(FindingSketch.text(wide))\" height=\"\(FindingSketch.text(high))\"/></svg>"
    }

    private static func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
