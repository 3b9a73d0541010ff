public import FileBridge
public import GeoValues
import Synchronization

/// One memory-mapped segment: what one source delivered for one layer, or a part of that. Immutable. A file of its own, or
/// a part of a file in which many small segments are packed.
///
/// Opening checks header, lengths and section table, so that every read stays inside the file; ``verify()`` checks the
/// contents of all sections. A segment that a manifest describes opens when it is first asked: should its header turn out
/// to be damaged then, it finds nothing and ``isDamaged`` says so. A feature is named by its position,
/// 0..<``featureCount``, in the order of their tree.
public final class Segment: Sendable {
    /// First, so that it lies in the same line of the processor's cache as what every object begins with.
    private let opened = OnceReference<SegmentContents>()
    public let featureCount: Int
    /// Empty when no feature has a place.
    public let box: RDBox
    /// The checksum of header and section table; names the contents.
    public let checksum: Checksum128

    private let file: MappedFile
    private let extent: Range<Int>
    /// See ``validityPeriod(onDay:)``.
    let knownValidity = OnceReference<ValidityDays>()
    /// See ``identifierHashes``.
    let knownHashes = OnceReference<IdentifierHashes>()
    /// See ``withCellCounts(_:onDay:_:)``.
    let keptCounts = Mutex(KeptCounts())
    private let isUnusable = Atomic(false)
    /// Whether any segment of this process ever turned out to be unusable: lets who holds thousands ask once.
    private static let isAnyUnusable = Atomic(false)

    /// Maps a file that is one segment and opens it.
    ///
    /// - Throws: ``SegmentProblem``, or `FileProblem` when the file can't be opened.
    public convenience init(path: String) throws {
        let file = try MappedFile(path: path)
        try self.init(file: file, extent: 0..<file.byteCount)
    }

    /// Opens the segment that occupies a range of bytes of a mapped file. The range begins at a multiple of 64.
    ///
    /// - Throws: ``SegmentProblem``.
    public init(file: MappedFile, extent: Range<Int>) throws {
        let header = try SegmentHeader(file, extent: extent)
        self.extent = extent
        self.file = file
        featureCount = header.featureCount
        box = header.box
        checksum = header.checksum
        _ = opened.storeIfNil(try SegmentContents(file, header))
    }

    /// A segment as a manifest describes it, which opens when it is first asked; see ``open()``.
    ///
    /// - Throws: ``SegmentProblem/truncated(path:expectedBytes:foundBytes:)`` when the file is too short for it.
    public init(
        file: MappedFile,
        extent: Range<Int>,
        featureCount: Int,
        box: RDBox,
        checksum: Checksum128
    ) throws {
        guard extent.lowerBound >= 0, extent.upperBound <= file.byteCount else {
            throw SegmentProblem.truncated(
                path: file.path,
                expectedBytes: extent.upperBound,
                foundBytes: file.byteCount
            )
        }
        self.file = file
        self.extent = extent
        self.featureCount = featureCount
        self.box = box
        self.checksum = checksum
    }

    // MARK: State

    public var path: String { file.path }

    /// Opens a described segment now.
    ///
    /// - Throws: ``SegmentProblem``; the segment is then damaged, and asking it finds nothing.
    public func open() throws {
        guard !isUnusable.load(ordering: .acquiring) else { throw SegmentProblem.damagedHeader(path: path) }
        _ = try openedContents()
    }

    private func openedContents() throws -> SegmentContents {
        if let contents = opened.load() { return contents }
        do {
            return opened.storeIfNil(try SegmentContents(file, try checkedHeader()))
        } catch {
            isUnusable.store(true, ordering: .releasing)
            Segment.isAnyUnusable.store(true, ordering: .releasing)
            _ = opened.storeIfNil(.none)
            throw error
        }
    }

    private func checkedHeader() throws -> SegmentHeader {
        let header = try SegmentHeader(file, extent: extent)
        guard header.checksum == checksum, header.featureCount == featureCount, header.box == box else {
            throw SegmentProblem.anotherSegment(path: path)
        }
        return header
    }

    /// What the segment holds; nothing when it can't be opened.
    @inline(__always)
    var contents: SegmentContents { opened.load() ?? contentsOpenedNow }

    @inline(never)
    private var contentsOpenedNow: SegmentContents {
        do { return try openedContents() } catch { return .none }
    }

    /// Whether something could not be read since opening: a page that the file no longer has, or the header. Answers given
    /// meanwhile may lack features and must be reported as unknown.
    public var isDamaged: Bool { file.isDamaged || isUnusable.load(ordering: .acquiring) }

    /// Takes what was read of the segment out of this process's memory, for who goes through a whole layer once.
    public func releasePages() { file.releasePages() }

    /// Whether any segment of this process was ever damaged. Two atomic loads.
    static var isAnyDamaged: Bool { MappedFile.isAnyDamaged || isAnyUnusable.load(ordering: .acquiring) }

    /// Whether the file's size or time of change differ from when it was mapped.
    public func hasChangedOnDisk() -> Bool { file.hasChangedOnDisk() }

    /// Reads the whole segment and compares every section with its checksum.
    ///
    /// - Throws: ``SegmentProblem``.
    public func verify() throws {
        let header = try checkedHeader()
        _ = try SegmentContents(file, header)
        for section in header.sections {
            let found = MappedBytes.checksum(file, section.offset..<section.offset + section.byteCount)
            guard found == section.checksum, !isDamaged else {
                throw SegmentProblem.damagedSection(path: path, section: section.name)
            }
        }
    }
}
