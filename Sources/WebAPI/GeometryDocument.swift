import GeoValues
import Service

/// A polygon or multipolygon as GeoJSON in CRS84.
struct GeometryDocument: Encodable, JSONWritable, Sendable {
    private let polygons: [[[[Double]]]]

    init(_ polygons: [RDPolygon], _ service: StipService) throws {
        self.polygons = try polygons.map { polygon in
            try service.geographicRings(polygon).map { ring in
                ring.map { [roundedDegrees($0.longitude), roundedDegrees($0.latitude)] }
            }
        }
    }

    /// In RD metres, x before y.
    init(rd polygons: [RDPolygon]) {
        self.polygons = polygons.map { polygon in
            polygon.rings.map { ring in (ring.points + ring.points.prefix(1)).map { [$0.xMetres, $0.yMetres] } }
        }
    }

    private enum Keys: CodingKey { case type, coordinates }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        if polygons.count == 1 {
            try container.encode("Polygon", forKey: .type)
            try container.encode(polygons[0], forKey: .coordinates)
        } else {
            try container.encode("MultiPolygon", forKey: .type)
            try container.encode(polygons, forKey: .coordinates)
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("coordinates")
            if polygons.count == 1 {
                Self.write(polygons[0], to: &writer)
            } else {
                writer.array { writer in
                    for polygon in polygons { Self.write(polygon, to: &writer) }
                }
            }
            writer.member("type", polygons.count == 1 ? "Polygon" : "MultiPolygon")
        }
    }

    private static func write(_ rings: [[[Double]]], to writer: inout JSONWriter) {
        writer.array { writer in
            for ring in rings {
                writer.array { writer in
                    for position in ring {
                        writer.array { writer in
                            writer.write(position[0], decimals: 9)
                            writer.write(position[1], decimals: 9)
                        }
                    }
                }
            }
        }
    }
}
