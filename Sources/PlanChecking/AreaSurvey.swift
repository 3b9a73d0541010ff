import FeatureLayers
import GEOSBridge
import GeoValues
import PlanningRules
import Registers

/// A feature that the asked area meets, read out of its file.
struct SurveyedFeature {
    let layer: String
    let reference: FeatureReference
    let source: RuleSource
    let relation: AreaRelation
    /// The feature's areas; empty for points and lines.
    let polygons: [RDPolygon]
    /// Whether it is one point or more: it lies in the area or not, and has no part of it.
    let isPoint: Bool
    /// The part of the asked area that the feature covers.
    let squareMetres: Double
    /// Of a maatvoering.
    let norms: [Norm]
    /// Of a pand: whether it stands, or is being built, as far as its status tells.
    let isStanding: Bool
    /// Of an enkelbestemming: whether a bouwvlak of the same plan lies in it.
    var holdsBuildingZone = false
}

/// Everything that the registers hold at an area, read once. What is concluded from it looks at no file any more.
struct AreaSurvey {
    let area: AskedArea
    private(set) var features: [SurveyedFeature] = []
    /// The layers without plan areas that have data all around the area.
    private(set) var scatteredLayersAround: Set<String> = []
    /// Those of them whose data reaches well beyond the area on all sides, see `Layer.coverage(around:)`.
    private(set) var scatteredLayersFarAround: Set<String> = []
    /// Whether the day that was asked about is over, so that ended versions count.
    let isPast: Bool
    /// Layers with a geometry that can't have been imported: the file is damaged.
    private(set) var garbledLayers: Set<String> = []

    /// - Throws: `GEOSError`.
    init(_ snapshot: RegisterSnapshot, _ area: AskedArea, day: Int32) throws {
        self.area = area
        isPast = snapshot.isPast(day)
        for name in snapshot.layerNames {
            guard let layer = snapshot.layer(name) else { continue }
            for reference in Self.candidates(layer, in: area.box, day: day) {
                try read(reference, of: layer)
            }
            let box = area.box
            if Self.isTrue(everywhereIn: box, { layer.coverage(around: $0) != .none }) {
                scatteredLayersAround.insert(name)
            }
            if Self.isTrue(everywhereIn: box, { layer.coverage(around: $0) == .surroundings }) {
                scatteredLayersFarAround.insert(name)
            }
        }
        if let zones = snapshot.layer("bouwvlak") {
            for position in features.indices where features[position].layer == "enkelbestemming" {
                features[position].holdsBuildingZone = holdsZone(features[position], zones, day: day)
            }
        }
    }

    /// The features of a layer whose interior meets the area's.
    func overlapping(_ layer: String) -> [SurveyedFeature] {
        features.filter { $0.layer == layer && $0.relation.sharesInterior }
    }

    /// The same without what stands no more or was never built.
    var withoutAbsent: AreaSurvey {
        var survey = self
        survey.features.removeAll { !$0.isStanding && BuildingStatus.layers.contains($0.layer) }
        return survey
    }

    /// The same without some plans and what is in them.
    func without(plans: Set<String>) -> AreaSurvey {
        guard !plans.isEmpty else { return self }
        var survey = self
        survey.features.removeAll { plans.contains($0.source.planId ?? $0.source.identifier) }
        return survey
    }

    /// What was found as the answer at a place.
    ///
    /// - Parameter label: a point inside the area, to name it by.
    func answer(label: RDPoint, coverage: [LayerCoverage], dataVersion: String) -> PlaceAnswer {
        PlaceAnswer(
            place: .area(area.polygons, label: label),
            hits: features.map { feature in
                PlaceHit(
                    layer: feature.layer,
                    reference: feature.reference,
                    applicability: touched(feature).applicability,
                    viaBuilding: nil
                )
            },
            coverage: coverage,
            dataVersion: dataVersion,
            joined: { positions in
                let covered = try CoveredArea(of: area, by: positions.map { features[$0].polygons })
                if covered.holdsAll { return .applies }
                let isShared = positions.contains { features[$0].relation.sharesInterior }
                return isShared ? partlyApplies(to: covered.coveredSquareMetres) : .touchesBoundaryOnly
            }
        )
    }

