import GeoValues

/// Sixteen directions around the compass from the east, as fractions of 1: cosines and sines to four digits.
let compass: [(Double, Double)] = {
    let first = [(1.0, 0.0), (0.9239, 0.3827), (0.7071, 0.7071), (0.3827, 0.9239)]
    let second = first.map { (-$0.1, $0.0) }
    let half = first + second
    return half + half.map { (-$0.0, -$0.1) }
}()

extension TownBuilder {
    private func boundary(of outline: BlockOutline) -> [[Int32]] {
        [
            mesh.expanded(outline.front), mesh.expanded(outline.finish), mesh.expanded(outline.back).reversed(),
            mesh.expanded(outline.start).reversed(),
        ]
    }

    /// The block seen as one plot from front to back.
    private func wholePlot(_ outline: BlockOutline) -> Plot {
        let (front, back) = (outline.front, outline.back)
        return Plot(
            left: mesh.position(front[0]),
            leftEnd: mesh.position(back[0]),
            right: mesh.position(front[front.count - 1]),
            rightEnd: mesh.position(back[back.count - 1]),
            hasJaggedBack: false
        )
    }

    mutating func layWhole(_ outline: BlockOutline, use: LandUse, neighbourhood: Int) {
        mesh.addFace(
            boundary(of: outline),
            use: use,
            parcel: newParcel(),
            neighbourhood: Int32(neighbourhood)
        )
    }

    /// A park; most have a pond when there is room.
    mutating func layPark(_ outline: BlockOutline, neighbourhood: Int, generator: inout SplitMix64) {
        let shore = boundary(of: outline).joined().map { mesh.position($0) }
        let middle = shore.reduce(Vector(0, 0), +) * (1 / Double(shore.count))
        var room = Double.infinity
        for (from, to) in zip(shore, shore.dropFirst() + shore.prefix(1)) {
            // A middle outside a bent park leaves no room.
            let way = (to - from).unit
            let share = max(0, min((to - from).length, way.x * (middle - from).x + way.y * (middle - from).y))
            let distance = (from + way * share - middle).length
            room = min(room, way.cross(middle - from) < 0 && distance < room ? -distance : distance)
        }
        guard room > 16_000, generator.chance(perMille: 600) else {
            layWhole(outline, use: .groen, neighbourhood: neighbourhood)
            return
        }
        let base = room / 1.7
        var pond: [Int32] = []
        // Every radius is the mean of five around it: a soft shore, also where its end meets its beginning.
        let shares = compass.map { _ in generator.within(55...118) }
        for (place, (cosine, sine)) in compass.enumerated() {
            let near = (0..<5).map { shares[(place + $0) % shares.count] }
            let radius = base * Double(near.reduce(0, +)) / 500
            pond.append(mesh.addVertex(middle + Vector(cosine * radius * 1.25, sine * radius)))
        }
        mesh.addFace(
            boundary(of: outline),
            holes: [pond.reversed()],
            use: .groen,
            parcel: newParcel(),
            neighbourhood: Int32(neighbourhood)
        )
        mesh.addFace([pond], use: .water, parcel: newParcel(), neighbourhood: Int32(neighbourhood))
    }

