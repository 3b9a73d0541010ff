import Foundation
import Importing
import Testing
import XMLBridge

/// The folder of real data (`STIP_TEST_DATA`), nil when the tests run without it.
let bagFolder: String? = ProcessInfo.processInfo.environment["STIP_TEST_DATA"].map { "\($0)/bag/nlextract" }

/// Real deliveries, against the counts of dutch-data.md C6.
@Suite(.enabled(if: bagFolder != nil, "STIP_TEST_DATA is not set")) struct BAGRealDataTests {
    @Test func theDoesburgZipGivesEveryVoorkomenAndOneThatCountsPerPand() throws {
        let features = try readBAG(["\(try #require(bagFolder))/0221PND15092020.zip"]).features
        #expect(features.count == 13_098)
        #expect(features.allSatisfy { $0.layer == "pand" && $0.identifier.utf8.count == 16 && $0.problem == nil })
        let versions = Dictionary(grouping: features, by: \.identifier)
        #expect(versions.count == 7_797)
        let histogram = Dictionary(grouping: versions.values, by: \.count).mapValues(\.count)
        #expect(histogram == [1: 3_937, 2: 2_850, 3: 651, 4: 294, 5: 58, 6: 7])
        let current = features.filter { !$0.isHistoric }
        #expect(Set(current.map(\.identifier)).count == current.count)
        let statuses = Dictionary(grouping: current) { $0.text("status") ?? "" }.mapValues(\.count)
        #expect(
            statuses == [
                "Pand in gebruik": 7_204, "Pand gesloopt": 389, "Bouwvergunning verleend": 168, "Verbouwing pand": 14,
                "Niet gerealiseerd pand": 12, "Sloopvergunning verleend": 6, "Pand in gebruik (niet ingemeten)": 3,
                "Pand ten onrechte opgevoerd": 1,
            ]
        )
        let unknownYear = current.filter { pand in
            pand.attributes.contains { $0.name == "bouwjaar" && $0.value == .integer(9999) }
        }
        #expect(unknownYear.count == 20)
        #expect(unknownYear.allSatisfy { $0.name == "Pand, bouwjaar onbekend" })
    }

    @Test(
        arguments: [
            ("LIG", "ligplaats", 2), ("NUM", "nummeraanduiding", 15), ("OPR", "openbareruimte", 201),
            ("PND", "pand", 6), ("STA", "standplaats", 2), ("VBO", "verblijfsobject", 5), ("WPL", "woonplaats", 1),
        ]
    )
    func eachKindOfObjectIsRead(code: String, layer: String, count: Int) throws {
        let path = "\(try #require(bagFolder))/expand-0221/0221\(code)15092020-000001.xml"
        #expect(BAGExtract.recognise(path: path))
        let features = try readBAG([path]).features
        #expect(features.count == count)
        #expect(features.allSatisfy { $0.layer == layer && $0.problem == nil && $0.validFrom != nil })
    }

    @Test func addressesAreJoinedOverTheFilesOfADelivery() throws {
        let folder = "\(try #require(bagFolder))/expand-0221"
        let paths = ["VBO", "NUM", "OPR", "WPL"].map { "\(folder)/0221\($0)15092020-000001.xml" }
        let features = try readBAG(paths).features
        let dwelling = try #require(features.first { $0.layer == "verblijfsobject" && !$0.isHistoric })
        #expect(dwelling.name == "Kosterstraat 4, 6981CH Doesburg")
        #expect(dwelling.text("woonplaats") == "Doesburg")
        let number = try #require(features.first { $0.identifier == "0221200000330151" })
        #expect(number.name == "Koppenberch 2, 6982CZ Doesburg")
    }

    @Test func theRelationOfGemeentenAndWoonplaatsenIsNoBAG() throws {
        let path = "\(try #require(bagFolder))/GEM-WPL-RELATIE-15092020-000001.xml"
        #expect(!BAGExtract.recognise(path: path))
        #expect(throws: BAGReadingError.self) { try readBAG([path]) }
    }
}

/// What becomes of the parts of an object.
@Suite struct BAGObjectTests {
    typealias Documents = BAGDocuments

