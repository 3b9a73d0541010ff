import Synchronization

/// The columns of all segments of a layer, worked out once.
final class MergedColumns: Sendable {
    let columns: [ColumnDefinition]

    init(_ segments: [Segment]) {
        var columns: [ColumnDefinition] = []
        var positions: [String: Int] = [:]
        var previous: SegmentColumns?
        for segment in segments {
            let schema = segment.contents.columns
            // Segments of one source share one object.
            if schema === previous { continue }
            previous = schema
            for column in schema.attributes {
                guard let position = positions[column.name] else {
                    positions[column.name] = columns.count
                    columns.append(column)
                    continue
                }
                if columns[position].type != column.type {
                    columns[position] = ColumnDefinition(name: column.name, type: .text)
                }
            }
        }
        self.columns = columns
    }
}

extension Layer {
    /// The columns of all segments besides `id` and `naam`, in order of first appearance; one that differs in type from
    /// segment to segment counts as text. Opens every segment when first asked.
    public var columns: [ColumnDefinition] {
        (mergedColumns.load() ?? mergedColumns.storeIfNil(MergedColumns(segments))).columns
    }
}
