import Foundation
import Importing
import Testing
import Workspaces

/// What the readers make of small documents: ``ReaderCase``'s own.
@Suite struct DocumentReaderTests {
    /// The features of one of the documents, read from a file of its own.
    private func features(_ name: String, gzip: Bool = false) throws -> [SourceFeature] {
        let reading = try #require(ReaderCase.own.first { $0.name == name })
        return try Self.withFolder { folder in
            var path = "\(folder)/document.\(reading.type)"
            try Data(reading.bytes).write(to: URL(fileURLWithPath: path))
            if gzip {
                let process = try Process.run(URL(fileURLWithPath: "/bin/gzip"), arguments: [path])
                process.waitUntilExit()
                path += ".gz"
            }
            let reader = try reading.reader(path)
            var features: [SourceFeature] = []
            while let feature = try reader.next() { features.append(feature) }
            return features
        }
    }

    private static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
        let folder = NSTemporaryDirectory() + "stip-documents-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    private func values(_ feature: SourceFeature) -> [String: AttributeValue] {
        Dictionary(feature.attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func terrainHasItsArcsItsPartsItsHistoryAndItsHouseNumbers() throws {
        let read = try features("BGT")
        #expect(
            read.map(\.layer) == ["bgt_wegdeel", "bgt_pand", "bgt_nummeraanduidingreeks", "bgt_onbegroeidterreindeel"]
        )
        #expect(read.map(\.isHistoric) == [false, false, false, true])
        guard case .polygons(let road) = read[0].geometry, case .polygons(let building) = read[1].geometry else {
            Issue.record("road and building are no polygons")
            return
        }
        // Half a circle of radius 5 m, straightened within 5 mm.
        var twiceArea = 0.0
        let ring = road[0][0]
        for position in stride(from: 0, to: ring.count - 3, by: 2) {
            twiceArea += (ring[position] - 155_000) * (ring[position + 3] - 463_000)
            twiceArea -= (ring[position + 2] - 155_000) * (ring[position + 1] - 463_000)
        }
        #expect(abs(abs(twiceArea) / 2 - Double.pi * 12.5) < 0.1)
        #expect(building.count == 2)
        #expect(values(read[0])["relatieve_hoogteligging"] == .integer(-1))
        #expect(read[2].name == "12-14" && read[2].geometry == .points([155_105, 463_003]))
    }

