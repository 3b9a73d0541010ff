import FileBridge
import Synchronization

/// The search index of a workspace, read where it lies: nothing is loaded at opening. Immutable.
public final class SearchIndex: Sendable {
    static let magic: [UInt8] = Array("STIPZOEK".utf8)
    static let version: UInt32 = 2
    static let headerByteCount = 16 + SearchSection.allCases.count * 32
    /// Stands for a text that is not there.
    static let noText = UInt32.max

    let file: MappedFile
    private let offsets: [Int]
    private let counts: [Int]
    let itemCount: Int
    let termCount: Int
    let addressCount: Int
    let parcelCount: Int
    let municipalityCount: Int
    let addressesByPostcodeCount: Int
    private let loadedTerms = AtomicLazyReference<TermTable>()

    /// Opens an index. Lengths are checked; ``verify()`` reads it in full.
    ///
    /// - Throws: `FileProblem` when it can't be opened, ``SearchIndexProblem`` when it is no index of this version or cut off.
    public init(path: String) throws {
        file = try MappedFile(path: path)
        for (position, byte) in SearchIndex.magic.enumerated() where file.value(UInt8.self, at: position) != byte {
            throw SearchIndexProblem.notAnIndex(path: path)
        }
        guard file.value(UInt32.self, at: 8) == SearchIndex.version,
            file.value(UInt32.self, at: 12) == UInt32(SearchSection.allCases.count)
        else { throw SearchIndexProblem.otherVersion(path: path) }
        var offsets: [Int] = []
        var counts: [Int] = []
        for section in SearchSection.allCases {
            let place = 16 + section.rawValue * 32
            let offset = Int(truncatingIfNeeded: file.value(UInt64.self, at: place))
            let count = Int(truncatingIfNeeded: file.value(UInt64.self, at: place + 8))
            guard offset >= SearchIndex.headerByteCount, count >= 0, offset <= file.byteCount,
                count <= file.byteCount - offset
            else { throw SearchIndexProblem.cutOff(path: path) }
            offsets.append(offset)
            counts.append(count)
        }
        self.offsets = offsets
        self.counts = counts
        func elements(_ section: SearchSection, _ size: Int) -> Int { counts[section.rawValue] / size }
        itemCount = elements(.items, SearchItem.byteCount)
        termCount = max(0, elements(.termOffsets, 4) - 1)
        addressCount = elements(.addressNumbers, 4)
        parcelCount = elements(.parcelKeys, 8)
        municipalityCount = elements(.municipalityCodes, 4)
        addressesByPostcodeCount = elements(.addressesByPostcode, 4)
    }

    /// What the index was made from, as ``SearchIndexBuilder/sources(of:)`` writes it.
    public var sources: String { text(uint32(.sources, 0)) ?? "" }

    /// Reads everything and compares it with the checksums.
    ///
    /// - Throws: ``SearchIndexProblem/damaged(path:)``.
    public func verify() throws {
        for section in SearchSection.allCases where counts[section.rawValue] > 0 {
            let place = 16 + section.rawValue * 32 + 16
            let stated = Checksum128(
                low: file.value(UInt64.self, at: place),
                high: file.value(UInt64.self, at: place + 8)
            )
            let start = offsets[section.rawValue]
            guard file.checksum(start..<start + counts[section.rawValue]) == stated, !file.isDamaged else {
                throw SearchIndexProblem.damaged(path: file.path)
            }
        }
    }

    public var isDamaged: Bool { file.isDamaged }

    /// Loaded when first asked.
    var terms: TermTable { loadedTerms.load() ?? loadedTerms.storeIfNil(TermTable(self)) }

    // MARK: Reading. Positions outside a section read as zero.

    @inline(__always)
    func uint32(_ section: SearchSection, _ position: Int) -> UInt32 {
        guard position >= 0, position < counts[section.rawValue] / 4 else { return 0 }
        return file.value(UInt32.self, at: offsets[section.rawValue] + position * 4)
    }

