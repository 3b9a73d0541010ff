import DeflateBridge
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
    public let transformer: CoordinateTransformer
    public let tileset: TilesetDefinition
    public let ruleFiles: RuleFiles
    let renderer: TileRenderer
    public let archives: TileArchiveSet
    /// Memory of tiles that were drawn, for the next: as many as ever were drawn at once.
    private let tileScratch = Mutex<[TileScratch]>([])
    let pool = RenderPool()

    /// Opens a workspace for serving.
    ///
    /// - Parameter archiveDirectory: where archives of tiles lie; nil: in `tiles` of the workspace.
    /// - Throws: one-sentence problems: no workspace, no grids, no definitions, an unusable dossier.
    public init(
        workspace: Workspace,
        archiveDirectory: String? = nil,
        log: @escaping @Sendable (String) -> Void
    ) throws {
        guard let root = InstallationRoot.find() else { throw ServiceProblem.noInstallation }
        transformer = try CoordinateTransformer(grids: RDNAPGrids.locate(installationRoot: root))
        tileset = try TilesetDefinition(path: root + "/Tiles/basis.json")
        renderer = TileRenderer(tileset.tileLayers)
        ruleFiles = try RuleFiles(installationRoot: root)
        holder = try SnapshotHolder(workspace, log: log)
        dossier = try DossierStore(path: workspace.dossierPath)
        let directory = archiveDirectory ?? workspace.path + "/tiles"
        archives = TileArchiveSet(directory: directory, renderer: renderer, log: log)
        archives.look(dataVersion: holder.snapshot.registers.dataVersion)
    }

    /// Takes up changes of the workspace and of the archives from now on.
    public func startWatching() {
        holder.startWatching()
        archives.startWatching(holder)
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

    /// What lies at a point on a day (days since 1970-01-01), with the snapshot that the answer comes from.
    public func stip(at point: RDPoint, onDay day: Int32) -> (answer: PointAnswer, snapshot: ServedSnapshot) {
        let snapshot = holder.snapshot
        return (PointLookup(snapshot.registers).answer(at: point, onDay: day), snapshot)
    }

    /// The rules of plans and regulations at a point that was looked up on that day.
    public func rules(_ answer: PointAnswer, onDay day: Int32, in snapshot: ServedSnapshot) -> RuleAnswer {
        RuleLookup(snapshot.registers, memory: snapshot.ruleMemory).answer(answer, onDay: day)
    }

    // MARK: Tiles

    /// The zoom of a matrix set that stands for a zoom of WebMercatorQuad in a tileset's definition.
    public static func zoom(_ mercatorZoom: Int, in matrixSet: TileMatrixSet) -> Int {
        min(TileRenderer.minimumZoom(mercatorZoom, in: matrixSet), matrixSet.highestZoom)
    }

    /// The strong validator of a tile: what it is made of, without drawing it.
    public func tileValidator(_ tile: TileCoordinate, in snapshot: ServedSnapshot) -> String {
        let registers = snapshot.registers
        return renderer.validator(tile) { registers.layer($0) } + archives.tag(tile, dataVersion: registers.dataVersion)
    }

    /// A tile's bytes; empty when nothing lies in it.
    public func tile(_ tile: TileCoordinate, in snapshot: ServedSnapshot, gzipped: Bool) async throws -> [UInt8] {
        let renderer = renderer
        let registers = snapshot.registers
        if let stored = archives.stored(tile, dataVersion: registers.dataVersion, layer: { registers.layer($0) }) {
            return gzipped ? stored : try ArchivedTile.decompressed(stored)
        }
        return try await pool.run { [self] in
            var scratch = tileScratch.withLock { $0.popLast() } ?? TileScratch()
            defer { tileScratch.withLock { $0.append(scratch) } }
            let bytes = try renderer.render(tile, &scratch) { snapshot.registers.layer($0) }
            return gzipped && !bytes.isEmpty ? Gzip.compressed(bytes, level: 1) : bytes
        }
    }

    // MARK: Plans

    /// Checks a footprint against the registers of now.
    public func check(_ footprint: PlanFootprint) async throws -> (result: PlanCheckResult, snapshot: ServedSnapshot) {
        let snapshot = holder.snapshot
        let day = StipService.today
        let result = try await pool.run { try PlanCheck(snapshot.registers).result(of: footprint, onDay: day) }
        return (result, snapshot)
    }
}
