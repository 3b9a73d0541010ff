extension TownBuilder {
    /// Lays the land between the outermost streets and the border: between two vertices of the border one face, so that
    /// the neighbour's faces meet it vertex for vertex.
    mutating func layBorder() {
        let frame = municipality.frame.ring
        let streets = MeshRegions(mesh: mesh).regions(labels: [Int32](repeating: 0, count: mesh.faces.count)).regions
        guard let inner = streets.first?.rings.first else { return }
        let border = frame.map { mesh.addVertex(Vector($0.point)) }
        let first = nearest(to: border[0], in: inner, from: 0, reach: inner.count)
        let ring = Array(inner[first...]) + Array(inner[...first])
        var place = 0
        for (number, vertex) in border.enumerated() {
            let isLast = number == border.count - 1
            let next = isLast ? border[0] : border[number + 1]
            let reach = mesh.distance(vertex, next) * 2.5 + 100_000
            let end = isLast ? ring.count - 1 : nearest(to: next, in: ring, from: place, reach: reach)
            if frame[number].land == .dike { dikeFaces.insert(mesh.faces.count) }
            mesh.addFace(
                [[vertex, next], ring[place...end].reversed()],
                use: frame[number].isGate ? .verkeer : frame[number].land.use,
                parcel: newParcel(),
                neighbourhood: Int32(neighbourhoods.count - 1)
            )
            place = end
        }
    }

    private func nearest(to vertex: Int32, in ring: [Int32], from start: Int, reach: Int) -> Int {
        var best = start
        for place in start..<start + reach where mesh.distance(vertex, ring[place]) < mesh.distance(vertex, ring[best])
        {
            best = place
        }
        return best
    }

    /// The nearest vertex of the ring from `start` on, not further than `reach` millimetres along it.
    private func nearest(to vertex: Int32, in ring: [Int32], from start: Int, reach: Double) -> Int {
        var (best, walked, place) = (start, 0.0, start)
        while place < ring.count - 1, walked <= reach {
            walked += mesh.distance(ring[place], ring[place + 1])
            place += 1
            if mesh.distance(vertex, ring[place]) < mesh.distance(vertex, ring[best]) { best = place }
        }
        return best
    }
}
