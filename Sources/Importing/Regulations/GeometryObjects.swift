import XMLBridge

/// The places (`geo:Locatie`) of one geographic information object. Each goes to the objects that wait for its geometry;
/// one that none waits for is a feature of layer `geoinformatieobject`.
///
/// Source: STOP 1.3 `imop-geo` with `basisgeometrie` 1.0: geometry as GML 3.2 under `basisgeo:geometrie`, named by
/// `basisgeo:id`.
struct GeometryObjects {
    private let document: DeliveredDocument
    private let regulation: String?
    private let geometries = GMLGeometryReader()
    /// What the object says of all its places, by the name of its element.
    private var common: [(name: String, value: AttributeValue)] = []

    init(_ document: DeliveredDocument, regulation: String?) {
        self.document = document
        self.regulation = regulation
    }

    private static let commonNames: Set = [
        "FRBRWork", "FRBRExpression", "eenheidlabel", "eenheidID", "normlabel", "normID", "achtergrondVerwijzing",
        "achtergrondActualiteit",
    ]

    func read(_ waiting: inout [String: [SourceFeature]], _ body: (SourceFeature) throws -> Void) throws {
        let (reader, file) = try RegulationPackage.reader(of: document)
        func next() throws -> XMLElement? {
            do {
                return try reader.next {
                    $0.name == "Locatie" || $0.name == "Groep" || Self.commonNames.contains($0.name)
                }
            } catch {
                throw DeliveryProblem.xml(error)
            }
        }
        var common = common
        // What the parts of the object are called (`groepID`, GIO-delen).
        var labels: [String: String] = [:]
        while let element = try next() {
            if element.name == "Groep" {
                if let identifier = element.child("groepID")?.content {
                    labels[identifier] = element.child("label")?.content
                }
                continue
            }
            guard element.name == "Locatie" else {
                if let text = element.content, !common.contains(where: { $0.name == element.name }) {
                    common.append((element.name, .text(text)))
                }
                continue
            }
            try read(element, common, labels, &waiting, body)
        }
        withExtendedLifetime(file) {}
    }

    private func read(
        _ place: XMLElement,
        _ common: [(name: String, value: AttributeValue)],
        _ labels: [String: String],
        _ waiting: inout [String: [SourceFeature]],
        _ body: (SourceFeature) throws -> Void
    ) throws {
        let identifier = place.first("Geometrie")?.child("id")?.content
        var geometry = RawGeometry.none
        var problem: String? = identifier == nil ? "the Locatie has no basisgeo:id" : nil
        do throws(GMLGeometryProblem) {
            geometry = try geometries.readProperties(place.children.filter { $0.name == "geometrie" })
            if geometry == .none { problem = problem ?? "the Locatie has no geometry" }
        } catch {
            problem = error.description
        }
        var own: [(name: String, value: AttributeValue)] = []
        let name = place.child("naam")?.content
        for child in place.children where child.name != "geometrie" && child.name != "naam" {
            if let text = child.content { own.append((child.name, .text(text))) }
        }
        if let label = place.child("groepID")?.content.flatMap({ labels[$0] }) {
            own.append(("groeplabel", .text(label)))
        }
        let key = identifier.map(RegulationObject.geometryKey)
        let objects = key.flatMap { waiting.removeValue(forKey: $0) } ?? []
        for var feature in objects {
            feature.name = feature.name ?? name
            feature.geometry = geometry
            feature.problem = feature.problem ?? problem
            if let name { feature.attributes.append(("gioLocatie", .text(name))) }
            let known = Set(feature.attributes.map(\.name))
            feature.attributes += (common + own).filter { !known.contains($0.name) }
            try body(feature)
        }
        guard objects.isEmpty else { return }
        var feature = SourceFeature(
            layer: "geoinformatieobject",
            identifier: identifier ?? "",
            name: name,
            attributes: common + own,
            geometry: geometry,
            place: "\(document.name) regel \(place.line)"
        )
        if let regulation { feature.attributes.insert(("regeling", .text(regulation)), at: 0) }
        feature.problem = problem
        try body(feature)
    }
}
