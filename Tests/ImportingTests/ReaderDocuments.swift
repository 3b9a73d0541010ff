/// Small documents in the forms that Kadaster, Geonovum and KOOP write.
extension ReaderCase {
    /// A road with an arc, a building of two parts with a house number, and an ended terrain.
    static let bgt = """
        <?xml version="1.0" encoding="UTF-8"?>
        <CityModel xmlns:gml="http://www.opengis.net/gml" xmlns:imgeo="http://www.geostandaarden.nl/imgeo/2.1" xmlns="http://www.opengis.net/citygml/2.0">
        <cityObjectMember><TrafficArea xmlns="http://www.opengis.net/citygml/transportation/2.0" gml:id="b1">
        <creationDate xmlns="http://www.opengis.net/citygml/2.0">2015-04-17</creationDate>
        <imgeo:LV-publicatiedatum>2015-12-22T23:29:24.000</imgeo:LV-publicatiedatum>
        <imgeo:relatieveHoogteligging>-1</imgeo:relatieveHoogteligging><imgeo:inOnderzoek>false</imgeo:inOnderzoek>
        <imgeo:tijdstipRegistratie>2015-04-20T10:33:04.000</imgeo:tijdstipRegistratie>
        <imgeo:identificatie><imgeo:NEN3610ID><imgeo:namespace>NL.IMGeo</imgeo:namespace><imgeo:lokaalID>G0998.01</imgeo:lokaalID></imgeo:NEN3610ID></imgeo:identificatie>
        <imgeo:bronhouder>G0998</imgeo:bronhouder><imgeo:bgt-status>bestaand</imgeo:bgt-status>
        <imgeo:geometrie2dWegdeel><gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992"><gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments>
        <gml:LineStringSegment><gml:posList srsDimension="2">155000 463000 155010 463000</gml:posList></gml:LineStringSegment>
        <gml:Arc><gml:posList srsDimension="2">155010 463000 155005 463005 155000 463000</gml:posList></gml:Arc>
        </gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon></imgeo:geometrie2dWegdeel></TrafficArea></cityObjectMember>
        <cityObjectMember><BuildingPart xmlns="http://www.opengis.net/citygml/building/2.0" gml:id="b2">
        <creationDate xmlns="http://www.opengis.net/citygml/2.0">2015-04-17</creationDate>
        <imgeo:tijdstipRegistratie>2015-04-20T10:33:04.000</imgeo:tijdstipRegistratie>
        <imgeo:identificatie><imgeo:NEN3610ID><imgeo:namespace>NL.IMGeo</imgeo:namespace><imgeo:lokaalID>G0998.02</imgeo:lokaalID></imgeo:NEN3610ID></imgeo:identificatie>
        <imgeo:geometrie2dGrondvlak><gml:MultiSurface>
        <gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>155100 463000 155110 463000 155110 463010 155100 463000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
        <gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>155120 463000 155130 463000 155130 463010 155120 463000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
        </gml:MultiSurface></imgeo:geometrie2dGrondvlak>
        <imgeo:identificatieBAGPND>0998100000000002</imgeo:identificatieBAGPND>
        <imgeo:nummeraanduidingreeks><imgeo:Nummeraanduidingreeks><imgeo:nummeraanduidingreeks><imgeo:Label><imgeo:tekst>12-14</imgeo:tekst>
        <imgeo:positie><imgeo:Labelpositie><imgeo:plaatsingspunt><gml:Point><gml:pos>155105 463003</gml:pos></gml:Point></imgeo:plaatsingspunt><imgeo:hoek>45.5</imgeo:hoek></imgeo:Labelpositie></imgeo:positie>
        </imgeo:Label></imgeo:nummeraanduidingreeks></imgeo:Nummeraanduidingreeks></imgeo:nummeraanduidingreeks>
        </BuildingPart></cityObjectMember>
        <cityObjectMember><imgeo:OnbegroeidTerreindeel gml:id="b3">
        <creationDate xmlns="http://www.opengis.net/citygml/2.0">2015-04-17</creationDate>
        <terminationDate xmlns="http://www.opengis.net/citygml/2.0">2018-01-02</terminationDate>
        <imgeo:tijdstipRegistratie>2015-04-20T10:33:04.000</imgeo:tijdstipRegistratie>
        <imgeo:identificatie><imgeo:NEN3610ID><imgeo:namespace>NL.IMGeo</imgeo:namespace><imgeo:lokaalID>G0998.03</imgeo:lokaalID></imgeo:NEN3610ID></imgeo:identificatie>
        <imgeo:geometrie2dOnbegroeidTerreindeel><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>155200 463000 155210 463000 155210 463010 155200 463000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></imgeo:geometrie2dOnbegroeidTerreindeel>
        </imgeo:OnbegroeidTerreindeel></cityObjectMember>
        </CityModel>
        """

