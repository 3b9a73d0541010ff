import GeoValues

/// Where the rules of a town's omgevingsplan hold: its pons, the functions and heights inside it, and areas of rules that
/// hold elsewhere too.
struct RegulationPlaces {
    /// A function and its areas, as enkelbestemmingen have them.
    struct Function {
        var use: LandUse
        var places: [RegulationPlace]
        /// The last part of identifications: letters only.
        var key: String { String(use.name.filter(\.isLetter)) }
    }

    let pons: RegulationPlace
    let functions: [Function]
    let buildingHeights: [RegulationPlace]
    let eavesHeights: [RegulationPlace]
    /// Inside it rules on felling hold: the neighbourhoods of the town and its villages.
    let fellingContour: RegulationPlace
    /// Neighbourhoods without requirements on the look of buildings.
    let withoutAppearanceRules: RegulationPlace
    let noise: NoiseSquares

    init(content: TownContent, noiseSquares: Int) {
        let town = content.town
        let faces = town.mesh.faces
        let isInside = Self.ponsFaces(town)
        func place(_ identifier: String, _ name: String, _ labels: [Int32]) -> RegulationPlace {
            let regions = content.regions.regions(labels: labels).regions
            let surfaces = regions.map { Self.rings($0, town.mesh) }
            return RegulationPlace(identifier: "gebied.\(identifier)", name: name, surfaces: surfaces)
        }
        pons = place("Pons", "Pons", isInside.map { $0 ? 0 : -1 })
        let uses = faces.indices.map { isInside[$0] ? content.planUse(ofFace: $0).rawValue : -1 }
        let regions = content.regions.regions(labels: uses).regions
        functions = LandUse.allCases.compactMap { use in
            var function = Function(use: use, places: [])
            for region in regions where region.label == use.rawValue {
                let number = function.places.count + 1
                function.places.append(
                    RegulationPlace(
                        identifier: "gebied.\(function.key)\(digits(number, 4))",
                        name: "\(use.name) \(number)",
                        surfaces: [Self.rings(region, town.mesh)]
                    )
                )
            }
            return function.places.isEmpty ? nil : function
        }
        func heights(_ type: String, _ name: String) -> [RegulationPlace] {
            var places: [RegulationPlace] = []
            for object in town.planObjects {
                guard case .maatvoering(let values) = object.kind, let face = object.face, isInside[face] else {
                    continue
                }
                for value in values where value.type == type {
                    places.append(
                        RegulationPlace(
                            identifier: "gebied.\(name)\(digits(places.count + 1, 6))",
                            name: "\(name) \(value.value) meter",
                            surfaces: [[object.shape.points]],
                            value: String(value.value.map { $0 == "," ? "." : $0 })
                        )
                    )
                }
            }
            return places
        }
        buildingHeights = heights("maximum bouwhoogte (m)", "Bouwhoogte")
        eavesHeights = heights("maximum goothoogte (m)", "Goothoogte")
        let rural = Int32(town.neighbourhoods.count - 1)
        fellingContour = place(
            "BebouwingscontourHoutkap",
            "Bebouwingscontour houtkap",
            faces.map { $0.neighbourhood < rural ? 0 : -1 }
        )
        // Estates; in a town without any its last neighbourhood.
        let estates = town.neighbourhoods.indices.filter { town.neighbourhoods[$0].type == .estate }
        let free = Set((estates.isEmpty ? [Int(rural) - 1] : estates).map(Int32.init))
        withoutAppearanceRules = place(
            "WelstandsvrijGebied",
            "Welstandsvrij gebied",
            faces.map { free.contains($0.neighbourhood) ? 0 : -1 }
        )
        noise = NoiseSquares(count: noiseSquares, frame: town.municipality.frame, seed: town.seed)
    }

    private static func rings(_ region: MeshRegion, _ mesh: TownMesh) -> [[RDPoint]] {
        region.rings.map { ring in ring.map { mesh.points[Int($0)] } }
    }

    /// Blocks, and pieces of street between them, around a place east of the town's middle: 20 % of the municipality, part of
    /// the town among it, so that plans hold in some of its streets and in others no longer.
    private static func ponsFaces(_ town: TownBuilder) -> [Bool] {
        let faces = town.mesh.faces
        var units = zip(town.blockStarts, town.blockStarts.dropFirst() + [town.streetStart]).map { $0..<$1 }
        units += (town.streetStart..<faces.count).map { $0..<$0 + 1 }
        let areas = faces.map { town.mesh.polygon($0.rings)?.doubledArea ?? 0 }
        let whole = areas.reduce(0, +)
        let cell = town.kernels[0].cell
        let middle = town.lattice.node(Int(cell.x), Int(cell.y)) + Vector(town.municipality.frame.size.x * 0.15, 0)
        let distances = units.map { unit in
            let sum = unit.reduce(Vector(0, 0)) { $0 + town.mesh.middle(of: faces[$1].rings[0]) }
            return (sum * (1 / Double(max(1, unit.count))) - middle).length
        }
        var isInside = [Bool](repeating: false, count: faces.count)
        var area: Int128 = 0
        for number in units.indices.sorted(by: { (distances[$0], $0) < (distances[$1], $1) }) {
            let own = units[number].reduce(Int128(0)) { $0 + areas[$1] }
            // A block too large for what is left is passed over.
            guard (area + own) * 5 <= whole else { continue }
            area += own
            for face in units[number] { isInside[face] = true }
        }
        return isInside
    }
}
