import GeoValues

/// A place where a farm may stand.
struct FarmSite {
    var plot: Plot
    var street: Int
    var neighbourhood: Int
    var face: Int
    /// Lower ranks are chosen first.
    var rank: Int
}

extension TownBuilder {
    /// Long strips of meadow with ditches between them, and a farm at the road here and there.
    mutating func layFields(_ outline: BlockOutline, neighbourhood: Int, generator: inout SplitMix64) {
        // Among the houses of a village most meadows are paddocks without ditches.
        if neighbourhoods[neighbourhood].type == .village, generator.chance(perMille: 650) {
            layWhole(outline, use: .agrarisch, neighbourhood: neighbourhood)
            return
        }
        let length = mesh.length(of: outline.front)
        let margins = (bulge(outline.start, isStart: true), bulge(outline.finish, isStart: false))
        let ditch = Double(generator.within(22...34)) * 100
        let width = Double(generator.within(38...75)) * 1000
        var cuts: [Double] = []
        var next = max(width, margins.0 * 1.5 + 15_000)
        // Each ditch is two cuts close together.
        while next + ditch + max(width * 0.7, margins.1 * 1.5 + 15_000) < length {
            cuts += [next, next + ditch]
            next += ditch + width
        }
        let row = mesh.throughRow(outline, cuts: cuts, strip: nil)
        guard mesh.isSound(row) else {
            layWhole(outline, use: .agrarisch, neighbourhood: neighbourhood)
            return
        }
        // Cuts that fell together at a bend leave no ditch there: tell ditches by their width.
        for number in 0..<row.plotCount {
            let plot = mesh.plot(number, of: row)
            let isDitch = plot.width < 4_500
            mesh.addPlotFaces(
                number,
                of: row,
                use: isDitch ? .water : .agrarisch,
                stripUse: .groen,
                parcel: newParcel(),
                neighbourhood: Int32(neighbourhood)
            )
            let isInner = number > 0 && number < row.plotCount - 1
            if isInner, plot.width > 36_000, plot.depth > 90_000 {
                farmSites.append(
                    FarmSite(
                        plot: plot,
                        street: row.street,
                        neighbourhood: neighbourhood,
                        face: mesh.faces.count - 1,
                        rank: Int(generator.next() >> 40)
                    )
                )
            }
        }
    }

    /// Farms at random sites until the town has its buildings; each has three.
    mutating func layFarms() {
        let count = min(farmSites.count, max(0, (target - buildings.count + 1) / 3))
        let chosen = farmSites.indices.sorted { (farmSites[$0].rank, $0) < (farmSites[$1].rank, $1) }.prefix(count)
        for place in chosen.sorted() {
            var generator = SplitMix64(seed: seed, part: 9, place)
            layFarm(farmSites[place], generator: &generator)
        }
    }

    /// How far a side of a block bends into it, in millimetres.
    private func bulge(_ chain: [Int32], isStart: Bool) -> Double {
        guard let first = chain.first, let last = chain.last else { return 0 }
        let origin = mesh.position(first)
        let direction = (mesh.position(last) - origin).unit
        var largest = 0.0
        for vertex in chain {
            let offset = direction.cross(mesh.position(vertex) - origin)
            largest = max(largest, isStart ? -offset : offset)
        }
        return largest
    }

    /// A farmhouse and barns on a plot of 35 × 60 m at the road.
    private mutating func layFarm(_ site: FarmSite, generator: inout SplitMix64) {
        let plot = site.plot
        func u(_ metres: Double) -> Double { 0.5 + metres * 1000 / plot.width }
        func rectangle(_ west: Double, _ east: Double, _ near: Double, _ far: Double) -> [Vector] {
            [
                plot.at(u(west), near * 1000), plot.at(u(east), near * 1000), plot.at(u(east), far * 1000),
                plot.at(u(west), far * 1000),
            ]
        }
        let year = generator.within(1870...1990)
        let house = rectangle(-14, -4, 10, 23)
        let farmhouse = BuildingUnit(
            use: .living,
            area: generator.within(120...240),
            point: plot.at(u(-9), 16_000).point,
            address: addresses.address(street: site.street, isOdd: true)
        )
        addBuilding(
            house,
            face: site.face,
            year: year,
            ridge: 85,
            roof: .gable,
            units: [farmhouse],
            generator: &generator
        )
        for (barn, age, ridge) in [(rectangle(0, 15, 27, 58), 40, 95), (rectangle(-14, -3, 32, 50), 20, 60)] {
            addBuilding(
                barn,
                face: site.face,
                year: min(2020, year + age),
                ridge: ridge,
                roof: .gable,
                units: [],
                generator: &generator
            )
        }
        addBuildingZone(
            PlanShape(points: rectangle(-16.5, 16.5, 8, 62).map(\.point)),
            neighbourhood: site.neighbourhood,
            face: site.face,
            heights: (45, 100),
            percentage: nil
        )
        if generator.chance(perMille: 200) {
            planObjects.append(
                PlanObject(
                    kind: .functieaanduiding(name: "intensieve veehouderij", label: "(iv)"),
                    neighbourhood: site.neighbourhood,
                    face: site.face,
                    shape: PlanShape(points: rectangle(-16.5, 16.5, 25, 62).map(\.point))
                )
            )
        }
    }
}
