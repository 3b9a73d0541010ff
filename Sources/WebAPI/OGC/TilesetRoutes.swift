import GeoValues
import Hummingbird
import PlanningRules
import Service

/// OGC API Tiles (20-057) under `/ogc/v1`: `tileMatrixSets`, `tiles` of the whole tileset `basis`, and `collections/{id}/tiles` of
/// one of its layers. Here the row stands before the column, as the standard has it.
struct TilesetRoutes {
    let service: StipService

    static let conformanceClasses =
        [
            "core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "collections-selection",
            "datetime", "mvt",
        ]
        .map { "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/\($0)" }
        + [
            "tilematrixset", "tilematrixsetlimits", "json-tilematrixset", "json-tilematrixsetlimits", "tilesetmetadata",
            "json-tilesetmetadata",
        ]
        .map { "http://www.opengis.net/spec/tms/2.0/conf/\($0)" }

    /// Links of the landing page.
    static func landingLinks(_ address: OGCAddress) -> [OGCLink] {
        [
            OGCLink(
                href: address.below("tiles"),
                rel: "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
                type: "application/json",
                title: "Vector tilesets"
            ),
            OGCLink(
                href: address.below("tileMatrixSets"),
                rel: "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
                type: "application/json",
                title: "Tile matrix sets"
            ),
        ]
    }

    /// The link from a collection to its tiles.
    static func collectionLink(_ collection: String, _ address: OGCAddress) -> OGCLink {
        OGCLink(
            href: address.below("collections", collection, "tiles"),
            rel: "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
            type: "application/json",
            title: "Vector tiles of \(collection)"
        )
    }

    // MARK: Tile matrix sets

    private struct MatrixSetList: Encodable {
        struct Item: Encodable {
            let id: String
            let title: String
            let uri: String?
            let crs: String
            let links: [OGCLink]
        }

        let tileMatrixSets: [Item]
        let links: [OGCLink]
    }

    func matrixSets(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try checkFormat(request)
        let address = OGCAddress(request)
        let items = TileMatrixSet.allCases.map { matrixSet in
            let document = TileMatrixSetDocument(matrixSet)
            let link = OGCLink(
                href: address.below("tileMatrixSets", matrixSet.rawValue),
                rel: "self",
                type: "application/json",
                title: document.title
            )
            return MatrixSetList.Item(
                id: document.id,
                title: document.title,
                uri: document.uri,
                crs: document.crs,
                links: [link]
            )
        }
        return OGCAnswer.json(
            request,
            MatrixSetList(tileMatrixSets: items, links: [selfLink(address.below("tileMatrixSets"))])
        )
    }

    func matrixSet(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try checkFormat(request)
        return OGCAnswer.json(
            request,
            TileMatrixSetDocument(try TileAddress.matrixSet(context.parameters.get("tileMatrixSetId") ?? ""))
        )
    }

    // MARK: Tilesets

    func tilesets(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try checkFormat(request)
        let selection = try selection(nil, day: nil, context)
        let address = OGCAddress(request)
        let base = tilesAddress(address, context)
        let documents = try TileMatrixSet.allCases.map {
            try document($0, selection, "\(base)/\($0.rawValue)", address, isWhole: false)
        }
        return OGCAnswer.json(request, TilesetsDocument(tilesets: documents, links: [selfLink(base)]))
    }

    func tileset(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try checkFormat(request)
        let matrixSet = try TileAddress.matrixSet(context.parameters.get("tileMatrixSetId") ?? "")
        let selection = try selection(nil, day: nil, context)
        let address = OGCAddress(request)
        let own = "\(tilesAddress(address, context))/\(matrixSet.rawValue)"
        return OGCAnswer.json(request, try document(matrixSet, selection, own, address, isWhole: true))
    }

    private func document(
        _ matrixSet: TileMatrixSet,
        _ selection: TileSelection,
        _ own: String,
        _ address: OGCAddress,
        isWhole: Bool
    ) throws -> TilesetDocument {
        let definition = service.basis.restricted(to: selection)
        let extent = service.tileSource(.basis).extent(definition.layers.map(\.id))
        return TilesetDocument(
            matrixSet,
            definition,
            own,
            root: address,
            extent: extent,
            bounds: try GeographicBounds.of(extent.rd, service),
            isWhole: isWhole
        )
    }