    /// The flat form of the BGT: a building with two series of house numbers, and the name of a street in two places.
    static let bgtLight = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gml:FeatureCollection xmlns:imgeo-s="http://www.geostandaarden.nl/imgeo/2.1/simple/gml31" xmlns:gml="http://www.opengis.net/gml">
        <gml:featureMember><imgeo-s:Pand gml:id="b1"><imgeo-s:objectBeginTijd>2015-04-17</imgeo-s:objectBeginTijd>
        <imgeo-s:identificatie.namespace>NL.IMGeo</imgeo-s:identificatie.namespace><imgeo-s:identificatie.lokaalID>G0998.01</imgeo-s:identificatie.lokaalID>
        <imgeo-s:tijdstipRegistratie>2015-04-20T10:33:04.000</imgeo-s:tijdstipRegistratie><imgeo-s:relatieveHoogteligging>0</imgeo-s:relatieveHoogteligging>
        <imgeo-s:nummeraanduidingreeks_1.tekst>12-14</imgeo-s:nummeraanduidingreeks_1.tekst>
        <imgeo-s:nummeraanduidingreeks_1.positie_1.plaatsingspunt><gml:Point><gml:pos>155105 463003</gml:pos></gml:Point></imgeo-s:nummeraanduidingreeks_1.positie_1.plaatsingspunt>
        <imgeo-s:nummeraanduidingreeks_1.positie_1.hoek>45.5</imgeo-s:nummeraanduidingreeks_1.positie_1.hoek>
        <imgeo-s:nummeraanduidingreeks_1.identificatieBAGVBOLaagsteHuisnummer>0998010000000012</imgeo-s:nummeraanduidingreeks_1.identificatieBAGVBOLaagsteHuisnummer>
        <imgeo-s:nummeraanduidingreeks_2.tekst>16</imgeo-s:nummeraanduidingreeks_2.tekst>
        <imgeo-s:nummeraanduidingreeks_2.positie_1.plaatsingspunt><gml:Point><gml:pos>155107 463004</gml:pos></gml:Point></imgeo-s:nummeraanduidingreeks_2.positie_1.plaatsingspunt>
        <imgeo-s:geometrie2d><gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>155100 463000 155110 463000 155110 463010 155100 463000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></imgeo-s:geometrie2d>
        </imgeo-s:Pand></gml:featureMember>
        <gml:featureMember><imgeo-s:OpenbareRuimteLabel gml:id="b2"><imgeo-s:objectBeginTijd>2015-04-17</imgeo-s:objectBeginTijd>
        <imgeo-s:identificatie.lokaalID>G0998.02</imgeo-s:identificatie.lokaalID>
        <imgeo-s:openbareRuimteNaam.tekst>Dorpsstraat</imgeo-s:openbareRuimteNaam.tekst>
        <imgeo-s:openbareRuimteNaam.positie_1.plaatsingspunt><gml:Point><gml:pos>155200 463000</gml:pos></gml:Point></imgeo-s:openbareRuimteNaam.positie_1.plaatsingspunt>
        <imgeo-s:openbareRuimteNaam.positie_1.hoek>-0.2</imgeo-s:openbareRuimteNaam.positie_1.hoek>
        <imgeo-s:openbareRuimteNaam.positie_2.plaatsingspunt><gml:Point><gml:pos>155300 463000</gml:pos></gml:Point></imgeo-s:openbareRuimteNaam.positie_2.plaatsingspunt>
        <imgeo-s:openbareRuimteNaam.positie_2.hoek>1.5</imgeo-s:openbareRuimteNaam.positie_2.hoek></imgeo-s:OpenbareRuimteLabel></gml:featureMember>
        <gml:featureMember><imgeo-s:Wegdeel gml:id="b3"><imgeo-s:objectBeginTijd>2015-04-17</imgeo-s:objectBeginTijd><imgeo-s:objectEindTijd>2018-01-02</imgeo-s:objectEindTijd>
        <imgeo-s:identificatie.lokaalID>G0998.03</imgeo-s:identificatie.lokaalID><imgeo-s:bgt-functie>voetpad</imgeo-s:bgt-functie>
        <imgeo-s:bgt-fysiekVoorkomen>open verharding</imgeo-s:bgt-fysiekVoorkomen><imgeo-s:opTalud>false</imgeo-s:opTalud>
        <imgeo-s:geometrie2d><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>155200 463000 155210 463000 155210 463010 155200 463000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></imgeo-s:geometrie2d></imgeo-s:Wegdeel></gml:featureMember>
        </gml:FeatureCollection>
        """

    private static let dkkNames = """
        xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:oz="http://www.kadaster.nl/schemas/brkkadastralekaart/v5/imkad-onroerendezaak/v20220601" \
        xmlns:h="http://www.kadaster.nl/schemas/brkkadastralekaart/v5/imkad-historie/v20220601" \
        xmlns:t="http://www.kadaster.nl/schemas/brkkadastralekaart/v5/imkad-typen/v20220601" \
        xmlns:ko="http://www.kadaster.nl/schemas/brkkadastralekaart/v5/imkad-kadastraalobject/v20220601" \
        xmlns:kk="http://www.kadaster.nl/schemas/brkkadastralekaart/v5/stand/v20220601"
        """

    static let parcel = """
        <?xml version="1.0" encoding="UTF-8"?>
        <kk:DKK \(dkkNames)><kk:perceelMember><oz:Perceel gml:id="NL.IMKAD.KadastraalObject.84920229870000">
        <ko:identificatie domein="NL.IMKAD.KadastraalObject">84920229870000</ko:identificatie>
        <oz:historie><h:beginGeldigheid>2000-11-20T14:29:09+01:00</h:beginGeldigheid><h:tijdstipRegistratie>2000-11-20T14:29:09+01:00</h:tijdstipRegistratie><h:volgnummer>0</h:volgnummer></oz:historie>
        <oz:kadastraleAanduiding><oz:TypeKadastraleAanduiding><oz:kadastraleGemeente><oz:KadastraleGemeente><t:code>761</t:code><t:waarde>Otterlo</t:waarde></oz:KadastraleGemeente></oz:kadastraleGemeente>
        <oz:sectie>B</oz:sectie><oz:perceelnummer>2298</oz:perceelnummer>
        <oz:aKRKadastraleGemeenteCode><oz:AKRKadastraleGemeenteCode><t:code>812</t:code><t:waarde>OTL02</t:waarde></oz:AKRKadastraleGemeenteCode></oz:aKRKadastraleGemeenteCode></oz:TypeKadastraleAanduiding></oz:kadastraleAanduiding>
        <oz:begrenzingPerceel><gml:Polygon gml:id="G1" srsName="urn:ogc:def:crs:EPSG::28992"><gml:exterior><gml:LinearRing><gml:posList>181182.346 456712.174 181196.546 456703.704 181208.183 456707.260 181182.346 456712.174</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></oz:begrenzingPerceel>
        <oz:kadastraleGrootte><oz:TypeOppervlak><oz:waarde>222</oz:waarde></oz:TypeOppervlak></oz:kadastraleGrootte>
        <oz:plaatscoordinaten><gml:Point gml:id="G2" srsName="urn:ogc:def:crs:EPSG::28992"><gml:pos>181196.5 456708.5</gml:pos></gml:Point></oz:plaatscoordinaten>
        </oz:Perceel></kk:perceelMember></kk:DKK>
        """

    private static let version4Names = """
        xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:oz="http://www.kadaster.nl/schemas/brkkadastralekaart/v4/imkad-onroerendezaak/v20190402" \
        xmlns:h="http://www.kadaster.nl/schemas/brkkadastralekaart/v4/imkad-historie/v20190402" \
        xmlns:t="http://www.kadaster.nl/schemas/brkkadastralekaart/v4/imkad-typen/v20190402" \
        xmlns:kk="http://www.kadaster.nl/schemas/brkkadastralekaart/v4/featurecollection/v20190402"
        """

    /// Version 4 of the kadastrale kaart names objects by identifiers of two parts, also the parcels beside a boundary.
    static let boundaryOfVersion4 = """
        <?xml version="1.0" encoding="UTF-8"?>
        <kk:brkkadastralekaartCollection \(version4Names) gml:id="NL.IMKAD.Kadastralekaart"><kk:brkkadastralekaartMember>
        <oz:KadastraleGrens gml:id="NL.IMKAD.KadastraleGrens.400001">
        <oz:historie><h:beginGeldigheid>2006-08-11T15:55:45.000</h:beginGeldigheid><h:tijdstipRegistratie>2006-08-11T15:55:45.000</h:tijdstipRegistratie><h:volgnummer>0</h:volgnummer></oz:historie>
        <oz:identificatie><t:namespace>NL.IMKAD.KadastraleGrens</t:namespace><t:lokaalID>400001</t:lokaalID></oz:identificatie>
        <oz:grenslijn><gml:LineString gml:id="G1" srsName="28992"><gml:posList>119282.363 481964.963 119288.454 481964.761</gml:posList></gml:LineString></oz:grenslijn>
        <oz:typeGrens><oz:TypeGrens><t:code>3</t:code><t:waarde>Definitief</t:waarde></oz:TypeGrens></oz:typeGrens>
        <oz:perceelLinks><t:namespace>NL.IMKAD.KadastraalObject</t:namespace><t:lokaalID>11720000170000</t:lokaalID></oz:perceelLinks>
        <oz:perceelRechts><t:namespace>NL.IMKAD.KadastraalObject</t:namespace><t:lokaalID>11720000270000</t:lokaalID></oz:perceelRechts>
        </oz:KadastraleGrens></kk:brkkadastralekaartMember></kk:brkkadastralekaartCollection>
        """

    static let manifest = """
        <?xml version="1.0" encoding="utf-8"?>
        <Manifest xmlns="http://www.geonovum.nl/stri/2012/1.0" OverheidsCode="0998" NaamOverheid="Gemeente Voorbeeldstad" Datum="2016-02-29">
        <Dossier Id="NL.IMRO.0998.BP0001" Status="vastgesteld">
        <Plan Id="NL.IMRO.0998.BP0001-ON01"><Naam>Kern</Naam><Datum>2009-07-07</Datum></Plan>
        <Plan Id="NL.IMRO.0998.BP0001-VA01"><Naam>Kern &amp; rand</Naam><Datum>2010-07-07</Datum></Plan></Dossier>
        <Dossier Id="NL.IMRO.0998.BP0002" Status="in voorbereiding"><Plan Id="NL.IMRO.0998.BP0002-CO01"><Naam>Rand</Naam></Plan></Dossier>
        </Manifest>
        """

    static let form = """
        <?xml version="1.0" encoding="utf-8"?>
        <GeleideFormulier Datum="2015-05-22" NaamOverheid="gemeente Voorbeeldstad" OverheidsCode="0998" xmlns="http://www.geonovum.nl/stri/2012/1.0">
        <Plan Id="NL.IMRO.0998.BP0001-VA01"><Eigenschappen><Naam>Kern</Naam><Type>bestemmingsplan</Type><Status>vastgesteld</Status><Datum>2015-05-19</Datum></Eigenschappen>
        <Onderdelen BasisURL="http://example.nl/plan/"><IMRO>1.gml</IMRO><Regels>2.html</Regels><Bijlage>3.pdf</Bijlage></Onderdelen>
        <Supplementen BasisURL="http://example.nl/"><CSS>opmaak.css</CSS></Supplementen></Plan>
        </GeleideFormulier>
        """

    static let places = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gwr-bestand:BAG-GWR-Deelbestand-LVC xmlns:gwr-bestand="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/gwr-deelbestand-lvc/v20200601" xmlns:bagtypes="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/bag-types/v20200601" xmlns:gwr-product="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/gwr-producten-lvc/v20200601">
        <gwr-bestand:antwoord><gwr-product:GemeenteWoonplaatsRelatieProduct>
        <gwr-product:GemeenteWoonplaatsRelatie><gwr-product:tijdvakgeldigheid><bagtypes:begindatumTijdvakGeldigheid>2010-12-03</bagtypes:begindatumTijdvakGeldigheid></gwr-product:tijdvakgeldigheid>
        <gwr-product:gerelateerdeWoonplaats><gwr-product:identificatie>0998</gwr-product:identificatie></gwr-product:gerelateerdeWoonplaats>
        <gwr-product:gerelateerdeGemeente><gwr-product:identificatie>0997</gwr-product:identificatie></gwr-product:gerelateerdeGemeente>
        <gwr-product:status>definitief</gwr-product:status></gwr-product:GemeenteWoonplaatsRelatie>
        <gwr-product:GemeenteWoonplaatsRelatie><gwr-product:tijdvakgeldigheid><bagtypes:begindatumTijdvakGeldigheid>2010-12-03</bagtypes:begindatumTijdvakGeldigheid><bagtypes:einddatumTijdvakGeldigheid>2012-01-01</bagtypes:einddatumTijdvakGeldigheid></gwr-product:tijdvakgeldigheid>
        <gwr-product:gerelateerdeWoonplaats><gwr-product:identificatie>0999</gwr-product:identificatie></gwr-product:gerelateerdeWoonplaats>
        <gwr-product:gerelateerdeGemeente><gwr-product:identificatie>0997</gwr-product:identificatie></gwr-product:gerelateerdeGemeente>
        <gwr-product:status>definitief</gwr-product:status></gwr-product:GemeenteWoonplaatsRelatie>
        </gwr-product:GemeenteWoonplaatsRelatieProduct></gwr-bestand:antwoord></gwr-bestand:BAG-GWR-Deelbestand-LVC>
        """

