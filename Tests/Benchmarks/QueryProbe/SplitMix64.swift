import GeoValues

/// SplitMix64: the same numbers for the same seed everywhere (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A point of a box that is not empty, its edge included.
    mutating func point(in box: RDBox) -> RDPoint {
        RDPoint(
            x: Int32.random(in: box.minX...box.maxX, using: &self),
            y: Int32.random(in: box.minY...box.maxY, using: &self)
        )
    }

    /// A length from 0 to 2^20 − 1 mm, every order of magnitude as likely as the next.
    mutating func length(belowPowerOfTwo highest: Int) -> Int32 {
        let bits = Int.random(in: 0...highest, using: &self)
        return bits == 0 ? 0 : Int32.random(in: 0..<Int32(1) << Int32(bits), using: &self)
    }
}