    /// A school, a church or a sports club on ground of its own.
    mutating func layFacility(
        _ kind: BlockKind,
        _ outline: BlockOutline,
        neighbourhood: Int,
        generator: inout SplitMix64
    ) {
        let use: LandUse = kind == .sport ? .sport : (kind == .station ? .verblijfsgebied : .maatschappelijk)
        layWhole(outline, use: use, neighbourhood: neighbourhood)
        let plot = wholePlot(outline)
        guard plot.width > 30_000, plot.depth > 28_000, kind != .sport || buildings.count < urbanTarget else { return }
        let ring: [Vector]
        let (ridge, unitUse): (Int, BuildingUnit.Use)
        func u(_ metres: Double) -> Double { 0.5 + metres * 1000 / plot.width }
        switch kind {
        case .church:
            let d = plot.depth / 2
            // A cross: nave and transept.
            ring = [
                plot.at(u(-15), d - 5_000), plot.at(u(3), d - 5_000), plot.at(u(3), d - 10_000),
                plot.at(u(9), d - 10_000), plot.at(u(9), d - 5_000), plot.at(u(14), d - 5_000),
                plot.at(u(14), d + 5_000),
                plot.at(u(9), d + 5_000), plot.at(u(9), d + 10_000), plot.at(u(3), d + 10_000),
                plot.at(u(3), d + 5_000),
                plot.at(u(-15), d + 5_000),
            ]
            (ridge, unitUse) = (220, .gathering)
        case .sport:
            ring = [plot.at(u(-9), 6_000), plot.at(u(9), 6_000), plot.at(u(9), 17_000), plot.at(u(-9), 17_000)]
            (ridge, unitUse) = (45, .sport)
        case .station:
            ring = [plot.at(u(-13), 8_000), plot.at(u(13), 8_000), plot.at(u(13), 19_000), plot.at(u(-13), 19_000)]
            (ridge, unitUse) = (80, .gathering)
        default:
            // Two wings around a yard.
            ring = [
                plot.at(u(-14), 8_000), plot.at(u(14), 8_000), plot.at(u(14), 24_000), plot.at(u(6), 24_000),
                plot.at(u(6), 17_000), plot.at(u(-6), 17_000), plot.at(u(-6), 24_000), plot.at(u(-14), 24_000),
            ]
            (ridge, unitUse) = (generator.pick([45, 70, 75]), .education)
        }
        // Where the street bends into the block there is no room for it.
        let ground = mesh.faces[mesh.faces.count - 1].rings[0].map { mesh.points[Int($0)] }
        guard ringLies(ring.map(\.point), within: ground) else { return }
        let inside = kind == .church ? plot.at(0.5, plot.depth / 2) : plot.at(0.5, 12_000)
        let unit = BuildingUnit(
            use: unitUse,
            area: kind == .sport ? 170 : generator.within(450...1400),
            point: inside.point,
            address: addresses.address(street: outline.frontStreet, isOdd: true)
        )
        addBuilding(
            ring,
            face: mesh.faces.count - 1,
            year: kind == .church ? generator.within(1480...1920) : generator.within(1955...2015),
            ridge: ridge,
            roof: kind == .church || kind == .station ? .gable : .flat,
            units: [unit],
            generator: &generator
        )
        let zone = [
            plot.at(u(-15), 5_000), plot.at(u(15), 5_000), plot.at(u(15), plot.depth - 4_000),
            plot.at(u(-15), plot.depth - 4_000),
        ]
        addBuildingZone(
            PlanShape(points: zone.map(\.point)),
            neighbourhood: neighbourhood,
            face: mesh.faces.count - 1,
            heights: (nil, ridge),
            percentage: 60
        )
    }

    /// Slabs of flats in the green.
    mutating func layFlats(_ outline: BlockOutline, neighbourhood: Int, generator: inout SplitMix64) {
        // A plot to each straight piece, so that a bend in the street does not run into the slab behind it.
        let cuts = cutsBySide(outline.front, width: 62_000)
        let row = mesh.throughRow(outline, cuts: cuts, strip: 7_000)
        guard mesh.isSound(row) else {
            layWhole(outline, use: .groen, neighbourhood: neighbourhood)
            return
        }
        let storeys = generator.within(4...10)
        let year = generator.within(1960...1978)
        for number in 0..<row.plotCount {
            mesh.addPlotFaces(
                number,
                of: row,
                use: .wonen,
                stripUse: .groen,
                parcel: newParcel(),
                neighbourhood: Int32(neighbourhood)
            )
            let plot = mesh.plot(number, of: row)
            guard plot.depth > 26_000, plot.width > 24_000 else { continue }
            let (low, high) = (5_000 / plot.width, 1 - 5_000 / plot.width)
            let outline = HouseOutline(plot: plot, low: low, high: high, front: 10_000, back: 22_000, room: 1_500)
            let (ring, _) = outline.ring(corners: Int(Measured.hallCorners.draw(&generator)), generator: &generator)
            let perStorey = max(2, Int((plot.width - 10_000) / 8_000))
            var units: [BuildingUnit] = []
            for flat in 0..<perStorey * storeys {
                // Flats above each other share a point.
                let share = low + (high - low) * (Double(flat % perStorey) + 0.5) / Double(perStorey)
                units.append(
                    BuildingUnit(
                        use: .living,
                        area: generator.within(58...92),
                        point: plot.at(share, 16_000).point,
                        address: addresses.address(street: row.street, isOdd: true)
                    )
                )
            }
            addBuilding(
                ring,
                face: mesh.faces.count - 1,
                year: year,
                ridge: storeys * 29 + 5,
                roof: .flat,
                units: units,
                generator: &generator
            )
            let zone = [plot.at(low, 9_000), plot.at(high, 9_000), plot.at(high, 23_000), plot.at(low, 23_000)]
            let shape = PlanShape(points: zone.map(\.point))
            addBuildingZone(
                shape,
                neighbourhood: neighbourhood,
                face: mesh.faces.count - 1,
                heights: (nil, storeys * 30),
                percentage: nil
            )
            planObjects.append(
                PlanObject(
                    kind: .bouwaanduiding(name: "gestapeld", label: "[gs]"),
                    neighbourhood: neighbourhood,
                    face: mesh.faces.count - 1,
                    shape: shape
                )
            )
        }
    }

