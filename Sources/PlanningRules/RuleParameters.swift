/// The rules that came with the Omgevingswet into every omgevingsplan, as far as they can be computed: the contents of
/// `Data/rules/bruidsschat.json`.
///
/// Article 22.27 frees from the permit of 22.26 while the plan goes on to hold; what 22.36 names fits the plan whatever the
/// plan says. They are two effects and stay apart.
public struct Bruidsschat: Decodable, Sendable {
    /// One thing that is free under conditions.
    public struct Part: Decodable, Sendable {
        /// `22.27`
        public let artikel: String
        /// `a`
        public let onderdeel: String
        public let activiteit: BilingualText
        public let rechtsgevolg: BilingualText
        public let voorwaarden: [Condition]
    }

    public struct Condition: Decodable, Sendable {
        public let naam: String
        public let onderdeel: String?
        /// `ten hoogste`, `meer dan`, `minder dan`; nil when it is no number.
        public let vergelijking: String?
        /// A decimal number with a point; nil when the bound depends on the plot.
        public let waarde: String?
        public let eenheid: String?
        public let tekst: BilingualText
        /// The bound as a function of the plot's bebouwingsgebied.
        public let stukken: [Piece]?
        public let plafond: String?

        /// The bound in thousandths of its unit.
        public var thousandths: Int64? { waarde.flatMap { ExactThousandths.read($0, unit: nil) } }

        /// The bound for a bebouwingsgebied, both in thousandths of m²; nil when it does not depend on that. Exact to the
        /// thousandth, rounded down.
        public func bound(bebouwingsgebied area: Int64) -> Int64? {
            guard let stukken, area >= 0 else { return nil }
            func read(_ text: String?) -> Int64? { text.flatMap { ExactThousandths.read($0, unit: nil) } }
            guard let piece = stukken.first(where: { read($0.tot).map { area <= $0 } ?? true }),
                let base = read(piece.basis), let share = read(piece.deel), let above = read(piece.boven)
            else { return nil }
            let bound = base + (area - above) * share / 1_000
            return min(bound, read(plafond) ?? bound)
        }
    }

    /// `basis` plus `deel` of what the area has above `boven`, for areas up to and including `tot`.
    public struct Piece: Decodable, Sendable {
        public let tot: String?
        public let basis: String
        public let deel: String
        public let boven: String
    }

    public let naam: String
    public let bron: String
    /// ISO 8601 days; the second is the first on which they no longer hold.
    public let geldigVan: String
    public let geldigTot: String?
    public let uitzonderingen: BilingualText
    public let onderdelen: [Part]
}

/// What has to be done for what a rule asks, and how long it takes: the contents of `Data/rules/procedures.json`.
public struct ProcedureTerms: Decodable, Sendable {
    public struct Procedure: Decodable, Sendable {
        /// As ``ActivityQualification/dutchName``.
        public let kwalificatie: String
        public let procedure: String
        /// ISO 8601 durations.
        public let termijn: String?
        public let verlenging: String?
        public let bron: String
        public let tekst: BilingualText
    }

    public let naam: String
    public let geldigVan: String
    public let geldigTot: String?
    public let procedures: [Procedure]
}
