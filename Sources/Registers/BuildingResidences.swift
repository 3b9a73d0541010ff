import FeatureLayers
import GeoValues

/// The verblijfsobjecten of a pand on a day.
///
/// By what they say of their pand themselves (`pandidentificatie`); where a source does not say, by their place. They are
/// looked for within ``searchRadius`` of the pand.
public struct BuildingResidences: Sendable {
    /// RD millimetres.
    static let searchRadius: Int32 = 100_000

    /// In the order of the layer, ended versions last.
    public private(set) var residences: [FeatureVersions.Version] = []

    /// - Parameters:
    ///   - building: a version of the pand.
    ///   - day: the residences that are there on this day (days since 1970-01-01).
    public init(of building: FeatureVersions.Version, onDay day: Int32, in snapshot: RegisterSnapshot) {
        let layers = ["verblijfsobject", RegisterLayer.historyLayer(of: "verblijfsobject")].compactMap { $0 }
        let identifier = building.segment.identifier(building.feature)
        let window = building.segment.box(building.feature).grown(by: Self.searchRadius)
        for name in layers {
            guard let state = snapshot.layers[name] else { continue }
            state.layer.forEachFeature(in: window) { reference in
                let segment = state.layer.segments[reference.segment]
                let feature = reference.feature
                guard state.isPresent(reference, onDay: day) else { return }
                let isPart: Bool
                if let buildings = segment.text(feature, named: "pandidentificatie") {
                    isPart = buildings.split(separator: ",").contains { $0 == identifier }
                } else if let place = segment.firstPoint(feature) {
                    isPart = building.segment.location(of: place, in: building.feature) != .outside
                } else {
                    isPart = false
                }
                guard isPart else { return }
                let validity = segment.validity(feature)
                residences.append(
                    FeatureVersions.Version(
                        layer: name,
                        segment: segment,
                        feature: feature,
                        validFrom: validity.from,
                        validUntil: validity.until
                    )
                )
            }
        }
    }
}
