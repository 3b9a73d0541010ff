import GeoValues

/// How an area lies to a feature. Exact: decided on the millimetre grid with integers only.
enum AreaRelation: Equatable {
    /// No point in common.
    case apart
    /// Boundaries meet, interiors don't.
    case touches
    /// The interiors meet and the area is not wholly inside; a point or line of the feature lies in the area.
    case overlaps
    /// The area lies wholly inside the feature; `touchesEdge` when their boundaries meet.
    case within(touchesEdge: Bool)

    var sharesInterior: Bool {
        switch self {
        case .apart, .touches: false
        case .overlaps, .within: true
        }
    }

    /// The relation of an area to what a feature looks like (valid polygons when it is one).
    init(of area: AskedArea, to geometry: RDGeometry) {
        switch geometry {
        case .none: self = .apart
        case .points(let points):
            let places = points.map { location(of: $0, in: area.polygons) }
            self = places.contains(.inside) ? .overlaps : places.contains(.onBoundary) ? .touches : .apart
        case .lines(let lines):
            let edges = lines.flatMap { line in
                zip(line, line.dropFirst()).filter { $0 != $1 }.map { BoundaryPiece(from: $0, to: $1) }
            }
            self = Self.joined(area.boundaries.map { AreaRelation(of: $0, lines: edges) })
        case .polygons(let polygons):
            self = AreaRelation(of: area, to: polygons)
        }
    }

    /// The relation of an area to a valid multipolygon.
    init(of area: AskedArea, to polygons: [RDPolygon]) {
        if polygons.isEmpty {
            self = .apart
            return
        }
        let other = BoundaryEdges(of: polygons)
        self = Self.joined(area.boundaries.map { AreaRelation(of: $0, to: other) })
    }

    /// The relation of an area of which the parts have these.
    private static func joined(_ parts: [AreaRelation]) -> AreaRelation {
        if !parts.isEmpty, parts.allSatisfy({ if case .within = $0 { true } else { false } }) {
            return .within(touchesEdge: parts.contains(.within(touchesEdge: true)))
        }
        if parts.contains(where: \.sharesInterior) { return .overlaps }
        return parts.contains(.touches) ? .touches : .apart
    }

    /// The relation of a valid polygon to a valid multipolygon, by their edges.
    ///
    /// Without proper crossings all contacts of the boundaries lie on vertices, hence on the grid. Contacts cut the
    /// edges into pieces that are each wholly inside, outside or on the other boundary; the middle of a piece, exact in
    /// half millimetres, tells which. The interiors meet when a piece of one lies inside the other, or when a shared
    /// piece has both areas on the same side. The polygon's interior is in one piece, so it lies wholly inside when
    /// the interiors meet and no piece of the other boundary lies inside it.
    private init(of own: BoundaryEdges, to edges: BoundaryEdges) {
        let near = BoundaryEdges(edges.pieces(meeting: own.box))
        if near.pieces.isEmpty {
            // No boundary comes near: one edge speaks for all.
            let isInside = edges.location(ofMiddleOf: own.pieces[0]) == .inside
            self = isInside ? .within(touchesEdge: false) : .apart
            return
        }
        guard let contacts = BoundaryContacts(own.representatives(near: near.box), near) else {
            self = .overlaps
            return
        }
        let isCutByOther = contacts.secondPieces.contains { own.location(ofMiddleOf: $0) == .inside }
        if isCutByOther {
            self = .overlaps
            return
        }
        let sharesInterior = contacts.firstRuns.contains { piece in
            switch edges.location(ofMiddleOf: piece) {
            case .inside: true
            case .outside: false
            case .onBoundary: near.pieces(meeting: piece.box).contains { piece.runsAlong($0) }
            }
        }
        if sharesInterior {
            self = .within(touchesEdge: contacts.areAny)
        } else {
            self = contacts.areAny ? .touches : .apart
        }
    }

    private init(of own: BoundaryEdges, lines: [BoundaryPiece]) {
        let near = BoundaryEdges(lines.filter { $0.box.intersects(own.box) })
        guard let contacts = BoundaryContacts(own.representatives(near: near.box), near) else {
            self = .overlaps
            return
        }
        if contacts.secondPieces.contains(where: { own.location(ofMiddleOf: $0) == .inside }) {
            self = .overlaps
        } else {
            self = contacts.areAny ? .touches : .apart
        }
    }
}
