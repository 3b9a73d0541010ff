import XMLBridge

/// The text of a regulation as it stands after a delivery: a whole text, and what changes made of it.
///
/// Source: STOP 1.3, `imop-tekst`, `RegelingMutatie`: `Vervang`, `VervangKop`, `VoegToe` and `Verwijder` name by `wId` (`wat`, `context`)
/// which part of the text they are about.
struct ConsolidatedText {
    private(set) var elements: [XMLElement] = []
    /// What could not be applied, one sentence each.
    private(set) var problems: [String] = []

    /// Takes in a document: a whole text takes the place of what was there, changes are applied to it.
    mutating func take(_ root: XMLElement, ofName document: String) {
        if RegulationHeader.wholeTexts.contains(root.name) {
            elements.append(root)
        } else if RegulationHeader.changes.contains(root.name) {
            for change in root.children { apply(change, ofName: document) }
        } else {
            for child in root.children { take(child, ofName: document) }
        }
    }

    /// Forgets the text, before a delivery that brings all of it.
    mutating func clear() { elements.removeAll() }

    private mutating func apply(_ change: XMLElement, ofName document: String) {
        // `Nummer` and `Wat` are the decision's own words on the change.
        let new = change.children.filter { !["Nummer", "Wat"].contains($0.name) && !$0.isText }
        let target = change.attribute("wat") ?? change.attribute("context") ?? ""
        let edit: (XMLElement) -> [XMLElement]
        switch change.name {
        case "Vervang": edit = { _ in new }
        case "Verwijder": edit = { _ in [] }
        case "VervangKop":
            edit = { element in
                var element = element
                let place = element.children.firstIndex { $0.name == "Kop" }
                if let place { element.children.remove(at: place) }
                element.children.insert(contentsOf: new, at: place ?? 0)
                return [element]
            }
        case "VoegToe":
            let position = change.attribute("positie")?.lowercased() ?? "na"
            edit = { element in
                switch position {
                // The last of these in STOP 1.1.
                case "na", "volgtop": return [element] + new
                case "voor", "gaatvooraf": return new + [element]
                case "bovenaan", "onderaan": break
                // Unknown: parts of one kind stand beside each other.
                default: if new.first?.name == element.name { return [element] + new }
                }
                var element = element
                let place = position == "bovenaan" ? element.children.firstIndex { $0.name != "Kop" } : nil
                element.children.insert(contentsOf: new, at: place ?? element.children.count)
                return [element]
            }
        default: return
        }
        if ConsolidatedText.edit(&elements, at: target, edit) { return }
        problems.append(
            "\(document) regel \(change.line): \(change.name) is about \(target), which the regulation does not have"
        )
        // What it brings holds, wherever it belongs.
        if change.name != "Verwijder", change.name != "VervangKop" { elements += new }
    }

    /// Puts what `edit` makes of the element with a `wId` in its place; false when there is none.
    private static func edit(
        _ elements: inout [XMLElement],
        at wId: String,
        _ edit: (XMLElement) -> [XMLElement]
    ) -> Bool {
        for position in elements.indices {
            if elements[position].attribute("wId") == wId {
                elements.replaceSubrange(position...position, with: edit(elements[position]))
                return true
            }
            if ConsolidatedText.edit(&elements[position].children, at: wId, edit) { return true }
        }
        return false
    }
}
