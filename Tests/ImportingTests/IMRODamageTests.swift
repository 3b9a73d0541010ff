import Foundation
import Importing
import Testing
import XMLBridge

/// Damaged plans: always an error or a clean result, never a crash, never half a plan taken for a whole one.
@Suite(.enabled(if: imroFolder != nil, "set STIP_TEST_DATA to the folder of real data"))
struct IMRODamageTests {
    /// The bytes of a plan; "invented" is the one of ``IMRO2006ReaderTests``.
    func bytes(_ name: String) throws -> [UInt8] {
        if name == "invented" { return [UInt8](try #require(IMRO2006ReaderTests.document.data(using: .isoLatin1))) }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(try #require(imroFolder))/\(name)")))
    }

    /// A seed that differs per run, written at once so that it is known also after a crash.
    static func newSeed(test: String) -> UInt64 {
        let seed = UInt64.random(in: 0...UInt64.max)
        FileHandle.standardError.write(Data("\(test): seed \(seed)\n".utf8))
        return seed
    }

    @Test(arguments: [
        ("imro2012/NL.IMRO.0267.BP0174-0001.gml", "</imro:FeatureCollectionIMRO>"),
        ("imro2008/NL.IMRO.1680.1800030105-0000.gml", "</imro:FeatureCollectionIMRO>"),
        ("invented", "</gml:FeatureCollection>"),
    ])
    func aPlanCutAnywhereIsAnError(name: String, end: String) throws {
        let whole = try bytes(name)
        let seed = Self.newSeed(test: #function)
        var generator = SplitMix64(state: seed)
        let close = end.utf8.count
        let cuts =
            (0..<40).map { _ in Int.random(in: 1..<whole.count, using: &generator) }
            + (1...close).map { whole.count - $0 }
        for cut in cuts {
            guard case .failure(.xml(let error)) = try readIMRO(whole[..<cut]) else {
                Issue.record("seed \(seed): cut at byte \(cut), no error")
                continue
            }
            guard case .truncated = error else {
                Issue.record("seed \(seed): cut at byte \(cut): \(error)")
                continue
            }
        }
    }

    @Test(arguments: [
        ("imro2012/NL.IMRO.0200.bp1416-ont1.gml", 400), ("imro2008/NL.IMRO.1680.1800030105-0000.gml", 60),
        ("invented", 2_000),
    ])
    func changedBytesNeverCrashTheReader(name: String, rounds: Int) throws {
        let whole = try bytes(name)
        let features = try readIMRO(whole).get().count
        let seed = Self.newSeed(test: #function)
        var generator = SplitMix64(state: seed)
        for round in 0..<rounds {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let position = Int.random(in: 0..<damaged.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: damaged[position] = UInt8.random(in: 0...255, using: &generator)
                case 1: damaged[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 2: damaged.remove(at: position)
                default: damaged[position] = "<>&\"/0,N- ".utf8.randomElement(using: &generator) ?? 0
                }
            }
            switch try readIMRO(damaged) {
            case .failure(let error):
                #expect(!error.description.isEmpty)
            case .success(let found):
                // Well-formed all the same: the number of features cannot have grown.
                #expect(found.count <= features, "seed \(seed), round \(round)")
            }
        }
    }

    @Test(arguments: ["imro2012/NL.IMRO.0202.957-0301.gml", "invented"])
    func changedWordsNeverCrashTheReader(name: String) throws {
        let whole = String(decoding: try bytes(name), as: UTF8.self)
        let words = [
            "gml:Arc", "gml:Circle", "gml:Ring", "gml:LinearRing", "gml:Curve", "gml:posList", "gml:pos", "gml:Surface",
            "gml:segments", "gml:exterior", "gml:interior", "gml:Point", "imro:geometrie", "imro:naam", "gml:id",
            "imro:featureMember", "xlink:href", "srsName", "gml:Solid", "imro:WaardeEnType", "imro:OmvangWaardeBP",
            "imro:geometrieVlak", "gml:FeatureCollection", "imro2006", "imro:MatrixEnWaarde", "localid", "28992",
            "1e308", "-", "",
        ]
        let seed = Self.newSeed(test: #function)
        var generator = SplitMix64(state: seed)
        for _ in 0..<200 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let from = words.dropLast().randomElement(using: &generator) ?? ""
                damaged = damaged.replacingOccurrences(of: from, with: words.randomElement(using: &generator) ?? "")
            }
            _ = try readIMRO(Data(damaged.utf8))
        }
    }
}
