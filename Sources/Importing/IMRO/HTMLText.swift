/// The text of an HTML page and where its anchors lie, read as browsers do: no tag has to be closed, nothing is an error.
///
/// Plans of before the Omgevingswet publish their rules like this (STRI2012, `r_<plan>.html`), and refer to an article by
/// its anchor.
public struct HTMLText: Sendable {
    public struct Anchor: Sendable {
        public let name: String
        /// In bytes of the text, from the beginning.
        public let position: Int
        /// Of the heading that it stands in or before, 1 to 6; nil outside headings.
        public internal(set) var level: Int?
        /// Line of the page, from 1.
        public let line: Int
    }

    /// In the order of the page.
    public private(set) var anchors: [Anchor] = []
    private var text: [UInt8] = []
    private var level: Int?
    private var raised: Int?

    /// Reads a page in UTF-8.
    public init(_ page: [UInt8]) {
        read(page)
    }

    /// All of the text, a line for each block, without empty lines.
    public var whole: String { section(0..<text.count) }

    /// The text of an anchor: up to the next heading of its level or a higher one; outside headings up to the next anchor.
    public func text(of anchor: Anchor) -> String {
        let end = anchors.first { other in
            guard other.position > anchor.position else { return false }
            guard let own = anchor.level else { return true }
            return other.level.map { $0 <= own } ?? false
        }
        return section(anchor.position..<(end?.position ?? text.count))
    }

    private func section(_ range: Range<Int>) -> String {
        var lines: [String] = []
        for line in String(decoding: text[range], as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ").joined(separator: " ")
            if !words.isEmpty { lines.append(words) }
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Reading

    private static let blocks: Set = [
        "p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "section",
        "article", "blockquote", "pre", "hr",
    ]
    private static let skipped: Set = ["script", "style", "head", "title"]

    private mutating func read(_ page: [UInt8]) {
        var position = 0
        var line = 1
        while position < page.count {
            switch page[position] {
            case UInt8(ascii: "<"):
                let end = HTMLText.tagEnd(page, position)
                let tag = HTMLTag(page[position..<end])
                let startLine = line
                for byte in page[position..<end] where byte == UInt8(ascii: "\n") { line += 1 }
                position = end
                take(tag, line: startLine)
                if !tag.isEnd, HTMLText.skipped.contains(tag.name) {
                    let rest = HTMLText.afterEnd(of: tag.name, page, position)
                    for byte in page[position..<rest] where byte == UInt8(ascii: "\n") { line += 1 }
                    position = rest
                }
            case UInt8(ascii: "&"):
                let (character, length) = HTMLEntity.read(page[position...])
                text += character
                position += length
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                if page[position] == UInt8(ascii: "\n") { line += 1 }
                text.append(UInt8(ascii: " "))
                position += 1
            default:
                text.append(page[position])
                position += 1
            }
        }
    }

    private mutating func take(_ tag: HTMLTag, line: Int) {
        if HTMLText.blocks.contains(tag.name) { text.append(UInt8(ascii: "\n")) }
        if tag.name == "td" || tag.name == "th", !tag.isEnd, let last = text.last, last != UInt8(ascii: "\n") {
            text += Array(" | ".utf8)
        }
        if tag.name == "sup" { takeRaised(tag) }
        if tag.name.count == 2, tag.name.first == "h", let number = Int(tag.name.dropFirst()), number > 0 {
            level = tag.isEnd ? nil : number
            // An anchor right before a heading is the heading's.
            if !tag.isEnd {
                for place in anchors.indices.reversed() {
                    guard isBlank(from: anchors[place].position) else { break }
                    if anchors[place].level == nil { anchors[place].level = number }
                }
            }
        }
        guard !tag.isEnd else { return }
        for name in Set([tag["id"], tag.name == "a" ? tag["name"] : nil].compactMap { $0 }).sorted() where !name.isEmpty
        {
            anchors.append(Anchor(name: name, position: text.count, level: level, line: line))
        }
    }

    /// m<sup>2</sup> is m².
    private mutating func takeRaised(_ tag: HTMLTag) {
        guard tag.isEnd else {
            raised = text.count
            return
        }
        guard let start = raised, start < text.count else { return }
        switch String(decoding: text[start...], as: UTF8.self) {
        case "2": text.replaceSubrange(start..., with: Array("²".utf8))
        case "3": text.replaceSubrange(start..., with: Array("³".utf8))
        default: break
        }
        raised = nil
    }

    private func isBlank(from position: Int) -> Bool {
        text[position...].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    }

    /// The position after the tag or comment that begins here.
    private static func tagEnd(_ page: [UInt8], _ start: Int) -> Int {
        let isComment = page[start...].starts(with: Array("<!--".utf8))
        var position = start + 1
        while position < page.count {
            if page[position] == UInt8(ascii: ">") {
                if !isComment { return position + 1 }
                if page[start..<position].suffix(2) == Array("--".utf8)[...] { return position + 1 }
            }
            position += 1
        }
        return page.count
    }

    /// The position of the end tag with this name, or the end of the page.
    private static func afterEnd(of name: String, _ page: [UInt8], _ start: Int) -> Int {
        let wanted = Array("</\(name)".utf8)
        var position = start
        while position + wanted.count <= page.count {
            if page[position] == UInt8(ascii: "<"),
                zip(page[position..<position + wanted.count], wanted).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
            {
                return position
            }
            position += 1
        }
        return page.count
    }
}

/// One tag with its attributes.
private struct HTMLTag {
    let name: String
    let isEnd: Bool
    private let attributes: [(name: String, value: String)]

    /// The value of the first attribute with this name.
    subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// - Parameter bytes: from `<` to `>`.
    init(_ bytes: ArraySlice<UInt8>) {
        var rest = Substring(String(decoding: bytes, as: UTF8.self).dropFirst().drop { $0.isWhitespace })
        if rest.last == ">" { rest = rest.dropLast() }
        isEnd = rest.first == "/"
        if isEnd { rest = rest.dropFirst() }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "!" || $0 == "-" }
        self.name = name.lowercased()
        rest = rest.dropFirst(name.count)
        var attributes: [(String, String)] = []
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "/" }
            let key = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "/" }
            guard !key.isEmpty else {
                guard !rest.isEmpty else { break }
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(key.count).drop { $0.isWhitespace }
            guard rest.first == "=" else {
                attributes.append((key.lowercased(), ""))
                continue
            }
            rest = rest.dropFirst().drop { $0.isWhitespace }
            let value: Substring
            if let quote = rest.first, quote == "\"" || quote == "'" {
                value = rest.dropFirst().prefix { $0 != quote }
                rest = rest.dropFirst(value.count + 1)
                if rest.first == quote { rest = rest.dropFirst() }
            } else {
                value = rest.prefix { !$0.isWhitespace }
                rest = rest.dropFirst(value.count)
            }
            attributes.append((key.lowercased(), String(value)))
        }
        self.attributes = attributes
    }
}

