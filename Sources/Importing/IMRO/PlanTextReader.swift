import Foundation

/// Reads the rules of a plan of before the Omgevingswet (`r_<plan>.html`) as rows of layer `plantekst`: one for each
/// anchor, under `file#anchor`, and one with the whole text, under the file's name.
final class PlanTextReader: FeatureReader {
    /// A text of more bytes is refused.
    static let byteLimit = 64 << 20

    private var waiting: [SourceFeature]

    /// Whether a file name is that of a plan's rules: of their explanation (`t_`) and decision (`vb_`) it is not.
    static func isPlanText(_ name: String) -> Bool {
        let lower = name.lowercased()
        return lower.hasPrefix("r_") && (lower.hasSuffix(".html") || lower.hasSuffix(".htm"))
    }

    init(_ document: DeliveredDocument) throws(DeliveryProblem) {
        let bytes = try document.bytes()
        var page: [UInt8] = []
        while let piece = try bytes.next() {
            page += piece
            guard page.count <= Self.byteLimit else {
                throw .unreadable(path: document.path, reason: "the text is larger than \(Self.byteLimit >> 20) MB")
            }
        }
        let text = HTMLText(Self.utf8(page))
        func row(_ identifier: String, _ anchor: String?, _ content: String, line: Int) -> SourceFeature {
            let first = content.split(separator: "\n").first.map { String($0.prefix(120)) }
            var feature = SourceFeature(
                layer: "plantekst",
                identifier: identifier,
                name: first,
                attributes: [("bestand", .text(document.name)), ("tekst", .text(content))],
                place: "\(document.name) regel \(line)"
            )
            if let anchor { feature.attributes.append(("anker", .text(anchor))) }
            return feature
        }
        var seen = Set<String>()
        waiting = [row(document.name, nil, text.whole, line: 1)]
        // Of two anchors with one name browsers go to the first.
        for anchor in text.anchors where seen.insert(anchor.name).inserted {
            let content = text.text(of: anchor)
            waiting.append(row("\(document.name)#\(anchor.name)", anchor.name, content, line: anchor.line))
        }
        waiting.reverse()
    }

    func next() throws -> SourceFeature? { waiting.popLast() }

    /// The page in UTF-8: what is none is read as Windows-1252, which browsers take for undeclared and Latin-1 pages.
    private static func utf8(_ page: [UInt8]) -> [UInt8] {
        let bytes = page.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(page.dropFirst(3)) : page
        if String(validating: bytes, as: UTF8.self) != nil { return bytes }
        return Array(
            (String(data: Data(bytes), encoding: .windowsCP1252) ?? String(decoding: bytes, as: UTF8.self)).utf8
        )
    }
}
