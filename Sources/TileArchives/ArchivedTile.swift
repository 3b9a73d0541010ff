import DeflateBridge
public import FeatureLayers
import FileBridge
public import GeoValues
public import VectorTiles

/// How tiles lie in archives: each a gzip member whose header carries the key of what the tile was made of, in an extra field
/// that whoever decompresses it skips (RFC 1952, 2.3.1.1). So an archive knows for 16 bytes a tile which of its tiles are
/// still those of some data, whatever its format; the key says nothing of the place, so that equal tiles stay equal.
public enum ArchivedTile {
    /// Part of every key: changes when the same tile would be stored as other bytes.
    static let formatVersion = 1
    private static let identifier: (UInt8, UInt8) = (UInt8(ascii: "S"), UInt8(ascii: "t"))
    private static let keySize = 8
    /// Fixed header, length of the extra field, and the subfield's own identifier and length (RFC 1952, 2.3).
    private static let keyStart = 10 + 2 + 4

    /// The key of a tile that is drawn from layers: 64 bits of a checksum.
    public static func key(
        _ tile: TileCoordinate,
        _ renderer: TileRenderer,
        compressionLevel: Int,
        layer: (String) -> Layer?
    ) -> [UInt8] {
        let key = renderer.contentsKey(tile, layer: layer)
        let text = "\(formatVersion) \(compressionLevel) \(key)"
        let half = Checksum128(of: Array(text.utf8)).low
        return (0..<keySize).map { UInt8(truncatingIfNeeded: half >> UInt64(8 * $0)) }
    }

    /// The key that a stored tile carries; nil when it carries none.
    public static func key(of member: [UInt8]) -> [UInt8]? {
        guard member.count >= keyStart + keySize, member[0] == 0x1F, member[1] == 0x8B, member[3] == 4,
            member[10] == UInt8(keySize + 4), member[11] == 0, member[12] == identifier.0, member[13] == identifier.1,
            member[14] == UInt8(keySize), member[15] == 0
        else { return nil }
        return Array(member[keyStart..<keyStart + keySize])
    }

    static func compressed(_ bytes: [UInt8], key: [UInt8], with compressor: inout GzipCompressor) -> [UInt8] {
        compressor.compressed(bytes, subfield: identifier, key)
    }

    /// Larger ones are taken for damage.
    static let largestTile = 1 << 28

    /// The tile's bytes.
    public static func decompressed(_ member: [UInt8]) throws -> [UInt8] {
        try Gzip.decompressed(member, maximumByteCount: largestTile)
    }
}
