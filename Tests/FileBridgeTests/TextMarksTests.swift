import FileBridge
import Testing

@Suite struct TextMarksTests {
    /// Against a plain loop, with the marks at every distance from start and end.
    @Test(arguments: [UInt64(1), 2, 3]) func findsWhatALoopFinds(seed: UInt64) {
        var state = seed
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let marks: [UInt8] = Array("<>\"'".utf8)
        for round in 0..<2_000 {
            var bytes = (0..<next(60)).map { _ in UInt8(0x20 + next(0x60)) }
            for _ in 0..<next(3) where !bytes.isEmpty { bytes[Int(next(UInt64(bytes.count)))] = UInt8(next(256)) }
            let start = bytes.isEmpty ? 0 : Int(next(UInt64(bytes.count)))
            let found = TextMarks.next(in: bytes.span, from: start, marks[0], marks[1], marks[2], marks[3])
            let first = bytes.indices.dropFirst(start).first {
                !(0x20..<0x80).contains(bytes[$0]) || marks.contains(bytes[$0])
            }
            if let first, found == first { continue }
            // Less than sixteen bytes from the end nothing is looked at.
            #expect(
                found <= (first ?? bytes.count) && found > bytes.count - 16 && found >= start,
                "round \(round): \(found) in place of \(String(describing: first)) in \(bytes) from \(start)"
            )
        }
    }
}
