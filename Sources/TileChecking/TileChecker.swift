public import FeatureLayers
public import GeoValues
public import VectorTiles

/// Judges the tiles of a workspace: valid polygons, gaps and overlaps between neighbours, seams between tiles, features that are
/// missing, and whether tile and look-up agree. Tiles are read by Mapbox Vector Tile 2.1 and judged by GEOS, independent of the
/// code that draws them.
public struct TileChecker: Sendable {
    public struct Request: Sendable {
        public let matrixSet: TileMatrixSet
        public let zooms: ClosedRange<Int>
        /// Only tiles that meet this box in RD; nil: all.
        public let area: RDBox?
        /// How many tiles of a zoom are judged, chosen at random; all when there are no more.
        public let tilesPerZoom: Int
        /// How many points are compared with the look-up at each zoom and layer.
        public let pointsPerZoom: Int
        public let seed: UInt64

        public init(
            matrixSet: TileMatrixSet,
            zooms: ClosedRange<Int>,
            area: RDBox?,
            tilesPerZoom: Int,
            pointsPerZoom: Int,
            seed: UInt64
        ) {
            self.matrixSet = matrixSet
            self.zooms = zooms
            self.area = area
            self.tilesPerZoom = tilesPerZoom
            self.pointsPerZoom = pointsPerZoom
            self.seed = seed
        }
    }

    let definitions: [TileLayerDefinition]
    let layers: [String: Layer]
    let wholes: [String: String?]
    /// RD millimetres of longitude and latitude in degrees; nil outside RD.
    let rd: @Sendable (GeographicPoint) -> RDPoint?
    /// The tiles that are judged, uncompressed.
    let draw: @Sendable (TileCoordinate) throws -> [UInt8]

