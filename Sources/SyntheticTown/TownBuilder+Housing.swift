import GeoValues

extension TownBuilder {
    /// Two rows of houses back to back, or one row through when the block is shallow.
    mutating func layHousing(
        _ outline: BlockOutline,
        neighbourhood: Int,
        style: HousingStyle,
        generator: inout SplitMix64
    ) {
        let width = Double(generator.within(style.plotWidth))
        let isRow = style.form == .row
        func cuts(_ chain: [Int32]) -> [Double] {
            isRow ? cutsBySide(chain, width: width) : evenCuts(chain, width: width, isPaired: style.form == .pair)
        }
        let strip = style.setback >= 3_000 ? Double(style.setback) : nil
        let (frontCuts, backCuts) = (cuts(outline.front), cuts(outline.back))
        let (near, far) = mesh.plotRows(
            outline,
            frontCuts: frontCuts,
            backCuts: backCuts,
            strip: strip,
            generator: &generator
        )
        layHouses(near, neighbourhood: neighbourhood, style: style, generator: &generator)
        layHouses(far, neighbourhood: neighbourhood, style: style, generator: &generator)
    }

    /// Plots of nearly the same width within each straight piece of a side, so that no plot has a bend in its front.
    func cutsBySide(_ chain: [Int32], width: Double) -> [Double] {
        var cuts: [Double] = []
        var walked = 0.0
        for (start, end) in zip(chain, chain.dropFirst()) {
            let length = mesh.distance(start, end)
            let count = max(1, Int((length / width).rounded()))
            for plot in 1...count { cuts.append(walked + length * Double(plot) / Double(count)) }
            walked += length
        }
        return Array(cuts.dropLast())
    }

    private func evenCuts(_ chain: [Int32], width: Double, isPaired: Bool) -> [Double] {
        let length = mesh.length(of: chain)
        var count = max(2, Int((length / width).rounded()))
        if isPaired { count += count % 2 }
        return (1..<count).map { length * Double($0) / Double(count) }
    }

    private mutating func layHouses(
        _ row: PlotRow,
        neighbourhood: Int,
        style: HousingStyle,
        generator: inout SplitMix64
    ) {
        var faces: [Int] = []
        for number in 0..<row.plotCount {
            mesh.addPlotFaces(
                number,
                of: row,
                use: style.use,
                stripUse: .tuin,
                parcel: newParcel(),
                neighbourhood: Int32(neighbourhood)
            )
            faces.append(mesh.faces.count - 1)
        }
        var first = 0
        while first < row.plotCount {
            var count = style.form == .row ? generator.within(style.group) : (style.form == .pair ? 2 : 1)
            count = min(count, row.plotCount - first)
            if style.form == .row, row.plotCount - first - count < 3 { count = row.plotCount - first }
            layTerrace(
                row,
                plots: first..<first + count,
                neighbourhood: neighbourhood,
                face: faces[first],
                style: style,
                generator: &generator
            )
            first += count
        }
    }

    /// Houses that stand together: a row, a pair, or one detached house.
    private mutating func layTerrace(
        _ row: PlotRow,
        plots: Range<Int>,
        neighbourhood: Int,
        face: Int,
        style: HousingStyle,
        generator: inout SplitMix64
    ) {
        let shapes = plots.map { mesh.plot($0, of: row) }
        guard let shallowest = shapes.map(\.depth).min() else { return }
        let front = Double(style.setback)
        let depth = min(Double(generator.within(style.depth)), shallowest - front - 2_000)
        guard depth > 4_000 else { return }
        var year = generator.within(style.years)
        if generator.chance(perMille: 2) { year = 9999 }
        var height = generator.pick(style.heights)
        // One plan rule in twenty is in half metres.
        if generator.chance(perMille: 50) { height = (height.eaves - 25, height.ridge - 15) }
        let isOldTown = style.use == .centrum
        addTerracePlan(
            row,
            plots: plots,
            shapes: shapes,
            neighbourhood: neighbourhood,
            face: face,
            style: style,
            depth: depth,
            height: height,
            generator: &generator
        )

        for (place, shape) in shapes.enumerated() {
            let isFirst = place == 0
            let isLast = place == shapes.count - 1
            let gap = style.form == .row ? (isOldTown ? 150.0 : 900.0) : 2_800.0
            let low = isFirst ? gap / shape.width : 0
            let high = isLast ? 1 - gap / shape.width : 1
            let (footprint, houseBack) = houseFootprint(
                shape,
                from: low,
                to: high,
                front: front,
                depth: depth,
                room: shallowest - front - depth,
                style: style,
                generator: &generator
            )
            if isOldTown { year = generator.within(style.years) }
            let area = Int(depth * shape.width * (high - low) / 1_000_000)
            let middle = shape.at((low + high) / 2, front + depth / 2).point
            let units = dwellings(
                row,
                count: generator.within(style.dwellings),
                floorArea: area,
                point: middle,
                style: style,
                storeys: max(1, height.ridge / 35),
                generator: &generator
            )
            addBuilding(footprint, year: year, ridge: height.ridge, units: units, generator: &generator)
            if generator.chance(perMille: style.shedsPerMille) {
                addShed(shape, behind: houseBack, year: year, atLeft: place % 2 == 0, generator: &generator)
            }
        }
    }

