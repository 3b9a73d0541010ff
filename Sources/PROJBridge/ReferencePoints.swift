import GeoValues

/// A point of NSGI's validation file (Z001_ETRS89andRDNAP.txt of RDNAPTRANS2018).
struct ReferencePoint {
    let number: Int
    let latitude: Double
    let longitude: Double
    let ellipsoidalHeightMetres: Double
    let xMetres: Double
    let yMetres: Double
    let napMetres: Double

    init(
        _ number: Int,
        _ latitude: Double,
        _ longitude: Double,
        _ height: Double,
        _ x: Double,
        _ y: Double,
        _ nap: Double
    ) {
        self.number = number
        self.latitude = latitude
        self.longitude = longitude
        ellipsoidalHeightMetres = height
        xMetres = x
        yMetres = y
        napMetres = nap
    }

    /// Spread over the country, the sea, and the corners of the area: a grid with a wrong step or a missing part is right
    /// in some places only.
    static let all: [ReferencePoint] = [
        ReferencePoint(30_010_000, 51.728601274, 4.712120126, 301.7981, 108360.8790, 415757.2745, 258.0057),
        ReferencePoint(30_015_514, 52.145205777, 5.384235427, 271.3105, 154796.8335, 461891.0655, 228.0171),
        ReferencePoint(30_014_500, 53.445599345, 6.861104386, 52.9461, 252930.2566, 607598.8254, 12.5849),
        ReferencePoint(30_013_596, 53.031236452, 4.753031468, 299.6739, 112455.7642, 560667.1145, 257.6152),
        ReferencePoint(30_011_383, 51.390492841, 3.446187137, 85.2312, 19909.1145, 379723.2571, 40.8269),
        ReferencePoint(30_012_517, 50.770271160, 5.980768225, 195.6653, 196874.7744, 309096.0526, 149.4132),
        ReferencePoint(30_011_589, 52.887934056, 7.164762510, 236.2246, 274634.5774, 546006.5691, 194.6600),
        ReferencePoint(30_017_129, 52.207274578, 6.871496016, 76.3871, 256452.6934, 469835.3775, 32.8000),
        ReferencePoint(30_012_046, 51.502236782, 5.590667568, 174.9906, 169127.3797, 390377.2233, 131.1268),
        ReferencePoint(30_014_229, 51.894348830, 6.039763718, 47.5045, 199917.8281, 434183.0759, 3.7574),
        ReferencePoint(30_010_076, 53.409445148, 5.301483269, 300.2231, 149299.0098, 602574.4634, 258.9390),
        ReferencePoint(30_011_438, 52.102173973, 4.265730908, 82.1652, 78163.9635, 457696.8241, 38.7668),
        ReferencePoint(30_018_208, 50.276698586, 2.409596836, 89.7491, -57252.2578, 258315.6285, 45.4660),
        ReferencePoint(30_010_661, 50.321601837, 7.714839558, 308.4472, 320775.0202, 261637.7194, 260.3210),
        ReferencePoint(30_018_284, 55.867752149, 2.328587863, 15.5812, -36626.9591, 880477.5677, -28.1682),
        ReferencePoint(30_018_177, 55.802314404, 7.660238721, 278.2935, 297656.3214, 871334.1301, 237.4286),
        ReferencePoint(30_018_400, 54.691357470, 4.212517204, 219.8308, 79222.6844, 745907.1097, 178.3104),
    ]
}

extension CoordinateTransformer {
    /// Compares both directions, with and without height, with NSGI's numbers.
    func checkReferencePoints() throws {
        for reference in ReferencePoint.all {
            let found: String
            do {
                if try agrees(with: reference) { continue }
                let result = try rdNAP(
                    GeographicPoint(longitude: reference.longitude, latitude: reference.latitude),
                    ellipsoidalHeightMetres: reference.ellipsoidalHeightMetres
                )
                found = "x \(result.xMetres), y \(result.yMetres), NAP \(result.napMetres)"
            } catch CoordinateProblem.outsideArea {
                found = "nothing"
            }
            throw CoordinateProblem.selfCheckFailed(
                point: reference.number,
                found: found,
                expected: "x \(reference.xMetres), y \(reference.yMetres), NAP \(reference.napMetres)"
            )
        }
    }

    /// Within 1 mm and 1e-8° (the file gives tenths of a millimetre and nine decimals of a degree).
    private func agrees(with reference: ReferencePoint) throws -> Bool {
        let point = GeographicPoint(longitude: reference.longitude, latitude: reference.latitude)
        let flat = try rd(point)
        let high = try rdNAP(point, ellipsoidalHeightMetres: reference.ellipsoidalHeightMetres)
        let back = try geographic(xMetres: reference.xMetres, yMetres: reference.yMetres)
        let highBack = try geographic(
            xMetres: reference.xMetres,
            yMetres: reference.yMetres,
            napMetres: reference.napMetres
        )
        let metres = [
            flat.xMetres - reference.xMetres, flat.yMetres - reference.yMetres,
            high.xMetres - reference.xMetres, high.yMetres - reference.yMetres,
            high.napMetres - reference.napMetres,
            highBack.ellipsoidalHeightMetres - reference.ellipsoidalHeightMetres,
        ]
        let degrees = [
            back.longitude - reference.longitude, back.latitude - reference.latitude,
            highBack.point.longitude - reference.longitude, highBack.point.latitude - reference.latitude,
        ]
        return metres.allSatisfy { abs($0) <= 0.001 } && degrees.allSatisfy { abs($0) <= 1e-8 }
    }
}
