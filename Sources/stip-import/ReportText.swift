import Foundation
import Importing

/// An import report for people.
enum ReportText {
    static let shownFindings = 10

    /// - Parameter limit: findings that are listed of each layer.
    static func lines(_ report: ImportReport, limit: Int = shownFindings) -> [String] {
        var lines = ["\(report.origin) (\(report.format)) as \(report.source)"]
        for layer in report.layers {
            var parts = ["read \(layer.read)", "imported \(layer.imported)"]
            for (name, count) in [
                ("historic", layer.historic), ("duplicate", layer.duplicate), ("repaired", layer.repaired),
                ("vertices noded", layer.noded),
                ("without place", layer.withoutPlace), ("rejected", layer.rejected),
            ] where count > 0 { parts.append("\(name) \(count)") }
            let name = layer.layer.padding(toLength: max(24, layer.layer.count), withPad: " ", startingAt: 0)
            lines.append("  \(name) \(parts.joined(separator: ", "))")
            for finding in layer.findings.prefix(limit) {
                let detail = finding.detail.map { " \($0)" } ?? ""
                lines.append(
                    "    \(finding.code.rawValue): \(finding.identifier) (\(finding.place)) \(finding.code.sentence)\(detail)"
                )
            }
            if layer.findings.count > limit {
                lines.append(
                    "    … and \(layer.findings.count - limit) more; stip report --source \(report.source) lists all"
                )
            }
        }
        for note in report.notes { lines.append("  note: \(note)") }
        return lines
    }
}
