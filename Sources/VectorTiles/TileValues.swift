import FeatureLayers
import GeoValues

/// The values of one layer of a tile, each once (MVT 2.1, 4.1): their encoded form and their tag numbers.
struct TileValues {
    /// The values as fields 4 of the layer.
    private(set) var bytes: [UInt8] = []
    private(set) var count: UInt32 = 0

    private var integers = TagTable()
    private var reals = TagTable()
    private var days = TagTable()
    private var texts: [Text] = []
    /// Positions in `texts` plus one, by hash; 0 is free.
    private var textSlots = [UInt32](repeating: 0, count: 64)

    private struct Text {
        let hash: UInt64
        /// Where the text stands in `bytes`.
        let start: Int
        let count: Int
        let tag: UInt32
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
        integers.clear()
        reals.clear()
        days.clear()
        guard !texts.isEmpty else { return }
        texts.removeAll(keepingCapacity: true)
        for slot in textSlots.indices { textSlots[slot] = 0 }
    }

    mutating func tag(integer: Int64) -> UInt32 {
        let key = UInt64(bitPattern: integer)
        if let tag = integers.tag(of: key) { return tag }
        // Field 5 is an unsigned number, field 6 a zigzag one.
        let field: UInt8 = integer >= 0 ? 5 << 3 : 6 << 3
        let value = integer >= 0 ? key : Protobuf.zigzag(integer)
        bytes.append(4 << 3 | 2)
        bytes.append(UInt8(1 + Protobuf.size(value)))
        bytes.append(field)
        Protobuf.appendVarint(value, to: &bytes)
        integers.insert(key, count)
        return next()
    }

    mutating func tag(real: Double) -> UInt32 {
        if let tag = reals.tag(of: real.bitPattern) { return tag }
        bytes.append(4 << 3 | 2)
        bytes.append(9)
        bytes.append(3 << 3 | 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: real.bitPattern >> shift))
        }
        reals.insert(real.bitPattern, count)
        return next()
    }

    /// The tag number of a date, as the text YYYY-MM-DD.
    mutating func tag(day: Int32) -> UInt32 {
        let key = UInt64(UInt32(bitPattern: day))
        if let tag = days.tag(of: key) { return tag }
        let text = CalendarDay.text(day)
        bytes.append(4 << 3 | 2)
        bytes.append(UInt8(2 + text.utf8.count))
        Protobuf.appendField(1, text: text, to: &bytes)
        days.insert(key, count)
        return next()
    }

    /// The tag number of a text in a section of a segment.
    mutating func tag(text range: Range<Int>, of section: MappedArray<UInt8>) -> UInt32 {
        let hash = TileValues.hash(section, range)
        let mask = textSlots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while textSlots[slot] != 0 {
            let text = texts[Int(textSlots[slot]) - 1]
            if text.hash == hash, isEqual(text, section, range) { return text.tag }
            slot = (slot + 1) & mask
        }
        let tag = appendUnshared(text: range, of: section)
        texts.append(Text(hash: hash, start: bytes.count - range.count, count: range.count, tag: tag))
        textSlots[slot] = UInt32(texts.count)
        if texts.count * 2 > textSlots.count { growTextSlots() }
        return tag
    }

    /// Adds a text that no other feature has; saves the look-up.
    @inline(__always)
    mutating func appendUnshared(text range: Range<Int>, of section: MappedArray<UInt8>) -> UInt32 {
        let size = UInt32(truncatingIfNeeded: range.count)
        let inner = 1 &+ Protobuf.size(size) &+ range.count
        bytes.append(4 << 3 | 2)
        Protobuf.appendVarint(UInt64(truncatingIfNeeded: inner), to: &bytes)
        bytes.append(1 << 3 | 2)
        Protobuf.appendVarint(UInt64(size), to: &bytes)
        section.append(range, to: &bytes)
        return next()
    }

    @inline(__always)
    private mutating func next() -> UInt32 {
        count &+= 1
        return count &- 1
    }

    private func isEqual(_ text: Text, _ section: MappedArray<UInt8>, _ range: Range<Int>) -> Bool {
        guard text.count == range.count else { return false }
        for place in 0..<text.count where bytes[text.start + place] != section[range.lowerBound + place] {
            return false
        }
        return true
    }

    private mutating func growTextSlots() {
        textSlots = [UInt32](repeating: 0, count: textSlots.count * 4)
        let mask = textSlots.count - 1
        for position in texts.indices {
            var slot = Int(truncatingIfNeeded: texts[position].hash) & mask
            while textSlots[slot] != 0 { slot = (slot + 1) & mask }
            textSlots[slot] = UInt32(position) + 1
        }
    }

    /// FNV-1a with a final mix: the low bits choose the slot.
    private static func hash(_ section: MappedArray<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for place in range { hash = (hash ^ UInt64(section[place])) &* 0x100_0000_01b3 }
        return hash ^ hash >> 32
    }
}
