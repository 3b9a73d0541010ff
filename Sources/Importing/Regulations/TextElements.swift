import XMLBridge

/// The parts of a regulation that have a name of their own (`wId`): chapters, articles, leden and the like, in document order.
struct TextElements {
    struct Part: Sendable {
        let wId: String
        let eId: String
        /// `Artikel`, `Lid`, …
        let kind: String
        let number: String?
        let heading: String?
        /// `wId` of the part around it.
        let parent: String?
        /// What people call it: "Artikel 22.27 lid 1".
        let name: String
        /// All of its text; nil for a part that only holds other parts with headings.
        let text: String?
        let line: Int
        /// Whether it says that it no longer holds or holds nothing yet.
        let isEmpty: Bool

        /// Whether it says the same as another version of it, wherever in its document that stands.
        func isSame(as other: Part) -> Bool {
            (eId, kind, number, heading) == (other.eId, other.kind, other.number, other.heading)
                && (parent, name, text, isEmpty) == (other.parent, other.name, other.text, other.isEmpty)
        }
    }

    private(set) var parts: [Part] = []

    /// The parts of a regulation's text.
    init(_ text: ConsolidatedText) {
        for element in text.elements {
            if Self.kinds.contains(element.name) {
                collect(element, parent: nil, parentName: nil)
            } else {
                for child in element.children { collect(child, parent: nil, parentName: nil) }
            }
        }
    }

    private static let kinds: Set = [
        "Boek", "Deel", "Hoofdstuk", "Titel", "Afdeling", "Paragraaf", "Subparagraaf", "Subsubparagraaf", "Artikel",
        "Lid", "Divisie", "Divisietekst", "Bijlage", "Toelichting", "AlgemeneToelichting", "ArtikelgewijzeToelichting",
        "Motivering", "InleidendeTekst",
    ]
    /// Their text is the text of the parts in them.
    private static let holders: Set = [
        "Boek", "Deel", "Hoofdstuk", "Titel", "Afdeling", "Paragraaf", "Subparagraaf", "Subsubparagraaf", "Divisie",
        "Bijlage", "Toelichting", "AlgemeneToelichting", "ArtikelgewijzeToelichting", "Motivering",
    ]

    private mutating func collect(_ element: XMLElement, parent: String?, parentName: String?) {
        if element.attribute("wijzigactie") == "verwijder" { return }
        guard Self.kinds.contains(element.name), let wId = element.attribute("wId") else {
            for child in element.children { collect(child, parent: parent, parentName: parentName) }
            return
        }
        let head = element.child("Kop")
        let number = (head?.child("Nummer") ?? element.child("LidNummer")).map(RegulationText.plain)
            .flatMap { $0.isEmpty ? nil : $0 }
        let heading = head?.child("Opschrift").map(RegulationText.plain).flatMap { $0.isEmpty ? nil : $0 }
        let name = Self.name(element, head, number, heading, parentName)
        let ownName = element.name == "Lid" ? name : Self.shortName(element, head, number, heading)
        parts.append(
            Part(
                wId: wId,
                eId: element.attribute("eId") ?? "",
                kind: element.name,
                number: number,
                heading: heading,
                parent: parent,
                name: name,
                text: text(of: element),
                line: element.line,
                isEmpty: element.child("Gereserveerd") != nil || element.child("Vervallen") != nil
            )
        )
        for child in element.children where child.name != "Kop" {
            collect(child, parent: wId, parentName: ownName)
        }
    }

    /// The text of a part apart from its heading; of one that holds others, what stands before them.
    private func text(of element: XMLElement) -> String? {
        var body = element
        body.children.removeAll {
            ["Kop", "LidNummer"].contains($0.name)
                || (Self.holders.contains(element.name) && Self.kinds.contains($0.name))
        }
        let text = RegulationText.plain(body)
        return text.isEmpty ? nil : text
    }

    private static func shortName(_ element: XMLElement, _ head: XMLElement?, _ number: String?, _ heading: String?)
        -> String
    {
        let label = head?.child("Label").map(RegulationText.plain) ?? element.name
        let parts = [label, number].compactMap { $0 }
        return number == nil ? heading ?? parts.joined(separator: " ") : parts.joined(separator: " ")
    }

    private static func name(
        _ element: XMLElement,
        _ head: XMLElement?,
        _ number: String?,
        _ heading: String?,
        _ parentName: String?
    ) -> String {
        if element.name == "Lid" {
            let bare = number.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 } ?? ""
            return [parentName, "lid", bare].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        }
        let short = shortName(element, head, number, heading)
        guard let heading, heading != short else { return short }
        return "\(short) \(heading)"
    }
}
