import GEOSBridge
import GeoValues

extension LayerInTile {
    /// A boundary of all there is may lie a unit away: half of one by rounding, a quarter by simplification.
    private static let boundaryUnits = 1.01
    /// Areas below this are what floating point leaves over, in square units.
    private static let nothing = 1e-6

    /// Judges what the tile shows.
    func judge(_ findings: inout TileFindings) throws {
        findings.tiles += 1
        findings.features += drawn.count
        findings.polygons += drawn.count { $0.area != nil } + invalid.count
        findings.invalid += invalid.count
        findings.cases += invalid.map { "\(name): invalid: \($0)" }
        try findMissing(&findings)
        try findGapsAndOverlaps(&findings)
    }

    private var name: String { "\(plane.tile.z)/\(plane.tile.x)/\(plane.tile.y)" }

    // MARK: Missing

    private func findMissing(_ findings: inout TileFindings) throws {
        let shown = Set(drawn.map(\.identifier)).union(invalid.map { String($0.prefix(while: { $0 != ":" })) })
        let known = Set(sources.map(\.identifier))
        for identifier in shown.subtracting(known).sorted() {
            findings.missing += 1
            findings.cases.append("\(name): \(identifier) is shown and is not there")
        }
        for source in sources where !shown.contains(source.identifier) {
            guard try mustShow(source) else { continue }
            findings.missing += 1
            findings.cases.append("\(name): \(source.identifier) is there and is not shown")
        }
    }

    /// Whether the grid can show something of a feature inside the tile: more than a sliver of a unit along its edge.
    private func mustShow(_ source: Source) throws -> Bool {
        guard source.bounds.meets(tileGrownBy: -1) else { return false }
        if source.bounds.lies(withinTileGrownBy: -1) { return true }
        guard let area = source.area else {
            // Of a line that goes through, a vertex tells enough.
            return source.places.contains { TilePlane.contains($0, grownBy: -1) }
        }
        let inside = try PlaneOverlay.intersection(sound(area), TilePlane.box(grownBy: 0)).shared
        return try !PlaneOverlay.eroded(inside, by: 1).isEmpty
    }

    /// An area of the index as GEOS takes it: on the Mercator grid of 6 mm one may touch itself.
    private func sound(_ area: PlaneArea) throws -> PlaneArea {
        try PlaneOverlay.invalidity(of: area) == nil ? area : PlaneOverlay.madeValid(area)
    }

    // MARK: Gaps and overlaps

    private func findGapsAndOverlaps(_ findings: inout TileFindings) throws {
        let box = TilePlane.box(grownBy: 0)
        var areas: [(drawn: Drawn, area: PlaneArea)] = []
        var sum = 0.0
        for feature in drawn {
            guard let area = feature.area, feature.bounds.meets(tileGrownBy: 0) else { continue }
            let inside = try PlaneOverlay.intersection(area, box)
            if inside.area == 0 { continue }
            sum += inside.area
            areas.append((feature, inside.shared))
        }
        guard !areas.isEmpty else { return }
        let (union, covered) = try PlaneOverlay.union(PlaneArea(joining: areas.map(\.area)))
        findings.area += covered
        if sum - covered > LayerInTile.nothing * max(1, covered / 1e4) { try findOverlaps(areas, &findings) }
        try findGaps(union, &findings)
    }

    private func findGaps(_ union: PlaneArea, _ findings: inout TileFindings) throws {
        let wholes = Set(sources.compactMap(\.whole)).sorted()
        var joined = 0.0
        for whole in wholes {
            guard let gap = try gap(in: union, sources.filter { $0.whole == whole }) else { continue }
            joined += gap.area
            findings.gap += gap.area
            findings.cases.append("\(name): gap of \(rounded(gap.area)) square units\(gap.rest.somewhere)")
        }
        // Of one whole there is nothing between wholes.
        if wholes.count == 1, sources.allSatisfy({ $0.whole != nil }) { return }
        guard let all = try gap(in: union, sources), all.area > joined + LayerInTile.nothing else { return }
        findings.unjoined += all.area - joined
        findings.cases.append(
            "\(name): between features that are not joined, gap of \(rounded(all.area - joined)) square units"
        )
    }

    /// What features of the index cover, more than a unit inside of all they cover, and the tile does not.
    private func gap(in union: PlaneArea, _ sources: [Source]) throws -> (rest: PlaneArea, area: Double)? {
        let surroundings = TilePlane.box(grownBy: TilePlane.buffer)
        var filled: [PlaneArea] = []
        for source in sources {
            guard let area = source.area, source.bounds.meets(tileGrownBy: TilePlane.buffer) else { continue }
            let isWhole = source.bounds.lies(withinTileGrownBy: TilePlane.buffer)
            filled.append(isWhole ? try sound(area) : try PlaneOverlay.intersection(sound(area), surroundings).shared)
        }
        let known = try PlaneOverlay.union(PlaneArea(joining: filled)).union
        let inner = try PlaneOverlay.intersection(
            PlaneOverlay.eroded(known, by: LayerInTile.boundaryUnits),
            TilePlane.box(grownBy: 0)
        ).shared
        let gap = try PlaneOverlay.difference(inner, union)
        return gap.area > LayerInTile.nothing ? gap : nil
    }

