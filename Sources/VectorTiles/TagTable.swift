/// Tag numbers by a 64-bit key: open addressing in flat arrays.
struct TagTable {
    private var keys: [UInt64] = []
    /// 0 is free, else the tag number plus one.
    private var slots: [UInt32] = []
    /// The slots that are not free, so that clearing a table that was large once costs what is in it.
    private var taken: [Int] = []
    private var shift: UInt64 = 64

    private static let smallest = 64

    mutating func clear() {
        for slot in taken { slots[slot] = 0 }
        taken.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    func tag(of key: UInt64) -> UInt32? {
        guard !slots.isEmpty else { return nil }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
        while true {
            let found = slots[slot]
            if found == 0 { return nil }
            if keys[slot] == key { return found &- 1 }
            slot = (slot &+ 1) & mask
        }
    }

    /// Adds a key that is not there.
    mutating func insert(_ key: UInt64, _ tag: UInt32) {
        if taken.count * 2 >= slots.count { grow() }
        put(key, tag + 1)
    }

    private mutating func put(_ key: UInt64, _ entry: UInt32) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = entry
        keys[slot] = key
        taken.append(slot)
    }

    private mutating func grow() {
        let (oldKeys, oldSlots) = (keys, slots)
        let size = max(TagTable.smallest, slots.count * 4)
        keys = [UInt64](repeating: 0, count: size)
        slots = [UInt32](repeating: 0, count: size)
        shift = UInt64(64 - size.trailingZeroBitCount)
        let oldTaken = taken
        taken.removeAll(keepingCapacity: true)
        for slot in oldTaken { put(oldKeys[slot], oldSlots[slot]) }
    }
}
