import FeatureLayers
import GeoValues

/// The edges of valid polygons, found by place: an area of 50,000 vertices is compared with thousands of features.
struct BoundaryEdges: Sendable {
    let pieces: [BoundaryPiece]
    let box: RDBox
    /// Positions in ``pieces`` of the first edge of each ring.
    private let ringStarts: [Int]
    private let tree: BoxTree

    init(of polygons: [RDPolygon]) {
        var edges: [BoundaryPiece] = []
        var starts: [Int] = []
        for polygon in polygons {
            for ring in polygon.rings {
                starts.append(edges.count)
                var previous = ring.points[ring.points.count - 1]
                for next in ring.points {
                    edges.append(BoundaryPiece(from: previous, to: next))
                    previous = next
                }
            }
        }
        self.init(edges, ringStarts: starts)
    }

    /// Edges that need not form rings.
    init(_ pieces: [BoundaryPiece], ringStarts: [Int] = []) {
        self.pieces = pieces
        self.ringStarts = ringStarts
        let boxes = pieces.map(\.box)
        tree = BoxTree(boxes)
        box = boxes.reduce(into: RDBox.empty) { $0.formUnion($1) }
    }

    /// Positions of the edges whose box meets a window, ascending.
    func positions(meeting window: RDBox) -> [Int] {
        var found: [UInt32] = []
        tree.appendItems(in: window, to: &found)
        return found.map(Int.init)
    }

    func pieces(meeting window: RDBox) -> [BoundaryPiece] { positions(meeting: window).map { pieces[$0] } }

    /// The edges whose box meets a window and one of every ring: an edge of each stretch of the rings that lies free of what is
    /// in the window.
    func representatives(near window: RDBox) -> [BoundaryPiece] {
        Set(positions(meeting: window) + ringStarts).sorted().map { pieces[$0] }
    }

    /// Where the middle of a piece lies in relation to the area that the edges enclose. Exact: all is counted in half
    /// millimetres, which stay inside Int32 and their products inside Int64.
    func location(ofMiddleOf piece: BoundaryPiece) -> PointLocation {
        let x = piece.from.x + piece.to.x
        let y = piece.from.y + piece.to.y
        var locator = PointLocator(x: x, y: y)
        // Only edges that a ray to the east may meet decide anything.
        let ray = RDBox(minX: x >> 1, minY: y >> 1, maxX: max(x >> 1, box.maxX), maxY: (y + 1) >> 1)
        for edge in pieces(meeting: ray) {
            locator.add(ax: edge.from.x * 2, ay: edge.from.y * 2, bx: edge.to.x * 2, by: edge.to.y * 2)
        }
        return locator.location
    }
}
