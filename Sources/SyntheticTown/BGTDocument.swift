import GeoValues

/// One layer of the BGT as a file.
struct BGTDocument {
    private let content: TownContent
    private let layer: String
    private let name: String
    private var file: XMLFile
    private(set) var count = 0

    init(content: TownContent, layer: String, folder: String) throws {
        self.content = content
        self.layer = layer
        name = "bgt/bgt_\(layer)\(content.town.municipality.suffix).gml"
        file = try XMLFile(path: folder + "/" + name)
        file.xml.open(
            "CityModel",
            "xmlns:gml=\"http://www.opengis.net/gml\" xmlns:imgeo=\"http://www.geostandaarden.nl/imgeo/2.1\" "
                + "xmlns=\"http://www.opengis.net/citygml/2.0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
        )
    }

    /// Returns the file's name relative to the folder.
    mutating func close() throws -> String {
        file.xml.close("CityModel")
        try file.close()
        return name
    }

    mutating func write(_ cover: GroundCover, rings: [PlanShape]) throws {
        let (element, geometry, space) =
            switch cover.layer {
            case .road: ("TrafficArea", "Wegdeel", "transportation")
            case .verge: ("AuxiliaryTrafficArea", "OndersteunendWegdeel", "transportation")
            case .water: ("imgeo:Waterdeel", "Waterdeel", "")
            case .plants: ("PlantCover", "BegroeidTerreindeel", "vegetation")
            case .bare: ("imgeo:OnbegroeidTerreindeel", "OnbegroeidTerreindeel", "")
            }
        begin(element, space: space)
        let (list, surfaces): (String, String) =
            switch cover.layer {
            case .road: ("FunctieWeg", "FysiekVoorkomenWeg")
            case .verge: ("FunctieOndersteunendWegdeel", "FysiekVoorkomenOndersteunendWegdeel")
            case .water: ("TypeWater", "")
            case .plants: ("FysiekVoorkomenBegroeidTerrein", "")
            case .bare: ("FysiekVoorkomenOnbegroeidTerrein", "")
            }
        switch cover.layer {
        case .road, .verge:
            code("function", list, cover.kind)
            code("surfaceMaterial", surfaces, cover.surface)
        case .water:
            let space = "xmlns=\"http://www.opengis.net/citygml/waterbody/2.0\" "
            file.xml.element("class", space + Self.list(list), cover.kind)
        case .plants: code("class", list, cover.kind)
        case .bare: code("imgeo:bgt-fysiekVoorkomen", list, cover.kind)
        }
        file.xml.element("imgeo:geometrie2d\(geometry)", Self.polygon(rings))
        try end(element)
    }

    mutating func write(building place: Int) throws {
        let building = content.town.buildings[place]
        begin("BuildingPart", space: "building")
        file.xml.element("imgeo:identificatieBAGPND", content.building(place))
        let ring = content.dirt.ring(building.ring, ofBuilding: place)
        file.xml.element(
            "imgeo:geometrie2dGrondvlak",
            "<gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing>"
                + "<gml:posList srsDimension=\"2\">\(XMLText.coordinates(ring))</gml:posList>"
                + "</gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface>"
        )
        let numbers = building.units.map(\.address.number)
        if let low = numbers.min(), let high = numbers.max(),
            let unit = building.units.firstIndex(where: { $0.address.number == low })
        {
            writeNumbers(low == high ? "\(low)" : "\(low)-\(high)", at: building.units[unit].point)
            let identifier = content.unit(content.firstUnit[place] + unit)
            file.xml.element("imgeo:identificatieBAGVBOLaagsteHuisnummer", identifier)
            file.xml.close("imgeo:Nummeraanduidingreeks")
            file.xml.close("imgeo:nummeraanduidingreeks")
        }
        try end("BuildingPart")
    }

    /// The label of a building's house numbers; leaves its outer elements open.
    private mutating func writeNumbers(_ text: String, at point: RDPoint) {
        file.xml.open("imgeo:nummeraanduidingreeks")
        file.xml.open("imgeo:Nummeraanduidingreeks")
        let parents = ["imgeo:nummeraanduidingreeks", "imgeo:Label"]
        for parent in parents { file.xml.open(parent) }
        file.xml.element("imgeo:tekst", text)
        file.xml.open("imgeo:positie")
        file.xml.open("imgeo:Labelpositie")
        let place = "<gml:Point><gml:pos>\(XMLText.coordinates([point]))</gml:pos></gml:Point>"
        file.xml.element("imgeo:plaatsingspunt", place)
        file.xml.element("imgeo:hoek", "0")
        file.xml.close("imgeo:Labelpositie")
        file.xml.close("imgeo:positie")
        for parent in parents.reversed() { file.xml.close(parent) }
    }

