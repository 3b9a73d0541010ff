import Glibc

/// The qualified names of a document, each known by its bytes once it was met: a document has some dozens.
struct XMLNameTable {
    /// A qualified name as it is written.
    struct Name {
        fileprivate let hash: UInt64
        fileprivate let start: Int32
        let byteCount: Int32
        /// Position in ``XMLNameTable/names``.
        let local: Int32
        /// Number of the prefix; see ``noPrefix`` and its likes. Of a declaration, the prefix that is declared.
        let prefix: Int32
        /// Whether an attribute of this name declares a namespace.
        let declaresNamespace: Bool
    }

    static let noPrefix: Int32 = 0
    static let xmlPrefix: Int32 = 1
    static let xmlnsPrefix: Int32 = 2

    /// Local names, the vocabulary first.
    private(set) var names: [String]
    private(set) var prefixCount = 3

    private var positions: [String: Int32] = [:]
    private var prefixes: [String: Int32] = ["": noPrefix, "xml": xmlPrefix, "xmlns": xmlnsPrefix]
    private var entries: [Name] = []
    /// By name: the one that was met behind it last time, or the name itself.
    private var followers: [Int32] = []
    /// The same of the attributes behind an element's name or an attribute.
    private var attributes: [Int32] = []
    private var bytes: [UInt8] = []
    /// Number of the entry + 1, 0 where a place is free; their count is a power of two.
    private var slots = [Int32](repeating: 0, count: 256)

    init(vocabulary: [String]) {
        names = vocabulary
        for (position, name) in vocabulary.enumerated() { positions[name] = Int32(position) }
    }

    /// How many names were met.
    var count: Int { entries.count }
    /// How many bytes they take.
    var byteCount: Int { bytes.count }

    subscript(_ number: Int32) -> Name { entries[Int(number)] }

    /// The name as it is written.
    func text(_ number: Int32) -> String {
        let entry = entries[Int(number)]
        return String(decoding: bytes[Int(entry.start)..<Int(entry.start + entry.byteCount)], as: UTF8.self)
    }

    /// The number of the name that is written in a range; nil when it is no name.
    mutating func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
        let hash = Self.hash(text, range)
        var slot = Int(truncatingIfNeeded: hash >> 40) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = slots[slot] - 1
            if entries[Int(number)].hash == hash, isWritten(number, in: text, at: range.lowerBound, range.count) {
                return number
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return enter(text, range, hash)
    }

    /// The name that was met behind another last time, when it is what is written at a position; nil otherwise.
    func follower(of number: Int32, in text: Span<UInt8>, at position: Int) -> Int32? {
        guard Int(number) < followers.count else { return nil }
        return written(followers[Int(number)], in: text, at: position)
    }

    /// Remembers what was met behind a name.
    mutating func setFollower(_ follower: Int32, of number: Int32) { followers[Int(number)] = follower }

    /// The attribute that was met behind an element's name or an attribute last time, when it is what is written at a position.
    func attribute(after number: Int32, in text: Span<UInt8>, at position: Int) -> Int32? {
        written(attributes[Int(number)], in: text, at: position)
    }

    mutating func setAttribute(_ attribute: Int32, after number: Int32) { attributes[Int(number)] = attribute }

    /// The name, when it and nothing longer is what is written at a position.
    @inline(__always)
    private func written(_ follower: Int32, in text: Span<UInt8>, at position: Int) -> Int32? {
        let end = position + Int(entries[Int(follower)].byteCount)
        guard end < text.count, !XMLCharacters.isNameByte(text[end]),
            isWritten(follower, in: text, at: position, end - position)
        else { return nil }
        return follower
    }

