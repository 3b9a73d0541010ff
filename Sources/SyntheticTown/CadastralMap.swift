import Foundation
import GeoValues

/// Writes the parcels of a town and the lines between them as the kadastrale kaart, DKK v5 GML.
struct CadastralMap {
    let content: TownContent

    private var town: TownBuilder { content.town }
    private static let schema = "http://www.kadaster.nl/schemas/brkkadastralekaart/v5"
    private static let moment = "2015-03-02T09:00:00+01:00"

    /// Writes `dkk/kadastralekaart_perceel.gml`, `…_kadastralegrens.gml` and `…_kwaliteit.gml`.
    func write(into folder: String) throws -> TownTally {
        try FileManager.default.createDirectory(atPath: folder + "/dkk", withIntermediateDirectories: true)
        let suffix = town.municipality.suffix
        let files = ["perceel", "kadastralegrens", "kwaliteit"].map { "dkk/kadastralekaart_\($0)\(suffix).gml" }
        let boundaries = content.regions.boundaries(regionOfFace: content.parcelOfFace)
        try write(content.parcels, to: folder + "/" + files[0]) { xml, place, parcel in write(parcel, place, to: &xml) }
        try write(boundaries, to: folder + "/" + files[1]) { xml, place, line in write(line, place, to: &xml) }
        try write(boundaries, to: folder + "/" + files[2]) { xml, place, line in writeQuality(line, place, to: &xml) }
        return TownTally(counts: ["kadastralegrens": boundaries.count], files: files)
    }

    private func write<Item>(_ items: [Item], to path: String, _ body: (inout XMLText, Int, Item) -> Void) throws {
        var file = try XMLFile(path: path)
        let names = [
            ("oz", "imkad-onroerendezaak"), ("h", "imkad-historie"), ("t", "imkad-typen"),
            ("ko", "imkad-kadastraalobject"), ("q", "imkad-kwaliteit"), ("kk", "stand"),
        ]
        let spaces = names.map { " xmlns:\($0.0)=\"\(Self.schema)/\($0.1)/v20220601\"" }.joined()
        file.xml.open("kk:DKK", "xmlns:gml=\"http://www.opengis.net/gml/3.2\"" + spaces)
        for (place, item) in items.enumerated() {
            body(&file.xml, place, item)
            try file.flush()
        }
        file.xml.close("kk:DKK")
        try file.close()
    }

    private func write(_ parcel: Parcel, _ place: Int, to xml: inout XMLText) {
        guard let polygon = town.mesh.polygon(parcel.region.rings) else { return }
        let domain = "domein=\"NL.IMKAD.KadastraalObject\""
        xml.open("kk:perceelMember")
        xml.open("oz:Perceel", "gml:id=\"NL.IMKAD.KadastraalObject.\(parcel.identifier)\"")
        xml.element("ko:identificatie", domain, parcel.identifier)
        writeHistory("oz", to: &xml)
        xml.open("oz:kadastraleAanduiding")
        xml.open("oz:TypeKadastraleAanduiding")
        let code = town.municipality.firstSection
        writeValue("oz:kadastraleGemeente", "oz:KadastraleGemeente", code, town.municipality.name, to: &xml)
        xml.element("oz:sectie", parcel.section)
        xml.element("oz:perceelnummer", "\(parcel.number)")
        writeValue(
            "oz:aKRKadastraleGemeenteCode",
            "oz:AKRKadastraleGemeenteCode",
            code,
            town.municipality.cadastralCode,
            to: &xml
        )
        xml.close("oz:TypeKadastraleAanduiding")
        xml.close("oz:kadastraleAanduiding")
        let reference = "srsName=\"urn:ogc:def:crs:EPSG::28992\""
        let rings = polygon.rings.enumerated().map { number, ring in
            let side = number == 0 ? "exterior" : "interior"
            let list = XMLText.coordinates(ring.points + [ring.points[0]])
            return "<gml:\(side)><gml:LinearRing><gml:posList>\(list)</gml:posList></gml:LinearRing></gml:\(side)>"
        }
        xml.element(
            "oz:begrenzingPerceel",
            "<gml:Polygon gml:id=\"GEOMETRY_P\(place)\" \(reference)>\(rings.joined())</gml:Polygon>"
        )
        xml.open("oz:kadastraleGrootte")
        xml.open("oz:TypeOppervlak")
        xml.element("oz:waarde", "\(parcel.size)")
        let (kind, name) = parcel.isProvisional ? (2, "Voorlopig") : (1, "Vastgesteld")
        writeValue("oz:soortGrootte", "oz:SoortGrootte", kind, name, to: &xml)
        xml.close("oz:TypeOppervlak")
        xml.close("oz:kadastraleGrootte")
        xml.element("oz:perceelnummerRotatie", "0.0")
        xml.open("oz:perceelnummerVerschuiving")
        xml.open("oz:TypePerceelnummerVerschuiving")
        xml.element("oz:deltaX", "0.0")
        xml.element("oz:deltaY", "0.0")
        xml.close("oz:TypePerceelnummerVerschuiving")
        xml.close("oz:perceelnummerVerschuiving")
        let label = town.mesh.middle(of: town.mesh.faces[parcel.region.firstFace].rings[0]).point
        xml.element(
            "oz:plaatscoordinaten",
            "<gml:Point gml:id=\"GEOMETRY_L\(place)\" \(reference)><gml:pos>\(XMLText.coordinates([label]))</gml:pos>"
                + "</gml:Point>"
        )
        xml.close("oz:Perceel")
        xml.close("kk:perceelMember")
    }

