/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// A filter that can be read, over properties of every type.
func randomFilter(_ random: inout SeededGenerator, depth: Int) -> String {
    if depth > 0, Int.random(in: 0..<3, using: &random) > 0 {
        let left = randomFilter(&random, depth: depth - 1)
        let right = randomFilter(&random, depth: depth - 1)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return "(\(left)) AND \(right)"
        case 1: return "\(left) OR (\(right))"
        default: return "NOT (\(left))"
        }
    }
    let number = Int.random(in: -5...120, using: &random)
    let comparison = ["=", "<>", "<", "<=", ">", ">="].randomElement(using: &random) ?? "="
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return "nummer \(comparison) \(number)"
    case 1: return "maat \(comparison) \(Double(number) / 4)"
    case 2: return "\(number) \(comparison) nummer"
    case 3: return "soort \(comparison) 'é\(number % 4)'"
    case 4: return "naam \(Bool.random(using: &random) ? "NOT " : "")IN ('naam \(number % 9)', 'naam 3')"
    case 5: return "CASEI(naam) LIKE CASEI('NA_M%\(abs(number) % 10)')"
    case 6: return "naam IS \(Bool.random(using: &random) ? "NOT " : "")NULL"
    case 7: return "datum \(comparison) DATE('1970-0\(abs(number) % 9 + 1)-15')"
    default: return "nummer \(Bool.random(using: &random) ? "NOT " : "")BETWEEN \(number) AND \(number + 20)"
    }
}
