import FeatureLayers
import GeoValues
import Hummingbird
import Registers
import Service

/// A tileset as TileJSON 3.0 describes it.
struct TileJSON: Encodable {
    struct VectorLayer: Encodable {
        let id: String
        let description: String
        let minzoom: Int
        let maxzoom: Int
        let fields: [String: String]
    }

    let tilejson = "3.0.0"
    let name: String
    let description: String
    let attribution: String
    let version: String
    let scheme = "xyz"
    let tiles: [String]
    let minzoom: Int
    let maxzoom: Int
    let bounds: [Double]
    let center: [Double]
    let vectorLayers: [VectorLayer]
    // What GDAL reads from a tileset in another CRS than Web Mercator.
    let crs: String?
    let originX: Double?
    let originY: Double?
    let dimension: Double?

    enum CodingKeys: String, CodingKey {
        case tilejson, name, description, attribution, version, scheme, tiles, minzoom, maxzoom, bounds, center, crs
        case vectorLayers = "vector_layers"
        case originX = "tile_origin_upper_left_x"
        case originY = "tile_origin_upper_left_y"
        case dimension = "tile_dimension_zoom_0"
    }

    /// - Parameter address: of a tile, with `{z}`, `{x}` and `{y}`.
    init(_ selection: TileSelection, _ matrixSet: TileMatrixSet, address: String, _ service: StipService) throws {
        let definition = service.definition(selection.tileset)
        let source = service.tileSource(selection.tileset)
        vectorLayers = TileJSON.layers(selection, matrixSet, definition, source)
        let isRD = matrixSet == .netherlandsRDNewQuad
        name = definition.name
        description = definition.description
        attribution = definition.attribution
        version = "1.0.0"
        tiles = [address]
        minzoom = vectorLayers.map(\.minzoom).min() ?? 0
        maxzoom = StipService.zoom(definition.maxzoom, in: matrixSet)
        bounds = try GeographicBounds.of(source.box(selection.layers(of: definition).map(\.id)), service)
        center = [
            roundedDegrees((bounds[0] + bounds[2]) / 2), roundedDegrees((bounds[1] + bounds[3]) / 2),
            Double(StipService.zoom(14, in: matrixSet)),
        ]
        crs = isRD ? "EPSG:28992" : nil
        originX = isRD ? Double(RDTileGrid.originX) / 1000 : nil
        originY = isRD ? Double(RDTileGrid.originY) / 1000 : nil
        dimension = isRD ? Double(RDTileGrid.span) / 1000 : nil
    }

    /// The registers' own layers, and others when they were imported; each with that of its labels.
    static func layers(
        _ selection: TileSelection,
        _ matrixSet: TileMatrixSet,
        _ definition: TilesetDefinition,
        _ source: TileSource
    ) -> [VectorLayer] {
        func zoom(_ mercatorZoom: Int) -> Int { StipService.zoom(mercatorZoom, in: matrixSet) }
        let shown = selection.layers(of: definition).filter { RegisterLayer.isKnown($0.id) || source.holds($0.id) }
        return shown.flatMap { layer in
            let fields = Dictionary(
                [("id", "String"), ("naam", "String")] + layer.attributes.map { ($0.name, $0.type) },
                uniquingKeysWith: { first, _ in first }
            )
            func described(_ id: String, _ description: String, _ minzoom: Int) -> VectorLayer {
                VectorLayer(
                    id: id,
                    description: description,
                    minzoom: zoom(minzoom),
                    maxzoom: zoom(definition.maxzoom),
                    fields: fields
                )
            }
            let labels = layer.labelMinzoom.map {
                described(layer.labelLayerName, "Plaats voor het opschrift bij \(layer.id): een punt in een tegel", $0)
            }
            return [described(layer.id, layer.description, layer.minzoom)] + (labels.map { [$0] } ?? [])
        }
    }
}

/// Boxes in degrees.
enum GeographicBounds {
    /// West, south, east, north of a box; of the Netherlands when it is empty.
    static func of(_ box: RDBox, _ service: StipService) throws -> [Double] {
        guard !box.isEmpty else { return [3.2, 50.7, 7.3, 53.6] }
        let corners = try [(box.minX, box.minY), (box.minX, box.maxY), (box.maxX, box.minY), (box.maxX, box.maxY)]
            .map { try service.geographic(RDPoint(x: $0.0, y: $0.1)) }
        let longitudes = corners.map(\.longitude).sorted()
        let latitudes = corners.map(\.latitude).sorted()
        return [longitudes[0], latitudes[0], longitudes[3], latitudes[3]].map(roundedDegrees)
    }
}
