import XMLBridge

/// Reads a plan file of IMRO2012, IMRO2008 or IMRO2006 feature by feature, in the file's order.
///
/// IMRO2012 1.0 and 1.1 are GML 3.2, the older two GML 3.1.1 (Geonovum; IMRO2006: schema 1.0RC of Ravi). Every member
/// is handed out except `MetadataIMRObestand`: the kinds of a bestemmingsplan and those of all other instruments alike.
/// The layer is the element's name in lower case ("enkelbestemming", "besluitvlak_x"), the identifier its `gml:id`, to
/// which the references of other objects point. An object whose geometry stands in objects of its own (`begrenzing`) has that, and these
/// are features without place. Attributes have the names of IMRO2012 whatever the version, which is in
/// `imroVersie`. What could not be read about a feature is in its `problem`; nothing is left out.
///
/// A file may turn out damaged after features were handed out: use them only once ``next()`` has returned nil.
public final class IMROReader: FeatureReader {
    /// The version that the file is in.
    public let version: IMROVersion
    private let objects: IMROObjectReader
    private let geometries: GMLGeometryReader
    private let dossiers: PlanDossiers
    /// Kept as long as its file is read.
    private let unpacked: UnpackedDocument?
    private var hasFeatures = false
    private var headers = IMROPlanHeaders()
    private let path: String
    /// Read when the first object needs them.
    private var boundaries: IMROBoundaries?

    /// Opens a file and checks that it is a plan.
    ///
    /// `arcs` says how arcs become straight pieces: with 5 mm sagitta unless told otherwise.
    ///
    /// - Throws: ``IMROReadingError``.
    public convenience init(path: String, arcs: ArcLineariser = ArcLineariser()) throws(IMROReadingError) {
        try self.init(path: path, name: path, arcs: arcs, unpacked: nil, dossiers: PlanDossiers())
    }

    /// A document of a delivery; `dossiers` says what its manifest tells of plans.
    convenience init(_ document: DeliveredDocument, dossiers: PlanDossiers) throws {
        let unpacked = try UnpackedDocument(document)
        try self.init(
            path: unpacked.path,
            name: document.path,
            arcs: ArcLineariser(),
            unpacked: unpacked,
            dossiers: dossiers
        )
    }

    private init(
        path: String,
        name: String,
        arcs: ArcLineariser,
        unpacked: UnpackedDocument?,
        dossiers: PlanDossiers
    ) throws(IMROReadingError) {
        self.unpacked = unpacked
        self.dossiers = dossiers
        self.path = path
        objects = try IMROObjectReader(path: path, name: name)
        geometries = GMLGeometryReader(arcs: arcs)
        let root = objects.root
        // IMRO2006 collects its objects in GML's own FeatureCollection.
        let isGMLCollection = GML.isGML(root) && root.name == "FeatureCollection"
        let namespace = isGMLCollection ? try objects.peek()?.namespace : root.namespace
        guard let version = namespace.flatMap(IMROVersion.init(namespace:)) else {
            throw .notIMRO(path: name, rootName: root.name, rootNamespace: root.namespace)
        }
        self.version = version
    }

    /// The plans met so far, sorted by identifier; complete once ``next()`` has returned nil.
    public var planHeaders: [IMROPlanHeader] { headers.sorted }

    /// The plans' identifiers, joined by a plus; nil when no object names a plan.
    public var sourceName: String? {
        let plans = planHeaders.map(\.planId)
        return plans.isEmpty ? nil : plans.joined(separator: "+")
    }

    /// The day on which the file was made, as its metadata say.
    public var referenceDate: Int32? { planHeaders.compactMap(\.creationDate).max() }

    /// The next feature; nil at the end of an undamaged file that held at least one.
    public func next() throws(IMROReadingError) -> SourceFeature? {
        while true {
            guard let element = try objects.next() else {
                guard hasFeatures else { throw .noFeatures(path: objects.path, version: version) }
                return nil
            }
            if element.name == "MetadataIMRObestand" {
                headers.add(metadata: element)
                continue
            }
            hasFeatures = true
            let needsBoundaries = IMROBoundaries.isBoundary(element) || !IMROBoundaries.references(of: element).isEmpty
            if needsBoundaries, boundaries == nil { boundaries = try IMROBoundaries(path: path, name: objects.path) }
            return feature(from: element)
        }
    }

