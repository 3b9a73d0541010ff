import GEOSBridge
import GeoValues

/// The part of a footprint that areas cover together, overlaps counted once.
struct CoveredArea {
    /// Areas below this are rounding: half a millimetre along an edge of 20 m.
    static let toleranceSquareMetres = 0.01

    private let footprint: RDPolygon
    /// The areas joined; nil when one of them holds the whole footprint.
    private let union: [RDPolygon]?
    /// The part of the footprint that no area covers.
    let uncoveredSquareMetres: Double
    let coveredSquareMetres: Double
    /// Whether the footprint lies wholly inside, exactly.
    let holdsFootprint: Bool
    /// Whether it does so and reaches the edge of the joined areas.
    let touchesEdge: Bool

    /// - Throws: `GEOSError`.
    init(of footprint: RDPolygon, by areas: [[RDPolygon]]) throws {
        self.footprint = footprint
        let whole = footprint.areaSquareMetres
        let relations = areas.map { FootprintRelation(of: footprint, to: $0) }
        if relations.contains(.within(touchesEdge: false)) {
            union = nil
            holdsFootprint = true
            touchesEdge = false
            (coveredSquareMetres, uncoveredSquareMetres) = (whole, 0)
            return
        }
        let meeting = zip(areas, relations).filter { $1.sharesInterior }.map { $0.0 }
        // Nothing to join: the areas keep their exact form.
        let union = meeting.count <= 1 ? meeting.first ?? [] : try Overlay.union(meeting.flatMap { $0 })
        self.union = union
        switch FootprintRelation(of: footprint, to: union) {
        case .within(let touches):
            holdsFootprint = true
            touchesEdge = touches
            (coveredSquareMetres, uncoveredSquareMetres) = (whole, 0)
        case .overlaps:
            holdsFootprint = false
            touchesEdge = false
            coveredSquareMetres = min(whole, try Overlay.intersectionArea([footprint], union))
            uncoveredSquareMetres = whole - coveredSquareMetres
        case .apart, .touches:
            holdsFootprint = false
            touchesEdge = false
            (coveredSquareMetres, uncoveredSquareMetres) = (0, whole)
        }
    }

    var isWhole: Bool { uncoveredSquareMetres <= Self.toleranceSquareMetres }

    /// The part of the footprint that no area covers; empty when there is none.
    /// - Throws: `GEOSError`.
    func uncovered() throws -> [RDPolygon] { try removed(from: [footprint]) }

    /// What remains of a part of the footprint when the areas are taken off.
    /// - Throws: `GEOSError`.
    func removed(from part: [RDPolygon]) throws -> [RDPolygon] {
        guard let union, !holdsFootprint else { return [] }
        return union.isEmpty ? part : try Overlay.difference(part, union)
    }

    /// The part of the footprint that the areas cover.
    /// - Throws: `GEOSError`.
    func covered() throws -> [RDPolygon] {
        guard let union, !holdsFootprint else { return [footprint] }
        return try Overlay.intersection([footprint], union)
    }
}
