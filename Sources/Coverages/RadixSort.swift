/// Sorts 64-bit keys by their lowest `bits` bits, stable, 11 bits a pass.
func radixSort(_ keys: inout [UInt64], from lowest: Int, bits: Int) {
    guard keys.count > 1, bits > 0 else { return }
    var other = [UInt64](repeating: 0, count: keys.count)
    var shift = UInt64(lowest)
    let end = UInt64(lowest + bits)
    while shift < end {
        let width = min(11, end - shift)
        let mask = (UInt64(1) << width) - 1
        var starts = [Int](repeating: 0, count: 1 << Int(width))
        for key in keys { starts[Int(key >> shift & mask)] += 1 }
        var sum = 0
        for bucket in starts.indices {
            let count = starts[bucket]
            starts[bucket] = sum
            sum += count
        }
        for key in keys {
            let bucket = Int(key >> shift & mask)
            other[starts[bucket]] = key
            starts[bucket] += 1
        }
        swap(&keys, &other)
        shift += width
    }
}
