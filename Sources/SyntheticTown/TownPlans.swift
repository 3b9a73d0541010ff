import Foundation

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
        /// `bestemmingshoofdgroep`
        var group: String
        var label: String
        var shapes: [PlanShape]
        var place: Vector
    }

    enum Instrument {
        case zoningPlan
        /// A plan of the Omgevingswet's transition that is still drawn up as a zoning plan.
        case transitionPlan
        case preparatoryDecision
    }

    var instrument = Instrument.zoningPlan
    /// `NL.IMRO.0998.BP0001Centrum-VA01`
    var identifier: String
    /// Gemeentecode and name.
    var code: String
    var municipality: String
    var status = "vastgesteld"
    var name: String
    var date: String
    /// The parts of the plan's area, each an exterior and its holes.
    var area: [[PlanShape]]
    var zones: [Zone]
    var doubleZones: [DoubleZone]
    var objects: [PlanObject]
    /// The identifier of the zone under each object, in the same order; empty where there is none.
    var zoneOfObject: [String]

    /// The same area without any object in it.
    var withoutContents: TownPlan {
        var plan = self
        (plan.zones, plan.doubleZones, plan.objects, plan.zoneOfObject) = ([], [], [], [])
        return plan
    }
}

/// Divides the town into plans, one for every neighbourhood.
struct TownPlans {
    let content: TownContent

    private var town: TownBuilder { content.town }

    /// Writes `imro/<plan>.gml` and its rules, `imro/r_<plan>.html`, for every neighbourhood.
    func write(into folder: String) throws -> TownTally {
        var files: [String] = []
        let count = try forEachPlan { plan in files += try Self.write(plan, seed: town.seed, into: folder) }
        return TownTally(counts: ["plan": count], files: files)
    }

    /// Writes what lies over the plans or comes before and after them: a paraplu plan over all of the municipality, a
    /// voorbereidingsbesluit, a TAM plan, the draft of a plan in force and the draft of one to come.
    func writeOtherInstruments(into folder: String) throws -> TownTally {
        var plans: [TownPlan] = []
        let whole = content.regions.regions(labels: [Int32](repeating: 0, count: town.mesh.faces.count)).regions
        _ = forEachPlan { plan in
            let code = "NL.IMRO.\(plan.code)"
            switch plans.count {
            case 0:
                var umbrella = plan.withoutContents
                umbrella.identifier = "\(code).BP9001Parkeren-VA01"
                umbrella.name = "Parapluplan parkeren"
                umbrella.area = whole.map { town.mesh.shapes($0.rings) }
                plans.append(umbrella)
                var decision = plan.withoutContents
                decision.instrument = .preparatoryDecision
                decision.identifier = "\(code).VB9001Centrum-VA01"
                decision.name = "Voorbereidingsbesluit \(plan.name)"
                decision.date = "2025-11-03"
                plans.append(decision)
            case 2:
                var transition = plan
                transition.instrument = .transitionPlan
                transition.identifier = "\(code).TAM9001-VA01"
                transition.name = "TAM-omgevingsplan Hoofdstuk 22b \(plan.name)"
                transition.date = "2025-02-10"
                plans.append(transition)
            case 3, 4:
                var draft = plan
                let isPast = plans.count == 3
                draft.identifier = String(plan.identifier.dropLast(4)) + (isPast ? "OW01" : "OW02")
                draft.status = "ontwerp"
                draft.date = isPast ? "2008-05-20" : "2026-01-12"
                plans.append(draft)
            default: break
            }
        }
        let files = try plans.flatMap { try Self.write($0, seed: town.seed, into: folder) }
        return TownTally(counts: ["instrument": plans.count], files: files)
    }

