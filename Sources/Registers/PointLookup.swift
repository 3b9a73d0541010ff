public import FeatureLayers
public import GeoValues

/// A feature found at a point.
public struct PointHit: Sendable {
    public let layer: String
    public let reference: FeatureReference
    public let applicability: Applicability
    /// The pand through which a point-like feature (a verblijfsobject) was found, else nil.
    public let viaBuilding: String?
}

/// How far a layer can be relied on at a point.
public struct LayerCoverage: Sendable {
    public let layer: String
    public let applicability: Applicability
    /// What is wrong with the layer's files, when something is.
    public let problems: [String]
}

/// Everything the registers know at one point.
public struct PointAnswer: Sendable {
    public let point: RDPoint
    public let hits: [PointHit]
    public let coverage: [LayerCoverage]
    public let dataVersion: String
}

/// Finds what lies at a point: *stip op de kaart* without the rules.
public struct PointLookup: Sendable {
    let snapshot: RegisterSnapshot

    public init(_ snapshot: RegisterSnapshot) {
        self.snapshot = snapshot
    }

    /// Every feature of every layer at a point, and per layer what finding or not finding one means.
    ///
    /// - Parameter day: only features valid on this day count (days since 1970-01-01).
    /// Exact; a point on a boundary hits all that share it, each ``Applicability/touchesBoundaryOnly``. Verblijfsobjecten
    /// have a point of their own that no click meets: those inside a pand that is hit are given with it.
    public func answer(at point: RDPoint, onDay day: Int32) -> PointAnswer {
        var hits: [PointHit] = []
        for name in snapshot.layerNames {
            guard let layer = snapshot.layer(name) else { continue }
            for (reference, location) in layer.features(at: point)
            where isPresent(layer.segments[reference.segment], reference.feature, name, day) {
                hits.append(
                    PointHit(
                        layer: name,
                        reference: reference,
                        applicability: location == .inside ? .applies : .touchesBoundaryOnly,
                        viaBuilding: nil
                    )
                )
            }
            if name == "verblijfsobject" { hits += residences(in: hits, onDay: day) }
        }
        // Damage is asked last: a page lost while we searched must not have hidden a hit.
        let coverage = snapshot.coveredLayerNames.map { self.coverage(of: $0, at: point, hits: hits) }
        return PointAnswer(point: point, hits: hits, coverage: coverage, dataVersion: snapshot.dataVersion)
    }

    /// Whether a feature counts on a day: valid, and, in the BAG, not torn down or withdrawn.
    private func isPresent(_ segment: Segment, _ feature: Int, _ layer: String, _ day: Int32) -> Bool {
        guard segment.isValid(feature, onDay: day) else { return false }
        guard layer == "pand" || layer == "verblijfsobject" else { return true }
        return BuildingStatus.isPresent(segment.text(feature, named: "status"))
    }

    /// The verblijfsobjecten that lie in the panden already hit.
    private func residences(in hits: [PointHit], onDay day: Int32) -> [PointHit] {
        guard let buildings = snapshot.layer("pand"), let residences = snapshot.layer("verblijfsobject") else {
            return []
        }
        var found: [PointHit] = []
        for hit in hits where hit.layer == "pand" {
            let segment = buildings.segments[hit.reference.segment]
            residences.forEachFeature(in: segment.box(hit.reference.feature)) { reference in
                let residence = residences.segments[reference.segment]
                guard isPresent(residence, reference.feature, "verblijfsobject", day),
                    !hits.contains(where: { $0.layer == "verblijfsobject" && $0.reference == reference }),
                    case .points(let points) = residence.geometry(reference.feature), let place = points.first,
                    segment.location(of: place, in: hit.reference.feature) != .outside
                else { return }
                found.append(
                    PointHit(
                        layer: "verblijfsobject",
                        reference: reference,
                        applicability: hit.applicability,
                        viaBuilding: segment.identifier(hit.reference.feature)
                    )
                )
            }
        }
        return found
    }

    private func coverage(of name: String, at point: RDPoint, hits: [PointHit]) -> LayerCoverage {
        func known(_ applicability: Applicability, _ problems: [String] = []) -> LayerCoverage {
            LayerCoverage(layer: name, applicability: applicability, problems: problems)
        }
        let meaning = RegisterLayer.absence(in: name)
        guard let state = snapshot.layers[name] else {
            // A plan is imported whole: a kind of object that it does not have, it does not have here either.
            return known(meaning == .zoning && isZoned(hits) ? .doesNotApply : .unknown(.noData))
        }
        if state.isFailing {
            let lost = state.layer.isDamaged ? ["Een bestand van laag \(name) werd tijdens het lezen onleesbaar."] : []
            return known(.unknown(.failure), state.problems + lost)
        }
        let found = hits.filter { $0.layer == name }
        if found.contains(where: { $0.applicability == .applies }) { return known(.applies) }
        if !found.isEmpty { return known(.touchesBoundaryOnly) }
        // What was rejected at import may lie here: finding nothing then means nothing.
        let missing = state.gaps(meeting: RDBox(point))
        if state.layer.featureCount == 0 || !missing.isEmpty {
            return known(.unknown(state.isStale ? .stale : .noData), missing)
        }
        switch meaning {
        case .partition: return known(.unknown(.outsideCoverage))
        case .scattered:
            let isCovered =
                state.layer.coversSurroundings(of: point) || (state.layer.covers(point) && isParcelled(hits))
            guard isCovered else { return known(.unknown(.outsideCoverage)) }
            guard name == "verblijfsobject" else { return known(.doesNotApply) }
            // A verblijfsobject is found through its pand: without panden, finding none means nothing.
            let buildings = self.coverage(of: "pand", at: point, hits: hits)
            if case .unknown(let reason) = buildings.applicability {
                return known(.unknown(reason), buildings.problems)
            }
            return known(.doesNotApply)
        case .zoning: return known(isZoned(hits) ? .doesNotApply : .unknown(.outsideCoverage))
        }
    }

    /// Whether a plan in force that lays down the use of the land is known here; on its very edge it is not.
    private func isZoned(_ hits: [PointHit]) -> Bool {
        guard snapshot.layers[ZoningWitness.layer]?.isFailing == false,
            snapshot.layers[ZoningWitness.planLayer]?.isFailing == false
        else { return false }
        func found(_ layer: String) -> [(segment: Segment, feature: Int)] {
            hits.filter { $0.layer == layer && $0.applicability == .applies }.compactMap { hit in
                snapshot.segment(layer, hit.reference).map { ($0, hit.reference.feature) }
            }
        }
        let plans = found(ZoningWitness.planLayer)
        return found(ZoningWitness.layer).contains { ZoningWitness.isWitness($0.segment, $0.feature, plans: plans) }
    }

    /// Whether a parcel lies here: then the place belongs to what was imported.
    private func isParcelled(_ hits: [PointHit]) -> Bool {
        hits.contains { $0.layer == "perceel" && $0.applicability == .applies }
    }
}
