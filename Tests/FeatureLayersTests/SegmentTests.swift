import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import Testing

@Suite struct SegmentTests {
    @Test func everythingWrittenIsReadBack() throws {
        let records = randomRecords(count: 500, seed: 1)
        let segment = try Segment(path: try writtenSegment(try encoded(records)))
        try segment.verify()
        #expect(segment.featureCount == 500)
        #expect(segment.columns == randomColumns)
        for (number, record) in records.enumerated() {
            let feature = try #require(segment.features(withIdentifier: record.identifier).first)
            #expect(segment.identifier(feature) == record.identifier)
            #expect(segment.name(feature) == record.name)
            #expect(segment.geometry(feature) == record.geometry)
            #expect(segment.box(feature) == record.geometry.box)
            for column in 0..<4 { #expect(segment.value(feature, column: column) == record.values[column]) }
            #expect(segment.isValid(feature, onDay: 50) == (number % 4 != 0))
        }
        #expect(segment.features(withIdentifier: "nooit").isEmpty)
    }

    @Test func featuresAreFoundByTheTextOfAnyColumn() throws {
        let segment = try Segment(path: try writtenSegment(try encoded(randomRecords(count: 400, seed: 9))))
        for column in -2..<segment.columns.count {
            let texts = (0..<segment.featureCount).map { feature in
                segment.textCode(feature, column: column).map { segment.text(code: $0, column: column) }
            }
            for text in Set(texts.compactMap { $0 }) {
                #expect(segment.features(column: column, equalTo: text) == texts.indices.filter { texts[$0] == text })
            }
            #expect(segment.features(column: column, equalTo: "nooit").isEmpty)
        }
    }

    @Test func orderOfInputDoesNotChangeTheBytes() throws {
        let records = randomRecords(count: 300, seed: 2)
        var random = SeededGenerator(seed: 3)
        let first = try encoded(records)
        let second = try encoded(records.shuffled(using: &random))
        #expect(first.bytes == second.bytes)
        #expect(first.checksum == second.checksum)
    }

    @Test func emptyAndSingleFeatureSegmentsWork() throws {
        for count in [0, 1, 2, 16, 17] {
            let segment = try Segment(path: try writtenSegment(try encoded(randomRecords(count: count, seed: 4))))
            try segment.verify()
            var found = 0
            segment.forEachFeature(in: RDEnvelope.box) { _ in found += 1 }
            #expect(found == (0..<count).count { $0 % 50 != 3 })
        }
    }

    @Test func everyFlippedByteIsFound() throws {
        let bytes = try encoded(randomRecords(count: 40, seed: 5)).bytes
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            var damaged = bytes
            damaged[position] ^= UInt8.random(in: 1...255, using: &random)
            let path = try writtenSegmentBytes(damaged)
            let isPadding = try isPadding(position, of: bytes)
            if isPadding { continue }
            #expect(throws: (any Error).self, "seed \(seed), byte \(position)") {
                let segment = try Segment(path: path)
                exercise(segment)
                try segment.verify()
            }
        }
    }

    /// Without verifying: damage may give any answer, but must not end the process or keep it for ever.
    @Test func noFlippedByteEndsTheProcess() throws {
        var records = randomRecords(count: 40, seed: 8)
        // Polygons of many vertices have sections of their own.
        for width in [Int32(3), 500] {
            let teeth = (0..<40 as Range<Int32>).flatMap { tooth in
                [0, width * 30].map { RDPoint(x: 100_400_000 + tooth * width, y: 400_499_000 + $0 + tooth % 2) }
            }
            let ring = RDRing(teeth + [RDPoint(x: 100_500_000, y: 400_600_000)])
            records.append(
                FeatureRecord(
                    identifier: "kam \(width)",
                    name: nil,
                    values: [.null, .null, .null, .null],
                    geometry: .polygons([ring.map { RDPolygon(exterior: $0) }].compactMap { $0 })
                )
            )
        }
        let bytes = try encoded(records).bytes
        let seed = UInt64.random(in: 0 ... .max)
        print("noFlippedByteEndsTheProcess: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for _ in 0..<20_000 {
            var damaged = bytes
            damaged[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            try AtomicFile.write(damaged, to: path, isDurable: false)
            if let segment = try? Segment(path: path) { exercise(segment) }
        }
    }

    @Test func everyTruncationIsFoundAtOpening() throws {
        let bytes = try encoded(randomRecords(count: 40, seed: 6)).bytes
        for length in stride(from: 0, to: bytes.count, by: 97) {
            let path = try writtenSegmentBytes(Array(bytes.prefix(length)))
            #expect(throws: (any Error).self, "\(length) bytes") { try Segment(path: path) }
        }
    }

    @Test func fileCutShortUnderAReaderGivesZerosAndAFlagNotACrash() throws {
        let path = try writtenSegment(try encoded(randomRecords(count: 5_000, seed: 7)))
        let segment = try Segment(path: path)
        #expect(!segment.isDamaged)
        #expect(!segment.hasChangedOnDisk())
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: 4096)
        exercise(segment)
        #expect(segment.isDamaged)
        #expect(segment.hasChangedOnDisk())
        #expect(throws: (any Error).self) { try segment.verify() }
    }

    private func writtenSegmentBytes(_ bytes: [UInt8]) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
            .path
        try AtomicFile.write(bytes, to: path)
        return path
    }

    /// Whether a byte lies in the zeros between sections, which mean nothing.
    private func isPadding(_ position: Int, of bytes: [UInt8]) throws -> Bool {
        var changed = bytes
        guard changed[position] == 0 else { return false }
        changed[position] = 1
        let segment = try? Segment(path: try writtenSegmentBytes(changed))
        return (try? segment?.verify()) != nil
    }

    /// Reads all there is to read: none of it may trap, whatever the bytes.
    private func exercise(_ segment: Segment) {
        let layer = Layer(name: "test", segments: [segment])
        let point = RDPoint(x: 100_500_000, y: 400_500_000)
        _ = layer.features(at: point)
        _ = layer.features(at: RDPoint(x: 100_450_000, y: 400_500_000))
        _ = layer.features(within: 100_000, of: point)
        _ = layer.nearestFeature(to: point)
        for feature in 0..<min(segment.featureCount, 2_000) {
            _ = segment.identifier(feature)
            _ = segment.geometry(feature)
            for column in segment.columns.indices { _ = segment.value(feature, column: column) }
        }
        _ = segment.features(withIdentifier: "0001")
    }
}
