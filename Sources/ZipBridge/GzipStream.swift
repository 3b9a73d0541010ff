import CZlib
import Glibc

/// Decompresses a gzip file (RFC 1952) from front to back; each member's checksum is verified at its end.
@safe public final class GzipStream {
    private let name: String
    private let file: gzFile
    private var isAtEnd = false

    /// Opens a file that begins as gzip.
    public init(path: String) throws(ZipProblem) {
        guard let file = unsafe gzopen(path, "rb") else {
            throw .unreadable(archive: path, reason: unsafe String(cString: strerror(errno)))
        }
        unsafe self.file = file
        name = path
        unsafe gzbuffer(file, UInt32(ZipEntryStream.pieceSize))
    }

    deinit {
        // gzclose_r: reading leaves nothing to be written that could fail.
        unsafe gzclose_r(file)
    }

    /// The next bytes, ``ZipEntryStream/pieceSize`` of them but at the end; nil when all have been given.
    public func next() throws(ZipProblem) -> [UInt8]? {
        if isAtEnd { return nil }
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: ZipEntryStream.pieceSize) { buffer, filled in
            // -1: fault; less than asked for: the end, or the file breaks off.
            let count = unsafe gzread(file, buffer.baseAddress, UInt32(ZipEntryStream.pieceSize))
            filled = max(0, Int(count))
            isAtEnd = filled < ZipEntryStream.pieceSize
        }
        if isAtEnd {
            var code: Int32 = 0
            let reason = unsafe gzerror(file, &code).map { unsafe String(cString: $0) } ?? ""
            if code != Z_OK, code != Z_STREAM_END { throw .damaged(archive: name, reason: reason) }
        }
        return piece.isEmpty ? nil : piece
    }
}
