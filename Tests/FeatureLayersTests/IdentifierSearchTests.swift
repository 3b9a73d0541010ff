import FeatureLayers
import GeoValues
import Testing

@Suite struct IdentifierSearchTests {
    /// Short texts of few letters, so that many are the beginning of others, and many are equal.
    private func identifiers(count: Int, seed: UInt64) -> [String] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let length = Int.random(in: 0...9, using: &random)
            return (0..<length).map { _ in ["a", "b", "é", "nl.imow-"].randomElement(using: &random) ?? "" }.joined()
        }
    }

    private func segment(_ identifiers: [String]) throws -> Segment {
        let records = identifiers.map {
            FeatureRecord(identifier: $0, name: nil, values: randomColumns.map { _ in .null }, geometry: .none)
        }
        return try Segment(path: try writtenSegment(try encoded(records)))
    }

    @Test(arguments: 0..<8) func `the search finds what a scan of all features finds`(seed: Int) throws {
        let present = identifiers(count: [0, 1, 2, 40, 900][seed % 5], seed: UInt64(seed))
        let segment = try segment(present)
        for wanted in present + identifiers(count: 300, seed: UInt64(seed + 100)) {
            let scanned = (0..<segment.featureCount).filter { Array(segment.identifier($0).utf8) == Array(wanted.utf8) }
            let found = segment.features(withIdentifier: wanted)
            #expect(found.sorted() == scanned, "seed \(seed), '\(wanted)'")
        }
    }

    @Test func `the hashes of a segment hold those of all its identifiers`() throws {
        let present = identifiers(count: 200, seed: 9)
        let range = try #require(try segment(present).identifierHashes)
        let hashes = present.map { TextHash.hash($0) }
        #expect(range.lowerBound == hashes.min())
        #expect(range.upperBound == hashes.max())
        #expect(try segment([]).identifierHashes == nil)
    }
}
