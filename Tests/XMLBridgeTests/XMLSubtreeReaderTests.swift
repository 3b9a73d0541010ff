import Foundation
import Testing
import XMLBridge

/// Writes bytes to a file of their own, which goes away with the value.
final class TemporaryFile {
    let path: String

    init(_ bytes: some DataProtocol) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-xml-\(UUID().uuidString).xml").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String) throws { try self.init(Data(text.utf8)) }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("\(path) stays: \(error)") }
    }
}

@Suite struct XMLSubtreeReaderTests {
    /// All elements of depth 1, or the error that ends the reading.
    func readChildren(_ bytes: some DataProtocol) throws -> Result<[XMLElement], XMLReadingError> {
        let file = try TemporaryFile(bytes)
        do throws(XMLReadingError) {
            let reader = try XMLSubtreeReader(path: file.path)
            var elements: [XMLElement] = []
            while let element = try reader.next(where: { $0.depth == 1 }) { elements.append(element) }
            return .success(elements)
        } catch {
            return .failure(error)
        }
    }

    func readChildren(_ text: String) throws -> Result<[XMLElement], XMLReadingError> {
        try readChildren(Data(text.utf8))
    }

    static func littleEndianUTF16(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        return bytes
    }

    @Test func anElementComesWithNamespacesAttributesTextAndChildren() throws {
        let text = """
            <?xml version="1.0"?>
            <!-- made by hand -->
            <r xmlns="urn:a" xmlns:x="urn:x" x:id="7" plain="p">
              <x:a k="v&amp;w">one &lt; two<b/><c> 3 </c><![CDATA[<raw>]]></x:a>
              <d/>
            </r>
            """
        let file = try TemporaryFile(text)
        let reader = try XMLSubtreeReader(path: file.path)
        #expect(reader.root.namespace == "urn:a" && reader.root.name == "r" && reader.root.line == 3)
        #expect(reader.root.attribute("id", namespace: "urn:x") == "7")
        #expect(reader.root.attribute("plain") == "p" && reader.root.attributes.count == 2)
        let first = try #require(try reader.next { $0.depth == 1 })
        #expect(first.namespace == "urn:x" && first.name == "a" && first.line == 4)
        #expect(first.attribute("k") == "v&w")
        #expect(first.text == "one < two<raw>")
        #expect(first.children.map(\.name) == ["b", "c"] && first.child("c")?.text == " 3 ")
        let second = try #require(try reader.next { $0.depth == 1 })
        #expect(second.name == "d" && second.namespace == "urn:a" && second.line == 5)
        #expect(try reader.next { $0.depth == 1 } == nil)
    }

    @Test func theRootItselfCanBeHandedOut() throws {
        let file = try TemporaryFile("<r><a/>t</r>")
        let reader = try XMLSubtreeReader(path: file.path)
        let root = try #require(try reader.next { $0.depth == 0 })
        #expect(root.children.count == 1 && root.text == "t")
        #expect(try reader.next { _ in true } == nil)
    }

