/// Tag numbers by a 64-bit key: open addressing in flat arrays.
struct TagTable {
    private var keys: [UInt64] = []
    /// 0 is free, else the tag number plus one.
    private var slots: [UInt32] = []
    private var count = 0
    private var shift: UInt64 = 64

    private static let smallest = 64

    mutating func clear() {
        guard count > 0 else { return }
        count = 0
        for slot in slots.indices { slots[slot] = 0 }
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
        if count * 2 >= slots.count { grow() }
        put(key, tag + 1)
        count += 1
    }

    private mutating func put(_ key: UInt64, _ entry: UInt32) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = entry
        keys[slot] = key
    }

    private mutating func grow() {
        let (oldKeys, oldSlots) = (keys, slots)
        let size = max(TagTable.smallest, slots.count * 4)
        keys = [UInt64](repeating: 0, count: size)
        slots = [UInt32](repeating: 0, count: size)
        shift = UInt64(64 - size.trailingZeroBitCount)
        for slot in oldSlots.indices where oldSlots[slot] != 0 { put(oldKeys[slot], oldSlots[slot]) }
    }
}
