import Foundation
import Importing
import Testing

/// An invented plan with everything that the schema of IMRO2006 (1.0RC) writes otherwise than IMRO2012.
@Suite struct IMRO2006ReaderTests {
    static func surface(_ ring: String) -> String {
        """
        <gml:Surface srsName="urn:ogc:def:crs:EPSG::28992"><gml:patches><gml:PolygonPatch><gml:exterior><gml:Ring>
        <gml:curveMember><gml:Curve><gml:segments>\(ring)</gml:segments></gml:Curve></gml:curveMember></gml:Ring>
        </gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>
        """
    }

    static func line(_ positions: String) -> String {
        "<gml:LineStringSegment><gml:posList srsDimension=\"2\" count=\"5\">\(positions)</gml:posList></gml:LineStringSegment>"
    }

    static func member(_ kind: String, _ identifier: String, _ content: String) -> String {
        """
        <gml:featureMember><imro:\(kind) xmlns:imro="http://www.ravi.nl/imro2006" gml:id="localid\(identifier)">
        <imro:identificatie>\(identifier)</imro:identificatie>\(content)</imro:\(kind)></gml:featureMember>
        """
    }

    static func measure(_ value: String, _ type: String, label: String) -> String {
        """
        <imro:omvangWaarde><imro:OmvangWaardeBP><imro:waarde>\(value)</imro:waarde>
        <imro:waardeType>\(type)</imro:waardeType>
        <imro:labelInfo><imro:Label><imro:tekst>\(label)</imro:tekst></imro:Label></imro:labelInfo></imro:OmvangWaardeBP>
        </imro:omvangWaarde>
        """
    }

    static let plan = "<imro:plangebied xlink:href=\"#NL.IMRO.09980000BP01-\"/>"
    static let status = """
        <imro:PlanstatusBPenDatum><imro:datum>2008-06-30</imro:datum><imro:planstatus>vastgesteld</imro:planstatus>
        </imro:PlanstatusBPenDatum>
        """
    static let square = line("200000 500000 200100 500000 200100 500100 200000 500100 200000 500000")

    static let halfDisc =
        line("200000 500000 200100 500000")
        + "<gml:Arc><gml:posList>200100 500000 200050 500050 200000 500000</gml:posList></gml:Arc>"

