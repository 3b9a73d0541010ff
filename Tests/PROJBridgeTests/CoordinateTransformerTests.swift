import GeoValues
import PROJBridge
import Testing

struct CoordinateTransformerTests {
    private let transformer: CoordinateTransformer

    init() throws {
        transformer = try GridsForTests.transformer()
    }

    /// Points from the south-west to the north-east of the country.
    private func diagonal(count: Int32) -> [RDPoint] {
        (0..<count).map { step in
            RDPoint(x: 20_000_000 + step * (240_000_000 / count), y: 310_000_000 + step * (300_000_000 / count))
        }
    }

    private func diagnosis(_ body: () throws -> Void) -> CoordinateDiagnosis? {
        do {
            try body()
            return nil
        } catch CoordinateProblem.outsideArea(let position) {
            return position.diagnosis
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test("Many positions at once give the same bits as one by one")
    func batch() throws {
        let points = diagonal(count: 2_000)
        let together = try transformer.geographic(rd: points)
        #expect(together.count == points.count)
        for (point, found) in zip(points, together) {
            #expect(try transformer.geographic(xMetres: point.xMetres, yMetres: point.yMetres) == found)
        }
        #expect(try transformer.geographic(rd: []) == [])
    }

    @Test("One position outside refuses the whole batch")
    func batchOutside() {
        let points = [RDPoint(x: 155_000_000, y: 463_000_000), RDPoint(x: 155_000, y: 463_000)]
        #expect(diagnosis { _ = try transformer.mercator(rd: points) } == .elsewhere)
    }

    @Test("Every corner of the RD envelope can be transformed")
    func envelope() throws {
        let box = RDEnvelope.box
        for x in [box.minX, box.maxX] {
            for y in [box.minY, box.maxY] { _ = try transformer.geographic(rd: [RDPoint(x: x, y: y)]) }
        }
    }

    @Test("There and back is the same place to a micrometre, up to the edges of the area")
    func roundTrip() throws {
        for longitude in stride(from: 2.0003, through: 7.999, by: 0.0999) {
            for latitude in stride(from: 50.0001, through: 55.998, by: 0.0997) {
                let point = GeographicPoint(longitude: longitude, latitude: latitude)
                let there = try transformer.rdNAP(point, ellipsoidalHeightMetres: 43)
                let back = try transformer.geographic(
                    xMetres: there.xMetres,
                    yMetres: there.yMetres,
                    napMetres: there.napMetres
                )
                #expect(abs(back.point.longitude - longitude) < 1e-11 && abs(back.point.latitude - latitude) < 1e-11)
                #expect(abs(back.ellipsoidalHeightMetres - 43) < 1e-6)
            }
        }
    }

    @Test("A refusal says what the values look like")
    func diagnoses() {
        func geographic(_ longitude: Double, _ latitude: Double) -> CoordinateDiagnosis? {
            diagnosis { _ = try transformer.rd(GeographicPoint(longitude: longitude, latitude: latitude)) }
        }
        func rd(_ x: Double, _ y: Double) -> CoordinateDiagnosis? {
            diagnosis { _ = try transformer.geographic(xMetres: x, yMetres: y) }
        }
        #expect(geographic(52.1, 5.4) == .swappedAxes)
        #expect(geographic(155_000, 463_000) == .looksLikeRD)
        #expect(geographic(463_000, 155_000) == .looksLikeRD)
        #expect(geographic(600_000, 6_800_000) == .looksLikeWebMercator)
        #expect(geographic(.nan, 52) == .notFinite)
        #expect(geographic(13.4, 52.5) == .elsewhere)
        #expect(geographic(1e300, -1e300) == .elsewhere)
        #expect(rd(463_000, 155_000) == .swappedAxes)
        #expect(rd(5.4, 52.1) == .looksLikeDegrees)
        #expect(rd(52.1, 5.4) == .looksLikeDegrees)
        #expect(rd(600_000, 6_800_000) == .looksLikeWebMercator)
        #expect(rd(.infinity, 463_000) == .notFinite)
        #expect(rd(0, 0) == .elsewhere)
        #expect(rd(155_000, 463_000) == nil)
        #expect(
            CoordinateProblem.outsideArea(RejectedPosition(longitude: 52.1, latitude: 5.4)).description
                == "The position longitude 52.1, latitude 5.4 is outside the Netherlands and its surroundings: "
                + "the two values seem to be exchanged."
        )
    }

    @Test("A height that is not a number is refused")
    func height() {
        let point = GeographicPoint(longitude: 5.4, latitude: 52.1)
        #expect(throws: CoordinateProblem.heightNotFinite) {
            try transformer.rdNAP(point, ellipsoidalHeightMetres: .nan)
        }
        #expect(throws: CoordinateProblem.heightNotFinite) {
            try transformer.geographic(xMetres: 155_000, yMetres: 463_000, napMetres: .infinity)
        }
    }

    @Test("Many threads at once get the answers of one")
    func threads() async throws {
        let points = diagonal(count: 500)
        let expected = try transformer.geographic(rd: points)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 { group.addTask { try transformer.geographic(rd: points) == expected } }
            for try await isSame in group { #expect(isSame) }
        }
    }
}
