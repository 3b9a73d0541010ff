/// A stream of pseudo-random numbers that is the same on every machine (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", 2014).
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// The stream of one part of the town: independent of what other parts drew, and of their order.
    init(seed: UInt64, part: Int...) {
        var state = seed
        for number in part { state = Self.mixed(state &+ UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15) }
        self.state = state
    }

    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func next() -> UInt64 {
        defer { state &+= 0x9E37_79B9_7F4A_7C15 }
        return Self.mixed(state)
    }

    /// A whole number from 0 up to, but not including, `count`.
    mutating func below(_ count: Int) -> Int {
        Int(((next() >> 32) * UInt64(count)) >> 32)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    mutating func chance(perMille: Int) -> Bool {
        below(1000) < perMille
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}
