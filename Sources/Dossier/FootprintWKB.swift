import Foundation
import GeoValues

/// A footprint as well-known binary (OGC Simple Features 1.2.1, 8.2.3): RD metres, east first, little-endian.
///
/// Millimetres / 1000 as Double reads back as the same millimetres: in the RD envelope a Double is finer than 0.1 nm.
enum FootprintWKB {
    private static let polygonType: UInt32 = 3

    static func encode(_ polygon: RDPolygon) -> Data {
        var data = Data([1])
        func append(_ value: UInt32) {
            for shift in [0, 8, 16, 24] { data.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        func append(_ value: Double) {
            let bits = value.bitPattern
            append(UInt32(truncatingIfNeeded: bits))
            append(UInt32(truncatingIfNeeded: bits >> 32))
        }
        append(polygonType)
        append(UInt32(polygon.rings.count))
        for ring in polygon.rings {
            append(UInt32(ring.points.count + 1))
            for point in ring.points + [ring.points[0]] {
                append(point.xMetres)
                append(point.yMetres)
            }
        }
        return data
    }

    /// Nil when the bytes are not a little-endian polygon in the RD envelope.
    static func decode(_ data: Data) -> RDPolygon? {
        let bytes = [UInt8](data)
        var offset = 1
        func word() -> UInt32? {
            guard offset + 4 <= bytes.count else { return nil }
            defer { offset += 4 }
            return (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
        }
        func number() -> Double? {
            guard let low = word(), let high = word() else { return nil }
            return Double(bitPattern: UInt64(high) << 32 | UInt64(low))
        }
        guard bytes.first == 1, word() == polygonType, let ringCount = word(), ringCount >= 1 else { return nil }
        var rings: [RDRing] = []
        for _ in 0..<ringCount {
            guard let pointCount = word(), Int(pointCount) <= (bytes.count - offset) / 16 else { return nil }
            var points: [RDPoint] = []
            for _ in 0..<pointCount {
                guard let x = number(), let y = number(), let point = RDPoint(xMetres: x, yMetres: y) else {
                    return nil
                }
                points.append(point)
            }
            guard let ring = RDRing(points) else { return nil }
            rings.append(ring)
        }
        return RDPolygon(exterior: rings[0], holes: Array(rings.dropFirst()))
    }
}
