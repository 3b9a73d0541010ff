import FeatureLayers
public import GeoValues

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
    public func answer(at point: RDPoint, onDay day: Int32) -> PlaceAnswer {
        var finding = PointFinding(snapshot: snapshot, point: point, day: day)
        finding.findHits()
        // Damage is asked last: a page lost while we searched must not have hidden a hit.
        return PlaceAnswer(
            place: .point(point),
            hits: finding.hits,
            coverage: finding.coverage(),
            dataVersion: snapshot.dataVersion
        )
    }
}
