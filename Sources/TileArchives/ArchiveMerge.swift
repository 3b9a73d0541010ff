import FileBridge
import GeoValues

/// Puts the shards of an archive together: the same bytes as if it had been drawn at once.
public enum ArchiveMerge {
    /// - Parameter parts: all shards, in any order and either format.
    /// - Throws: ``ArchiveProblem/unmergeable(_:)`` when they are not, `damaged` when one has not the tiles that it should have.
    public static func merge(_ parts: [any TileArchive], to writer: any TileArchiveWriter) throws -> ArchiveSize {
        let ordered = try inOrder(parts)
        var next: UInt64 = 0
        for part in ordered {
            try part.verifyChecksum()
            try part.forEachTile { tile, bytes in
                guard tile.identifier >= next else {
                    throw ArchiveProblem.unmergeable("tile \(tile.z)/\(tile.x)/\(tile.y) is in more than one of them")
                }
                next = tile.identifier + 1
                try writer.add(tile, bytes, Checksum128(of: bytes))
            }
        }
        var metadata = ordered[0].metadata
        metadata.origin.shard = nil
        return try writer.finish(metadata, bounds: ordered[0].bounds)
    }

    private static func inOrder(_ parts: [any TileArchive]) throws -> [any TileArchive] {
        func unmergeable(_ reason: String) -> ArchiveProblem { .unmergeable(reason) }
        guard let first = parts.first else { throw unmergeable("none was given") }
        var byNumber: [Int: any TileArchive] = [:]
        for part in parts {
            guard let shard = part.metadata.origin.shard, let count = first.metadata.origin.shard?.count else {
                let whole = part.metadata.origin.shard == nil ? part.path : first.path
                throw unmergeable("\(whole) is no shard")
            }
            guard shard.count == count else {
                throw unmergeable("\(part.path) is shard \(shard), \(first.path) is one of \(count)")
            }
            guard withoutShard(part.metadata) == withoutShard(first.metadata), part.bounds == first.bounds else {
                throw unmergeable("\(part.path) and \(first.path) were made from other data or with other options")
            }
            if let other = byNumber.updateValue(part, forKey: shard.number) {
                throw unmergeable("\(part.path) and \(other.path) are both shard \(shard)")
            }
        }
        let count = first.metadata.origin.shard?.count ?? 0
        return try (1...max(1, count)).map { number in
            guard let part = byNumber[number] else { throw unmergeable("shard \(number)/\(count) is missing") }
            return part
        }
    }

    private static func withoutShard(_ metadata: ArchiveMetadata) -> ArchiveMetadata {
        var metadata = metadata
        metadata.origin.shard = nil
        metadata.origin.checksum = ""
        return metadata
    }
}