    private func feature(from element: XMLElement) -> SourceFeature {
        let isPlanArea = ["typePlan", "planstatusInfo", "statusBeslissing"].contains { element.child($0) != nil }
        let named = element.child("identificatie").flatMap(IMROIdentifier.init(identificatie:))?.text
        var identifier = GML.identifier(of: element) ?? named ?? ""
        if isPlanArea { identifier = IMROIdentifier(planReference: identifier).text }
        let attributes = IMROAttributes(of: element, identifier: identifier, isPlanArea: isPlanArea)
        let planId = isPlanArea ? identifier : attributes.planReference
        let name = element.child("naam").map { IMROAttributes.trimmed($0.text) }
        if let planId, !planId.isEmpty {
            headers.add(planId: planId, name: isPlanArea ? name : nil, planArea: isPlanArea ? attributes : nil)
        }

        var feature = SourceFeature(
            layer: element.name.lowercased(),
            identifier: identifier,
            name: name,
            attributes: attributes.typed(planId: planId, version: version),
            place: "regel \(element.line)"
        )
        if isPlanArea, let dossier = dossiers[identifier] { feature.attributes += dossier.attributes }
        let bounds = bounds(of: element)
        do throws(GMLGeometryProblem) {
            feature.geometry = try geometries.readProperties(
                bounds.isEmpty ? geometryProperties(of: element) : bounds.flatMap(geometryProperties)
            )
        } catch {
            feature.problem = error.description
        }
        if element.child("idealisatie") == nil,
            let idealisation = bounds.lazy.compactMap({ $0.child("idealisatie") }).first
        {
            feature.attributes.append(("idealisatie", .text(IMROAttributes.trimmed(idealisation.text))))
        }
        if IMROBoundaries.isBoundary(element), boundaries?.isReferredTo(identifier) == true { feature.geometry = .none }
        let problem = problem(of: element, identifier: identifier, geometry: feature.geometry)
        feature.problem = problem ?? feature.problem
        return feature
    }

    /// The objects that hold the geometry of one without its own.
    private func bounds(of element: XMLElement) -> [XMLElement] {
        if element.child("geometrie") != nil { return [] }
        let inside = element.children.filter { $0.name == "begrenzing" }.flatMap(\.children)
        return IMROBoundaries.references(of: element).compactMap { boundaries?[$0] }
            + inside.filter(IMROBoundaries.isBoundary)
    }

    /// `geometrie`, or for an object without it any property that directly holds GML geometry.
    private func geometryProperties(of element: XMLElement) -> [XMLElement] {
        let usual = element.children.filter { $0.name == "geometrie" }
        if !usual.isEmpty { return usual }
        // A Figuur of IMRO2006 has either geometry or a symbol, which then is its place (rule 27 of its validation).
        if version == .imro2006, element.name == "Figuur",
            let point = element.child("symboolInfo")?.child("SymboolCode")?.child("plaatsingspunt")
        {
            return [point]
        }
        return element.children.filter { !GML.isGML($0) && $0.children.contains(where: GML.isGML) }
    }

    /// The kinds that are nothing without geometry; a structuurvisie also has kinds that are only text.
    private static let spatialKinds: Set = [
        "Bestemmingsplangebied", "Enkelbestemming", "Dubbelbestemming", "Bouwvlak", "Functieaanduiding",
        "Bouwaanduiding", "Maatvoering", "Gebiedsaanduiding", "Lettertekenaanduiding", "Figuur",
    ]

    /// What is wrong with an object apart from its geometry's encoding, if anything.
    private func problem(of element: XMLElement, identifier: String, geometry: RawGeometry) -> String? {
        if element.name == "featureMember" { return "the featureMember holds no object" }
        if IMROVersion(namespace: element.namespace) != version {
            return "the object \(element.name) is in namespace \(element.namespace), \(version.rawValue) was expected"
        }
        if identifier.isEmpty { return "the object \(element.name) has neither gml:id nor identificatie" }
        if let missing = IMROBoundaries.references(of: element).first(where: { boundaries?[$0] == nil }) {
            return "its begrenzing is \(missing), which the file does not hold"
        }
        if geometry == .none, Self.spatialKinds.contains(element.name), geometryProperties(of: element).isEmpty {
            return "the object has no geometry, which \(element.name) must have"
        }
        return nil
    }
}