    /// The footprint, and how far from the street it reaches.
    private func houseFootprint(
        _ plot: Plot,
        from low: Double,
        to high: Double,
        front: Double,
        depth: Double,
        room: Double,
        style: HousingStyle,
        generator: inout SplitMix64
    ) -> (ring: [Vector], back: Double) {
        let back = front + depth
        let draw = generator.below(100)
        if draw < 18, room > 5_500 {
            // An extension at the back, along one party wall.
            let far = back + Double(generator.within(2_000...3_500))
            let inner = low + (high - low) * Double(generator.within(35...55)) / 100
            let ring = [
                plot.at(low, front), plot.at(high, front), plot.at(high, back), plot.at(high, far), plot.at(inner, far),
                plot.at(inner, back), plot.at(low, back),
            ]
            return (ring, far)
        }
        if draw < 48, style.form == .row {
            // A porch set back into the front.
            let one = low + (high - low) * 0.12
            let other = low + (high - low) * 0.4
            let ring = [
                plot.at(low, front), plot.at(one, front), plot.at(one, front + 700), plot.at(other, front + 700),
                plot.at(other, front), plot.at(high, front), plot.at(high, back), plot.at(low, back),
            ]
            return (ring, back)
        }
        if style.form == .detached, draw < 80 {
            let wing = low + (high - low) * 0.55
            let ring = [
                plot.at(low, front + 2_000), plot.at(wing, front + 2_000), plot.at(wing, front), plot.at(high, front),
                plot.at(high, back), plot.at(low, back),
            ]
            return (ring, back)
        }
        return ([plot.at(low, front), plot.at(high, front), plot.at(high, back), plot.at(low, back)], back)
    }

    private mutating func dwellings(
        _ row: PlotRow,
        count: Int,
        floorArea: Int,
        point: RDPoint,
        style: HousingStyle,
        storeys: Int,
        generator: inout SplitMix64
    ) -> [BuildingUnit] {
        let first = addresses.address(street: row.street, isOdd: row.isOdd)
        let living = max(40, floorArea * storeys * 8 / (10 * count))
        var units: [BuildingUnit] = []
        for number in 0..<count {
            let letter = number == 0 ? "" : String(Array("ABCDEFGH")[number - 1])
            var address =
                number == 0 ? first : addresses.sameNumber(street: row.street, isOdd: row.isOdd, letter: letter)
            if number > 0, style.use != .centrum, generator.chance(perMille: 300) {
                (address.letter, address.addition) = ("", "\(number)")
            }
            var use = BuildingUnit.Use.living
            var area = living + generator.within(-4...6)
            if number == 0, generator.chance(perMille: style.worksPerMille) {
                use = generator.pick([.shop, .shop, .shop, .office, .office, .gathering, .other])
                area = max(25, floorArea * 9 / 10)
            }
            units.append(BuildingUnit(use: use, area: area, point: point, address: address))
        }
        return units
    }

    /// A building whose true height lies somewhat under what the plan allows, above it in 2 % of all cases.
    mutating func addBuilding(
        _ footprint: [Vector],
        year: Int,
        ridge: Int,
        units: [BuildingUnit],
        generator: inout SplitMix64
    ) {
        let height = generator.chance(perMille: 20) ? ridge + generator.within(5...20) : ridge - generator.within(0...8)
        buildings.append(
            Building(ring: footprint.map(\.point), year: year, heightDecimetres: max(21, height), units: units)
        )
    }

    private mutating func addShed(
        _ plot: Plot,
        behind back: Double,
        year: Int,
        atLeft: Bool,
        generator: inout SplitMix64
    ) {
        let length = Double(generator.within(2_400...4_200))
        let width = min(Double(generator.within(1_900...3_200)) / plot.width, 0.45)
        let far = plot.depth - Double(generator.within(0...600))
        guard far - length > back + 1_000 else { return }
        // Sheds of neighbours stand against each other on the plot line.
        let (low, high) = atLeft ? (0.02, 0.02 + width) : (0.98 - width, 0.98)
        let footprint = [
            plot.at(low, far - length), plot.at(high, far - length), plot.at(high, far), plot.at(low, far),
        ]
        addBuilding(footprint, year: year, ridge: generator.within(26...32), units: [], generator: &generator)
    }
}
