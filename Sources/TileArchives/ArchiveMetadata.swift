import Foundation
public import GeoValues

/// What an archive says of its tiles: the JSON metadata of PMTiles (3, "Metadata"), the table `metadata` of MBTiles (1.3).
public struct ArchiveMetadata: Codable, Equatable, Sendable {
    /// A layer as TileJSON 3.0 describes it.
    public struct VectorLayer: Codable, Equatable, Sendable {
        public let id: String
        public let description: String
        public let minzoom: Int
        public let maxzoom: Int
        /// Attribute to type.
        public let fields: [String: String]
        /// Whether, at these zooms, the layer has every feature, or their number only; nil: says so itself.
        public let volledig: Bool?

        public init(
            id: String,
            description: String,
            minzoom: Int,
            maxzoom: Int,
            fields: [String: String],
            volledig: Bool?
        ) {
            self.id = id
            self.description = description
            self.minzoom = minzoom
            self.maxzoom = maxzoom
            self.fields = fields
            self.volledig = volledig
        }
    }

    public let name: String
    public let description: String
    public let attribution: String
    public let version: String
    public let type: String
    public let generator: String
    public let vectorLayers: [VectorLayer]
    /// The OGC name of the matrix set, with its CRS and grid: the formats themselves know Web Mercator only, and a client that
    /// takes RD tiles for Web Mercator shows them in the wrong place.
    public let tileMatrixSet: String
    public let crs: String
    // The names that GDAL reads from the metadata of a tileset in another CRS (MVT driver).
    public let originX: Double
    public let originY: Double
    public let dimension: Double
    public var origin: ArchiveOrigin

    enum CodingKeys: String, CodingKey {
        case name, description, attribution, version, type, generator, crs
        case vectorLayers = "vector_layers"
        case tileMatrixSet = "tile_matrix_set"
        case originX = "tile_origin_upper_left_x"
        case originY = "tile_origin_upper_left_y"
        case dimension = "tile_dimension_zoom_0"
        case origin = "stip"
    }

    public init(
        name: String,
        description: String,
        attribution: String,
        generator: String,
        vectorLayers: [VectorLayer],
        origin: ArchiveOrigin
    ) {
        self.name = name
        self.description = description
        self.attribution = attribution
        self.generator = generator
        self.vectorLayers = vectorLayers
        self.origin = origin
        version = "1.0.0"
        type = "overlay"
        tileMatrixSet = origin.matrixSet.rawValue
        switch origin.matrixSet {
        case .webMercatorQuad:
            crs = "EPSG:3857"
            // Half the circumference of a sphere of 6,378,137 m.
            originX = -20_037_508.342_789_244
            originY = 20_037_508.342_789_244
            dimension = 40_075_016.685_578_488
        case .netherlandsRDNewQuad:
            crs = "EPSG:28992"
            originX = Double(RDTileGrid.originX) / 1000
            originY = Double(RDTileGrid.originY) / 1000
            dimension = Double(RDTileGrid.span) / 1000
        }
    }

    /// JSON with sorted keys: the same metadata, the same bytes.
    func json() throws -> [UInt8] { try ArchiveMetadata.json(self) }

    static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    /// - Throws: ``ArchiveProblem/foreign(path:)`` for metadata of another program.
    init(json: [UInt8], path: String) throws {
        do {
            self = try JSONDecoder().decode(ArchiveMetadata.self, from: Data(json))
        } catch {
            throw ArchiveProblem.foreign(path: path)
        }
    }
}

/// How an archive was made: tells whether its tiles are those of some data.
public struct ArchiveOrigin: Codable, Equatable, Sendable {
    /// Of the workspace (`Manifest.dataVersion`).
    public let dataVersion: String
    /// Names layers, attributes, zooms and renderer (`TileRenderer.fingerprint`).
    public let drawing: String
    public let matrixSet: TileMatrixSet
    /// The tileset's layers that were drawn; nil: all.
    public let layers: [String]?
    /// The zooms that were asked for: at those, a tile that is not there is empty.
    public let minimumZoom: Int
    public let maximumZoom: Int
    /// West, south, east, north in degrees; nil: all that there is.
    public let area: [Double]?
    /// The day on which the features that were drawn are valid, `YYYY-MM-DD`.
    public let validOn: String
    /// The level of gzip.
    public let compressionLevel: Int
    /// Nil: the whole.
    public var shard: ArchiveShard?
    /// Over all tiles, see ``ArchiveContents/checksum``; known when the last is written.
    public var checksum = ""

    public init(
        dataVersion: String,
        drawing: String,
        matrixSet: TileMatrixSet,
        layers: [String]?,
        zooms: ClosedRange<Int>,
        area: [Double]?,
        validOn: String,
        compressionLevel: Int,
        shard: ArchiveShard?
    ) {
        self.dataVersion = dataVersion
        self.drawing = drawing
        self.matrixSet = matrixSet
        self.layers = layers
        minimumZoom = zooms.lowerBound
        maximumZoom = zooms.upperBound
        self.area = area
        self.validOn = validOn
        self.compressionLevel = compressionLevel
        self.shard = shard
    }

    enum CodingKeys: String, CodingKey {
        case dataVersion, drawing, matrixSet, layers, minimumZoom, maximumZoom, area, validOn, compressionLevel, shard,
            checksum
    }

    /// The zooms that were asked for.
    public var zooms: ClosedRange<Int> { minimumZoom...max(minimumZoom, maximumZoom) }

}

/// One of several parts of an archive, each drawn by a job of its own.
public struct ArchiveShard: Codable, Equatable, Sendable, CustomStringConvertible {
    /// From 1.
    public let number: Int
    public let count: Int

    /// Returns nil unless 1 ≤ number ≤ count.
    public init?(number: Int, count: Int) {
        guard number >= 1, number <= count else { return nil }
        self.number = number
        self.count = count
    }

    public var description: String { "\(number)/\(count)" }
}
