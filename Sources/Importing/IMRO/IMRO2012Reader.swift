import XMLBridge

/// Reads an IMRO2012 plan file (Geonovum, IMRO2012 1.1 on GML 3.2) feature by feature, in the file's order.
///
/// Every member is handed out except `MetadataIMRObestand`: the ten kinds of a bestemmingsplan and those of all other
/// instruments alike. The layer is the element's name in lower case ("enkelbestemming", "besluitvlak_x"), the identifier
/// its `gml:id`. What could not be read about a feature is in its `problem`; nothing is left out.
///
/// A file may turn out damaged after features were handed out: use them only once ``next()`` has returned nil.
public final class IMRO2012Reader {
    private let xml: XMLSubtreeReader
    private let geometries: GMLGeometryReader
    /// Objects of the member being read that were not handed out yet, the last one first.
    private var waiting: [XMLElement] = []
    private var isInsideMembers = false
    private var hasFeatures = false
    private var headers = IMROPlanHeaders()

    /// Opens a file and checks that it is IMRO2012.
    ///
    /// `arcs` says how arcs become straight pieces: with 5 mm sagitta unless told otherwise.
    public init(path: String, arcs: ArcLineariser = ArcLineariser()) throws(IMROReadingError) {
        do {
            xml = try XMLSubtreeReader(path: path)
        } catch {
            throw .xml(error)
        }
        geometries = GMLGeometryReader(arcs: arcs)
        guard let version = IMROVersion(namespace: xml.root.namespace) else {
            throw .notIMRO(path: path, rootName: xml.root.name, rootNamespace: xml.root.namespace)
        }
        guard version == .imro2012 else { throw .unsupportedVersion(path: path, version: version) }
    }

    /// The IMRO version of a file by its root element; nil when it is something else or cannot be read.
    ///
    /// Reads a few KiB.
    public static func recognise(path: String) -> IMROVersion? {
        do {
            return IMROVersion(namespace: try XMLSubtreeReader(path: path).root.namespace)
        } catch {
            // Not XML, so not IMRO: the reader that is chosen in the end says what it is.
            return nil
        }
    }

    /// The plans of a file, sorted by identifier.
    ///
    /// Reads all of it, for the plan area often comes last.
    public static func readPlanHeaders(path: String) throws(IMROReadingError) -> [IMROPlanHeader] {
        let reader = try IMRO2012Reader(path: path)
        while try reader.next() != nil {}
        return reader.planHeaders
    }

    /// The plans met so far, sorted by identifier; complete once ``next()`` has returned nil.
    public var planHeaders: [IMROPlanHeader] { headers.sorted }

    /// The next feature; nil at the end of an undamaged file that held at least one.
    public func next() throws(IMROReadingError) -> SourceFeature? {
        while true {
            guard let element = try nextObject() else {
                guard hasFeatures else { throw .noFeatures(path: xml.path) }
                return nil
            }
            if element.name == "MetadataIMRObestand" {
                headers.add(metadata: element)
                continue
            }
            hasFeatures = true
            return feature(from: element)
        }
    }

    /// The next object, out of `featureMember`, `featureMembers`, or the root itself where a file holds one bare object.
    private func nextObject() throws(IMROReadingError) -> XMLElement? {
        if let element = waiting.popLast() { return element }
        let rootIsObject = xml.root.name != "FeatureCollectionIMRO" && GML.identifier(of: xml.root) != nil
        let found: XMLElement?
        do {
            found = try xml.next { head in
                switch head.depth {
                case 0: return rootIsObject
                case 1:
                    self.isInsideMembers = head.name == "featureMembers"
                    return head.name == "featureMember"
                default: return head.depth == 2 && self.isInsideMembers
                }
            }
        } catch {
            throw .xml(error)
        }
        guard let found, found.name == "featureMember", !found.children.isEmpty else { return found }
        waiting = found.children.dropFirst().reversed()
        return found.children[0]
    }

    private func feature(from element: XMLElement) -> SourceFeature {
        let named = element.child("identificatie").flatMap(IMROAttributes.nen3610Identifier)
        let identifier = GML.identifier(of: element) ?? named ?? ""
        let attributes = IMROAttributes(of: element, identifier: identifier)
        let isPlanArea = element.child("typePlan") != nil || element.child("planstatusInfo") != nil
        let planId = isPlanArea ? identifier : attributes.planReference
        let name = element.child("naam").map { IMROAttributes.trimmed($0.text) }
        if let planId, !planId.isEmpty {
            headers.add(planId: planId, name: isPlanArea ? name : nil, planArea: isPlanArea ? attributes : nil)
        }

        var feature = SourceFeature(
            layer: element.name.lowercased(),
            identifier: identifier,
            name: name,
            attributes: attributes.typed(planId: planId),
            place: "regel \(element.line)"
        )
        do throws(GMLGeometryProblem) {
            feature.geometry = try geometries.readProperties(Self.geometryProperties(of: element))
        } catch {
            feature.problem = error.description
        }
        let problem = Self.problem(of: element, identifier: identifier, geometry: feature.geometry)
        feature.problem = problem ?? feature.problem
        return feature
    }

    /// `geometrie`, or for an object without it any property that directly holds GML geometry.
    private static func geometryProperties(of element: XMLElement) -> [XMLElement] {
        let usual = element.children.filter { $0.name == "geometrie" }
        if !usual.isEmpty { return usual }
        return element.children.filter { !GML.isGML($0) && $0.children.contains(where: GML.isGML) }
    }

    /// The kinds that are nothing without geometry; a structuurvisie also has kinds that are only text.
    private static let spatialKinds: Set = [
        "Bestemmingsplangebied", "Enkelbestemming", "Dubbelbestemming", "Bouwvlak", "Functieaanduiding",
        "Bouwaanduiding", "Maatvoering", "Gebiedsaanduiding", "Lettertekenaanduiding", "Figuur",
    ]

    /// What is wrong with an object apart from its geometry's encoding, if anything.
    private static func problem(of element: XMLElement, identifier: String, geometry: RawGeometry) -> String? {
        if element.name == "featureMember" { return "the featureMember holds no object" }
        if IMROVersion(namespace: element.namespace) != .imro2012 {
            return "the object \(element.name) is in namespace \(element.namespace), IMRO2012 was expected"
        }
        if identifier.isEmpty { return "the object \(element.name) has neither gml:id nor identificatie" }
        if geometry == .none, spatialKinds.contains(element.name), geometryProperties(of: element).isEmpty {
            return "the object has no geometry, which \(element.name) must have"
        }
        return nil
    }
}
