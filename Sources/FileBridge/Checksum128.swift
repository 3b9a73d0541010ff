import CMapping

/// A 128-bit XXH3 checksum: tells damaged contents from whole ones and different contents apart.
///
/// It is no protection against someone who makes two contents with one checksum on purpose.
public struct Checksum128: Hashable, Sendable, CustomStringConvertible {
    public let low: UInt64
    public let high: UInt64

    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The checksum of raw memory.
    public init(of bytes: UnsafeRawBufferPointer) {
        var halves: (UInt64, UInt64) = (0, 0)
        unsafe withUnsafeMutableBytes(of: &halves) { result in
            unsafe stip_xxh3_128(
                bytes.baseAddress,
                bytes.count,
                result.baseAddress?.assumingMemoryBound(to: UInt64.self)
            )
        }
        low = halves.0
        high = halves.1
    }

    /// The checksum of a byte array.
    public init(of bytes: [UInt8]) {
        self = unsafe bytes.withUnsafeBytes { unsafe Checksum128(of: $0) }
    }

    /// Reads 32 hexadecimal digits, as ``description`` writes them (capitals accepted); nil for anything else.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 32 else { return nil }
        var halves: [UInt64] = [0, 0]
        for (position, digit) in digits.enumerated() {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
            default: return nil
            }
            halves[position / 16] = halves[position / 16] << 4 | UInt64(value)
        }
        self.init(low: halves[1], high: halves[0])
    }

    /// The checksum of a file's contents.
    public static func ofFile(_ path: String) throws -> Checksum128 {
        let file = try MappedFile(path: path)
        let checksum = withExtendedLifetime(file) { unsafe Checksum128(of: file.bytes) }
        guard !file.isDamaged else {
            throw FileProblem.failed(operation: "read", path: path, reason: "it was truncated or is unreadable")
        }
        return checksum
    }

    /// 32 lower-case hexadecimal digits, high half first (the canonical form of xxHash, as `xxh128sum` prints it).
    public var description: String {
        func digits(_ value: UInt64) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        return digits(high) + digits(low)
    }
}