    @Test func aZipOfZipsGivesAddressesWhateverTheOrderOfItsFiles() throws {
        func zip(_ name: String, _ content: Data) -> (name: String, content: Data) {
            let document = name.replacing(".zip", with: ".xml")
            return (name, BAGStoredZip.containing([(".DS_Store", Data("x".utf8)), (document, content)]))
        }
        let number = Documents.number("0221200000000001", 12, Documents.history(1))
        let delivery = BAGStoredZip.containing([
            zip("0221VBO.zip", Documents.stand("VBO", [Documents.dwelling("0221010000000001")])),
            zip("0221NUM.zip", Documents.stand("NUM", [number])),
            zip("0221OPR.zip", Documents.stand("OPR", [Documents.street])),
            zip("0221WPL.zip", Documents.stand("WPL", [Documents.place("2142", "Doesburg")])),
            ("Leveringsdocument-BAG-Extract.xml", Data("<xb:BAG-Extract-Levering xmlns:xb='x'/>".utf8)),
            ("leesmij.txt", Data("Goedendag".utf8)), (".DS_Store", Data("x".utf8)),
        ])
        let (features, notes) = try readBAG([("levering.zip", delivery)]).get()
        #expect(features.map(\.layer) == ["woonplaats", "openbareruimte", "nummeraanduiding", "verblijfsobject"])
        let dwelling = try #require(features.last)
        #expect(dwelling.name == "Dorps & Straat 12A-2, 6981AB Doesburg")
        #expect(dwelling.geometry == .points([200_005.5, 450_005.25]))
        #expect(dwelling.text("gebruiksdoel") == "woonfunctie,winkelfunctie")
        #expect(dwelling.text("pandidentificatie") == "0221100000000001,0221100000000002")
        #expect(dwelling.text("nummeraanduidingidentificatie") == "0221200000000001")
        #expect(dwelling.text("nevenadressen") == "0221200000000008,0221200000000009")
        #expect(dwelling.attributes.contains { $0.name == "oppervlakte" && $0.value == .integer(120) })
        #expect(dwelling.version == "0001")
        #expect(dwelling.place.hasPrefix("0221VBO.xml, regel "))
        #expect(notes.count == 2)
    }

    @Test func aNummeraanduidingInAnotherPlaceThanItsStreetNamesThatPlace() throws {
        let number = Documents.number("0221200000000001", 3, place: "1050", Documents.history(1))
        let places = [Documents.place("2142", "Doesburg"), Documents.place("1050", "Angerlo")]
        let files = [
            ("n.xml", Documents.stand("NUM", [number])), ("o.xml", Documents.stand("OPR", [Documents.street])),
            ("w.xml", Documents.stand("WPL", places)),
        ]
        let features = try readBAG(files).get().features
        #expect(features.last?.name == "Dorps & Straat 3A-2, 6981AB Angerlo")
    }

    @Test func aVerblijfsobjectMayBeASurface() throws {
        let surface = Documents.square.replacing("<gml:Polygon", with: "<Objecten:vlak><gml:Polygon")
            .replacing("</gml:Polygon>", with: "</gml:Polygon></Objecten:vlak>")
        let stand = Documents.stand("VBO", [Documents.dwelling("0221010000000001", geometry: surface)])
        let feature = try #require(try readBAG([("v.xml", stand)]).get().features.first)
        #expect(feature.geometry.area == 100)
        #expect(feature.name == nil)
    }

    @Test(
        arguments: [
            (nil, "", false), ("2020-10-01", "", true), ("2020-10-02", "", false),
            (nil, "<Historie:eindRegistratie>2019-01-01T00:00:00.000</Historie:eindRegistratie>", true),
            (nil, "<Historie:tijdstipInactief>2019-01-01T00:00:00.000</Historie:tijdstipInactief>", true),
            (nil, "<Historie:tijdstipNietBag>2019-01-01T00:00:00.000</Historie:tijdstipNietBag>", true),
            (
                nil,
                "<Historie:BeschikbaarLV><Historie:tijdstipNietBagLV>2019-01-01T00:00:00.000</Historie:tijdstipNietBagLV>"
                    + "</Historie:BeschikbaarLV>", true
            ),
        ] as [(String?, String, Bool)]
    )
    func historyTellsWhatNoLongerCounts(until: String?, more: String, isHistoric: Bool) throws {
        let pand = Documents.pand("0221100000000001", Documents.history(1, until: until, more: more))
        let feature = try #require(try readBAG([("p.xml", Documents.stand("PND", [pand]))]).get().features.first)
        #expect(feature.isHistoric == isHistoric)
        #expect((feature.validUntil != nil) == (until != nil))
    }

