import GeoValues

/// The kinds of objects of the BAG by the letters of their files.
enum BAGObjectKind: String, CaseIterable {
    case place = "WPL"
    case street = "OPR"
    case number = "NUM"
    case unit = "VBO"
    case building = "PND"
    case mooring = "LIG"
    case pitch = "STA"

    var element: String {
        switch self {
        case .place: "Woonplaats"
        case .street: "OpenbareRuimte"
        case .number: "Nummeraanduiding"
        case .unit: "Verblijfsobject"
        case .building: "Pand"
        case .mooring: "Ligplaats"
        case .pitch: "Standplaats"
        }
    }

    /// `domein` of identifications; only here the second word of OpenbareRuimte is small.
    var domain: String { "NL.IMBAG." + (self == .street ? "Openbareruimte" : element) }
}

/// The XML files of one kind of object, a new one begun after every 10,000 versions.
struct BAGFiles {
    let kind: BAGObjectKind
    let municipality: String
    let day: String
    let folder: String
    private(set) var count = 0
    private var names: [String] = []
    private var file: XMLFile?

    init(kind: BAGObjectKind, municipality: String, day: String, folder: String) {
        self.kind = kind
        self.municipality = municipality
        self.day = day
        self.folder = folder
    }

    /// Writes every version of an object; `body` writes what is between the object's tags, but for the voorkomen.
    mutating func object(_ history: BAGHistory, _ body: (inout XMLText, Int) -> Void) throws {
        for version in history.versions {
            if count % BAGExtract.objectLimit == 0 { try beginFile() }
            count += 1
            file?.xml.open("sl-bag-extract:bagObject")
            file?.xml.open("Objecten:\(kind.element)")
            if var xml = file?.xml.taken() {
                body(&xml, version.number)
                xml.write(version)
                file?.xml = xml
            }
            file?.xml.close("Objecten:\(kind.element)")
            file?.xml.close("sl-bag-extract:bagObject")
        }
        try file?.flush()
    }

    /// Ends the last file and returns the names of all.
    mutating func close() throws -> [String] {
        try endFile()
        return names
    }

    private mutating func beginFile() throws {
        try endFile()
        let name = "\(municipality)\(kind.rawValue)\(day)-\(digits(names.count + 1, 6)).xml"
        names.append(name)
        var file = try XMLFile(path: folder + "/" + name)
        let base = "www.kadaster.nl/schemas/lvbag"
        file.xml.open(
            "sl-bag-extract:bagStand",
            "xmlns:Objecten=\"\(base)/imbag/objecten/v20200601\" xmlns:gml=\"http://www.opengis.net/gml/3.2\" "
                + "xmlns:Historie=\"\(base)/imbag/historie/v20200601\" "
                + "xmlns:Objecten-ref=\"\(base)/imbag/objecten-ref/v20200601\" "
                + "xmlns:nen5825=\"\(base)/imbag/nen5825/v20200601\" "
                + "xmlns:KenmerkInOnderzoek=\"\(base)/imbag/kenmerkinonderzoek/v20200601\" "
                + "xmlns:selecties-extract=\"http://\(base)/extract-selecties/v20200601\" "
                + "xmlns:sl-bag-extract=\"http://\(base)/extract-deelbestand-lvc/v20200601\" "
                + "xmlns:sl=\"http://www.kadaster.nl/schemas/standlevering-generiek/1.0\""
        )
        file.xml.open("sl-bag-extract:bagInfo")
        file.xml.area(code: municipality, name: nil)
        file.xml.date("2026-01-01")
        file.xml.close("sl-bag-extract:bagInfo")
        file.xml.open("sl:standBestand")
        file.xml.element("sl:dataset", "LVBAG")
        file.xml.open("sl:inhoud")
        file.xml.element("sl:gebied", "GEMEENTE")
        file.xml.element("sl:leveringsId", "0000000001")
        file.xml.open("sl:objectTypen")
        file.xml.element("sl:objectType", kind.rawValue)
        file.xml.close("sl:objectTypen")
        file.xml.close("sl:inhoud")
        file.xml.open("sl:stand")
        self.file = file
    }

