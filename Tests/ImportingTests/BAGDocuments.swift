import Foundation
import Importing

/// Small BAG documents, written as the Kadaster writes them.
enum BAGDocuments {
    static let namespaces = """
        xmlns:Objecten="www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601" \
        xmlns:Objecten-ref="www.kadaster.nl/schemas/lvbag/imbag/objecten-ref/v20200601" \
        xmlns:Historie="www.kadaster.nl/schemas/lvbag/imbag/historie/v20200601" \
        xmlns:K="www.kadaster.nl/schemas/lvbag/imbag/kenmerkinonderzoek/v20200601" \
        xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:s="http://selecties" xmlns:b="http://extract" \
        xmlns:sl="http://www.kadaster.nl/schemas/standlevering-generiek/1.0" xmlns:ml="http://mutatielevering"
        """

    static func stand(_ type: String, _ objects: [String]) -> Data {
        Data(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <b:bagStand \(namespaces)><b:bagInfo><s:LVC-Extract>
            <s:StandTechnischeDatum>2020-09-15</s:StandTechnischeDatum></s:LVC-Extract></b:bagInfo>
            <sl:standBestand><sl:inhoud><sl:objectTypen><sl:objectType>\(type)</sl:objectType></sl:objectTypen></sl:inhoud>
            \(objects.map { "<sl:stand>\($0)</sl:stand>" }.joined(separator: "\n"))
            </sl:standBestand></b:bagStand>
            """.utf8
        )
    }

    /// `changes` are toevoeging, wijziging and verwijdering elements.
    static func mutations(_ changes: [String]) -> Data {
        Data(
            """
            <b:bagMutaties \(namespaces)><ml:mutatieBericht>
            \(changes.map { "<ml:mutatieGroep>\($0)</ml:mutatieGroep>" }.joined(separator: "\n"))
            </ml:mutatieBericht></b:bagMutaties>
            """.utf8
        )
    }

    static func history(_ version: Int, from: String = "2010-01-01", until: String? = nil, more: String = "") -> String
    {
        """
        <Objecten:voorkomen><Historie:Voorkomen>
        <Historie:voorkomenidentificatie>\(version)</Historie:voorkomenidentificatie>
        <Historie:beginGeldigheid>\(from)</Historie:beginGeldigheid>
        \(until.map { "<Historie:eindGeldigheid>\($0)</Historie:eindGeldigheid>" } ?? "")
        \(more)</Historie:Voorkomen></Objecten:voorkomen>
        """
    }

    static let square = """
        <Objecten:geometrie><gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3"><gml:exterior>
        <gml:LinearRing><gml:posList count="5">200000 450000 0.0 200010 450000 0.0 200010
          450010 0.0 200000 450010 0.0 200000 450000 0.0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>
        </Objecten:geometrie>
        """

    static let point = """
        <Objecten:geometrie><Objecten:punt><gml:Point srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3">
        <gml:pos>200005.5 450005.25 0.0</gml:pos></gml:Point></Objecten:punt></Objecten:geometrie>
        """

    static func object(_ kind: String, _ identifier: String, _ content: String) -> String {
        """
        <b:bagObject><Objecten:\(kind)>\(content)
        <Objecten:identificatie domein="NL.IMBAG.\(kind)">\(identifier)</Objecten:identificatie></Objecten:\(kind)></b:bagObject>
        """
    }

    static func pand(_ identifier: String, year: Int = 1987, geometry: String = square, _ history: String) -> String {
        object(
            "Pand",
            identifier,
            "\(geometry)<Objecten:oorspronkelijkBouwjaar>\(year)</Objecten:oorspronkelijkBouwjaar>\(history)"
        )
    }

    static func number(_ identifier: String, _ number: Int, place: String? = nil, _ history: String) -> String {
        let woonplaats = place.map {
            "<Objecten:ligtIn><Objecten-ref:WoonplaatsRef>\($0)</Objecten-ref:WoonplaatsRef></Objecten:ligtIn>"
        }
        return object(
            "Nummeraanduiding",
            identifier,
            """
            \(history)<Objecten:huisnummer>\(number)</Objecten:huisnummer><Objecten:huisletter>A</Objecten:huisletter>
            <Objecten:huisnummertoevoeging>2</Objecten:huisnummertoevoeging><Objecten:postcode>6981AB</Objecten:postcode>
            <Objecten:ligtAan><Objecten-ref:OpenbareRuimteRef>0221300000000001</Objecten-ref:OpenbareRuimteRef>
            </Objecten:ligtAan>\(woonplaats ?? "")
            """
        )
    }

    static let street = object(
        "OpenbareRuimte",
        "0221300000000001",
        """
        <Objecten:naam>Dorps &amp; Straat</Objecten:naam><Objecten:ligtIn>
        <Objecten-ref:WoonplaatsRef>2142</Objecten-ref:WoonplaatsRef></Objecten:ligtIn>\(history(1))
        """
    )

    static func place(_ identifier: String, _ name: String) -> String {
        object("Woonplaats", identifier, "<Objecten:naam>\(name)</Objecten:naam>\(square)\(history(1))")
    }

    static func dwelling(_ identifier: String, geometry: String = point) -> String {
        func numberReference(_ identifier: String) -> String {
            "<Objecten-ref:NummeraanduidingRef>\(identifier)</Objecten-ref:NummeraanduidingRef>"
        }
        return object(
            "Verblijfsobject",
            identifier,
            """
            <Objecten:heeftAlsNevenadres>\(numberReference("0221200000000008"))\(numberReference("0221200000000009"))
            </Objecten:heeftAlsNevenadres><Objecten:heeftAlsHoofdadres>\(numberReference("0221200000000001"))
            </Objecten:heeftAlsHoofdadres>\(history(1))\(geometry)<Objecten:gebruiksdoel>woonfunctie</Objecten:gebruiksdoel>
            <Objecten:gebruiksdoel>winkelfunctie</Objecten:gebruiksdoel><Objecten:oppervlakte>120</Objecten:oppervlakte>
            <Objecten:maaktDeelUitVan><Objecten-ref:PandRef>0221100000000001</Objecten-ref:PandRef>
            <Objecten-ref:PandRef>0221100000000002</Objecten-ref:PandRef></Objecten:maaktDeelUitVan>
            """
        )
    }
}

/// Everything in the paths, with the notes of the reading.
func readBAG(_ paths: [String]) throws -> (features: [SourceFeature], notes: [String]) {
    // 2020-10-01
    let extract = try BAGExtract(paths: paths, today: 18_536)
    var features: [SourceFeature] = []
    try extract.forEachFeature { features.append($0) }
    return (features, extract.notes)
}

/// Writes files, reads them in the order given, removes them.
func readBAG(
    _ files: [(name: String, content: Data)]
) throws -> Result<(features: [SourceFeature], notes: [String]), BAGReadingError> {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stip-bag-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
        do { try FileManager.default.removeItem(at: folder) } catch { print("\(folder.path) stays: \(error)") }
    }
    var paths: [String] = []
    for file in files {
        let url = folder.appendingPathComponent(file.name)
        try file.content.write(to: url)
        paths.append(url.path)
    }
    do {
        return .success(try readBAG(paths))
    } catch let error as BAGReadingError {
        return .failure(error)
    }
}
