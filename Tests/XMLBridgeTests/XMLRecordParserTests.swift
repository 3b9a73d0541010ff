import Foundation
import Testing
import XMLBridge

@Suite struct XMLRecordParserTests {
    private static let rounds: Int = {
        guard let long = ProcessInfo.processInfo.environment["STIP_LONG"] else { return 3_000 }
        return Int(long).flatMap { $0 > 1 ? $0 : nil } ?? 1_000_000
    }()

    /// An oracle that was not written here: a document is taken or refused as by libxml2, and says the same.
    @Test func documentsSoundAndDamagedAreJudgedAsLibxml2Judges() throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(seed)")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stip-xml-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var (taken, refused) = (0, 0)
        for round in 0..<Self.rounds {
            var chance = Chance(seed: seed + UInt64(round))
            let document = Damage.document(&chance)
            let text = String(decoding: document, as: UTF8.self).debugDescription
            let theirs = Result { try Told.byLibxml2(document, folder: folder) }
            do throws(XMLReadingError) {
                let ours = try Told.byRecords(document, root: "r") { chance.below(20) }
                taken += 1
                guard case .success(let told) = theirs else {
                    Issue.record("seed \(seed), round \(round): taken, refused by libxml2: \(text)")
                    continue
                }
                // A root element of another name is no record.
                if let ours { #expect(ours == told, "seed \(seed), round \(round): \(text)") }
            } catch {
                refused += 1
                // Names of encodings, which libxml2 knows more of.
                if case .malformed(_, _, let message) = error, message.hasPrefix("the encoding") { continue }
                if case .success = theirs { Issue.record("seed \(seed), round \(round): \(error) \(text)") }
            }
        }
        #expect(taken > Self.rounds / 20 && refused > Self.rounds / 20)
    }

    private func told(_ document: [UInt8]) throws(XMLReadingError) -> Told? {
        try Told.byRecords(document, root: "r") { 3 }
    }

    private func element(_ text: String) -> Told {
        Told(XMLElement(namespace: "", name: "r", text: text, line: 1))
    }

    @Test func otherEncodingsBecomeUTF8() throws {
        func declared(_ encoding: String) -> String { "<?xml version='1.0' encoding='\(encoding)'?>" }
        let wide = declared("UTF-16") + "<r>é😀€</r>"
        let big: [UInt8] = [0xFE, 0xFF] + wide.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let little: [UInt8] = [0xFF, 0xFE] + wide.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [big, little, Array(little.dropFirst(2))] { #expect(try told(bytes) == element("é😀€")) }
        let end = Array("</r>".utf8)
        for (encoding, byte, text) in [
            ("ISO-8859-1", UInt8(0xE9), "é"), ("iso-8859-15", 0xA4, "€"), ("Windows-1252", 0x80, "€"),
            ("UTF-8", 0x41, "A"),
        ] {
            #expect(try told(Array((declared(encoding) + "<r>").utf8) + [byte] + end) == element(text), "\(encoding)")
        }
        #expect(try told([0xEF, 0xBB, 0xBF] + Array("<r>é</r>".utf8)) == element("é"))
        #expect(throws: XMLReadingError.self) { try told(Array((declared("EBCDIC") + "<r/>").utf8)) }
        #expect(throws: XMLReadingError.self) { try told(Array((declared("UTF-16") + "<r/>").utf8)) }
        #expect(throws: XMLReadingError.self) { try told(Array("<r>".utf8) + [0xE9] + end) }
    }

    @Test func aDocumentTypeIsRefusedBeforeAnythingGrows() throws {
        let bomb = """
            <?xml version="1.0"?>
            <!-- a comment of its own -->
            <!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
            <r>&b;</r>
            """
        #expect(throws: XMLReadingError.documentTypeRefused(path: "document")) { try told(Array(bomb.utf8)) }
        let late = "<?xml version='1.0'?>" + String(repeating: " ", count: 70_000) + "<!DOCTYPE r><r/>"
        #expect(throws: XMLReadingError.documentTypeRefused(path: "document")) {
            try Told.byRecords(Array(late.utf8), root: "r") { 1_000 }
        }
    }

    @Test func damageIsFoundOnItsLine() throws {
        let documents: [(String, line: Int)] = [
            ("<r>\n<a>\n</b>\n</r>", 3), ("<r>\n\n\n&nope;</r>", 4), ("<r>\r\n<a\n b='1'\n c=2/></r>", 4),
            ("<r/>\n\nmore", 3),
            ("<r><!-- \n\n -- --></r>", 3),
        ]
        for (document, line) in documents {
            do {
                _ = try told(Array(document.utf8))
                Issue.record("taken: \(document)")
            } catch {
                guard case .malformed(_, let found, _) = error else {
                    Issue.record("\(error): \(document)")
                    continue
                }
                #expect(found == line, "\(error): \(document)")
            }
        }
        #expect(throws: XMLReadingError.truncated(path: "document", line: 3)) {
            try told(Array("<r>\n<a/>\n<b c='".utf8))
        }
    }

    @Test func recordsKnowTheirLinesAndWhatStandsAroundThem() throws {
        let text = "<r>\n <was>\n  <o a='1'\n   b='2'>x</o></was><o>\n</o>\n</r>"
        for size in [1, 2, 7, 100] {
            let parser = XMLRecordParser(name: "document", vocabulary: ["o", "was"], records: ["o"])
            var found: [String] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                try parser.append(Array(bytes[start..<min(start + size, bytes.count)]))
                let batch = parser.takeBatch()
                for record in batch.records where batch.nodes[record.node].end > 0 {
                    let around = record.ancestors.map { batch.names[Int($0)] }.joined(separator: "/")
                    found.append("\(around) \(batch.nodes[record.node].line)")
                }
            }
            try parser.finish()
            #expect(parser.rootName == "r" && found == ["r/was 4", "r 4"], "\(found), pieces of \(size)")
        }
    }

    /// Found by the millionth damaged document.
    @Test(arguments: [
        "<r xmlns:a='u:at' xmlns:a=''><a:x/></r>", "<r xmlns:a='' xmlns:a='u:at'><a:x/></r>",
        "<r xmlns:a='u:at'><b xmlns:a=''><a:x a:y='1'/></b></r>",
    ])
    func aPrefixWithoutNamespaceDeclaresNothing(text: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stip-xml-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try told(Array(text.utf8)) == Told.byLibxml2(Array(text.utf8), folder: folder))
        #expect(throws: XMLReadingError.self) { try told(Array("<r xmlns:a='u:at' xmlns:a='u:at'/>".utf8)) }
    }

    @Test func aTagThatNeverEndsDoesNotFillTheMemory() throws {
        let parser = XMLRecordParser(name: "document", vocabulary: ["r"], records: ["r"])
        let piece = [UInt8](repeating: UInt8(ascii: ">"), count: 1 << 20)
        try parser.append(Array("<r a='".utf8))
        #expect(throws: XMLReadingError.self) { for _ in 0..<20 { try parser.append(piece) } }
    }

    @Test func nestingBeyondTheLimitIsRefused() throws {
        let depth = XMLSubtreeReader.depthLimit + 2
        let text = String(repeating: "<r>", count: depth) + String(repeating: "</r>", count: depth)
        #expect(throws: XMLReadingError.nestedTooDeeply(path: "document", line: 1, limit: XMLSubtreeReader.depthLimit))
        {
            try told(Array(text.utf8))
        }
    }
}
