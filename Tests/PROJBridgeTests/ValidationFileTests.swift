import Foundation
import GeoValues
import PROJBridge
import Testing

/// A row of NSGI's validation file; the height in NAP is missing where the quasi-geoid has none.
private struct Row {
    let point: GeographicPoint
    let height: Double
    let x: Double
    let y: Double
    let nap: Double?

    static func all(in directory: String) throws -> [Row] {
        let text = try String(contentsOfFile: directory + "/crs/validate_ETRS89andRDNAP.txt", encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            let fields = line.split(whereSeparator: \.isWhitespace).map { Double($0) }
            guard fields.count == 7, let latitude = fields[1], let longitude = fields[2], let height = fields[3],
                let x = fields[4], let y = fields[5]
            else { return nil }
            return Row(
                point: GeographicPoint(longitude: longitude, latitude: latitude),
                height: height,
                x: x,
                y: y,
                nap: fields[6]
            )
        }
    }
}

@Suite(.enabled(if: GridsForTests.dataDirectory != nil, "STIP_TEST_DATA is not set"))
struct ValidationFileTests {
    private let rows: [Row]
    private let transformer: CoordinateTransformer

    init() throws {
        rows = try Row.all(in: GridsForTests.dataDirectory ?? "")
        transformer = try GridsForTests.transformer()
    }

    private func isNear(_ a: GeographicPoint, _ b: GeographicPoint) -> Bool {
        abs(a.longitude - b.longitude) <= 1e-8 && abs(a.latitude - b.latitude) <= 1e-8
    }

    /// True when exact, false when refused; records an issue for any other answer.
    private func exactOrRefused(_ body: () throws -> Bool) -> Bool {
        do {
            #expect(try body(), "an answer is off by more than 1 mm or 1e-8°")
            return true
        } catch CoordinateProblem.outsideArea {
            return false
        } catch {
            Issue.record("\(error)")
            return false
        }
    }

    @Test("With heights, 7,870 rows are exact both ways and all others are refused both ways")
    func spatial() {
        var exact = 0
        for row in rows {
            let forward = exactOrRefused {
                let found = try transformer.rdNAP(row.point, ellipsoidalHeightMetres: row.height)
                return hypot(found.xMetres - row.x, found.yMetres - row.y) <= 0.001
                    && abs(found.napMetres - (row.nap ?? .infinity)) <= 0.001
            }
            let backward = exactOrRefused {
                let found = try transformer.geographic(xMetres: row.x, yMetres: row.y, napMetres: row.nap ?? 0)
                return isNear(found.point, row.point) && row.nap != nil
                    && abs(found.ellipsoidalHeightMetres - row.height) <= 0.001
            }
            #expect(forward == backward)
            if forward && backward { exact += 1 }
        }
        #expect(rows.count == 9_758)
        #expect(exact == 7_870)
    }

    @Test("Without heights, every answer is exact both ways")
    func horizontal() {
        var exact = 0
        for row in rows {
            let forward = exactOrRefused {
                let found = try transformer.rd(row.point)
                return hypot(found.xMetres - row.x, found.yMetres - row.y) <= 0.001
            }
            let backward = exactOrRefused {
                try isNear(transformer.geographic(xMetres: row.x, yMetres: row.y), row.point)
            }
            #expect(forward == backward)
            if forward && backward { exact += 1 }
        }
        #expect(exact == 7_870)
    }

    @Test("NSGI's GeoTIFF grids give the same answers to a quarter of a millimetre as the grids that are made here")
    func publishedGrids() throws {
        let directory = (GridsForTests.dataDirectory ?? "") + "/crs"
        let published = try CoordinateTransformer(grids: #require(try RDNAPGrids(in: directory)))
        for row in rows {
            guard let made = try? transformer.rd(row.point) else { continue }
            let other = try published.rd(row.point)
            #expect(hypot(made.xMetres - other.xMetres, made.yMetres - other.yMetres) < 0.000_25)
        }
    }
}
