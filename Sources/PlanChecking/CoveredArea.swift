import GEOSBridge
import GeoValues

/// The part of an asked area that other areas cover together, overlaps counted once.
struct CoveredArea {
    /// Areas below this are rounding: half a millimetre along an edge of 20 m.
    static let toleranceSquareMetres = 0.01

    private let asked: AskedArea
    /// The areas joined; nil when one of them holds all that is asked.
    private let union: [RDPolygon]?
    /// The part of what is asked that no area covers.
    let uncoveredSquareMetres: Double
    let coveredSquareMetres: Double
    /// Whether what is asked lies wholly inside, exactly.
    let holdsAll: Bool
    /// Whether it does so and reaches the edge of the joined areas.
    let touchesEdge: Bool

    /// - Throws: `GEOSError`.
    init(of asked: AskedArea, by areas: [[RDPolygon]]) throws {
        self.asked = asked
        let whole = asked.squareMetres
        let relations = areas.map { AreaRelation(of: asked, to: $0) }
        if relations.contains(.within(touchesEdge: false)) {
            union = nil
            holdsAll = true
            touchesEdge = false
            (coveredSquareMetres, uncoveredSquareMetres) = (whole, 0)
            return
        }
        let meeting = zip(areas, relations).filter { $1.sharesInterior }.map { $0.0 }
        // Nothing to join: the areas keep their exact form.
        let union = meeting.count <= 1 ? meeting.first ?? [] : try Overlay.union(meeting.flatMap { $0 })
        self.union = union
        switch AreaRelation(of: asked, to: union) {
        case .within(let touches):
            holdsAll = true
            touchesEdge = touches
            (coveredSquareMetres, uncoveredSquareMetres) = (whole, 0)
        case .overlaps:
            holdsAll = false
            touchesEdge = false
            coveredSquareMetres = min(whole, try Overlay.intersectionArea(asked.polygons, union))
            uncoveredSquareMetres = whole - coveredSquareMetres
        case .apart, .touches:
            holdsAll = false
            touchesEdge = false
            (coveredSquareMetres, uncoveredSquareMetres) = (0, whole)
        }
    }

    var isWhole: Bool { uncoveredSquareMetres <= Self.toleranceSquareMetres }

    /// The part of the footprint that no area covers; empty when there is none.
    /// - Throws: `GEOSError`.
    func uncovered() throws -> [RDPolygon] { try removed(from: asked.polygons) }

    /// What remains of a part of what is asked when the areas are taken off.
    /// - Throws: `GEOSError`.
    func removed(from part: [RDPolygon]) throws -> [RDPolygon] {
        guard let union, !holdsAll else { return [] }
        return union.isEmpty ? part : try Overlay.difference(part, union)
    }

    /// The part of what is asked that the areas cover.
    /// - Throws: `GEOSError`.
    func covered() throws -> [RDPolygon] {
        guard let union, !holdsAll else { return asked.polygons }
        return try Overlay.intersection(asked.polygons, union)
    }
}
