import GDALBridge
import GeoValues

/// Writes the buildings, addresses and parcels of a town as GeoPackages with PDOK's column names.
struct TownRegisters {
    let content: TownContent

    private var town: TownBuilder { content.town }

    // MARK: BAG

    /// Writes `bag.gpkg`: pand, verblijfsobject, nummeraanduiding, ligplaats, standplaats and woonplaats.
    ///
    /// Our own additions to PDOK's columns of pand: `hoogte` and `nokhoogte` (the true height), `goothoogte` (to the
    /// eaves), all in metres above the ground; `dakvorm`; `maaiveld`, the ground in metres above NAP; `buurt`. Places,
    /// moorings and pitches have a readable `naam` beside PDOK's columns.
    func writeBuildings(into folder: String) throws -> TownTally {
        let file = "bag\(town.municipality.suffix).gpkg"
        let layers = [Self.pand, Self.unit, Self.number, Self.site("ligplaats"), Self.site("standplaats"), Self.place]
        let writer = try GDALWriter(path: folder + "/" + file, format: .geoPackage, layers: layers)
        for (place, building) in town.buildings.enumerated() {
            let ring = content.dirt.ring(building.ring, ofBuilding: place)
            let geometry = GDALGeometry.polygons([[ring.flatMap { [$0.xMetres, $0.yMetres] }]])
            let values = pandValues(building, place: place)
            for _ in 0..<(content.dirt.isRepeated(building: place) ? 2 : 1) { try writer.add(values, geometry) }
            for (number, unit) in building.units.enumerated() {
                try write(unit, place: content.firstUnit[place] + number, building: place, to: writer)
            }
        }
        for (place, site) in town.sites.enumerated() { try write(site, place: place, to: writer) }
        for region in content.placeRegions() {
            guard let polygon = town.mesh.polygon(region.rings) else { continue }
            let kernel = Int(region.label)
            let values: [GDALValue] = [
                .text(content.place(kernel)), .text("Woonplaats aangewezen"), .text(town.kernels[kernel].name),
                .text(town.kernels[kernel].name),
            ]
            try writer.add(values, .polygons([polygon]), toLayer: 5)
        }
        try writer.close()
        return TownTally(
            counts: [
                "verblijfsobject": content.unitCount, "plaats": town.sites.count,
                "straat": town.addresses.streets.count,
            ],
            dirt: content.dirt.counts(buildings: town.buildings.count, units: content.unitCount),
            files: [file]
        )
    }

    private func write(_ unit: BuildingUnit, place: Int, building: Int, to writer: GDALWriter) throws {
        let address = unit.address
        try writer.add(
            [
                .text(content.unit(place)), .integer(Int64(unit.area)), .text("Verblijfsobject in gebruik"),
                .text(unit.use.rawValue), .text(town.addresses.streets[address.street]),
                .integer(Int64(address.number)), optional(address.letter), optional(address.addition),
                .text(address.postcode), .text(town.kernels[town.addresses.kernels[address.street]].name),
                .integer(Int64(content.year(ofBuilding: building))),
                .text(content.buildings(ofUnit: place, in: building).joined(separator: ",")),
                .text(content.mainAddress(ofUnit: place)),
            ],
            .points([unit.point]),
            toLayer: 1
        )
        try write(address, place: place, type: "Verblijfsobject", to: writer)
    }

    private func write(_ site: Site, place: Int, to writer: GDALWriter) throws {
        guard let ring = RDRing(site.ring) else { return }
        let isMooring = site.kind == .mooring
        let number = content.unitCount + place
        let address = site.address
        try writer.add(
            [
                .text(content.site(place)), .text("Plaats aangewezen"), .text(town.addresses.streets[address.street]),
                .integer(Int64(address.number)), .text(address.postcode),
                .text(town.kernels[town.addresses.kernels[address.street]].name), .text(content.number(number)),
                .text(
                    "\(isMooring ? "Ligplaats" : "Standplaats") \(town.addresses.streets[address.street]) \(address.number)"
                ),
            ],
            .polygons([RDPolygon(exterior: ring)]),
            toLayer: isMooring ? 3 : 4
        )
        try write(address, place: number, type: isMooring ? "Ligplaats" : "Standplaats", to: writer)
    }

    private func write(_ address: Address, place: Int, type: String, to writer: GDALWriter) throws {
        try writer.add(
            [
                .text(content.number(place)), .text("Naamgeving uitgegeven"), .integer(Int64(address.number)),
                optional(address.letter), optional(address.addition), .text(address.postcode), .text(type),
                .text(content.street(address.street)),
            ],
            RDGeometry.none,
            toLayer: 2
        )
    }

