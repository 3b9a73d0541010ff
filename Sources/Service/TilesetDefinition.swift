import Foundation
public import VectorTiles

/// A tileset as its file in `Tiles/` describes it.
public struct TilesetDefinition: Decodable, Sendable {
    public struct Attribute: Decodable, Sendable {
        public let name: String
        public let type: String
        public let description: String
    }

    public struct Layer: Decodable, Sendable {
        public let id: String
        /// In WebMercatorQuad; see ``StipService/zoom(_:in:)``.
        public let minzoom: Int
        /// From here on there is a layer with label points too; none without it.
        public let labelMinzoom: Int?
        /// See ``VectorTiles/TileLayerDefinition/countDepth``.
        private let countDepth: Int?
        /// Whether the register keeps what was: its features are shown as they were on a day asked for, those of other layers as
        /// they are today.
        private let dated: Bool?
        /// Features that have the same value in this attribute fill the ground without gaps and overlaps; empty: all; nil: none.
        let fillsGroundBy: String?
        public let description: String
        public let attributes: [Attribute]

        public var isDated: Bool { dated ?? false }

        public var labelLayerName: String { tileLayer.labelLayerName }

        var tileLayer: TileLayerDefinition {
            TileLayerDefinition(
                name: id,
                minimumZoom: minzoom,
                labelMinimumZoom: labelMinzoom,
                countDepth: countDepth ?? TileLayerDefinition.usualCountDepth,
                attributes: attributes.map(\.name).filter { $0 != "id" && $0 != "naam" }
            )
        }
    }

    public let name: String
    public let description: String
    public let attribution: String
    public let maxzoom: Int
    public private(set) var layers: [Layer]

    /// Reads a definition.
    ///
    /// - Throws: ``ServiceProblem/unusableDefinition(path:reason:)``.
    public init(path: String) throws {
        do {
            self = try JSONDecoder().decode(
                TilesetDefinition.self,
                from: try Data(contentsOf: URL(fileURLWithPath: path))
            )
        } catch {
            throw ServiceProblem.unusableDefinition(path: path, reason: "\(error)")
        }
    }

    public var tileLayers: [TileLayerDefinition] { layers.map(\.tileLayer) }

    /// The layers whose features fill the ground: see `TileChecker`.
    public var wholes: [String: String?] {
        Dictionary(
            layers.compactMap { layer in layer.fillsGroundBy.map { (layer.id, $0.isEmpty ? nil : $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The layers as they are shown on a day.
    public func tileLayers(onDay day: Int32) -> [TileLayerDefinition] {
        layers.map { layer in
            var tileLayer = layer.tileLayer
            tileLayer.day = day
            return tileLayer
        }
    }

    /// The same with the layers of a selection only.
    public func restricted(to selection: TileSelection) -> TilesetDefinition {
        var restricted = self
        restricted.layers = selection.layers(of: self)
        return restricted
    }
}
