import FeatureLayers
import GeoValues
public import Registers

/// Import reports as one HTML page that needs nothing else: counts, a map of all findings, and a sketch of what lies around
/// each.
public struct ReportPage {
    /// Findings that are listed with a sketch each, per layer; beyond that number they are listed without.
    static let sketchLimit = 200

    private let reports: [ImportReport]
    private let snapshot: RegisterSnapshot

    /// - Parameter snapshot: the data that the sketches show.
    public init(_ reports: [ImportReport], snapshot: RegisterSnapshot) {
        self.reports = reports
        self.snapshot = snapshot
    }

    /// The page as UTF-8 text.
    public func html() -> String {
        var body = "<h1>Import report</h1>\n"
        body +=
            "<p>\(reports.count) source\(reports.count == 1 ? "" : "s"). Places are RD New (EPSG:28992) in metres.</p>\n"
        for report in reports { body += section(report) }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Import report</title>
            <style>
            :root { color-scheme: light dark; --line: #8886; --soft: #8882; --accent: #b3121d; }
            body { font: 1rem/1.5 "Open Sans", "Segoe UI", Arial, sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem; }
            table { border-collapse: collapse; margin: 0.5rem 0 1rem; }
            th, td { border: 1px solid var(--line); padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
            svg { border: 1px solid var(--line); max-width: 100%; }
            .shape { fill: var(--soft); stroke: currentColor; stroke-width: 1; vector-effect: non-scaling-stroke; }
            .cell { fill: var(--soft); }
            .finding { fill: var(--accent); fill-opacity: 0.35; stroke: var(--accent); vector-effect: non-scaling-stroke; }
            details { margin: 0.5rem 0; }
            .source { margin-top: 2rem; }
            </style>
            </head>
            <body>
            \(body)</body>
            </html>

            """
    }

    private func section(_ report: ImportReport) -> String {
        var text = "<section class=\"source\">\n<h2>\(ReportPage.escaped(report.source))</h2>\n"
        text +=
            "<p>From \(ReportPage.escaped(report.origin)) (\(ReportPage.escaped(report.format))).</p>\n<table>\n<tr>"
        let headings = [
            "layer", "read", "imported", "historic", "duplicate", "rejected", "repaired", "without place",
            "vertices noded",
        ]
        for (place, heading) in headings.enumerated() {
            text += "<th\(place == 0 ? "" : " class=\"number\"") scope=\"col\">\(heading)</th>"
        }
        text += "</tr>\n"
        for layer in report.layers {
            let counts = [
                layer.read, layer.imported, layer.historic, layer.duplicate, layer.rejected, layer.repaired,
                layer.withoutPlace, layer.noded,
            ]
            text += "<tr><th scope=\"row\">\(ReportPage.escaped(layer.layer))</th>"
            for count in counts { text += "<td class=\"number\">\(count)</td>" }
            text += "</tr>\n"
        }
        text += "</table>\n"
        text += FindingMap(report, snapshot: snapshot).svg()
        for note in report.notes { text += "<p>Note: \(ReportPage.escaped(note))</p>\n" }
        for layer in report.layers where !layer.findings.isEmpty { text += findings(of: layer) }
        return text + "</section>\n"
    }

    private func findings(of layer: LayerReport) -> String {
        var text = "<details\(layer.findings.count <= 20 ? " open" : "")>"
        text += "<summary>\(ReportPage.escaped(layer.layer)): \(layer.findings.count) findings</summary>\n<table>\n"
        text += "<tr><th scope=\"col\">what</th><th scope=\"col\">identifier</th><th scope=\"col\">in the source</th>"
        text += "<th scope=\"col\">place (x, y)</th><th scope=\"col\">surroundings</th></tr>\n"
        for (number, finding) in layer.findings.enumerated() {
            let detail = finding.detail.map { " \(ReportPage.escaped($0))" } ?? ""
            text += "<tr><td><strong>\(finding.code.rawValue)</strong><br>\(finding.code.sentence)\(detail)</td>"
            text +=
                "<td>\(ReportPage.escaped(finding.identifier))</td><td>\(ReportPage.escaped(finding.place))</td><td>"
            if let box = finding.area {
                let x = Metres((Int64(box.minX) + Int64(box.maxX)) / 2)
                let y = Metres((Int64(box.minY) + Int64(box.maxY)) / 2)
                text += "\(x), \(y)"
            } else {
                text += "not said"
            }
            text += "</td><td>"
            if let box = finding.area, number < ReportPage.sketchLimit {
                text += FindingSketch(box, layer: layer.layer, snapshot: snapshot).svg()
            }
            text += "</td></tr>\n"
        }
        return text + "</table></details>\n"
    }

    /// Text as HTML content or attribute value.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

/// Millimetres written as metres with three decimals.
struct Metres: CustomStringConvertible {
    let millimetres: Int64

    init(_ millimetres: Int64) {
        self.millimetres = millimetres
    }

    var description: String {
        let rest = String(abs(millimetres) % 1000)
        let sign = millimetres < 0 ? "-" : ""
        return "\(sign)\(abs(millimetres) / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}

extension Finding {
    /// Where it lies; nil when the feature does not say.
    var area: RDBox? {
        box.flatMap { $0.count == 4 ? RDBox(minX: $0[0], minY: $0[1], maxX: $0[2], maxY: $0[3]) : nil }
    }
}
