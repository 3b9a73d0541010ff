import FileBridge

/// The number of a feature in vector tiles (DESIGN 8): the identifier itself when it is a decimal number below 2^53, the
/// largest that JavaScript holds exactly (BAG: 16 digits, Kadaster: 14), else 53 bits of the XXH3-128 of its text.
public func tileFeatureNumber(_ identifier: String) -> UInt64 {
    let digits = identifier.utf8
    if !digits.isEmpty, digits.count <= 16, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
        let number = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
        if number < 1 << 53 { return number }
    }
    return Checksum128(of: Array(digits)).low & ((1 << 53) - 1)
}