    /// Pairs that touch in the index and overlap in the tile.
    private func findOverlaps(_ areas: [(drawn: Drawn, area: PlaneArea)], _ findings: inout TileFindings) throws {
        let sorted = areas.sorted { $0.drawn.bounds.minX < $1.drawn.bounds.minX }
        let known = Dictionary(sources.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
        for (position, first) in sorted.enumerated() {
            for second in sorted[(position + 1)...] {
                if second.drawn.bounds.minX >= first.drawn.bounds.maxX { break }
                guard first.drawn.bounds.overlaps(second.drawn.bounds) else { continue }
                let overlap = try PlaneOverlay.intersection(first.area, second.area)
                guard overlap.area > LayerInTile.nothing,
                    let one = known[first.drawn.identifier], let other = known[second.drawn.identifier],
                    let oneArea = one.area, let otherArea = other.area,
                    try PlaneOverlay.touch(sound(oneArea), sound(otherArea))
                else { continue }
                let areJoined = one.whole != nil && one.whole == other.whole
                if areJoined { findings.overlap += overlap.area } else { findings.unjoined += overlap.area }
                findings.cases.append(
                    "\(name): \(areJoined ? "" : "not joined, ")\(first.drawn.identifier) and \(second.drawn.identifier) overlap by "
                        + "\(rounded(overlap.area)) square units\(overlap.shared.somewhere)"
                )
            }
        }
    }

    // MARK: Seams

    /// Compares what this tile and a neighbour draw on both sides of the edge between them.
    ///
    /// - Parameters:
    ///   - columns: 1 for the neighbour in the east.
    ///   - rows: 1 for the neighbour in the south.
    func judgeSeam(_ other: LayerInTile, columns: Int, rows: Int, _ findings: inout TileFindings) throws {
        // What both draw, less the unit by which cutting may move an edge.
        let (near, far) = (TilePlane.extent - TilePlane.buffer + 1, TilePlane.extent + TilePlane.buffer - 1)
        let strip =
            columns == 1
            ? PlaneArea(minX: near, minY: 0, maxX: far, maxY: TilePlane.extent)
            : PlaneArea(minX: 0, minY: near, maxX: TilePlane.extent, maxY: far)
        let theirs = Dictionary(other.drawn.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
        for feature in drawn where columns == 1 ? feature.bounds.maxX > near : feature.bounds.maxY > near {
            guard let area = feature.area else { continue }
            let mine = try PlaneOverlay.intersection(area, strip).shared
            let moved = theirs[feature.identifier]?.area?.moved(
                x: Double(columns) * TilePlane.extent,
                y: Double(rows) * TilePlane.extent
            )
            let their = try moved.map { try PlaneOverlay.intersection($0, strip).shared } ?? PlaneArea([])
            let difference = try PlaneOverlay.symmetricDifference(mine, their)
            guard difference.area > 1, try !PlaneOverlay.eroded(difference.rest, by: 1).isEmpty else { continue }
            findings.seams += 1
            findings.cases.append(
                "\(name): \(feature.identifier) differs at the \(columns == 1 ? "east" : "south") edge by "
                    + "\(rounded(difference.area)) square units\(difference.rest.somewhere)"
            )
        }
    }

    // MARK: Look-up

    /// A random place in the box of a random feature, so that small ones are met too, or as often in the box of all, so that
    /// one that is not drawn is; nil when it has none inside the tile.
    func place(_ random: inout SplitMix64) -> (x: Double, y: Double)? {
        var bounds = drawn[Int(random.next() % UInt64(drawn.count))].bounds
        if random.next() % 2 == 0 { for feature in drawn { bounds.formUnion(feature.bounds) } }
        let (west, east) = (max(0, bounds.minX - 1), min(TilePlane.extent, bounds.maxX + 1))
        let (north, south) = (max(0, bounds.minY - 1), min(TilePlane.extent, bounds.maxY + 1))
        guard west < east, north < south else { return nil }
        return (west + random.unit() * (east - west), north + random.unit() * (south - north))
    }

    /// Compares what the tile shows at a place with what the look-up told.
    func judgePoint(_ place: (x: Double, y: Double), told: Set<String>, _ findings: inout TileFindings) {
        findings.points += 1
        var shown: Set<String> = []
        var nearest = Double.infinity
        for feature in drawn where feature.feature.type == 3 {
            let location = feature.feature.locate(place)
            if location.isInside { shown.insert(feature.identifier) }
            nearest = min(nearest, location.distance)
        }
        guard shown != told, nearest > 1 else { return }
        findings.disagreements += 1
        findings.cases.append(
            "\(name): at \(rounded(place.x)) \(rounded(place.y)) the tile shows \(shown.sorted()), the look-up tells "
                + "\(told.sorted()); the nearest boundary is \(rounded(nearest)) units away"
        )
    }

    private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}

extension PlaneArea {
    /// Where it is, for messages.
    fileprivate var somewhere: String {
        guard let place = firstPlace else { return "" }
        return " at \((place.x * 100).rounded() / 100) \((place.y * 100).rounded() / 100)"
    }
}

extension ReadTile.Feature {
    /// Whether a place lies in the polygons (even-odd), and how far their nearest boundary is.
    fileprivate func locate(_ place: (x: Double, y: Double)) -> (isInside: Bool, distance: Double) {
        var isInside = false
        var nearest = Double.infinity
        for ring in paths {
            guard var before = ring.last else { continue }
            for point in ring {
                let (ax, ay) = (Double(before.x) - place.x, Double(before.y) - place.y)
                let (bx, by) = (Double(point.x) - place.x, Double(point.y) - place.y)
                if (ay > 0) != (by > 0), ax + (bx - ax) * ay / (ay - by) > 0 { isInside.toggle() }
                let (dx, dy) = (bx - ax, by - ay)
                let share = max(0, min(1, -(ax * dx + ay * dy) / max(dx * dx + dy * dy, 1e-12)))
                let (x, y) = (ax + share * dx, ay + share * dy)
                nearest = min(nearest, (x * x + y * y).squareRoot())
                before = point
            }
        }
        return (isInside, nearest)
    }
}
