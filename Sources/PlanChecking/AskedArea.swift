public import GeoValues

/// An area that is asked about: a footprint, a parcel, a drawn polygon. With its boundary ready for many comparisons.
public struct AskedArea: Sendable {
    /// Valid polygons in RD millimetres within ``RDEnvelope`` that share no area; at least one.
    public let polygons: [RDPolygon]
    public let box: RDBox
    public let squareMetres: Double
    /// The boundary of each polygon.
    let boundaries: [BoundaryEdges]

    public init(_ polygons: [RDPolygon]) {
        self.polygons = polygons
        box = polygons.reduce(into: RDBox.empty) { $0.formUnion($1.box) }
        squareMetres = polygons.reduce(0) { $0 + $1.areaSquareMetres }
        boundaries = polygons.map { BoundaryEdges(of: [$0]) }
    }
}
