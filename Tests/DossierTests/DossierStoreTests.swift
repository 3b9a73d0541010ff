import Dossier
import Foundation
import GeoValues
import Testing

@Suite("Dossier")
struct DossierStoreTests {
    /// A directory of its own for one test.
    final class Directory {
        let url: URL
        var database: String { url.appending(path: "dossier.sqlite").path }

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: "dossier-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { #expect(throws: Never.self) { try FileManager.default.removeItem(at: url) } }
    }

    func polygon(_ rings: [(Int, Int)]...) throws -> RDPolygon {
        let rings = try rings.map { corners in
            try #require(
                RDRing(corners.map { RDPoint(x: Int32(155_000_000 + $0.0), y: Int32(463_000_000 + $0.1)) })
            )
        }
        return RDPolygon(exterior: rings[0], holes: Array(rings.dropFirst()))
    }

    func square(_ x: Int, _ y: Int, side: Int = 10_000) throws -> RDPolygon {
        try polygon([(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
    }

    func plan(_ id: String, _ footprint: RDPolygon, name: String = "Schuur") -> NewPlan {
        NewPlan(
            id: id,
            name: name,
            footprint: footprint,
            heightMetres: 9.5,
            eavesHeightMetres: 3.25,
            roof: "zadeldak",
            dataVersion: "abc",
            checkJSON: #"{"bevindingen":[]}"#,
            createdAt: Date(timeIntervalSince1970: 1_700_000_000)
        )
    }

    func point(_ x: Int, _ y: Int) -> RDPoint { RDPoint(x: Int32(155_000_000 + x), y: Int32(463_000_000 + y)) }

    @Test("What is inserted comes back the same, to the millimetre, also after reopening")
    func roundTrip() throws {
        let directory = try Directory()
        let footprint = try polygon(
            [(1, 3), (12_347, -1_111), (9_999, 8_888), (7, 7_777)],
            [(4_001, 1_003), (5_003, 1_007), (4_507, 2_009)]
        )
        let stored: StoredPlan
        do {
            let store = try DossierStore(path: directory.database)
            stored = try store.insert(plan("p1", footprint))
            #expect(stored.version == 1)
            #expect(stored.createdAt == "2023-11-14T22:13:20Z")
            #expect(try store.plan(id: "p1") == stored)
            #expect(try store.plan(id: "p2") == nil)
        }
        let store = try DossierStore(path: directory.database)
        #expect(try store.plan(id: "p1") == stored)
        #expect(try store.plan(id: "p1")?.footprint == footprint)
        #expect(try store.planCount == 1)
    }

    @Test("Coordinates all over the Netherlands read back as the same millimetres")
    func millimetres() throws {
        let directory = try Directory()
        let store = try DossierStore(path: directory.database)
        var state: UInt64 = 7
        func random(_ bound: Int32) -> Int32 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int32(state >> 33) % bound
        }
        for number in 0..<200 {
            let corner = RDPoint(x: random(299_000_000), y: 289_000_000 + random(339_000_000))
            let ring = try #require(
                RDRing([corner, RDPoint(x: corner.x + 3, y: corner.y + 1), RDPoint(x: corner.x + 1, y: corner.y + 2)])
            )
            let footprint = RDPolygon(exterior: ring)
            _ = try store.insert(plan("\(number)", footprint))
            #expect(try store.plan(id: "\(number)")?.footprint == footprint)
            #expect(try store.plans(withinMillimetres: 0, of: corner).map(\.plan.id) == ["\(number)"])
        }
    }

    @Test("A second insert of an identifier is the next version; the first stays readable and searches see the latest")
    func versions() throws {
        let directory = try Directory()
        let store = try DossierStore(path: directory.database)
        let first = try store.insert(plan("p1", try square(0, 0)))
        let second = try store.insert(plan("p1", try square(100_000, 0), name: "Loods"))
        #expect(second.version == 2)
        #expect(try store.plan(id: "p1") == second)
        #expect(try store.plan(id: "p1", version: 1)?.footprint == first.footprint)
        #expect(try store.plan(id: "p1", version: 3) == nil)
        #expect(try store.planCount == 1)
        #expect(try store.plans(withinMillimetres: 10, of: point(0, 0)).isEmpty)
        #expect(try store.plans(withinMillimetres: 10, of: point(100_000, 0)).map(\.plan) == [second])
    }

    @Test("A plan at exactly the radius counts, a millimetre less does not; inside is zero; ties go by identifier")
    func radius() throws {
        let directory = try Directory()
        let store = try DossierStore(path: directory.database)
        _ = try store.insert(plan("c", try square(3_000, 4_000)))
        _ = try store.insert(plan("b", try square(-13_000, -14_000)))
        _ = try store.insert(plan("a", try square(50_000, 0)))
        _ = try store.insert(plan("d", try square(-2_000, -2_000, side: 4_000)))
        // The corners of b and c lie at 3-4-5 triangles from the centre.
        #expect(try store.plans(withinMillimetres: 5_000, of: point(0, 0)).map(\.plan.id) == ["d", "b", "c"])
        #expect(try store.plans(withinMillimetres: 4_999, of: point(0, 0)).map(\.plan.id) == ["d"])
        #expect(try store.plans(withinMillimetres: 50_000, of: point(0, 0)).map(\.plan.id) == ["d", "b", "c", "a"])
        #expect(try store.plans(withinMillimetres: 0, of: point(0, 0)).map(\.distance) == [.zero])
        #expect(try store.plans(withinMillimetres: -1, of: point(0, 0)).isEmpty)
        #expect(try store.plans(withinMillimetres: .max, of: point(0, 0)).count == 4)
        let distances = try store.plans(withinMillimetres: 5_000, of: point(0, 0)).map(\.distance.metres)
        #expect(distances == [0, 5, 5])
    }

    @Test("Random radius queries equal a linear scan")
    func linearScan() throws {
        let directory = try Directory()
        let store = try DossierStore(path: directory.database)
        var state: UInt64 = 99
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var footprints: [(id: String, polygon: RDPolygon)] = []
        for number in 0..<150 {
            let footprint = try square(random(200_000), random(200_000), side: 1 + random(9_000))
            let id = "\(1000 + number)"
            footprints.append((id, footprint))
            _ = try store.insert(plan(id, footprint))
        }
        for _ in 0..<200 {
            let centre = point(random(200_000), random(200_000))
            let radius = Int64(random(40_000))
            let expected = footprints.filter {
                squaredDistance(from: centre, to: [$0.polygon]).isWithin(radius: radius)
            }
            let found = try store.plans(withinMillimetres: radius, of: centre)
            #expect(found.map(\.plan.id).sorted() == expected.map(\.id))
            #expect(zip(found, found.dropFirst()).allSatisfy { !($1.distance < $0.distance) })
        }
    }

    @Test("A box finds the plans that touch it")
    func box() throws {
        let directory = try Directory()
        let store = try DossierStore(path: directory.database)
        _ = try store.insert(plan("b", try square(0, 0)))
        _ = try store.insert(plan("a", try square(20_000, 0)))
        let (low, high) = (point(10_000, 0), point(20_000, 0))
        #expect(
            try store.plans(intersecting: RDBox(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y)).map(\.id)
                == ["a", "b"]
        )
        #expect(
            try store.plans(intersecting: RDBox(minX: low.x + 1, minY: low.y, maxX: high.x - 1, maxY: high.y)).isEmpty
        )
        #expect(try store.plans(intersecting: .empty).isEmpty)
    }

    @Test("Many threads insert and read at once; every insert is there")
    func threads() async throws {
        let directory = try Directory()
        let store = try DossierStore(path: directory.database)
        let footprint = try square(0, 0)
        let plans = (0..<40).map { plan("\($0)", footprint) }
        try await withThrowingTaskGroup { group in
            for plan in plans {
                group.addTask {
                    _ = try store.insert(plan)
                    #expect(try store.plan(id: plan.id)?.version == 1)
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.planCount == 40)
    }

    @Test("A file that is not a database, and a damaged one, give one sentence and stay as they are")
    func damaged() throws {
        let directory = try Directory()
        let text = Data(String(repeating: "geen database ", count: 500).utf8)
        try text.write(to: URL(filePath: directory.database))
        let error = #expect(throws: DossierError.self) { try DossierStore(path: directory.database) }
        #expect(error?.description.hasPrefix("The dossier \(directory.database) is damaged (") == true)
        #expect(try Data(contentsOf: URL(filePath: directory.database)) == text)

        let other = try Directory()
        do {
            let store = try DossierStore(path: other.database)
            for number in 0..<50 { _ = try store.insert(plan("\(number)", try square(number * 100, 0))) }
            try store.close()
        }
        var bytes = try Data(contentsOf: URL(filePath: other.database))
        try #require(bytes.count > 40_000)
        for offset in 4_096..<40_000 { bytes[offset] = UInt8(truncatingIfNeeded: offset &* 31) }
        try bytes.write(to: URL(filePath: other.database))
        let damage = #expect(throws: DossierError.self) { try DossierStore(path: other.database) }
        #expect(damage?.description.contains("is damaged") == true)
    }

    @Test("A directory that does not exist is named")
    func noDirectory() throws {
        let directory = try Directory()
        let path = directory.url.appending(path: "nergens/dossier.sqlite").path
        let error = #expect(throws: DossierError.self) { try DossierStore(path: path) }
        #expect(error?.description.hasPrefix("The dossier \(path) cannot be opened (") == true)
    }

    @Test("Without SpatiaLite the Debian package is named")
    func noSpatiaLite() throws {
        let directory = try Directory()
        let error = #expect(throws: DossierError.self) {
            try DossierStore(path: directory.database, spatiaLiteModule: "mod_not_there")
        }
        #expect(error?.description.hasSuffix("install the Debian package libsqlite3-mod-spatialite.") == true)
    }
}
