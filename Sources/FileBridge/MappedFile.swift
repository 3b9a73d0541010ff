import CMapping
import Glibc

/// A whole file mapped into memory, read-only.
///
/// A page that the file loses while it is mapped reads as zeros and sets ``isDamaged``; it doesn't end the process.
/// Writers must replace files by renaming (``AtomicFile``), never change them in place.
@safe
public final class MappedFile: @unchecked Sendable {
    // Unchecked because of the pointer: all stored properties are constants and the memory behind it is never written.

    /// Which file on which disk, and its size and time of change.
    struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64
        let byteCount: Int
        let modifiedSeconds: Int
        let modifiedNanoseconds: Int

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            byteCount = Int(status.st_size)
            modifiedSeconds = status.st_mtim.tv_sec
            modifiedNanoseconds = status.st_mtim.tv_nsec
        }
    }

    public let path: String
    public let byteCount: Int
    let identity: Identity
    /// The mapped bytes, valid as long as this object lives. Empty without an address for an empty file.
    public let bytes: UnsafeRawBufferPointer
    private let guardSlot: Int32

    /// Opens and maps a file as it is now.
    public init(path: String) throws {
        let file = try FileDescriptor(opening: path, O_RDONLY)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem.notAFile(path: path) }
        self.path = path
        identity = Identity(status)
        byteCount = identity.byteCount
        guard byteCount > 0 else {
            // The kernel refuses empty mappings.
            unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            guardSlot = -1
            return
        }
        let installation = stip_mapping_guard_install()
        guard installation == 0 else {
            errno = installation
            throw FileProblem.fromErrno("guard", path)
        }
        guard let start = unsafe mmap(nil, byteCount, PROT_READ, MAP_SHARED, file.number, 0), unsafe start != MAP_FAILED
        else { throw FileProblem.fromErrno("map", path) }
        unsafe bytes = UnsafeRawBufferPointer(start: start, count: byteCount)
        guardSlot = unsafe stip_mapping_register(start, byteCount)
        if guardSlot < 0 {
            unsafe munmap(start, byteCount)
            throw FileProblem.tooManyMappings(path: path)
        }
    }

    /// Bytes that lie in memory only, where a file is asked for; `name` stands for a path in messages.
    public init(copying contents: [UInt8], name: String) throws {
        path = name
        identity = Identity(stat())
        byteCount = contents.count
        guard byteCount > 0 else {
            unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            guardSlot = -1
            return
        }
        guard let start = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            unsafe start != MAP_FAILED
        else { throw FileProblem.fromErrno("map", name) }
        unsafe contents.withUnsafeBytes {
            unsafe start.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: $0.count)
        }
        unsafe bytes = UnsafeRawBufferPointer(start: start, count: byteCount)
        guardSlot = MappedFile.ownMemory
    }

    /// In place of a slot of the guard: memory that no file can take away.
    private static let ownMemory: Int32 = -2

    deinit {
        guard let start = unsafe bytes.baseAddress, guardSlot >= 0 || guardSlot == MappedFile.ownMemory else { return }
        if guardSlot >= 0 { stip_mapping_unregister(guardSlot) }
        unsafe munmap(UnsafeMutableRawPointer(mutating: start), byteCount)
    }

    /// A copy of some of the file's bytes; nil when the range reaches beyond them.
    public func copy(_ range: Range<Int>) -> [UInt8]? {
        guard range.lowerBound >= 0, range.upperBound <= byteCount else { return nil }
        return withExtendedLifetime(self) { unsafe [UInt8](bytes[range]) }
    }

    /// Takes the file's pages out of this process's memory, for who goes through many files once; a later read brings them back.
    public func releasePages() {
        guard guardSlot >= 0, let start = unsafe bytes.baseAddress else { return }
        _ = unsafe madvise(UnsafeMutableRawPointer(mutating: start), byteCount, MADV_DONTNEED)
    }

    /// Whether a read of any mapped file of this process ever met missing bytes. One atomic load, for whoever holds many.
    public static var isAnyDamaged: Bool { stip_mapping_any_damaged() != 0 }

    /// Whether a read has met bytes that the file no longer has: what was read since opening can't be relied on.
    public var isDamaged: Bool { stip_mapping_is_damaged(guardSlot) != 0 }

    /// Whether the file that is mapped was written to or truncated since it was opened.
    ///
    /// A file that was deleted, or replaced by renaming another over it, has not changed: the mapping keeps the old one.
    /// No descriptor is held for this, so that thousands of files can be mapped under an ordinary limit on open files.
    public func hasChangedOnDisk() -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        let found = Identity(status)
        return found.device == identity.device && found.inode == identity.inode && found != identity
    }
}