    private func write(_ line: MeshBoundary, _ place: Int, to xml: inout XMLText) {
        xml.open("kk:grensMember")
        xml.open("oz:KadastraleGrens", "gml:id=\"NL.IMKAD.KadastraleGrens.\(number(place))\"")
        writeHistory("oz", to: &xml)
        xml.element("oz:identificatie", "domein=\"NL.IMKAD.KadastraleGrens\"", number(place))
        let points = line.vertices.map { town.mesh.points[Int($0)] }
        xml.element(
            "oz:grenslijn",
            "<gml:LineString gml:id=\"GEOMETRY_G\(place)\" srsName=\"urn:ogc:def:crs:EPSG::28992\">"
                + "<gml:posList>\(XMLText.coordinates(points))</gml:posList></gml:LineString>"
        )
        writeValue("oz:typeGrens", "oz:TypeGrens", 3, "Definitief", to: &xml)
        let domain = "domein=\"NL.IMKAD.KadastraalObject\""
        xml.element("oz:perceelLinks", domain, content.parcels[Int(line.left)].identifier)
        // Beyond the border of the municipality lies none of its parcels.
        if line.right >= 0 { xml.element("oz:perceelRechts", domain, content.parcels[Int(line.right)].identifier) }
        xml.close("oz:KadastraleGrens")
        xml.close("kk:grensMember")
    }

    private func writeQuality(_ line: MeshBoundary, _ place: Int, to xml: inout XMLText) {
        xml.open("kk:kwaliteitMember")
        xml.open("q:Kwaliteit", "gml:id=\"NL.IMKAD.Kwaliteit.\(number(place))\"")
        writeHistory("h", to: &xml)
        xml.element("q:identificatie", "domein=\"NL.IMKAD.Kwaliteit\"", number(place))
        xml.open("q:classificatie")
        xml.open("q:ElementEnKwaliteit")
        writeValue("q:element", "q:ElementAanduiding", 1, "Grenslijn", to: &xml)
        // New neighbourhoods are measured best, fields worst.
        let face = content.parcels[Int(line.left)].region.firstFace
        let grade =
            switch town.neighbourhoods[Int(town.mesh.faces[face].neighbourhood)].type {
            case .vinex: 1
            case .postwar, .estate: 2
            case .villa, .village: 3
            case .centre, .prewar: 4
            case .rural: 5
            }
        writeValue("q:kwaliteit", "q:Kwaliteitsklasse", grade, String(Array("ABCDE")[grade - 1]), to: &xml)
        xml.close("q:ElementEnKwaliteit")
        xml.close("q:classificatie")
        xml.element("q:vanKadastraleGrens", "domein=\"NL.IMKAD.KadastraleGrens\"", number(place))
        xml.close("q:Kwaliteit")
        xml.close("kk:kwaliteitMember")
    }

    /// Nine digits, different in every municipality up to a million lines.
    private func number(_ place: Int) -> String {
        "\(town.municipality.code == "0998" ? 900 : 100 + (Int(town.municipality.code) ?? 2001) - 2000)\(digits(place, 6))"
    }

    private func writeValue(_ role: String, _ type: String, _ code: Int, _ value: String, to xml: inout XMLText) {
        xml.open(role)
        xml.open(type)
        xml.element("t:code", "\(code)")
        xml.element("t:waarde", value)
        xml.close(type)
        xml.close(role)
    }

    private func writeHistory(_ space: String, to xml: inout XMLText) {
        xml.open("\(space):historie")
        xml.element("h:beginGeldigheid", Self.moment)
        xml.element("h:tijdstipRegistratie", Self.moment)
        xml.element("h:volgnummer", "0")
        xml.open("h:statusHistorie")
        xml.open("h:StatusHistorie")
        xml.element("t:code", "G")
        xml.element("t:waarde", "Geldig")
        xml.close("h:StatusHistorie")
        xml.close("h:statusHistorie")
        xml.close("\(space):historie")
    }
}
