public import FeatureLayers

/// All versions of a feature that the data holds: those of its layer, and ended ones where these are kept
/// (``RegisterLayer/historyLayer(of:)``).
public struct FeatureVersions: Sendable {
    public struct Version: Sendable {
        public let layer: String
        public let segment: Segment
        public let feature: Int
        /// First day on which it is valid, and the first on which it no longer is, in days since 1970-01-01; nil: no limit.
        public let validFrom: Int32?
        public let validUntil: Int32?

        /// Whether by its status it stands, or is being built; see ``BuildingStatus``.
        public var isPresent: Bool { BuildingStatus.isPresent(segment.text(feature, named: "status")) }

        func isValid(onDay day: Int32) -> Bool { (validFrom ?? .min) <= day && day < (validUntil ?? .max) }
    }

    /// The oldest first.
    public let versions: [Version]
    /// Whether ended versions are known at all.
    public let isHistoryKnown: Bool

    public init(_ identifier: String, layer: String, in snapshot: RegisterSnapshot) {
        let history = RegisterLayer.historyLayer(of: layer)
        versions = [history, layer].compactMap { $0 }.flatMap { name -> [Version] in
            guard let layer = snapshot.layer(name) else { return [] }
            return layer.segments.flatMap { segment in
                segment.features(withIdentifier: identifier).map { feature in
                    let validity = segment.validity(feature)
                    return Version(
                        layer: name,
                        segment: segment,
                        feature: feature,
                        validFrom: validity.from,
                        validUntil: validity.until
                    )
                }
            }
        }.sorted { ($0.validFrom ?? .min, $0.validUntil ?? .max) < ($1.validFrom ?? .min, $1.validUntil ?? .max) }
        isHistoryKnown = history.flatMap { snapshot.layer($0) } != nil
    }

    /// The version that is valid on a day; of several the newest. Nil: the feature was not in the register then.
    public func version(onDay day: Int32) -> Version? { versions.last { $0.isValid(onDay: day) } }

    /// Whether a day lies before the first version.
    public func isBeforeAll(_ day: Int32) -> Bool { versions.first.map { day < $0.validFrom ?? .min } ?? false }
}
