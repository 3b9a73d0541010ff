import Foundation
import Importing
import Testing
import XMLBridge

/// The folder of real data (`STIP_TEST_DATA`), nil when the tests run without it.
let imroFolder: String? = ProcessInfo.processInfo.environment["STIP_TEST_DATA"].map { "\($0)/imro" }

/// Everything in one file, or the error that ended it.
func readIMRO(path: String) throws(IMROReadingError) -> (features: [SourceFeature], plans: [IMROPlanHeader]) {
    let reader = try IMROReader(path: path)
    var features: [SourceFeature] = []
    while let feature = try reader.next() { features.append(feature) }
    return (features, reader.planHeaders)
}

/// Writes a file, reads its features, removes it.
func readIMRO(_ bytes: some DataProtocol) throws -> Result<[SourceFeature], IMROReadingError> {
    try readIMROWithPlans(bytes).map(\.features)
}

/// Writes a file, reads its features and plans, removes it.
func readIMROWithPlans(
    _ bytes: some DataProtocol
) throws -> Result<(features: [SourceFeature], plans: [IMROPlanHeader]), IMROReadingError> {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("stip-imro-\(UUID().uuidString).gml")
    try Data(bytes).write(to: url)
    defer {
        do { try FileManager.default.removeItem(at: url) } catch { print("\(url.path) stays: \(error)") }
    }
    do throws(IMROReadingError) {
        return .success(try readIMRO(path: url.path))
    } catch {
        return .failure(error)
    }
}

extension RawGeometry {
    /// Area of all polygons in m², holes taken off.
    var area: Double {
        guard case .polygons(let polygons) = self else { return 0 }
        return polygons.reduce(0) { sum, rings in
            let areas = rings.map { ring in
                let (x0, y0) = (ring[0], ring[1])
                var doubled = 0.0
                for offset in stride(from: 0, to: ring.count, by: 2) {
                    let next = (offset + 2) % ring.count
                    doubled += (ring[offset] - x0) * (ring[next + 1] - y0) - (ring[next] - x0) * (ring[offset + 1] - y0)
                }
                return abs(doubled) / 2
            }
            return sum + areas[0] - areas.dropFirst().reduce(0, +)
        }
    }
}

extension SourceFeature {
    func text(_ name: String) -> String? {
        guard case .text(let text) = attributes.first(where: { $0.name == name })?.value else { return nil }
        return text
    }
}