    private static func candidates(_ layer: Layer, in window: RDBox, day: Int32) -> [FeatureReference] {
        var found: [FeatureReference] = []
        layer.forEachFeature(in: window) { reference in
            if layer.segments[reference.segment].isValid(reference.feature, onDay: day) { found.append(reference) }
        }
        return found
    }

    private mutating func read(_ reference: FeatureReference, of layer: Layer) throws {
        let segment = layer.segments[reference.segment]
        guard let geometry = readableGeometry(reference, of: layer) else { return }
        let relation = AreaRelation(of: area, to: geometry)
        if relation == .apart { return }
        var polygons: [RDPolygon] = []
        if case .polygons(let areas) = geometry { polygons = areas }
        var isPoint = false
        if case .points = geometry { isPoint = true }
        let covered: Double
        switch relation {
        case .apart, .touches: covered = 0
        case .within: covered = area.squareMetres
        case .overlaps:
            if area.boundaries.allSatisfy({ $0.positions(meeting: geometry.box).isEmpty }) {
                // No edge of the area comes near: the feature lies wholly inside it.
                covered = polygons.reduce(0) { $0 + $1.areaSquareMetres }
            } else {
                covered = polygons.isEmpty ? 0 : try Overlay.intersectionArea(area.polygons, polygons)
            }
        }
        features.append(
            SurveyedFeature(
                layer: layer.name,
                reference: reference,
                source: RuleSource(layer: layer.name, segment: segment, feature: reference.feature),
                relation: relation,
                polygons: polygons,
                isPoint: isPoint,
                squareMetres: covered,
                norms: layer.name == "maatvoering" ? Norm.norms(in: segment, feature: reference.feature) : [],
                isStanding: BuildingStatus.isPresent(segment.text(reference.feature, named: "status"))
            )
        )
    }

    /// Nil, and noted, when a coordinate lies where no import lets one pass; products of such could leave Int64.
    private mutating func readableGeometry(_ reference: FeatureReference, of layer: Layer) -> RDGeometry? {
        let geometry = layer.segments[reference.segment].geometry(reference.feature)
        if RDEnvelope.box.contains(geometry.box) { return geometry }
        garbledLayers.insert(layer.name)
        return nil
    }

    /// Whether something holds in every coverage cell that the window meets. A cell is 524 m wide, so that steps of 500 m and both
    /// ends of each side meet them all.
    private static func isTrue(everywhereIn window: RDBox, _ test: (RDPoint) -> Bool) -> Bool {
        let step = 500_000
        let columns = Array(stride(from: window.minX, to: window.maxX, by: step)) + [window.maxX]
        let rows = Array(stride(from: window.minY, to: window.maxY, by: step)) + [window.maxY]
        return columns.allSatisfy { x in rows.allSatisfy { y in test(RDPoint(x: x, y: y)) } }
    }

    /// Whether a bouwvlak of the same plan shares area with a bestemmingsvlak. Those that the asked area meets were read.
    private mutating func holdsZone(_ area: SurveyedFeature, _ zones: Layer, day: Int32) -> Bool {
        guard area.relation.sharesInterior else { return false }
        let ground = AskedArea(area.polygons)
        func isIn(_ polygons: [RDPolygon]) -> Bool { AreaRelation(of: ground, to: polygons).sharesInterior }
        let read = features.filter { $0.layer == "bouwvlak" && $0.source.planId == area.source.planId }
        if read.contains(where: { isIn($0.polygons) }) { return true }
        var box = RDBox.empty
        for polygon in area.polygons { box.formUnion(polygon.box) }
        for reference in Self.candidates(zones, in: box, day: day) {
            let segment = zones.segments[reference.segment]
            let source = RuleSource(layer: "bouwvlak", segment: segment, feature: reference.feature)
            guard source.planId == area.source.planId,
                case .polygons(let polygons)? = readableGeometry(reference, of: zones)
            else { continue }
            if isIn(polygons) { return true }
        }
        return false
    }
}
