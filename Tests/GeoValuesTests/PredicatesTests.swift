import GeoValues
import Testing

@Suite struct PredicatesTests {
    @Test func distanceToSegmentIsExactAtTheRadius() {
        let a = RDPoint(x: 100_000_000, y: 400_000_000)
        let b = RDPoint(x: 100_003_000, y: 400_004_000)
        // 5 m along the direction (−4, 3)/5 from the middle of a-b.
        let point = RDPoint(x: 100_001_500 - 4_000, y: 400_002_000 + 3_000)
        let distance = squaredDistance(from: point, toSegment: a, b)
        #expect(distance.isWithin(radius: 5_000))
        #expect(!distance.isWithin(radius: 4_999))
        #expect(distance.metres == 5)
    }

    @Test func crossingTouchingAndApartSegments() {
        func p(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: x, y: y) }
        #expect(segmentsIntersect(p(0, 0), p(10, 10), p(0, 10), p(10, 0)))
        #expect(segmentsIntersect(p(0, 0), p(10, 0), p(5, 0), p(5, 9)))
        #expect(segmentsIntersect(p(0, 0), p(10, 0), p(10, 0), p(20, 0)))
        #expect(!segmentsIntersect(p(0, 0), p(10, 0), p(11, 0), p(20, 0)))
        #expect(!segmentsIntersect(p(0, 0), p(10, 0), p(0, 1), p(10, 1)))
    }

    @Test func ringDropsClosingAndRepeatedPoints() throws {
        func p(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: x, y: y) }
        let ring = try #require(RDRing([p(0, 0), p(0, 0), p(10, 0), p(10, 10), p(10, 10), p(0, 0)]))
        #expect(ring.points.count == 3)
        #expect(ring.doubledArea == 100)
        #expect(RDRing([p(0, 0), p(1, 1), p(0, 0)]) == nil)
    }

    @Test func swappedAxesAreRecognised() {
        #expect(RDEnvelope.containsSwapped(xMetres: 470_000, yMetres: 161_000))
        #expect(!RDEnvelope.containsSwapped(xMetres: 161_000, yMetres: 470_000))
        #expect(RDPoint(xMetres: 5.2, yMetres: 52.1) == nil)
        #expect(RDPoint(xMetres: .nan, yMetres: 400_000) == nil)
    }

    @Test func mercatorRoundTripStaysWithinOneUnit() {
        for (longitude, latitude) in [(3.2, 50.7), (5.387, 52.156), (7.3, 53.6), (-180, 0), (0, 85)] {
            let unit = MercatorPoint(GeographicPoint(longitude: longitude, latitude: latitude))
            let back = unit.geographic
            #expect(abs(back.longitude - longitude) < 1.7e-7)
            #expect(abs(back.latitude - latitude) < 1.7e-7)
        }
    }

    @Test func hilbertKeysOfAGridAreDistinctAndAdjacent() {
        var cells = [(x: Int, y: Int, key: UInt32)]()
        for x in 0..<16 { for y in 0..<16 { cells.append((x, y, HilbertCurve.key(x: UInt32(x), y: UInt32(y)))) } }
        cells.sort { $0.key < $1.key }
        for (previous, next) in zip(cells, cells.dropFirst()) {
            #expect(abs(previous.x - next.x) + abs(previous.y - next.y) == 1)
            #expect(previous.key != next.key)
        }
    }
}
