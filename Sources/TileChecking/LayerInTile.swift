import FeatureLayers
import GEOSBridge
import GeoValues

/// A layer as the index has it and as a tile shows it, in the units of the tile.
struct LayerInTile {
    struct Source {
        let identifier: String
        /// nil for points and lines.
        let area: PlaneArea?
        /// The vertices of points and lines.
        let places: [(x: Double, y: Double)]
        let bounds: Bounds
        /// The whole that it is a part of; nil: of none.
        let whole: String?
    }

    struct Drawn {
        let identifier: String
        let feature: ReadTile.Feature
        /// Valid polygons; nil for others.
        let area: PlaneArea?
        let bounds: Bounds
    }

    let plane: TilePlane
    private(set) var sources: [Source] = []
    private(set) var drawn: [Drawn] = []
    /// Why polygons are invalid.
    private(set) var invalid: [String] = []

    /// - Parameters:
    ///   - day: the tile shows only what is valid on it; nil: all.
    ///   - whole: the column that tells which features are parts of one whole; an inner nil: all; nil: none.
    init(
        _ plane: TilePlane,
        _ layer: Layer,
        onDay day: Int32?,
        whole: String??,
        _ features: [ReadTile.Feature]
    ) throws {
        self.plane = plane
        guard let window = plane.tile.rdWindow(bufferTileUnits: Int(TilePlane.buffer) + 2) else { return }
        layer.forEachFeature(in: window) { reference in
            let segment = layer.segments[reference.segment]
            let feature = reference.feature
            guard segment.isValid(feature, onDay: day) else { return }
            let area = plane.area(feature, segment)
            let places = plane.places(feature, segment)
            sources.append(
                Source(
                    identifier: segment.identifier(feature),
                    area: area,
                    places: area == nil ? places : [],
                    bounds: Bounds(places),
                    whole: whole.map { column in column.flatMap { segment.text(feature, named: $0) } ?? "" }
                )
            )
        }
        for feature in features { try add(feature) }
    }

    private mutating func add(_ feature: ReadTile.Feature) throws {
        var identifier = "\(feature.id)"
        if case .text(let text)? = feature.tags["id"] { identifier = text }
        let bounds = Bounds(feature.paths.joined().map { (Double($0.x), Double($0.y)) })
        guard feature.type == 3 else {
            drawn.append(Drawn(identifier: identifier, feature: feature, area: nil, bounds: bounds))
            return
        }
        guard let polygons = feature.polygons, !polygons.isEmpty else {
            invalid.append("\(identifier): the first ring is no exterior")
            return
        }
        let area = PlaneArea(
            polygons.map { rings in
                rings.map { ring in (ring + ring.prefix(1)).flatMap { [Double($0.x), Double($0.y)] } }
            }
        )
        if let reason = try PlaneOverlay.invalidity(of: area) {
            invalid.append("\(identifier): \(reason)")
            return
        }
        drawn.append(Drawn(identifier: identifier, feature: feature, area: area, bounds: bounds))
    }
}

extension Segment {
    func isValid(_ feature: Int, onDay day: Int32?) -> Bool {
        day.map { isValid(feature, onDay: $0) } ?? true
    }
}

/// A box in tile units.
struct Bounds {
    var minX = Double.infinity
    var minY = Double.infinity
    var maxX = -Double.infinity
    var maxY = -Double.infinity

    init(_ places: [(x: Double, y: Double)]) {
        for place in places {
            minX = min(minX, place.x)
            minY = min(minY, place.y)
            maxX = max(maxX, place.x)
            maxY = max(maxY, place.y)
        }
    }

    mutating func formUnion(_ other: Bounds) {
        minX = min(minX, other.minX)
        minY = min(minY, other.minY)
        maxX = max(maxX, other.maxX)
        maxY = max(maxY, other.maxY)
    }

    /// Whether the inside of both have something in common.
    func overlaps(_ other: Bounds) -> Bool {
        minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
    }

    /// Whether it lies within the tile grown by a distance.
    func lies(withinTileGrownBy units: Double) -> Bool {
        minX >= -units && minY >= -units && maxX <= TilePlane.extent + units && maxY <= TilePlane.extent + units
    }

    /// Whether it meets the tile grown by a distance.
    func meets(tileGrownBy units: Double) -> Bool {
        maxX >= -units && maxY >= -units && minX <= TilePlane.extent + units && minY <= TilePlane.extent + units
    }
}
