import GeoValues

/// An object of a plan that lies on top of the enkelbestemmingen.
struct PlanObject {
    enum Kind {
        case bouwvlak
        /// Values as written (decimal comma) with their types.
        case maatvoering([(value: String, type: String)])
        case bouwaanduiding(name: String, label: String)
        case functieaanduiding(name: String, label: String)
        case gebiedsaanduiding(name: String, group: String, label: String)
        /// A line: `shape` is open.
        case gevellijn
    }

    var kind: Kind
    var neighbourhood: Int
    /// The face of the mesh on whose ground it lies; nil for an area on top of many.
    var face: Int?
    var shape: PlanShape
}

/// A ring or a line of a plan object, without a closing repeat.
struct PlanShape {
    var points: [RDPoint]
    /// Positions in `points` that are the middle of an arc from the point before to the point after.
    var arcMiddles: Set<Int> = []

    /// A circle as two arcs, starting in the east, counter-clockwise.
    static func circle(middle: RDPoint, radius: Int32) -> PlanShape {
        PlanShape(
            points: [
                RDPoint(x: middle.x + radius, y: middle.y), RDPoint(x: middle.x, y: middle.y + radius),
                RDPoint(x: middle.x - radius, y: middle.y), RDPoint(x: middle.x, y: middle.y - radius),
            ],
            arcMiddles: [1, 3]
        )
    }
}

/// A height in decimetres as plans write it: `6` or `8,5`.
func heightText(decimetres: Int) -> String {
    decimetres % 10 == 0 ? "\(decimetres / 10)" : "\(decimetres / 10),\(decimetres % 10)"
}