    private mutating func endFile() throws {
        guard var file else { return }
        self.file = nil
        file.xml.close("sl:stand")
        file.xml.close("sl:standBestand")
        file.xml.close("sl-bag-extract:bagStand")
        try file.close()
    }
}

extension BAGHistory {
    /// One version, in force from the beginning.
    init() {
        versions = [Version(number: 1, begin: "2010-01-01", end: nil)]
    }
}

extension XMLText {
    mutating func date(_ date: String) {
        open("selecties-extract:LVC-Extract")
        element("selecties-extract:StandTechnischeDatum", date)
        close("selecties-extract:LVC-Extract")
    }

    mutating func area(code: String, name: String?) {
        let parents = ["Gebied-Registratief", "Gebied-GEM", "GemeenteCollectie", "Gemeente"]
        for parent in parents { open("selecties-extract:\(parent)") }
        element("selecties-extract:GemeenteIdentificatie", code)
        if let name { element("selecties-extract:GemeenteNaam", name) }
        for parent in parents.reversed() { close("selecties-extract:\(parent)") }
    }

    mutating func identification(_ identifier: String, of kind: BAGObjectKind) {
        element("Objecten:identificatie", "domein=\"\(kind.domain)\"", identifier)
    }

    mutating func reference(_ role: String, _ element: String, _ identifiers: [String]) {
        let domain = element == "OpenbareRuimte" ? "Openbareruimte" : element
        open("Objecten:\(role)")
        for identifier in identifiers {
            self.element("Objecten-ref:\(element)Ref", "domein=\"NL.IMBAG.\(domain)\"", identifier)
        }
        close("Objecten:\(role)")
    }

    /// The status and the document that it rests on.
    mutating func status(_ status: String) {
        element("Objecten:status", status)
        element("Objecten:geconstateerd", "N")
        element("Objecten:documentdatum", "2010-01-01")
        element("Objecten:documentnummer", "SYNTH-2010")
    }

    /// A polygon of closed rings, the exterior first.
    mutating func polygon(_ rings: [[RDPoint]], identifier: String, hasHeight: Bool = false) {
        let dimension = hasHeight ? 3 : 2
        open(
            "gml:Polygon",
            "srsName=\"urn:ogc:def:crs:EPSG::28992\" srsDimension=\"\(dimension)\" gml:id=\"\(identifier)\""
        )
        for (place, ring) in rings.enumerated() {
            let side = place == 0 ? "gml:exterior" : "gml:interior"
            open(side)
            open("gml:LinearRing")
            let list = XMLText.coordinates(ring, hasHeight: hasHeight)
            element("gml:posList", "count=\"\(ring.count)\"", list)
            close("gml:LinearRing")
            close(side)
        }
        close("gml:Polygon")
    }

    mutating func write(_ version: BAGHistory.Version) {
        open("Objecten:voorkomen")
        open("Historie:Voorkomen")
        element("Historie:voorkomenidentificatie", "\(version.number)")
        element("Historie:beginGeldigheid", version.begin)
        if let end = version.end { element("Historie:eindGeldigheid", end) }
        // Registered at noon of the day; versions of one day a minute after each other.
        let time = "T12:\(digits(version.number, 2)):00.000"
        let endTime = "T12:\(digits(version.number + 1, 2)):00.000"
        element("Historie:tijdstipRegistratie", version.begin + time)
        if let end = version.end { element("Historie:eindRegistratie", end + endTime) }
        open("Historie:BeschikbaarLV")
        element("Historie:tijdstipRegistratieLV", version.begin + time)
        if let end = version.end { element("Historie:tijdstipEindRegistratieLV", end + endTime) }
        close("Historie:BeschikbaarLV")
        close("Historie:Voorkomen")
        close("Objecten:voorkomen")
    }
}
