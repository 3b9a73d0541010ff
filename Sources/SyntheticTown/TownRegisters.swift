import GDALBridge
import GeoValues

/// Writes the buildings, addresses and parcels of a town as GeoPackages with PDOK's column names.
struct TownRegisters {
    let town: TownBuilder
    static let placeName = "Voorbeeldstad"

    // MARK: BAG

    /// Writes `bag.gpkg`: pand, verblijfsobject and nummeraanduiding. Returns the number of units.
    ///
    /// `pand.hoogte` is our own addition to PDOK's columns: the true height in metres above the ground.
    func writeBuildings(to path: String, progress: (Double) -> Void) throws -> Int {
        let writer = try GDALWriter(path: path, format: .geoPackage, layers: [Self.pand, Self.unit, Self.number])
        var units = 0
        for (place, building) in town.buildings.enumerated() {
            guard let ring = RDRing(building.ring) else { continue }
            let pand = Self.identifier("10", place + 1)
            try writer.add(pandValues(building, identifier: pand, place: place), .polygons([RDPolygon(exterior: ring)]))
            for unit in building.units {
                units += 1
                let address = unit.address
                let vbo = Self.identifier("01", units)
                let number = Self.identifier("20", units)
                let street = town.addresses.streets[address.street]
                try writer.add(
                    [
                        .text(vbo), .integer(Int64(unit.area)), .text("Verblijfsobject in gebruik"),
                        .text(unit.use.rawValue), .text(street), .integer(Int64(address.number)),
                        optional(address.letter), optional(address.addition), .text(address.postcode),
                        .text(Self.placeName), .integer(Int64(building.year)), .text(pand), .text(number),
                    ],
                    .points([unit.point]),
                    toLayer: 1
                )
                try writer.add(
                    [
                        .text(number), .text("Naamgeving uitgegeven"), .integer(Int64(address.number)),
                        optional(address.letter), optional(address.addition), .text(address.postcode),
                        .text("Verblijfsobject"), .text(Self.identifier("30", address.street + 1)),
                    ],
                    RDGeometry.none,
                    toLayer: 2
                )
            }
            if place % 4096 == 0 { progress(Double(place) / Double(town.buildings.count)) }
        }
        try writer.close()
        return units
    }

    private func pandValues(_ building: Building, identifier: String, place: Int) -> [GDALValue] {
        var generator = SplitMix64(seed: town.seed, part: 5, place)
        let status =
            generator.chance(perMille: 970)
            ? "Pand in gebruik"
            : generator.pick([
                "Pand in gebruik (niet ingemeten)", "Bouw gestart", "Bouwvergunning verleend", "Verbouwing pand",
                "Sloopvergunning verleend",
            ])
        var uses: [String] = []
        for unit in building.units where !uses.contains(unit.use.rawValue) { uses.append(unit.use.rawValue) }
        let areas = building.units.map { Int64($0.area) }
        return [
            .text(identifier), .integer(Int64(building.year)), .text(status),
            optional(uses.joined(separator: ",")), areas.min().map { .integer($0) } ?? .null,
            areas.max().map { .integer($0) } ?? .null, .integer(Int64(areas.count)),
            .real(Double(building.heightDecimetres) / 10),
        ]
    }

    private func optional(_ text: String) -> GDALValue { text.isEmpty ? .null : .text(text) }

    /// 16 digits: gemeente 0998, object type, serial number.
    private static func identifier(_ type: String, _ number: Int) -> String {
        let digits = String(number)
        return "0998" + type + String(repeating: "0", count: 10 - digits.count) + digits
    }

    private static let pand = GDALWriterLayer(
        name: "pand",
        geometryKind: .polygon,
        fields: [
            GDALField("identificatie", .text), GDALField("bouwjaar", .integer), GDALField("status", .text),
            GDALField("gebruiksdoel", .text), GDALField("oppervlakte_min", .integer),
            GDALField("oppervlakte_max", .integer), GDALField("aantal_verblijfsobjecten", .integer),
            GDALField("hoogte", .real),
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

    // MARK: Parcels

    /// Writes `percelen.gpkg`: the parcels, which divide the municipality without gap or overlap. Returns their number.
    func writeParcels(_ regions: MeshRegions, to path: String, progress: (Double) -> Void) throws -> Int {
        let parcels = regions.regions(labels: town.mesh.faces.map(\.parcel)).regions
        let writer = try GDALWriter(path: path, format: .geoPackage, layers: [Self.parcel])
        var lastNumbers = [Int](repeating: 0, count: town.neighbourhoods.count)
        for (place, parcel) in parcels.enumerated() {
            guard let polygon = town.mesh.polygon(parcel.rings) else { continue }
            let section = Int(town.mesh.faces[parcel.firstFace].neighbourhood)
            lastNumbers[section] += 1
            let number = lastNumbers[section]
            let digits = String(number)
            let identifier = "\(9000 + section)" + String(repeating: "0", count: 5 - digits.count) + digits + "70000"
            var generator = SplitMix64(seed: town.seed, part: 6, place)
            // The registered size is an old measurement: 1 in 5 differs from the drawing by up to 3 %.
            let deviation = generator.chance(perMille: 200) ? generator.within(-30...30) : 0
            let size = max(1, Int((polygon.doubledArea * Int128(1000 + deviation) / 1000 + 1_000_000) / 2_000_000))
            try writer.add(
                [
                    .text(identifier), .text("VBS00"), .text(Self.placeName), .text(Self.sectionLetters(section)),
                    .integer(Int64(number)), .integer(Int64(size)),
                    .text(generator.chance(perMille: 960) ? "Vastgesteld" : "Voorlopig"),
                ],
                .polygons([polygon])
            )
            if place % 4096 == 0 { progress(Double(place) / Double(parcels.count)) }
        }
        try writer.close()
        return parcels.count
    }

    /// A, B, …, Z, AA, AB, …
    private static func sectionLetters(_ section: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ").map(String.init)
        return section < 26 ? letters[section] : letters[(section / 26 - 1) % 26] + letters[section % 26]
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

extension TownMesh {
    /// Rings of vertices as a polygon, the exterior first.
    func polygon(_ rings: [[Int32]]) -> RDPolygon? {
        let rings = rings.compactMap { RDRing($0.map { points[Int($0)] }) }
        guard let exterior = rings.first else { return nil }
        return RDPolygon(exterior: exterior, holes: Array(rings.dropFirst()))
    }

    /// Rings of vertices as shapes of a plan, with their arcs.
    func shapes(_ rings: [[Int32]]) -> [PlanShape] {
        rings.map { ring in
            // A ring that begins in the middle of an arc is begun one vertex later.
            let startsInArc = isArcMiddle[Int(ring[0])]
            let turned = startsInArc ? Array(ring.dropFirst()) + [ring[0]] : ring
            let middles = turned.indices.filter { isArcMiddle[Int(turned[$0])] }
            return PlanShape(points: turned.map { points[Int($0)] }, arcMiddles: Set(middles))
        }
    }
}
