import CZip
import ISALBridge

/// Decompresses one file of a zip from front to back; its checksum is verified at the end.
///
/// What is packed by DEFLATE, as almost everything is, is unpacked by ISA-L, the rest by libzip.
@safe public final class ZipEntryStream {
    /// Large enough to make the call's own cost vanish, small enough to stay in the second-level cache.
    public static let pieceSize = 262_144

    private let archive: ZipArchive
    private let entry: ZipArchive.Entry
    private let file: OpaquePointer
    private let inflation: Inflation?
    /// What is packed and was not used yet.
    private var packed: [UInt8] = []
    private var used = 0
    private var made = 0
    private var isAtEnd = false

    private static let packedSize = 65_536

    init(of entry: ZipArchive.Entry, in archive: ZipArchive) throws(ZipProblem) {
        if entry.isEncrypted { throw .entryEncrypted(archive: archive.name, entry: entry.name) }
        let flags = entry.isDeflated ? zip_flags_t(ZIP_FL_COMPRESSED) : 0
        guard let file = unsafe zip_fopen_index(archive.archive, zip_uint64_t(entry.position), flags) else {
            let reason = unsafe String(cString: zip_strerror(archive.archive))
            throw .entryDamaged(archive: archive.name, entry: entry.name, reason: reason)
        }
        unsafe self.file = file
        self.archive = archive
        self.entry = entry
        inflation = entry.isDeflated ? Inflation() : nil
    }

    deinit {
        unsafe zip_fclose(file)
    }

    /// The next bytes, ``pieceSize`` of them but at the end; nil when all have been given and the checksum is right.
    public func next() throws(ZipProblem) -> [UInt8]? {
        if isAtEnd { return nil }
        var problem: ZipProblem?
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, filled in
            do throws(ZipProblem) {
                while filled < Self.pieceSize, !isAtEnd {
                    let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[filled...])
                    if let inflation {
                        filled += try unsafe unpack(into: room, inflation)
                    } else {
                        let count = try unsafe read(into: room)
                        if count == 0 { isAtEnd = true }
                        filled += count
                    }
                }
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
        return piece.isEmpty ? nil : piece
    }

    private func unpack(
        into room: UnsafeMutableBufferPointer<UInt8>,
        _ inflation: Inflation
    ) throws(ZipProblem) -> Int {
        if used == packed.count {
            var problem: ZipProblem?
            packed = unsafe [UInt8](unsafeUninitializedCapacity: Self.packedSize) { buffer, filled in
                do throws(ZipProblem) {
                    filled = try unsafe read(into: buffer)
                } catch {
                    problem = error
                }
            }
            used = 0
            if let problem { throw problem }
        }
        let result = unsafe packed.withUnsafeBufferPointer { buffer in
            unsafe inflation.unpack(UnsafeBufferPointer(rebasing: buffer[used...]), into: room)
        }
        guard let result else { throw damage("its compressed bytes make no sense") }
        used += result.used
        made += result.made
        if inflation.isFinished || made > entry.size {
            guard made == entry.size, inflation.checksum == entry.checksum else {
                throw damage("its checksum is wrong")
            }
            isAtEnd = true
        } else if result.made == 0, result.used == 0 {
            throw damage("its compressed bytes break off")
        }
        return result.made
    }

    /// Bytes as libzip gives them, none at the end.
    private func read(into room: UnsafeMutableBufferPointer<UInt8>) throws(ZipProblem) -> Int {
        // -1: fault, also a wrong checksum; 0: end.
        let count = unsafe zip_fread(file, room.baseAddress, zip_uint64_t(room.count))
        if count < 0 { throw damage(unsafe String(cString: zip_file_strerror(file))) }
        return Int(count)
    }

    private func damage(_ reason: String) -> ZipProblem {
        .entryDamaged(archive: archive.name, entry: entry.name, reason: reason)
    }
}
