public import FeatureLayers
public import GeoValues
public import VectorTiles

/// What to draw into an archive.
public struct ArchiveRequest: Sendable {
    public let renderer: TileRenderer
    /// By name.
    public let layers: [String: Layer]
    public let zooms: ClosedRange<Int>
    public let matrixSet: TileMatrixSet
    /// Nil: all that there is.
    public let area: ArchiveArea?
    public let shard: ArchiveShard?
    public let compressionLevel: Int

    /// Of libdeflate. z10 to 16 of a town of 100,000 buildings become 45.0 % at level 1 (190 MB/s), 43.0 % at 4 (110), 42.0 % at
    /// 5 (91), 41.8 % at 6 (75), 41.6 % at 9 (17) and 40.6 % at 12 (12): from 6 on hardly anything is won.
    public static let usualCompressionLevel = 6

    public init(
        renderer: TileRenderer,
        layers: [String: Layer],
        matrixSet: TileMatrixSet,
        zooms: ClosedRange<Int>,
        area: ArchiveArea? = nil,
        shard: ArchiveShard? = nil,
        compressionLevel: Int = ArchiveRequest.usualCompressionLevel
    ) {
        self.renderer = renderer
        self.layers = layers
        self.matrixSet = matrixSet
        self.zooms = zooms
        self.area = area
        self.shard = shard
        self.compressionLevel = compressionLevel
    }

    /// The layers that are drawn.
    private var drawn: [Layer] { renderer.definitions.compactMap { layers[$0.name] } }

    var walk: TileWalk { TileWalk(matrixSet: matrixSet, layers: drawn, area: area) }

    /// A box in Web Mercator around all that the layers hold; nil without any.
    public var extent: MercatorBox? {
        var box = MercatorBox.empty
        for layer in drawn {
            for segment in layer.segments where !segment.box.isEmpty { box.formUnion(segment.mercatorBox) }
        }
        return box.minX <= box.maxX ? box : nil
    }

    /// The units of this shard: a range of identifiers that takes about as much work as those of the others. All shards reckon
    /// alike, so that together they have every unit once.
    var units: [TileWalk.Unit] {
        let walk = walk
        let units = walk.units(zooms)
        guard let shard, shard.count > 1 else { return units }
        let weights = units.map { unit -> Int in
            guard let window = TileRenderer.window(of: unit.tile) else { return 1 }
            // A feature that meets several tiles is drawn in each: the square root of their number is what is cut on the way.
            let tiles = 1 << (unit.zoom - unit.tile.z)
            let features = renderer.definitions.reduce(0) { sum, definition in
                let isDrawn = TileRenderer.minimumZoom(definition.minimumZoom, in: matrixSet) <= unit.zoom
                return sum + (isDrawn ? layers[definition.name]?.featureCount(in: window) ?? 0 : 0)
            }
            return tiles * ArchiveRequest.tileWeight + features
        }
        let total = weights.reduce(0, +)
        var before = 0
        var chosen: [TileWalk.Unit] = []
        for (unit, weight) in zip(units, weights) {
            // A unit belongs where its middle lies.
            if (2 * before + weight) * shard.count / max(1, 2 * total) + 1 == shard.number { chosen.append(unit) }
            before += weight
        }
        return chosen
    }

    /// What an empty tile costs, in features.
    private static let tileWeight = 50
}
