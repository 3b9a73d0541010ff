import GeoValues

/// Squares that share crooked sides, each with a noise level in decibels: as many locations as a large regulation has.
struct NoiseSquares: Sendable {
    private let corner: Vector
    private let step: Double
    private let columns: Int
    private let seed: UInt64
    /// In decibels, by row from the south.
    let levels: [UInt8]

    /// - Parameter count: how many; they cover the inner 85 % of the municipality's width and height.
    init(count: Int, frame: MunicipalFrame, seed: UInt64) {
        var columns = 1
        while columns * columns < count { columns += 1 }
        let (first, last) = (frame.place(0.075, 0.075), frame.place(0.925, 0.925))
        corner = first
        step = min(last.x - first.x, last.y - first.y) / Double(columns)
        self.columns = columns
        self.seed = seed
        let noise = SmoothNoise(seed: seed &+ 51, wavelength: 900_000)
        let (corner, step) = (corner, step)
        levels = (0..<count).map { number in
            let place = corner + Vector(Double(number % columns) + 0.5, Double(number / columns) + 0.5) * step
            return UInt8(min(75, max(40, (57 + noise[place] * 18).rounded())))
        }
    }

    func place(_ number: Int) -> RegulationPlace {
        let (column, row) = (number % columns, number / columns)
        let ring = [(0, 0), (1, 0), (1, 1), (0, 1)].map { vertex(column + $0.0, row + $0.1) }
        return RegulationPlace(
            identifier: Self.identifier(number),
            name: "Geluid \(number + 1)",
            surfaces: [[ring]],
            value: "\(levels[number])"
        )
    }

    static func identifier(_ number: Int) -> String { "gebied.Geluid\(digits(number + 1, 7))" }

    /// A corner of squares, moved by up to a fifth of their width.
    private func vertex(_ column: Int, _ row: Int) -> RDPoint {
        var generator = SplitMix64(seed: seed, part: 92, column, row)
        let shift = Vector(Double(generator.within(-200...200)) / 1000, Double(generator.within(-200...200)) / 1000)
        return (corner + (Vector(Double(column), Double(row)) + shift) * step).point
    }
}
