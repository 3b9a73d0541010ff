import Glibc

/// A file read from its beginning, piece by piece. For one thread.
public final class FilePieces {
    private let descriptor: FileDescriptor

    /// - Throws: ``FileProblem`` when it can't be opened.
    public init(path: String) throws { descriptor = try FileDescriptor(opening: path, O_RDONLY) }

    /// The next bytes, `count` of them but at the end; empty there.
    ///
    /// - Throws: ``FileProblem`` when it can't be read, as a directory can't.
    public func next(_ count: Int) throws -> [UInt8] { try descriptor.read(upTo: count) }
}
