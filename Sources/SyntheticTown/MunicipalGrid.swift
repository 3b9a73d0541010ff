import GeoValues

/// Municipalities side by side: their corners and borders follow from the seed and their place in the grid alone, so that
/// each can be made by itself.
struct MunicipalGrid {
    let seed: UInt64
    /// The south-west corner, before it is moved.
    let origin: Vector
    /// The width and height of a municipality in millimetres.
    let step: Double
    /// Which places hold land; beyond them lies water.
    let land: Set<Place>

    struct Place: Hashable {
        var column: Int
        var row: Int
    }

    func frame(at place: Place) -> MunicipalFrame {
        let (column, row) = (place.column, place.row)
        return MunicipalFrame(
            south: side(isRow: true, column, row),
            north: side(isRow: true, column, row + 1),
            west: side(isRow: false, column, row),
            east: side(isRow: false, column + 1, row)
        )
    }

    private func corner(_ column: Int, _ row: Int) -> Vector {
        var generator = SplitMix64(seed: seed, part: 30, column, row)
        let moved = Vector(Double(generator.within(-130...130)), Double(generator.within(-130...130))) * (step / 1000)
        return origin + Vector(Double(column), Double(row)) * step + moved
    }

    private func side(isRow: Bool, _ column: Int, _ row: Int) -> FrameSide {
        var generator = SplitMix64(seed: seed, part: 31, isRow ? 1 : 0, column, row)
        let beside = isRow ? Place(column: column, row: row - 1) : Place(column: column - 1, row: row)
        let isInland = land.contains(beside) && land.contains(Place(column: column, row: row))
        let inland: [BorderLand] = [.river, .meadow, .meadow, .meadow, .wood]
        let kind = generator.pick(inland)
        return FrameSide(
            from: corner(column, row),
            to: isRow ? corner(column + 1, row) : corner(column, row + 1),
            land: isInland ? kind : .dike,
            generator: &generator
        )
    }
}
