import CZip

/// Decompresses one file of a zip from front to back; its checksum is verified at the end.
@safe public final class ZipEntryStream {
    /// Large enough to make the call's own cost vanish, small enough to stay in the second-level cache.
    public static let pieceSize = 262_144

    private let archive: ZipArchive
    private let entry: ZipArchive.Entry
    private let file: OpaquePointer
    private var isAtEnd = false

    init(of entry: ZipArchive.Entry, in archive: ZipArchive) throws(ZipProblem) {
        if entry.isEncrypted { throw .entryEncrypted(archive: archive.name, entry: entry.name) }
        guard let file = unsafe zip_fopen_index(archive.archive, zip_uint64_t(entry.position), 0) else {
            let reason = unsafe String(cString: zip_strerror(archive.archive))
            throw .entryDamaged(archive: archive.name, entry: entry.name, reason: reason)
        }
        unsafe self.file = file
        self.archive = archive
        self.entry = entry
    }

    deinit {
        unsafe zip_fclose(file)
    }

    /// The next bytes, ``pieceSize`` of them but at the end; nil when all have been given and the checksum is right.
    public func next() throws(ZipProblem) -> [UInt8]? {
        if isAtEnd { return nil }
        var isDamaged = false
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, filled in
            while filled < Self.pieceSize {
                let address = unsafe buffer.baseAddress.map { unsafe $0 + filled }
                // -1: fault, also a wrong checksum; 0: end.
                let count = unsafe zip_fread(file, address, zip_uint64_t(Self.pieceSize - filled))
                if count < 0 { isDamaged = true }
                if count <= 0 {
                    isAtEnd = true
                    break
                }
                filled += Int(count)
            }
        }
        if isDamaged {
            let reason = unsafe String(cString: zip_file_strerror(file))
            throw .entryDamaged(archive: archive.name, entry: entry.name, reason: reason)
        }
        return piece.isEmpty ? nil : piece
    }
}
