/// A smooth random landscape with values between −1 and 1: random heights on a grid, joined by a cubic without kinks.
struct SmoothNoise {
    let seed: UInt64
    /// The distance between hills in millimetres.
    let wavelength: Double

    subscript(position: Vector) -> Double {
        let column = (position.x / wavelength).rounded(.down)
        let row = (position.y / wavelength).rounded(.down)
        let across = eased(position.x / wavelength - column)
        let up = eased(position.y / wavelength - row)
        let (i, j) = (Int(column), Int(row))
        let south = height(i, j) + (height(i + 1, j) - height(i, j)) * across
        let north = height(i, j + 1) + (height(i + 1, j + 1) - height(i, j + 1)) * across
        return south + (north - south) * up
    }

    private func eased(_ share: Double) -> Double { share * share * (3 - 2 * share) }

    private func height(_ column: Int, _ row: Int) -> Double {
        var generator = SplitMix64(seed: seed, part: column, row)
        return Double(generator.below(2_000_001)) / 1_000_000 - 1
    }
}
