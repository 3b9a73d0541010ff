import FeatureLayers
import FileBridge

/// The number of a feature in vector tiles (DESIGN 8): the identifier itself when it is a decimal number below 2^53, the
/// largest that JavaScript holds exactly (BAG: 16 digits, Kadaster: 14), else 53 bits of the XXH3-128 of its text.
public func tileFeatureNumber(_ identifier: String) -> UInt64 {
    let text = Array(identifier.utf8)
    return decimalNumber(text.count) { text[$0] } ?? number(Checksum128(of: text))
}

/// The same for an identifier in a section of a segment.
@inline(__always)
func tileFeatureNumber(_ range: Range<Int>, of section: MappedArray<UInt8>) -> UInt64 {
    let count = range.count
    if count >= 8, count <= 16 {
        // The first digits, of which there are up to eight, moved up behind zeros; and the last eight.
        let missing = UInt64(8 &* (16 &- count))
        let zeros: UInt64 = missing == 0 ? 0 : 0x3030_3030_3030_3030 &>> (64 &- missing)
        let first = missing == 64 ? zeros : section.word(at: range.lowerBound) &<< missing | zeros
        let last = section.word(at: range.upperBound &- 8)
        if areDigits(first), areDigits(last) {
            let number = eightDigits(first) &* 100_000_000 &+ eightDigits(last)
            if number < 1 << 53 { return number }
        }
    } else if let number = decimalNumber(count, { section[range.lowerBound &+ $0] }) {
        return number
    }
    return number(section.checksum(of: range))
}

/// Whether all eight bytes are digits: their upper half is 3, also when 6 is added.
@inline(__always)
private func areDigits(_ bytes: UInt64) -> Bool {
    let upper: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    return bytes & upper == 0x3030_3030_3030_3030 && (bytes &+ 0x0606_0606_0606_0606) & upper == 0x3030_3030_3030_3030
}

/// The number that eight digits are, the first in the lowest byte: pairs, fours and eights at once.
@inline(__always)
private func eightDigits(_ bytes: UInt64) -> UInt64 {
    let digits = bytes & 0x0F0F_0F0F_0F0F_0F0F
    let pairs = (digits &* 10 &+ digits &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_FFFF_0000_FFFF
    return (fours &* 10_000 &+ fours &>> 32) & 0xFFFF_FFFF
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

private func number(_ checksum: Checksum128) -> UInt64 { checksum.low & ((1 << 53) - 1) }
