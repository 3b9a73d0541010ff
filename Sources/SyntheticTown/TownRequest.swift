/// What files a town is written as.
public enum TownFormat: String, CaseIterable, Sendable {
    /// `bag.gpkg` and `percelen.gpkg` with PDOK's columns.
    case geopackage
    /// One IMRO2012 file for every plan.
    case imro
    /// Paraplu plan, voorbereidingsbesluit, TAM plan and drafts: they lie over the plans of `imro`.
    case instrumenten
    /// A BAG 2.0 extract: zips in a zip, with history.
    case bag
    /// The kadastrale kaart, DKK v5.
    case dkk
    /// BGT in CityGML.
    case bgt
    /// Municipal borders as PDOK's bestuurlijke gebieden.
    case gebieden
    /// Official publications as an answer of KOOP's search service.
    case publicaties
    /// Toepasbare regels for five works, as packages of STTR.
    case sttr
    /// The omgevingsplan with two changes on it, as packages of STOP and IMOW.
    case omgevingsplan
}

/// What town or nation is wanted.
public struct TownRequest: Sendable {
    /// About how many panden, sheds included.
    public var buildings: Int
    public var seed: UInt64
    public var formats: Set<TownFormat>
    /// How many municipalities; nil for one up to 200,000 buildings, then one for every 33,000.
    public var municipalities: Int?
    /// Whether the errors of real registers are put in, counted in the manifest.
    public var hasDirt: Bool
    /// How many squares with a noise norm the omgevingsplan has besides its other locations.
    public var noiseSquares: Int
    public var threads: Int

    public init(
        buildings: Int,
        seed: UInt64,
        formats: Set<TownFormat> = [.geopackage, .imro],
        municipalities: Int? = nil,
        hasDirt: Bool = false,
        noiseSquares: Int = 0,
        threads: Int = 2
    ) {
        self.buildings = buildings
        self.seed = seed
        self.formats = formats
        self.municipalities = municipalities
        self.hasDirt = hasDirt
        self.noiseSquares = noiseSquares
        self.threads = threads
    }

    var municipalityCount: Int {
        municipalities ?? (buildings <= 200_000 ? 1 : (buildings + 32_999) / 33_000)
    }
}

/// Why a town was not made.
public enum TownProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case size(buildings: Int, municipalities: Int)
    /// Files that were made otherwise are left alone.
    case otherFiles(path: String)

    /// A town with more than this runs out of numbers.
    public static let largestTown = 1_000_000
    /// Squares with a noise norm have seven digits.
    public static let largestRegulation = 9_999_999

    public var description: String {
        switch self {
        case .size(let buildings, let municipalities):
            "A municipality can have 1 to \(Self.largestTown) buildings, and there can be 1 to \(Nation.limit) "
                + "municipalities; \(buildings) buildings in \(municipalities) were asked for."
        case .otherFiles(let path):
            "\(path) is there already and was not made by this request: name another directory, or remove it."
        }
    }
}