    /// Works and offices on an estate, with a petrol station's safety circles now and then.
    mutating func layWorks(_ outline: BlockOutline, neighbourhood: Int, generator: inout SplitMix64) {
        func cuts(_ chain: [Int32]) -> [Double] {
            let length = mesh.length(of: chain)
            let count = max(1, Int(length / Double(generator.within(32_000...54_000))))
            return (1..<max(1, count)).map { length * Double($0) / Double(count) }
        }
        let isDeep = mesh.length(of: outline.start) > 80_000
        var rows: [PlotRow]
        if isDeep {
            let (near, far) = mesh.plotRows(
                outline,
                frontCuts: cuts(outline.front),
                backCuts: cuts(outline.back),
                strip: nil,
                generator: &generator
            )
            rows = [near, far]
        } else {
            rows = [mesh.throughRow(outline, cuts: cuts(outline.front), strip: nil)]
        }
        guard rows.allSatisfy({ mesh.isSound($0) }) else {
            layWhole(outline, use: .groen, neighbourhood: neighbourhood)
            return
        }
        for row in rows {
            for number in 0..<row.plotCount {
                mesh.addPlotFaces(
                    number,
                    of: row,
                    use: .bedrijventerrein,
                    stripUse: .groen,
                    parcel: newParcel(),
                    neighbourhood: Int32(neighbourhood)
                )
                layHall(mesh.plot(number, of: row), row: row, neighbourhood: neighbourhood, generator: &generator)
            }
        }
    }

    private mutating func layHall(
        _ plot: Plot,
        row: PlotRow,
        neighbourhood: Int,
        generator: inout SplitMix64
    ) {
        guard plot.width > 18_000, plot.depth > 24_000 else { return }
        let front = Double(generator.within(7...12)) * 1000
        let back = plot.depth - Double(generator.within(4...14)) * 1000
        guard back - front > 10_000 else { return }
        let low = Double(generator.within(3...5)) * 1000 / plot.width
        let high = 1 - Double(generator.within(3...7)) * 1000 / plot.width
        let outline = HouseOutline(plot: plot, low: low, high: high, front: front, back: back)
        let (ring, _) = outline.ring(corners: Int(Measured.hallCorners.draw(&generator)), generator: &generator)
        let ridge = generator.pick([75, 80, 100, 120])
        let area = Int((back - front) * (high - low) * plot.width / 1_000_000)
        var units: [BuildingUnit] = []
        for number in 0..<generator.pick([1, 1, 1, 1, 2]) {
            let share = low + (high - low) * (0.15 + 0.2 * Double(number))
            units.append(
                BuildingUnit(
                    use: generator.pick([
                        .industry, .industry, .industry, .industry, .office, .office, .other, .other, .shop,
                    ]),
                    area: area,
                    point: plot.at(share, (front + back) / 2).point,
                    address: addresses.address(street: row.street, isOdd: row.isOdd)
                )
            )
        }
        addBuilding(
            ring,
            face: mesh.faces.count - 1,
            year: generator.within(1972...2020),
            ridge: ridge,
            roof: generator.pick([.flat, .tiered]),
            units: units,
            generator: &generator
        )
        let margin = 3_000 / plot.width
        let zone = [
            plot.at(margin, 5_000), plot.at(1 - margin, 5_000), plot.at(1 - margin, plot.depth - 1_000),
            plot.at(margin, plot.depth - 1_000),
        ]
        addBuildingZone(
            PlanShape(points: zone.map(\.point)),
            neighbourhood: neighbourhood,
            face: mesh.faces.count - 1,
            heights: (nil, ridge),
            percentage: generator.pick([50, 60, 70, 80])
        )
        if generator.chance(perMille: 25) {
            let middle = plot.at(0.5, 6_000).point
            for radius in [45_000, 110_000] as [Int32] {
                planObjects.append(
                    PlanObject(
                        kind: .gebiedsaanduiding(
                            name: "veiligheidszone - lpg",
                            group: "veiligheidszone",
                            label: "(vlpg)"
                        ),
                        neighbourhood: neighbourhood,
                        shape: .circle(middle: middle, radius: radius)
                    )
                )
            }
        }
    }
}
