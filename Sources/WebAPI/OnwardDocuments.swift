import DecisionTrees
import FeatureLayers
import PlanningRules
import Registers
import Service

/// Makes the links onward of an answer and of its rules: those that are configured, and the decision trees that are loaded.
struct OnwardDocuments {
    let trees: DecisionTreeSnapshot
    private let place: PlaceDocument
    private let templates: [OnwardLinks.Template]
    private let served: [ServedTree]
    /// `GM0998`; nil when the place lies in none that is known, or in several.
    let municipality: String?
    private let activity: String?
    /// Decision trees are asked at a point; of an area they ask where.
    private let isPoint: Bool

    init(_ asked: RuleDocumentation) {
        let codes = Set(
            asked.answer.hits.compactMap { hit in
                hit.layer == "gemeentegebied"
                    ? asked.snapshot.registers.segment(hit.layer, hit.reference)?.identifier(hit.reference.feature)
                    : nil
            }
        )
        let municipality = codes.count == 1 ? codes.first : nil
        self.municipality = municipality
        templates = asked.service.onwardLinks.templates.filter {
            $0.municipality == nil || $0.municipality == municipality
        }
        trees = asked.service.decisionTrees.snapshot
        served = trees.trees(onDay: asked.question.day).filter { $0.decision.concept?.activity != nil }
        activity = asked.question.activity
        place = asked.subject.place
        if case .point = asked.answer.place { isPoint = true } else { isPoint = false }
    }

    /// Of the answer: what needs no rule, and the trees of this municipality that are about what was asked.
    var links: [LinkDocument] {
        let own = municipality.map { "nl.imow-\($0.lowercased())." }
        let wanted = activity?.lowercased()
        let query = isPoint ? "?lon=\(place.crs84.lon)&lat=\(place.crs84.lat)" : ""
        let found = served.filter { tree in
            guard let own, let subject = tree.decision.concept?.activity, subject.hasPrefix(own) else { return false }
            return wanted.map { subject.lowercased().contains($0) || tree.decision.name.lowercased().contains($0) }
                ?? true
        }
        return configured(activity: activity, rule: nil) + found.map { link($0, query) }
    }

    /// Of a rule: what names the rule or its activity, and the trees about that activity. They are the same at every point.
    func links(_ rule: Rule) -> [LinkDocument] {
        var activity: String?
        if case .activity(let content) = rule.content { activity = content.identifier }
        let found = activity.map { activity in served.filter { $0.decision.concept?.activity == activity } } ?? []
        return configured(activity: activity, rule: rule.identifier) + found.map { link($0, "") }
    }

    private func configured(activity: String?, rule: String?) -> [LinkDocument] {
        templates.compactMap { template in
            // What says nothing of the rule stands at the answer, once; what says something of the place too.
            let isOfPlace = template.uses(.longitude) || template.uses(.latitude)
            guard rule == nil || !isOfPlace && (template.uses(.rule) || template.uses(.activity)) else { return nil }
            let address = template.address { variable in
                switch variable {
                case .activity: activity.map(PercentEncoding.query)
                case .municipality: municipality
                case .longitude: "\(place.crs84.lon)"
                case .latitude: "\(place.crs84.lat)"
                case .rule: rule.map(PercentEncoding.query)
                }
            }
            return address.map { LinkDocument(rel: template.relation, href: $0, titel: template.title) }
        }
    }

    private func link(_ tree: ServedTree, _ query: String) -> LinkDocument {
        let name = tree.decision.name
        return LinkDocument(
            rel: "beslisboom",
            href: "/v1/beslisbomen/\(PercentEncoding.query(tree.identifier))\(query)",
            titel: BilingualText(dutch: "Vragenboom: \(name)", english: "Decision tree: \(name)")
        )
    }
}
