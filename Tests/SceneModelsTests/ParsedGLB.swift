import Foundation
import Testing

/// A GLB read back by the rules of glTF 2.0, chapter 4, with every count and offset checked.
struct ParsedGLB {
    let json: [String: Any]
    let positions: [SIMD3<Float>]
    let normals: [SIMD3<Float>]
    let indices: [Int]

    init(_ bytes: [UInt8]) throws {
        func word(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } }
        func short(_ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 }
        try #require(bytes.count >= 28)
        #expect(word(0) == 0x4654_6C67)
        #expect(word(4) == 2)
        #expect(word(8) == bytes.count)
        let jsonLength = word(12)
        #expect(jsonLength % 4 == 0)
        #expect(word(16) == 0x4E4F_534A)
        let object = try JSONSerialization.jsonObject(with: Data(bytes[20..<20 + jsonLength]))
        let json = try #require(object as? [String: Any])
        self.json = json
        let binaryLength = word(20 + jsonLength)
        #expect(binaryLength % 4 == 0)
        #expect(word(24 + jsonLength) == 0x004E_4942)
        let binary = 28 + jsonLength
        #expect(binary + binaryLength == bytes.count)

        func list(_ name: String) throws -> [[String: Any]] { try #require(json[name] as? [[String: Any]]) }
        func number(_ object: [String: Any], _ name: String) throws -> Int { try #require(object[name] as? Int) }
        #expect(try number(list("buffers")[0], "byteLength") == binaryLength)
        func words(_ accessor: Int) throws -> (offset: Int, count: Int, type: Int) {
            let accessor = try list("accessors")[accessor]
            let view = try list("bufferViews")[try number(accessor, "bufferView")]
            let type = try number(accessor, "componentType")
            let count = try number(accessor, "count") * (accessor["type"] as? String == "VEC3" ? 3 : 1)
            let size = type == 5123 ? 2 : 4
            #expect(try number(view, "byteOffset") % size == 0)
            #expect(try number(view, "byteLength") == count * size)
            #expect(try number(view, "byteOffset") + count * size <= binaryLength)
            return (binary + (try number(view, "byteOffset")), count, type)
        }
        func vectors(_ accessor: Int) throws -> [SIMD3<Float>] {
            let (offset, count, type) = try words(accessor)
            #expect(type == 5126)
            let values = (0..<count).map { Float(bitPattern: UInt32(word(offset + 4 * $0))) }
            return stride(from: 0, to: count, by: 3).map { SIMD3(values[$0], values[$0 + 1], values[$0 + 2]) }
        }
        self.positions = try vectors(0)
        self.normals = try vectors(1)
        let (offset, count, type) = try words(2)
        self.indices = (0..<count).map { type == 5123 ? short(offset + 2 * $0) : word(offset + 4 * $0) }
        #expect(normals.count == positions.count)
        #expect(indices.allSatisfy { $0 < positions.count })
        let accessor = try list("accessors")[0]
        for (name, pick) in [("min", { min($0, $1) }), ("max", { max($0, $1) })] as [(String, (Float, Float) -> Float)]
        {
            let bounds = try #require(accessor[name] as? [Double])
            for axis in 0..<3 {
                let expected = positions.map { $0[axis] }.reduce(positions[0][axis], pick)
                #expect(Float(bounds[axis]) == expected)
            }
        }
    }

    var triangles: [[SIMD3<Float>]] {
        stride(from: 0, to: indices.count, by: 3).map { start in (0..<3).map { positions[indices[start + $0]] } }
    }

    /// Whether each directed edge, by position, occurs as often as the opposite one: closed and consistently wound.
    var isClosed: Bool {
        struct Edge: Hashable {
            let from: SIMD3<Float>
            let to: SIMD3<Float>
        }
        var balance: [Edge: Int] = [:]
        for triangle in triangles {
            for (from, to) in [(0, 1), (1, 2), (2, 0)] {
                balance[Edge(from: triangle[from], to: triangle[to]), default: 0] += 1
                balance[Edge(from: triangle[to], to: triangle[from]), default: 0] -= 1
            }
        }
        return balance.values.allSatisfy { $0 == 0 }
    }

    /// Cubic metres by the divergence theorem; negative when the triangles face inward.
    var volume: Double {
        triangles.reduce(0) { sum, triangle in
            let (a, b, c) = (SIMD3<Double>(triangle[0]), SIMD3<Double>(triangle[1]), SIMD3<Double>(triangle[2]))
            let cross = SIMD3(b.y * c.z - b.z * c.y, b.z * c.x - b.x * c.z, b.x * c.y - b.y * c.x)
            return sum + (a * cross).sum() / 6
        }
    }

    /// Whether every stored normal is the normal of its triangle.
    var areNormalsFlat: Bool {
        stride(from: 0, to: indices.count, by: 3).allSatisfy { start in
            let corners = (0..<3).map { SIMD3<Double>(positions[indices[start + $0]]) }
            let (u, v) = (corners[1] - corners[0], corners[2] - corners[0])
            let cross = SIMD3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
            let length = (cross * cross).sum().squareRoot()
            return (0..<3).allSatisfy { corner in
                let normal = SIMD3<Double>(normals[indices[start + corner]])
                return (normal * cross).sum() > 0.999 * length && abs((normal * normal).sum() - 1) < 1e-6
            }
        }
    }
}