    /// - Parameters:
    ///   - layers: what the index has.
    ///   - wholes: the layers whose features fill the ground without gaps and overlaps; with a column, those that have the same
    ///     value in it.
    ///   - draw: gives the tiles to judge; nil: they are drawn from the layers.
    public init(
        _ definitions: [TileLayerDefinition],
        _ layers: [Layer],
        wholes: [String: String?],
        rd: @escaping @Sendable (GeographicPoint) -> RDPoint?,
        draw: (@Sendable (TileCoordinate) throws -> [UInt8])? = nil
    ) {
        let byName = Dictionary(layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.draw = draw ?? { tile in try TileRenderer(definitions).render(tile) { byName[$0] } }
        self.layers = byName
        self.wholes = wholes
        let names = Set(layers.map(\.name))
        self.definitions = definitions.filter { names.contains($0.name) }
        self.rd = rd
    }

    /// What is found at each zoom, in the order of the tileset.
    ///
    /// - Parameter progress: told of each zoom: how many tiles it judges, and of how many.
    public func findings(
        _ request: Request,
        progress: @Sendable (_ zoom: Int, _ chosen: Int, _ all: Int) -> Void
    ) async throws -> [TileFindings] {
        var found: [TileFindings] = []
        for zoom in request.zooms {
            let chosen = TileChoice(layers: Array(layers.values), request).tiles(zoom)
            progress(zoom, chosen.tiles.count, chosen.all)
            var ofZoom = definitions.map {
                TileFindings(layer: $0.name, zoom: zoom, isComplete: isDrawn($0, zoom, request))
            }
            let points = (request.pointsPerZoom + chosen.tiles.count - 1) / max(1, chosen.tiles.count)
            try await withThrowingTaskGroup(of: (Int, [TileFindings]).self) { group in
                var results: [Int: [TileFindings]] = [:]
                var next = 0
                func start() {
                    guard next < chosen.tiles.count else { return }
                    let (place, tile) = (next, chosen.tiles[next])
                    let empty = ofZoom
                    group.addTask { (place, try judged(tile, points: points, seed: request.seed, empty)) }
                    next += 1
                }
                for _ in 0..<8 { start() }
                while let (place, result) = try await group.next() {
                    results[place] = result
                    start()
                }
                for place in chosen.tiles.indices {
                    for (position, findings) in (results[place] ?? []).enumerated() { ofZoom[position].add(findings) }
                }
            }
            found += ofZoom
        }
        return found
    }

    private func isDrawn(_ definition: TileLayerDefinition, _ zoom: Int, _ request: Request) -> Bool {
        TileRenderer.minimumZoom(definition.minimumZoom, in: request.matrixSet) <= zoom
    }

    // MARK: One tile

    private func read(_ tile: TileCoordinate) throws -> ReadTile {
        ReadTile(try draw(tile))
    }

    private func judged(
        _ tile: TileCoordinate,
        points: Int,
        seed: UInt64,
        _ empty: [TileFindings]
    ) throws -> [TileFindings] {
        var findings = empty
        let plane = TilePlane(tile: tile)
        let read = try read(tile)
        let neighbours = try [(1, 0), (0, 1)].compactMap { columns, rows in
            try TileCoordinate(tile.matrixSet, z: tile.z, x: tile.x + columns, y: tile.y + rows).map {
                (columns: columns, rows: rows, plane: TilePlane(tile: $0), read: try self.read($0))
            }
        }
        var random = SplitMix64(seed: seed ^ UInt64(tile.z) << 56 ^ UInt64(tile.x) << 28 ^ UInt64(tile.y))
        for (position, definition) in definitions.enumerated() {
            guard let layer = layers[definition.name] else { continue }
            guard findings[position].isComplete else {
                judgeCounts(
                    plane,
                    layer,
                    onDay: definition.day,
                    read.layers[definition.countLayerName] ?? [],
                    &findings[position]
                )
                continue
            }
            let here = try LayerInTile(
                plane,
                layer,
                onDay: definition.day,
                whole: wholes[definition.name],
                read.layers[definition.name] ?? []
            )
            try here.judge(&findings[position])
            for (columns, rows, otherPlane, other) in neighbours where here.drawn.contains(where: { $0.area != nil }) {
                let beside = try LayerInTile(
                    otherPlane,
                    layer,
                    onDay: definition.day,
                    whole: nil,
                    other.layers[definition.name] ?? []
                )
                try here.judgeSeam(beside, columns: columns, rows: rows, &findings[position])
            }
            try comparePoints(here, layer, onDay: definition.day, points, &random, &findings[position])
        }
        if let first = findings.indices.first, !read.faults.isEmpty {
            findings[first].invalid += read.faults.count
            findings[first].cases += read.faults.map { "\(tile.z)/\(tile.x)/\(tile.y): \($0)" }
        }
        return findings
    }

    private func comparePoints(
        _ here: LayerInTile,
        _ layer: Layer,
        onDay day: Int32?,
        _ count: Int,
        _ random: inout SplitMix64,
        _ findings: inout TileFindings
    ) throws {
        guard here.drawn.contains(where: { $0.area != nil }) else { return }
        for _ in 0..<count {
            guard let place = here.place(&random), let point = position(place, here.plane) else { continue }
            let told =
                layer.features(at: point).compactMap { match in
                    let segment = layer.segments[match.reference.segment]
                    guard segment.isValid(match.reference.feature, onDay: day) else { return nil }
                    return segment.identifier(match.reference.feature)
                } as [String]
            here.judgePoint(place, told: Set(told), &findings)
        }
    }

    private func position(_ place: (x: Double, y: Double), _ plane: TilePlane) -> RDPoint? {
        switch plane.tile.matrixSet {
        case .netherlandsRDNewQuad:
            let metres = plane.rdMetres(x: place.x, y: place.y)
            return RDPoint(xMetres: metres.x, yMetres: metres.y)
        case .webMercatorQuad:
            return rd(plane.geographic(x: place.x, y: place.y))
        }
    }

    // MARK: Counts

    /// Below a layer's zoom: the counts of the tile against the label points that lie in it.
    private func judgeCounts(
        _ plane: TilePlane,
        _ layer: Layer,
        onDay day: Int32?,
        _ cells: [ReadTile.Feature],
        _ findings: inout TileFindings
    ) {
        findings.tiles += 1
        var counted = 0
        for cell in cells { if case .number(let count)? = cell.tags["aantal"] { counted += Int(count) } }
        findings.features += counted
        guard let window = plane.tile.rdWindow(bufferTileUnits: 2) else { return }
        var (least, most) = (0, 0)
        layer.forEachFeature(in: window) { reference in
            let segment = layer.segments[reference.segment]
            guard segment.isValid(reference.feature, onDay: day), let ring = segment.rings(reference.feature).first,
                let vertex = segment.vertexRange(ring: ring).first
            else { return }
            let label = segment.labelPoint(reference.feature) ?? segment.vertex(vertex)
            let place =
                switch plane.tile.matrixSet {
                case .netherlandsRDNewQuad: plane.place(label)
                case .webMercatorQuad:
                    plane.place(
                        ApproximateMercator.position(
                            of: label,
                            beside: segment.vertex(vertex),
                            at: segment.mercatorVertex(vertex)
                        )
                    )
                }
            // In RD every position is exact, and west and north edge belong to the tile.
            let doubt = plane.tile.matrixSet == .netherlandsRDNewQuad ? 0 : 0.05
            if TilePlane.owns(place, grownBy: -doubt) { least += 1 }
            if TilePlane.owns(place, grownBy: doubt) { most += 1 }
        }
        guard !(least...most).contains(counted) else { return }
        let tile = plane.tile
        findings.missing += max(least - counted, counted - most)
        findings.cases.append(
            "\(tile.z)/\(tile.x)/\(tile.y): counts add up to \(counted), the index has \(least) to \(most)"
        )
    }
}
