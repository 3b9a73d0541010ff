import FeatureLayers
import FileBridge

/// The number of a feature in vector tiles (DESIGN 8): the identifier itself when it is a decimal number below 2^53, the
/// largest that JavaScript holds exactly (BAG: 16 digits, Kadaster: 14), else 53 bits of the XXH3-128 of its text.
public func tileFeatureNumber(_ identifier: String) -> UInt64 {
    let text = Array(identifier.utf8)
    return decimalNumber(text.count) { text[$0] } ?? hashNumber(text)
}

/// The same for an identifier in a section of a segment.
@inline(__always)
func tileFeatureNumber(_ range: Range<Int>, of section: MappedArray<UInt8>) -> UInt64 {
    if let number = decimalNumber(range.count, { section[range.lowerBound &+ $0] }) { return number }
    var text: [UInt8] = []
    section.append(range, to: &text)
    return hashNumber(text)
}

@inline(__always)
private func decimalNumber(_ count: Int, _ byte: (Int) -> UInt8) -> UInt64? {
    guard count > 0, count <= 16 else { return nil }
    var number: UInt64 = 0
    for position in 0..<count {
        let digit = byte(position) &- 0x30
        guard digit <= 9 else { return nil }
        number = number &* 10 &+ UInt64(digit)
    }
    return number < 1 << 53 ? number : nil
}

private func hashNumber(_ text: [UInt8]) -> UInt64 { Checksum128(of: text).low & ((1 << 53) - 1) }