    private func pandValues(_ building: Building, place: Int) -> [GDALValue] {
        var uses: [String] = []
        for unit in building.units where !uses.contains(unit.use.rawValue) { uses.append(unit.use.rawValue) }
        let areas = building.units.map { Int64($0.area) }
        let height = GDALValue.real(Double(building.heightDecimetres) / 10)
        return [
            .text(content.building(place)), .integer(Int64(content.year(ofBuilding: place))),
            .text(content.status(ofBuilding: place)), optional(uses.joined(separator: ",")),
            areas.min().map { .integer($0) } ?? .null, areas.max().map { .integer($0) } ?? .null,
            .integer(Int64(areas.count)), height, .real(Double(building.eavesDecimetres) / 10), height,
            .text(building.roof.rawValue), .real(Double(town.groundDecimetres(at: building.ring[0])) / 10),
            .text(town.neighbourhoodName(Int(town.mesh.faces[building.face].neighbourhood))),
        ]
    }

    private func optional(_ text: String) -> GDALValue { text.isEmpty ? .null : .text(text) }

    private static let pand = GDALWriterLayer(
        name: "pand",
        geometryKind: .polygon,
        fields: [
            GDALField("identificatie", .text), GDALField("bouwjaar", .integer), GDALField("status", .text),
            GDALField("gebruiksdoel", .text), GDALField("oppervlakte_min", .integer),
            GDALField("oppervlakte_max", .integer), GDALField("aantal_verblijfsobjecten", .integer),
            GDALField("hoogte", .real), GDALField("goothoogte", .real), GDALField("nokhoogte", .real),
            GDALField("dakvorm", .text), GDALField("maaiveld", .real), GDALField("buurt", .text),
        ]
    )

    private static let unit = GDALWriterLayer(
        name: "verblijfsobject",
        geometryKind: .point,
        fields: [
            GDALField("identificatie", .text), GDALField("oppervlakte", .integer), GDALField("status", .text),
            GDALField("gebruiksdoel", .text), GDALField("openbare_ruimte", .text), GDALField("huisnummer", .integer),
            GDALField("huisletter", .text), GDALField("toevoeging", .text), GDALField("postcode", .text),
            GDALField("woonplaats", .text), GDALField("bouwjaar", .integer), GDALField("pandidentificatie", .text),
            GDALField("nummeraanduidingidentificatie", .text),
        ]
    )

    private static let number = GDALWriterLayer(
        name: "nummeraanduiding",
        geometryKind: .none,
        fields: [
            GDALField("identificatie", .text), GDALField("status", .text), GDALField("huisnummer", .integer),
            GDALField("huisletter", .text), GDALField("huisnummertoevoeging", .text), GDALField("postcode", .text),
            GDALField("typeadresseerbaarobject", .text), GDALField("openbareruimteref", .text),
        ]
    )

    private static func site(_ name: String) -> GDALWriterLayer {
        GDALWriterLayer(
            name: name,
            geometryKind: .polygon,
            fields: [
                GDALField("identificatie", .text), GDALField("status", .text), GDALField("openbare_ruimte", .text),
                GDALField("huisnummer", .integer), GDALField("postcode", .text), GDALField("woonplaats", .text),
                GDALField("nummeraanduidingidentificatie", .text), GDALField("naam", .text),
            ]
        )
    }

    private static let place = GDALWriterLayer(
        name: "woonplaats",
        geometryKind: .polygon,
        fields: [
            GDALField("identificatie", .text), GDALField("status", .text), GDALField("woonplaats", .text),
            GDALField("naam", .text),
        ]
    )

    // MARK: Parcels

    /// Writes `percelen.gpkg`: the parcels, which divide the municipality without gap or overlap.
    func writeParcels(into folder: String) throws -> TownTally {
        let file = "percelen\(town.municipality.suffix).gpkg"
        let writer = try GDALWriter(path: folder + "/" + file, format: .geoPackage, layers: [Self.parcel])
        for parcel in content.parcels {
            guard let polygon = town.mesh.polygon(parcel.region.rings) else { continue }
            try writer.add(
                [
                    .text(parcel.identifier), .text(town.municipality.cadastralCode), .text(town.municipality.name),
                    .text(parcel.section), .integer(Int64(parcel.number)), .integer(Int64(parcel.size)),
                    .text(parcel.isProvisional ? "Voorlopig" : "Vastgesteld"),
                ],
                .polygons([polygon])
            )
        }
        try writer.close()
        return TownTally(counts: ["perceel": content.parcels.count], files: [file])
    }

    private static let parcel = GDALWriterLayer(
        name: "perceel",
        geometryKind: .polygon,
        fields: [
            GDALField("identificatie_lokaal_id", .text), GDALField("akr_kadastrale_gemeente_code_waarde", .text),
            GDALField("kadastrale_gemeente_waarde", .text), GDALField("sectie", .text),
            GDALField("perceelnummer", .integer), GDALField("kadastrale_grootte_waarde", .integer),
            GDALField("soort_grootte_waarde", .text),
        ]
    )
}
