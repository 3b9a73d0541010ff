import Foundation
import GeoValues
import ZipBridge

/// Writes a town as a BAG 2.0 extract: a zip of zips of XML, as Kadaster delivers a municipality.
struct BAGExtract {
    let content: TownContent

    private var town: TownBuilder { content.town }
    private var code: String { town.municipality.code }

    /// In one XML file.
    static let objectLimit = 10_000
    private static let day = "01012026"

    /// Writes `bag-extract.zip`: WPL, OPR, NUM, VBO, PND, LIG, STA and the Leveringsdocument.
    func write(into folder: String) throws -> TownTally {
        let scratch = folder + "/.extract"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        var tally = TownTally()
        let paper = scratch + "/Leveringsdocument-BAG-Extract.xml"
        try writePaper(to: paper)
        var inner = [ZipWriter.Entry(name: "Leveringsdocument-BAG-Extract.xml", path: paper)]
        for kind in BAGObjectKind.allCases {
            let files = BAGFiles(kind: kind, municipality: code, day: Self.day, folder: scratch)
            let written = try write(kind, into: files)
            tally.counts["voorkomen\(kind.rawValue)"] = written.count
            guard !written.files.isEmpty else { continue }
            let zip = "\(code)\(kind.rawValue)\(Self.day).zip"
            let entries = written.files.map { ZipWriter.Entry(name: $0, path: scratch + "/" + $0) }
            try ZipWriter.write(entries, to: scratch + "/" + zip)
            for file in written.files { try FileManager.default.removeItem(atPath: scratch + "/" + file) }
            inner.append(ZipWriter.Entry(name: zip, path: scratch + "/" + zip, isStored: true))
        }
        let file = "bag-extract\(town.municipality.suffix).zip"
        try ZipWriter.write(inner, to: folder + "/" + file)
        tally.files = [file]
        return tally
    }

    /// Writes all versions of all objects of a kind.
    private func write(_ kind: BAGObjectKind, into files: BAGFiles) throws -> (count: Int, files: [String]) {
        var files = files
        switch kind {
        case .place: for region in content.placeRegions() { try write(place: region, to: &files) }
        case .street: for street in town.addresses.streets.indices { try write(street: street, to: &files) }
        case .number:
            for (building, first) in content.firstUnit.dropLast().enumerated() {
                for (offset, unit) in town.buildings[building].units.enumerated() {
                    try write(unit.address, number: first + offset, type: "Verblijfsobject", to: &files)
                }
            }
            for (place, site) in town.sites.enumerated() {
                let type = site.kind == .mooring ? "Ligplaats" : "Standplaats"
                try write(site.address, number: content.unitCount + place, type: type, to: &files)
            }
        case .unit:
            for (building, first) in content.firstUnit.dropLast().enumerated() {
                for (offset, unit) in town.buildings[building].units.enumerated() {
                    try write(unit, place: first + offset, building: building, to: &files)
                }
            }
        case .building: for place in town.buildings.indices { try write(building: place, to: &files) }
        case .mooring, .pitch:
            for (place, site) in town.sites.enumerated() where (site.kind == .mooring) == (kind == .mooring) {
                try write(site, place: place, kind: kind, to: &files)
            }
        }
        return (files.count, try files.close())
    }

    private func write(place region: MeshRegion, to files: inout BAGFiles) throws {
        let kernel = Int(region.label)
        let identifier = content.place(kernel)
        guard let polygon = town.mesh.polygon(region.rings) else { return }
        try files.object(history(60, kernel, only: true)) { xml, version in
            xml.identification(identifier, of: .place)
            xml.element("Objecten:naam", town.kernels[kernel].name)
            xml.open("Objecten:geometrie")
            xml.open("Objecten:vlak")
            xml.polygon(polygon.rings.map { $0.points + [$0.points[0]] }, identifier: "WPL_\(identifier)_\(version)")
            xml.close("Objecten:vlak")
            xml.close("Objecten:geometrie")
            xml.status("Woonplaats aangewezen")
        }
    }

    private func write(street: Int, to files: inout BAGFiles) throws {
        try files.object(history(61, street)) { xml, _ in
            xml.identification(content.street(street), of: .street)
            xml.element("Objecten:naam", town.addresses.streets[street])
            xml.element("Objecten:type", "Weg")
            xml.status("Naamgeving uitgegeven")
            xml.reference("ligtIn", "Woonplaats", [content.place(town.addresses.kernels[street])])
        }
    }

