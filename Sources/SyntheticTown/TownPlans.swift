/// A plan to be written: one neighbourhood's enkelbestemmingen and what lies on top of them.
struct TownPlan {
    struct Zone {
        var use: LandUse
        var shapes: [PlanShape]
        /// A place inside for the label.
        var label: Vector
        var identifier: String
    }

    struct DoubleZone {
        var name: String
        var label: String
        var shapes: [PlanShape]
        var place: Vector
    }

    /// `NL.IMRO.0998.BP0001Centrum-VA01`
    var identifier: String
    var name: String
    var date: String
    /// The parts of the plan's area, each an exterior and its holes.
    var area: [[PlanShape]]
    var zones: [Zone]
    var doubleZones: [DoubleZone]
    var objects: [PlanObject]
    /// The identifier of the zone under each object, in the same order; empty where there is none.
    var zoneOfObject: [String]
}

/// Divides the town into plans, one for every neighbourhood.
struct TownPlans {
    let town: TownBuilder
    let regions: MeshRegions

    /// Calls `body` with every plan in turn; returns how many there were.
    func forEachPlan(_ body: (TownPlan, Double) throws -> Void) rethrows -> Int {
        let faces = town.mesh.faces
        let useCount = Int32(LandUse.allCases.count)
        let (zones, zoneOfFace) = regions.regions(labels: faces.map { $0.neighbourhood * useCount + $0.use.rawValue })
        let areas = regions.regions(labels: faces.map(\.neighbourhood)).regions
        let archaeology = regions.regions(labels: faces.map { archaeologyLabel($0) }).regions
        let count = town.neighbourhoods.count
        let zonesOfPlan = grouped(zones.indices, count) { Int(zones[$0].label / useCount) }
        let areasOfPlan = grouped(areas.indices, count) { Int(areas[$0].label) }
        let archaeologyOfPlan = grouped(archaeology.indices, count) { Int(archaeology[$0].label) }
        let objectsOfPlan = grouped(town.planObjects.indices, count) { town.planObjects[$0].neighbourhood }

        var written = 0
        for plan in 0..<count where !areasOfPlan[plan].isEmpty {
            let type = town.neighbourhoods[plan].type
            let number = String(plan + 1)
            let code = "BP" + String(repeating: "0", count: max(0, 4 - number.count)) + number + type.name
            var generator = SplitMix64(seed: town.seed, part: 7, plan)
            let year = generator.within(2009...2023)
            let month = generator.within(1...12)
            let day = generator.within(1...28)
            let date = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            let identifiers = zonesOfPlan[plan].map { zone in
                Self.identifier(seed: town.seed, kind: 8, number: zone)
            }
            var identifierOfZone: [Int: String] = [:]
            for (zone, identifier) in zip(zonesOfPlan[plan], identifiers) { identifierOfZone[zone] = identifier }
            let objects = objectsOfPlan[plan].map { town.planObjects[$0] }
            let result = TownPlan(
                identifier: "NL.IMRO.0998.\(code)-VA01",
                name: plan == count - 1 || type == .centre ? type.name : "\(type.name) \(plan)",
                date: date,
                area: areasOfPlan[plan].map { town.mesh.shapes(areas[$0].rings) },
                zones: zip(zonesOfPlan[plan], identifiers).map { zone, identifier in
                    let face = faces[zones[zone].firstFace]
                    return TownPlan.Zone(
                        use: face.use,
                        shapes: town.mesh.shapes(zones[zone].rings),
                        label: town.mesh.middle(of: face.rings[0]),
                        identifier: identifier
                    )
                },
                doubleZones: archaeologyOfPlan[plan].map { zone in
                    let face = faces[archaeology[zone].firstFace]
                    return TownPlan.DoubleZone(
                        name: "Waarde - Archeologie",
                        label: "WR-A",
                        shapes: town.mesh.shapes(archaeology[zone].rings),
                        place: town.mesh.middle(of: face.rings[0])
                    )
                },
                objects: objects,
                zoneOfObject: objects.map { object in
                    object.face.flatMap { identifierOfZone[Int(zoneOfFace[$0])] } ?? ""
                }
            )
            written += 1
            try body(result, Double(plan + 1) / Double(count))
        }
        return written
    }

    /// `NL.IMRO.` and 32 hexadecimal digits.
    static func identifier(seed: UInt64, kind: Int, number: Int) -> String {
        var generator = SplitMix64(seed: seed, part: kind, number)
        var digits = ""
        for _ in 0..<2 {
            let half = String(generator.next(), radix: 16)
            digits += String(repeating: "0", count: 16 - half.count) + half
        }
        return digits
    }

    private func grouped(_ items: Range<Int>, _ count: Int, by group: (Int) -> Int) -> [[Int]] {
        var groups = [[Int]](repeating: [], count: count)
        for item in items { groups[group(item)].append(item) }
        return groups
    }

    /// The old town lies on remains everywhere, the rest of the municipality where the soil is high.
    private func archaeologyLabel(_ face: MeshFace) -> Int32 {
        switch town.neighbourhoods[Int(face.neighbourhood)].type {
        case .centre, .prewar: return face.neighbourhood
        default:
            let soil = SmoothNoise(seed: town.seed &+ 21, wavelength: 700_000)
            return soil[town.mesh.middle(of: face.rings[0])] > 0.1 ? face.neighbourhood : -1
        }
    }
}
