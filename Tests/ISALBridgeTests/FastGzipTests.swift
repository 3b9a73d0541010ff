import DeflateBridge
import ISALBridge
import Testing

@Suite("Fast gzip")
struct FastGzipTests {
    @Test("libdeflate reads back what igzip wrote, of every kind of content and with one compressor for all")
    func anotherProgramReadsIt() throws {
        let compressor = FastGzip()
        let texts = Array(String(repeating: "perceel pand bestemming ", count: 20_000).utf8)
        var noise: [UInt8] = []
        var state: UInt64 = 7
        for _ in 0..<300_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            noise.append(UInt8(truncatingIfNeeded: state >> 56))
        }
        for content in [
            [], [0], Array("stip".utf8), texts, noise, noise + texts, [UInt8](repeating: 0, count: 1 << 20),
        ] {
            let compressed = compressor.compressed(content)
            #expect(try Gzip.decompressed(compressed, maximumByteCount: content.count) == content)
        }
    }

    @Test("The same input gives the same bytes, whatever was compressed before")
    func isDeterministic() {
        let compressor = FastGzip()
        let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        let first = compressor.compressed(content)
        _ = compressor.compressed(Array(content.reversed()))
        #expect(compressor.compressed(content) == first)
        #expect(FastGzip().compressed(content) == first)
        #expect(first.count < content.count)
    }
}
