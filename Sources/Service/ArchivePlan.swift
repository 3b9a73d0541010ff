public import GeoValues
public import PROJBridge
import Registers
public import TileArchives
import VectorTiles
public import Workspaces

/// An archive of the tiles of a workspace: what to draw and what to say of it.
public struct ArchivePlan: Sendable {
    public let request: ArchiveRequest
    public let metadata: ArchiveMetadata
    public let bounds: ArchiveBounds

    /// What may be chosen of all that could be in an archive.
    public struct Choice: Sendable {
        public let matrixSet: TileMatrixSet
        public let zooms: ClosedRange<Int>
        /// West, south, east, north in degrees.
        public let area: [Double]?
        public let layers: [String]?
        public let shard: ArchiveShard?
        /// Features that are valid on this day are drawn (days since 1970-01-01).
        public let day: Int32
        /// Of gzip: 1 to 12.
        public let compressionLevel: Int

        public init(
            matrixSet: TileMatrixSet,
            zooms: ClosedRange<Int>,
            area: [Double]?,
            layers: [String]?,
            shard: ArchiveShard?,
            day: Int32 = StipService.today,
            compressionLevel: Int = ArchiveRequest.usualCompressionLevel
        ) {
            self.day = day
            self.compressionLevel = compressionLevel
            self.matrixSet = matrixSet
            self.zooms = zooms
            self.area = area
            self.layers = layers
            self.shard = shard
        }

        /// What an archive was made of.
        public init(_ origin: ArchiveOrigin) {
            self.init(
                matrixSet: origin.matrixSet,
                zooms: origin.zooms,
                area: origin.area,
                layers: origin.layers,
                shard: origin.shard,
                day: CalendarDay.day(origin.validOn) ?? StipService.today,
                compressionLevel: origin.compressionLevel
            )
        }
    }

    /// - Parameter transformer: asked only when an area of an RD matrix set is chosen.
    /// - Throws: ``ArchivePlanProblem`` or `ArchiveProblem`, one sentence.
    public init(
        _ opened: Workspace.Opened,
        _ tileset: TilesetDefinition,
        _ choice: Choice,
        transformer: () throws -> CoordinateTransformer
    ) throws {
        guard opened.problems.isEmpty else {
            throw ArchivePlanProblem.incompleteWorkspace(problems: opened.problems)
        }
        let chosen = try tileset.layers(named: choice.layers)
        let renderer = TileRenderer(
            chosen.map { layer in
                var tileLayer = layer.tileLayer
                tileLayer.day = choice.day
                return tileLayer
            }
        )
        request = ArchiveRequest(
            renderer: renderer,
            layers: opened.snapshot.layers.mapValues(\.layer),
            matrixSet: choice.matrixSet,
            zooms: choice.zooms,
            area: try choice.area.map { try ArchivePlan.area($0, choice.matrixSet, transformer) },
            shard: choice.shard,
            compressionLevel: choice.compressionLevel
        )
        guard let extent = request.extent else { throw ArchiveProblem.empty }
        let data = ArchiveBounds(extent)
        let area = choice.area ?? [data.west, data.south, data.east, data.north]
        bounds = ArchiveBounds(
            west: max(data.west, area[0]),
            south: max(data.south, area[1]),
            east: min(data.east, area[2]),
            north: min(data.north, area[3])
        )
        guard bounds.west < bounds.east, bounds.south < bounds.north else { throw ArchiveProblem.empty }
        metadata = ArchiveMetadata(
            name: tileset.name,
            description: tileset.description,
            attribution: tileset.attribution,
            generator: "Stip",
            vectorLayers: ArchivePlan.described(tileset, chosen, choice),
            origin: ArchiveOrigin(
                dataVersion: opened.manifest.dataVersion,
                drawing: renderer.fingerprint,
                matrixSet: choice.matrixSet,
                layers: choice.layers,
                zooms: choice.zooms,
                area: choice.area,
                validOn: CalendarDay.text(choice.day),
                compressionLevel: choice.compressionLevel,
                shard: choice.shard
            )
        )
    }

    /// The layers that the zooms of the archive show, as TileJSON describes them.
    private static func described(
        _ tileset: TilesetDefinition,
        _ layers: [TilesetDefinition.Layer],
        _ choice: Choice
    ) -> [ArchiveMetadata.VectorLayer] {
        tileset.describedLayers(in: choice.matrixSet, of: layers).compactMap { layer in
            let first = max(layer.minzoom, choice.zooms.lowerBound)
            let last = layer.isComplete == false ? min(layer.maxzoom, choice.zooms.upperBound) : choice.zooms.upperBound
            guard first <= last else { return nil }
            return ArchiveMetadata.VectorLayer(
                id: layer.id,
                description: layer.description,
                minzoom: first,
                maxzoom: last,
                fields: layer.fields,
                volledig: layer.isComplete
            )
        }
    }

    /// A box in degrees in the coordinates of a matrix set. In RD, where meridians are bent, around the box's border.
    private static func area(
        _ degrees: [Double],
        _ matrixSet: TileMatrixSet,
        _ transformer: () throws -> CoordinateTransformer
    ) throws -> ArchiveArea {
        let southWest = GeographicPoint(longitude: degrees[0], latitude: degrees[1])
        let northEast = GeographicPoint(longitude: degrees[2], latitude: degrees[3])
        switch matrixSet {
        case .webMercatorQuad:
            let lower = MercatorPoint(southWest)
            let upper = MercatorPoint(northEast)
            return .mercator(MercatorBox(minX: lower.x, minY: upper.y, maxX: upper.x, maxY: lower.y))
        case .netherlandsRDNewQuad:
            let transformer = try transformer()
            var box = RDBox.empty
            let steps = 32
            for step in 0...steps {
                let share = Double(step) / Double(steps)
                let longitude = southWest.longitude + (northEast.longitude - southWest.longitude) * share
                let latitude = southWest.latitude + (northEast.latitude - southWest.latitude) * share
                for place in [
                    GeographicPoint(longitude: longitude, latitude: southWest.latitude),
                    GeographicPoint(longitude: longitude, latitude: northEast.latitude),
                    GeographicPoint(longitude: southWest.longitude, latitude: latitude),
                    GeographicPoint(longitude: northEast.longitude, latitude: latitude),
                ] {
                    let metres = try transformer.rd(place)
                    guard let point = RDPoint(xMetres: metres.xMetres, yMetres: metres.yMetres) else {
                        throw ArchivePlanProblem.areaOutsideRD(degrees: degrees)
                    }
                    box.formUnion(RDBox(point))
                }
            }
            return .rd(box)
        }
    }
}

extension TilesetDefinition {
    /// The layers with some names, in the order of the definition; all for nil.
    ///
    /// - Throws: ``ArchivePlanProblem.noSuchLayers(names:known:)``.
    public func layers(named names: [String]?) throws -> [Layer] {
        guard let names else { return layers }
        let unknown = names.filter { name in !layers.contains { $0.id == name } }
        guard unknown.isEmpty else {
            throw ArchivePlanProblem.noSuchLayers(names: unknown, known: layers.map(\.id))
        }
        return layers.filter { names.contains($0.id) }
    }
}
