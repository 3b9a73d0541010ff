import XMLBridge

/// The text of a regulation as plain text, read with its text in place (`XMLSubtreeReader(keepsTextInPlace:)`).
///
/// Source: STOP 1.3, `imop-tekst`. A paragraph (`Al`) is a line, a list item begins with its number, a table row is a line with
/// its cells parted by ` | `. What a change takes out (`wijzigactie="verwijder"`, `VerwijderdeTekst`) is left out.
enum RegulationText {
    /// The text of an element with all that is in it.
    static func plain(_ element: XMLElement) -> String {
        var writer = Writer()
        writer.write(element)
        writer.endLine()
        return writer.lines.joined(separator: "\n")
    }

    /// Elements that stand on lines of their own.
    private static let blocks: Set = [
        "Al", "Li", "Lid", "Lijst", "Kop", "Inhoud", "row", "Begrip", "title", "Groep", "Figuur", "Tussenkop",
        "Bijschrift", "Artikel", "Divisietekst", "Divisie", "Aanhef", "Sluiting", "LijstAanhef", "LijstSluiting",
        "Hoofdstuk", "Afdeling", "Paragraaf", "Subparagraaf", "Subsubparagraaf", "Titel", "Deel", "Boek", "Bijlage",
        "Formule", "Citaat", "Noot", "Inleiding", "InleidendeTekst", "Toelichting",
    ]

    private struct Writer {
        var lines: [String] = []
        private var line = ""
        private var indent = 0
        /// Whether the line so far is only the number of a lid or an item, or a term: what follows goes on behind it.
        private var isAtNumber = false

        mutating func write(_ element: XMLElement) {
            if element.isText {
                append(element.text)
                return
            }
            if element.attribute("wijzigactie") == "verwijder" || element.name == "VerwijderdeTekst" { return }
            switch element.name {
            case "sup": append(Writer.raised(element.content ?? ""))
            case "LiNummer", "LidNummer":
                append((element.content ?? "") + " ")
                isAtNumber = true
            case "Label", "Nummer":
                append((element.content ?? "") + " ")
            case "Li", "Begrip":
                endLine()
                writeChildren(element)
                endLine()
            case "Lijst":
                endLine()
                indent += 1
                writeChildren(element)
                endLine()
                indent -= 1
            case "Term":
                append((element.content ?? "") + ": ")
                isAtNumber = true
            case "entry":
                if !line.isEmpty { append(" | ") }
                writeInline(element)
            case "Al":
                if !isAtNumber { endLine() }
                isAtNumber = false
                writeChildren(element)
                endLine()
            case "Gereserveerd", "Vervallen": append(element.name)
            case "br": endLine()
            default:
                let isBlock = RegulationText.blocks.contains(element.name)
                if isBlock, !isAtNumber { endLine() }
                writeChildren(element)
                if isBlock { endLine() }
            }
        }

        private mutating func writeChildren(_ element: XMLElement) {
            for child in element.children { write(child) }
        }

        /// The paragraphs of a cell on one line.
        private mutating func writeInline(_ element: XMLElement) {
            for child in element.children {
                if child.name == "Al" || child.name == "Inhoud" { writeInline(child) } else { write(child) }
            }
        }

        private mutating func append(_ text: String) {
            for character in text {
                if character.isWhitespace {
                    if !line.isEmpty, line.last != " " { line.append(" ") }
                } else {
                    line.append(character)
                }
            }
        }

        mutating func endLine() {
            let text = line.trimming()
            line = ""
            isAtNumber = false
            guard !text.isEmpty else { return }
            lines.append(String(repeating: "  ", count: max(0, indent - 1)) + text)
        }

        /// Powers as in m², others in place.
        private static func raised(_ text: String) -> String {
            switch text {
            case "1": "¹"
            case "2": "²"
            case "3": "³"
            default: text
            }
        }
    }
}

extension String {
    fileprivate func trimming() -> String { IMROAttributes.trimmed(self) }
}
