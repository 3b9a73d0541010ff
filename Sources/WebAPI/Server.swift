import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
public import Service
import ServiceLifecycle
import UnixSignals

/// The version that every answer carries (API Design Rules, `API-Version`).
enum APIVersion {
    static let value = "1.0.0"
}

/// What a handler knows of its request.
struct StipRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}

extension HTTPField.Name {
    static let contentCRS = HTTPField.Name("Content-Crs") ?? .contentType
    static let apiVersion = HTTPField.Name("API-Version") ?? .contentType
    static let forwardedProtocol = HTTPField.Name("X-Forwarded-Proto") ?? .contentType
}

/// The HTTP server.
public struct Server {
    /// A connection that sends or takes nothing for this long is closed.
    static let idleSeconds: Int64 = 60
    /// More wait in the system's queue; below the usual limit of 1,024 open files.
    static let maximumConnections = 800
    /// What is not finished this long after the signal to stop is broken off.
    static let shutdownSeconds: Int64 = 10

    let service: StipService
    let logger: Logger

    public init(service: StipService) {
        self.service = service
        var logger = Logger(label: "stip")
        logger.logLevel = .notice
        self.logger = logger
    }

    /// Serves until the process is told to stop (SIGTERM, SIGINT), then finishes what is under way.
    ///
    /// - Parameter onStart: called with the port once the server listens.
    public func run(host: String, port: Int, onStart: @escaping @Sendable (Int) async -> Void) async throws {
        let application = Application(
            responder: DirectResponder(
                tiles: TileAnswer(service: service),
                stip: StipRoutes(service: service),
                next: router().buildResponder()
            ),
            server: .http1(configuration: .init(idleTimeout: .seconds(Server.idleSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: nil,
                availableConnectionsDelegate: .maximum(Server.maximumConnections, logger: logger)
            ),
            onServerRunning: { channel in await onStart(channel.localAddress?.port ?? port) },
            logger: logger
        )
        Server.answerOnEventLoops()
        service.startWatching()
        var configuration = ServiceGroupConfiguration(
            services: [application],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(Server.shutdownSeconds)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// Has tasks run on the threads that read and write sockets, once for the process: an answer of a tenth of a millisecond is not worth
    /// handing it to another thread and back. What takes longer runs on threads of a ``RenderPool`` anyway. Where SwiftNIO cannot do it,
    /// tasks run where they always do.
    private static func answerOnEventLoops() {
        // "Unsafe" says that Swift does not promise the hook: SwiftNIO looks whether it is there. It may be set once.
        _ = isAnsweringOnEventLoops
    }

    private static let isAnsweringOnEventLoops =
        NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()

    func router() -> Router<StipRequestContext> {
        let router = Router(context: StipRequestContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: ResponseManners(logger: logger))
        let stip = StipRoutes(service: service)
        let search = SearchRoutes(service: service)
        let tiles = TileRoutes(service: service)
        let buildings = BuildingRoutes(service: service)
        let parcels = ParcelRoutes(service: service)
        let authorities = AuthorityRoutes(service: service)
        let rules = RuleRoutes(service: service)
        let plans = PlanRoutes(service: service)
        let health = HealthRoute(service: service)
        let ogc = OGCRoutes(service: service)
        let features = FeatureRoutes(service: service)
        let ogcTiles = TilesetRoutes(service: service)
        let styles = StyleRoutes(service: service)
        let decisionTrees = DecisionTreeRoutes(service: service)
        for endpoint in Endpoint.allCases {
            let path = RouterPath(endpoint.routerPath)
            switch endpoint {
            case .health: router.get(path, use: health.health)
            case .stip: router.get(path, use: stip.answer)
            case .stipSearch: router.post(path, use: stip.search)
            case .parcelStip: router.get(path, use: stip.parcel)
            case .buildingStip: router.get(path, use: stip.building)
            case .addressStip: router.get(path, use: stip.address)
            case .tilesets: router.get(path, use: tiles.list)
            case .search: router.get(path, use: search.answer)
            case .authorities: router.get(path, use: authorities.answer)
            case .rule: router.get(path, use: rules.rule)
            case .parcel: router.get(path, use: parcels.parcel)
            case .address: router.get(path, use: parcels.address)
            case .tileset, .matrixTileset, .matrixMetadata: router.get(path, use: tiles.description)
            case .tile, .matrixTile: router.get(path, use: tiles.tile)
            case .building: router.get(path, use: buildings.building)
            case .buildingPermits: router.get(path, use: buildings.permits)
            case .buildingModel: router.get(path, use: buildings.model)
            case .planChecks: router.post(path, use: plans.check)
            case .plans:
                router.get(path, use: plans.near)
                router.post(path, use: plans.publish)
            case .plan: router.get(path, use: plans.plan)
            case .decisionTrees: router.get(path, use: decisionTrees.list)
            case .decisionTree:
                router.get(path, use: decisionTrees.tree)
                router.post(path, use: decisionTrees.evaluate)
            case .ogcLanding: router.get(path, use: ogc.landing)
            case .ogcConformance: router.get(path, use: ogc.conformance)
            case .ogcAPI: router.get(path, use: ogc.api)
            case .ogcCollections: router.get(path, use: features.collections)
            case .ogcCollection: router.get(path, use: features.collection)
            case .ogcQueryables: router.get(path, use: features.queryables)
            case .ogcItems: router.get(path, use: features.items)
            case .ogcItem: router.get(path, use: features.item)
            case .ogcMatrixSets: router.get(path, use: ogcTiles.matrixSets)
            case .ogcMatrixSet: router.get(path, use: ogcTiles.matrixSet)
            case .ogcTilesets, .ogcCollectionTilesets: router.get(path, use: ogcTiles.tilesets)
            case .ogcTileset, .ogcCollectionTileset: router.get(path, use: ogcTiles.tileset)
            case .ogcTile, .ogcCollectionTile: router.get(path, use: ogcTiles.tile)
            case .styles: router.get(path, use: styles.list)
            case .style: router.get(path, use: styles.style)
            case .glyphs: router.get(path, use: styles.glyphs)
            case .sprite: router.get(path, use: styles.sprite)
            case .page, .asset, .vendorAsset, .openAPI: router.get(path, use: PublicFiles.serve)
            }
        }
        return router
    }
}

/// Every address that the server knows; the router, the 405 answers and the contract test all go by it.
enum Endpoint: CaseIterable {
    case health, openAPI
    case stip, stipSearch, search, authorities, rule
    case parcel, parcelStip, address, addressStip
    case building, buildingStip, buildingPermits, buildingModel
    case planChecks, plans, plan
    case tilesets, tileset, tile, matrixTileset, matrixMetadata, matrixTile
    case ogcLanding, ogcConformance, ogcAPI, ogcCollections, ogcCollection, ogcQueryables, ogcItems, ogcItem
    case ogcMatrixSets, ogcMatrixSet, ogcTilesets, ogcTileset, ogcTile
    case ogcCollectionTilesets, ogcCollectionTileset, ogcCollectionTile
    case styles, style, glyphs, sprite
    case decisionTrees, decisionTree
    // What a file of the page may be comes last: the first address that fits counts.
    case page, vendorAsset, asset

    var path: String {
        switch self {
        case .health: "/health"
        case .stip: "/v1/stip"
        case .stipSearch: "/v1/stip/_zoek"
        case .parcelStip: "/v1/percelen/{aanduiding}/stip"
        case .buildingStip: "/v1/panden/{id}/stip"
        case .addressStip: "/v1/adressen/{id}/stip"
        case .search: "/v1/zoek"
        case .authorities: "/v1/bevoegd-gezag"
        case .rule: "/v1/regels/{id}"
        case .parcel: "/v1/percelen/{aanduiding}"
        case .address: "/v1/adressen/{id}"
        case .tilesets: "/tiles"
        case .tileset: "/tiles/{tileset}"
        case .tile: "/tiles/{tileset}/{z}/{x}/{y}"
        case .matrixTileset: "/tiles/{tileset}/{tileMatrixSet}"
        case .matrixMetadata: "/tiles/{tileset}/{tileMatrixSet}/metadata.json"
        case .matrixTile: "/tiles/{tileset}/{tileMatrixSet}/{z}/{x}/{y}"
        case .building: "/v1/panden/{id}"
        case .buildingPermits: "/v1/panden/{id}/vergunningen"
        case .buildingModel: "/v1/panden/{id}/model"
        case .planChecks: "/v1/plantoetsen"
        case .plans: "/v1/plannen"
        case .plan: "/v1/plannen/{id}"
        case .decisionTrees: "/v1/beslisbomen"
        case .decisionTree: "/v1/beslisbomen/{id}"
        case .ogcLanding: "/ogc/v1"
        case .ogcConformance: "/ogc/v1/conformance"
        case .ogcAPI: "/ogc/v1/api"
        case .ogcCollections: "/ogc/v1/collections"
        case .ogcCollection: "/ogc/v1/collections/{collectionId}"
        case .ogcQueryables: "/ogc/v1/collections/{collectionId}/queryables"
        case .ogcItems: "/ogc/v1/collections/{collectionId}/items"
        case .ogcItem: "/ogc/v1/collections/{collectionId}/items/{featureId}"
        case .ogcMatrixSets: "/ogc/v1/tileMatrixSets"
        case .ogcMatrixSet: "/ogc/v1/tileMatrixSets/{tileMatrixSetId}"
        case .ogcTilesets: "/ogc/v1/tiles"
        case .ogcTileset: "/ogc/v1/tiles/{tileMatrixSetId}"
        case .ogcTile: "/ogc/v1/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"
        case .ogcCollectionTilesets: "/ogc/v1/collections/{collectionId}/tiles"
        case .ogcCollectionTileset: "/ogc/v1/collections/{collectionId}/tiles/{tileMatrixSetId}"
        case .ogcCollectionTile:
            "/ogc/v1/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"
        case .styles: "/styles"
        case .style: "/styles/{style}"
        case .glyphs: "/glyphs/{fontStack}/{range}"
        case .sprite: "/sprites/{file}"
        case .openAPI: "/v1/openapi.json"
        case .page: "/"
        case .vendorAsset: "/vendor/{file}"
        case .asset: "/{file}"
        }
    }

    /// The same for the router, which ends at the first parameter that fits, whether an address ends there or not: so parameters
    /// in one place need one name.
    var routerPath: String {
        switch self {
        case .matrixTileset: "/tiles/{tileset}/{z}"
        case .matrixMetadata: "/tiles/{tileset}/{z}/metadata.json"
        default: path
        }
    }

    var methods: [HTTPRequest.Method] {
        switch self {
        case .planChecks, .stipSearch: [.post]
        case .plans: [.get, .head, .post]
        case .decisionTree: [.get, .head, .post]
        default: [.get, .head]
        }
    }

    /// Paths in pieces, split once: every request is compared with them.
    private static let patterns = allCases.map { endpoint in
        (endpoint, pieces: endpoint.path.split(separator: "/", omittingEmptySubsequences: false))
    }

    /// The endpoint that a path names, or nil.
    static func named(_ path: String) -> Endpoint? {
        let wanted = path.split(separator: "/", omittingEmptySubsequences: false)
        return patterns.first { _, pieces in
            pieces.count == wanted.count
                && zip(pieces, wanted).allSatisfy { $0 == $1 || ($0.hasPrefix("{") && !$1.isEmpty) }
        }?.0
    }
}
