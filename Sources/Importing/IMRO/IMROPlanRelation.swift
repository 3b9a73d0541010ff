import XMLBridge

/// What another plan is to this one: `ExternPlanReferentie` of IMRO2008 and IMRO2012.
///
/// The raw values are the names that the API of Ruimtelijke Plannen (Informatiehuis Ruimte, version 4) gives them.
enum IMROPlanRelation: String, CaseIterable {
    case vervangt
    case muteert
    case gedeeltelijkeHerzieningVan
    case tenGevolgeVan
    case uitTeWerkenIn
    case uitgewerktIn
    case gebruiktInformatieUit

    /// Reads `rolExternPlan`, whose wording differs by instrument and version: "ter vervanging van extern plan" and
    /// "ter vervanging van extern plan/besluit" are one relation.
    ///
    /// Nil for a role that is not in any of the domains `RolExternPlan`.
    init?(role: String) {
        let role = role.lowercased()
        guard let match = Self.allCases.first(where: { role.contains($0.wording) }) else { return nil }
        self = match
    }

    private var wording: String {
        switch self {
        case .vervangt: "ter vervanging"
        case .muteert: "mutatie"
        case .gedeeltelijkeHerzieningVan: "gedeeltelijke herziening"
        case .tenGevolgeVan: "ten gevolge van"
        case .uitTeWerkenIn: "uit te werken"
        case .uitgewerktIn: "uitgewerkt"
        case .gebruiktInformatieUit: "informatie in"
        }
    }

    /// Relation and other plan of an `ExternPlanReferentie_…`: its identifier, or the name when it has none.
    static func read(_ reference: XMLElement) -> (relation: IMROPlanRelation, plan: String)? {
        func text(_ name: String) -> String? {
            let part = reference.children.first { $0.name.hasPrefix(name) }
            return part.map { IMROAttributes.trimmed($0.text) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let role = text("rolExternPlan"), let relation = IMROPlanRelation(role: role) else { return nil }
        return (text("idnExternPlan") ?? text("naamExternPlan")).map { (relation, $0) }
    }
}
