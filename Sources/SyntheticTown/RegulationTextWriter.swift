/// Writes the text of a regulation (STOP 1.3, `imop-tekst`). Elements are named by their place: `chp_5__subchp_5.1__art_5.1`.
struct RegulationTextWriter {
    let municipality: String
    var xml: XMLText

    /// `wId` of an element by its place: the version of the regulation that it came with is part of it.
    static func wId(_ municipality: String, _ place: String, version: RegulationVersion = .first) -> String {
        "gm\(municipality)_\(version.number)-0__\(place)"
    }

    mutating func write(_ chapters: [RegulationChapter], title: String) {
        xml.open(
            "RegelingCompact",
            "schemaversie=\"1.3.0\" xmlns=\"https://standaarden.overheid.nl/stop/imop/tekst/\""
        )
        xml.open("RegelingOpschrift", "wId=\"longTitle\" eId=\"longTitle\"")
        xml.element("Al", title)
        xml.close("RegelingOpschrift")
        xml.open("Lichaam", "wId=\"body\" eId=\"body\"")
        for chapter in chapters { write(chapter) }
        xml.close("Lichaam")
        xml.close("RegelingCompact")
    }

    private mutating func write(_ chapter: RegulationChapter) {
        let place = "chp_\(chapter.number)"
        open("Hoofdstuk", place)
        head("Hoofdstuk", chapter.number, chapter.heading)
        if chapter.divisions.isEmpty { xml.line("<Gereserveerd/>") }
        for division in chapter.divisions {
            guard let number = division.number else {
                for article in division.articles { write(article, in: place) }
                continue
            }
            let own = Self.place(ofDivision: number, in: chapter.number)
            open("Afdeling", own)
            head("Afdeling", number, division.heading)
            for article in division.articles { write(article, in: own) }
            xml.close("Afdeling")
        }
        xml.close("Hoofdstuk")
    }

    static func place(ofDivision number: String?, in chapter: String) -> String {
        number.map { "chp_\(chapter)__subchp_\($0)" } ?? "chp_\(chapter)"
    }

    mutating func write(_ article: RegulationArticle, in parent: String, version: RegulationVersion = .first) {
        let place = "\(parent)__art_\(article.number)"
        open("Artikel", place, version)
        head("Artikel", article.number, article.heading)
        for (number, paragraph) in article.paragraphs.enumerated() {
            let own = "\(parent)__\(article.step(number))"
            if article.paragraphs.count > 1 {
                open("Lid", own, version)
                xml.element("LidNummer", "\(number + 1).")
            }
            xml.open("Inhoud")
            xml.element("Al", paragraph.text)
            write(paragraph.items, in: own, version)
            xml.close("Inhoud")
            if article.paragraphs.count > 1 { xml.close("Lid") }
        }
        xml.close("Artikel")
    }

    private mutating func write(_ items: [RegulationArticle.Item], in parent: String, _ version: RegulationVersion) {
        guard !items.isEmpty else { return }
        let list = "\(parent)__list_o_1"
        let wId = Self.wId(municipality, list, version: version)
        xml.open("Lijst", "wId=\"\(wId)\" eId=\"\(list)\" type=\"expliciet\"")
        for item in items {
            let own = "\(list)__item_\(item.number)"
            open("Li", own, version)
            xml.element("LiNummer", "\(item.number).")
            xml.element("Al", item.text)
            write(item.items, in: own, version)
            xml.close("Li")
        }
        xml.close("Lijst")
    }

    private mutating func open(_ element: String, _ place: String, _ version: RegulationVersion = .first) {
        xml.open(element, "wId=\"\(Self.wId(municipality, place, version: version))\" eId=\"\(place)\"")
    }

    private mutating func head(_ label: String, _ number: String, _ heading: String) {
        xml.open("Kop")
        xml.element("Label", label)
        xml.element("Nummer", number)
        if !heading.isEmpty { xml.element("Opschrift", heading) }
        xml.close("Kop")
    }
}