    @Test func namespaceFaultsAreTolerated() throws {
        let children = try readChildren(#"<r xmlns:schemaLocation="a b"><q:a>1</q:a></r>"#).get()
        #expect(children == [XMLElement(namespace: "", name: "a", text: "1", line: 1)])
    }

    @Test func longTextIsKeptWhole() throws {
        let numbers = (0..<400_000).map { "\($0).125" }.joined(separator: " ")
        let children = try readChildren("<r><p>\(numbers)</p><q/></r>").get()
        #expect(children[0].text == numbers)
    }

    @Test func linesBeyondWhatSixteenBitsHoldAreNearlyRight() throws {
        let text = "<r>\n" + (0..<80_000).map { "<a><b>\($0)</b></a>\n" }.joined() + "</r>\n"
        let children = try readChildren(text).get()
        #expect(children.count == 80_000)
        for (offset, child) in children.enumerated() {
            let line = offset + 2
            #expect(line < 65_535 ? child.line == line : abs(child.line - line) <= 64)
        }
    }

    @Test func aTruncatedDocumentIsAnErrorAtEveryByte() throws {
        let text = Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- note --><x:r xmlns:x="urn:x" k="é">
              <x:a id="1">tëxt &amp; more<![CDATA[raw]]><b c='d'/></x:a><?pi some?>
            </x:r>
            """.utf8
        )
        for length in 0..<text.count {
            let result = try readChildren(text[..<length])
            guard case .failure(let error) = result else {
                Issue.record("cut at \(length): no error")
                continue
            }
            switch error {
            case .empty: #expect(length == 0)
            case .truncated: break
            default: Issue.record("cut at \(length): \(error)")
            }
        }
        #expect(try readChildren(text).get().count == 1)
    }

    @Test(arguments: [
        "<r><a></b></r>\n", "<r><a>&undefined;</a></r>", "<r><a k=v/></r>", "<r><a/></r><r/>", "<r><a>\u{1}</a></r>",
        "<r><a k='1' k='2'/></r>",
    ])
    func damageIsAnErrorWithItsLine(text: String) throws {
        guard case .failure(.malformed(_, let line, _)) = try readChildren(text) else {
            Issue.record("\(text): \(try readChildren(text))")
            return
        }
        #expect(line == 1)
    }

    @Test func filesThatAreNotXMLAreNamed() throws {
        func error(_ bytes: [UInt8]) throws -> XMLReadingError? {
            guard case .failure(let error) = try readChildren(bytes) else { return nil }
            return error
        }
        guard case .empty = try error([]) else {
            Issue.record("empty")
            return
        }
        guard case .empty = try error(Array(" \n".utf8)) else {
            Issue.record("blank")
            return
        }
        guard case .compressed(_, "gzip") = try error([0x1F, 0x8B, 8, 0]) else {
            Issue.record("gzip")
            return
        }
        guard case .compressed(_, "zip") = try error([0x50, 0x4B, 3, 4]) else {
            Issue.record("zip")
            return
        }
        guard case .notXML(_, let found) = try error(Array("{\"type\": 1}".utf8)) else {
            Issue.record("JSON")
            return
        }
        #expect(found == "\u{201C}{\"type\": 1}\u{201D}")
        guard case .notXML = try error([0, 1, 2, 3]) else {
            Issue.record("binary")
            return
        }
        #expect(throws: XMLReadingError.fileMissing(path: "/nowhere/at-all.xml")) {
            try XMLSubtreeReader(path: "/nowhere/at-all.xml")
        }
        let folder = FileManager.default.temporaryDirectory.path
        #expect(throws: XMLReadingError.fileUnreadable(path: folder, reason: "it is not a regular file")) {
            try XMLSubtreeReader(path: folder)
        }
    }

    @Test func aDocumentTypeIsRefusedBeforeItIsParsed() throws {
        let bomb = """
            <?xml version="1.0"?><!-- x -->
            <!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><r>&b;</r>
            """
        guard case .failure(.documentTypeRefused) = try readChildren(bomb) else {
            Issue.record("UTF-8")
            return
        }
        let wide = Self.littleEndianUTF16(bomb)
        guard case .failure(.documentTypeRefused) = try readChildren(wide) else {
            Issue.record("UTF-16: \(try readChildren(wide))")
            return
        }
    }

    @Test func otherEncodingsAreDecoded() throws {
        let wide = Self.littleEndianUTF16("<r><a>é</a></r>")
        #expect(try readChildren(wide).get().first?.text == "é")
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><r><a>".utf8) + [0xE9] + Array("</a></r>".utf8)
        #expect(try readChildren(latin).get().first?.text == "é")
        let wrong = Array("<?xml version='1.0' encoding='UTF-8'?><r><a>".utf8) + [0xE9] + Array("</a></r>".utf8)
        guard case .failure = try readChildren(wrong) else {
            Issue.record("invalid UTF-8 was accepted")
            return
        }
    }

    @Test func nestingIsLimited() throws {
        let deep = String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)
        guard case .failure(.nestedTooDeeply(_, 1, 256)) = try readChildren("<r>\(deep)</r>") else {
            Issue.record("deep nesting was accepted")
            return
        }
    }

    @Test func descriptionsAreOneSentence() throws {
        let error = XMLReadingError.truncated(path: "plan.gml", line: 12)
        #expect(error.description.hasPrefix("The file plan.gml stops at line 12") && error.description.hasSuffix("."))
    }
}
