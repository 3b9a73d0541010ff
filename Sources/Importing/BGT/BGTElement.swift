/// What the elements of an IMGeo object mean to the reader, by local name: those of CityGML 2.0 and of IMGeo 2.1. Names of gmllight
/// are first brought to these: ``GMLLightName``.
enum BGTElement: String, CaseIterable {
    case member = "cityObjectMember"
    /// In messages of changes: how an object stood before one.
    case was
    /// Of gmllight.
    case featureMember
    case creationDate, terminationDate
    case publicationTime = "LV-publicatiedatum"
    case registrationTime = "tijdstipRegistratie"
    case registrationEnd = "eindRegistratie"
    case identification = "identificatie"
    case localIdentifier = "lokaalID"
    case relativeHeight = "relatieveHoogteligging"
    /// The label of an openbare ruimte.
    case streetLabel = "openbareRuimteNaam"
    /// The house numbers along a building, each with a place.
    case houseNumbers = "nummeraanduidingreeks"
    case label = "Label"
    case labelText = "tekst"
    case labelPlace = "plaatsingspunt"
    case labelAngle = "hoek"
    case lowestDwelling = "identificatieBAGVBOLaagsteHuisnummer"
    case highestDwelling = "identificatieBAGVBOHoogsteHuisnummer"
    case function, `class`
    case bgtType = "bgt-type"
    case surface = "bgt-fysiekVoorkomen"
    case name = "naam"

    /// In the order of ``position``.
    static let spellings = allCases.map(\.rawValue)
    private static let positions = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, Int32($0)) })

    /// Position in ``spellings``, and so in ``XMLRecordBatch/names``.
    var position: Int32 { Self.positions[self] ?? -1 }

    /// The layer of an object: `bgt_` and IMGeo's name of it, which CityGML names otherwise for the kinds it has itself
    /// (IMGeo 2.1, catalogue, mapping on CityGML).
    static func layer(ofObject name: String) -> String {
        let imgeo =
            switch name.lowercased() {
            case "trafficarea": "wegdeel"
            case "auxiliarytrafficarea": "ondersteunendwegdeel"
            case "railway": "spoor"
            case "plantcover": "begroeidterreindeel"
            case "solitaryvegetationobject": "vegetatieobject"
            case "buildingpart": "pand"
            case "buildinginstallation": "gebouwinstallatie"
            case "bridgeconstructionelement": "overbruggingsdeel"
            case "tunnelpart": "tunneldeel"
            default: name.lowercased()
            }
        return "bgt_" + TableReading.layerName(imgeo)
    }

    /// The code that says that only the plus attributes tell what an object is (BGT catalogue 1.2).
    static let notOfBGT = "niet-bgt"

    static let houseNumberLayer = "bgt_nummeraanduidingreeks"
}
