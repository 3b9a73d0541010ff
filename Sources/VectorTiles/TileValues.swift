import FeatureLayers
import FileBridge
import GeoValues

/// The values of one layer of a tile, each once (MVT 2.1, 4.1): their encoded form and their tag numbers.
struct TileValues {
    /// Room for the values as fields 4 of the layer; those that are there take the first ``byteCount``.
    private var bytes = [UInt8](repeating: 0, count: 1024)
    private(set) var byteCount = 0
    private(set) var count: UInt32 = 0

    private var bools = TagTable()
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
        /// Where it is in `textSlots`.
        var slot: Int
    }

    mutating func clear() {
        byteCount = 0
        count = 0
        bools.clear()
        integers.clear()
        reals.clear()
        days.clear()
        for text in texts { textSlots[text.slot] = 0 }
        texts.removeAll(keepingCapacity: true)
    }

    mutating func tag(bool: Bool) -> UInt32 {
        if let tag = bools.tag(of: bool ? 1 : 0) { return tag }
        var position = reserve(4)
        var written = bytes.mutableSpan
        Protobuf.put(4 << 3 | 2, &written, &position)
        Protobuf.put(2, &written, &position)
        Protobuf.put(7 << 3, &written, &position)
        Protobuf.put(bool ? 1 : 0, &written, &position)
        byteCount = position
        bools.insert(bool ? 1 : 0, count)
        return next()
    }

    mutating func tag(integer: Int64) -> UInt32 {
        let key = UInt64(bitPattern: integer)
        if let tag = integers.tag(of: key) { return tag }
        // Field 5 is an unsigned number, field 6 a zigzag one.
        let field: UInt8 = integer >= 0 ? 5 << 3 : 6 << 3
        let value = integer >= 0 ? key : Protobuf.zigzag(integer)
        var position = reserve(3 + Protobuf.longestVarint64)
        var written = bytes.mutableSpan
        Protobuf.put(4 << 3 | 2, &written, &position)
        Protobuf.put(UInt8(truncatingIfNeeded: 1 + Protobuf.size(value)), &written, &position)
        Protobuf.put(field, &written, &position)
        Protobuf.putVarint(value, &written, &position)
        byteCount = position
        integers.insert(key, count)
        return next()
    }

    mutating func tag(real: Double) -> UInt32 {
        if let tag = reals.tag(of: real.bitPattern) { return tag }
        var position = reserve(11)
        var written = bytes.mutableSpan
        Protobuf.put(4 << 3 | 2, &written, &position)
        Protobuf.put(9, &written, &position)
        Protobuf.put(3 << 3 | 1, &written, &position)
        var bits = real.bitPattern
        for _ in 0..<8 {
            Protobuf.put(UInt8(truncatingIfNeeded: bits), &written, &position)
            bits >>= 8
        }
        byteCount = position
        reals.insert(real.bitPattern, count)
        return next()
    }

    /// The tag number of a date, as the text YYYY-MM-DD.
    mutating func tag(day: Int32) -> UInt32 {
        let key = UInt64(UInt32(bitPattern: day))
        if let tag = days.tag(of: key) { return tag }
        let text = Array(CalendarDay.text(day).utf8)
        append(count: text.count) { bytes, position in
            for place in text.indices { bytes[position + place] = text[place] }
        }
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
        texts.append(Text(hash: hash, start: byteCount - range.count, count: range.count, tag: tag, slot: slot))
        textSlots[slot] = UInt32(texts.count)
        if texts.count * 2 > textSlots.count { growTextSlots() }
        return tag
    }

    /// Adds a text that no other feature has; saves the look-up.
    @inline(__always)
    mutating func appendUnshared(text range: Range<Int>, of section: MappedArray<UInt8>) -> UInt32 {
        append(count: range.count) { written, position in
            let count = range.count
            guard count >= 8, count <= 24 else { return section.copy(range, to: &written, at: position) }
            // Identifiers and names, mostly: words, of which the last overlaps the one before.
            written.store(section.word(at: range.lowerBound), at: position)
            if count > 16 { written.store(section.word(at: range.lowerBound &+ 8), at: position &+ 8) }
            written.store(section.word(at: range.upperBound &- 8), at: position &+ count &- 8)
        }
        return next()
    }

    /// Appends a text.
    ///
    /// - Parameter copy: gets the bytes and the position in them from which on the text goes.
    @inline(__always)
    private mutating func append(count: Int, _ copy: (inout MutableSpan<UInt8>, Int) -> Void) {
        let size = UInt32(truncatingIfNeeded: count)
        var position = reserve(2 &+ 2 &* Protobuf.longestVarint32 &+ count)
        var written = bytes.mutableSpan
        if size < 0x7E {
            // Both lengths take a byte.
            written.store(UInt32(4 << 3 | 2) | (2 &+ size) &<< 8 | (1 << 3 | 2) << 16 | size &<< 24, at: position)
            position &+= 4
        } else {
            Protobuf.put(4 << 3 | 2, &written, &position)
            Protobuf.putVarint(1 &+ UInt32(truncatingIfNeeded: Protobuf.size(size)) &+ size, &written, &position)
            Protobuf.put(1 << 3 | 2, &written, &position)
            Protobuf.putVarint(size, &written, &position)
        }
        copy(&written, position)
        byteCount = position &+ count
    }

    /// Makes room for that many more bytes; where they go.
    @inline(__always)
    private mutating func reserve(_ more: Int) -> Int {
        if bytes.count &- byteCount < more {
            bytes.append(contentsOf: repeatElement(0, count: max(bytes.count, more)))
        }
        return byteCount
    }

    /// Appends the values to a layer.
    func append(to layer: inout [UInt8]) { layer.append(contentsOf: bytes[..<byteCount]) }

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
            texts[position].slot = slot
        }
    }

    /// FNV-1a with a final mix: the low bits choose the slot.
    private static func hash(_ section: MappedArray<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for place in range { hash = (hash ^ UInt64(section[place])) &* 0x100_0000_01b3 }
        return hash ^ hash >> 32
    }
}
