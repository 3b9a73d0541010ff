import Foundation
import GeoValues
import XMLBridge

/// What a delivery says of its regulation: STOP's identification, metadata and time stamps (modules of `imop-data`).
struct RegulationHeader: Sendable {
    /// `FRBRWork` of the regulation, as `/akn/nl/act/gm0297/2019/reg456`.
    var work: String?
    /// `FRBRExpression` of this version.
    var expression: String?
    var version: String?
    var citationTitle: String?
    var officialTitle: String?
    /// What stands above the text.
    var heading: String?
    /// `/tooi/id/gemeente/gm0297`.
    var authority: String?
    var maker: String?
    var kind: String?
    var purpose: String?
    /// First day in force (`juridischWerkendVanaf`), in days since 1970-01-01.
    var inForceFrom: Int32?
    /// Day of announcement.
    var announcedOn: Int32?
    /// Whether the delivery holds a whole regulation text; if not, it changes one.
    var hasWholeText = false
    /// Whether it holds changes of a text.
    var hasChanges = false
    /// Whether it is a draft, of which nothing holds yet: `soortProcedure` of the decision, `procedurestatus` of the objects.
    var isDraft = false
    /// Regulations that it withdraws, and the `doel` of which the day is that on which they end.
    private(set) var withdrawals: [(work: String, purpose: String?)] = []
    /// Of each `doel` the day in force.
    private var dayOfPurpose: [String: Int32] = [:]

    /// What names the regulation in answers, and its source in a workspace: its work, of a draft the version, since it stands beside
    /// what is in force; nil when the delivery names none.
    var identifier: String? { isDraft ? expression ?? work.map { "\($0)/ontwerp" } : work }

    var title: String? { citationTitle ?? officialTitle ?? heading }

    /// Names of the elements that hold the text of a whole regulation.
    static let wholeTexts: Set = [
        "RegelingCompact", "RegelingKlassiek", "RegelingTijdelijkdeel", "RegelingVrijetekst",
    ]

    /// Names of the elements that hold changes of a text.
    static let changes: Set = ["RegelingMutatie", "BesluitMutatie"]

    /// On which day it withdraws a regulation; nil when it does not.
    func withdrawalDay(of work: String) -> Int32? {
        guard let withdrawal = withdrawals.first(where: { $0.work == work }) else { return nil }
        return withdrawal.purpose.flatMap { dayOfPurpose[$0] } ?? inForceFrom ?? announcedOn
    }

    /// First day in force of what has a `doel`, as far as this delivery tells.
    func day(ofPurpose purpose: String) -> Int32? { dayOfPurpose[purpose] }

    /// `/akn/nl/act/gm0297/2019/reg456` of `/akn/nl/act/gm0297/2019/reg456/nld@2`.
    private static func work(ofExpression text: String) -> String {
        text.range(of: "/nld@").map { String(text[..<$0.lowerBound]) } ?? text
    }

    /// Takes from one document what it says of the regulation; what was known already stays.
    mutating func add(_ root: XMLElement) {
        if let found = root.first(where: { Self.wholeTexts.contains($0.name) }) {
            hasWholeText = true
            heading = heading ?? found.first("RegelingOpschrift").flatMap(Self.inline)
        }
        if let change = root.first(where: { Self.changes.contains($0.name) }) {
            hasChanges = true
            if let was = change.attribute("was") ?? change.attribute("wordt") {
                work = work ?? Self.work(ofExpression: was)
            }
        }
        root.forEach("Intrekking") { element in
            guard let instrument = element.first("instrument")?.content else { return }
            withdrawals.append((Self.work(ofExpression: instrument), element.first("doel")?.content))
        }
        if root.first("BesluitMetadata")?.first("soortProcedure")?.content?.hasSuffix("proceduretype_ontwerp") == true {
            isDraft = true
        }
        if let found = root.first("WorkIDRegeling")?.content { work = work ?? found }
        if let found = root.first("DoelID")?.content { purpose = purpose ?? found }
        // A decision identifies itself too; an information object lies under /join.
        if let found = root.first(where: {
            $0.name == "FRBRExpression" && $0.content?.hasPrefix("/akn/nl/act/") == true
        }) {
            expression = expression ?? found.content
        }
        expression = expression ?? root.first(where: { Self.changes.contains($0.name) })?.attribute("wordt")
        if let found = root.first(where: { $0.name == "FRBRWork" && $0.content?.hasPrefix("/akn/nl/act/") == true }) {
            work = work ?? found.content
        }
        let own = root.first("RegelingVersieInformatie") ?? root
        if let metadata = own.first("RegelingMetadata") {
            citationTitle = citationTitle ?? metadata.first("citeertitel")?.content
            officialTitle = officialTitle ?? metadata.first("officieleTitel")?.content
            authority = authority ?? metadata.first("eindverantwoordelijke")?.content
            maker = maker ?? metadata.first("maker")?.content
            kind = kind ?? metadata.first("soortRegeling")?.content
        }
        version = version ?? own.first("RegelingVersieMetadata")?.first("versienummer")?.content
        if let stamps = root.first("Tijdstempels") {
            for stamp in stamps.children where stamp.child("soortTijdstempel")?.content == "juridischWerkendVanaf" {
                let day = stamp.child("datum")?.content.flatMap(CalendarDay.day)
                inForceFrom = inForceFrom ?? day
                if let purpose = stamp.child("doel")?.content, let day { dayOfPurpose[purpose] = day }
            }
        }
        announcedOn = announcedOn ?? root.first("bekendOp")?.content.flatMap(CalendarDay.day)
        // A change of a regulation names the authority with the decision only.
        authority = authority ?? root.first("BesluitMetadata")?.first("eindverantwoordelijke")?.content
    }

    private static func inline(_ element: XMLElement) -> String? {
        let text = RegulationText.plain(element)
        return text.isEmpty ? nil : text
    }

    /// The row of layer `regeling`.
    func feature(place: String, history: ObjectHistory.Span, bruidsschat: String?) -> SourceFeature {
        let attributes: [(String, String?)] = [
            ("expressie", expression), ("versie", version), ("officieleTitel", officialTitle),
            ("citeertitel", citationTitle), ("eindverantwoordelijke", authority), ("maker", maker),
            ("soortRegeling", kind), ("doel", purpose), ("bruidsschat", bruidsschat),
        ]
        var feature = SourceFeature(
            layer: "regeling",
            identifier: identifier ?? "",
            name: title,
            attributes: attributes.compactMap { name, text in text.map { (name, .text($0)) } },
            validFrom: history.from,
            validUntil: history.until,
            place: place,
            isHistoric: history.isHistoric
        )
        if isDraft {
            feature.attributes.append(("procedurestatus", .text("ontwerp")))
            if let work { feature.attributes.append(("ontwerpVan", .text(work))) }
        }
        if let inForceFrom { feature.attributes.append(("inWerkingVanaf", .date(inForceFrom))) }
        if let announcedOn { feature.attributes.append(("bekendOp", .date(announcedOn))) }
        return feature
    }
}
