/// Why coordinates could not be transformed.
public enum CoordinateProblem: Error, Equatable, CustomStringConvertible {
    /// In none of the places that were searched are both grids.
    case gridsMissing(searched: [String])
    /// A grid file is not the one that this program was made for.
    case wrongGrid(path: String, expected: String, found: String)
    /// The transformation does not give NSGI's numbers for one of the points that are tried at the start.
    case selfCheckFailed(point: Int, found: String, expected: String)
    /// PROJ can't be used; `reason` is PROJ's own text.
    case unusable(reason: String)
    /// The position lies where RDNAPTRANS2018 is not exact; there is no answer rather than a rough one.
    case outsideArea(RejectedPosition)
    /// The height is NaN or infinite.
    case heightNotFinite

    public var description: String {
        switch self {
        case .gridsMissing(let searched):
            "The RDNAPTRANS2018 grids were not found in \(searched.joined(separator: " nor in ")). "
                + "Make them with: Scripts/setup"
        case .wrongGrid(let path, let expected, let found):
            "\(path) is damaged or another version (checksum \(found) instead of \(expected)). "
                + "Delete it and make it again with: Scripts/setup"
        case .selfCheckFailed(let point, let found, let expected):
            "The coordinate transformation gives \(found) instead of \(expected) for NSGI's test point \(point). "
                + "Make the grids with Scripts/setup and unset STIP_GRIDS and PROJ_DATA."
        case .unusable(let reason):
            "PROJ can't make the RDNAPTRANS2018 transformation: \(reason). Make the grids with: Scripts/setup"
        case .outsideArea(let position):
            position.description
        case .heightNotFinite:
            "The height is not a number."
        }
    }
}

/// A position that was refused, as it was given.
public struct RejectedPosition: Sendable, Equatable, CustomStringConvertible {
    /// What the two numbers were given as.
    public enum Input: Sendable, Equatable {
        /// ETRS89 degrees: longitude, latitude.
        case longitudeLatitude
        /// RD New metres: x, y.
        case rd
    }

    public let input: Input
    /// Longitude or x.
    public let first: Double
    /// Latitude or y.
    public let second: Double
    public let diagnosis: CoordinateDiagnosis

    /// A rejected longitude and latitude in degrees.
    public init(longitude: Double, latitude: Double) {
        input = .longitudeLatitude
        first = longitude
        second = latitude
        diagnosis = .ofRejected(longitude: longitude, latitude: latitude)
    }

    /// Rejected RD metres.
    public init(xMetres: Double, yMetres: Double) {
        input = .rd
        first = xMetres
        second = yMetres
        diagnosis = .ofRejected(xMetres: xMetres, yMetres: yMetres)
    }

    public var description: String {
        let area =
            switch input {
            case .longitudeLatitude:
                "longitude \(first), latitude \(second) is outside the Netherlands and its surroundings"
            case .rd: "RD x \(first), y \(second) is outside the Netherlands and its surroundings"
            }
        let hint =
            switch diagnosis {
            case .notFinite: "a value is not a number"
            case .swappedAxes: "the two values seem to be exchanged"
            case .looksLikeRD: "the values look like RD coordinates in metres (EPSG:28992)"
            case .looksLikeDegrees: "the values look like degrees"
            case .looksLikeWebMercator: "the values look like Web Mercator metres (EPSG:3857)"
            case .elsewhere: "expected 2–8° east and 50–56° north"
            }
        return "The position \(area): \(hint)."
    }
}
