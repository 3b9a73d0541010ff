import FeatureLayers

/// The attributes of one segment's features as tags of a tile layer.
struct SegmentAttributes {
    private var names: [String] = []
    private var columns: [MappedColumn] = []
    /// The tag numbers of the names; one gets it when the first feature has a value.
    private var keys: [UInt32] = []
    /// Text columns of which every feature has a text of its own, such as identifiers: no use in looking for an equal one.
    private var isUnique: [Bool] = []

    private static let noKey = UInt32.max

    /// - Parameter names: those that the segment does not have are left out.
    init(_ names: [String], _ segment: Segment, _ sections: SegmentSections) {
        for name in names {
            guard let column = segment.column(named: name) else { continue }
            let values = sections.column(column)
            self.names.append(name)
            columns.append(values)
            if case .text(let codes, let offsets, _) = values {
                isUnique.append(offsets.count == codes.count + 1)
            } else {
                isUnique.append(false)
            }
            keys.append(SegmentAttributes.noKey)
        }
    }

    /// Begins another layer: nothing of it is known yet.
    mutating func begin(_ texts: inout TextTags) {
        for position in keys.indices { keys[position] = SegmentAttributes.noKey }
        texts.clear(columnCount: columns.count)
    }

    /// The tags of a feature; keys and values that are new go to the layer.
    @inline(__always)
    mutating func tags(
        of feature: Int,
        _ tags: inout TagList,
        _ texts: inout TextTags,
        _ layer: inout LayerDictionary
    ) {
        tags.clear()
        for position in 0..<columns.count {
            let value: UInt32
            switch columns[position] {
            case .text(let codes, let offsets, let bytes):
                let code = codes[feature]
                guard code != SegmentFormat.nullTextCode else { continue }
                if isUnique[position] {
                    value = layer.values.appendUnshared(
                        text: SegmentAttributes.range(code, offsets, bytes),
                        of: bytes
                    )
                } else if let known = texts.tables[position].tag(of: UInt64(code)) {
                    value = known
                } else {
                    value = layer.values.tag(text: SegmentAttributes.range(code, offsets, bytes), of: bytes)
                    texts.tables[position].insert(UInt64(code), value)
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
            if keys[position] == SegmentAttributes.noKey { keys[position] = layer.key(names[position]) }
            tags.add(key: keys[position], value: value)
        }
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
