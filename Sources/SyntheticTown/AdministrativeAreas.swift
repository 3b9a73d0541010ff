import GDALBridge
import GeoValues

/// Writes municipal borders as PDOK's bestuurlijke gebieden: gemeentegebied, provinciegebied and landgebied.
struct AdministrativeAreas {
    private let municipalities: [Municipality]

    init(nation: Nation) { municipalities = nation.municipalities }
    init(content: TownContent) { municipalities = [content.town.municipality] }

    /// One municipality's own file.
    func write(into folder: String, _ municipality: Municipality) throws -> TownTally {
        TownTally(files: [try write(to: "bestuurlijkegebieden\(municipality.suffix).gpkg", in: folder)])
    }

    /// The file of them all.
    func write(into folder: String) throws -> [String] {
        [try write(to: "bestuurlijkegebieden.gpkg", in: folder)]
    }

    private func write(to file: String, in folder: String) throws -> String {
        let fields = ["identificatie", "naam", "code", "ligt_in_provincie_code", "ligt_in_provincie_naam"]
        let layers = ["gemeentegebied", "provinciegebied", "landgebied"].map { name in
            GDALWriterLayer(
                name: name,
                geometryKind: .multiPolygon,
                fields: fields.prefix(name == "gemeentegebied" ? 5 : 3).map { GDALField($0, .text) }
            )
        }
        let writer = try GDALWriter(path: folder + "/" + file, format: .geoPackage, layers: layers)
        for municipality in municipalities {
            guard let ring = RDRing(municipality.frame.ring.map(\.point)) else { continue }
            let (code, name) = Self.province(of: municipality)
            try writer.add(
                [
                    .text("GM\(municipality.code)"), .text(municipality.name), .text(municipality.code), .text(code),
                    .text(name),
                ],
                .polygons([RDPolygon(exterior: ring)])
            )
        }
        let provinces = Set(municipalities.map { Self.province(of: $0).code }).sorted()
        for code in provinces {
            let members = municipalities.filter { Self.province(of: $0).code == code }
            let name = Self.province(of: members[0]).name
            try writer.add([.text("PV\(code)"), .text(name), .text(code)], .polygons(joined(members)), toLayer: 1)
        }
        try writer.add(
            [.text("LND9998"), .text("Voorbeeldland"), .text("9998")],
            .polygons(joined(municipalities)),
            toLayer: 2
        )
        try writer.close()
        return file
    }

    /// Four quarters of the land, by where a municipality lies; codes that no real province has.
    private static func province(of municipality: Municipality) -> (code: String, name: String) {
        let corner = municipality.frame.south.points[0]
        switch (corner.x >= 145_000_000, corner.y >= 460_000_000) {
        case (false, false): return ("41", "Zuidwesterland")
        case (true, false): return ("42", "Zuidoosterland")
        case (false, true): return ("43", "Noordwesterland")
        case (true, true): return ("44", "Noordoosterland")
        }
    }

    /// The area of several municipalities without the borders between them.
    private func joined(_ members: [Municipality]) -> [RDPolygon] {
        var points: [RDPoint] = []
        var positions: [RDPoint: Int32] = [:]
        let faces = members.map { member in
            [
                member.frame.ring.map { vertex in
                    if let known = positions[vertex.point] { return known }
                    positions[vertex.point] = Int32(points.count)
                    points.append(vertex.point)
                    return Int32(points.count - 1)
                }
            ]
        }
        let labels = [Int32](repeating: 0, count: faces.count)
        return MeshRegions(faces: faces, points: points).regions(labels: labels).regions.compactMap { region in
            let rings = region.rings.compactMap { RDRing($0.map { points[Int($0)] }) }
            return rings.first.map { RDPolygon(exterior: $0, holes: Array(rings.dropFirst())) }
        }
    }
}
