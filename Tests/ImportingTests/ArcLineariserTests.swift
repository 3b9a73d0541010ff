import Glibc
import Importing
import Testing

/// SplitMix64: the same numbers on every machine for one seed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct ArcLineariserTests {
    let arcs = ArcLineariser()

    /// Three points, in millimetres, on or near a circle somewhere in the country.
    static func randomArc(_ generator: inout SplitMix64) -> (ArcPoint, ArcPoint, ArcPoint) {
        func millimetres(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
        let centre = (
            Double.random(in: 0...280_000, using: &generator), Double.random(in: 300_000...620_000, using: &generator)
        )
        let radius = exp(Double.random(in: log(0.05)...log(20_000), using: &generator))
        let start = Double.random(in: 0...(2 * .pi), using: &generator)
        let sweep = Double.random(in: 0.01...6.2, using: &generator) * (Bool.random(using: &generator) ? 1 : -1)
        let middle = Double.random(in: 0.05...0.95, using: &generator)
        func point(_ part: Double) -> ArcPoint {
            let angle = start + sweep * part
            return ArcPoint(
                x: millimetres(centre.0 + radius * cos(angle)),
                y: millimetres(centre.1 + radius * sin(angle))
            )
        }
        return (point(0), point(middle), point(1))
    }

    @Test func bothSidesOfAnArcGetTheSamePointsReversed() {
        for seed in UInt64(1)...20_000 {
            var generator = SplitMix64(state: seed)
            let (start, middle, end) = Self.randomArc(&generator)
            let forward = arcs.arc(start: start, middle: middle, end: end)
            let backward = arcs.arc(start: end, middle: middle, end: start)
            #expect(forward == backward.reversed(), "seed \(seed)")
            #expect(forward.first == start && forward.last == end && forward.contains(middle), "seed \(seed)")
        }
    }

    @Test func theArcStaysWithinTheSagittaOfItsChords() {
        var worst = 0.0
        for seed in UInt64(1)...5_000 {
            var generator = SplitMix64(state: seed)
            // An exact circle: centre in whole metres, radius in whole metres, quarter points as control points.
            let radius = Double(Int.random(in: 1...5_000, using: &generator))
            let x = Double(Int.random(in: 10_000...270_000, using: &generator))
            let y = Double(Int.random(in: 310_000...610_000, using: &generator))
            let quarters = [(1.0, 0.0), (0, 1), (-1, 0), (0, -1)].map {
                ArcPoint(x: x + radius * $0.0, y: y + radius * $0.1)
            }
            let turn = Int.random(in: 0..<4, using: &generator)
            let points = arcs.arc(
                start: quarters[turn],
                middle: quarters[(turn + 1) % 4],
                end: quarters[(turn + 2) % 4]
            )
            for (a, b) in zip(points, points.dropFirst()) {
                let height = radius - hypot((a.x + b.x) / 2 - x, (a.y + b.y) / 2 - y)
                worst = max(worst, abs(height))
                #expect(abs(hypot(a.x - x, a.y - y) - radius) < 0.000_75, "seed \(seed)")
            }
        }
        // 5 mm, and at most 0.71 mm because both ends are rounded.
        #expect(worst <= 0.005_75, "worst sagitta \(worst) m")
        #expect(worst >= 0.004, "the chords could be longer: worst sagitta \(worst) m")
    }

    @Test func theLengthIsThatOfTheArcThroughTheMiddle() {
        for seed in UInt64(1)...5_000 {
            var generator = SplitMix64(state: seed)
            let radius = exp(Double.random(in: log(10)...log(20_000), using: &generator))
            let first = Double.random(in: 0...(2 * .pi), using: &generator)
            let sweep = Double.random(in: 0.2...6.2, using: &generator) * (Bool.random(using: &generator) ? 1 : -1)
            let middle = Double.random(in: 0.2...0.8, using: &generator)
            let control = [0, middle, 1].map { part in
                let angle = first + sweep * part
                return ArcPoint(x: 155_000 + radius * cos(angle), y: 463_000 + radius * sin(angle))
            }
            let points = arcs.arc(start: control[0], middle: control[1], end: control[2])
            let length = zip(points, points.dropFirst()).reduce(0) { $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y) }
            let expected = radius * abs(sweep)
            #expect(abs(length - expected) <= 0.005 * expected, "seed \(seed): \(length) m instead of \(expected) m")
        }
    }

    @Test func threePointsOnALineGiveTheLineThroughTheMiddle() {
        let line = [(0.0, 0.0), (1, 1), (2, 2)].map { ArcPoint(x: 150_000 + $0.0, y: 450_000 + $0.1) }
        #expect(arcs.arc(start: line[0], middle: line[1], end: line[2]) == line)
        #expect(arcs.arc(start: line[2], middle: line[1], end: line[0]) == line.reversed())
        #expect(arcs.arc(start: line[0], middle: line[0], end: line[2]).first == line[0])
        #expect(arcs.arc(start: line[0], middle: line[0], end: line[0]) == [line[0], line[0], line[0]])
    }

    @Test func anArcThatReturnsToItsStartIsTheFullCircle() {
        let start = ArcPoint(x: 235_352.2, y: 566_340.49)
        let opposite = ArcPoint(x: 235_340.2, y: 566_340.49)
        let points = arcs.arc(start: start, middle: opposite, end: start)
        #expect(points.first == start && points.last == start && points.contains(opposite))
        // 36 π m², less the segments outside the chords.
        let area = Self.area(points)
        #expect(area > 112.9 && area < 36 * Double.pi)
    }

    @Test func aCircleIsTheSameLoopForAnyOrderOfItsControlPoints() {
        for seed in UInt64(1)...2_000 {
            var generator = SplitMix64(state: seed)
            let (a, b, c) = Self.randomArc(&generator)
            let loop = arcs.circle(a, b, c)
            #expect(loop.first == a && loop.last == a, "seed \(seed)")
            #expect(loop == arcs.circle(a, c, b).reversed(), "seed \(seed)")
            let shifted = arcs.circle(b, c, a)
            #expect(Set(shifted) == Set(loop) && shifted.count == loop.count, "seed \(seed)")
        }
    }

    @Test func absurdNumbersNeitherCrashNorFillTheMemory() {
        let values = [0, 1e-300, 0.001, 1e8, 1e17, 1e154, 1e300, -1e300, Double.greatestFiniteMagnitude]
        var generator = SplitMix64(state: 7)
        for _ in 0..<5_000 {
            let points = (0..<3).map { _ in
                ArcPoint(
                    x: values.randomElement(using: &generator) ?? 0,
                    y: values.randomElement(using: &generator) ?? 0
                )
            }
            #expect(arcs.arc(start: points[0], middle: points[1], end: points[2]).count < 50_000)
            #expect(arcs.circle(points[0], points[1], points[2]).count < 50_000)
        }
    }

    static func area(_ points: [ArcPoint]) -> Double {
        let origin = points[0]
        return abs(
            zip(points, points.dropFirst()).reduce(0) {
                $0 + ($1.0.x - origin.x) * ($1.1.y - origin.y) - ($1.1.x - origin.x) * ($1.0.y - origin.y)
            }
        ) / 2
    }
}
