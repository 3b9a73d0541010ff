import Foundation
import GDALBridge
import GeoValues
import SyntheticTown
import Testing

@Suite struct TownGeneratorTests {
    @Test(arguments: [(600, 1), (3_000, 7), (12_000, 2026)] as [(Int, UInt64)])
    func `parcels divide the municipality without gap or overlap`(buildings: Int, seed: UInt64) throws {
        let town = try GeneratedTown(buildings: buildings, seed: seed)
        var ledger = EdgeLedger()
        try town.layer("perceel", in: "percelen.gpkg").forEachFeature { ledger.add(try polygon($0.geometry)) }
        #expect(ledger.repeated == 0)
        #expect(ledger.doubledArea == ledger.doubledAreaOfBoundary)
        // One boundary without holes: as many edges as vertices, and each leads to the next.
        let boundary = ledger.boundary
        let starts = Set(boundary.map(\.from))
        #expect(starts.count == boundary.count)
        #expect(Set(boundary.map(\.to)) == starts)
    }

    @Test func `enkelbestemmingen divide every plan, and the plans divide the municipality`() throws {
        let town = try GeneratedTown(buildings: 4_000, seed: 11)
        var plans = EdgeLedger()
        for file in town.planFiles {
            let text = String(decoding: try town.bytes(of: file), as: UTF8.self)
            var zones = EdgeLedger()
            for zone in try polygons(of: "Enkelbestemming", in: text) { zones.add(zone) }
            var area = EdgeLedger()
            for part in try polygons(of: "Bestemmingsplangebied", in: text) {
                area.add(part)
                plans.add(part)
            }
            #expect(zones.repeated == 0, "\(file)")
            #expect(zones.doubledArea == area.doubledArea, "\(file)")
            #expect(zones.boundary == area.edges, "\(file)")
        }
        var parcels = EdgeLedger()
        try town.layer("perceel", in: "percelen.gpkg").forEachFeature { parcels.add(try polygon($0.geometry)) }
        #expect(plans.repeated == 0)
        #expect(plans.doubledArea == parcels.doubledArea)
        #expect(plans.boundary == parcels.boundary)
    }

    @Test func `the same seed gives the same bytes and another seed another town`() throws {
        let one = try GeneratedTown(buildings: 1_500, seed: 5)
        let two = try GeneratedTown(buildings: 1_500, seed: 5)
        let other = try GeneratedTown(buildings: 1_500, seed: 6)
        #expect(one.summary == two.summary)
        for file in one.summary.files {
            let (first, second) = (try one.bytes(of: file), try two.bytes(of: file))
            #expect(first == second, "\(file)")
        }
        let (bag, otherBag) = (try one.bytes(of: "bag.gpkg"), try other.bytes(of: "bag.gpkg"))
        #expect(bag != otherBag)
    }

    @Test func `every verblijfsobject lies in its pand and has a nummeraanduiding`() throws {
        let town = try GeneratedTown(buildings: 3_000, seed: 3)
        var footprints: [GDALValue: RDPolygon] = [:]
        try town.layer("pand", in: "bag.gpkg").forEachFeature { feature in
            let footprint = try polygon(feature.geometry)
            #expect(footprints.updateValue(footprint, forKey: feature.values[0]) == nil)
        }
        var numbers: Set<GDALValue> = []
        try town.layer("nummeraanduiding", in: "bag.gpkg").forEachFeature { numbers.insert($0.values[0]) }
        var units = 0
        var addresses: Set<[GDALValue]> = []
        try town.layer("verblijfsobject", in: "bag.gpkg").forEachFeature { feature in
            units += 1
            guard case .points(let values) = feature.geometry else {
                Issue.record("a verblijfsobject without a point")
                return
            }
            let point = try #require(RDPoint(xMetres: values[0], yMetres: values[1]))
            let footprint = try #require(footprints[feature.values[11]])
            #expect(location(of: point, in: footprint) == .inside)
            #expect(numbers.contains(feature.values[12]))
            #expect(addresses.insert(Array(feature.values[4...8])).inserted, "an address given twice")
        }
        #expect(units == town.summary.units)
        // Moorings and pitches have one, too.
        #expect(numbers.count == units + (town.summary.counts["plaats"] ?? 0))
    }

    @Test(arguments: [1, 40, 250, 1_000, 5_000, 20_000])
    func `the town has about the buildings asked for`(buildings: Int) throws {
        let town = try GeneratedTown(buildings: buildings, seed: 7)
        let pand = try town.layer("pand", in: "bag.gpkg")
        #expect(pand.featureCount == town.summary.buildings)
        // The last block of houses is built to its end.
        let tolerance = max(140, buildings / 50)
        #expect(abs(town.summary.buildings - buildings) <= tolerance)
    }

    @Test func `plans hold every kind of object, arcs, circles and decimal commas`() throws {
        let town = try GeneratedTown(buildings: 8_000, seed: 7)
        var text = ""
        for file in town.planFiles { text += String(decoding: try town.bytes(of: file), as: UTF8.self) }
        let kinds = [
            "Bestemmingsplangebied", "Enkelbestemming", "Dubbelbestemming", "Bouwvlak", "Maatvoering",
            "Functieaanduiding", "Bouwaanduiding", "Gebiedsaanduiding", "Figuur",
        ]
        for kind in kinds { #expect(text.contains("<imro:\(kind) gml:id="), "\(kind)") }
        #expect(text.contains("<gml:Arc>"))
        #expect(text.contains("<gml:interior>"))
        #expect(pieces(of: text, between: "<imro:waarde>", and: "</imro:waarde>").contains { $0.contains(",") })
        let zones = pieces(of: text, between: "<imro:bestemmingsvlak xlink:href=\"#", and: "\"")
        let identifiers = Set(pieces(of: text, between: "<imro:Enkelbestemming gml:id=\"", and: "\""))
        #expect(!zones.isEmpty)
        #expect(zones.allSatisfy { identifiers.contains($0) })
    }

    @Test func `a size out of range is refused and existing files are left alone`() throws {
        #expect(throws: TownProblem.self) { try GeneratedTown(buildings: 0, seed: 1) }
        #expect(throws: TownProblem.self) {
            try GeneratedTown(TownRequest(buildings: 1_000_001, seed: 1, municipalities: 1))
        }
        #expect(throws: TownProblem.self) {
            try GeneratedTown(TownRequest(buildings: 100_000, seed: 1, municipalities: 401))
        }
        let town = try GeneratedTown(buildings: 100, seed: 1)
        let before = try town.bytes(of: "bag.gpkg")
        #expect(throws: TownProblem.self) {
            try TownGenerator.generate(TownRequest(buildings: 200, seed: 1), into: town.folder) { _ in }
        }
        let after = try town.bytes(of: "bag.gpkg")
        #expect(after == before)
    }
}