    /// A piece of track in the middle of a strip of ground whose ends are its two shortest sides.
    mutating func write(rail ring: [Int32]) throws {
        let mesh = content.town.mesh
        guard ring.count == 4 else { return }
        let isLengthwise = mesh.distance(ring[0], ring[1]) > mesh.distance(ring[1], ring[2])
        let (one, other) =
            isLengthwise ? ((ring[1], ring[2]), (ring[3], ring[0])) : ((ring[0], ring[1]), (ring[2], ring[3]))
        let ends = [one, other].map { mesh.position($0.0).mixed(with: mesh.position($0.1), 0.5).point }
        begin("Railway", space: "transportation")
        code("function", "FunctieSpoor", "trein")
        file.xml.element(
            "imgeo:geometrie2dSpoor",
            "<gml:LineString srsName=\"urn:ogc:def:crs:EPSG::28992\"><gml:posList srsDimension=\"2\">"
                + "\(XMLText.coordinates(ends))</gml:posList></gml:LineString>"
        )
        try end("Railway")
    }

    private mutating func begin(_ element: String, space: String) {
        count += 1
        let part = layer.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_000_003 }
        let identifier = TownPlans.identifier(seed: content.town.seed, kind: 1000 + part, number: count)
        let code = content.town.municipality.code
        file.xml.open("cityObjectMember")
        let namespace = space.isEmpty ? "" : "xmlns=\"http://www.opengis.net/citygml/\(space)/2.0\" "
        file.xml.open(element, "\(namespace)gml:id=\"b\(identifier)\"")
        file.xml.element("creationDate", "xmlns=\"http://www.opengis.net/citygml/2.0\"", "2015-06-01")
        file.xml.element("imgeo:LV-publicatiedatum", "2016-01-21T11:33:16")
        file.xml.element("imgeo:relatieveHoogteligging", "0")
        file.xml.element("imgeo:inOnderzoek", "false")
        file.xml.element("imgeo:tijdstipRegistratie", "2016-01-20T10:48:43.000")
        file.xml.open("imgeo:identificatie")
        file.xml.open("imgeo:NEN3610ID")
        file.xml.element("imgeo:namespace", "NL.IMGeo")
        file.xml.element("imgeo:lokaalID", "G\(code).\(identifier)")
        file.xml.close("imgeo:NEN3610ID")
        file.xml.close("imgeo:identificatie")
        file.xml.element("imgeo:bronhouder", "G\(code)")
        self.code("imgeo:bgt-status", "Status", "bestaand")
        self.code("imgeo:plus-status", "VoidReasonValue", "geenWaarde")
    }

    private mutating func end(_ element: String) throws {
        file.xml.close(element)
        file.xml.close("cityObjectMember")
        try file.flush()
    }

    private mutating func code(_ element: String, _ list: String, _ value: String) {
        file.xml.element(element, Self.list(list), value)
    }

    private static func list(_ name: String) -> String {
        "codeSpace=\"http://www.geostandaarden.nl/imgeo/def/2.1#\(name)\""
    }

    private static func polygon(_ rings: [PlanShape]) -> String {
        var text = "<gml:Polygon srsName=\"urn:ogc:def:crs:EPSG::28992\">"
        for (place, ring) in rings.enumerated() {
            let side = place == 0 ? "exterior" : "interior"
            text += "<gml:\(side)>\(self.ring(ring))</gml:\(side)>"
        }
        return text + "</gml:Polygon>"
    }

    /// A ring of straight lines, or one with arcs of three points between them.
    private static func ring(_ shape: PlanShape) -> String {
        let points = shape.points + [shape.points[0]]
        func list(_ points: [RDPoint]) -> String {
            "<gml:posList srsDimension=\"2\">\(XMLText.coordinates(points))</gml:posList>"
        }
        if shape.arcMiddles.isEmpty { return "<gml:LinearRing>\(list(points))</gml:LinearRing>" }
        var text = "<gml:Ring><gml:curveMember><gml:Curve><gml:segments>"
        for segment in shape.segments {
            let element = segment.isArc ? "gml:Arc" : "gml:LineStringSegment"
            text += "<\(element)>\(list(Array(points[segment.range])))</\(element)>"
        }
        return text + "</gml:segments></gml:Curve></gml:curveMember></gml:Ring>"
    }
}

extension PlanShape {
    /// The pieces of a closed ring: straight ones as long as possible, and arcs of three points between them.
    var segments: [(range: ClosedRange<Int>, isArc: Bool)] {
        var segments: [(range: ClosedRange<Int>, isArc: Bool)] = []
        var start = 0
        while start < points.count {
            let isArc = arcMiddles.contains(start + 1)
            var end = start + (isArc ? 2 : 1)
            if !isArc { while end < points.count, !arcMiddles.contains(end + 1) { end += 1 } }
            segments.append((start...end, isArc))
            start = end
        }
        return segments
    }
}