    /// Writes a plan and the page with its rules; returns their names.
    private static func write(_ plan: TownPlan, seed: UInt64, into folder: String) throws -> [String] {
        var document = IMRODocument(plan: plan, seed: seed)
        try FileManager.default.createDirectory(atPath: folder + "/imro", withIntermediateDirectories: true)
        let files = ["imro/\(plan.identifier).gml", "imro/\(PlanTextDocument.fileName(plan.identifier))"]
        for (file, bytes) in zip(files, [document.bytes(), PlanTextDocument(plan: plan).bytes()]) {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(file)
            try Data(bytes).write(to: url, options: .withoutOverwriting)
        }
        return files
    }

    /// Calls `body` with every plan in turn; returns how many there were.
    private func forEachPlan(_ body: (TownPlan) throws -> Void) rethrows -> Int {
        let regions = content.regions
        let faces = town.mesh.faces
        let useCount = Int32(LandUse.allCases.count)
        let (zones, zoneOfFace) = regions.regions(
            labels: faces.indices.map { faces[$0].neighbourhood * useCount + content.planUse(ofFace: $0).rawValue }
        )
        let areas = regions.regions(labels: faces.map(\.neighbourhood)).regions
        let archaeology = regions.regions(labels: faces.map { archaeologyLabel($0) }).regions
        let dikes = regions.regions(
            labels: faces.indices.map { town.dikeFaces.contains($0) ? faces[$0].neighbourhood : -1 }
        ).regions
        let railways = regions.regions(labels: faces.map { $0.use == .railverkeer ? $0.neighbourhood : -1 }).regions
        let count = town.neighbourhoods.count
        let zonesOfPlan = grouped(zones.indices, count) { Int(zones[$0].label / useCount) }
        let areasOfPlan = grouped(areas.indices, count) { Int(areas[$0].label) }
        let archaeologyOfPlan = grouped(archaeology.indices, count) { Int(archaeology[$0].label) }
        let dikesOfPlan = grouped(dikes.indices, count) { Int(dikes[$0].label) }
        let railwaysOfPlan = grouped(railways.indices, count) { Int(railways[$0].label) }
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
                identifier: "NL.IMRO.\(town.municipality.code).\(code)-VA01",
                code: town.municipality.code,
                municipality: town.municipality.name,
                name: town.neighbourhoodName(plan),
                date: date,
                area: areasOfPlan[plan].map { town.mesh.shapes(areas[$0].rings) },
                zones: zip(zonesOfPlan[plan], identifiers).map { zone, identifier in
                    let face = faces[zones[zone].firstFace]
                    return TownPlan.Zone(
                        use: content.planUse(ofFace: zones[zone].firstFace),
                        shapes: town.mesh.shapes(zones[zone].rings),
                        label: town.mesh.middle(of: face.rings[0]),
                        identifier: identifier
                    )
                },
                doubleZones: archaeologyOfPlan[plan].map { doubleZone(.archaeology, archaeology[$0]) }
                    + dikesOfPlan[plan].map { doubleZone(.dike, dikes[$0]) }
                    + railwaysOfPlan[plan].map { doubleZone(.railway, railways[$0]) },
                objects: objects,
                zoneOfObject: objects.map { object in
                    object.face.flatMap { identifierOfZone[Int(zoneOfFace[$0])] } ?? ""
                }
            )
            written += 1
            try body(result)
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

    private enum Protection {
        case archaeology
        case dike
        case railway
    }

    private func doubleZone(_ protection: Protection, _ region: MeshRegion) -> TownPlan.DoubleZone {
        let (name, group, label) =
            switch protection {
            case .archaeology: ("Waarde - Archeologie", "waarde", "WR-A")
            case .dike: ("Waterstaat - Waterkering", "waterstaat", "WS-WK")
            case .railway: ("Leiding - Hoogspanning", "leiding", "L-HS")
            }
        return TownPlan.DoubleZone(
            name: name,
            group: group,
            label: label,
            shapes: town.mesh.shapes(region.rings),
            place: town.mesh.middle(of: town.mesh.faces[region.firstFace].rings[0])
        )
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
