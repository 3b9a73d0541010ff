/// A level of government that decides on permits.
public enum AdministrativeLevel: String, Decodable, Sendable, CaseIterable {
    case municipality = "gemeente"
    case province = "provincie"
    case waterBoard = "waterschap"
    case state = "rijk"

    /// The layer with the areas of its authorities; nil: it has one, for the whole land.
    public var layer: String? {
        switch self {
        case .municipality: "gemeentegebied"
        case .province: "provinciegebied"
        case .waterBoard: "waterschapsgebied"
        case .state: nil
        }
    }
}

/// Which level of government decides on which activity: the contents of `Data/rules/bevoegd-gezag.json`.
public struct AuthorityRules: Decodable, Sendable {
    public struct Assignment: Decodable, Sendable {
        /// What the law calls the activity.
        public let activiteit: BilingualText
        /// What a name in small letters holds when it is this activity.
        public let woorden: [String]
        /// What a name does not hold then: by such a word it is another of the activities.
        public let behalve: [String]?
        public let bestuurslaag: AdministrativeLevel
        /// The articles that say so.
        public let bron: String
        /// When it is another who decides.
        public let uitzondering: BilingualText?

        fileprivate func isMeant(by name: String) -> Bool {
            woorden.contains { name.contains($0) } && !(behalve ?? []).contains { name.contains($0) }
        }
    }

    public let naam: String
    /// ISO 8601 days; the second is the first on which they no longer hold.
    public let geldigVan: String
    public let geldigTot: String?
    /// For all that ``activiteiten`` does not know.
    public let standaard: Assignment
    public let activiteiten: [Assignment]

    /// Who decides on an activity: all that its name may be, else the default. Without a name everyone, the default first.
    public func assignments(for activity: String?) -> [Assignment] {
        guard let name = activity?.lowercased() else { return [standaard] + activiteiten }
        let found = activiteiten.filter { $0.isMeant(by: name) }
        return found.isEmpty ? [standaard] : found
    }
}
