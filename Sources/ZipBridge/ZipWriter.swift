import CZip
import Glibc

/// Writes zip files whose bytes depend on nothing but their contents: every entry has the same date.
public enum ZipWriter {
    /// A file to be packed.
    public struct Entry: Sendable {
        /// In the archive.
        public var name: String
        /// On disk.
        public var path: String
        /// Whether it is stored as it is, for what is packed already.
        public var isStored: Bool

        public init(name: String, path: String, isStored: Bool = false) {
            self.name = name
            self.path = path
            self.isStored = isStored
        }
    }

    /// 2026-01-01 as MS-DOS has it: years since 1980, month, day. Without a time zone, unlike Unix time.
    private static let date: UInt16 = 46 << 9 | 1 << 5 | 1
    /// Of 1 to 9: twice as fast as the usual 6, and the file an eighth larger.
    private static let level: UInt32 = 2

    /// Packs files into a new zip file; one that is there is replaced.
    public static func write(_ entries: [Entry], to path: String) throws(ZipProblem) {
        var code: Int32 = 0
        guard let archive = unsafe zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
            throw .cannotWrite(archive: path, reason: "libzip error \(code)")
        }
        for entry in entries {
            // The source is the archive's once it has been added.
            let source = unsafe zip_source_file(archive, entry.path, 0, -1)
            let position = unsafe zip_file_add(archive, entry.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
            guard position >= 0 else {
                let reason = unsafe String(cString: zip_strerror(archive))
                unsafe zip_source_free(source)
                unsafe zip_discard(archive)
                throw .cannotWrite(archive: path, reason: reason)
            }
            let method = entry.isStored ? ZIP_CM_STORE : ZIP_CM_DEFLATE
            unsafe zip_set_file_compression(archive, zip_uint64_t(position), method, entry.isStored ? 0 : level)
            unsafe zip_file_set_dostime(archive, zip_uint64_t(position), 0, date, 0)
        }
        guard unsafe zip_close(archive) == 0 else {
            let reason = unsafe String(cString: zip_strerror(archive))
            unsafe zip_discard(archive)
            throw .cannotWrite(archive: path, reason: reason)
        }
    }
}
