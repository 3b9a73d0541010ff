/// The element names that the BAG reader looks at, by the spelling of BAG 2.0's schemas (`v20200601`).
///
/// The namespaces have no scheme and may change with the schema, so only local names count.
enum BAGElement: String, CaseIterable {
    // Records.
    case bagObject, kenmerkInOnderzoek
    case standTechnischeDatum = "StandTechnischeDatum"
    case objectType
    // What a record of a mutation stands in.
    case was, wordt
    // The seven objects.
    case pand = "Pand"
    case verblijfsobject = "Verblijfsobject"
    case ligplaats = "Ligplaats"
    case standplaats = "Standplaats"
    case nummeraanduiding = "Nummeraanduiding"
    case openbareRuimte = "OpenbareRuimte"
    case woonplaats = "Woonplaats"
    // Their properties.
    case identificatie, status, geometrie, geconstateerd, documentdatum, documentnummer
    case oorspronkelijkBouwjaar, gebruiksdoel, oppervlakte
    case heeftAlsHoofdadres, heeftAlsNevenadres
    case nummeraanduidingRef = "NummeraanduidingRef"
    case pandRef = "PandRef"
    case openbareRuimteRef = "OpenbareRuimteRef"
    case woonplaatsRef = "WoonplaatsRef"
    case huisnummer, huisletter, huisnummertoevoeging, postcode, typeAdresseerbaarObject
    case naam, verkorteNaam, type
    // History.
    case voorkomenidentificatie, beginGeldigheid, eindGeldigheid, tijdstipRegistratie, eindRegistratie
    case tijdstipInactief, tijdstipNietBag
    case tijdstipInactiefLV, tijdstipNietBagLV
    // In onderzoek.
    case kenmerk, inOnderzoek

    /// In the order of ``position``.
    static let all = allCases
    /// In the order of ``position``.
    static let spellings = allCases.map(\.rawValue)
    static let records: [BAGElement] = [.bagObject, .kenmerkInOnderzoek, .standTechnischeDatum, .objectType]

    private static let positions = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, Int32($0)) })

    /// Position in ``spellings``.
    var position: Int32 { Self.positions[self] ?? -1 }

    /// Whether it tells that a voorkomen is historic, or which one it is.
    var isHistory: Bool {
        switch self {
        case .identificatie, .voorkomenidentificatie, .beginGeldigheid, .eindGeldigheid, .eindRegistratie,
            .tijdstipInactief, .tijdstipNietBag, .tijdstipInactiefLV, .tijdstipNietBagLV:
            true
        default: false
        }
    }
}
