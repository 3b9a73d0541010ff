import FeatureLayers
import FileBridge
import GeoValues
import PROJBridge

/// Makes one block of a layer into a segment.
struct BlockEncoder {
    let assembly: LayerAssembly
    let transformer: CoordinateTransformer

    /// The segment of a block.
    func encoded(_ block: Range<Int>) throws -> EncodedSegment {
        var segment = FlatSegment(columns: assembly.columns)
        var geometry = StoredRecord.Geometry()
        try assembly.forEachRecord(block) { _, reader in
            StoredRecord.readGeometry(&reader, into: &geometry)
            StoredRecord.readAttributes(
                &reader,
                kind: geometry.kind,
                columns: assembly.columnPlaces(ofPart: geometry.part),
                into: &segment
            )
            var start = 0
            for ring in geometry.ringRoles.indices {
                let end = start + Int(geometry.ringVertexCounts[ring])
                segment.appendRing(geometry.vertices, start..<end, isHole: geometry.ringRoles[ring] == 1)
                start = end
            }
        }
        return try segment.encoded { try transformer.mercator(rd: $0) }
    }
}
