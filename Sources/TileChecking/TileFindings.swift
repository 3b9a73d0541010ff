/// What was found of one layer at one zoom. Areas in square tile units.
public struct TileFindings: Sendable, Encodable {
    public let layer: String
    public let zoom: Int
    /// Whether every feature is drawn at this zoom; otherwise it is their number that is checked.
    public let isComplete: Bool
    public var tiles = 0
    /// Features in the tiles, each in every tile that it meets; below the layer's zoom, features counted.
    public var features = 0
    public var polygons = 0
    public var invalid = 0
    /// What the polygons cover inside the tiles.
    public var area = 0.0
    /// What the index has covered by features of one whole, more than a unit inside, and no polygon covers.
    public var gap = 0.0
    /// What two polygons cover that touch in the index but share no area there.
    public var overlap = 0.0
    /// Gaps and overlaps between features that the register does not take for parts of one whole, so that an import does not join
    /// them: of different plans, or of layers that do not fill the ground. Told, but under no bar.
    public var unjoined = 0.0
    /// Features that neighbouring tiles draw differently along the edge between them, by more than a unit.
    public var seams = 0
    /// Features of the index that a tile should show and does not, or that it shows and the index does not have there; below
    /// the layer's zoom, how far counts are off.
    public var missing = 0
    /// Random points at which tile and look-up were compared.
    public var points = 0
    /// Those at which they differ with no boundary within a unit.
    public var disagreements = 0
    /// Every gap, overlap, invalid polygon, seam, missing feature and disagreement.
    public var cases: [String] = []

    init(layer: String, zoom: Int, isComplete: Bool) {
        self.layer = layer
        self.zoom = zoom
        self.isComplete = isComplete
    }

    /// The bars: nothing invalid, missing, torn at a seam or at odds with the look-up; gaps and overlaps at most 0.0005 % of the area.
    public static let mostGapOrOverlap = 0.0005 / 100

    public var failures: [String] {
        var failures: [String] = []
        if invalid > 0 { failures.append("\(invalid) invalid") }
        if missing > 0 { failures.append("\(missing) missing") }
        if seams > 0 { failures.append("\(seams) torn at seams") }
        if disagreements > 0 { failures.append("\(disagreements) at odds with the look-up") }
        if gap > area * TileFindings.mostGapOrOverlap { failures.append("gaps") }
        if overlap > area * TileFindings.mostGapOrOverlap { failures.append("overlaps") }
        return failures
    }

    mutating func add(_ other: TileFindings) {
        tiles += other.tiles
        features += other.features
        polygons += other.polygons
        invalid += other.invalid
        area += other.area
        gap += other.gap
        overlap += other.overlap
        unjoined += other.unjoined
        seams += other.seams
        missing += other.missing
        points += other.points
        disagreements += other.disagreements
        cases += other.cases
    }
}
