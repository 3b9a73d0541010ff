import FeatureLayers
import GeoValues
import Testing

/// Polygons of many vertices whose cells are nearly all boundary, and trees of very unlike boxes, against all edges one by one.
@Suite struct DrawingTests {
    private let origin = RDPoint(x: 150_000_000, y: 450_000_000)

    private func at(_ x: Int, _ y: Int) -> RDPoint { RDPoint(x: origin.x + Int32(x), y: origin.y + Int32(y)) }

    private func segment(_ polygons: [RDPolygon]) throws -> Segment {
        var builder = SegmentBuilder(columns: [])
        for (number, polygon) in polygons.enumerated() {
            builder.append(
                FeatureRecord(identifier: "\(number)", name: nil, values: [], geometry: .polygons([polygon]))
            )
        }
        let encoded = try builder.encoded {
            $0.map { MercatorPoint(x: UInt32(bitPattern: $0.x), y: UInt32(bitPattern: $0.y)) }
        }
        return try Segment(path: try writtenSegment(encoded))
    }

    /// A comb: thin teeth, slanting, on a thin back. Nearly every cell has a part of its boundary.
    private func comb(teeth: Int, width: Int, height: Int, slant: Int) -> RDPolygon? {
        var points = [at(0, 0), at(teeth * 2 * width, 0)]
        for tooth in (0..<teeth).reversed() {
            let x = tooth * 2 * width
            points += [at(x + width, width), at(x + width + slant, height), at(x + slant, height), at(x, width)]
        }
        return RDRing(points).map { RDPolygon(exterior: $0) }
    }

    /// A square with a square hole in each field of a chessboard; neighbours touch with their corners.
    private func chessboard(_ fields: Int, side: Int) -> RDPolygon? {
        let outside = RDRing([at(0, 0), at(fields * side, 0), at(fields * side, fields * side), at(0, fields * side)])
        var holes: [RDRing] = []
        for row in 0..<fields {
            for column in 0..<fields where (row + column) % 2 == 0 {
                let (x, y) = (column * side, row * side)
                holes += [RDRing([at(x, y), at(x, y + side), at(x + side, y + side), at(x + side, y)])].compactMap {
                    $0
                }
            }
        }
        return outside.map { RDPolygon(exterior: $0, holes: holes) }
    }

    @Test func thinAndHoledPolygonsAgreeWithAllTheirEdges() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let polygons = [
            comb(teeth: 12, width: 3, height: 40, slant: 0),
            comb(teeth: 15, width: 1_000, height: 30_000, slant: 7_001),
            comb(teeth: 300, width: 200, height: 90_000, slant: -33), comb(teeth: 60, width: 1, height: 2, slant: 1),
            chessboard(8, side: 1), chessboard(9, side: 1_000), chessboard(30, side: 37),
        ].compactMap { $0 }
        #expect(polygons.count == 7)
        let segment = try segment(polygons)
        let layer = Layer(name: "test", segments: [segment])
        for _ in 0..<60_000 {
            let number = Int.random(in: 0..<polygons.count, using: &random)
            let polygon = polygons[number]
            let box = polygon.exterior.box
            let ring = try #require(polygon.rings.randomElement(using: &random)).points
            let position = Int.random(in: 0..<ring.count, using: &random)
            let (a, b) = (ring[position], ring[(position + 1) % ring.count])
            var place: RDPoint
            switch Int.random(in: 0..<4, using: &random) {
            case 0: place = a
            // Exactly on the edge where it is upright, level or has an even middle.
            case 1: place = RDPoint(x: (a.x - b.x) / 2 + b.x, y: (a.y - b.y) / 2 + b.y)
            case 2:
                place = RDPoint(
                    x: a.x + .random(in: -2...2, using: &random),
                    y: b.y + .random(in: -2...2, using: &random)
                )
            default:
                place = RDPoint(
                    x: .random(in: box.minX - 1...box.maxX + 1, using: &random),
                    y: .random(in: box.minY - 1...box.maxY + 1, using: &random)
                )
            }
            let feature = try #require(segment.features(withIdentifier: "\(number)").first)
            let expected = location(of: place, in: polygon)
            #expect(segment.location(of: place, in: feature) == expected, "seed \(seed): \(number) \(place)")
            let found = layer.features(at: place).first { $0.reference.feature == feature }
            #expect((found?.location ?? .outside) == expected, "seed \(seed): \(number) \(place)")
        }
    }

    /// Boxes from a millimetre to the size of the country, at its borders too, in one tree of four levels.
    @Test func treeOfVeryUnlikeBoxesAgreesWithAScan() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let country = RDEnvelope.box
        func coordinate(_ low: Int32, _ high: Int32) -> Int32 {
            Int.random(in: 0..<20, using: &random) == 0
                ? (Bool.random(using: &random) ? low : high) : .random(in: low...high, using: &random)
        }
        var boxes: [RDBox] = []
        while boxes.count < 5_000 {
            let corner = RDPoint(x: coordinate(country.minX, country.maxX), y: coordinate(country.minY, country.maxY))
            let reach = Int64(1) << Int64.random(in: 1...29, using: &random)
            var box = RDBox(corner)
            box.extend(
                by: RDPoint(
                    x: Int32(min(Int64(country.maxX), Int64(corner.x) + .random(in: 1...reach, using: &random))),
                    y: Int32(min(Int64(country.maxY), Int64(corner.y) + .random(in: 1...reach, using: &random)))
                )
            )
            if box.minX < box.maxX, box.minY < box.maxY { boxes.append(box) }
        }
        let polygons = boxes.compactMap { box in
            RDRing([
                RDPoint(x: box.minX, y: box.minY), RDPoint(x: box.maxX, y: box.minY), RDPoint(x: box.maxX, y: box.maxY),
                RDPoint(x: box.minX, y: box.maxY),
            ]).map { RDPolygon(exterior: $0) }
        }
        let segment = try segment(polygons)
        let layer = Layer(name: "test", segments: [segment])
        for _ in 0..<4_000 {
            let box = try #require(boxes.randomElement(using: &random))
            var place = RDPoint(x: coordinate(box.minX, box.maxX), y: coordinate(box.minY, box.maxY))
            place.x += .random(in: -1...1, using: &random)
            place.y += .random(in: -1...1, using: &random)
            let found = layer.features(at: place).map(\.reference.feature)
            let expected = (0..<segment.featureCount).filter { segment.box($0).contains(place) }
            #expect(found == expected, "seed \(seed): \(place)")
        }
    }
}
