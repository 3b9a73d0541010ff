import GeoValues
import SceneModels
import Testing

@Suite("Extruded building")
struct ExtrudedBuildingTests {
    /// Places in a plane: 1 mm in RD is 1 mm east or north of the anchor, near enough, over a few hundred metres.
    func places(of building: ExtrudedBuilding) -> (LocalFrame, [EllipsoidalPosition]) {
        func place(_ point: RDPoint) -> EllipsoidalPosition {
            let east = Double(point.x - 155_000_000) / 1000
            let north = Double(point.y - 463_000_000) / 1000
            return EllipsoidalPosition(
                point: GeographicPoint(longitude: 5.3872 + east / 68_400, latitude: 52.1552 + north / 111_270),
                heightMetres: 44
            )
        }
        return (LocalFrame(anchor: place(building.anchor)), building.vertices.map(place))
    }

    func polygon(_ rings: [(Int, Int)]...) throws -> RDPolygon {
        let rings = try rings.map { corners in
            try #require(
                RDRing(corners.map { RDPoint(x: Int32(155_000_000 + $0.0), y: Int32(463_000_000 + $0.1)) })
            )
        }
        return RDPolygon(exterior: rings[0], holes: Array(rings.dropFirst()))
    }

    func encoded(_ footprint: [RDPolygon], height: Double) throws -> (bytes: [UInt8], floorArea: Double) {
        let building = try ExtrudedBuilding(footprint: footprint, heightMetres: height)
        let (frame, places) = places(of: building)
        let mesh = try building.mesh(in: frame, places: places)
        // The floor's area in the frame, from unrounded positions.
        let local = Dictionary(uniqueKeysWithValues: zip(building.vertices, places.map(frame.eastNorthUp)))
        var doubled = 0.0
        for ring in footprint.flatMap(\.rings) {
            for (number, from) in ring.points.enumerated() {
                let to = ring.points[(number + 1) % ring.points.count]
                let a = try #require(local[from])
                let b = try #require(local[to])
                doubled += a.east * b.north - b.east * a.north
            }
        }
        let bytes = GLBEncoder(generator: "test").encode(
            mesh,
            name: "0267100000000001",
            properties: [
                ModelProperty("identificatie", "0267100000000001"), ModelProperty("hoogte", height),
                ModelProperty("naam", "\"Het\\Huis\"\n\u{1}é"), ModelProperty("onbekend", .nan),
            ]
        )
        return (bytes, doubled / 2)
    }

    @Test("A house is closed, faces outward and has the volume of its area times its height")
    func house() throws {
        let footprint = [
            try polygon([(0, 0), (10_000, 0), (10_000, 6_000), (4_000, 6_000), (4_000, 9_000), (0, 9_000)])
        ]
        let (bytes, area) = try encoded(footprint, height: 7.5)
        let glb = try ParsedGLB(bytes)
        // An extruded n-gon has 4n − 4 triangles.
        #expect(glb.indices.count == 3 * 20)
        #expect(glb.isClosed)
        #expect(glb.areNormalsFlat)
        #expect(abs(glb.volume / (area * 7.5) - 1) < 1e-6)
        #expect(abs(area - footprint[0].areaSquareMetres) < 0.1)
        let lowest = try #require(glb.positions.map(\.y).min())
        let highest = try #require(glb.positions.map(\.y).max())
        #expect(abs(lowest) < 0.001 && abs(highest - 7.5) < 0.001)
    }

    @Test("Axes: x is east, z is south")
    func axes() throws {
        let footprint = [try polygon([(0, 0), (20_000, 0), (20_000, 10_000), (0, 10_000)])]
        let glb = try ParsedGLB(try encoded(footprint, height: 3).bytes)
        let xs = glb.positions.map(\.x)
        let zs = glb.positions.map(\.z)
        #expect(abs((xs.max() ?? 0) - 10) < 0.01 && abs((xs.min() ?? 0) + 10) < 0.01)
        #expect(abs((zs.max() ?? 0) - 5) < 0.01 && abs((zs.min() ?? 0) + 5) < 0.01)
        // The southern wall, at z = +5, faces +z.
        let southern = zip(glb.positions, glb.normals).filter { $0.z > 4.9 && $1.y == 0 && abs($1.x) < 0.5 }
        #expect(southern.count == 4)
        #expect(southern.allSatisfy { $0.1.z > 0.99 })
    }

    @Test("A court, a court that touches a wall, and several parts are closed too")
    func courts() throws {
        let square = [(0, 0), (40_000, 0), (40_000, 40_000), (0, 40_000)]
        let shapes = [
            [try polygon(square, [(10_000, 10_000), (20_000, 10_000), (20_000, 20_000), (10_000, 20_000)])],
            [try polygon(square, [(10_000, 0), (20_000, 10_000), (12_000, 20_000)])],
            [try polygon(square, [(0, 0), (20_000, 10_000), (12_000, 20_000)])],
            [try polygon(square), try polygon([(40_000, 40_000), (50_000, 40_000), (50_000, 50_000)])],
        ]
        for shape in shapes {
            let (bytes, area) = try encoded(shape, height: 12.25)
            let glb = try ParsedGLB(bytes)
            #expect(glb.isClosed)
            #expect(glb.areNormalsFlat)
            #expect(abs(glb.volume / (area * 12.25) - 1) < 1e-6)
        }
    }

    @Test("A building with more than 65,535 vertices gets 32-bit indices")
    func large() throws {
        let parts = try (0..<2_800).map { number in
            let x = number * 20
            return try polygon([(x, 0), (x + 10, 0), (x + 10, 5_000), (x, 5_000)])
        }
        let (bytes, area) = try encoded(parts, height: 5)
        let glb = try ParsedGLB(bytes)
        #expect(glb.positions.count > 65_535)
        #expect(glb.isClosed)
        #expect(abs(glb.volume / (area * 5) - 1) < 1e-4)
    }

    @Test("Equal input gives equal bytes, and properties arrive as given, in order")
    func properties() throws {
        let footprint = [try polygon([(0, 0), (10_000, 0), (10_000, 6_000)])]
        let bytes = try encoded(footprint, height: 2.5).bytes
        #expect(bytes == (try encoded(footprint, height: 2.5).bytes))
        let json = try ParsedGLB(bytes).json
        let nodes = try #require(json["nodes"] as? [[String: Any]])
        let extras = try #require(nodes[0]["extras"] as? [String: Any])
        #expect(extras["identificatie"] as? String == "0267100000000001")
        #expect(extras["hoogte"] as? Double == 2.5)
        #expect(extras["naam"] as? String == "\"Het\\Huis\"\n\u{1}é")
        #expect(extras.keys.contains("onbekend") && extras["onbekend"] as? Double == nil)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""extras":{"identificatie":"0267100000000001","hoogte":2.5,"naam":"#))
        #expect(text.contains(#""generator":"test""#))
    }

    @Test("No footprint, no height and wrong places are refused")
    func refusals() throws {
        let square = try polygon([(0, 0), (1000, 0), (0, 1000)])
        #expect(throws: ModelError.footprintEmpty) { try ExtrudedBuilding(footprint: [], heightMetres: 3) }
        for height in [0, -1, Double.infinity] {
            #expect(throws: ModelError.heightNotPositive(height)) {
                try ExtrudedBuilding(footprint: [square], heightMetres: height)
            }
        }
        let building = try ExtrudedBuilding(footprint: [square], heightMetres: 3)
        let (frame, places) = places(of: building)
        #expect(throws: ModelError.placeCountDiffers(expected: 3, found: 2)) {
            try building.mesh(in: frame, places: Array(places.dropLast()))
        }
    }
}
