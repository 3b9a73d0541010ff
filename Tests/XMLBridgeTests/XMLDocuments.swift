import Foundation
import XMLBridge

/// What a document says, in a form in which two parsers can be compared. Of names that are no names in XML Namespaces, such as
/// `a:b:c`, the parsers tell different parts: here it is the last.
indirect enum Told: Hashable {
    /// `text` without white space, of an element without children only.
    case element(namespace: String, name: String, attributes: [XMLAttribute], text: String, children: [Told])

    init(_ element: XMLElement) {
        let text = element.children.isEmpty ? element.text.filter { !$0.isWhitespace } : ""
        self = .element(
            // As a value of xmlns, libxml2's reader leaves this reference as it is.
            namespace: element.namespace.replacingOccurrences(of: "&#38;", with: "&"),
            name: Self.lastPart(element.name),
            attributes: element.attributes.map {
                XMLAttribute(
                    namespace: $0.namespace?.replacingOccurrences(of: "&#38;", with: "&"),
                    name: Self.lastPart($0.name),
                    value: $0.value
                )
            },
            text: text,
            children: element.children.map(Told.init)
        )
    }

    private static func lastPart(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

    /// What the record parser makes of a document that comes in pieces, its root element being the record.
    static func byRecords(_ document: [UInt8], root: String, pieceSizes: () -> Int) throws(XMLReadingError) -> Told? {
        let parser = XMLRecordParser(name: "document", vocabulary: [root], records: [root])
        var told: Told?
        func take() {
            let batch = parser.takeBatch()
            guard let record = batch.records.last, batch.nodes[record.node].end > 0 else { return }
            told = Told(batch.element(at: record.node))
        }
        var position = 0
        while position < document.count {
            let end = min(document.count, position + max(1, pieceSizes()))
            try parser.append(Array(document[position..<end]))
            position = end
            take()
        }
        try parser.finish()
        take()
        return told
    }

    /// What libxml2 makes of it.
    static func byLibxml2(_ document: [UInt8], folder: URL) throws -> Told? {
        let file = folder.appendingPathComponent("document.xml")
        try Data(document).write(to: file)
        let reader = try XMLSubtreeReader(path: file.path)
        let root = try reader.next { _ in true }
        while try reader.next(where: { _ in true }) != nil {}
        return root.map(Told.init)
    }
}

/// Random numbers that are the same everywhere (Sebastiano Vigna's SplitMix64).
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// A sound document with something of everything, and what may be put into it.
enum Damage {
    static let documents: [String] = [
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- first -->
        <r xmlns="u:default" xmlns:a="u:a" a:n='1 "2"' n="&lt;&#65;&#x42;&amp;">
          <a:leaf>text &gt; and &apos;é😀&quot;</a:leaf><empty/><empty  x="1"
            y='2' />
          <b xmlns:a="u:other" xmlns="">in<a:leaf/>side<![CDATA[<&]]] raw]]></b>
          <?target with ?data?>
          <c><![CDATA[ only ]]> this<!-- c - c --> that</c >
          <lines>1\r\n2\r3\n4</lines><d a="\t \n"/><a:b xml:lang="nl">]] ]></a:b>
        </r>
        <!-- last --><?end?>

        """,
        "<r><x:y z:a='1'/><p:q:r/><a:/><:b/><a:1/><a::1/><a:1:2/><a:b::c/></r>",
        "<r>" + String(repeating: "<gml:pos xmlns:gml='u:gml' srsDimension=\"2\">1.5 2.5</gml:pos>", count: 3) + "</r>",
        "<r a='1'/>",
        "<r>&#10;&#233;&#x20AC;</r>",
    ]

    static let snippets: [String] = [
        "<", ">", "/", "&", ";", "&amp;", "&nope;", "&#0;", "&#x41;", "&#55296;", "]]>", "]", "<![CDATA[", "-->",
        "<!--", "--",
        "<?", "?>", "<?xml version='1.0'?>", "<?XML a?>", "<?p", " xmlns:a='u'", " xmlns='v'", " xmlns:q=''", " a='1'",
        "\"", "'", "=",
        " ", "\r\n", "\r", "\n", "\t", "\u{0}", "\u{1}", "\u{7F}", "\u{85}", "\u{FFFE}", "é", "😀", "xml", ":", "<a>",
        "</a>", "<a", "</r>",
        "<r>", "<q/>", "x", "1", "-", ".", "\u{B7}", "\u{2028}", "version", "encoding='x'", "<!", "<!DOCTYPE r>", "</",
        "/>",
    ]

    /// A document with a few changes.
    static func document(_ chance: inout Chance) -> [UInt8] {
        var bytes = Array(chance.pick(documents).utf8)
        for _ in 0..<chance.below(4) {
            let position = chance.below(bytes.count + 1)
            switch chance.below(6) {
            case 0 where position < bytes.count: bytes[position] = UInt8(chance.below(256))
            case 1 where position < bytes.count: bytes.remove(at: position)
            case 2: bytes.removeSubrange(position..<min(bytes.count, position + chance.below(12)))
            case 3 where position < bytes.count:
                let end = min(bytes.count, position + chance.below(30))
                bytes.insert(contentsOf: Array(bytes[position..<end]), at: chance.below(bytes.count + 1))
            default: bytes.insert(contentsOf: Array(chance.pick(snippets).utf8), at: position)
            }
            if bytes.isEmpty { bytes = Array("<r/>".utf8) }
        }
        return bytes
    }
}