/// Character references (HTML, 13.5): those that Dutch texts have; others stay as they are written.
private enum HTMLEntity {
    private static let known: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "euro": "€", "deg": "°",
        "sup2": "²", "sup3": "³", "frac12": "½", "eacute": "é", "egrave": "è", "euml": "ë", "ecirc": "ê",
        "iuml": "ï", "ouml": "ö", "uuml": "ü", "auml": "ä", "agrave": "à", "aacute": "á", "oacute": "ó",
        "ccedil": "ç", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
        "bull": "•", "hellip": "…", "times": "×", "plusmn": "±", "le": "≤", "ge": "≥", "middot": "·", "sect": "§",
    ]

    /// The text of the reference that begins here, and how many bytes it takes.
    static func read(_ bytes: ArraySlice<UInt8>) -> (text: [UInt8], length: Int) {
        let body = bytes.dropFirst().prefix(12)
        guard let end = body.firstIndex(of: UInt8(ascii: ";")) else { return ([UInt8(ascii: "&")], 1) }
        let name = String(decoding: body[..<end], as: UTF8.self)
        let length = end - bytes.startIndex + 1
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let isHexadecimal = digits.first == "x" || digits.first == "X"
            let code = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            if let scalar = code.flatMap({ Unicode.Scalar($0) }) {
                return (Array(String(Character(scalar == "\u{A0}" ? " " : scalar)).utf8), length)
            }
        }
        return known[name].map { (Array($0.utf8), length) } ?? ([UInt8(ascii: "&")], 1)
    }
}
