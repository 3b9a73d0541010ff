import DecisionTrees
import GeoValues
import Service

/// The pages of decision trees: one question after another, in plain HTML that needs no script. They state what the JSON
/// states.
struct DecisionTreePage {
    let english: Bool

    private func chosen(_ dutch: String, _ english: String) -> String { self.english ? english : dutch }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }

    private func page(_ title: String, _ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(english ? "en" : "nl")">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>\(Self.escaped(title))</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="/document.css">
        </head>
        <body>
        <header><p><a href="/v1/beslisbomen">\(chosen("Vergunningcheck", "Permit check"))</a></p></header>
        <main>
        <h1>\(Self.escaped(title))</h1>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    // MARK: List

    func list(_ document: TreeListDocument) -> String {
        let items = document.beslisbomen.map { tree in
            let since = tree.geldigVan.map { " (\(chosen("geldt vanaf", "holds from")) \($0))" } ?? ""
            let kind = [tree.soort, tree.activiteit].compactMap { $0 }.joined(separator: " ")
            return """
                <li><a href="\(Self.escaped(tree.adres))">\(Self.escaped(tree.naam))</a>\(Self.escaped(since))\
                <br><small>\(Self.escaped(kind))</small></li>
                """
        }
        let body =
            items.isEmpty
            ? "<p>\(chosen("Er zijn geen beslisbomen.", "There are no decision trees."))</p>"
            : "<ul>\n\(items.joined(separator: "\n"))\n</ul>"
        return page(chosen("Wat gaat u doen?", "What are you going to do?"), body)
    }

    // MARK: Tree

    func tree(_ assessment: TreeAssessment, _ answer: TreeAnswerDocument, date: String?) -> String {
        let tree = assessment.tree
        var parts: [String] = []
        parts.append("<p role=\"status\" class=\"uitkomst\"><strong>\(outcome(answer))</strong>")
        parts.append("\(Self.escaped(answer.samenvatting))</p>")
        if !answer.problemen.isEmpty { parts.append(bullets(answer.problemen)) }
        if let question = answer.vragen.first { parts.append(form(assessment, question, answer, date)) }
        if !answer.antwoorden.isEmpty { parts.append(answers(answer)) }
        parts.append(explanation(answer))
        if answer.vragen.count > 1 {
            parts.append("<h2>\(chosen("Daarna mogelijk nog", "After that perhaps"))</h2>")
            parts.append(bullets(answer.vragen.dropFirst().map(\.vraag)))
        }
        if !answer.mogelijkeConclusies.isEmpty {
            parts.append("<h2>\(chosen("Mogelijke uitkomsten", "Possible outcomes"))</h2>")
            parts.append(bullets(answer.mogelijkeConclusies.map { text($0.value) }))
        }
        parts.append(source(answer))
        return page(tree.decision.name, parts.joined(separator: "\n"))
    }

    private func text(_ value: FEELValue) -> String {
        english ? value.english : value.dutch
    }

    private func outcome(_ answer: TreeAnswerDocument) -> String {
        if let conclusion = answer.conclusie { return Self.escaped(text(conclusion.value)) + "." }
        return ""
    }

    private func bullets(_ items: some Sequence<String>) -> String {
        "<ul>" + items.map { "<li>\(Self.escaped($0))</li>" }.joined() + "</ul>"
    }

    /// The next question with the answers so far in hidden fields.
    private func form(
        _ assessment: TreeAssessment,
        _ question: QuestionDocument,
        _ answer: TreeAnswerDocument,
        _ date: String?
    ) -> String {
        let address = "/v1/beslisbomen/\(assessment.tree.identifier)" + (date.map { "?geldigOp=\($0)" } ?? "")
        var parts = ["<form method=\"post\" action=\"\(Self.escaped(address))\">"]
        for (input, value) in assessment.given.sorted(by: { $0.key < $1.key }) {
            let name = assessment.tree.document.inputs[input].identifier
            let values = if case .list(let items) = value { items } else { [value] }
            for value in values { parts.append(hidden(name, value.description)) }
        }
        if let place = answer.locatie {
            parts.append(
                hidden("x", "\(place.rd.x)") + hidden("y", "\(place.rd.y)") + hidden("crs", CRSParameter.rdURI)
            )
        }
        parts.append(field(question))
        if answer.locatie == nil, assessment.facts.values.contains(.unknown(.noPlace)) {
            parts.append(
                """
                <fieldset><legend>\(chosen("Waar? (dan beantwoordt de kaart een deel van de vragen)", "Where? (then the map answers some of the questions)"))</legend>
                <label>\(chosen("Lengte", "Longitude")) (lon) <input name="lon" inputmode="decimal"></label>
                <label>\(chosen("Breedte", "Latitude")) (lat) <input name="lat" inputmode="decimal"></label></fieldset>
                """
            )
        }
        parts.append("<button type=\"submit\">\(chosen("Verder", "Continue"))</button></form>")
        return parts.joined(separator: "\n")
    }

    private func hidden(_ name: String, _ value: String) -> String {
        "<input type=\"hidden\" name=\"\(Self.escaped(name))\" value=\"\(Self.escaped(value))\">"
    }

    private func field(_ question: QuestionDocument) -> String {
        let name = Self.escaped(question.id)
        var help = [question.reden, question.toelichting, question.langeToelichting].compactMap { $0 }
            .map { "<p class=\"uitleg\">\(Self.escaped($0))</p>" }.joined(separator: "\n")
        if !help.isEmpty { help = "\n\(help)" }
        let title = Self.escaped(question.vraag)
        func choices(_ type: String, _ options: [(value: String, label: String)]) -> String {
            let fields = options.map { option in
                "<label><input type=\"\(type)\" name=\"\(name)\" value=\"\(Self.escaped(option.value))\"> \(Self.escaped(option.label))</label>"
            }
            return "<fieldset><legend>\(title)</legend>\(help)\n\(fields.joined(separator: "\n"))</fieldset>"
        }
        if question.gegevensType == "boolean" {
            return choices("radio", [("ja", chosen("Ja", "Yes")), ("nee", chosen("Nee", "No"))])
        }
        if let options = question.opties, !options.isEmpty {
            return choices(question.meerkeuze == true ? "checkbox" : "radio", options.map { ($0, $0) })
        }
        let mode = question.gegevensType == "number" ? " inputmode=\"decimal\"" : ""
        let type = question.gegevensType == "date" ? "date" : "text"
        return
            "<p><label for=\"antwoord\">\(title)</label></p>\(help)\n<p><input id=\"antwoord\" type=\"\(type)\" name=\"\(name)\"\(mode)></p>"
    }

    private func answers(_ answer: TreeAnswerDocument) -> String {
        let rows = answer.antwoorden.map { given in
            let source =
                given.laag.map { "\(given.herkomst): \($0) \(given.object ?? "") \(given.objectnaam ?? "")" }
                ?? given.herkomst
            let registered = given.volgensRegister.map {
                " (\(chosen("volgens de registers", "according to the registers")): \(text($0.value)))"
            }
            return
                "<tr><th scope=\"row\">\(Self.escaped(given.naam))</th><td>\(Self.escaped(text(given.waarde.value) + (registered ?? "")))</td><td>\(Self.escaped(source))</td></tr>"
        }
        return """
            <h2>\(chosen("Wat bekend is", "What is known"))</h2>
            <table><tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table>
            """
    }

    private func explanation(_ answer: TreeAnswerDocument) -> String {
        var parts: [String] = []
        for step in answer.uitleg {
            let value = step.uitkomst.map { text($0.value) } ?? chosen("nog niet bekend", "not known yet")
            parts.append("<h3>\(Self.escaped(step.beslissing)): \(Self.escaped(value))</h3>")
            if let expression = step.uitdrukking { parts.append("<p><code>\(Self.escaped(expression))</code></p>") }
            if step.regels.isEmpty, step.uitdrukking == nil {
                parts.append("<p>\(chosen("Geen regel is van toepassing.", "No rule applies."))</p>")
            }
            for rule in step.regels {
                let conditions = rule.voorwaarden.map { condition in
                    let value = condition.waarde.map { text($0.value) } ?? chosen("onbekend", "unknown")
                    return "\(condition.naam): \(condition.inWoorden) (\(value))"
                }
                let texts = [rule.toelichting, rule.langeToelichting, rule.bron].compactMap { $0 }
                parts.append(
                    "<p>\(chosen("Regel", "Rule")) \(rule.nummer) → \(Self.escaped(rule.uitkomst))</p>"
                        + bullets(conditions + texts)
                )
            }
        }
        let title = "<h2>\(chosen("Waarom", "Why"))</h2>"
        let steps = parts.joined(separator: "\n")
        if answer.status != "open" { return "\(title)\n\(steps)" }
        // All that may still follow is much to read.
        let summary = chosen("Alle regels die nog kunnen gelden", "All rules that may still apply")
        return "\(title)\n<details><summary>\(summary)</summary>\n\(steps)\n</details>"
    }

    private func source(_ answer: TreeAnswerDocument) -> String {
        let since = answer.bron.geldigVan.map { ", \(chosen("geldig vanaf", "valid from")) \($0)" } ?? ""
        return """
            <footer><p>\(chosen("Bron", "Source")): \(Self.escaped(answer.bron.bestand + since)). \
            \(chosen("Gegevensversie", "Data version")) \(Self.escaped(answer.dataVersie)).</p>
            <p>\(Self.escaped(answer.disclaimer))</p></footer>
            """
    }
}
