import CZip
import Glibc

/// An open zip file, also one with 64-bit sizes: its table of contents, and streams out of it.
///
/// Entry names are never used as paths: nothing is written but nested zips, to temporary files without a name.
@safe public final class ZipArchive {
    /// One file in the archive.
    public struct Entry: Sendable, Hashable {
        /// With folders, as the archive has it.
        public var name: String
        /// Place in the table of contents, from 0.
        public var position: Int
        /// In bytes, after decompression, as the table of contents says.
        public var size: Int
        public var isEncrypted: Bool
        /// Whether it is packed by DEFLATE.
        var isDeflated: Bool
        /// CRC-32 of the content.
        var checksum: UInt32
    }

    /// The file, or "outer.zip/inner.zip".
    public let name: String
    /// In the order of the table of contents, folders left out.
    public let entries: [Entry]
    let archive: OpaquePointer

    /// Opens a zip file and reads its table of contents.
    public convenience init(path: String) throws(ZipProblem) {
        try self.init(path: path, name: path)
    }

    /// `name` is for messages.
    convenience init(path: String, name: String) throws(ZipProblem) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(archive: name, reason: Self.systemReason()) }
        try self.init(descriptor: descriptor, name: name)
    }

    /// Takes over the descriptor.
    private init(descriptor: Int32, name: String) throws(ZipProblem) {
        var code: Int32 = 0
        // zip_fdopen closes the descriptor when it succeeds, for it works on a stream of its own.
        guard let archive = unsafe zip_fdopen(descriptor, 0, &code) else {
            close(descriptor)
            var error = unsafe zip_error_t()
            unsafe zip_error_init_with_code(&error, code)
            let reason = unsafe String(cString: zip_error_strerror(&error))
            unsafe zip_error_fini(&error)
            throw .damaged(archive: name, reason: reason)
        }
        unsafe self.archive = archive
        self.name = name
        unsafe entries = Self.entries(of: archive)
    }

    deinit {
        unsafe zip_discard(archive)
    }

    private static func entries(of archive: OpaquePointer) -> [Entry] {
        let count = max(0, unsafe zip_get_num_entries(archive, 0))
        return (0..<count).compactMap { position in
            var status = unsafe zip_stat_t()
            guard unsafe zip_stat_index(archive, zip_uint64_t(position), 0, &status) == 0,
                let text = unsafe status.name
            else { return nil }
            let name = unsafe String(cString: text)
            if name.hasSuffix("/") { return nil }
            return unsafe Entry(
                name: name,
                position: Int(position),
                size: Int(clamping: status.size),
                isEncrypted: status.encryption_method != ZIP_EM_NONE,
                isDeflated: status.comp_method == UInt16(ZIP_CM_DEFLATE),
                checksum: status.crc
            )
        }
    }

    /// The content of an entry from its beginning, decompressed as it is read.
    public func stream(_ entry: Entry) throws(ZipProblem) -> ZipEntryStream {
        try ZipEntryStream(of: entry, in: self)
    }

    /// A zip that is an entry of this one, unpacked to a temporary file that goes when the result does.
    public func nested(_ entry: Entry) throws(ZipProblem) -> ZipArchive {
        try ZipArchive(descriptor: unpackedDescriptor(entry), name: "\(name)/\(entry.name)")
    }

    /// A temporary file without a name that holds what an entry holds, at its beginning; the caller closes it.
    func unpackedDescriptor(_ entry: Entry) throws(ZipProblem) -> Int32 {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/stip-zip-XXXXXX".utf8CString)
        let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe mkstemp($0) } ?? -1
        }
        guard descriptor >= 0 else {
            throw .cannotUnpack(archive: name, entry: entry.name, reason: Self.systemReason())
        }
        // Without a name from here on, so that nothing stays behind however the process ends.
        _ = unsafe template.withUnsafeBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe unlink($0) }
        }
        do throws(ZipProblem) {
            let stream = try stream(entry)
            while let piece = try stream.next() { try write(piece, to: descriptor, for: entry) }
        } catch {
            close(descriptor)
            throw error
        }
        lseek(descriptor, 0, SEEK_SET)
        return descriptor
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, for entry: Entry) throws(ZipProblem) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + written },
                    buffer.count - written
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw .cannotUnpack(archive: name, entry: entry.name, reason: Self.systemReason())
            }
            written += count
        }
    }

    private static func systemReason() -> String { unsafe String(cString: strerror(errno)) }
}
