import FeatureLayers
import GeoValues
import Registers

/// What each layer can say of the asked area, judged after all reading.
struct CoverageAssessment {
    /// The layers of which a map page was lost, or held nonsense, while it was read: what was found may be wrong.
    let damagedLayers: Set<String>
    /// The layers of which something here was rejected at import or is stale: what was not found may be there.
    let layersWithGaps: Set<String>
    /// The registers' own layers, imported or not, then the others.
    let coverage: [AreaCoverage]
    private let byLayer: [String: AreaCoverage]

    /// - Throws: `GEOSError`.
    init(_ snapshot: RegisterSnapshot, _ survey: AreaSurvey) throws {
        // Damage is asked last: a page lost while we read must not have hidden a feature.
        let damaged = Set(snapshot.layerNames.filter { snapshot.layer($0)?.isDamaged == true })
            .union(survey.garbledLayers)
        var covered: [String: CoveredArea] = [:]
        for name in snapshot.layerNames {
            covered[name] = try CoveredArea(
                of: survey.area,
                by: survey.overlapping(name).map(\.polygons)
            )
        }
        let witness = ZoningWitness.layer
        let plans = survey.features.filter { $0.layer == ZoningWitness.planLayer }.compactMap { plan in
            snapshot.segment(plan.layer, plan.reference).map { (segment: $0, feature: plan.reference.feature) }
        }
        let witnesses = survey.overlapping(witness).filter { area in
            snapshot.segment(witness, area.reference).map {
                ZoningWitness.isWitness($0, area.reference.feature, plans: plans)
            } ?? false
        }
        let witnessed = try CoveredArea(of: survey.area, by: witnesses.map(\.polygons))
        let isZoned =
            snapshot.layers[witness]?.isFailing == false && !damaged.contains(witness)
            && snapshot.layers[ZoningWitness.planLayer]?.isFailing == false && witnessed.isWhole
        let isParcelled = covered["perceel"]?.isWhole == true
        coverage = snapshot.coveredLayerNames.map { name in
            guard let state = snapshot.layers[name], let covered = covered[name] else {
                // A plan is imported whole: a kind of object that it does not have, it does not have here either.
                guard RegisterLayer.absence(in: name) == .zoning, isZoned else { return .unknown(name, .noData) }
                return AreaCoverage(layer: name, applicability: .doesNotApply, isComplete: true, problems: [])
            }
            if state.isFailing || damaged.contains(name) {
                let sentence = "Een bestand van laag \(name) werd tijdens het lezen onleesbaar."
                return .unknown(name, .failure, problems: state.problems + (damaged.contains(name) ? [sentence] : []))
            }
            let missing = state.gaps(meeting: survey.area.box)
            if state.layer.featureCount == 0 { return .unknown(name, .noData, problems: missing) }
            if !missing.isEmpty, survey.overlapping(name).isEmpty { return .unknown(name, .noData, problems: missing) }
            // Registers begin to tell of a building long after it was built.
            let isUntold = survey.isPast && RegisterLayer.historyLayer(of: name) != nil
            let coversWhole =
                switch RegisterLayer.absence(in: name) {
                case .partition: covered.isWhole
                // As PointLookup does: well inside the data, or on parcels that were imported.
                case .scattered:
                    survey.scatteredLayersFarAround.contains(name)
                        || (survey.scatteredLayersAround.contains(name) && isParcelled)
                case .zoning: isZoned
                }
            return Self.coverage(of: name, survey, covered, isComplete: coversWhole && missing.isEmpty && !isUntold)
        }
        damagedLayers = damaged
        layersWithGaps = Set(
            snapshot.layerNames.filter {
                snapshot.layers[$0]?.gaps(meeting: survey.area.box).isEmpty == false
            }
        )
        byLayer = Dictionary(uniqueKeysWithValues: coverage.map { ($0.layer, $0) })
    }

    private static func coverage(
        of name: String,
        _ survey: AreaSurvey,
        _ covered: CoveredArea,
        isComplete: Bool
    ) -> AreaCoverage {
        let applicability: Applicability
        let overlapping = survey.overlapping(name)
        if !overlapping.isEmpty {
            applicability =
                covered.isWhole || overlapping.allSatisfy(\.isPoint)
                ? .applies : survey.partlyApplies(to: covered.coveredSquareMetres)
        } else if !isComplete {
            applicability = .unknown(.outsideCoverage)
        } else {
            let isTouched = survey.features.contains { $0.layer == name }
            applicability = isTouched ? .touchesBoundaryOnly : .doesNotApply
        }
        return AreaCoverage(layer: name, applicability: applicability, isComplete: isComplete, problems: [])
    }

    /// Why a layer says nothing of the place; nil when it does.
    func unknownReason(_ layer: String) -> UnknownReason? {
        if case .unknown(let reason)? = byLayer[layer]?.applicability { reason } else { nil }
    }

    func isComplete(_ layer: String) -> Bool { byLayer[layer]?.isComplete == true }
}

extension AreaCoverage {
    fileprivate static func unknown(_ layer: String, _ reason: UnknownReason, problems: [String] = []) -> Self {
        AreaCoverage(layer: layer, applicability: .unknown(reason), isComplete: false, problems: problems)
    }
}
