/// How large the parts of a town are, given the number of buildings it shall have.
struct TownScale {
    /// Cells of the street lattice that are expected to be built up.
    let urbanCells: Int
    /// Cells across the old centre, which the moat (singel) surrounds.
    let centreWidth: Int
    /// Cells across a neighbourhood, give or take one.
    let neighbourhoodWidth: Int
    /// Cells from the centre to where the built-up area is expected to end.
    let urbanRadius: Int

    /// Towns have a railway.
    let hasRailway: Bool

    /// - Parameter buildings: in the town itself, without villages and farms.
    init(buildings: Int) {
        // Measured: 13 buildings, sheds included, to a cell of 64 × 64 m, parks and schools counted in.
        urbanCells = max(12, buildings / 13)
        let root = Double(urbanCells).squareRoot()
        centreWidth = min(9, max(3, Int((root * 0.2).rounded())))
        neighbourhoodWidth = buildings < 4_000 ? 4 : (buildings < 40_000 ? 6 : 8)
        // π r² = cells; 0.5642 is the square root of 1/π.
        urbanRadius = Int((root * 0.5642).rounded(.up)) + 1
        hasRailway = buildings >= 3_000
    }

    /// The width and height in millimetres of land that holds the town and about four times as much polder.
    var landSize: Double { (Double(urbanCells) * 66_000 * 66_000 * 3.8).squareRoot() + 500_000 }
}
