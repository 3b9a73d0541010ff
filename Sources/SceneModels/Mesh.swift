/// Triangles of a solid in glTF axes: x east, y up, z south (−north), metres from the anchor of its frame.
///
/// Triangles are counter-clockwise seen from outside. Vertices are repeated where faces with different normals meet, with
/// coordinates that are equal bit for bit, so the surface is closed by position.
public struct Mesh: Hashable, Sendable {
    /// x, y, z of each vertex.
    public internal(set) var positions: [Float] = []
    /// x, y, z of each vertex's unit normal.
    public internal(set) var normals: [Float] = []
    /// Three vertices per triangle.
    public internal(set) var indices: [UInt32] = []

    public var vertexCount: Int { positions.count / 3 }
    public var triangleCount: Int { indices.count / 3 }

    /// Adds a vertex and gives its number.
    mutating func addVertex(_ position: SIMD3<Float>, normal: SIMD3<Float>) -> UInt32 {
        let number = UInt32(vertexCount)
        positions += [position.x, position.y, position.z]
        normals += [normal.x, normal.y, normal.z]
        return number
    }

    mutating func addTriangle(_ a: UInt32, _ b: UInt32, _ c: UInt32) { indices += [a, b, c] }
}
