import Foundation
import GDALBridge
import GeoValues
import SyntheticTown
import Testing

@Suite struct NationTests {
    private static let everything = Set(TownFormat.allCases)

    @Test func `municipalities share their borders vertex for vertex`() throws {
        let nation = try GeneratedTown(TownRequest(buildings: 3_000, seed: 4, municipalities: 5))
        var ledger = EdgeLedger()
        for file in nation.files(containing: "percelen") {
            try nation.layer("perceel", in: file).forEachFeature { ledger.add(try polygon($0.geometry)) }
        }
        #expect(ledger.repeated == 0)
        #expect(ledger.doubledArea == ledger.doubledAreaOfBoundary)
        // One land: its edge is as long as the way around the frames, without the borders inside.
        #expect(ledger.boundary.count < 5 * 4 * 12)
        #expect(Set(ledger.boundary.map(\.from)).count == ledger.boundary.count)
    }

    @Test func `the number of threads does not show in any file`() throws {
        let request = TownRequest(buildings: 2_400, seed: 8, formats: Self.everything, municipalities: 4, hasDirt: true)
        var alone = request
        alone.threads = 1
        var many = request
        many.threads = 3
        let (one, other) = (try GeneratedTown(alone), try GeneratedTown(many))
        #expect(one.summary == other.summary)
        #expect(one.summary.files.count > 60)
        for file in one.summary.files {
            let (first, second) = (try one.bytes(of: file), try other.bytes(of: file))
            #expect(first == second, "\(file)")
        }
    }

    @Test func `the threads do not show in the files of one town either`() throws {
        var request = TownRequest(buildings: 1_200, seed: 9, formats: Self.everything)
        request.threads = 1
        let one = try GeneratedTown(request)
        request.threads = 4
        let other = try GeneratedTown(request)
        for file in one.summary.files {
            let (first, second) = (try one.bytes(of: file), try other.bytes(of: file))
            #expect(first == second, "\(file)")
        }
    }

    @Test func `identifications, postcodes and files differ between municipalities`() throws {
        let nation = try GeneratedTown(TownRequest(buildings: 6_000, seed: 2, municipalities: 6))
        var seen: [String: Set<GDALValue>] = [:]
        for (layer, name) in [("pand", "bag-"), ("verblijfsobject", "bag-"), ("perceel", "percelen-")] {
            for file in nation.files(containing: name) {
                try nation.layer(layer, in: file).forEachFeature { feature in
                    #expect(seen[layer, default: []].insert(feature.values[0]).inserted)
                    guard case .text(let text) = feature.values[0], let number = Int(text) else {
                        Issue.record("not a number: \(feature.values[0])")
                        return
                    }
                    // Map clients keep numbers as doubles.
                    #expect(number < 1 << 53)
                }
            }
        }
        var municipalitiesOfPostcode: [GDALValue: Set<String>] = [:]
        for file in nation.files(containing: "bag-") {
            try nation.layer("verblijfsobject", in: file).forEachFeature { feature in
                municipalitiesOfPostcode[feature.values[8], default: []].insert(file)
            }
        }
        #expect(municipalitiesOfPostcode.values.allSatisfy { $0.count == 1 })
        let names = nation.summary.files.map { $0.components(separatedBy: "/").last ?? "" }
        #expect(Set(names).count == names.count)
    }

    @Test func `a stopped run goes on with what is missing`() throws {
        let request = TownRequest(buildings: 1_500, seed: 3, municipalities: 3)
        let nation = try GeneratedTown(request)
        let manager = FileManager.default
        let kept = nation.folder + "/2001/bag-2001.gpkg"
        let date = Date(timeIntervalSince1970: 1_000_000_000)
        try manager.setAttributes([.modificationDate: date], ofItemAtPath: kept)
        let lost = try nation.bytes(of: "2002/percelen-2002.gpkg")
        // As if stopped while the second municipality was moved into place.
        try manager.removeItem(atPath: nation.folder + "/2002/manifest.json")
        _ = manager.createFile(atPath: nation.folder + "/2002/.moving", contents: nil)
        try manager.removeItem(atPath: nation.folder + "/2002/percelen-2002.gpkg")
        let again = try TownGenerator.generate(request, into: nation.folder) { _ in }
        #expect(again == nation.summary)
        #expect(try nation.bytes(of: "2002/percelen-2002.gpkg") == lost)
        #expect(try manager.attributesOfItem(atPath: kept)[.modificationDate] as? Date == date)
    }

    @Test func `large towns are few and small ones many, and the sizes add up`() throws {
        let nation = try GeneratedTown(TownRequest(buildings: 12_000, seed: 6, municipalities: 12))
        let sizes = try nation.files(containing: "bag-").map { try nation.layer("pand", in: $0).featureCount ?? 0 }
        #expect(abs(sizes.reduce(0, +) - 12_000) < 900)
        #expect(sizes[0] > sizes[11] * 5 / 4)
    }

    @Test(arguments: 1...6)
    func `land of any shape holds a sound town`(seed: Int) throws {
        // Small lands are the most crooked. Faces that are turned over would show as overlaps.
        let nation = try GeneratedTown(TownRequest(buildings: 1_800, seed: UInt64(seed), municipalities: 12))
        for file in nation.files(containing: "percelen") {
            try nation.layer("perceel", in: file).forEachFeature { feature in
                let parcel = try polygon(feature.geometry)
                #expect(parcel.exterior.doubledArea > 0)
                #expect(parcel.doubledArea > 0)
            }
        }
    }
}
