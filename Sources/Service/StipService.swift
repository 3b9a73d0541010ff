import Coverages
public import Dossier
import FeatureLayers
import FileBridge
import Foundation
public import GeoValues
public import PROJBridge
public import PlanChecking
public import PlanningRules
public import Registers
import Synchronization
import TileArchives
import VectorTiles
public import Workspaces

/// Everything the edges can ask: one entry for each use case, over one snapshot at a time.
public final class StipService: Sendable {
    public let holder: SnapshotHolder
    public let dossier: DossierStore
    public let decisionTrees: DecisionTreeHolder
    public let transformer: CoordinateTransformer
    /// The tileset of the registers.
    public let basis: TilesetDefinition
    /// The tileset of the dossier's plans.
    public let plannen: TilesetDefinition
    public let mapStyles: [MapStyle]
    public let ruleFiles: RuleFiles
    public let onwardLinks: OnwardLinks
    let planIndex: PlanIndex
    public let archives: TileArchiveSet
    let tileCache: TileCache
    /// As many as ever were drawn at once.
    let tileMemory = Mutex<[TileMemory]>([])
    /// For plan checks and models, which someone waits for.
    let pool = RenderPool()
    /// For tiles, which come in crowds.
    let tilePool = RenderPool(yielding: true)
    /// The directory with `Tiles` and `Data`.
    public let installationRoot: String

    /// Opens a workspace for serving.
    ///
    /// - Parameters:
    ///   - archiveDirectory: where archives of tiles lie; nil: in `tiles` of the workspace.
    ///   - tileCacheBytes: the most that tiles kept in memory may take.
    /// - Throws: one-sentence problems: no workspace, no grids, no definitions, an unusable dossier.
    public init(
        workspace: Workspace,
        archiveDirectory: String? = nil,
        tileCacheBytes: Int = 256 << 20,
        log: @escaping @Sendable (String) -> Void
    ) throws {
        guard let root = InstallationRoot.find() else { throw ServiceProblem.noInstallation }
        installationRoot = root
        transformer = try CoordinateTransformer(grids: RDNAPGrids.locate(installationRoot: root))
        basis = try TilesetDefinition(path: root + "/Tiles/basis.json")
        plannen = try TilesetDefinition(path: root + "/Tiles/plannen.json")
        mapStyles = try MapStyle.all(in: root + "/Tiles/styles")
        tileCache = TileCache(byteCapacity: tileCacheBytes)
        ruleFiles = try RuleFiles(installationRoot: root)
        onwardLinks = try OnwardLinks(path: workspace.onwardLinksPath)
        holder = try SnapshotHolder(workspace, log: log)
        dossier = try DossierStore(path: workspace.dossierPath)
        decisionTrees = DecisionTreeHolder(workspace, log: log)
        planIndex = try PlanIndex(dossier.plans(intersecting: RDEnvelope.box), transformer)
        let directory = archiveDirectory ?? workspace.path + "/tiles"
        archives = TileArchiveSet(
            directory: directory,
            drawing: TileRenderer(basis.tileLayers).fingerprint,
            log: log
        )
        archives.look(dataVersion: holder.snapshot.registers.dataVersion)
    }

    /// Takes up changes of the workspace and of the archives from now on.
    public func startWatching() {
        holder.startWatching()
        archives.startWatching(holder)
        decisionTrees.startWatching()
    }

    /// Today, in days since 1970-01-01 UTC.
    public static var today: Int32 { Int32(time(nil) / 86_400) }

    // MARK: Places

    /// The nearest RD millimetre to a geographic position.
    ///
    /// - Throws: `CoordinateProblem` outside the area of RDNAPTRANS2018; nil outside the RD envelope.
    public func rdPoint(_ place: GeographicPoint) throws -> RDPoint? {
        let metres = try transformer.rd(place)
        return RDPoint(xMetres: metres.xMetres, yMetres: metres.yMetres)
    }

    public func geographic(_ point: RDPoint) throws -> GeographicPoint {
        try transformer.geographic(xMetres: point.xMetres, yMetres: point.yMetres)
    }

    /// Polygon rings as longitude, latitude, closed, for GeoJSON (RFC 7946: exterior counter-clockwise).
    public func geographicRings(_ polygon: RDPolygon) throws -> [[GeographicPoint]] {
        try polygon.rings.map { ring in
            let places = try transformer.geographic(rd: ring.points)
            return places + places.prefix(1)
        }
    }

    // MARK: Stip

    /// What is served now.
    public var snapshot: ServedSnapshot { holder.snapshot }

    /// What lies at a point on a day (days since 1970-01-01), with the snapshot that the answer comes from.
    ///
    /// - Parameter snapshot: the one to ask; nil: that of now.
    public func stip(
        at point: RDPoint,
        onDay day: Int32,
        in snapshot: ServedSnapshot? = nil
    ) -> (answer: PlaceAnswer, snapshot: ServedSnapshot) {
        let snapshot = snapshot ?? holder.snapshot
        return (PointLookup(snapshot.registers).answer(at: point, onDay: day), snapshot)
    }

    /// The same in an area: valid polygons that share no area, in RD.
    ///
    /// - Throws: `AreaProblem`, ``ServiceProblem/busy``, `GEOSError` when an overlay fails.
    public func stip(
        inside area: [RDPolygon],
        onDay day: Int32,
        in snapshot: ServedSnapshot? = nil
    ) async throws -> (answer: PlaceAnswer, snapshot: ServedSnapshot) {
        let snapshot = snapshot ?? holder.snapshot
        let answer = try await pool.run {
            let label = LabelPoint.of(area) ?? area[0].exterior.points[0]
            return try AreaLookup(snapshot.registers).answer(in: AskedArea(area), label: label, onDay: day)
        }
        return (answer, snapshot)
    }

    /// The rules of plans and regulations at a place that was looked up on that day.
    ///
    /// - Throws: `GEOSError` when areas can't be joined; at a point nothing.
    public func rules(_ answer: PlaceAnswer, onDay day: Int32, in snapshot: ServedSnapshot) throws -> RuleAnswer {
        try RuleLookup(snapshot.registers, memory: snapshot.ruleMemory).answer(answer, onDay: day)
    }

    // MARK: Plans

    /// Checks a footprint against the registers of now.
    public func check(_ footprint: PlanFootprint) async throws -> (result: PlanCheckResult, snapshot: ServedSnapshot) {
        let snapshot = holder.snapshot
        let day = StipService.today
        let result = try await pool.run {
            try PlanCheck(snapshot.registers, memory: snapshot.ruleMemory).result(of: footprint, onDay: day)
        }
        return (result, snapshot)
    }

    /// Keeps a plan; from then on tiles show it.
    ///
    /// - Throws: `DossierError`; then nothing was kept.
    public func publish(_ plan: NewPlan) throws -> StoredPlan {
        let stored = try dossier.insert(plan)
        try planIndex.update(stored)
        return stored
    }
}
