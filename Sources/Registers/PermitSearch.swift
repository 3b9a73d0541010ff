public import FeatureLayers
public import GeoValues

/// Official publications about omgevingsvergunningen (layer `publicatie`, KOOP).
public struct PermitSearch: Sendable {
    public static let layer = "publicatie"

    public struct Permit: Sendable {
        public let segment: Segment
        public let feature: Int
        /// From the nearest part of the place to the nearest part of the area that was asked about.
        public let distance: SquaredDistance
        /// The day of publication, in days since 1970-01-01.
        public let day: Int32?
    }

    private let state: RegisterLayerState?

    public init(_ snapshot: RegisterSnapshot) { state = snapshot.layers[Self.layer] }

    /// Publications about permits that lie within a radius of a place, inclusive; the nearest first, of those equally near the
    /// newest. Publications without a place are left out.
    ///
    /// - Parameter radius: RD millimetres.
    public func permits(within radius: Int32, of place: RDGeometry) -> [Permit] {
        guard let state else { return [] }
        var found: [Permit] = []
        state.layer.forEachFeature(in: place.box.grown(by: radius)) { reference in
            let segment = state.layer.segments[reference.segment]
            guard Self.isPermit(segment, reference.feature),
                let distance = squaredDistance(between: place, and: segment.geometry(reference.feature)),
                distance.isWithin(radius: Int64(radius))
            else { return }
            found.append(
                Permit(
                    segment: segment,
                    feature: reference.feature,
                    distance: distance,
                    day: segment.validity(reference.feature).from
                )
            )
        }
        return found.sorted { left, right in
            if left.distance != right.distance { return left.distance < right.distance }
            if left.day != right.day { return (left.day ?? .min) > (right.day ?? .min) }
            return left.segment.identifier(left.feature) < right.segment.identifier(right.feature)
        }
    }

    /// What finding none means at a place: publications are imported by period and region, so it is never that there are none.
    public func coverage(hasFound: Bool) -> LayerCoverage {
        guard let state else {
            return LayerCoverage(layer: Self.layer, applicability: .unknown(.noData), problems: [])
        }
        if state.isFailing {
            return LayerCoverage(layer: Self.layer, applicability: .unknown(.failure), problems: state.problems)
        }
        return LayerCoverage(
            layer: Self.layer,
            applicability: hasFound ? .applies : .unknown(.outsideCoverage),
            problems: []
        )
    }

    /// By the kind of publication (OVERHEIDop.Rubriek), or its title.
    private static func isPermit(_ segment: Segment, _ feature: Int) -> Bool {
        let texts = [
            segment.text(feature, named: "type"), segment.text(feature, named: "subject"), segment.name(feature),
        ]
        return texts.contains { $0?.lowercased().contains("omgevingsvergunning") == true }
    }
}
