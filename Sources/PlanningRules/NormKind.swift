/// What a norm of a maatvoering is about, the same for all IMRO versions.
public enum NormKind: Hashable, Sendable {
    case maximumBuildingHeight
    case minimumBuildingHeight
    /// `goothoogte`.
    case maximumEavesHeight
    case minimumEavesHeight
    /// `bebouwingspercentage`.
    case maximumCoverage
    case minimumCoverage
    /// `aantal wooneenheden`.
    case maximumDwellings
    case minimumDwellings
    /// `aantal bouwlagen`.
    case maximumStoreys
    case minimumStoreys
    case maximumArea
    case minimumArea
    /// `dakhelling`.
    case maximumRoofPitch
    case minimumRoofPitch
    /// A type that we don't know, as the plan writes it.
    case unknown(String)

    /// Reads a `waardeType`.
    ///
    /// `maximaal`, `maximale` and `max.` (IMRO2008) are `maximum`; of IMRO2006's path (`maatvoering; hoogte; goothoogte;
    /// maximum goothoogte (m)`) the last step counts. A type that says neither minimum nor maximum, or gives another
    /// unit than the kind has, is ``unknown(_:)``: what it bounds can't be told.
    public init(waardeType text: String) {
        self = Self.known(text) ?? .unknown(text)
    }

    /// Reads a concept of IMOW's list `typenorm`, as `…/typenorm/id/concept/MaximumBouwhoogte`.
    public init(concept: String) {
        var words = ""
        for character in NormKind.lastStep(concept) {
            if character.isUppercase, !words.isEmpty { words.append(" ") }
            words += character.lowercased()
        }
        self = Self.known(words) ?? .unknown(concept)
    }

    static func lastStep(_ concept: String) -> String { concept.split(separator: "/").last.map(String.init) ?? concept }

    private static func known(_ text: String) -> NormKind? {
        let lastStep = text.lowercased().split(separator: ";").last ?? ""
        let parts = lastStep.split(separator: "(", maxSplits: 1)
        var words = (parts.first ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else { return nil }
        let isMaximum = ["maximum", "maximaal", "maximale", "max.", "max"].contains(first)
        guard isMaximum || ["minimum", "minimaal", "minimale", "min.", "min"].contains(first) else { return nil }
        words.removeFirst()
        guard let pair = subjects[words.joined(separator: " ")] else { return nil }
        let kind = isMaximum ? pair.maximum : pair.minimum
        if parts.count == 2 {
            let unit = parts[1].prefix { $0 != ")" }.filter { !$0.isWhitespace }
            guard let expected = kind.unit, expected.spellings.contains(unit) else { return nil }
        }
        return kind
    }

    private static let subjects: [String: (maximum: NormKind, minimum: NormKind)] = [
        "bouwhoogte": (.maximumBuildingHeight, .minimumBuildingHeight),
        "goothoogte": (.maximumEavesHeight, .minimumEavesHeight),
        "bebouwingspercentage": (.maximumCoverage, .minimumCoverage),
        "aantal wooneenheden": (.maximumDwellings, .minimumDwellings),
        "aantal woningen": (.maximumDwellings, .minimumDwellings),
        "aantal bouwlagen": (.maximumStoreys, .minimumStoreys),
        "oppervlakte": (.maximumArea, .minimumArea),
        "oppervlak": (.maximumArea, .minimumArea),
        "dakhelling": (.maximumRoofPitch, .minimumRoofPitch),
    ]

    /// The unit of a norm of this kind; nil when the kind is unknown or counts things.
    public var unit: NormUnit? {
        switch self {
        case .maximumBuildingHeight, .minimumBuildingHeight, .maximumEavesHeight, .minimumEavesHeight: .metre
        case .maximumCoverage, .minimumCoverage: .percent
        case .maximumArea, .minimumArea: .squareMetre
        case .maximumRoofPitch, .minimumRoofPitch: .degree
        case .maximumDwellings, .minimumDwellings, .maximumStoreys, .minimumStoreys, .unknown: nil
        }
    }

    /// On which side of the norm's value a plan must stay; nil when the kind is unknown.
    public var comparison: NormComparison? {
        switch self {
        case .maximumBuildingHeight, .maximumEavesHeight, .maximumCoverage, .maximumDwellings, .maximumStoreys,
            .maximumArea, .maximumRoofPitch:
            .atMost
        case .minimumBuildingHeight, .minimumEavesHeight, .minimumCoverage, .minimumDwellings, .minimumStoreys,
            .minimumArea, .minimumRoofPitch:
            .atLeast
        case .unknown: nil
        }
    }
}

/// On which side of a norm's value a plan must stay; the value itself is allowed.
public enum NormComparison: Sendable {
    case atMost
    case atLeast
}

/// The unit of a norm; the raw value is how answers write it.
public enum NormUnit: String, Hashable, Sendable {
    case metre = "m"
    case squareMetre = "m²"
    case percent = "%"
    case degree = "°"

    /// The last steps of IMOW's concepts of this unit, lowercase.
    var concepts: [String] {
        switch self {
        case .metre: ["meter", "m"]
        case .squareMetre: ["vierkantemeter", "m2"]
        case .percent: ["procent", "percentage"]
        case .degree: ["graden", "graad"]
        }
    }

    /// How plans write the unit, lowercase and without spaces.
    var spellings: [String] {
        switch self {
        case .metre: ["m", "m.", "meter"]
        case .squareMetre: ["m2", "m²"]
        case .percent: ["%", "procent"]
        case .degree: ["graden", "°", "º"]
        }
    }
}
