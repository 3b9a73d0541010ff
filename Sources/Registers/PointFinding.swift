import FeatureLayers
import GeoValues

/// One answer of ``PointLookup`` in the making.
struct PointFinding {
    private let snapshot: RegisterSnapshot
    private let point: RDPoint
    private let day: Int32
    private(set) var hits: [PlaceHit] = []
    /// The hits of each of the snapshot's answered layers.
    private var hitsOfLayer: [Range<Int>] = []
    /// Whether ended versions count.
    private var isPast: Bool { snapshot.isPast(day) }

    init(snapshot: RegisterSnapshot, point: RDPoint, day: Int32) {
        self.snapshot = snapshot
        self.point = point
        self.day = day
        hitsOfLayer.reserveCapacity(snapshot.answered.count)
    }

    // MARK: Hits

    mutating func findHits() {
        let asked = isPast ? snapshot.askedInPast : snapshot.askedToday
        asked.withMatches(at: point) { matches in
            hits.reserveCapacity(matches.count + 4)
            var next = 0
            for (layer, positions) in zip(snapshot.answered, asked.positions) {
                let first = hits.count
                while next < matches.count, matches[next].layer < positions.upperBound {
                    let match = matches[next]
                    let state = asked.states[match.layer]
                    if state.isPresent(match.reference, onDay: day) { append(match, state) }
                    next += 1
                }
                if layer.name == "verblijfsobject" {
                    for position in positions { findResidences(asked.states[position], after: first) }
                }
                hitsOfLayer.append(first..<hits.count)
            }
        }
    }

    private mutating func append(_ match: PointMatch, _ state: RegisterLayerState) {
        hits.append(
            PlaceHit(
                layer: state.layer.name,
                reference: match.reference,
                applicability: match.location == .inside ? .applies : .touchesBoundaryOnly,
                viaBuilding: nil
            )
        )
    }

    /// Adds the verblijfsobjecten that lie in the panden already hit. Those hit themselves begin at `first`.
    private mutating func findResidences(_ residences: RegisterLayerState, after first: Int) {
        let buildings = self.hits(of: "pand")
        let own = first..<hits.count
        for number in buildings {
            let hit = hits[number]
            guard let building = snapshot.segment(hit.layer, hit.reference) else { continue }
            residences.layer.forEachFeature(in: building.box(hit.reference.feature)) { reference in
                let residence = residences.layer.segments[reference.segment]
                guard let place = residence.firstPoint(reference.feature),
                    building.location(of: place, in: hit.reference.feature) != .outside,
                    residences.isPresent(reference, onDay: day),
                    !hits[own].contains(where: { $0.reference == reference && $0.layer == residences.layer.name })
                else { return }
                hits.append(
                    PlaceHit(
                        layer: residences.layer.name,
                        reference: reference,
                        applicability: hit.applicability,
                        viaBuilding: building.identifier(hit.reference.feature)
                    )
                )
            }
        }
    }

    /// The hits of a layer that was already asked.
    private func hits(of name: String) -> Range<Int> {
        guard let number = snapshot.answered.firstIndex(where: { $0.name == name }), number < hitsOfLayer.count else {
            return 0..<0
        }
        return hitsOfLayer[number]
    }

    // MARK: Coverage

    /// What finding or not finding something means, for every layer that answers speak of.
    func coverage() -> [LayerCoverage] {
        var found: [LayerCoverage] = []
        found.reserveCapacity(snapshot.answered.count)
        let isZoned = isZoned()
        let isParcelled = hits(of: "perceel").contains { hits[$0].applicability == .applies }
        var buildings: LayerCoverage?
        for (number, layer) in snapshot.answered.enumerated() where layer.isCovered {
            let coverage = coverage(
                of: layer,
                hitsOfLayer[number],
                isZoned: isZoned,
                isParcelled: isParcelled,
                buildings: buildings
            )
            if layer.name == "pand" { buildings = coverage }
            found.append(coverage)
        }
        return found
    }

    private func coverage(
        of layer: AnsweredLayer,
        _ found: Range<Int>,
        isZoned: Bool,
        isParcelled: Bool,
        buildings: LayerCoverage?
    ) -> LayerCoverage {
        func known(_ applicability: Applicability, _ problems: [String] = []) -> LayerCoverage {
            LayerCoverage(layer: layer.name, applicability: applicability, problems: problems)
        }
        guard let state = layer.state else {
            // A plan is imported whole: a kind of object that it does not have, it does not have here either.
            return known(layer.absence == .zoning && isZoned ? .doesNotApply : .unknown(.noData))
        }
        if state.isFailing {
            let lost =
                state.layer.isDamaged ? ["Een bestand van laag \(layer.name) werd tijdens het lezen onleesbaar."] : []
            return known(.unknown(.failure), state.problems + lost)
        }
        if found.contains(where: { hits[$0].applicability == .applies }) { return known(.applies) }
        if !found.isEmpty { return known(.touchesBoundaryOnly) }
        // What was rejected at import may lie here: finding nothing then means nothing.
        let missing = state.gaps(meeting: RDBox(point))
        if state.layer.featureCount == 0 || !missing.isEmpty {
            return known(.unknown(state.isStale ? .stale : .noData), missing)
        }
        // Registers begin to tell of a building long after it was built.
        if isPast, RegisterLayer.historyLayer(of: layer.name) != nil { return known(.unknown(.noData)) }
        switch layer.absence {
        case .partition: return known(.unknown(.outsideCoverage))
        case .scattered:
            switch state.layer.coverage(around: point) {
            case .surroundings: break
            case .atPoint where isParcelled: break
            default: return known(.unknown(.outsideCoverage))
            }
            guard layer.name == "verblijfsobject" else { return known(.doesNotApply) }
            // A verblijfsobject is found through its pand: without panden, finding none means nothing.
            if case .unknown(let reason)? = buildings?.applicability {
                return known(.unknown(reason), buildings?.problems ?? [])
            }
            return known(.doesNotApply)
        case .zoning: return known(isZoned ? .doesNotApply : .unknown(.outsideCoverage))
        }
    }

    /// Whether a plan in force that lays down the use of the land is known here; on its very edge it is not.
    private func isZoned() -> Bool {
        guard let zones = snapshot.layers[ZoningWitness.layer], !zones.isFailing,
            let plans = snapshot.layers[ZoningWitness.planLayer], !plans.isFailing
        else { return false }
        func found(_ name: String, _ state: RegisterLayerState) -> [(segment: Segment, feature: Int)] {
            hits(of: name).compactMap { number in
                let hit = hits[number]
                guard hit.applicability == .applies else { return nil }
                return (state.layer.segments[hit.reference.segment], hit.reference.feature)
            }
        }
        let plansHere = found(ZoningWitness.planLayer, plans)
        guard !plansHere.isEmpty else { return false }
        return found(ZoningWitness.layer, zones).contains {
            ZoningWitness.isWitness($0.segment, $0.feature, plans: plansHere)
        }
    }
}
