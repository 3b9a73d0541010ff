import FeatureLayers
import Foundation
public import GeoValues
import Registers
import Synchronization
import TileArchives
import VectorTiles

/// The archives of tiles in a directory, of which those are served that were made of the data of now.
///
/// Twice checked: an archive of another data version, or made by another version of Stip or of the tileset's definition, is
/// refused as a whole; and each tile carries a key that must be that of the segments and of the day of now, so that neither an
/// earlier delivery that stands in for a damaged one nor a plan that lapsed overnight is hidden by an archive.
public final class TileArchiveSet: Sendable {
    /// An archive that was found, as `/health` tells it.
    public struct Found: Equatable, Sendable {
        /// Name in the directory.
        public let file: String
        /// Why it is not used, one sentence; nil: it is.
        public let refusal: String?
        public let matrixSet: TileMatrixSet?
        public let zooms: ClosedRange<Int>?
    }

    private struct Usable: Sendable {
        let archive: any TileArchive
        /// What strong validators of its tiles end in: they are other bytes than those that are drawn.
        let tag: String
    }

    private struct State: Sendable {
        var stamps: [String: FileStamp] = [:]
        var dataVersion: String?
        var found: [Found] = []
        var usable: [Usable] = []
    }

    /// What tells one version of a file from another.
    private struct FileStamp: Equatable {
        let inode: UInt64
        let byteCount: UInt64
        let modified: Date
    }

    private let directory: String
    /// Of the whole tileset (`TileRenderer.fingerprint`).
    private let drawing: String
    private let log: @Sendable (String) -> Void
    private let state = Mutex(State())

    init(directory: String, drawing: String, log: @escaping @Sendable (String) -> Void) {
        self.directory = directory
        self.drawing = drawing
        self.log = log
    }

    // MARK: Serving

    public var found: [Found] { state.withLock { $0.found } }

    /// What the validators of tiles at a zoom end in; empty when no archive has the zoom.
    func tag(_ tile: TileCoordinate, dataVersion: String) -> String {
        usable(tile, dataVersion).map { "-" + $0.tag }.joined()
    }

    /// The stored tile, a gzip member; nil when no archive has what the renderer would draw now.
    func stored(
        _ tile: TileCoordinate,
        _ renderer: TileRenderer,
        dataVersion: String,
        layer: (String) -> Layer?
    ) -> [UInt8]? {
        for usable in usable(tile, dataVersion) {
            let key = ArchivedTile.key(
                tile,
                renderer,
                compressionLevel: usable.archive.metadata.origin.compressionLevel,
                layer: layer
            )
            do {
                if let stored = try usable.archive.tile(tile), ArchivedTile.key(of: stored) == key { return stored }
            } catch {
                log("\(error) The tile is drawn.")
            }
        }
        return nil
    }

    private func usable(_ tile: TileCoordinate, _ dataVersion: String) -> [Usable] {
        state.withLock { state in
            guard state.dataVersion == dataVersion else { return [] }
            return state.usable.filter { usable in
                let origin = usable.archive.metadata.origin
                return origin.matrixSet == tile.matrixSet && origin.zooms.contains(tile.z)
            }
        }
    }

    // MARK: Looking

    /// Opens the directory's archives anew when one of them, or the data, changed.
    func look(dataVersion: String) {
        let stamps = TileArchiveSet.stamps(directory)
        let isKnown = state.withLock { $0.stamps == stamps && $0.dataVersion == dataVersion }
        if isKnown { return }
        var found: [Found] = []
        var usable: [Usable] = []
        for file in stamps.keys.sorted() {
            let path = directory + "/" + file
            do {
                let archive = try ArchiveFormat.open(path)
                let origin = archive.metadata.origin
                let refusal = refusal(of: origin, dataVersion)
                found.append(Found(file: file, refusal: refusal, matrixSet: origin.matrixSet, zooms: origin.zooms))
                if refusal == nil { usable.append(Usable(archive: archive, tag: String(origin.checksum.prefix(8)))) }
            } catch {
                found.append(Found(file: file, refusal: "\(error)", matrixSet: nil, zooms: nil))
            }
        }
        let told = state.withLock { state in
            defer { state = State(stamps: stamps, dataVersion: dataVersion, found: found, usable: usable) }
            return state.found
        }
        for archive in found where !told.contains(archive) {
            if let refusal = archive.refusal {
                log("Archive \(directory)/\(archive.file) is not served, its tiles are drawn: \(refusal)")
            } else {
                log("Archive \(directory)/\(archive.file) is served.")
            }
        }
    }

    private func refusal(of origin: ArchiveOrigin, _ dataVersion: String) -> String? {
        if origin.dataVersion != dataVersion {
            return "It is of data version \(origin.dataVersion), the workspace of \(dataVersion). Build it anew; "
                + "with --previous only what changed is drawn."
        }
        if origin.drawing != drawing {
            return "It has other layers or was made by another version of Stip or of the tileset's definition."
        }
        return nil
    }

    private static func stamps(_ directory: String) -> [String: FileStamp] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        var stamps: [String: FileStamp] = [:]
        for name in names
        where !name.hasPrefix(".") && ArchiveFormat.allCases.contains(where: { name.hasSuffix("." + $0.rawValue) }) {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: directory + "/" + name),
                let inode = attributes[.systemFileNumber] as? NSNumber, let size = attributes[.size] as? NSNumber,
                let modified = attributes[.modificationDate] as? Date
            else { continue }
            stamps[name] = FileStamp(inode: inode.uint64Value, byteCount: size.uint64Value, modified: modified)
        }
        return stamps
    }

    /// On a thread of its own: looks once a second, until the set goes.
    func startWatching(_ holder: SnapshotHolder) {
        Thread.detachNewThread { [weak self, weak holder] in
            while let set = self, let holder {
                set.look(dataVersion: holder.snapshot.registers.dataVersion)
                Thread.sleep(forTimeInterval: 1)
            }
        }
    }
}
