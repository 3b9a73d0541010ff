import GeoValues

extension TownBuilder {
    /// What the plan says about houses that stand together: the bouwvlak with its heights and its bouwaanduiding.
    mutating func addTerracePlan(
        _ row: PlotRow,
        plots: Range<Int>,
        shapes: [Plot],
        neighbourhood: Int,
        face: Int,
        style: HousingStyle,
        depth: Double,
        height: (eaves: Int, ridge: Int),
        generator: inout SplitMix64
    ) {
        guard let first = shapes.first, let last = shapes.last else { return }
        let front = Double(style.setback)
        let shallowest = shapes.map(\.depth).min() ?? 0
        let back = min(front + depth + Double(generator.within(style.zoneBehind) / 1_000 * 1_000), shallowest)
        let isDetached = style.form != .row
        let low = isDetached ? 1_500 / first.width : 0
        let high = isDetached ? 1 - 1_500 / last.width : 1
        // Along the front the bouwvlak follows the line where the front gardens end.
        var line = [first.at(low, front).point]
        for shape in shapes.dropLast() { line.append(shape.at(1, front).point) }
        line.append(last.at(high, front).point)
        var far = [last.at(high, back).point]
        for shape in shapes.dropFirst().reversed() { far.append(shape.at(0, back).point) }
        far.append(first.at(low, back).point)
        var shape = PlanShape(points: line + far)
        if generator.chance(perMille: 80) { shape = rounded(shape, at: line.count) }

        let isMixed = style.use == .centrum
        addBuildingZone(
            shape,
            neighbourhood: neighbourhood,
            face: face,
            heights: generator.chance(perMille: style.heightsOnMapPerMille) ? height : nil,
            percentage: isMixed && generator.chance(perMille: 300) ? generator.pick([60, 70, 80, 100]) : nil
        )
        let designation: (name: String, label: String) =
            switch style.form {
            case .row: ("aaneengebouwd", "[aeg]")
            case .pair: ("twee-aaneen", "[tae]")
            case .detached: ("vrijstaand", "[vrij]")
            }
        if !isMixed, generator.chance(perMille: style.designationsPerMille) {
            let kind = PlanObject.Kind.bouwaanduiding(name: designation.name, label: designation.label)
            planObjects.append(PlanObject(kind: kind, neighbourhood: neighbourhood, face: face, shape: shape))
        }
        if generator.chance(perMille: 80) {
            planObjects.append(
                PlanObject(
                    kind: .gevellijn,
                    neighbourhood: neighbourhood,
                    face: face,
                    shape: PlanShape(points: line)
                )
            )
        }
        if generator.chance(perMille: style.functionsPerMille) {
            let (name, label) = generator.pick([
                ("detailhandel", "(dh)"), ("horeca", "(h)"), ("kantoor", "(k)"), ("dienstverlening", "(dv)"),
                ("nutsvoorziening", "(nv)"), ("zorginstelling", "(zi)"), ("maatschappelijk", "(m)"),
            ])
            let kind = PlanObject.Kind.functieaanduiding(name: name, label: label)
            planObjects.append(PlanObject(kind: kind, neighbourhood: neighbourhood, face: face, shape: shape))
        }
    }

    /// A bouwvlak and what may be built in it; heights in decimetres, nil where the map sets none.
    mutating func addBuildingZone(
        _ shape: PlanShape,
        neighbourhood: Int,
        face: Int,
        heights: (eaves: Int?, ridge: Int)?,
        percentage: Int?
    ) {
        planObjects.append(PlanObject(kind: .bouwvlak, neighbourhood: neighbourhood, face: face, shape: shape))
        if let heights {
            var values = [(value: heightText(decimetres: heights.ridge), type: "maximum bouwhoogte (m)")]
            if let eaves = heights.eaves {
                values.insert((heightText(decimetres: eaves), "maximum goothoogte (m)"), at: 0)
            }
            planObjects.append(
                PlanObject(kind: .maatvoering(values), neighbourhood: neighbourhood, face: face, shape: shape)
            )
        }
        if let percentage {
            let value = [(value: "\(percentage)", type: "maximum bebouwingspercentage (%)")]
            planObjects.append(
                PlanObject(kind: .maatvoering(value), neighbourhood: neighbourhood, face: face, shape: shape)
            )
        }
    }

    /// Replaces one corner of a ring by an arc that starts 1.5 m before it.
    private func rounded(_ shape: PlanShape, at corner: Int) -> PlanShape {
        let count = shape.points.count
        let place = Vector(shape.points[corner])
        let before = Vector(shape.points[(corner + count - 1) % count]) - place
        let after = Vector(shape.points[(corner + 1) % count]) - place
        guard before.length > 3_000, after.length > 3_000 else { return shape }
        let middle = place + (before.unit + after.unit) * (1_500 * 0.2929)
        var points = shape.points
        points.replaceSubrange(
            corner...corner,
            with: [(place + before.unit * 1_500).point, middle.point, (place + after.unit * 1_500).point]
        )
        return PlanShape(points: points, arcMiddles: [corner + 1])
    }

    /// The windmill in the fields and the circle of free wind around it (molenbiotoop).
    mutating func placeWindmill(neighbourhood: Int, fields: [Neighbourhood]) {
        guard let field = fields.first else { return }
        let corner = lattice.node(
            (field.columns.lowerBound + field.columns.upperBound) / 2,
            (field.rows.lowerBound + field.rows.upperBound) / 2
        )
        planObjects.append(
            PlanObject(
                kind: .gebiedsaanduiding(
                    name: "vrijwaringszone - molenbiotoop",
                    group: "vrijwaringszone",
                    label: "(vmb)"
                ),
                neighbourhood: neighbourhood,
                shape: .circle(middle: corner.point, radius: 400_000)
            )
        )
    }
}
