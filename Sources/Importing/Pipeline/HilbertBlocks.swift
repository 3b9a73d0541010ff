/// Cuts a sorted run of keys into blocks along the curve: each the features of one quadtree cell, or of some sibling cells
/// next to each other.
///
/// The cuts depend on how many features a cell has and on nothing else, so that an import with a change in one place cuts
/// everywhere else as the one before did.
enum HilbertBlocks {
    /// Features that a block has at most, unless that many lie in one place. Layers of one municipality are cut smaller, so that
    /// there is work for all threads.
    static func largest(of count: Int) -> Int { count > 131_072 ? 65_536 : 16_384 }

    /// - Parameters:
    ///   - count: number of keys.
    ///   - key: the key at a position; ascending.
    static func ranges(count: Int, key: (Int) -> UInt64) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        // The highest bit parts features with a place from those without, the others are two for each level of the tree.
        split(0..<count, shift: 63, bits: 1, largest(of: count), key, into: &ranges)
        return ranges
    }

    private static func split(
        _ range: Range<Int>,
        shift: Int,
        bits: Int,
        _ largest: Int,
        _ key: (Int) -> UInt64,
        into ranges: inout [Range<Int>]
    ) {
        guard range.count > largest, shift >= 0 else {
            if !range.isEmpty { ranges.append(range) }
            return
        }
        var start = range.lowerBound
        var pending = start..<start
        for cell in 0..<UInt64(1 << bits) {
            let end = firstPosition(in: start..<range.upperBound) {
                key($0) >> UInt64(shift) & UInt64(1 << bits - 1) > cell
            }
            let child = start..<end
            start = end
            if child.count > largest {
                if !pending.isEmpty { ranges.append(pending) }
                split(child, shift: shift - 2, bits: 2, largest, key, into: &ranges)
                pending = end..<end
            } else if pending.count + child.count > largest {
                ranges.append(pending)
                pending = child
            } else {
                pending = pending.lowerBound..<end
            }
        }
        if !pending.isEmpty { ranges.append(pending) }
    }

    /// The first position at which a condition holds that holds from there on; the end when it never does.
    private static func firstPosition(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
