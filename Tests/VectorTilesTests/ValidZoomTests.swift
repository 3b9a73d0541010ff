import FeatureLayers
import Foundation
import GeoValues
import Testing
import VectorTiles

/// The zooms from which on rounding leaves a polygon valid, against the plain judgement of every pair of edges of the rounded ring.
@Suite struct ValidZoomTests {
    private typealias Point = (x: Int64, y: Int64)

    /// WebMercatorQuad: 2^(20 − z) Mercator units to a unit of the grid, to the nearest, halves up. The first ring is the exterior.
    private func isValidWhenRounded(_ rings: [[MercatorPoint]], zoom: Int) -> Bool {
        let unit = Int64(1) << Int64(20 - zoom)
        var edges: [(ring: Int, place: Int, count: Int, from: Point, to: Point)] = []
        var exterior: [Point] = []
        for (number, ring) in rings.enumerated() {
            var rounded: [Point] = []
            for point in ring {
                let next = (x: (Int64(point.x) + unit / 2) / unit, y: (Int64(point.y) + unit / 2) / unit)
                if let last = rounded.last, last == next { continue }
                rounded.append(next)
            }
            while rounded.count > 1, rounded[0] == rounded[rounded.count - 1] { rounded.removeLast() }
            let count = rounded.count
            guard count >= 3 else { return false }
            // Exteriors are still counterclockwise, which with y to the south is a negative area, and holes are not.
            let area = rounded.indices.reduce(Int64(0)) { sum, position in
                let (a, b) = (rounded[position], rounded[(position + 1) % count])
                return sum + a.x * b.y - b.x * a.y
            }
            guard number == 0 ? area < 0 : area > 0 else { return false }
            if number == 0 { exterior = rounded }
            guard number == 0 || isInside(rounded[0], exterior) else { return false }
            for place in 0..<count {
                edges.append((number, place, count, rounded[place], rounded[(place + 1) % count]))
            }
        }
        for first in edges {
            let (a, b) = (first.from, first.to)
            for second in edges where second.ring != first.ring || second.place != first.place {
                let (c, d) = (second.from, second.to)
                if first.ring == second.ring, (first.place + 1) % first.count == second.place {
                    if isOn(d, a, b) || isOn(a, c, d) { return false }
                } else if first.ring != second.ring || (second.place + 1) % first.count != first.place {
                    if isOn(c, a, b) || isOn(a, c, d) { return false }
                    if turn(a, b, c).signum() * turn(a, b, d).signum() < 0,
                        turn(c, d, a).signum() * turn(c, d, b).signum() < 0
                    {
                        return false
                    }
                }
            }
        }
        return true
    }

    private func turn(_ a: Point, _ b: Point, _ c: Point) -> Int64 {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }

