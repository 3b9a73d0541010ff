import FeatureLayers

/// The attributes of one segment's features as tags of a tile layer.
struct SegmentAttributes {
    private var columns: [Column] = []

    private struct Column {
        let name: String
        let values: MappedColumn
        /// A column of texts of which every feature has its own, such as identifiers: no use in looking for an equal one.
        let isUnique: Bool
        /// How many texts its dictionary has.
        let textCount: Int
        /// The tag number of the name; it gets one when the first feature has a value.
        var key: UInt32
    }

    private static let noKey = UInt32.max

    /// - Parameter names: those that the segment does not have are left out.
    init(_ names: [String], _ segment: Segment, _ sections: SegmentSections) {
        columns.reserveCapacity(names.count)
        for name in names {
            guard let place = segment.column(named: name) else { continue }
            let values = sections.column(place)
            var textCount = 0
            var isUnique = false
            if case .text(let codes, let offsets, _) = values {
                textCount = max(0, offsets.count - 1)
                isUnique = textCount == codes.count
            }
            columns.append(
                Column(
                    name: name,
                    values: values,
                    isUnique: isUnique,
                    textCount: textCount,
                    key: SegmentAttributes.noKey
                )
            )
        }
    }

    /// Begins another layer: nothing of it is known yet.
    mutating func begin(_ texts: inout TextTags) {
        for position in columns.indices { columns[position].key = SegmentAttributes.noKey }
        texts.clear(textCounts: columns.map { $0.isUnique ? 0 : $0.textCount })
    }

    /// The tags of a feature; keys and values that are new go to the layer.
    @inline(__always)
    mutating func tags(
        of feature: Int,
        _ tags: inout TagList,
        _ texts: inout TextTags,
        _ layer: inout LayerDictionary
    ) {
        tags.begin(most: columns.count)
        var end = 0
        var written = tags.bytes.mutableSpan
        for position in 0..<columns.count {
            let value: UInt32
            switch columns[position].values {
            case .text(let codes, let offsets, let bytes):
                let code = codes[feature]
                guard code != SegmentFormat.nullTextCode else { continue }
                if columns[position].isUnique {
                    value = layer.values.appendUnshared(
                        text: SegmentAttributes.range(code, offsets, bytes),
                        of: bytes
                    )
                } else if let known = texts.tag(column: position, of: code) {
                    value = known
                } else {
                    value = layer.values.tag(text: SegmentAttributes.range(code, offsets, bytes), of: bytes)
                    texts.insert(column: position, code, value)
                }
            case .integer(let integers):
                let integer = integers[feature]
                guard integer != .min else { continue }
                value = layer.values.tag(integer: integer)
            case .real(let reals):
                let real = reals[feature]
                guard !real.isNaN else { continue }
                value = layer.values.tag(real: real)
            case .date(let days):
                let day = days[feature]
                guard day != .min else { continue }
                value = layer.values.tag(day: Int32(clamping: day))
            }
            if columns[position].key == SegmentAttributes.noKey {
                columns[position].key = layer.key(columns[position].name)
            }
            Protobuf.putVarint(columns[position].key, &written, &end)
            Protobuf.putVarint(value, &written, &end)
        }
        tags.byteCount = end
    }

    /// Where a text stands; of a damaged file too, a range of the section.
    @inline(__always)
    private static func range(
        _ code: UInt32,
        _ offsets: MappedArray<UInt32>,
        _ bytes: MappedArray<UInt8>
    ) -> Range<Int> {
        let start = min(Int(offsets[Int(code)]), bytes.count)
        return start..<max(start, min(Int(offsets[Int(code) &+ 1]), bytes.count))
    }
}
