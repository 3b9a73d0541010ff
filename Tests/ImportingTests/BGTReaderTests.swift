import Foundation
import Importing
import Testing

/// Real BGT and kadastrale kaart, against the counts of dutch-data.md (A3, C6) and those that lxml gives.
@Suite(.enabled(if: bagFolder != nil, "STIP_TEST_DATA is not set")) struct BGTRealDataTests {
    private let folder = ProcessInfo.processInfo.environment["STIP_TEST_DATA"] ?? ""

    private func features(_ reader: any FeatureReader) throws -> [SourceFeature] {
        var features: [SourceFeature] = []
        while let feature = try reader.next() { features.append(feature) }
        return features
    }

    @Test func roadFurnitureIsReadWithItsHistory() throws {
        let read = try features(BGTReader(path: "\(folder)/bgt/bgt_weginrichtingselement.gml"))
        #expect(read.count == 12)
        #expect(
            read.allSatisfy { $0.layer == "bgt_weginrichtingselement" && $0.problem == nil && $0.geometry != .none }
        )
        #expect(read.filter(\.isHistoric).count == 1)
        #expect(read.first?.identifier == "G0362.dad5eb0651a748f79d5d78935556220e")
    }

    @Test func houseNumbersOfBuildingsAreALayerOfTheirOwn() throws {
        let path = "\(folder)/brk/dkk_v5_otterlo/kadastralekaart_pand.gml"
        let layers = Dictionary(grouping: try features(BGTReader(path: path)), by: \.layer)
        #expect(layers.mapValues(\.count) == ["bgt_pand": 22, "bgt_nummeraanduidingreeks": 19])
        let label = try #require(layers["bgt_nummeraanduidingreeks"]?.first)
        #expect(label.name == "1/HA12")
        #expect(label.geometry == .points([181_703.222, 456_000.797]))
    }

    @Test func theParcelHasItsBoundaryAsPlaceAndItsLabelInColumns() throws {
        let path = "\(folder)/brk/dkk_v5_otterlo/kadastralekaart_perceel.gml"
        let parcels = try features(KadastraleKaartReader(path: path))
        #expect(parcels.count == 11)
        let first = try #require(parcels.first)
        #expect(first.identifier == "84920229870000" && first.name == "OTL02 B 2298")
        guard case .polygons = first.geometry else {
            Issue.record("not a polygon: \(first.geometry)")
            return
        }
        let values = Dictionary(uniqueKeysWithValues: first.attributes.map { ($0.name, $0.value) })
        #expect(values["kadastrale_grootte_waarde"] == .integer(222))
        #expect(values["soort_grootte_waarde"] == .text("Vastgesteld"))
        #expect(values["perceelnummer_plaatscoordinaat_x"] == .real(181_202.04))
    }

    @Test(arguments: [("Annotatie", 10), ("Bebouwing", 10), ("Kadastralegrens", 10), ("Perceel", 10), ("perceel", 15)])
    func versionThreeIsReadWhole(name: String, count: Int) throws {
        let read = try features(KadastraleKaartReader(path: "\(folder)/brk/dkk_v3/\(name).gml"))
        #expect(read.count == count)
        #expect(read.allSatisfy { $0.problem == nil && $0.geometry != .none && !$0.identifier.isEmpty })
    }

    @Test func aDocumentCutOffIsAnErrorAndNeverACrash() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/bgt/bgt_weginrichtingselement.gml"))
        let path = NSTemporaryDirectory() + "stip-cut-\(UUID().uuidString).gml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for share in [0.1, 0.5, 0.99] {
            try whole.prefix(Int(Double(whole.count) * share)).write(to: URL(fileURLWithPath: path))
            #expect(throws: (any Error).self) { try features(BGTReader(path: path)) }
        }
    }
}