    @Test func whatIsInOnderzoekIsListedWithItsObject() throws {
        func statement(_ kenmerk: String, _ answer: String, _ history: String = "") -> String {
            """
            <b:kenmerkInOnderzoek><K:KenmerkPandInOnderzoek><K:kenmerk>\(kenmerk)</K:kenmerk>
            <K:identificatieVanPand domein="NL.IMBAG.Pand">0221100000000001</K:identificatieVanPand>
            <K:inOnderzoek>\(answer)</K:inOnderzoek><Historie:HistorieInOnderzoek>\(history)</Historie:HistorieInOnderzoek>
            </K:KenmerkPandInOnderzoek></b:kenmerkInOnderzoek>
            """
        }
        let investigations = Documents.stand(
            "PND",
            [
                statement("oorspronkelijk bouwjaar", "J"), statement("geometrie", "J"), statement("pandstatus", "N"),
                statement("geometrie", "J", "<Historie:eindGeldigheid>2019-01-01</Historie:eindGeldigheid>"),
            ]
        )
        let panden = ["0221100000000001", "0221100000000002"].map { Documents.pand($0, Documents.history(1)) }
        let (features, notes) = try readBAG([
            ("0221PND.xml", Documents.stand("PND", panden)), ("0221IOPND.xml", investigations),
        ]).get()
        #expect(features.map { $0.text("inonderzoek") } == ["geometrie,oorspronkelijk bouwjaar", nil])
        #expect(notes == ["4 statements on kenmerken in onderzoek were read"])
    }

    @Test func mutationsAreAppliedInTheirOrder() throws {
        let (first, second, third) = ("0221100000000001", "0221100000000002", "0221100000000003")
        let open = Documents.pand(first, Documents.history(1))
        let closed = Documents.pand(first, Documents.history(1, until: "2020-09-20"))
        let followed = Documents.pand(first, year: 1990, Documents.history(2, from: "2020-09-20"))
        let gone = Documents.pand(second, Documents.history(1))
        let new = Documents.pand(third, Documents.history(1))
        let corrected = Documents.pand(third, year: 2001, Documents.history(1))
        func was(_ object: String) -> String { "<ml:was>\(object)</ml:was>" }
        func wordt(_ object: String) -> String { "<ml:wordt>\(object)</ml:wordt>" }
        let (features, notes) = try readBAG([
            ("stand.xml", Documents.stand("PND", [open, gone])),
            (
                "mut1.xml",
                Documents.mutations([
                    "<ml:wijziging>\(was(open))\(wordt(closed))</ml:wijziging>"
                        + "<ml:toevoeging>\(wordt(followed))</ml:toevoeging>",
                    "<ml:verwijdering>\(was(gone))</ml:verwijdering><ml:toevoeging>\(wordt(new))</ml:toevoeging>",
                ])
            ),
            ("mut2.xml", Documents.mutations(["<ml:wijziging>\(was(new))\(wordt(corrected))</ml:wijziging>"])),
        ]).get()
        // Every Pand element of the delivery is accounted for.
        #expect(features.count == 9)
        let current = features.filter { !$0.isHistoric }
        #expect(current.map(\.identifier) == [first, third])
        #expect(current.map(\.name) == ["Pand uit 1990", "Pand uit 2001"])
        #expect(notes == ["2 voorkomens were overtaken by a mutation"])
    }
}

/// What is wrong with a delivery, and what is said about it.
@Suite struct BAGDamageTests {
    typealias Documents = BAGDocuments
    static let pand = Documents.pand("0221100000000001", Documents.history(1))

    @Test func aDeliveryThatWasCutOffIsAnErrorAndNotASmallerDelivery() throws {
        let stand = Documents.stand("PND", [String](repeating: Self.pand, count: 3))
        for length in stride(from: 0, to: stand.count, by: 97) {
            guard case .failure = try readBAG([("p.xml", stand.prefix(length))]) else {
                Issue.record("\(length) bytes of \(stand.count) were taken for a whole document")
                continue
            }
        }
    }

