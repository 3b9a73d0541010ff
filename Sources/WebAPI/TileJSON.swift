import GeoValues
import Hummingbird
import Service

/// A tileset as TileJSON 3.0 describes it.
struct TileJSON: Encodable {
    struct VectorLayer: Encodable {
        let id: String
        let description: String
        let minzoom: Int
        let maxzoom: Int
        let fields: [String: String]
        /// Whether it has every feature at these zooms, or their number only.
        let volledig: Bool?
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
        let definition = service.definition(selection.tileset).restricted(to: selection)
        let source = service.tileSource(selection.tileset)
        vectorLayers = definition.describedLayers(in: matrixSet).map { layer in
            VectorLayer(
                id: layer.id,
                description: layer.description,
                minzoom: layer.minzoom,
                maxzoom: layer.maxzoom,
                fields: layer.fields,
                volledig: layer.isComplete
            )
        }
        let isRD = matrixSet == .netherlandsRDNewQuad
        name = definition.name
        description = definition.description
        attribution = definition.attribution
        version = "1.0.0"
        tiles = [address]
        minzoom = vectorLayers.map(\.minzoom).min() ?? 0
        maxzoom = StipService.zoom(definition.maxzoom, in: matrixSet)
        bounds = try GeographicBounds.of(source.extent(definition.layers.map(\.id)).rd, service)
        center = [
            roundedDegrees((bounds[0] + bounds[2]) / 2), roundedDegrees((bounds[1] + bounds[3]) / 2),
            Double(StipService.zoom(14, in: matrixSet)),
        ]
        crs = isRD ? "EPSG:28992" : nil
        originX = isRD ? Double(RDTileGrid.originX) / 1000 : nil
        originY = isRD ? Double(RDTileGrid.originY) / 1000 : nil
        dimension = isRD ? Double(RDTileGrid.span) / 1000 : nil
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
