import GeoValues
import Service

/// What one tileset is, in brief (OGC 20-057, tilesets list) and with all it holds (OGC 17-083r4, tileset metadata).
struct TilesetDocument: Encodable {
    struct Limits: Encodable {
        let tileMatrix: String
        let minTileRow: Int
        let maxTileRow: Int
        let minTileCol: Int
        let maxTileCol: Int
    }

    struct BoundingBox: Encodable {
        let lowerLeft: [Double]
        let upperRight: [Double]
        let crs = ReferenceSystem.crs84.uri
    }

    struct Layer: Encodable {
        struct Properties: Encodable {
            struct Property: Encodable {
                let type: String
            }

            let type = "object"
            let properties: [String: Property]
        }

        let id: String
        let description: String
        let dataType = "vector"
        let minTileMatrix: String
        let maxTileMatrix: String
        let propertiesSchema: Properties
    }

    let title: String
    let description: String?
    let attribution: String?
    let dataType = "vector"
    let crs: String
    let tileMatrixSetURI: String
    let tileMatrixSetLimits: [Limits]?
    let boundingBox: BoundingBox?
    let layers: [Layer]?
    let links: [OGCLink]

    /// - Parameters:
    ///   - address: of the tileset.
    ///   - isWhole: with all it holds; else what a list tells.
    init(
        _ matrixSet: TileMatrixSet,
        _ definition: TilesetDefinition,
        _ address: String,
        root: OGCAddress,
        extent: TileExtent,
        bounds: [Double],
        isWhole: Bool
    ) {
        title = "\(definition.name), \(matrixSet.rawValue)"
        crs = matrixSet.crs
        let scheme = root.below("tileMatrixSets", matrixSet.rawValue)
        tileMatrixSetURI = matrixSet.uri ?? scheme
        let common = [
            OGCLink(href: address, rel: "self", type: "application/json", title: "This tileset"),
            OGCLink(
                href: scheme,
                rel: "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
                type: "application/json",
                title: "Tile matrix set"
            ),
        ]
        guard isWhole else {
            (description, attribution, tileMatrixSetLimits, boundingBox, layers) = (nil, nil, nil, nil, nil)
            links = common
            return
        }
        description = definition.description
        attribution = definition.attribution
        let lastZoom = StipService.zoom(definition.maxzoom, in: matrixSet)
        tileMatrixSetLimits = (0...lastZoom).compactMap { zoom in
            extent.limits(matrixSet, z: zoom).map { limits in
                Limits(
                    tileMatrix: "\(zoom)",
                    minTileRow: limits.rows.lowerBound,
                    maxTileRow: limits.rows.upperBound,
                    minTileCol: limits.columns.lowerBound,
                    maxTileCol: limits.columns.upperBound
                )
            }
        }
        boundingBox = BoundingBox(lowerLeft: Array(bounds[0...1]), upperRight: Array(bounds[2...3]))
        layers = definition.describedLayers(in: matrixSet).map { layer in
            Layer(
                id: layer.id,
                description: layer.description,
                minTileMatrix: "\(layer.minzoom)",
                maxTileMatrix: "\(layer.maxzoom)",
                propertiesSchema: Layer.Properties(
                    properties: layer.fields.mapValues { .init(type: $0.lowercased()) }
                )
            )
        }
        links =
            common + [
                OGCLink(
                    href: address + "/{tileMatrix}/{tileRow}/{tileCol}",
                    rel: "item",
                    type: TileAnswer.mediaType,
                    title: "Tiles, Mapbox Vector Tile 2.1",
                    templated: true
                )
            ]
    }
}

/// The tilesets of the whole or of a collection.
struct TilesetsDocument: Encodable {
    let tilesets: [TilesetDocument]
    let links: [OGCLink]
}
