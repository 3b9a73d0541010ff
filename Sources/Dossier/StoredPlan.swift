public import Foundation
public import GeoValues

/// A version of a plan that is to be stored.
public struct NewPlan: Sendable {
    /// The plan's identifier; an identifier that is known already gets a next version.
    public var id: String
    public var name: String
    public var footprint: RDPolygon
    /// Metres from the ground to the highest point.
    public var heightMetres: Double
    /// Metres from the ground to the eaves (goothoogte), if given.
    public var eavesHeightMetres: Double?
    /// The shape of the roof, if given.
    public var roof: String?
    /// Which of several alternatives this is, if given.
    public var variant: String?
    /// The version of the registers that the check was made against.
    public var dataVersion: String
    /// The check's result as JSON text, kept as it is.
    public var checkJSON: String
    public var createdAt: Date

    public init(
        id: String,
        name: String,
        footprint: RDPolygon,
        heightMetres: Double,
        eavesHeightMetres: Double? = nil,
        roof: String? = nil,
        variant: String? = nil,
        dataVersion: String,
        checkJSON: String,
        createdAt: Date = Date()
    ) {
        self.id = id
        self.name = name
        self.footprint = footprint
        self.heightMetres = heightMetres
        self.eavesHeightMetres = eavesHeightMetres
        self.roof = roof
        self.variant = variant
        self.dataVersion = dataVersion
        self.checkJSON = checkJSON
        self.createdAt = createdAt
    }
}

/// One version of a plan as the dossier keeps it. A version never changes; a change is a next version.
public struct StoredPlan: Sendable, Hashable {
    public let id: String
    /// 1 for the first.
    public let version: Int
    /// The plan's present name.
    public let name: String
    public let footprint: RDPolygon
    /// Metres from the ground to the highest point.
    public let heightMetres: Double
    /// Metres from the ground to the eaves (goothoogte), if known.
    public let eavesHeightMetres: Double?
    public let roof: String?
    public let variant: String?
    /// The version of the registers that the check was made against.
    public let dataVersion: String
    /// The check's result as it was given.
    public let checkJSON: String
    /// When this version was made: ISO 8601 in UTC, whole seconds.
    public let createdAt: String
}

/// A plan and how far it lies from the point that was asked about.
public struct NearbyPlan: Sendable {
    public let plan: StoredPlan
    /// From the nearest edge of the footprint, in the RD plane, exact; zero inside.
    public let distance: SquaredDistance
}
