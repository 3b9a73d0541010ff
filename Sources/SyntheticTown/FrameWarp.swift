/// Bends a square of streets into the land of a municipality: near the border it follows the border, in the middle it turns
/// and sways.
struct FrameWarp {
    private let frame: MunicipalFrame
    /// The shares at which the two main roads run that leave through the gates.
    private let gateLines: (column: Double, row: Double)
    private let centre: Vector
    /// How far inside the border the streets end, as shares of width and height.
    private let inset: Vector
    private let turn: Vector
    private let broad: (SmoothNoise, SmoothNoise)
    private let fine: (SmoothNoise, SmoothNoise)
    private let swayLimit: Double

    /// The width of the land between the border and the outermost streets, in millimetres.
    static let stripWidth = 42_000.0

    /// - Parameter freedom: how much of the turning and swaying there is, 0 to 1.
    init(
        frame: MunicipalFrame,
        seed: UInt64,
        gateLines: (column: Double, row: Double),
        freedom: Double
    ) {
        var generator = SplitMix64(seed: seed, part: 7)
        self.frame = frame
        self.gateLines = gateLines
        let size = frame.size
        inset = Vector(Self.stripWidth / size.x, Self.stripWidth / size.y)
        centre = frame.place(gateLines.column, gateLines.row)
        // Turns without trigonometry: sine, and cosine − 1, of up to 16 degrees.
        let turns = [Vector(0.28, -0.04), Vector(-0.28, -0.04), Vector(0.1987, -0.02), Vector(-0.1987, -0.02)]
        turn = generator.pick(turns) * freedom
        broad = (
            SmoothNoise(seed: seed &+ 11, wavelength: 1_500_000), SmoothNoise(seed: seed &+ 12, wavelength: 1_500_000)
        )
        fine = (
            SmoothNoise(seed: seed &+ 13, wavelength: 420_000), SmoothNoise(seed: seed &+ 14, wavelength: 420_000)
        )
        swayLimit = min(1, min(size.x, size.y) / 6_000_000) * freedom
    }

    /// The place of a crossing at shares of the streets' square.
    func place(_ column: Double, _ row: Double) -> Vector {
        let s = shifted(column, row, line: gateLines.column, low: frame.south.gateShare, high: frame.north.gateShare)
        let t = shifted(row, column, line: gateLines.row, low: frame.west.gateShare, high: frame.east.gateShare)
        let place = frame.place(inset.x + (1 - 2 * inset.x) * s, inset.y + (1 - 2 * inset.y) * t)
        let room = 16 * s * (1 - s) * t * (1 - t)
        let from = place - centre
        let turned = Vector(from.x * turn.y - from.y * turn.x, from.x * turn.x + from.y * turn.y) * room
        let freedom = min(1, 5 * min(s, 1 - s, t, 1 - t)) * swayLimit
        let sway = Vector(
            broad.0[place] * 200_000 + fine.0[place] * 40_000,
            broad.1[place] * 200_000 + fine.1[place] * 40_000
        )
        return place + turned + sway * (freedom * freedom)
    }

    /// A share moved so that the main road meets the gates, which lie elsewhere on the two borders.
    private func shifted(_ share: Double, _ along: Double, line: Double, low: Double, high: Double) -> Double {
        // Seen on the streets' square, which is a little smaller than the land.
        func inner(_ gate: Double) -> Double { (gate - inset.x) / (1 - 2 * inset.x) }
        let hat = share < line ? share / line : (1 - share) / (1 - line)
        let (atLow, atHigh) = (max(0, 1 - along / 0.45), max(0, 1 - (1 - along) / 0.45))
        return share + hat * ((inner(low) - line) * atLow * atLow + (inner(high) - line) * atHigh * atHigh)
    }
}
