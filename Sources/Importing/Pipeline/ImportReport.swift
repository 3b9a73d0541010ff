import GeoValues

/// Why a feature was set aside or repaired; the raw value is a stable code, fit for a metric name.
public enum FindingCode: String, Codable, Sendable, CaseIterable {
    case unreadable
    case axesSwapped = "axes-swapped"
    case degrees
    case metres
    case degreesSwapped = "degrees-swapped"
    case outsideRD = "outside-rd"
    case tooFewPoints = "too-few-points"
    case noArea = "no-area"
    case notRepairable = "not-repairable"
    case invalidRepaired = "invalid-repaired"
    case ringClosed = "ring-closed"
    case borderNotJoined = "border-not-joined"
    case overlap
    case overlapUnknown = "overlap-unknown"
    case gap

    /// Whether a feature with this finding is left out.
    var rejects: Bool {
        switch self {
        case .unreadable, .axesSwapped, .degrees, .metres, .degreesSwapped, .outsideRD, .tooFewPoints, .noArea,
            .notRepairable:
            true
        case .invalidRepaired, .ringClosed, .borderNotJoined, .overlap, .overlapUnknown, .gap: false
        }
    }

    /// One sentence that says what was expected and what was found.
    public var sentence: String {
        switch self {
        case .unreadable: "The feature could not be read."
        case .axesSwapped: "North and east are exchanged: expected RD x (east) before y (north)."
        case .degrees: "The coordinates look like degrees; expected metres in RD New (EPSG:28992)."
        case .metres: "The source says degrees, but the coordinates are metres of RD New (EPSG:28992)."
        case .degreesSwapped:
            "Longitude and latitude are exchanged: expected longitude (2 to 8) before latitude (50 to 56)."
        case .outsideRD: "A coordinate lies outside RD New (x -7,000 to 300,000 m, y 289,000 to 629,000 m)."
        case .tooFewPoints: "A ring has fewer than three different points, or a line fewer than two."
        case .noArea: "The polygon has no area at millimetre precision."
        case .notRepairable: "The polygon is invalid and could not be repaired."
        case .invalidRepaired: "The polygon was invalid and has been repaired."
        case .borderNotJoined:
            "A neighbour has a vertex within 1 mm of the border here, and the border could not be led through it."
        case .overlap: "Two features of the coverage share area."
        case .overlapUnknown: "Whether two features of the coverage share area could not be judged."
        case .gap: "Features of the coverage leave a gap between them."
        case .ringClosed: "A ring was not closed and has been closed."
        }
    }
}

/// Something found in one feature of a source.
public struct Finding: Codable, Sendable {
    public let code: FindingCode
    public let identifier: String
    /// Where in the source: a line or a row.
    public let place: String
    /// What exactly, where more is known than the code says.
    public let detail: String?
    /// Where on the map: minX, minY, maxX, maxY in RD millimetres; nil when the feature does not say.
    public let box: [Int32]?

    /// An empty `position` is none.
    init(code: FindingCode, identifier: String, place: String, detail: String?, position: RDBox) {
        self.code = code
        self.identifier = identifier
        self.place = place
        self.detail = detail
        box = position.isEmpty ? nil : [position.minX, position.minY, position.maxX, position.maxY]
    }
}

/// What became of the features of one layer: `read` = `imported` + `historic` + `duplicate` + `rejected`.
public struct LayerReport: Codable, Sendable {
    public let layer: String
    public internal(set) var read = 0
    /// Features in the segment; `repaired` and `withoutPlace` are among them.
    public internal(set) var imported = 0
    /// Ended versions.
    public internal(set) var historic = 0
    /// Other versions of a feature that is imported.
    public internal(set) var duplicate = 0
    public internal(set) var repaired = 0
    /// Vertices that were inserted in edges on which a neighbour has one.
    public internal(set) var noded = 0
    /// Imported with their attributes, without a place on the map: null and empty geometries.
    public internal(set) var withoutPlace = 0
    public internal(set) var rejected = 0
    /// Every rejected and repaired feature.
    public internal(set) var findings: [Finding] = []

    init(layer: String) {
        self.layer = layer
    }
}

/// What one source brought.
public struct ImportReport: Codable, Sendable {
    /// Name of the source in the workspace.
    public let source: String
    /// The file's name.
    public let origin: String
    public let format: String
    public let layers: [LayerReport]
    /// What the reader noticed about the file as a whole.
    public let notes: [String]
}