    static let publicationsXML = """
        <?xml version="1.0" encoding="UTF-8"?>
        <sru:searchRetrieveResponse xmlns:overheidwetgeving="http://standaarden.overheid.nl/wetgeving/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse" xmlns:gzd="http://standaarden.overheid.nl/sru">
        <sru:numberOfRecords>2</sru:numberOfRecords><sru:records>
        <sru:record><sru:recordData><gzd:gzd><gzd:originalData><overheidwetgeving:meta><overheidwetgeving:owmskern>
        <dcterms:identifier>gmb-2026-900001</dcterms:identifier><dcterms:title>Aanvraag omgevingsvergunning</dcterms:title>
        <dcterms:creator scheme="OVERHEID.Gemeente">Voorbeeldstad</dcterms:creator><dcterms:modified>2026-03-02</dcterms:modified></overheidwetgeving:owmskern>
        <overheidwetgeving:owmsmantel><dcterms:available>2026-03-01</dcterms:available></overheidwetgeving:owmsmantel>
        <overheidwetgeving:tpmeta><overheidwetgeving:gebiedsmarkering><overheidwetgeving:Vlak>
        <overheidwetgeving:geometrie>POLYGON ((155000 463000, 155010 463000, 155010 463010, 155000 463000))</overheidwetgeving:geometrie>
        <overheidwetgeving:locatiegebied>POLYGON((5.387 52.155,5.388 52.155,5.388 52.156,5.387 52.155))</overheidwetgeving:locatiegebied>
        <overheidwetgeving:geometrielabel>Markt</overheidwetgeving:geometrielabel></overheidwetgeving:Vlak></overheidwetgeving:gebiedsmarkering>
        <overheidwetgeving:gebiedsmarkering><overheidwetgeving:Punt><overheidwetgeving:locatiepunt>52.1551744,5.3872062</overheidwetgeving:locatiepunt></overheidwetgeving:Punt></overheidwetgeving:gebiedsmarkering>
        </overheidwetgeving:tpmeta></overheidwetgeving:meta></gzd:originalData>
        <gzd:enrichedData><gzd:preferredUrl>https://zoek.officielebekendmakingen.nl/gmb-2026-900001.html</gzd:preferredUrl></gzd:enrichedData></gzd:gzd></sru:recordData></sru:record>
        <sru:record><sru:recordData><gzd:gzd><gzd:originalData><overheidwetgeving:meta><overheidwetgeving:owmskern>
        <dcterms:identifier>gmb-2026-900002</dcterms:identifier><dcterms:title>Verordening</dcterms:title></overheidwetgeving:owmskern></overheidwetgeving:meta></gzd:originalData></gzd:gzd></sru:recordData></sru:record>
        </sru:records><sru:nextRecordPosition>3</sru:nextRecordPosition></sru:searchRetrieveResponse>
        """

