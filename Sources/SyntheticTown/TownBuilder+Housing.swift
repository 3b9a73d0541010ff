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
        guard mesh.isSound(near), mesh.isSound(far) else {
            layWhole(outline, use: .groen, neighbourhood: neighbourhood)
            return
        }
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
        var first = 0
        while first < row.plotCount {
            var count = style.form == .pair ? 2 : generator.within(style.group)
            count = min(count, row.plotCount - first)
            if style.form == .row, row.plotCount - first - count < min(3, style.group.lowerBound) {
                count = row.plotCount - first
            }
            var style = style
            // In an old town people live between the shops, and around it shops stand between the houses.
            if style.use == .centrum {
                if generator.chance(perMille: 380) { style.use = .wonen }
            } else if neighbourhoods[neighbourhood].type == .prewar, generator.chance(perMille: 160) {
                style.use = .centrum
            }
            var faces: [Int] = []
            for number in first..<first + count {
                mesh.addPlotFaces(
                    number,
                    of: row,
                    use: style.use,
                    stripUse: style.frontUse,
                    parcel: newParcel(),
                    neighbourhood: Int32(neighbourhood)
                )
                faces.append(mesh.faces.count - 1)
            }
            layTerrace(
                row,
                plots: first..<first + count,
                neighbourhood: neighbourhood,
                faces: faces,
                style: style,
                generator: &generator
            )
            first += count
        }
    }

    /// Houses that stand together: a row, a pair, or one detached house; now and then a row of garages.
    private mutating func layTerrace(
        _ row: PlotRow,
        plots: Range<Int>,
        neighbourhood: Int,
        faces: [Int],
        style: HousingStyle,
        generator: inout SplitMix64
    ) {
        let shapes = plots.map { mesh.plot($0, of: row) }
        guard let shallowest = shapes.map(\.depth).min() else { return }
        let front = Double(style.setback)
        let depth = min(style.depth.draw(&generator), shallowest - front - 2_000)
        guard depth > 4_000 else { return }
        var year = generator.within(style.years)
        if generator.chance(perMille: 2) { year = 9999 }
        var height = generator.pick(style.heights)
        // One plan rule in twenty is in half metres.
        if generator.chance(perMille: 50) { height = (height.eaves - 25, height.ridge - 15) }
        let isOldTown = neighbourhoods[neighbourhood].type == .centre
        addTerracePlan(
            row,
            plots: plots,
            shapes: shapes,
            neighbourhood: neighbourhood,
            face: faces[0],
            style: style,
            depth: depth,
            height: height,
            generator: &generator
        )
        if generator.chance(perMille: style.garagesPerMille) {
            for (place, shape) in shapes.enumerated() {
                layGarages(shape, row: row, face: faces[place], front: front, year: year, generator: &generator)
            }
            return
        }
        var roof = roof(of: style, generator: &generator)

        for (place, shape) in shapes.enumerated() {
            let isFirst = place == 0 || style.form == .detached
            let isLast = place == shapes.count - 1 || style.form == .detached
            let gap = style.form == .row ? (isOldTown ? 250.0 : 900.0) : 2_800.0
            let low = isFirst ? gap / shape.width : 0
            let high = isLast ? 1 - gap / shape.width : 1
            let outline = HouseOutline(
                plot: shape,
                low: low,
                high: high,
                front: front,
                back: front + depth,
                room: max(0, shallowest - front - depth - 3_000)
            )
            let drawn = Int(Measured.houseCorners.draw(&generator))
            // A narrow front has no room for many bays.
            let corners = shape.width < 7_500 ? min(drawn, 40) : drawn
            let (footprint, houseBack) = outline.ring(corners: corners, generator: &generator)
            if isOldTown {
                year = generator.within(style.years)
                roof = self.roof(of: style, generator: &generator)
                if !isFirst { height = generator.pick(style.heights) }
            }
            let area = Int(depth * shape.width * (high - low) / 1_000_000)
            let units = dwellings(
                row,
                count: style.hasManyDwellings ? Int(Measured.oldTownDwellings.draw(&generator)) : 1,
                floorArea: area,
                point: shape.at((low + high) / 2, front + depth / 2).point,
                style: style,
                storeys: max(1, height.ridge / 35),
                generator: &generator
            )
            addBuilding(
                footprint,
                face: faces[place],
                year: year,
                ridge: units.count > 5 ? max(height.ridge, 195) : height.ridge,
                roof: units.count > 5 ? .flat : roof,
                units: units,
                generator: &generator
            )
            let placing = ShedPlacing(plot: shape, behind: houseBack, face: faces[place], atLeft: place % 2 == 0)
            if generator.chance(perMille: style.shedsPerMille) { addShed(placing, year: year, generator: &generator) }
            if generator.chance(perMille: style.shedsPerMille / 9) {
                // A second one at the other side.
                let other = ShedPlacing(plot: shape, behind: houseBack, face: faces[place], atLeft: place % 2 == 1)
                addShed(other, isSecond: true, year: year, generator: &generator)
            }
        }
    }

    private func roof(of style: HousingStyle, generator: inout SplitMix64) -> Building.Roof {
        if generator.chance(perMille: style.flatRoofsPerMille) {
            return generator.pick([.flat, .tiered, .tiered, .tiered])
        }
        return generator.chance(perMille: 60) ? .hipped : .gable
    }

    /// Two lock-ups on one plot, each with an address of its own.
    private mutating func layGarages(
        _ plot: Plot,
        row: PlotRow,
        face: Int,
        front: Double,
        year: Int,
        generator: inout SplitMix64
    ) {
        let back = min(front + 6_200, plot.depth - 1_000)
        guard back > front + 4_500 else { return }
        for (low, high) in [(0.03, 0.5), (0.5, 0.97)] {
            let unit = BuildingUnit(
                use: .other,
                area: Int((back - front) * plot.width * (high - low) / 1_100_000),
                point: plot.at((low + high) / 2, (front + back) / 2).point,
                address: addresses.address(street: row.street, isOdd: row.isOdd)
            )
            addBuilding(
                [plot.at(low, front), plot.at(high, front), plot.at(high, back), plot.at(low, back)],
                face: face,
                year: year,
                ridge: generator.within(24...27),
                roof: .flat,
                units: [unit],
                generator: &generator
            )
        }
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
        // Net of walls and stairs; what is large already grows little.
        var living = max(generator.within(46...64), floorArea * storeys * 62 / (100 * count))
        if living > 150 { living = 150 + (living - 150) * 9 / 20 }
        var units: [BuildingUnit] = []
        for number in 0..<count {
            let letters = Array("ABCDEFGH")
            var address = first
            if number > letters.count {
                address = addresses.sameNumber(street: row.street, isOdd: row.isOdd, addition: "\(number)")
            } else if number > 0 {
                let letter = String(letters[number - 1])
                address = addresses.sameNumber(street: row.street, isOdd: row.isOdd, letter: letter)
                if style.use != .centrum, generator.chance(perMille: 300) {
                    (address.letter, address.addition) = ("", "\(number)")
                }
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
        face: Int,
        year: Int,
        ridge: Int,
        roof: Building.Roof,
        units: [BuildingUnit],
        generator: inout SplitMix64
    ) {
        var height = generator.chance(perMille: 20) ? ridge + generator.within(5...20) : ridge - generator.within(0...8)
        height = max(21, height)
        buildings.append(
            Building(
                ring: footprint.map(\.point),
                year: year,
                heightDecimetres: height,
                eavesDecimetres: roof == .flat || roof == .tiered ? height : height - min(35, height * 2 / 5),
                roof: roof,
                face: face,
                units: units
            )
        )
    }

    /// Where a shed stands: sheds of neighbours stand against each other near the plot line.
    private struct ShedPlacing {
        var plot: Plot
        /// How far from the street the house reaches.
        var behind: Double
        var face: Int
        var atLeft: Bool
    }

    /// - Parameter isSecond: small, so that two fit side by side.
    private mutating func addShed(
        _ placing: ShedPlacing,
        isSecond: Bool = false,
        year: Int,
        generator: inout SplitMix64
    ) {
        let plot = placing.plot
        let far = plot.depth - Double(generator.within(0...600))
        let room = (plot.at(1, far) - plot.at(0, far)).length
        let width = min(Measured.shedWidth.draw(&generator), room * (isSecond ? 0.34 : 0.54))
        let length = min(
            Measured.shedLength.draw(&generator),
            far - placing.behind - 600 - 2 * width * plot.skew(atLeft: placing.atLeft)
        )
        guard length > 1_700 else { return }
        let ring = plot.rectangle(atLeft: placing.atLeft, gap: 120, far: far, length: length, width: width)
        // On a plot that is bent or narrows to the back, it could run into the house's extension or the other shed.
        let outline = ring.map(\.point)
        guard !buildings.suffix(2).contains(where: { $0.face == placing.face && ringsMeet($0.ring, outline) }) else {
            return
        }
        addBuilding(
            ring,
            face: placing.face,
            year: year,
            ridge: generator.within(26...32),
            roof: .flat,
            units: [],
            generator: &generator
        )
    }
}