    @inline(__always)
    func uint64(_ section: SearchSection, _ position: Int) -> UInt64 {
        guard position >= 0, position < counts[section.rawValue] / 8 else { return 0 }
        return file.value(UInt64.self, at: offsets[section.rawValue] + position * 8)
    }

    @inline(__always)
    func byte(_ section: SearchSection, _ position: Int) -> UInt8 {
        guard position >= 0, position < counts[section.rawValue] else { return 0 }
        return file.value(UInt8.self, at: offsets[section.rawValue] + position)
    }

    func byteCount(of section: SearchSection) -> Int { counts[section.rawValue] }

    /// The x and y at a position of a section of points.
    func point(_ section: SearchSection, _ position: Int) -> (x: Int32, y: Int32) {
        let bits = uint64(section, position)
        return (Int32(truncatingIfNeeded: bits), Int32(truncatingIfNeeded: bits >> 32))
    }

    func text(_ position: UInt32) -> String? {
        guard position != SearchIndex.noText else { return nil }
        let start = offsets[SearchSection.textBytes.rawValue]
        let lower = Int(uint32(.textOffsets, Int(position)))
        let upper = Int(uint32(.textOffsets, Int(position) + 1))
        guard lower <= upper, upper <= counts[SearchSection.textBytes.rawValue] else { return nil }
        return file.text(start + lower..<start + upper)
    }

    /// Where the bytes of a term lie in ``SearchSection/termBytes``.
    @inline(__always)
    func termRange(_ term: Int) -> Range<Int> {
        let lower = Int(uint32(.termOffsets, term))
        return lower..<max(lower, Int(uint32(.termOffsets, term + 1)))
    }

    /// Where the items of a term lie in ``SearchSection/postings``.
    func postingRange(_ term: Int) -> Range<Int> {
        let lower = Int(uint32(.postingOffsets, term))
        return lower..<max(lower, Int(uint32(.postingOffsets, term + 1)))
    }

    func item(_ position: Int) -> SearchItem {
        guard position >= 0, position < itemCount else { return SearchIndex.noItem }
        let start = offsets[SearchSection.items.rawValue] + position * SearchItem.byteCount
        func word(_ number: Int) -> UInt32 { file.value(UInt32.self, at: start + number * 4) }
        let head = word(0)
        return SearchItem(
            kind: SearchItemKind(rawValue: UInt8(truncatingIfNeeded: head)) ?? .street,
            nameTermCount: UInt8(truncatingIfNeeded: head >> 8),
            placeTermCount: UInt8(truncatingIfNeeded: head >> 16),
            wholeNameCount: UInt8(truncatingIfNeeded: head >> 24),
            name: word(1),
            place: word(2),
            identifier: word(3),
            firstAddress: word(4),
            addressCount: word(5),
            x: Int32(bitPattern: word(6)),
            y: Int32(bitPattern: word(7)),
            firstTerm: word(8)
        )
    }

    private static let noItem = SearchItem(
        kind: .street,
        name: noText,
        place: noText,
        identifier: noText,
        x: 0,
        y: 0
    )

    /// The first position in `0..<count` for which `isBefore` no longer holds.
    @inline(__always)
    static func lowerBound(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Why a search index can't be used.
public enum SearchIndexProblem: Error, Equatable, CustomStringConvertible {
    case notAnIndex(path: String)
    case otherVersion(path: String)
    case cutOff(path: String)
    case damaged(path: String)

    public var description: String {
        switch self {
        case .notAnIndex(let path): "\(path) is not a search index."
        case .otherVersion(let path):
            "\(path) is a search index of another version of Stip: import anything again to renew it."
        case .cutOff(let path): "\(path) is cut off: import anything again to renew it."
        case .damaged(let path): "\(path) does not match its checksum: import anything again to renew it."
        }
    }
}
