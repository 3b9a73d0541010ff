import DeflateBridge
import Testing

@Suite("Gzip")
struct GzipTests {
    /// Bytes that compress somewhat, from a fixed generator.
    static func sample(_ count: Int) -> [UInt8] {
        var state: UInt64 = 42
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 60)
        }
    }

    @Test("What is compressed at any level comes back", arguments: [-3, 0, 1, 6, 9, 12, 99])
    func roundTrip(level: Int) throws {
        for count in [0, 1, 100, 70_000] {
            let bytes = Self.sample(count)
            let packed = Gzip.compressed(bytes, level: level)
            #expect(try Gzip.decompressed(packed, maximumByteCount: count) == bytes)
        }
    }

    @Test("Equal input gives equal bytes, without a time stamp")
    func deterministic() {
        let packed = Gzip.compressed(Self.sample(5000), level: 6)
        #expect(packed == Gzip.compressed(Self.sample(5000), level: 6))
        #expect(packed[0..<8] == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0])
    }

    @Test("Two members one after the other are joined")
    func members() throws {
        let packed = Gzip.compressed([1, 2, 3], level: 6) + Gzip.compressed([4, 5], level: 1)
        #expect(try Gzip.decompressed(packed, maximumByteCount: 100) == [1, 2, 3, 4, 5])
    }

    @Test("Content that expands enormously is refused at the limit")
    func bomb() {
        let packed = Gzip.compressed([UInt8](repeating: 0, count: 10_000_000), level: 9)
        #expect(packed.count < 20_000)
        #expect(throws: GzipError.tooLarge(maximumByteCount: 1_000_000)) {
            try Gzip.decompressed(packed, maximumByteCount: 1_000_000)
        }
    }

    @Test("Damaged, cut off and foreign bytes are refused")
    func damaged() {
        let packed = Gzip.compressed(Self.sample(5000), level: 6)
        var flipped = packed
        flipped[packed.count / 2] ^= 0x55
        for bytes in [[], [1, 2, 3], Array(packed.dropLast(3)), flipped, packed + [0]] {
            #expect(throws: GzipError.damaged) { try Gzip.decompressed(bytes, maximumByteCount: 100_000) }
        }
    }
}