    static let publicationsJSON = #"""
        {"searchRetrieveResponse": {"version": 2.0, "numberOfRecords": 2, "records": {"record": [
        {"recordData": {"gzd": {"originalData": {"meta": {"owmskern": {"identifier": "gmb-2026-900001", "title": "Aanvraag omgevingsvergunning",
        "creator": {"scheme": "OVERHEID.Gemeente", "$": "Voorbeeldstad"}, "modified": "2026-03-02"}, "owmsmantel": {"available": "2026-03-01"},
        "tpmeta": {"jaargang": 2026, "gebiedsmarkering": [{"Vlak": {"geometrie": "POLYGON ((155000 463000, 155010 463000, 155010 463010, 155000 463000))",
        "locatiegebied": "POLYGON((5.387 52.155,5.388 52.155,5.388 52.156,5.387 52.155))", "geometrielabel": "Markt"}},
        {"Punt": {"locatiepunt": "52.1551744,5.3872062"}}]}}},
        "enrichedData": {"preferredUrl": "https:\/\/zoek.officielebekendmakingen.nl\/gmb-2026-900001.html"}}}},
        {"recordData": {"gzd": {"originalData": {"meta": {"owmskern": {"identifier": "gmb-2026-900002", "title": "Verordening \u00e9\ud83d\ude00"}}}}}}
        ]}, "nextRecordPosition": 3}}
        """#

    static let jsonFG = #"""
        {"type": "FeatureCollection", "conformsTo": ["http://www.opengis.net/spec/json-fg-1/0.3/conf/core"], "featureType": "kavel",
        "coordRefSys": "http://www.opengis.net/def/crs/EPSG/0/28992", "features": [
        {"type": "Feature", "id": 1, "time": {"interval": ["1990-01-01", ".."]}, "geometry": null, "properties": {"naam": "een", "hoogte": 1.5, "lijst": [1, "a"]},
        "place": {"type": "CurvePolygon", "geometries": [{"type": "CompoundCurve", "geometries": [
        {"type": "LineString", "coordinates": [[155000, 463000], [155010, 463000]]},
        {"type": "CircularString", "coordinates": [[155010, 463000], [155005, 463005], [155000, 463000]]}]}]}},
        {"type": "Feature", "id": "twee", "time": null, "place": null, "geometry": {"type": "Point", "coordinates": [5.3872, 52.1551, 3.0]}, "properties": {"naam": "\u20ac"}},
        {"type": "Feature", "id": "drie", "time": {"date": "2020-01-01"}, "coordRefSys": "http://www.opengis.net/def/crs/EPSG/0/4258", "geometry": null,
        "place": {"type": "MultiPolygon", "coordinates": [[[[52.155, 5.387], [52.155, 5.388], [52.156, 5.388], [52.155, 5.387]]]]}, "properties": null}
        ]}
        """#

    static let table = """
        gemeentecode;naam;"einddatum";opmerking
        0003;Appingedam;2021-01-01;"opgegaan in ""Eemsdelta"";
        twee regels"
        0014;Groningen;;
        0233;Ermelo;;é €

        """
}