/// What each object of a bestemmingsplan must come with, and what a file says about itself.
@Suite struct IMROAttributeTests {
    static func document(_ members: String) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <imro:FeatureCollectionIMRO gml:id="C" xmlns:imro="http://www.geonovum.nl/imro/2012/1.1"
          xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:gml="http://www.opengis.net/gml/3.2">
        \(members)
        </imro:FeatureCollectionIMRO>
        """
    }

    @Test func aMeasureKeepsItsTextAsThePlanWritesIt() throws {
        let text = Self.document(
            """
            <imro:featureMember><imro:Maatvoering gml:id="NL.IMRO.m1">
            <imro:identificatie><imro:NEN3610ID><imro:namespace>NL.IMRO</imro:namespace><imro:lokaalID>m1</imro:lokaalID>
            </imro:NEN3610ID></imro:identificatie><imro:plangebied xlink:href="#NL.IMRO.0998.BP0001x-VA01"/>
            <imro:naam> hoogten </imro:naam>
            <imro:maatvoeringInfo><imro:WaardeEnType><imro:waarde>8,5</imro:waarde>
            <imro:waardeType>maximum bouwhoogte (m)</imro:waardeType><imro:symboolCode>s109</imro:symboolCode>
            </imro:WaardeEnType></imro:maatvoeringInfo>
            <imro:maatvoeringInfo><imro:WaardeEnType><imro:waarde>4</imro:waarde>
            <imro:waardeType>maximum "goothoogte" (m)</imro:waardeType><imro:symboolCode>s109</imro:symboolCode>
            </imro:WaardeEnType></imro:maatvoeringInfo>
            <imro:bestemmingsvlak xlink:href="#NL.IMRO.a"/><imro:bestemmingsvlak xlink:href="#NL.IMRO.b"/>
            <imro:labelInfo><imro:Label><imro:tekst>(m)</imro:tekst><imro:positie><imro:plaatsingspunt>
            <gml:Point srsName="EPSG:28992"><gml:pos>1 2</gml:pos></gml:Point></imro:plaatsingspunt></imro:positie>
            </imro:Label></imro:labelInfo><imro:nieuw>iets</imro:nieuw><imro:nieuw>anders</imro:nieuw>
            <imro:geometrie><gml:Polygon><gml:exterior><gml:LinearRing>
            <gml:posList>0 0 1 0 1 1 0 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></imro:geometrie>
            </imro:Maatvoering></imro:featureMember>
            """
        )
        let feature = try #require(try readIMRO(Data(text.utf8)).get().first)
        #expect(feature.layer == "maatvoering" && feature.identifier == "NL.IMRO.m1" && feature.name == "hoogten")
        #expect(feature.place == "regel 4" && feature.problem == nil)
        #expect(
            feature.attributes.map(\.name)
                == [
                    "planId", "imroVersie", "label", "symboolCode", "bestemmingsvlak", "maatvoering", "plaatsingspunt",
                    "nieuw",
                ]
        )
        let measures =
            #"[{"waarde":"8,5","waardeType":"maximum bouwhoogte (m)"},"#
            + #"{"waarde":"4","waardeType":"maximum \"goothoogte\" (m)"}]"#
        #expect(feature.text("maatvoering") == measures)
        #expect(feature.text("planId") == "NL.IMRO.0998.BP0001x-VA01" && feature.text("imroVersie") == "IMRO2012")
        #expect(feature.text("bestemmingsvlak") == "NL.IMRO.a NL.IMRO.b")
        #expect(feature.text("symboolCode") == "s109")
        #expect(feature.text("plaatsingspunt") == "1 2")
        #expect(feature.text("nieuw") == "iets; anders")
    }

    @Test func aFileMayHoldTwoPlans() throws {
        func plan(_ id: String, _ date: String) -> String {
            """
            <imro:featureMember><imro:Bestemmingsplangebied gml:id="\(id)"><imro:typePlan>bestemmingsplan</imro:typePlan>
            <imro:naam>Plan \(id.suffix(1))</imro:naam><imro:planstatusInfo><imro:PlanstatusEnDatum>
            <imro:planstatus>vastgesteld</imro:planstatus><imro:datum>\(date)</imro:datum></imro:PlanstatusEnDatum>
            </imro:planstatusInfo><imro:geometrie><gml:Point><gml:pos>1 2</gml:pos></gml:Point></imro:geometrie>
            </imro:Bestemmingsplangebied></imro:featureMember>
            """
        }
        let metadata = """
            <imro:featureMember><imro:MetadataIMRObestand gml:id="m"><imro:creatiedatum>2021-09-01</imro:creatiedatum>
            </imro:MetadataIMRObestand></imro:featureMember>
            """
        let text = Self.document(plan("NL.IMRO.b", "2020-02-29") + plan("NL.IMRO.a", "gisteren") + metadata)
        let plans = try readIMROWithPlans(Data(text.utf8)).get().plans
        #expect(plans.map(\.planId) == ["NL.IMRO.a", "NL.IMRO.b"])
        #expect(plans.map(\.title) == ["Plan a", "Plan b"])
        #expect(plans.map(\.planstatusDate) == [nil, 18_321])
        #expect(plans.allSatisfy { $0.creationDate == 18_871 && $0.hasPlanArea && $0.planstatus == "vastgesteld" })
    }

    @Test func whatIsNotAnObjectIsCountedWithItsReason() throws {
        let text = Self.document(
            """
            <imro:featureMember/>
            <imro:featureMember><other:Ding xmlns:other="urn:o" gml:id="d"/></imro:featureMember>
            <imro:featureMember><imro:Bouwvlak><imro:naam>b</imro:naam></imro:Bouwvlak></imro:featureMember>
            <imro:featureMember><imro:Figuur gml:id="f"/></imro:featureMember>
            <imro:featureMembers><imro:Bouwvlak gml:id="g"/><imro:Bouwvlak gml:id="h"/></imro:featureMembers>
            """
        )
        let problems = try readIMRO(Data(text.utf8)).get().map(\.problem)
        #expect(problems.count == 6)
        #expect(problems[0] == "the featureMember holds no object")
        #expect(problems[1] == "the object Ding is in namespace urn:o, IMRO2012 was expected")
        #expect(problems[2] == "the object Bouwvlak has neither gml:id nor identificatie")
        #expect(problems[3] == "the object has no geometry, which Figuur must have")
        #expect(problems[4] == "the object has no geometry, which Bouwvlak must have")
    }

    @Test func otherXMLIsRefusedByName() throws {
        guard
            case .failure(.notIMRO(_, "FeatureCollection", "urn:x")) = try readIMRO(
                Data("<FeatureCollection xmlns='urn:x'><a/></FeatureCollection>".utf8)
            )
        else {
            Issue.record("foreign XML was accepted")
            return
        }
        guard case .failure(.noFeatures) = try readIMRO(Data(Self.document("").utf8)) else {
            Issue.record("a plan without objects was accepted")
            return
        }
        let foreign = """
            <g:FeatureCollection xmlns:g="http://www.opengis.net/gml" g:id="c"><g:featureMember>
            <o:Ding xmlns:o="urn:o" g:id="d"/></g:featureMember></g:FeatureCollection>
            """
        guard
            case .failure(.notIMRO(_, "FeatureCollection", "http://www.opengis.net/gml")) = try readIMRO(
                Data(foreign.utf8)
            )
        else {
            Issue.record("a collection of other objects was accepted")
            return
        }
    }

    /// Wordings of `rolExternPlan` in IMRO2008 and IMRO2012, each with the relation that it means.
    @Test(arguments: [
        ("ter vervanging van extern plan", "vervangt"),
        ("ter vervanging van extern plan/besluit", "vervangt"),
        ("als mutatie opgenomen", "muteert"),
        ("gedeeltelijke herziening van extern plan", "gedeeltelijkeHerzieningVan"),
        ("ten gevolge van extern plan/besluit", "tenGevolgeVan"),
        ("in extern plan/besluit uit te werken", "uitTeWerkenIn"),
        ("in extern plan/besluit uitgewerkt", "uitgewerktIn"),
        ("informatie in extern plan/besluit", "gebruiktInformatieUit"),
    ])
    func anotherPlanIsKeptByItsRelation(role: String, relation: String) throws {
        func reference(_ name: String, _ identifier: String, _ role: String) -> String {
            """
            <imro:verwijzingNaarExternPlanInfo><imro:ExternPlanReferentie_BP>
            <imro:naamExternPlan>\(name)</imro:naamExternPlan>\(identifier)
            <imro:rolExternPlan>\(role)</imro:rolExternPlan></imro:ExternPlanReferentie_BP>
            </imro:verwijzingNaarExternPlanInfo>
            """
        }
        let identified = "<imro:idnExternPlan>NL.IMRO.0998.BP1-VA01</imro:idnExternPlan>"
        let text = Self.document(
            """
            <imro:featureMember><imro:Bestemmingsplangebied gml:id="NL.IMRO.a"><imro:typePlan>bestemmingsplan</imro:typePlan>
            \(reference("Dorp", identified, role))\(reference("Kom 1998", "", role))\(reference("Los", "", "anders"))
            </imro:Bestemmingsplangebied></imro:featureMember>
            """
        )
        let plan = try #require(try readIMRO(Data(text.utf8)).get().first)
        #expect(plan.text(relation) == "NL.IMRO.0998.BP1-VA01; Kom 1998")
        #expect(plan.text("naamExternPlan") == "Dorp; Kom 1998; Los")
        #expect(plan.text("rolExternPlan") == "\(role); \(role); anders")
    }
}

/// The real plans, counted by an independent scan for `<imro:Kind gml:id`.
@Suite(.enabled(if: imroFolder != nil, "set STIP_TEST_DATA to the folder of real data"))
struct IMROReaderTests {
    static let plans: [String] =
        imroFolder.map { folder in
            let names = FileManager.default.enumerator(atPath: "\(folder)/imro2012")?.compactMap { $0 as? String } ?? []
            return names.filter { $0.hasSuffix(".gml") }.sorted()
        } ?? []

    func path(_ name: String) throws -> String { "\(try #require(imroFolder))/\(name)" }

    /// Objects by layer, found without an XML parser.
    static func scan(_ text: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for piece in text.components(separatedBy: "<imro:").dropFirst() {
            let kind = piece.prefix { $0.isLetter || $0 == "_" }
            guard piece.dropFirst(kind.count).drop(while: \.isWhitespace).hasPrefix("gml:id") else { continue }
            if kind != "FeatureCollectionIMRO", kind != "MetadataIMRObestand" {
                counts[kind.lowercased(), default: 0] += 1
            }
        }
        return counts
    }

    @Test(arguments: plans)
    func everyObjectOfEveryPlanIsRead(name: String) throws {
        let path = try path("imro2012/\(name)")
        let (features, plans) = try readIMRO(path: path)
        let counts = Dictionary(grouping: features, by: \.layer).mapValues(\.count)
        #expect(counts == Self.scan(try String(contentsOfFile: path, encoding: .utf8)))
        let planId = String(name.dropLast(4))
        #expect(plans.map(\.planId) == [planId] && plans[0].hasPlanArea)
        #expect(plans[0].title?.isEmpty == false && plans[0].creationDate != nil && plans[0].planstatus != nil)
        for feature in features {
            #expect(feature.problem == nil)
            #expect(feature.text("planId") == planId)
            #expect(feature.identifier.hasPrefix("NL.IMRO."))
            #expect(feature.geometry != .none)
            #expect(Set(feature.attributes.map(\.name)).count == feature.attributes.count)
        }
        #expect(Set(features.map(\.identifier)).count == features.count)
        #expect(try IMROReader(path: path).version == .imro2012)
    }

    @Test func nijkerkIsReadInFull() throws {
        let (features, plans) = try readIMRO(path: path("imro2012/NL.IMRO.0267.BP0174-0001.gml"))
        let counts = Dictionary(grouping: features, by: \.layer).mapValues(\.count)
        #expect(
            counts == [
                "bestemmingsplangebied": 1, "enkelbestemming": 235, "dubbelbestemming": 2, "bouwvlak": 260,
                "maatvoering": 200, "functieaanduiding": 141, "bouwaanduiding": 172, "gebiedsaanduiding": 2,
            ]
        )
        let area = try #require(features.first { $0.layer == "bestemmingsplangebied" }).geometry.area
        #expect(abs(area - 506_232) <= 1)
        let covered = features.filter { $0.layer == "enkelbestemming" }.reduce(0) { $0 + $1.geometry.area }
        #expect(abs(covered - area) < 0.1, "the enkelbestemmingen cover \(covered) of \(area) m²")
        #expect(plans[0].title == "Consolidatieplan Binnenstad Nijkerk" && plans[0].creationDate == 18_871)
        let first = features[0]
        #expect(first.identifier == "NL.IMRO.1b17255074c04582be8e0d4f549110cf" && first.layer == "maatvoering")
        #expect(first.text("maatvoering") == #"[{"waarde":"70","waardeType":"maximum bebouwingspercentage (%)"}]"#)
        #expect(first.text("aanduiding") == "NL.IMRO.d9b5165ca7914c72af681a29dee8bc99")
        #expect(first.place == "regel 18")
    }

    @Test func aFigureIsALine() throws {
        let (features, _) = try readIMRO(path: path("imro2012/NL.IMRO.0798.BPDoornboom-ON01.gml"))
        let figures = features.filter { $0.layer == "figuur" }
        #expect(figures.count == 7)
        for figure in figures {
            guard case .lines(let lines) = figure.geometry else {
                Issue.record("\(figure.geometry)")
                continue
            }
            #expect(lines.count == 1 && lines[0].count >= 4)
        }
    }

    @Test func aBareObjectIsRead() throws {
        let (features, plans) = try readIMRO(path: path("nasty/2012v10GeomCollection.gml"))
        #expect(features.count == 1 && features[0].problem == nil)
        guard case .polygons(let polygons) = features[0].geometry else {
            Issue.record("no polygons")
            return
        }
        #expect(polygons.count == 2)
        #expect(plans.map(\.planId) == ["NL.IMRO.0297.NHNBP20150009-OW01"])
    }

    @Test func foreignFilesAreRefusedByName() throws {
        let swapped = try path("nasty/axis_swapped_4326_excerpt.gml")
        let foreign = IMROReadingError.notIMRO(
            path: swapped,
            rootName: "FeatureCollection",
            rootNamespace: "http://ogr.maptools.org/"
        )
        #expect(throws: foreign) { try readIMRO(path: swapped) }
        let packed = try path("nasty/beheersverordening2012_11.gml.gz")
        #expect(throws: IMROReadingError.xml(.compressed(path: packed, kind: "gzip"))) { try readIMRO(path: packed) }
    }

    /// Counted by lxml: elements Plan, and children of Onderdelen and Supplementen.
    @Test(arguments: [
        ("manifest2012.xml", "manifest-1680", 160, 0),
        ("geleideformulier2012.xml", "geleideformulier-NL.IMRO.0297.BGBBP20140020-OW01", 1, 17),
        ("geleideformulier2008.xml", "geleideformulier-NL.IMRO.0687.BPMOR-VW02", 1, 88),
    ])
    func thePapersThatComeWithPlansAreTables(name: String, source: String, plans: Int, files: Int) throws {
        let path = try path("manifest/\(name)")
        #expect(throws: IMROReadingError.self) { try readIMRO(path: path) }
        let reader = try PlanExchangeReader(path: path)
        var counts: [String: Int] = [:]
        while let row = try reader.next() {
            #expect(row.problem == nil && !row.identifier.isEmpty)
            counts[row.layer, default: 0] += 1
        }
        #expect(counts["plandossier"] == plans && counts["planonderdeel", default: 0] == files)
        #expect(reader.sourceName == source)
    }

    @Test func relationsOfRealPlansAreKept() throws {
        func plan(_ name: String) throws -> SourceFeature {
            try #require(try readIMRO(path: path("imro2012/\(name).gml")).features.first { $0.identifier == name })
        }
        #expect(try plan("NL.IMRO.0302.WI01031-ow01").text("muteert") == "NL.IMRO.0302.BP01167-vg02")
        #expect(try plan("NL.IMRO.0638.BP00002WY008-VAS1").text("muteert") == "NL.IMRO.0638.BP00002-ONH1")
        #expect(try plan("NL.IMRO.0202.957-0301").text("tenGevolgeVan") == "NL.IMRO.0202.923-0301")
    }

    @Test func aBeheersverordeningWithCirclesIsRead() throws {
        let unpack = Process()
        let output = Pipe()
        unpack.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        unpack.arguments = ["gzip", "-dc", try path("nasty/beheersverordening2012_11.gml.gz")]
        unpack.standardOutput = output
        try unpack.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        unpack.waitUntilExit()
        let features = try readIMRO(bytes).get()
        let counts = Dictionary(grouping: features, by: \.layer).mapValues(\.count)
        #expect(counts == ["besluitgebied_x": 1, "besluitvlak_x": 168, "besluitsubvlak_x": 289])
        #expect(features.allSatisfy { $0.problem == nil && $0.text("planId") == "NL.IMRO.1730.BVVriesKern-0401" })
    }
}
