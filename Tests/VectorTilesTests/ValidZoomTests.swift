import FeatureLayers
import Foundation
import GeoValues
import Testing
import VectorTiles

/// The zooms from which on rounding leaves a polygon valid, against the plain judgement of every pair of edges of the rounded ring.
@Suite struct ValidZoomTests {
    /// WebMercatorQuad: 2^(20 − z) Mercator units to a unit of the grid, to the nearest, halves up.
    private func isSimpleWhenRounded(_ ring: [MercatorPoint], zoom: Int) -> Bool {
        let unit = Int64(1) << Int64(20 - zoom)
        var rounded: [(x: Int64, y: Int64)] = []
        for point in ring {
            let next = (x: (Int64(point.x) + unit / 2) / unit, y: (Int64(point.y) + unit / 2) / unit)
            if let last = rounded.last, last == next { continue }
            rounded.append(next)
        }
        while rounded.count > 1, rounded[0] == rounded[rounded.count - 1] { rounded.removeLast() }
        guard rounded.count >= 3 else { return false }
        func turn(_ a: (x: Int64, y: Int64), _ b: (x: Int64, y: Int64), _ c: (x: Int64, y: Int64)) -> Int64 {
            (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
        }
        func isOn(_ p: (x: Int64, y: Int64), _ a: (x: Int64, y: Int64), _ b: (x: Int64, y: Int64)) -> Bool {
            turn(a, b, p) == 0 && min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) && min(a.y, b.y) <= p.y
                && p.y <= max(a.y, b.y)
        }
        let count = rounded.count
        // Still counterclockwise, which with y to the south is a negative area.
        let area = rounded.indices.reduce(Int64(0)) { sum, position in
            let (a, b) = (rounded[position], rounded[(position + 1) % count])
            return sum + a.x * b.y - b.x * a.y
        }
        guard area < 0 else { return false }
        for first in 0..<count {
            let (a, b) = (rounded[first], rounded[(first + 1) % count])
            for second in 0..<count where second != first {
                let (c, d) = (rounded[second], rounded[(second + 1) % count])
                if (first + 1) % count == second {
                    if isOn(d, a, b) || isOn(a, c, d) { return false }
                } else if (second + 1) % count != first {
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

    /// A star-shaped ring around a centre, counterclockwise as exteriors are: simple, with necks and spikes of all sizes.
    private func ring(_ random: inout some RandomNumberGenerator) -> [RDPoint] {
        let count = Int.random(in: 3...60, using: &random)
        let size = pow(10, Double.random(in: 2...5.5, using: &random))
        let (centreX, centreY) = (Int32.random(in: 150_000_000...151_000_000, using: &random), Int32(450_000_000))
        let angles = (0..<count).map { _ in Double.random(in: 0..<(2 * Double.pi), using: &random) }.sorted()
        return angles.map { angle in
            let radius = size * Double.random(in: 0.05...1, using: &random)
            return RDPoint(
                x: centreX + Int32((radius * cos(angle)).rounded()),
                y: centreY + Int32((radius * sin(angle)).rounded())
            )
        }
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
        #expect(zooms(points).mercator[0] == 14)
        #expect(plainZoom(points) == 14)
    }

    private func mercator(_ points: [RDPoint]) -> [MercatorPoint] {
        // In place of the projection: half a millimetre to a unit, y to the south.
        points.map {
            MercatorPoint(x: UInt32(Int64($0.x) * 2 + 1_900_000_000), y: UInt32(2_000_000_000 - Int64($0.y) * 2))
        }
    }

    private func zooms(_ points: [RDPoint]) -> ValidZooms {
        var segment = FlatSegment(columns: [])
        segment.appendFeature([49], identifier: 0..<1, name: nil, kind: .polygons, validFrom: nil, validUntil: nil)
        segment.appendRing(points, 0..<points.count, isHole: false)
        return ValidZoomSearch.zooms(
            of: segment,
            mercator: mercator(points),
            importances: [UInt16](repeating: DerivedGeometry.neverGoes, count: points.count)
        )
    }

    /// By the plain judgement.
    private func plainZoom(_ points: [RDPoint]) -> UInt8 {
        var lowest = ValidZooms.none
        for zoom in ValidZooms.judged(.webMercatorQuad).reversed() {
            guard isSimpleWhenRounded(mercator(points), zoom: zoom) else { break }
            lowest = UInt8(zoom)
        }
        return lowest
    }

    @Test func zoomsAreThoseOfThePlainJudgement() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var (judged, valid) = (0, 0)
        for _ in 0..<3_000 {
            let points = ring(&random)
            guard let checked = RDRing(points), checked.isSimple, isCounterclockwise(points) else { continue }
            let found = zooms(points).mercator[0]
            let expected = plainZoom(points)
            judged += 1
            if expected != ValidZooms.none { valid += 1 }
            if found != expected {
                Issue.record("seed \(seed): \(points) from \(found), plainly \(expected)")
            }
        }
        #expect(judged > 1_000 && valid > 100, "seed \(seed): \(judged) rings, \(valid) valid at some zoom")
    }
}
