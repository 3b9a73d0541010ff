import Foundation
import Importing
import Testing
import XMLBridge

/// Damaged plans: always an error or a clean result, never a crash, never half a plan taken for a whole one.
@Suite(.enabled(if: imroFolder != nil, "set STIP_TEST_DATA to the folder of real data"))
struct IMRODamageTests {
    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(try #require(imroFolder))/imro2012/\(name)")))
    }

    /// A seed that differs per run, written at once so that it is known also after a crash.
    static func newSeed(test: String) -> UInt64 {
        let seed = UInt64.random(in: 0...UInt64.max)
        FileHandle.standardError.write(Data("\(test): seed \(seed)\n".utf8))
        return seed
    }

    @Test func aPlanCutAnywhereIsAnError() throws {
        let whole = try bytes("NL.IMRO.0267.BP0174-0001.gml")
        let seed = Self.newSeed(test: #function)
        var generator = SplitMix64(state: seed)
        let close = "</imro:FeatureCollectionIMRO>".utf8.count
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

    @Test func changedBytesNeverCrashTheReader() throws {
        let whole = try bytes("NL.IMRO.0200.bp1416-ont1.gml")
        let features = try readIMRO(whole).get().count
        let seed = Self.newSeed(test: #function)
        var generator = SplitMix64(state: seed)
        for round in 0..<400 {
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

    @Test func changedWordsNeverCrashTheReader() throws {
        let whole = String(decoding: try bytes("NL.IMRO.0202.957-0301.gml"), as: UTF8.self)
        let words = [
            "gml:Arc", "gml:Circle", "gml:Ring", "gml:LinearRing", "gml:Curve", "gml:posList", "gml:pos", "gml:Surface",
            "gml:segments", "gml:exterior", "gml:interior", "gml:Point", "imro:geometrie", "imro:naam", "gml:id",
            "imro:featureMember", "xlink:href", "srsName", "gml:Solid", "imro:WaardeEnType", "28992", "1e308", "-", "",
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
