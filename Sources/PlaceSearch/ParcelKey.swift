/// A cadastral designation as a number that sorts: municipality (position in a table of codes), section, number.
struct ParcelKey: Hashable, Comparable, Sendable {
    let bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    init?(municipality: UInt32, section: some StringProtocol, number: UInt32) {
        let letters = section.utf8.map { $0 >= 0x61 ? $0 - 32 : $0 }
        guard (1...2).contains(letters.count), letters.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }), number <= 99_999 else {
            return nil
        }
        let section = letters.reduce(UInt64(0)) { $0 * 27 + UInt64($1 - 0x40) }
        bits = UInt64(municipality) << 32 | section << 20 | UInt64(number)
    }

    static func < (left: ParcelKey, right: ParcelKey) -> Bool { left.bits < right.bits }

    var municipality: Int { Int(bits >> 32) }
    var number: UInt32 { UInt32(bits & 0xF_FFFF) }
    var section: String {
        let section = (bits >> 20) & 0xFFF
        func letter(_ number: UInt64) -> String { number == 0 ? "" : String(Unicode.Scalar(UInt8(0x40 + number))) }
        return letter(section / 27) + letter(section % 27)
    }
}

/// A cadastral designation as it is written: `VBS00 A 1234`, `vbs00a1234`, `VBS00-A-1234`, `Voorbeeldstad sectie A nr. 1234`.
public struct ParcelDesignation: Equatable, Sendable, CustomStringConvertible {
    /// A code of five characters (`VBS00`) or the words of a cadastral municipality's name.
    enum Municipality: Equatable, Sendable {
        case code(String)
        case name([String])
    }

    let municipality: Municipality
    let section: String
    let number: UInt32

    /// `VBS00 A 1234`.
    public var description: String {
        switch municipality {
        case .code(let code): "\(code) \(section) \(number)"
        case .name(let words): "\(words.joined(separator: " ")) \(section) \(number)"
        }
    }

    /// Reads a question; nil when it is no designation.
    public init?(_ text: String) {
        var words = SearchText.words(text).filter {
            !["perceel", "sectie", "nr", "nummer", "kadastraal", "gemeente"].contains($0)
        }
        guard let first = words.first else { return nil }
        // Written together: letters and digits change places three times.
        if words.count == 1, let parts = ParcelDesignation.split(first) { words = parts }
        if words.count == 2, ParcelDesignation.isCode(words[0]), let parts = ParcelDesignation.splitSection(words[1]) {
            words = [words[0]] + parts
        }
        if words.count == 2, let parts = ParcelDesignation.splitCode(words[0]) { words = parts + [words[1]] }
        guard words.count >= 3, let number = UInt32(words[words.count - 1]), number > 0, number <= 99_999 else {
            return nil
        }
        let section = words[words.count - 2]
        guard (1...2).contains(section.utf8.count), section.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) else {
            return nil
        }
        let before = Array(words.dropLast(2))
        municipality =
            before.count == 1 && ParcelDesignation.isCode(before[0])
            ? .code(before[0].uppercased())
            : .name(before)
        self.section = section.uppercased()
        self.number = number
    }

    /// Three letters and two digits.
    private static func isCode(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        return bytes.count == 5 && bytes[..<3].allSatisfy { $0 >= 0x61 && $0 <= 0x7A }
            && bytes[3...].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    private static func splitCode(_ word: String) -> [String]? {
        guard word.utf8.count > 5, isCode(String(word.prefix(5))) else { return nil }
        return [String(word.prefix(5)), String(word.dropFirst(5))]
    }

    private static func splitSection(_ word: String) -> [String]? {
        let letters = word.prefix { $0.isLetter }
        let digits = word.dropFirst(letters.count)
        guard (1...2).contains(letters.count), !digits.isEmpty, digits.allSatisfy(\.isNumber) else { return nil }
        return [String(letters), String(digits)]
    }

    private static func split(_ word: String) -> [String]? {
        guard let parts = splitCode(word), let rest = splitSection(parts[1]) else { return nil }
        return [parts[0]] + rest
    }
}