    private func write(_ address: Address, number: Int, type: String, to files: inout BAGFiles) throws {
        try files.object(history(62, number)) { xml, _ in
            xml.identification(content.number(number), of: .number)
            xml.element("Objecten:huisnummer", "\(address.number)")
            if !address.letter.isEmpty { xml.element("Objecten:huisletter", address.letter) }
            if !address.addition.isEmpty { xml.element("Objecten:huisnummertoevoeging", address.addition) }
            xml.element("Objecten:postcode", address.postcode)
            xml.element("Objecten:typeAdresseerbaarObject", type)
            xml.status("Naamgeving uitgegeven")
            xml.reference("ligtAan", "OpenbareRuimte", [content.street(address.street)])
        }
    }

    private func write(_ unit: BuildingUnit, place: Int, building: Int, to files: inout BAGFiles) throws {
        let history = history(63, place)
        let identifier = content.unit(place)
        try files.object(history) { xml, version in
            let isLast = version == history.versions.count
            xml.reference("heeftAlsHoofdadres", "Nummeraanduiding", [content.mainAddress(ofUnit: place)])
            xml.identification(identifier, of: .unit)
            xml.open("Objecten:geometrie")
            xml.open("Objecten:punt")
            let attributes =
                "srsName=\"urn:ogc:def:crs:EPSG::28992\" srsDimension=\"3\" gml:id=\"VBO_\(identifier)_\(version)\""
            xml.open("gml:Point", attributes)
            xml.element("gml:pos", XMLText.coordinates([unit.point], hasHeight: true))
            xml.close("gml:Point")
            xml.close("Objecten:punt")
            xml.close("Objecten:geometrie")
            xml.element("Objecten:gebruiksdoel", unit.use.rawValue)
            xml.element("Objecten:oppervlakte", "\(unit.area)")
            xml.status(isLast ? "Verblijfsobject in gebruik" : "Verblijfsobject gevormd")
            xml.reference("maaktDeelUitVan", "Pand", content.buildings(ofUnit: place, in: building))
        }
    }

    private func write(building place: Int, to files: inout BAGFiles) throws {
        let history = history(64, place)
        let identifier = content.building(place)
        let ring = content.dirt.ring(town.buildings[place].ring, ofBuilding: place)
        let earlier = ["Bouwvergunning verleend", "Bouw gestart", "Pand in gebruik (niet ingemeten)"]
        for _ in 0..<(content.dirt.isRepeated(building: place) ? 2 : 1) {
            try files.object(history) { xml, version in
                xml.identification(identifier, of: .building)
                xml.open("Objecten:geometrie")
                xml.polygon([ring], identifier: "PND_\(identifier)_\(version)", hasHeight: true)
                xml.close("Objecten:geometrie")
                xml.element("Objecten:oorspronkelijkBouwjaar", "\(content.year(ofBuilding: place))")
                let isLast = version == history.versions.count
                xml.status(isLast ? content.status(ofBuilding: place) : earlier[min(version - 1, 2)])
            }
        }
    }

    private func write(_ site: Site, place: Int, kind: BAGObjectKind, to files: inout BAGFiles) throws {
        let identifier = content.site(place)
        try files.object(history(65, place)) { xml, version in
            xml.reference("heeftAlsHoofdadres", "Nummeraanduiding", [content.number(content.unitCount + place)])
            xml.identification(identifier, of: kind)
            xml.status("Plaats aangewezen")
            xml.open("Objecten:geometrie")
            xml.polygon([site.ring + [site.ring[0]]], identifier: "\(kind.rawValue)_\(identifier)_\(version)")
            xml.close("Objecten:geometrie")
        }
    }

    private func history(_ part: Int, _ place: Int, only: Bool = false) -> BAGHistory {
        only ? BAGHistory() : BAGHistory(seed: town.seed, part: part, place)
    }

    private func writePaper(to path: String) throws {
        var file = try XMLFile(path: path)
        file.xml.open(
            "xb:BAG-Extract-Levering",
            "xmlns:xb=\"http://www.kadaster.nl/schemas/lvbag/extract-levering/v20200601\" "
                + "xmlns:selecties-extract=\"http://www.kadaster.nl/schemas/lvbag/extract-selecties/v20200601\""
        )
        file.xml.open("xb:SelectieGegevens")
        file.xml.date("2026-01-01")
        file.xml.area(code: code, name: town.municipality.name)
        file.xml.close("xb:SelectieGegevens")
        file.xml.open("xb:SchemaInfo")
        file.xml.element("xb:naam", "BagvsExtractDeelbestandExtractLvc-2.1.0.xsd")
        file.xml.element("xb:versie", "20200601")
        file.xml.close("xb:SchemaInfo")
        file.xml.close("xb:BAG-Extract-Levering")
        try file.close()
    }
}
