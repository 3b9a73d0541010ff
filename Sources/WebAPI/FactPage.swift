import FileBridge
import HTTPTypes
import Hummingbird
import NIOCore
import PlanningRules

/// A fact sheet as an answer: JSON, or by `Accept` a page that is readable without scripts.
struct FactPage {
    private let title: BilingualText
    private let sheet: FactSheet

    init(_ title: BilingualText, _ sheet: FactSheet) {
        self.title = title
        self.sheet = sheet
    }

    func response(_ request: Request) -> Response {
        var response: Response
        if PageRequest.wantsHTML(request) {
            let isEnglish = RequestLanguage.isEnglish(request)
            response = ConditionalRequest.response(
                request,
                Array(html(isEnglish).utf8),
                contentType: "text/html; charset=utf-8",
                [.contentLanguage: isEnglish ? "en" : "nl"]
            )
        } else {
            response = ConditionalRequest.response(
                request,
                sheet.json,
                contentType: "application/json",
                [.contentCRS: "<\(CRSParameter.crs84URI)>"]
            )
        }
        response.headers[.vary] = "Accept, Accept-Language"
        return response
    }

    // MARK: Page

    private func html(_ isEnglish: Bool) -> String {
        let title = HTMLPage.escaped(isEnglish ? self.title.english : self.title.dutch)
        return """
            <!DOCTYPE html>
            <html lang="\(isEnglish ? "en" : "nl")">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/document.css"></head>
            <body><header><p><a href="/">Stip</a></p></header>
            <main><h1>\(title)</h1>
            \(FactPage.facts(sheet, isEnglish))</main></body>
            </html>

            """
    }

    /// The facts of a sheet as a list of names and values.
    static func facts(_ sheet: FactSheet, _ isEnglish: Bool) -> String {
        let items = sheet.facts.map { fact in
            let label = HTMLPage.escaped(isEnglish ? fact.label.english : fact.label.dutch)
            return "<dt>\(label)</dt>\n<dd>\(markup(fact.value, isEnglish))</dd>\n"
        }
        return "<dl>\n\(items.joined())</dl>\n"
    }

    private static func markup(_ value: FactValue, _ isEnglish: Bool) -> String {
        switch value {
        case .text(let text): return HTMLPage.escaped(text)
        case .number(let number): return Int64(exactly: number).map(String.init) ?? "\(number)"
        case .truth(let truth): return truth ? (isEnglish ? "yes" : "ja") : (isEnglish ? "no" : "nee")
        case .sentence(let text): return HTMLPage.escaped(isEnglish ? text.english : text.dutch)
        case .link(let link):
            let text = HTMLPage.escaped(isEnglish ? link.titel.english : link.titel.dutch)
            return "<a rel=\"\(HTMLPage.escaped(link.rel))\" href=\"\(HTMLPage.escaped(link.href))\">\(text)</a>"
        case .geometry(let geometry):
            let text = String(decoding: geometry.json, as: UTF8.self)
            return "<pre>\(HTMLPage.escaped(text))</pre>"
        case .sheet(let sheet): return facts(sheet, isEnglish)
        case .list(let values):
            if values.isEmpty { return isEnglish ? "none" : "geen" }
            return "<ul>\n" + values.map { "<li>\(markup($0, isEnglish))</li>\n" }.joined() + "</ul>\n"
        }
    }
}