    private func isOn(_ p: Point, _ a: Point, _ b: Point) -> Bool {
        turn(a, b, p) == 0 && min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) && min(a.y, b.y) <= p.y
            && p.y <= max(a.y, b.y)
    }

    private func isInside(_ p: Point, _ ring: [Point]) -> Bool {
        ring.indices.reduce(false) { isInside, place in
            let (a, b) = (ring[place], ring[(place + 1) % ring.count])
            return (a.y > p.y) != (b.y > p.y) && (turn(a, b, p) > 0) == (b.y > a.y) ? !isInside : isInside
        }
    }

    /// A star-shaped ring around a place, counterclockwise as exteriors are: simple, with necks and spikes of all sizes.
    private func ring(
        x: Int32 = 150_500_000,
        y: Int32 = 450_000_000,
        size: Double,
        _ random: inout some RandomNumberGenerator
    ) -> [RDPoint] {
        let count = Int.random(in: 3...60, using: &random)
        let angles = (0..<count).map { _ in Double.random(in: 0..<(2 * Double.pi), using: &random) }.sorted()
        return angles.map { angle in
            let radius = size * Double.random(in: 0.05...1, using: &random)
            return RDPoint(x: x + Int32((radius * cos(angle)).rounded()), y: y + Int32((radius * sin(angle)).rounded()))
        }
    }

    /// An exterior and up to four holes, near its edge and near each other.
    private func rings(_ random: inout some RandomNumberGenerator) -> [[RDPoint]] {
        let size = pow(10, Double.random(in: 2...5.5, using: &random))
        let x = Int32.random(in: 150_000_000...151_000_000, using: &random)
        var rings = [ring(x: x, size: size, &random)]
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let reach = size * 0.3
            let hole = ring(
                x: x + Int32(Double.random(in: -reach...reach, using: &random)),
                y: 450_000_000 + Int32(Double.random(in: -reach...reach, using: &random)),
                size: size * Double.random(in: 0.001...0.2, using: &random),
                &random
            )
            rings.append(hole.reversed())
        }
        return rings
    }

    /// Not so when the centre lies outside.
    private func isCounterclockwise(_ ring: [RDPoint]) -> Bool {
        var area = Int64(0)
        var previous = ring[ring.count - 1]
        for point in ring {
            area += Int64(previous.x) * Int64(point.y) - Int64(point.x) * Int64(previous.y)
            previous = point
        }
        return area > 0
    }

    /// Rounded at zoom 13 it turns one way only, but goes round twice.
    @Test func aRingThatGoesRoundTwiceIsNotSimple() throws {
        let offsets: [(Int32, Int32)] = [
            (955, 22), (977, 63), (892, 150), (853, 125), (859, 74), (819, 178), (806, 161), (831, 40), (808, -57),
            (893, -114), (942, -32),
        ]
        let points = offsets.map { RDPoint(x: 150_325_000 + $0.0, y: 450_000_000 + $0.1) }
        #expect(zooms([points]).mercator[0] == 14)
        #expect(plainZoom([points]) == 14)
    }

    private func mercator(_ points: [RDPoint]) -> [MercatorPoint] {
        // In place of the projection: half a millimetre to a unit, y to the south.
        points.map {
            MercatorPoint(x: UInt32(Int64($0.x) * 2 + 1_900_000_000), y: UInt32(2_000_000_000 - Int64($0.y) * 2))
        }
    }

    private func zooms(_ rings: [[RDPoint]]) -> ValidZooms {
        var segment = FlatSegment(columns: [])
        segment.appendFeature([49], identifier: 0..<1, name: nil, kind: .polygons, validFrom: nil, validUntil: nil)
        for (number, ring) in rings.enumerated() { segment.appendRing(ring, 0..<ring.count, isHole: number > 0) }
        let all = rings.flatMap(\.self)
        return ValidZoomSearch.zooms(
            of: segment,
            mercator: mercator(all),
            importances: [UInt16](repeating: DerivedGeometry.neverGoes, count: all.count)
        )
    }

    /// By the plain judgement.
    private func plainZoom(_ rings: [[RDPoint]]) -> UInt8 {
        var lowest = ValidZooms.none
        for zoom in ValidZooms.judged(.webMercatorQuad).reversed() {
            guard isValidWhenRounded(rings.map(mercator), zoom: zoom) else { break }
            lowest = UInt8(zoom)
        }
        return lowest
    }

    @Test func zoomsAreThoseOfThePlainJudgement() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        // By whether there are holes.
        var (judged, valid) = ([0, 0], [0, 0])
        for _ in 0..<3_000 {
            let rings = rings(&random)
            guard let checked = RDRing(rings[0]), checked.isSimple, isCounterclockwise(rings[0]) else { continue }
            let found = zooms(rings).mercator[0]
            let expected = plainZoom(rings)
            judged[min(1, rings.count - 1)] += 1
            if expected != ValidZooms.none { valid[min(1, rings.count - 1)] += 1 }
            if found != expected {
                Issue.record("seed \(seed): \(rings) from \(found), plainly \(expected)")
            }
        }
        #expect(
            judged.allSatisfy { $0 > 200 } && valid.allSatisfy { $0 > 50 },
            "seed \(seed): \(judged), \(valid) valid"
        )
    }
}
