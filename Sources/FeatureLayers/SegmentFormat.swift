/// The layout of a segment file, version 6. All numbers are little-endian.
///
/// ```
/// offset  bytes  header
///      0      8  signature "STIPSEG" and a zero byte
///      8      4  version (6)
///     12      4  number of sections
///     16      8  number of features n
///     24      8  file length in bytes
///     32     16  XXH3-128 of header and section table, with these 16 bytes zero
///     48     16  box of all features: minX, minY, maxX, maxY (Int32, RD millimetres)
///     64     16  box of all features: minX, minY, maxX, maxY (UInt32, Mercator units)
///     80     48  per section: kind (4 ASCII bytes), column (UInt32), offset, length (UInt64 each),
///                XXH3-128 of the section's bytes, 8 bytes zero
/// ```
/// Sections begin at multiples of 64 bytes; the gaps are zero. Features are in the order of their tree, see
/// ``PackedTreeOrder``, those without a place last.
///
/// | kind | elements | contents |
/// |---|---|---|
/// | `SCHM` | bytes | columns: count (UInt32), then per column type (1 byte), name length (UInt16), UTF-8 name |
/// | `TREE` | 4 × Int32 | packed R-tree boxes: the n features, then level by level their parents, 16 to a node, root last |
/// | `TREB` | 64 bytes | the same boxes in a byte a side, for each node above the features, see ``CompactTree`` |
/// | `KIND` | n × UInt8 | 0 no place, 1 points, 2 lines, 3 polygons |
/// | `SHPE` | n × UInt64 | where the outline of a feature is, see ``FeatureShape`` |
/// | `DRAW` | UInt32 | what is inside and outside features of many vertices, see ``FeatureDrawing`` |
/// | `FRNG` | (n+1) × UInt32 | first ring (or line, or point run) of each feature |
/// | `RVTX` | (rings+1) × UInt32 | first vertex of each ring |
/// | `RROL` | rings × UInt8 | 0 exterior (counter-clockwise) or line or points, 1 hole (clockwise) |
/// | `VRTX` | 2 × Int32 | x, y of each vertex in RD millimetres; rings without the closing repeat |
/// | `VBOX` | 4 × Int32 | boxes around 16, 256, 4096, … consecutive vertices, see ``VertexBlocks`` |
/// | `VMRC` | 2 × UInt32 | x, y of each vertex in units of 1/2^32 of the Web Mercator world, y southward |
/// | `IMPO` | UInt16 | of each vertex the tolerance in millimetres at which simplification may drop it; 2^16−1: never |
/// | `VZOM` | n × UInt8 | of each feature the zoom from which on rounding leaves it valid, see ``ValidZooms``; column 0 in WebMercatorQuad, 1 in NetherlandsRDNewQuad; 255: not known |
/// | `LABL` | n × 2 × Int32 | x, y of each feature's label point in RD millimetres; Int32.min where it has none |
/// | `CKEY`, `CNUM`, `CARE` | UInt64, UInt32, UInt64 | cells, and features and dm² in those before each, see ``CellCounts``; column 0 in WebMercatorQuad, 1 in NetherlandsRDNewQuad |
/// | `VFRM`, `VTIL` | n × Int32 | valid from (inclusive) and until (exclusive), days since 1970-01-01 |
/// | `IDIX` | n × UInt32 | features in byte order of their identifier |
/// | `COVG` | UInt32 | sorted cells of the coverage grid, see ``CoverageGrid`` |
/// | `TXTC` | n × UInt32 | text column: dictionary position, 2^32−1 for null |
/// | `TXTO`, `TXTB` | UInt32, bytes | text column: dictionary offsets (one more than entries) and UTF-8 bytes |
/// | `INTC` | n × Int64 | integer or date column; Int64.min is null |
/// | `DBLC` | n × Double | real column; NaN is null |
public enum SegmentFormat {
    public static let version: UInt32 = 6
    static let signature: [UInt8] = Array("STIPSEG".utf8) + [0]
    static let headerByteCount = 80
    static let sectionEntryByteCount = 48
    static let sectionAlignment = 64
    static let checksumOffset = 32
    public static let nullTextCode = UInt32.max

    /// Names of the section kinds, as in the table above.
    enum Kind: String, CaseIterable {
        case schema = "SCHM"
        case tree = "TREE"
        case compactTree = "TREB"
        case geometryKinds = "KIND"
        case shapes = "SHPE"
        case drawings = "DRAW"
        case firstRings = "FRNG"
        case firstVertices = "RVTX"
        case ringRoles = "RROL"
        case vertices = "VRTX"
        case vertexBlocks = "VBOX"
        case mercatorVertices = "VMRC"
        case importances = "IMPO"
        case validZooms = "VZOM"
        case labelPoints = "LABL"
        case cellKeys = "CKEY"
        case cellFeatures = "CNUM"
        case cellAreas = "CARE"
        case validFrom = "VFRM"
        case validUntil = "VTIL"
        case identifierIndex = "IDIX"
        case coverage = "COVG"
        case textCodes = "TXTC"
        case textOffsets = "TXTO"
        case textBytes = "TXTB"
        case integers = "INTC"
        case reals = "DBLC"

        /// The four bytes as they stand in the file, read as a number.
        var code: UInt32 { rawValue.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
    }

    static func aligned(_ offset: Int) -> Int {
        (offset + sectionAlignment - 1) / sectionAlignment * sectionAlignment
    }
}

/// What the geometry of a feature is made of.
public enum GeometryKind: UInt8, Sendable {
    case none = 0
    case points = 1
    case lines = 2
    case polygons = 3
}
