import Foundation
import Importing
import Testing

/// Damaged documents through each reader: an error of one sentence or features that hold together, and never a crash.
/// `STIP_LONG=1` makes it a million rounds for each document, `STIP_LONG=20000` that many.
@Suite struct ReaderFuzzTests {
    private static let rounds: Int = {
        guard let long = ProcessInfo.processInfo.environment["STIP_LONG"] else { return 250 }
        return Int(long).flatMap { $0 > 1 ? $0 : nil } ?? 1_000_000
    }()

    @Test(arguments: ReaderCase.all) func damageNeverCrashesAReader(_ reading: ReaderCase) throws {
        let seed = IMRODamageTests.newSeed(test: "damage to \(reading.name)")
        var random = SplitMix64(state: seed)
        let path = NSTemporaryDirectory() + "stip-reader-\(UUID().uuidString).\(reading.type)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var readWhole = 0
        for round in 0..<Self.rounds {
            let damaged = Damage(of: reading.bytes, &random).bytes
            try Data(damaged).write(to: URL(fileURLWithPath: path))
            do {
                let reader = try reading.reader(path)
                while let feature = try reader.next() {
                    #expect(!feature.layer.isEmpty && !feature.place.isEmpty, "seed \(seed), round \(round)")
                    #expect(
                        !feature.identifier.isEmpty || feature.problem?.isEmpty == false,
                        "seed \(seed), round \(round): a feature without identifier and without problem"
                    )
                }
                _ = reader.notes
                readWhole += 1
            } catch {
                let message = "\(error)"
                #expect(
                    message.count > 20 && !message.contains("\n") && !message.contains("Swift."),
                    "seed \(seed), round \(round): \(message)"
                )
            }
        }
        // Else only the parser would have been tried.
        #expect(readWhole > 0, "seed \(seed)")
    }

    @Test(arguments: ReaderCase.all) func aDocumentIsReadWholeAndTwiceTheSame(_ reading: ReaderCase) throws {
        let path = NSTemporaryDirectory() + "stip-reader-\(UUID().uuidString).\(reading.type)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(reading.bytes).write(to: URL(fileURLWithPath: path))
        func read() throws -> [String] {
            let reader = try reading.reader(path)
            var features: [String] = []
            while let feature = try reader.next() {
                #expect(feature.problem == nil, "\(feature.place)")
                features.append("\(feature)")
            }
            return features
        }
        let first = try read()
        #expect(!first.isEmpty)
        #expect(try read() == first)
    }

    @Test func damageNeverCrashesTheReadingOfAMapping() throws {
        let whole = #"""
            {"tables": [{"table": "bomen", "layer": "boom", "identifier": ["gemeente", "nummer"], "name": "soort", "validFrom": "a",
            "validUntil": "b", "version": "c", "attributes": {"hgt": "hoogte", "intern": null}, "crs": "EPSG:28992", "x": "x", "y": "y"},
            {"layer": "rest", "wkt": "plaats"}]}
            """#
        let seed = IMRODamageTests.newSeed(test: #function)
        var random = SplitMix64(state: seed)
        let path = NSTemporaryDirectory() + "stip-mapping-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for round in 0..<(Self.rounds * 4) {
            try Data(Damage(of: Array(whole.utf8), &random).bytes).write(to: URL(fileURLWithPath: path))
            do {
                _ = try TableMapping(path: path)
            } catch {
                #expect("\(error)".count > 20, "seed \(seed), round \(round)")
            }
        }
    }

    @Test(
        "What is no JSON is refused",
        arguments: [
            "{\"a\": 01}", "{\"a\": NaN}", "{\"a\": 1,}", "{'a': 1}", "{\"a\" 1}", "{\"a\": +1}", "{\"a\": .5}",
            "{\"a\": \"\\ud83d\"}", "{\"a\": \"\\ud83d\\u0041\"}", "{\"a\": \"\\x\"}", "{\"a\": \"\t\"}",
            "{\"a\": tru}",
            "{\"a\": [1 2]}", "{\"a\": 1} {", "{\"a\": \(String(repeating: "[", count: 500))", "{\"a\": -}", "",
        ]
    )
    func whatIsNoJSONIsRefused(_ text: String) throws {
        let path = NSTemporaryDirectory() + "stip-json-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        do {
            _ = try TableMapping(path: path)
            Issue.record("read: \(text)")
        } catch {
            #expect("\(error)".contains("damaged or cut off at byte"), "\(error)")
        }
    }

    @Test(arguments: ReaderCase.own) func aDocumentCutAnywhereIsAnError(_ reading: ReaderCase) throws {
        // The last line of a table may end anywhere.
        if reading.type == "csv" { return }
        let path = NSTemporaryDirectory() + "stip-reader-\(UUID().uuidString).\(reading.type)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for end in stride(from: 1, to: reading.bytes.count - 1, by: max(1, reading.bytes.count / 150)) {
            try Data(reading.bytes[..<end]).write(to: URL(fileURLWithPath: path))
            #expect(throws: (any Error).self, "cut at byte \(end)") {
                let reader = try reading.reader(path)
                while try reader.next() != nil {}
            }
        }
    }
}

/// One or two faults put into a document: at bytes, at numbers, or at whole elements and members.
struct Damage {
    private(set) var bytes: [UInt8]

    init(of whole: [UInt8], _ random: inout SplitMix64) {
        bytes = whole
        for _ in 0..<Int.random(in: 1...2, using: &random) where !bytes.isEmpty { hurt(&random) }
    }

    private mutating func hurt(_ random: inout SplitMix64) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...120, using: &random))
        switch Int.random(in: 0..<12, using: &random) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4: bytes[place] = "<>&\"/0,N- {}[]:;\\\n".utf8.randomElement(using: &random) ?? 0
        case 5, 6, 7:
            // A number becomes another one, or none.
            guard let first = bytes[place...].firstIndex(where: Self.isDigit) else { return }
            let last = bytes[first...].firstIndex { !Self.isDigit($0) && $0 != UInt8(ascii: ".") } ?? bytes.count
            let others = [
                "0", "-1", "1e999", "NaN", "9223372036854775808", "463000", "5.38", "0000", "", "1,5", "155000.0005",
            ]
            bytes.replaceSubrange(first..<last, with: Array((others.randomElement(using: &random) ?? "").utf8))
        case 8, 9, 10: hurtLeaf(from: place, &random)
        default:
            let words = [
                "POINT (155000 463000)", "EMPTY", "null", "{}", "[]", "\"\"", "2026-02-30", "..", "é", "<gml:Arc/>",
            ]
            bytes.replaceSubrange(place..<end, with: Array((words.randomElement(using: &random) ?? "").utf8))
        }
    }

    /// Takes away, doubles or empties what stands between two brackets that belong together, whichever kind.
    private mutating func hurtLeaf(from place: Int, _ random: inout SplitMix64) {
        let pairs: [(UInt8, UInt8)] = [
            (UInt8(ascii: ">"), UInt8(ascii: "<")), (UInt8(ascii: "["), UInt8(ascii: "]")),
            (UInt8(ascii: "{"), UInt8(ascii: "}")), (UInt8(ascii: ";"), UInt8(ascii: ";")),
            (UInt8(ascii: "\""), UInt8(ascii: "\"")),
        ]
        let (opening, closing) = pairs.randomElement(using: &random) ?? pairs[0]
        guard let first = bytes[place...].firstIndex(of: opening),
            let last = bytes[(first + 1)...].firstIndex(of: closing)
        else { return }
        let inner = Array(bytes[(first + 1)..<last])
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.removeSubrange((first + 1)..<last)
        case 1: bytes.insert(contentsOf: inner, at: last)
        default: bytes.removeSubrange(first..<min(bytes.count, last + 1))
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