    /// Whether a text of `count` bytes at a position is this name; the text reaches at least that far.
    func isWritten(_ number: Int32, in text: Span<UInt8>, at position: Int, _ count: Int) -> Bool {
        let entry = entries[Int(number)]
        guard Int(entry.byteCount) == count else { return false }
        let known = bytes.span.extracting(Int(entry.start)..<Int(entry.start) + count)
        let found = text.extracting(position..<position + count)
        return unsafe known.withUnsafeBytes { left in
            unsafe found.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return unsafe memcmp(left, right, count) == 0
            }
        }
    }

    /// Of the first and the last eight bytes and the length: names that share all of these are told apart by their bytes.
    private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var first: UInt64 = 0
        var last: UInt64 = 0
        if range.count >= 8 {
            first = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
            last = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: range.upperBound - 8, as: UInt64.self)
        } else {
            for position in range { first = first << 8 | UInt64(text[position]) }
        }
        let mixed = (first ^ UInt64(range.count)) &* 0x9E37_79B9_7F4A_7C15 ^ last
        return (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
    }

    private mutating func enter(_ text: Span<UInt8>, _ range: Range<Int>, _ hash: UInt64) -> Int32? {
        guard XMLCharacters.isName(text, range), !Self.breaksOff(text, range) else { return nil }
        let start = bytes.count
        for position in range { bytes.append(text[position]) }
        let (prefix, local) = Self.parts(bytes[start...])
        let isDefault = prefix == "" && local == "xmlns"
        entries.append(
            Name(
                hash: hash,
                start: Int32(start),
                byteCount: Int32(range.count),
                local: position(of: local),
                prefix: isDefault ? Self.noPrefix : prefixNumber(prefix == "xmlns" ? local : prefix),
                declaresNamespace: isDefault || prefix == "xmlns"
            )
        )
        followers.append(Int32(entries.count - 1))
        attributes.append(Int32(entries.count - 1))
        if entries.count * 2 > slots.count { grow() } else { place(entries.count - 1) }
        return Int32(entries.count - 1)
    }

    /// Whether what follows the second colon of `a:b:c` begins as no name does, where libxml2 gives up as well; behind a
    /// local part that is no name itself (`a::1`, `a:1:2`) it takes whatever follows.
    private static func breaksOff(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let colons = range.filter { text[$0] == UInt8(ascii: ":") }
        guard colons.count > 1, colons[0] > range.lowerBound, colons[1] + 1 < range.upperBound else { return false }
        func nameStarts(at position: Int) -> Bool {
            guard case .scalar(let value, _) = XMLCharacters.decode(text, at: position, end: range.upperBound) else {
                return false
            }
            return XMLCharacters.isNameStart(value)
        }
        return colons[1] > colons[0] + 1 && nameStarts(at: colons[0] + 1) && !nameStarts(at: colons[1] + 1)
    }

    /// Prefix and local name. Faults against XML Namespaces are tolerated as libxml2 does: `:a` and `a:1` have no prefix,
    /// `a:b:c` is `b:c` in `a`.
    private static func parts(_ name: ArraySlice<UInt8>) -> (prefix: String, local: String) {
        let whole = String(decoding: name, as: UTF8.self)
        guard let colon = name.firstIndex(of: UInt8(ascii: ":")), colon > name.startIndex else { return ("", whole) }
        let rest = name[(colon + 1)...]
        let first = rest.span
        guard !rest.isEmpty, rest.first != UInt8(ascii: ":"),
            case .scalar(let value, _) = XMLCharacters.decode(first, at: 0, end: first.count),
            XMLCharacters.isNameStart(value)
        else { return ("", whole) }
        return (String(decoding: name[..<colon], as: UTF8.self), String(decoding: rest, as: UTF8.self))
    }

    private mutating func position(of name: String) -> Int32 {
        if let known = positions[name] { return known }
        let position = Int32(names.count)
        positions[name] = position
        names.append(name)
        return position
    }

    private mutating func prefixNumber(_ prefix: String) -> Int32 {
        if let known = prefixes[prefix] { return known }
        let number = Int32(prefixCount)
        prefixes[prefix] = number
        prefixCount += 1
        return number
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        for number in entries.indices { place(number) }
    }

    private mutating func place(_ number: Int) {
        var slot = Int(truncatingIfNeeded: entries[number].hash >> 40) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(number + 1)
    }
}