    @Test func aZipThatWasCutOffOrDamagedIsAnError() throws {
        let zip = BAGStoredZip.containing([("p.xml", Documents.stand("PND", [Self.pand]))])
        var damaged = zip
        let year = try #require(damaged.range(of: Data("1987".utf8)))
        damaged.replaceSubrange(year, with: Data("1988".utf8))
        let nested = BAGStoredZip.containing([("0.xml", Documents.stand("PND", [Self.pand])), ("p.zip", damaged)])
        for bytes in [zip.prefix(zip.count - 30), damaged, nested] {
            let result = try readBAG([("p.zip", bytes)])
            guard case .failure(.delivery(.zip)) = result else {
                Issue.record("\(result)")
                continue
            }
        }
    }

    @Test func anObjectWithoutGeometryOrWithDamagedGeometryHasAProblem() throws {
        let stand = Documents.stand(
            "PND",
            [
                Documents.pand("0221100000000001", geometry: "", Documents.history(1)),
                Documents.pand(
                    "0221100000000002",
                    geometry: Documents.square.replacing("450010 0.0 200000 450000", with: "x 0.0 200000 450000"),
                    Documents.history(1)
                ),
                Documents.pand("", Documents.history(1)),
            ]
        )
        let problems = try readBAG([("p.xml", stand)]).get().features.map { $0.problem ?? "" }
        #expect(problems[0].contains("no geometry"))
        #expect(problems[1].contains("x"))
        #expect(problems[2].contains("no identificatie"))
    }

    @Test func aDocumentInAZipThatIsNoXMLIsAnError() throws {
        for bytes in ["", "Goedendag", "<a><b></a>"] {
            let zip = BAGStoredZip.containing([
                ("a.xml", Documents.stand("PND", [Self.pand])), ("b.xml", Data(bytes.utf8)),
            ])
            guard case .failure(.delivery(.xml)) = try readBAG([("p.zip", zip)]) else {
                Issue.record("“\(bytes)” was passed over")
                continue
            }
        }
    }

    @Test func aDocumentTypeIsRefused() throws {
        let text = "<!DOCTYPE b:bagStand [<!ENTITY a 'b'>]><b:bagStand xmlns:b='x'>&a;</b:bagStand>"
        guard case .failure(.delivery(.xml(.documentTypeRefused))) = try readBAG([("p.xml", Data(text.utf8))]) else {
            Issue.record("a document type was let through")
            return
        }
    }

    @Test func aDeliveryWithoutObjectsOrWithoutBAGIsSaidToBeThat() throws {
        guard case .failure(.noObjects) = try readBAG([("p.xml", Documents.stand("PND", []))]) else {
            Issue.record("an empty stand was read")
            return
        }
        let foreign = BAGStoredZip.containing([("a.xml", Data("<plan/>".utf8)), ("b.txt", Data("b".utf8))])
        let result = try readBAG([("p.zip", foreign)])
        guard case .failure(.notBAG(_, let found)) = result else {
            Issue.record("a foreign zip was not told from a BAG delivery: \(result)")
            return
        }
        #expect(found.contains("root element plan"))
    }

    @Test func recordsAreTheSameHoweverTheBytesArrive() throws {
        let dwellings = ["0221010000000001", "0221010000000002"].map { Documents.dwelling($0) }
        let stand = [UInt8](Documents.stand("VBO", dwellings))
        func elements(pieceSize: Int) throws -> [XMLElement] {
            let parser = XMLRecordParser(name: "v.xml", vocabulary: ["bagObject"], records: ["bagObject"])
            var elements: [XMLElement] = []
            func take() {
                let batch = parser.takeBatch()
                elements += batch.records.map { batch.element(at: $0.node) }
            }
            for start in stride(from: 0, to: stand.count, by: pieceSize) {
                try parser.append(Array(stand[start..<min(start + pieceSize, stand.count)]))
                take()
            }
            try parser.finish()
            take()
            return elements
        }
        let whole = try elements(pieceSize: stand.count)
        #expect(whole.count == 2)
        for pieceSize in [40, 64, 101, 1_000] { #expect(try elements(pieceSize: pieceSize) == whole) }
    }
}
