/// A text column while it is made: every different text once, in order of first use, and a code for each feature.
struct TextDictionary: Sendable {
    /// One for each feature; ``SegmentFormat/nullTextCode`` for null.
    private(set) var codes: [UInt32] = []
    /// Where each entry begins in ``bytes``, and the end of the last.
    private(set) var offsets: [UInt32] = [0]
    private(set) var bytes: [UInt8] = []
    /// Open addressing: 0 is free, else the entry's position plus one. Always a power of two.
    private var slots = [UInt32](repeating: 0, count: 16)

    var count: Int { offsets.count - 1 }

    /// The text of a feature; empty for null.
    func text(_ feature: Int) -> String {
        let code = codes[feature]
        guard code != SegmentFormat.nullTextCode else { return "" }
        return String(decoding: bytes[Int(offsets[Int(code)])..<Int(offsets[Int(code) + 1])], as: UTF8.self)
    }

    mutating func appendNull() { codes.append(SegmentFormat.nullTextCode) }

    mutating func append(_ text: String) {
        let utf8 = Array(text.utf8)
        append(utf8, utf8.indices)
    }

    /// Swift compares strings by canonical equivalence; a register's text must come back byte for byte, so bytes count.
    mutating func append(_ source: [UInt8], _ range: Range<Int>) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: TextDictionary.hash(source, range)) & mask
        while slots[slot] != 0 {
            let entry = slots[slot] - 1
            if holds(entry, source, range) {
                codes.append(entry)
                return
            }
            slot = (slot + 1) & mask
        }
        let entry = UInt32(count)
        bytes.append(contentsOf: source[range])
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        codes.append(entry)
        slots[slot] = entry + 1
        if count * 2 > slots.count { grow() }
    }

    private func holds(_ entry: UInt32, _ source: [UInt8], _ range: Range<Int>) -> Bool {
        let start = Int(offsets[Int(entry)])
        guard Int(offsets[Int(entry) + 1]) - start == range.count else { return false }
        for place in 0..<range.count where bytes[start + place] != source[range.lowerBound + place] { return false }
        return true
    }

    private mutating func grow() {
        var wider = [UInt32](repeating: 0, count: slots.count * 2)
        let mask = wider.count - 1
        for entry in 0..<count {
            let range = Int(offsets[entry])..<Int(offsets[entry + 1])
            var slot = Int(truncatingIfNeeded: TextDictionary.hash(bytes, range)) & mask
            while wider[slot] != 0 { slot = (slot + 1) & mask }
            wider[slot] = UInt32(entry) + 1
        }
        slots = wider
    }

    /// FNV-1a with a final mix: the low bits choose the slot.
    private static func hash(_ source: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for place in range { hash = (hash ^ UInt64(source[place])) &* 0x100_0000_01b3 }
        return hash ^ hash >> 32
    }

    /// Features in byte order of their texts, ties in their own order.
    func featuresInByteOrder() -> [UInt32] {
        struct Key {
            let first: UInt64
            let second: UInt64
            let feature: UInt32
        }
        func word(_ range: Range<Int>, _ start: Int) -> UInt64 {
            var word: UInt64 = 0
            for place in start..<start + 8 {
                let position = range.lowerBound + place
                word = word << 8 | (position < range.upperBound ? UInt64(bytes[position]) : 0)
            }
            return word
        }
        func range(_ feature: UInt32) -> Range<Int> {
            let code = codes[Int(feature)]
            guard code != SegmentFormat.nullTextCode else { return 0..<0 }
            return Int(offsets[Int(code)])..<Int(offsets[Int(code) + 1])
        }
        let keys = codes.indices.map { position in
            let feature = UInt32(position)
            let text = range(feature)
            return Key(first: word(text, 0), second: word(text, 8), feature: feature)
        }
        return keys.sorted { left, right in
            if left.first != right.first { return left.first < right.first }
            if left.second != right.second { return left.second < right.second }
            let leftText = bytes[range(left.feature)]
            let rightText = bytes[range(right.feature)]
            if leftText.elementsEqual(rightText) { return left.feature < right.feature }
            return leftText.lexicographicallyPrecedes(rightText)
        }.map(\.feature)
    }
}
