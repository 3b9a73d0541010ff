/// Something known about a model, written into the file in the order given.
public struct ModelProperty: Hashable, Sendable {
    /// What a property holds.
    public enum Value: Hashable, Sendable {
        case text(String)
        /// Not finite becomes null.
        case number(Double)
    }

    public let name: String
    public let value: Value

    public init(_ name: String, _ text: String) {
        self.name = name
        self.value = .text(text)
    }

    public init(_ name: String, _ number: Double) {
        self.name = name
        self.value = .number(number)
    }
}

/// Binary glTF 2.0 (Khronos glTF 2.0 specification, 4: GLB file format): core features only, so that every viewer and
/// phone reads it. Equal input gives equal bytes.
public struct GLBEncoder: Sendable {
    /// `asset.generator`.
    public let generator: String

    public init(generator: String) { self.generator = generator }

    /// The file with one node and one mesh.
    /// - Parameters:
    ///   - mesh: at least one triangle.
    ///   - name: of the node and the mesh, such as an identification.
    ///   - properties: written as `extras` of the node, and of the asset because some viewers move the node's origin.
    public func encode(_ mesh: Mesh, name: String, properties: [ModelProperty]) -> [UInt8] {
        var binary: [UInt8] = []
        for value in mesh.positions { append(value.bitPattern, to: &binary) }
        let normalsOffset = binary.count
        for value in mesh.normals { append(value.bitPattern, to: &binary) }
        let indicesOffset = binary.count
        // 65,535 is reserved for restarting a primitive (glTF 2.0, 3.7.2.1).
        let isShort = mesh.vertexCount <= 65_535
        for index in mesh.indices {
            if isShort { append(UInt16(truncatingIfNeeded: index), to: &binary) } else { append(index, to: &binary) }
        }
        let indicesLength = binary.count - indicesOffset
        pad(&binary, with: 0)
        var json = content(
            of: mesh,
            name: name,
            properties: properties,
            views: [(0, normalsOffset), (normalsOffset, normalsOffset), (indicesOffset, indicesLength)],
            indexType: isShort ? 5123 : 5125,
            byteLength: binary.count
        ).bytes
        pad(&json, with: 0x20)

        var file: [UInt8] = []
        file.reserveCapacity(28 + json.count + binary.count)
        // Header: "glTF", version 2, length of the whole file; then each chunk: its length, its type, its bytes.
        append(UInt32(0x4654_6C67), to: &file)
        append(UInt32(2), to: &file)
        append(UInt32(28 + json.count + binary.count), to: &file)
        append(UInt32(json.count), to: &file)
        append(UInt32(0x4E4F_534A), to: &file)
        file += json
        append(UInt32(binary.count), to: &file)
        append(UInt32(0x004E_4942), to: &file)
        file += binary
        return file
    }

    private func content(
        of mesh: Mesh,
        name: String,
        properties: [ModelProperty],
        views: [(offset: Int, length: Int)],
        indexType: Int,
        byteLength: Int
    ) -> JSONText {
        let extras = JSONText.object(
            properties.map { property in
                switch property.value {
                case .text(let text): (property.name, .text(text))
                case .number(let number): (property.name, .number(number))
                }
            }
        )
        let (minimum, maximum) = bounds(of: mesh)
        let floats = 5126
        // Targets: 34962 is vertex data, 34963 indices.
        let bufferViews = zip(views, [34962, 34962, 34963]).map { view, target in
            JSONText.object([
                ("buffer", .integer(0)), ("byteOffset", .integer(view.offset)), ("byteLength", .integer(view.length)),
                ("target", .integer(target)),
            ])
        }
        let accessors: [JSONText] = [
            .object([
                ("bufferView", .integer(0)), ("componentType", .integer(floats)), ("count", .integer(mesh.vertexCount)),
                ("type", .text("VEC3")), ("min", .array(minimum)), ("max", .array(maximum)),
            ]),
            .object([
                ("bufferView", .integer(1)), ("componentType", .integer(floats)), ("count", .integer(mesh.vertexCount)),
                ("type", .text("VEC3")),
            ]),
            .object([
                ("bufferView", .integer(2)), ("componentType", .integer(indexType)),
                ("count", .integer(mesh.indices.count)), ("type", .text("SCALAR")),
            ]),
        ]
        let primitive = JSONText.object([
            ("attributes", .object([("POSITION", .integer(0)), ("NORMAL", .integer(1))])),
            ("indices", .integer(2)), ("material", .integer(0)), ("mode", .integer(4)),
        ])
        let material = JSONText.object([
            ("name", .text("gevel")),
            (
                "pbrMetallicRoughness",
                .object([
                    ("baseColorFactor", .array([0.8, 0.76, 0.7, 1].map(JSONText.number))),
                    ("metallicFactor", .integer(0)), ("roughnessFactor", .number(0.9)),
                ])
            ),
        ])
        return .object([
            ("asset", .object([("version", .text("2.0")), ("generator", .text(generator)), ("extras", extras)])),
            ("scene", .integer(0)),
            ("scenes", .array([.object([("nodes", .array([.integer(0)]))])])),
            ("nodes", .array([.object([("mesh", .integer(0)), ("name", .text(name)), ("extras", extras)])])),
            ("meshes", .array([.object([("name", .text(name)), ("primitives", .array([primitive]))])])),
            ("materials", .array([material])),
            ("accessors", .array(accessors)),
            ("bufferViews", .array(bufferViews)),
            ("buffers", .array([.object([("byteLength", .integer(byteLength))])])),
        ])
    }

    /// The least and greatest x, y and z, exactly as stored (glTF 2.0, 3.6.2.5).
    private func bounds(of mesh: Mesh) -> (minimum: [JSONText], maximum: [JSONText]) {
        var minimum: [Float] = [.infinity, .infinity, .infinity]
        var maximum: [Float] = [-.infinity, -.infinity, -.infinity]
        for (place, value) in mesh.positions.enumerated() {
            minimum[place % 3] = min(minimum[place % 3], value)
            maximum[place % 3] = max(maximum[place % 3], value)
        }
        return (minimum.map { .number(Double($0)) }, maximum.map { .number(Double($0)) })
    }

    /// Chunks end on a multiple of four bytes.
    private func pad(_ bytes: inout [UInt8], with padding: UInt8) {
        while bytes.count % 4 != 0 { bytes.append(padding) }
    }

    /// Little-endian.
    private func append(_ value: some FixedWidthInteger & UnsignedInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