    // MARK: Tiles

    func tile(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let parameters = context.parameters
        let isOfCollection = parameters.get("collectionId") != nil
        var query = QueryReader(
            request,
            allowed: (isOfCollection ? ["datetime", "f"] : ["datetime", "f", "collections"])
                + TileFilterReader.parameters
        )
        noteFormat(&query, "mvt")
        let matrixSet = try TileAddress.matrixSet(parameters.get("tileMatrixSetId") ?? "")
        let tile = try TileAddress.tile(
            matrixSet,
            [parameters.get("tileMatrix"), parameters.get("tileCol"), parameters.get("tileRow")],
            names: ["tileMatrix", "tileCol", "tileRow"]
        )
        var selection = try selection(query.text("collections"), day: query.text("datetime"), context)
        let source = service.tileSource(.basis)
        let layers = selection.layers(of: service.basis).map(\.id)
        selection.filters = TileFilterReader.read(&query, layers.compactMap { source.layer($0) }, service.transformer)
        try query.finish()
        try refuseOutside(tile, source.extent(layers))
        return try await TileAnswer(service: service).response(request, tile, selection)
    }

    /// A tile outside the limits of the tileset is an error (OGC 20-057, requirement 6), and often row and column were swapped.
    private func refuseOutside(_ tile: TileCoordinate, _ extent: TileExtent) throws {
        guard let limits = extent.limits(tile.matrixSet, z: tile.z) else { return }
        if limits.columns.contains(tile.x), limits.rows.contains(tile.y) { return }
        let rows = "\(limits.rows.lowerBound)…\(limits.rows.upperBound)"
        let columns = "\(limits.columns.lowerBound)…\(limits.columns.upperBound)"
        throw RequestProblem.notFound(
            BilingualText(
                dutch:
                    "Rij \(tile.y), kolom \(tile.x) ligt buiten deze tegelset: op \(tile.z) zijn er rijen \(rows) en "
                    + "kolommen \(columns). De rij staat voor de kolom.",
                english:
                    "Row \(tile.y), column \(tile.x) lies outside this tileset: at \(tile.z) there are rows \(rows) "
                    + "and columns \(columns). The row stands before the column."
            )
        )
    }

    // MARK: Parts

    /// All of `basis`, the layer whose collection the address names, or the layers of a list.
    private func selection(_ names: String?, day: String?, _ context: StipRequestContext) throws -> TileSelection {
        let collection = context.parameters.get("collectionId")
        if let collection, !service.basis.layers.contains(where: { $0.id == collection }) {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Van '\(collection.prefix(40))' zijn er geen tegels.",
                    english: "There are no tiles of '\(collection.prefix(40))'."
                )
            )
        }
        let name = collection ?? names ?? TilesetName.basis.rawValue
        let selection = try TileAddress.selection(name, day: day.map { ("datetime", $0) }, service)
        guard selection.tileset == .basis else {
            throw RequestProblem.invalid([
                ParameterProblem(
                    "collections",
                    "'collections' noemt lagen van basis, niet '\(name.prefix(40))'.",
                    "'collections' names layers of basis, not '\(name.prefix(40))'."
                )
            ])
        }
        return selection
    }

    private func tilesAddress(_ address: OGCAddress, _ context: StipRequestContext) -> String {
        guard let collection = context.parameters.get("collectionId") else { return address.below("tiles") }
        return address.below("collections", collection, "tiles")
    }

    private func selfLink(_ href: String) -> OGCLink {
        OGCLink(href: href, rel: "self", type: "application/json", title: "This document")
    }

    private func checkFormat(_ request: Request) throws {
        var query = QueryReader(request, allowed: ["f"])
        noteFormat(&query, "json")
        try query.finish()
    }

    private func noteFormat(_ query: inout QueryReader, _ only: String) {
        guard let format = query.text("f"), format != only else { return }
        query.note(
            ParameterProblem(
                "f",
                "Formaat '\(format.prefix(40))' is er niet; wel: \(only).",
                "There is no format '\(format.prefix(40))'; there is: \(only)."
            )
        )
    }
}
