import DeflateBridge
import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import Testing
import TileArchives
import VectorTiles

@Suite struct ArchiveBuildTests {
    @Test(arguments: [ArchiveFormat.pmtiles, .mbtiles], TileMatrixSet.allCases)
    func anArchiveHasEveryTileThatTheRendererDraws(_ format: ArchiveFormat, _ matrixSet: TileMatrixSet) throws {
        let village = try Village(seed: 1)
        let folder = try Folder()
        let zooms = matrixSet == .webMercatorQuad ? 9...15 : 6...11
        let request = village.request(matrixSet, zooms)
        let path = folder.file("a.\(format.rawValue)")
        let built = try Village.build(request, path)
        let archive = try ArchiveFormat.open(path)
        let found = try tiles(archive)
        #expect(found.count == built.size.tiles && built.counts.drawn == found.count)
        // Every tile within the part of the world that the village can lie in, drawn or not.
        var expected = 0
        let top = try #require(TileCoordinate(matrixSet, z: 0, x: 0, y: 0))
        var level = [top]
        for z in 0...zooms.upperBound {
            if zooms.contains(z) {
                for tile in level {
                    let bytes = try request.renderer.render(tile) { village.layers[$0] }
                    let stored = try archive.tile(tile)
                    #expect(bytes.isEmpty == (stored == nil), "\(tile)")
                    #expect(found[tile] == stored)
                    guard let stored else { continue }
                    expected += 1
                    #expect(try Gzip.decompressed(stored, maximumByteCount: 1 << 24) == bytes)
                }
            }
            let area = try #require(village.layers["gebied"]?.segments[0].box)
            level = level.flatMap { tile in
                (0..<4).compactMap {
                    TileCoordinate(matrixSet, z: z + 1, x: 2 * tile.x + $0 % 2, y: 2 * tile.y + $0 / 2)
                }
            }.filter { TileRenderer.window(of: $0)?.intersects(area) ?? false }
        }
        #expect(expected == found.count && expected > 50)
    }

    @Test(arguments: [ArchiveFormat.pmtiles, .mbtiles])
    func anyNumberOfThreadsMakesTheSameBytes(_ format: ArchiveFormat) throws {
        let request = try Village(seed: 2).request()
        let folder = try Folder()
        for threads in [1, 2, 5] {
            try Village.build(request, folder.file("\(threads).\(format.rawValue)"), threads: threads)
        }
        let one = try folder.bytes("1.\(format.rawValue)")
        #expect(try folder.bytes("2.\(format.rawValue)") == one)
        #expect(try folder.bytes("5.\(format.rawValue)") == one)
        #expect(try folder.names.allSatisfy { !$0.hasSuffix(".part") })
    }

    @Test func equalTilesAreStoredOnce() throws {
        let village = try Village(seed: 3)
        let folder = try Folder()
        // The large area alone: inside it all tiles are one full square.
        let request = ArchiveRequest(
            renderer: TileRenderer([Village.definitions[0]]),
            layers: village.layers,
            matrixSet: .webMercatorQuad,
            zooms: 15...16
        )
        let size = try Village.build(request, folder.file("a.pmtiles")).size
        #expect(size.tiles > 300)
        #expect(size.contents < size.tiles / 3)
        let archive = try ArchiveFormat.open(folder.file("a.pmtiles"))
        #expect(try archive.structuralProblems() == [])
        #expect(Set(try tiles(archive).values).count == size.contents)
    }

    @Test(arguments: [ArchiveFormat.pmtiles, .mbtiles], [1, 3, 7])
    func shardsPutTogetherAreTheWhole(_ format: ArchiveFormat, _ count: Int) throws {
        let village = try Village(seed: 4)
        let folder = try Folder()
        try Village.build(village.request(), folder.file("whole.\(format.rawValue)"))
        var parts: [any TileArchive] = []
        for number in (1...count).reversed() {
            let path = folder.file("\(number).\(number % 2 == 0 ? "mbtiles" : "pmtiles")")
            try Village.build(village.request(shard: ArchiveShard(number: number, count: count)), path)
            parts.append(try ArchiveFormat.open(path))
        }
        let writer = try ArchiveFormat.create(folder.file("merged.\(format.rawValue)"))
        _ = try ArchiveMerge.merge(parts, to: writer)
        #expect(try folder.bytes("merged.\(format.rawValue)") == folder.bytes("whole.\(format.rawValue)"))
    }

