import FeatureFilters
import FeatureLayers
import FileBridge
import GeoValues
import PROJBridge
import Registers
import Service
import Synchronization

/// What is said of a layer as a collection of features; worked out once for each layer that is served.
struct FeatureCollectionInfo: Sendable {
    let layer: Layer
    let title: String
    let description: String
    let properties: LayerProperties
    /// West, south, east, north in degrees; nil when nothing has a place.
    let extent: [Double]?
    let hasTiles: Bool
    /// Names the contents of the layer: 16 hexadecimal digits.
    let version: String
}

/// The layers that are served, as collections.
final class FeatureCollections: Sendable {
    private let service: StipService
    private let known = Mutex<[String: FeatureCollectionInfo]>([:])

    init(service: StipService) { self.service = service }

    func info(_ name: String, in snapshot: ServedSnapshot) throws -> FeatureCollectionInfo? {
        guard let layer = snapshot.registers.layer(name) else { return nil }
        if let info = known.withLock({ $0[name] }), info.layer === layer { return info }
        var text = name
        for segment in layer.segments { text += " \(segment.checksum)" }
        let definition = service.basis.layers.first { $0.id == name }
        let info = FeatureCollectionInfo(
            layer: layer,
            title: name,
            description: definition?.description ?? "Laag \(name)",
            properties: LayerProperties(layer),
            extent: try extent(layer),
            hasTiles: definition != nil,
            version: String(Checksum128(of: Array(text.utf8)).description.prefix(16))
        )
        known.withLock { $0[name] = info }
        return info
    }

    /// The degrees around a box in RD, followed along its border.
    private func extent(_ layer: Layer) throws -> [Double]? {
        var box = RDBox.empty
        for segment in layer.segments { box.formUnion(segment.box) }
        guard !box.isEmpty else { return nil }
        let steps: Int64 = 16
        func between(_ low: Int32, _ high: Int32, _ step: Int64) -> Int32 {
            Int32(clamping: Int64(low) + (Int64(high) - Int64(low)) * step / steps)
        }
        let border = (0...steps).flatMap { step in
            let x = between(box.minX, box.maxX, step)
            let y = between(box.minY, box.maxY, step)
            return [
                RDPoint(x: x, y: box.minY), RDPoint(x: x, y: box.maxY), RDPoint(x: box.minX, y: y),
                RDPoint(x: box.maxX, y: y),
            ]
        }
        let places = try service.transformer.geographic(rd: border)
        let longitudes = places.map(\.longitude).sorted()
        let latitudes = places.map(\.latitude).sorted()
        // What the border bows between two of its places: less than a metre.
        let margin = 1e-5
        return [
            longitudes[0] - margin, latitudes[0] - margin, longitudes[longitudes.count - 1] + margin,
            latitudes[latitudes.count - 1] + margin,
        ].map(roundedDegrees)
    }
}
