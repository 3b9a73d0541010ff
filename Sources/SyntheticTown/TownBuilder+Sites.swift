extension TownBuilder {
    /// Houseboats in the canals of the town, and pitches for caravans at its edge.
    mutating func laySites() {
        for place in streetStart..<streetEnd {
            let face = mesh.faces[place]
            let isMooring = face.use == .water
            let isPitch = face.use == .groen
            var generator = SplitMix64(seed: seed, part: 10, place)
            guard isMooring || isPitch, generator.chance(perMille: isMooring ? 120 : 14) else { continue }
            let ring = face.rings[0]
            // Along the longest side, around the middle.
            var (along, longest) = (Vector(1, 0), 0.0)
            for (from, to) in zip(ring, ring.dropFirst()) where mesh.distance(from, to) > longest {
                (along, longest) = ((mesh.position(to) - mesh.position(from)).unit, mesh.distance(from, to))
            }
            guard longest > 30_000, ring.count == 4 || isMooring else { continue }
            let middle = mesh.middle(of: ring)
            let across = Vector(-along.y, along.x)
            let (length, width) = isMooring ? (9_000.0, 2_200.0) : (5_000.0, 1_500.0)
            let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
            let kernel = kernel(nearest: middle)
            let line = AddressBook.StreetLine(
                neighbourhood: Int(face.neighbourhood),
                kernel: kernel,
                isRow: true,
                line: -1
            )
            sites.append(
                Site(
                    kind: isMooring ? .mooring : .pitch,
                    ring: corners.map { (middle + along * ($0.0 * length) + across * ($0.1 * width)).point },
                    address: addresses.address(street: addresses.street(line), isOdd: true)
                )
            )
        }
    }
}
