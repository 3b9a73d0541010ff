import GeoValues

/// Writes a geographic information object (STOP 1.3 `imop-geo`, basisgeometrie 1.0, GML 3.2) with its places.
enum GeographicObjectFile {
    /// - Parameter expression: `FRBRExpression` of the object's version.
    static func write(
        _ object: GeographicObject,
        work: String,
        expression: String,
        seed: UInt64,
        to path: String
    ) throws {
        var file = try XMLFile(path: path)
        let stop = "https://standaarden.overheid.nl/stop/imop"
        file.xml.open(
            "geo:GeoInformatieObjectVaststelling",
            "xmlns:basisgeo=\"http://www.geostandaarden.nl/basisgeometrie/1.0\" xmlns:geo=\"\(stop)/geo/\" "
                + "xmlns:gio=\"\(stop)/gio/\" xmlns:gml=\"http://www.opengis.net/gml/3.2\" schemaversie=\"1.3.0\""
        )
        file.xml.open("geo:context")
        file.xml.open("gio:GeografischeContext")
        file.xml.element("gio:achtergrondVerwijzing", "top10nl")
        file.xml.element("gio:achtergrondActualiteit", RegulationVersion.first.date)
        file.xml.close("gio:GeografischeContext")
        file.xml.close("geo:context")
        file.xml.open("geo:vastgesteldeVersie")
        file.xml.open("geo:GeoInformatieObjectVersie")
        file.xml.element("geo:FRBRWork", work)
        file.xml.element("geo:FRBRExpression", expression)
        if let norm = object.norm {
            let standards = "http://standaarden.omgevingswet.overheid.nl"
            file.xml.element("geo:eenheidlabel", norm.unit.label)
            file.xml.element("geo:eenheidID", "\(standards)/eenheid/id/concept/\(norm.unit.concept)")
            file.xml.element("geo:normlabel", norm.name)
            file.xml.element("geo:normID", "\(standards)/typenorm/id/concept/\(norm.key)")
        }
        file.xml.open("geo:locaties")
        for number in 0..<object.count {
            write(object.place(number), object.geometryIdentifier(number, seed: seed), to: &file.xml)
            try file.flush()
        }
        file.xml.close("geo:locaties")
        file.xml.close("geo:GeoInformatieObjectVersie")
        file.xml.close("geo:vastgesteldeVersie")
        file.xml.close("geo:GeoInformatieObjectVaststelling")
        try file.close()
    }

    private static func write(_ place: RegulationPlace, _ identifier: String, to xml: inout XMLText) {
        xml.open("geo:Locatie")
        xml.element("geo:naam", place.name)
        xml.open("geo:geometrie")
        xml.open("basisgeo:Geometrie", "gml:id=\"id-\(identifier)\"")
        xml.element("basisgeo:id", identifier)
        xml.open("basisgeo:geometrie")
        xml.open("gml:MultiSurface", "gml:id=\"id-\(identifier)-0\" srsName=\"urn:ogc:def:crs:EPSG::28992\"")
        for (number, surface) in place.surfaces.enumerated() {
            xml.open("gml:surfaceMember")
            xml.open("gml:Polygon", "gml:id=\"id-\(identifier)-\(number + 1)\"")
            for (ring, points) in surface.enumerated() {
                let side = ring == 0 ? "gml:exterior" : "gml:interior"
                xml.open(side)
                xml.open("gml:LinearRing")
                xml.element("gml:posList", XMLText.coordinates(points + [points[0]]))
                xml.close("gml:LinearRing")
                xml.close(side)
            }
            xml.close("gml:Polygon")
            xml.close("gml:surfaceMember")
        }
        xml.close("gml:MultiSurface")
        xml.close("basisgeo:geometrie")
        xml.close("basisgeo:Geometrie")
        xml.close("geo:geometrie")
        if let value = place.value { xml.element("geo:kwantitatieveNormwaarde", value) }
        xml.close("geo:Locatie")
    }
}
