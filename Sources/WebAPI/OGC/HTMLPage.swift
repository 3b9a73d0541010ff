/// A plain page that needs no script: headings, paragraphs, links, lists and tables.
struct HTMLPage {
    let isEnglish: Bool
    private let title: String
    private var body = ""

    init(_ title: String, english: Bool) {
        self.title = title
        isEnglish = english
    }

    var text: String {
        """
        <!doctype html>
        <html lang="\(isEnglish ? "en" : "nl")">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTMLPage.escaped(title))</title>
        <style>
        body { font-family: sans-serif; line-height: 1.5; margin: 1rem auto; max-width: 75rem; padding: 0 1rem; }
        a { display: inline-block; min-height: 1.5rem; }
        table { border-collapse: collapse; }
        th, td { border: 1px solid #767676; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
        .wide { overflow-x: auto; }
        </style>
        </head>
        <body>
        <nav><a href="\(OGCAddress.root)">OGC API</a> · <a href="\(OGCAddress.root)/collections">\(isEnglish ? "Collections" : "Collecties")</a></nav>
        <main>
        <h1>\(HTMLPage.escaped(title))</h1>
        \(body)</main>
        </body>
        </html>

        """
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    mutating func paragraph(_ text: String) { body += "<p>\(HTMLPage.escaped(text))</p>\n" }

    mutating func heading(_ text: String) { body += "<h2>\(HTMLPage.escaped(text))</h2>\n" }

    mutating func list(_ items: [String]) {
        body += "<ul>\n" + items.map { "<li>\(HTMLPage.escaped($0))</li>\n" }.joined() + "</ul>\n"
    }

    mutating func links(_ links: [OGCLink]) {
        let items = links.map { link in
            "<li><a rel=\"\(HTMLPage.escaped(link.rel))\" href=\"\(HTMLPage.escaped(link.href))\">"
                + "\(HTMLPage.escaped(link.title))</a></li>\n"
        }
        body += "<ul>\n" + items.joined() + "</ul>\n"
    }

    /// A cell of a table, perhaps a link.
    struct Cell {
        let text: String
        var href: String?
    }

    /// - Parameter caption: what the table holds, for who does not see it.
    mutating func table(caption: String, _ head: [String], _ rows: [[Cell]]) {
        body +=
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"\(HTMLPage.escaped(caption))\">\n<table>\n"
        body += "<caption>\(HTMLPage.escaped(caption))</caption>\n"
        if !head.isEmpty {
            body += "<tr>" + head.map { "<th scope=\"col\">\(HTMLPage.escaped($0))</th>" }.joined() + "</tr>\n"
        }
        for row in rows {
            body += "<tr>"
            for (column, cell) in row.enumerated() {
                let text = HTMLPage.escaped(cell.text)
                let inner = cell.href.map { "<a href=\"\(HTMLPage.escaped($0))\">\(text)</a>" } ?? text
                body += head.isEmpty && column == 0 ? "<th scope=\"row\">\(inner)</th>" : "<td>\(inner)</td>"
            }
            body += "</tr>\n"
        }
        body += "</table>\n</div>\n"
    }
}
