/// An article of a regulation, and what its juridische regels say of places (IMOW).
struct RegulationArticle: Sendable {
    /// An item of a list, with a list of its own below it.
    struct Item: Sendable {
        /// Without the point behind it.
        var number: String
        var text: String
        var items: [Item]

        init(_ number: String, _ text: String, _ items: [Item] = []) {
            (self.number, self.text, self.items) = (number, text, items)
        }

        /// Reads a list with an item on each line: its number, a space and its text, two spaces deeper what lies below it.
        static func list(_ text: String) -> [Item] {
            var lines = text.split(separator: "\n")[...]
            return list(&lines, depth: 0)
        }

        private static func list(_ lines: inout ArraySlice<Substring>, depth: Int) -> [Item] {
            var items: [Item] = []
            while let line = lines.first {
                let own = line.prefix { $0 == " " }.count / 2
                if own < depth { break }
                if own > depth, !items.isEmpty {
                    items[items.count - 1].items = list(&lines, depth: own)
                    continue
                }
                lines.removeFirst()
                let words = line.drop { $0 == " " }.split(separator: " ", maxSplits: 1)
                items.append(Item(String(words[0]), words.count > 1 ? String(words[1]) : ""))
            }
            return items
        }
    }

    /// A lid; the text of an article that has only one is the article's own.
    struct Paragraph: Sendable {
        var text: String
        var items: [Item] = []
        /// Nil: it lays down nothing for a place.
        var rule: LegalRule?
    }

    /// `22.27`
    var number: String
    var heading: String
    var paragraphs: [Paragraph]

    init(_ number: String, _ heading: String, _ paragraphs: [Paragraph]) {
        (self.number, self.heading, self.paragraphs) = (number, heading, paragraphs)
    }

    /// The place of a lid in the text: `art_5.1__para_2`, or `art_5.1` of an article with one lid.
    func step(_ paragraph: Int) -> String {
        paragraphs.count > 1 ? "art_\(number)__para_\(paragraph + 1)" : "art_\(number)"
    }

    /// The last part of the identifications of a lid's objects: letters and digits only.
    func key(_ paragraph: Int) -> String {
        let parts = number.split(separator: ".").map { digits(Int($0) ?? 0, 3) }
        return "Artikel\(parts.joined())Lid\(paragraph + 1)"
    }
}

/// A RegelVoorIedereen: what it says, and where.
struct LegalRule: Sendable {
    struct Activity: Sendable {
        /// The last part of the activity's identification.
        var activity: String
        /// Of the list `activiteitregelkwalificatie`.
        var qualification: String
        var locations: [String]

        init(_ activity: String, _ qualification: String, _ locations: [String]) {
            (self.activity, self.qualification, self.locations) = (activity, qualification, locations)
        }
    }

    /// Identifications without the part that names the authority: `gebied.Pons`.
    var locations: [String]
    var activities: [Activity] = []
    /// The last parts of the identifications of omgevingsnormen and gebiedsaanwijzingen.
    var norms: [String] = []
    var areas: [String] = []
}

/// A chapter of a regulation.
struct RegulationChapter {
    /// An afdeling; without a number its articles stand in the chapter itself.
    struct Division {
        var number: String?
        var heading = ""
        var articles: [RegulationArticle]
    }

    var number: String
    var heading: String
    /// None: the chapter is reserved.
    var divisions: [Division] = []
}