    static let document = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <gml:FeatureCollection xmlns:imro="http://www.ravi.nl/imro2006" xmlns:gml="http://www.opengis.net/gml"
          xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="c">
        <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::28992"><gml:lowerCorner>0 0</gml:lowerCorner>
        <gml:upperCorner>1 1</gml:upperCorner></gml:Envelope></gml:boundedBy>
        """
        + member(
            "Maatvoering",
            "MP1",
            """
            <imro:typePlanobject>aanduiding; maatvoering</imro:typePlanobject><imro:naam>Maatvoering</imro:naam>\(plan)
            <imro:maatvoering><imro:MatrixEnWaarde>
            \(measure("4.5", "maatvoering; hoogte; goothoogte; maximum goothoogte (m)", label: "4.5"))
            \(measure("8.5", "maatvoering; hoogte; bouwhoogte; maximum bouwhoogte (m)", label: "/ 8.5"))
            </imro:MatrixEnWaarde></imro:maatvoering><imro:geometrie><imro:PuntLijnVlakMulti><imro:geometrieVlak>
            \(surface(square))</imro:geometrieVlak></imro:PuntLijnVlakMulti></imro:geometrie>
            <imro:aanduiding xlink:href="#localidBP1"/>
            """
        )
        + member(
            "Bouwvlak",
            "BP1",
            """
            <imro:naam>Schuur</imro:naam>\(plan)<imro:bestemmingsvlak xlink:href="#localidEP1"/>
            <imro:geometrie><imro:VlakMultiVlak><imro:geometrieMultiVlak><gml:MultiSurface>
            <gml:surfaceMember>\(surface(square))</gml:surfaceMember><gml:surfaceMember>
            \(surface(line("200200 500000 200210 500000 200210 500010 200200 500010 200200 500000")))
            </gml:surfaceMember></gml:MultiSurface></imro:geometrieMultiVlak></imro:VlakMultiVlak></imro:geometrie>
            """
        )
        + member(
            "Enkelbestemming",
            "EP1",
            """
            <imro:artikelnummer>8</imro:artikelnummer><imro:bestemmingsfunctieInfo><imro:BestemmingsfunctieElement>
            <imro:functieniveau>hoofdfunctie</imro:functieniveau><imro:bestemmingsfunctie>wonen; gestapeld
            </imro:bestemmingsfunctie></imro:BestemmingsfunctieElement></imro:bestemmingsfunctieInfo>
            <imro:bestemmingshoofdgroep>wonen</imro:bestemmingshoofdgroep><imro:geometrie><imro:PuntLijnVlak>
            <imro:geometrieVlak>\(surface(halfDisc))</imro:geometrieVlak></imro:PuntLijnVlak>
            </imro:geometrie><imro:naam>Caf\u{e9}s en wonen</imro:naam>
            <imro:verwijzingNaarTekst>v_NL.IMRO.09980000BP01-.htm#art08</imro:verwijzingNaarTekst>\(plan)
            """
        )
        + member(
            "Gebiedsaanduiding",
            "GP1",
            """
            <imro:naam>molenbiotoop</imro:naam>\(plan)<imro:geometrie><imro:PuntLijnVlak><imro:geometrieVlak>
            \(surface("<gml:Circle><gml:posList>200000 500000 200050 500050 200100 500000</gml:posList></gml:Circle>"))
            </imro:geometrieVlak></imro:PuntLijnVlak></imro:geometrie>
            """
        )
        + member(
            "Lettertekenaanduiding",
            "LP1",
            """
            <imro:naam>Zonder gebouwen</imro:naam>\(plan)<imro:typeLettertekenaanduiding><imro:LettertekenCodeEnLabel>
            <imro:labelInfo><imro:Label><imro:tekst>(z)</imro:tekst></imro:Label></imro:labelInfo>
            <imro:lettertekenCode>(z)</imro:lettertekenCode></imro:LettertekenCodeEnLabel>
            </imro:typeLettertekenaanduiding><imro:geometrie><imro:PuntLijnVlakMulti><imro:geometriePunt>
            <gml:Point><gml:pos>200050 500050</gml:pos></gml:Point></imro:geometriePunt></imro:PuntLijnVlakMulti>
            </imro:geometrie>
            """
        )
        + member(
            "Figuur",
            "FP1",
            """
            <imro:naam>boom</imro:naam>\(plan)<imro:symboolInfo><imro:SymboolCode><imro:plaatsingspunt><gml:Point>
            <gml:pos>200001 500001</gml:pos></gml:Point></imro:plaatsingspunt><imro:symboolCode>s7</imro:symboolCode>
            </imro:SymboolCode></imro:symboolInfo>
            """
        )
        + member(
            "Figuur",
            "FP2",
            """
            <imro:naam>gevellijn</imro:naam>\(plan)<imro:geometrie><imro:PuntLijnVlakCombi><imro:geometrieLijn><gml:Curve>
            <gml:segments>\(line("200000 500000 200100 500000"))</gml:segments></gml:Curve></imro:geometrieLijn>
            </imro:PuntLijnVlakCombi></imro:geometrie>
            """
        )
        + member("Figuur", "FP3", "<imro:naam>niets</imro:naam>\(plan)")
        + member(
            "Bestemmingsplangebied",
            "NL.IMRO.09980000BP01-",
            """
            <imro:typePlan>gemeentelijk plan; bestemmingsplan artikel 10</imro:typePlan>
            <imro:gebruikteOndergrond>GBKN</imro:gebruikteOndergrond><imro:gemeenteCode>0998</imro:gemeenteCode>
            <imro:naam>Kom</imro:naam><imro:ontwerper>bureau</imro:ontwerper>
            <imro:planstatusInfo>\(status)</imro:planstatusInfo><imro:provincieCode>99</imro:provincieCode>
            <imro:geometrie><imro:VlakMultiVlak><imro:geometrieVlak>\(surface(square))</imro:geometrieVlak>
            </imro:VlakMultiVlak></imro:geometrie>
            """
        )
        + member(
            "Besluitgebied",
            "NL.IMRO.09980000VB01-",
            """
            <imro:gemeenteCode>0998</imro:gemeenteCode><imro:geometrie><imro:VlakMultiVlak><imro:geometrieVlak>
            \(surface(square))</imro:geometrieVlak></imro:VlakMultiVlak></imro:geometrie><imro:naam>Voorbereiding</imro:naam>
            <imro:overheid>gemeentelijke overheid</imro:overheid><imro:statusBeslissing>\(status)</imro:statusBeslissing>
            <imro:typeBesluitgebied>voorbereidingsbesluit</imro:typeBesluitgebied>
            <imro:verwijzingNaarExternPlan>Kom 1998</imro:verwijzingNaarExternPlan>
            """
        )
            + """
            <gml:featureMember><imro:MetadataIMRObestand gml:id="m"><imro:creatiedatum>2008-07-01</imro:creatiedatum>
            <imro:datasetTitel>Titel</imro:datasetTitel></imro:MetadataIMRObestand></gml:featureMember></gml:FeatureCollection>
            """

    func read() throws -> (features: [String: SourceFeature], plans: [IMROPlanHeader]) {
        let bytes = try #require(Self.document.data(using: .isoLatin1))
        let (features, plans) = try readIMROWithPlans(bytes).get()
        #expect(features.count == 10)
        return (Dictionary(features.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first }), plans)
    }

    @Test func everyGeometryWrapperIsOpened() throws {
        let features = try read().features
        func geometry(_ identifier: String) throws -> RawGeometry { try #require(features[identifier]).geometry }
        #expect(try geometry("localidMP1").area == 10_000)
        #expect(try geometry("localidBP1").area == 10_100)
        // Half a disc and a disc of radius 50 m, less what lies between the arc and its chords.
        let disc = 2_500 * Double.pi
        #expect(try abs(geometry("localidEP1").area - disc / 2) < 1)
        #expect(try abs(geometry("localidGP1").area - disc) < 2)
        #expect(try geometry("localidLP1") == .points([200_050, 500_050]))
        #expect(try geometry("localidFP1") == .points([200_001, 500_001]))
        #expect(try geometry("localidFP2") == .lines([[200_000, 500_000, 200_100, 500_000]]))
        #expect(features["localidFP3"]?.problem == "the object has no geometry, which Figuur must have")
        #expect(features.values.filter { $0.problem != nil }.count == 1)
    }

    @Test func attributesHaveTheirNamesOfIMRO2012() throws {
        let (features, plans) = try read()
        let measure = try #require(features["localidMP1"])
        #expect(
            measure.text("maatvoering")
                == #"[{"waarde":"4.5","waardeType":"maatvoering; hoogte; goothoogte; maximum goothoogte (m)"},"#
                + #"{"waarde":"8.5","waardeType":"maatvoering; hoogte; bouwhoogte; maximum bouwhoogte (m)"}]"#
        )
        #expect(measure.layer == "maatvoering" && measure.text("label") == "4.5 / 8.5")
        #expect(measure.text("aanduiding") == "localidBP1" && measure.text("identificatie") == "MP1")
        #expect(measure.text("planId") == "NL.IMRO.09980000BP01-" && measure.text("imroVersie") == "IMRO2006")
        let use = try #require(features["localidEP1"])
        #expect(use.name == "Cafés en wonen" && use.text("bestemmingsfunctie") == "wonen; gestapeld")
        #expect(use.text("artikelnummer") == "8" && use.text("bestemmingshoofdgroep") == "wonen")
        #expect(features["localidLP1"]?.text("lettertekenCode") == "(z)")

        let plan = try #require(features["NL.IMRO.09980000BP01-"])
        #expect(plan.layer == "bestemmingsplangebied" && plan.text("overheidsCode") == "0998")
        #expect(plan.text("ondergrondtype") == "GBKN" && plan.text("provincieCode") == "99")
        let decision = try #require(features["NL.IMRO.09980000VB01-"])
        #expect(decision.text("typePlan") == "voorbereidingsbesluit" && decision.text("planstatus") == "vastgesteld")
        #expect(decision.text("beleidsmatigVerantwoordelijkeOverheid") == "gemeentelijke overheid")
        #expect(decision.text("verwijzingNaarExternPlan") == "Kom 1998")
        #expect(plans.map(\.planId) == ["NL.IMRO.09980000BP01-", "NL.IMRO.09980000VB01-"])
        #expect(plans.allSatisfy { $0.hasPlanArea && $0.planstatusDate == 14_060 && $0.creationDate == 14_061 })
    }
}