    @Test func flatTerrainIsWhatNestedTerrainIs() throws {
        let read = try features("BGT, gmllight")
        #expect(
            read.map(\.layer) == [
                "bgt_pand", "bgt_nummeraanduidingreeks", "bgt_nummeraanduidingreeks", "bgt_openbareruimtelabel",
                "bgt_wegdeel",
            ]
        )
        #expect(read.map(\.identifier) == ["G0998.01", "G0998.01.1", "G0998.01.2", "G0998.02", "G0998.03"])
        #expect(read.map(\.name) == [nil, "12-14", "16", "Dorpsstraat", "voetpad"])
        #expect(read.map(\.isHistoric) == [false, false, false, false, true])
        #expect(read[1].geometry == .points([155_105, 463_003]) && values(read[1])["hoek"] == .real(45.5))
        #expect(values(read[1])["identificatie_bagvbolaagste_huisnummer"] == .text("0998010000000012"))
        #expect(values(read[2])["identificatie_bagvbolaagste_huisnummer"] == nil)
        #expect(read[3].geometry == .points([155_200, 463_000, 155_300, 463_000]))
        #expect(
            values(read[3])["hoek"] == .text("-0.2 1.5") && values(read[0])["relatieve_hoogteligging"] == .integer(0)
        )
        #expect(values(read[4])["function"] == .text("voetpad"))
        #expect(values(read[4])["surface_material"] == .text("open verharding"))
        #expect(values(read[4])["wegdeel_op_talud"] == .text("false"))
    }

    @Test func aBoundaryOfVersionFourKeepsItsIdentifierAndTheParcelsBesideIt() throws {
        let read = try features("kadastrale grens, versie 4")
        #expect(read.map(\.layer) == ["kadastralegrens"] && read.map(\.identifier) == ["400001"])
        let values = values(try #require(read.first))
        #expect(values["perceel_links"] == .text("11720000170000"))
        #expect(values["perceel_rechts"] == .text("11720000270000"))
        #expect(values["type_grens_waarde"] == .text("Definitief") && values["volgnummer"] == .integer(0))
        #expect(read[0].geometry == .lines([[119_282.363, 481_964.963, 119_288.454, 481_964.761]]))
    }

    @Test func aParcelHasItsBoundaryAndTheNameThatPeopleUse() throws {
        let parcel = try #require(try features("perceel").first)
        #expect(parcel.identifier == "84920229870000" && parcel.name == "OTL02 B 2298")
        #expect(values(parcel)["kadastrale_grootte_waarde"] == .integer(222))
        guard case .polygons = parcel.geometry else {
            Issue.record("the parcel's place is not its boundary")
            return
        }
    }

    @Test func aManifestIsARowForEachPlanAndAFormOneForEachFile() throws {
        let plans = try features("manifest")
        #expect(plans.map(\.layer) == ["plandossier", "plandossier", "plandossier"])
        #expect(plans.map(\.name) == ["Kern", "Kern & rand", "Rand"])
        #expect(values(plans[1])["dossierstatus"] == .text("vastgesteld"))
        let form = try features("geleideformulier")
        #expect(form.map(\.layer) == ["plandossier"] + [String](repeating: "planonderdeel", count: 4))
        #expect(values(form[2])["url"] == .text("http://example.nl/plan/2.html"))
    }

    @Test func aPlaceBelongsToAMunicipalityForSomeTime() throws {
        let places = try features("woonplaatsen")
        #expect(places.map(\.isHistoric) == [false, true])
        #expect(places.allSatisfy { $0.problem == nil })
    }

    @Test func publicationsAreTheSameInXMLAndJSON() throws {
        let (xml, json) = (try features("publicaties in XML"), try features("publicaties in JSON"))
        #expect(xml.map(\.layer) == ["publicatie", "publicatie_markering", "publicatie"])
        #expect(xml.map(\.identifier) == json.map(\.identifier))
        #expect(xml.map(\.geometry) == json.map(\.geometry))
        #expect(json[2].name == "Verordening é😀")
        #expect(values(xml[0])["creator_scheme"] == .text("OVERHEID.Gemeente"))
    }

    @Test(arguments: ReaderCase.own.map(\.name)) func gzipMakesNoDifference(name: String) throws {
        func shown(_ features: [SourceFeature]) -> [String] {
            features.map { "\($0.layer) \($0.identifier) \($0.attributes) \($0.geometry)" }
        }
        #expect(shown(try features(name, gzip: true)) == shown(try features(name)))
    }

    // MARK: Deliveries

    private func imported(_ files: [(name: String, content: Data)], source: String) throws -> ImportReport {
        try Self.withFolder { folder in
            for file in files { try file.content.write(to: URL(fileURLWithPath: "\(folder)/\(file.name)")) }
            let importer = Importer(
                transformer: try ReaderCase.withTransformer(),
                sourceName: nil,
                note: { _ in },
                progress: ImportProgress { _, _, _ in }
            )
            let workspace = Workspace(path: "\(folder)/workspace")
            switch try importer.run(["\(folder)/\(source)"], into: workspace, layer: nil, format: nil)[0] {
            case .imported(let report): return report
            case .failed(_, let message):
                Issue.record("\(message)")
                throw CocoaError(.fileReadCorruptFile)
            }
        }
    }

    private func document(_ name: String) throws -> Data {
        Data(try #require(ReaderCase.own.first { $0.name == name }).bytes)
    }

    @Test func aZipOfZipsIsReadDocumentByDocument() throws {
        let inner = BAGStoredZip.containing([("bgt_wegdeel.gml", try document("BGT")), (".DS_Store", Data([1]))])
        let outer = BAGStoredZip.containing([
            ("levering/bgt.zip", inner), ("levering/perceel.gml", try document("perceel")),
            ("levering/codes.csv", try document("CSV")), ("levering/leesmij.txt", Data("tekst".utf8)),
        ])
        let report = try imported([("levering.zip", outer)], source: "levering.zip")
        let counts = Dictionary(uniqueKeysWithValues: report.layers.map { ($0.layer, $0.read) })
        #expect(
            counts == [
                "bgt_wegdeel": 1, "bgt_pand": 1, "bgt_nummeraanduidingreeks": 1, "bgt_onbegroeidterreindeel": 1,
                "perceel": 1,
            ]
        )
        #expect(report.notes.contains { $0.contains("leesmij.txt") })
        #expect(report.notes.contains { $0.contains("codes.csv") })
    }

    @Test func aZipOfTablesAloneIsRead() throws {
        let zip = BAGStoredZip.containing([("codes.csv", try document("CSV"))])
        let report = try imported([("codes.zip", zip)], source: "codes.zip")
        #expect(report.layers.map(\.layer) == ["codes"] && report.layers[0].imported == 3)
    }
}
