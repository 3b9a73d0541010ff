import FeatureLayers
import GeoValues

/// SplitMix64 (Vigna, public domain): the same numbers for the same seed everywhere.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// 0 ≤ number < 1.
    mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
}

/// Chooses the tiles to judge.
struct TileChoice {
    /// More tiles than this are not listed: from that zoom on, those below a random part of them stand for all.
    private static let mostListed = 20_000

    private let layers: [Layer]
    private let request: TileChecker.Request

    init(layers: [Layer], _ request: TileChecker.Request) {
        self.layers = layers
        self.request = request
    }

    /// Tiles of a zoom in which something lies, at random but in order, and about how many there are.
    func tiles(_ zoom: Int) -> (tiles: [TileCoordinate], all: Int) {
        var random = SplitMix64(seed: request.seed)
        guard let top = TileCoordinate(request.matrixSet, z: 0, x: 0, y: 0) else { return ([], 0) }
        var level = [top]
        var share = 1.0
        for z in 0..<zoom {
            level = level.flatMap { tile in
                [(0, 0), (1, 0), (0, 1), (1, 1)].compactMap { column, row in
                    TileCoordinate(request.matrixSet, z: z + 1, x: 2 * tile.x + column, y: 2 * tile.y + row)
                }.filter(holdsSomething)
            }
            if level.count > TileChoice.mostListed {
                share *= Double(TileChoice.mostListed) / Double(level.count)
                level = chosen(TileChoice.mostListed, of: level, &random)
            }
        }
        return (chosen(request.tilesPerZoom, of: level, &random), Int((Double(level.count) / share).rounded()))
    }

    private func holdsSomething(_ tile: TileCoordinate) -> Bool {
        guard let window = tile.rdWindow(bufferTileUnits: 0) else { return false }
        if let area = request.area, !area.intersects(window) { return false }
        return layers.contains { $0.hasFeature(in: window) }
    }

    private func chosen(_ count: Int, of tiles: [TileCoordinate], _ random: inout SplitMix64) -> [TileCoordinate] {
        if tiles.count <= count { return tiles }
        var places = Array(tiles.indices)
        for position in 0..<count {
            let other = position + Int(random.next() % UInt64(places.count - position))
            places.swapAt(position, other)
        }
        return places[..<count].sorted().map { tiles[$0] }
    }
}