    @Test func shardsThatDoNotBelongTogetherAreRefused() throws {
        let folder = try Folder()
        func part(_ name: String, _ village: Village, _ number: Int, _ count: Int) throws -> any TileArchive {
            let path = folder.file(name + ".pmtiles")
            let shard = ArchiveShard(number: number, count: count)
            try Village.build(village.request(.webMercatorQuad, 10...13, shard: shard), path)
            return try ArchiveFormat.open(path)
        }
        let village = try Village(seed: 5)
        let one = try part("one", village, 1, 2)
        let two = try part("two", village, 2, 2)
        let three = try part("three", village, 3, 3)
        try Village.build(village.request(.webMercatorQuad, 10...13), folder.file("whole.pmtiles"))
        let whole = try ArchiveFormat.open(folder.file("whole.pmtiles"))
        for parts in [[], [one], [one, one], [one, three], [one, two, two], [whole], [one, whole]]
            as [[any TileArchive]]
        {
            #expect(throws: ArchiveProblem.self) {
                _ = try ArchiveMerge.merge(parts, to: try ArchiveFormat.create(folder.file("out.pmtiles")))
            }
        }
        #expect(try !folder.names.contains("out.pmtiles"))
    }

    @Test(arguments: [ArchiveFormat.pmtiles, .mbtiles])
    func onlyTilesOfChangedSegmentsAreDrawnAgain(_ format: ArchiveFormat) throws {
        let folder = try Folder()
        let before = try Village(seed: 6)
        let after = try Village(seed: 6, shift: 5_000)
        let old = folder.file("old.\(format.rawValue)")
        let first = try Village.build(before.request(), old)
        let archive = try ArchiveFormat.open(old)
        let same = try Village.build(before.request(), folder.file("same.\(format.rawValue)"), previous: archive)
        #expect(same.counts.drawn == 0 && same.counts.kept == first.counts.drawn)
        #expect(try folder.bytes("same.\(format.rawValue)") == folder.bytes("old.\(format.rawValue)"))

        let changed = try Village.build(after.request(), folder.file("new.\(format.rawValue)"), previous: archive)
        try Village.build(after.request(), folder.file("fresh.\(format.rawValue)"))
        #expect(try folder.bytes("new.\(format.rawValue)") == folder.bytes("fresh.\(format.rawValue)"))
        #expect(changed.counts.kept > changed.counts.drawn / 2)
        #expect(changed.counts.drawn > 20)
        // Those drawn again are the tiles that the changed segment meets, and those of low zooms, which count it.
        let eastern = try #require(after.layers["pand"]?.segments[1].box)
        let touched = try tiles(try ArchiveFormat.open(folder.file("new.\(format.rawValue)"))).keys.filter { tile in
            tile.z < 13 || TileRenderer.window(of: tile)?.intersects(eastern) ?? false
        }
        #expect(changed.counts.drawn <= touched.count)
    }

    @Test func theWorkOfAWalkFollowsWhatIsThere() throws {
        let village = try Village(seed: 7)
        let folder = try Folder()
        let counts = try Village.build(village.request(.webMercatorQuad, 0...18), folder.file("a.pmtiles")).counts
        // A zoom 18 tile is 94 m wide and the area 6 km: visited are those with something in or right beside them.
        #expect(counts.empty < counts.drawn / 5 + 20)
    }

    @Test func anAreaLeavesOutTheTilesBeyondIt() throws {
        let village = try Village(seed: 8)
        let folder = try Folder()
        let middle = MercatorPoint(GeographicPoint(longitude: 5.387_206_21, latitude: 52.155_174_40))
        let shift = UInt32(32 - 14)
        let tile = try #require(TileCoordinate(z: 14, x: Int(middle.x >> shift), y: Int(middle.y >> shift)))
        let box = MercatorBox(
            minX: UInt32(tile.x) << shift + 1000,
            minY: UInt32(tile.y) << shift + 1000,
            maxX: UInt32(tile.x + 1) << shift - 1000,
            maxY: UInt32(tile.y + 1) << shift - 1000
        )
        try Village.build(village.request(.webMercatorQuad, 10...16, area: .mercator(box)), folder.file("a.pmtiles"))
        let found = try tiles(try ArchiveFormat.open(folder.file("a.pmtiles"))).keys
        #expect((10...16).map { z in found.count { $0.z == z } } == [1, 1, 1, 1, 1, 4, 16])
        #expect(found.allSatisfy { $0.x >> max(0, $0.z - 14) == tile.x >> max(0, 14 - $0.z) })
    }

    @Test func theShardsOfAnArchiveTakeAboutTheSameWork() throws {
        let village = try Village(seed: 9)
        let folder = try Folder()
        var bytes: [Int] = []
        for number in 1...4 {
            let shard = ArchiveShard(number: number, count: 4)
            let request = village.request(.webMercatorQuad, 12...17, shard: shard)
            bytes.append(try Village.build(request, folder.file("\(number).pmtiles")).size.bytes)
        }
        let mean = bytes.reduce(0, +) / bytes.count
        #expect(bytes.allSatisfy { $0 > mean / 3 && $0 < mean * 2 }, "\(bytes)")
    }
}
