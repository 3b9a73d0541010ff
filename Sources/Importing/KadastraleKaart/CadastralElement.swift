/// The elements of the kadastrale kaart that the reader looks at, by local name in any version.
enum CadastralElement: String, CaseIterable {
    // Members of the collection.
    case parcelMember = "perceelMember"
    case boundaryMember = "grensMember"
    case qualityMember = "kwaliteitMember"
    /// Of version 4: parcels and boundaries, in either of its two collections.
    case anyMember = "brkkadastralekaartMember"
    case featureMember
    case gbknMember = "FeatureMember"
    // Geometry.
    case boundary = "begrenzingPerceel"
    case line = "grenslijn"
    case lineGeometry = "geometrieLijn"
    case pointGeometry = "geometriePunt"
    case areaGeometry = "geometrieVlak"
    case geometry = "geometrie"
    case labelPlace = "plaatscoordinaten"
    // Identity and history: version 5 has begin and end, version 3 ontstaan and vervallen.
    case identification = "identificatie"
    case localIdentifier = "lokaalID"
    case namespace
    case validFrom = "beginGeldigheid"
    case validUntil = "eindGeldigheid"
    case created = "logischTijdstipOntstaan"
    case expired = "logischTijdstipVervallen"
    case registered = "tijdstipRegistratie"
    case registrationEnd = "eindRegistratie"
    case sequenceNumber = "volgnummer"
    // Properties.
    case section = "sectie"
    case parcelNumber = "perceelnummer"
    case akrCode = "AKRKadastraleGemeenteCode"
    case akrProperty = "aKRKadastraleGemeenteCode"
    case parcelLeft = "perceelLinks"
    case parcelRight = "perceelRechts"
    case boundaryType = "type"
    case code
    case value = "waarde"
    case shiftX = "deltaX"
    case shiftY = "deltaY"
    // Quality.
    case element
    case quality = "kwaliteit"
    case ofBoundary = "vanKadastraleGrens"

    static let spellings = allCases.map(\.rawValue)
    static let members: [CadastralElement] = [
        .parcelMember, .boundaryMember, .qualityMember, .anyMember, .featureMember, .gbknMember,
    ]
    private static let positions = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, Int32($0)) })
    private static let all = allCases

    /// Position in ``spellings``, and so in ``XMLRecordBatch/names``.
    var position: Int32 { Self.positions[self] ?? -1 }

    /// Nil for a name that is none of these.
    init?(position: Int32) {
        guard position >= 0, Int(position) < Self.all.count else { return nil }
        self = Self.all[Int(position)]
    }

    static func layer(ofObject name: String) -> String {
        switch name {
        case "Perceel": "perceel"
        case "KadastraleGrens": "kadastralegrens"
        case "Kwaliteit": "kadastralegrens_kwaliteit"
        case "Annotatie", "Bebouwing": "gbkn_" + name.lowercased()
        default: TableReading.layerName(name)
        }
    }

    /// A number for the columns that hold numbers in PDOK's GeoPackage, else the text.
    static func value(_ text: String, column: String) -> AttributeValue {
        switch column {
        case "perceelnummer", "volgnummer", "kadastrale_grootte_waarde":
            Int64(text).map(AttributeValue.integer) ?? .text(text)
        case "perceelnummer_rotatie", "perceelnummer_verschuiving_delta_x", "perceelnummer_verschuiving_delta_y",
            "rotatiehoek":
            GMLCoordinates.decimal(text).map(AttributeValue.real) ?? .text(text)
        default: .text(text)
        }
    }
}
