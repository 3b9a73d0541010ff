import GeoValues

/// How a footprint lies to a feature. Exact: decided on the millimetre grid with integers only.
enum FootprintRelation: Equatable {
    /// No point in common.
    case apart
    /// Boundaries meet, interiors don't.
    case touches
    /// The interiors meet and the footprint is not wholly inside; a point or line of the feature lies in the footprint.
    case overlaps
    /// The footprint lies wholly inside the feature; `touchesEdge` when their boundaries meet.
    case within(touchesEdge: Bool)

    var sharesInterior: Bool {
        switch self {
        case .apart, .touches: false
        case .overlaps, .within: true
        }
    }

    /// The relation of a valid polygon to what a feature looks like (valid polygons when it is an area).
    init(of footprint: RDPolygon, to geometry: RDGeometry) {
        switch geometry {
        case .none: self = .apart
        case .points(let points):
            let places = points.map { location(of: $0, in: footprint) }
            self = places.contains(.inside) ? .overlaps : places.contains(.onBoundary) ? .touches : .apart
        case .lines(let lines):
            self = FootprintRelation(of: footprint, lines: lines)
        case .polygons(let polygons):
            self = FootprintRelation(of: footprint, to: polygons)
        }
    }

    /// The relation of a valid polygon to a valid multipolygon.
    ///
    /// Without proper crossings all contacts of the boundaries lie on vertices, hence on the grid. Contacts cut the
    /// edges into pieces that are each wholly inside, outside or on the other boundary; the middle of a piece, exact in
    /// half millimetres, tells which. The interiors meet when a piece of one lies inside the other, or when a shared
    /// piece has both areas on the same side. The footprint's interior is in one piece, so it lies wholly inside when
    /// the interiors meet and no piece of the other boundary lies inside it.
    init(of footprint: RDPolygon, to polygons: [RDPolygon]) {
        let window = footprint.box
        let edges = BoundaryPiece.edges(of: polygons)
        let near = edges.filter { $0.box.intersects(window) }
        if near.isEmpty {
            // No boundary comes near: one corner speaks for all.
            let isInside = location(of: footprint.exterior.points[0], in: polygons) == .inside
            self = isInside ? .within(touchesEdge: false) : .apart
            return
        }
        let own = BoundaryPiece.edges(of: [footprint])
        guard let contacts = BoundaryContacts(own, near) else {
            self = .overlaps
            return
        }
        let isCutByOther = contacts.secondPieces.contains { $0.middleLocation(among: own) == .inside }
        if isCutByOther {
            self = .overlaps
            return
        }
        let sharesInterior = contacts.firstRuns.contains { piece in
            switch piece.middleLocation(among: edges) {
            case .inside: true
            case .outside: false
            case .onBoundary: near.contains { piece.runsAlong($0) }
            }
        }
        if sharesInterior {
            self = .within(touchesEdge: contacts.areAny)
        } else {
            self = contacts.areAny ? .touches : .apart
        }
    }

    private init(of footprint: RDPolygon, lines: [[RDPoint]]) {
        let window = footprint.box
        let near = lines.flatMap { line in
            zip(line, line.dropFirst()).filter { $0 != $1 }.map { BoundaryPiece(from: $0, to: $1) }
        }.filter { $0.box.intersects(window) }
        let own = BoundaryPiece.edges(of: [footprint])
        guard let contacts = BoundaryContacts(own, near) else {
            self = .overlaps
            return
        }
        if contacts.secondPieces.contains(where: { $0.middleLocation(among: own) == .inside }) {
            self = .overlaps
        } else {
            self = contacts.areAny ? .touches : .apart
        }
    }
}
