import GeoValues
import XMLBridge

/// Reads the papers that come with plans (STRI2008 and STRI2012: Standaard Toegankelijkheid Ruimtelijke Instrumenten): the
/// manifest, which lists all plans of an authority, and the geleideformulier, which lists the files of one plan.
///
/// Layers, both without places: `plandossier`, one row per plan, and `planonderdeel`, one row per file.
public final class PlanExchangeReader: FeatureReader {
    private let document: DeliveredDocument
    private let unpacked: UnpackedDocument
    private let xml: XMLSubtreeReader
    /// Read and not handed out yet, the last one first.
    private var waiting: [SourceFeature] = []
    private var plans: [String] = []

    init(_ document: DeliveredDocument) throws {
        self.document = document
        unpacked = try UnpackedDocument(document)
        xml = try XMLSubtreeReader(path: unpacked.path, name: document.path)
    }

    /// A file on disk, plain or compressed with gzip.
    public convenience init(path: String) throws { try self.init(DeliveredDocument(path: path)) }

    private var isManifest: Bool { xml.root.name.lowercased() == "manifest" }

    /// The manifest's authority, or the plan of the geleideformulier.
    public var sourceName: String? {
        if isManifest { return xml.root.attribute("OverheidsCode").map { "manifest-\($0)" } }
        return plans.isEmpty ? nil : "geleideformulier-\(plans.joined(separator: "+"))"
    }

    /// The date of the document.
    public var referenceDate: Int32? { xml.root.attribute("Datum").flatMap(CalendarDay.day) }

    public func next() throws -> SourceFeature? {
        while waiting.isEmpty {
            let found = try xml.next { $0.depth == 1 && ($0.name == "Dossier" || $0.name == "Plan") }
            guard let element = found else { return nil }
            var rows: [SourceFeature] = []
            if element.name == "Plan" {
                add(element, dossier: nil, to: &rows)
            } else {
                for plan in element.children where plan.name == "Plan" { add(plan, dossier: element, to: &rows) }
            }
            waiting = rows.reversed()
        }
        return waiting.popLast()
    }

    private func add(_ plan: XMLElement, dossier: XMLElement?, to rows: inout [SourceFeature]) {
        let identifier = plan.attribute("Id") ?? ""
        plans.append(identifier)
        var row = SourceFeature(
            layer: "plandossier",
            identifier: identifier,
            place: "\(document.name), regel \(plan.line)"
        )
        if identifier.isEmpty { row.problem = "the Plan has no Id" }
        func add(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { row.attributes.append((name, .text(text))) }
        }
        add("dossier", dossier?.attribute("Id"))
        add("dossierstatus", dossier?.attribute("Status"))
        add("overheids_code", xml.root.attribute("OverheidsCode"))
        add("naam_overheid", xml.root.attribute("NaamOverheid"))
        var files: [(kind: String, base: String, element: XMLElement)] = []
        for child in plan.children {
            switch child.name {
            case "Onderdelen", "Supplementen":
                let base = child.attribute("BasisURL") ?? ""
                files += child.children.map { ($0.name, base, $0) }
            default:
                for leaf in child.children.isEmpty ? [child] : child.children {
                    let text = IMROAttributes.trimmed(leaf.text)
                    if leaf.name == "Naam" { row.name = text }
                    if leaf.name == "Datum", let day = CalendarDay.day(text) {
                        row.attributes.append(("datum", .date(day)))
                    } else if leaf.name != "Naam" {
                        add(ElementName.snakeCase(leaf.name), text)
                    }
                }
            }
        }
        add("historisch", plan.attribute("Historisch"))
        rows.append(row)
        for (order, file) in files.enumerated() {
            let text = IMROAttributes.trimmed(file.element.text)
            rows.append(
                SourceFeature(
                    layer: "planonderdeel",
                    identifier: "\(identifier)/\(order + 1)",
                    name: text,
                    attributes: [
                        ("planId", .text(identifier)), ("soort", .text(file.kind)),
                        ("url", .text(text.contains("://") ? text : file.base + text)),
                    ],
                    place: "\(document.name), regel \(file.element.line)",
                    problem: row.problem
                )
            )
        }
    }
}
