public import GeoValues
import Synchronization

/// RD New (EPSG:28992) and NAP to ETRS89 and back by RDNAPTRANS2018.
///
/// Within 1 mm and 1e-8° of NSGI's own numbers wherever it answers; elsewhere it throws
/// ``CoordinateProblem/outsideArea(_:)``. May be used from any number of threads.
public final class CoordinateTransformer: Sendable {
    public let grids: RDNAPGrids
    // Making pipelines costs milliseconds, a position about a microsecond: they are kept, each used by one caller at a time.
    private let idle: Mutex<[ProjPipelines]>

    /// Opens the grids and compares the transformation with NSGI's numbers for points all over the area.
    ///
    /// - Throws: ``CoordinateProblem`` when PROJ can't use the grids or gives other numbers.
    public init(grids: RDNAPGrids) throws {
        self.grids = grids
        idle = Mutex([try ProjPipelines(grids)])
        try checkReferencePoints()
    }

    private func withPipelines<Result>(_ body: (ProjPipelines) throws -> Result) throws -> Result {
        let pipelines = try idle.withLock { $0.popLast() } ?? ProjPipelines(grids)
        defer { idle.withLock { $0.append(pipelines) } }
        return try body(pipelines)
    }

    // MARK: Without height

    /// RD metres of an ETRS89 position.
    public func rd(_ point: GeographicPoint) throws -> (xMetres: Double, yMetres: Double) {
        try require(point)
        let result = try withPipelines { $0.transform(.toRD, point.longitude, point.latitude) }
        guard result.first.isFinite, result.second.isFinite else { throw refusal(of: point) }
        return (result.first, result.second)
    }

    /// The ETRS89 position of RD metres.
    public func geographic(xMetres: Double, yMetres: Double) throws -> GeographicPoint {
        try require(xMetres: xMetres, yMetres: yMetres)
        let result = try withPipelines { $0.transform(.fromRD, xMetres, yMetres) }
        let point = GeographicPoint(longitude: result.first, latitude: result.second)
        guard RDNAPArea.containsResult(point) else { throw refusal(ofX: xMetres, y: yMetres) }
        return point
    }

    // MARK: With height

    /// RD metres and NAP height in metres of an ETRS89 position and its height above the GRS80 ellipsoid in metres.
    public func rdNAP(
        _ point: GeographicPoint,
        ellipsoidalHeightMetres: Double
    ) throws -> (xMetres: Double, yMetres: Double, napMetres: Double) {
        try require(point)
        guard ellipsoidalHeightMetres.isFinite else { throw CoordinateProblem.heightNotFinite }
        let result = try withPipelines {
            $0.transform(.toRD, point.longitude, point.latitude, height: ellipsoidalHeightMetres)
        }
        guard result.first.isFinite, result.second.isFinite, result.height.isFinite else { throw refusal(of: point) }
        return (result.first, result.second, result.height)
    }

    /// The ETRS89 position of RD metres, and its height in metres above the GRS80 ellipsoid for a NAP height in metres.
    public func geographic(
        xMetres: Double,
        yMetres: Double,
        napMetres: Double
    ) throws -> (point: GeographicPoint, ellipsoidalHeightMetres: Double) {
        try require(xMetres: xMetres, yMetres: yMetres)
        guard napMetres.isFinite else { throw CoordinateProblem.heightNotFinite }
        let result = try withPipelines { $0.transform(.fromRD, xMetres, yMetres, height: napMetres) }
        let point = GeographicPoint(longitude: result.first, latitude: result.second)
        guard RDNAPArea.containsResult(point), result.height.isFinite else { throw refusal(ofX: xMetres, y: yMetres) }
        return (point, result.height)
    }

    // MARK: Many at once

    /// The ETRS89 positions of many RD positions, in their order; about a microsecond each.
    ///
    /// - Throws: ``CoordinateProblem/outsideArea(_:)`` for the first that is not in the area; none is left out.
    public func geographic(rd points: [RDPoint]) throws -> [GeographicPoint] {
        var firsts: [Double] = []
        var seconds: [Double] = []
        firsts.reserveCapacity(points.count)
        seconds.reserveCapacity(points.count)
        for point in points {
            try require(xMetres: point.xMetres, yMetres: point.yMetres)
            firsts.append(point.xMetres)
            seconds.append(point.yMetres)
        }
        try withPipelines { $0.transform(.fromRD, firsts: &firsts, seconds: &seconds) }
        var result: [GeographicPoint] = []
        result.reserveCapacity(points.count)
        for position in points.indices {
            let point = GeographicPoint(longitude: firsts[position], latitude: seconds[position])
            guard RDNAPArea.containsResult(point) else {
                throw refusal(ofX: points[position].xMetres, y: points[position].yMetres)
            }
            result.append(point)
        }
        return result
    }

    /// The Web Mercator units of many RD positions, in their order: within one unit (9 mm at the equator, 6 mm here) of the
    /// exact position, by ``MercatorInterpolation``. Positions near each other should follow each other.
    ///
    /// - Throws: ``CoordinateProblem/outsideArea(_:)`` for the first that is not in the area; none is left out.
    public func mercator(rd points: [RDPoint]) throws -> [MercatorPoint] {
        var interpolation = MercatorInterpolation()
        var result: [MercatorPoint] = []
        result.reserveCapacity(points.count)
        try withPipelines { pipelines in
            func exact(_ xMetres: Double, _ yMetres: Double) -> (x: Double, y: Double)? {
                guard RDNAPArea.mayContain(xMetres: xMetres, yMetres: yMetres) else { return nil }
                let degrees = pipelines.transform(.fromRD, xMetres, yMetres)
                let place = GeographicPoint(longitude: degrees.first, latitude: degrees.second)
                return RDNAPArea.containsResult(place) ? MercatorPoint.exactUnits(of: place) : nil
            }
            for point in points {
                if let position = interpolation.mercator(point, exact: exact) {
                    result.append(position)
                } else if exact(point.xMetres, point.yMetres) != nil {
                    let degrees = pipelines.transform(.fromRD, point.xMetres, point.yMetres)
                    result.append(
                        MercatorPoint(GeographicPoint(longitude: degrees.first, latitude: degrees.second))
                    )
                } else {
                    throw refusal(ofX: point.xMetres, y: point.yMetres)
                }
            }
        }
        return result
    }

    // MARK: Bounds

    // The area is checked before PROJ is asked: at the edge of a grid PROJ answers wrongly without an error. Coming from
    // RD only its box can be checked before; in that direction PROJ looks the shift up where the position lies, so that
    // what is left is either exact or, outside the grid, infinite.

    private func require(_ point: GeographicPoint) throws {
        guard RDNAPArea.contains(point) else { throw refusal(of: point) }
    }

    private func require(xMetres: Double, yMetres: Double) throws {
        guard RDNAPArea.mayContain(xMetres: xMetres, yMetres: yMetres) else { throw refusal(ofX: xMetres, y: yMetres) }
    }

    private func refusal(of point: GeographicPoint) -> CoordinateProblem {
        .outsideArea(RejectedPosition(longitude: point.longitude, latitude: point.latitude))
    }

    private func refusal(ofX xMetres: Double, y yMetres: Double) -> CoordinateProblem {
        .outsideArea(RejectedPosition(xMetres: xMetres, yMetres: yMetres))
    }
}
