import FeatureLayers

/// The attributes of one segment's features as tags of a tile layer.
struct SegmentAttributes {
    private var names: [String] = []
    private var columns: [MappedColumn] = []
    /// The tag numbers of the names; one gets it when the first feature has a value.
    private var keys: [UInt32] = []
    /// For each column, tag numbers by dictionary position: a text is looked up once.
    private var tagsOfTexts: [TagTable] = []
    /// The place of the identifiers, which are unique: no use in looking for an equal one.
    private var identifiers = -1

    private static let noKey = UInt32.max

    /// - Parameter names: those that the segment does not have are left out.
    init(_ names: [String], _ segment: Segment, _ sections: SegmentSections) {
        for name in names {
            guard let column = segment.column(named: name) else { continue }
            if name == "id" { identifiers = self.names.count }
            self.names.append(name)
            columns.append(sections.column(column))
            keys.append(SegmentAttributes.noKey)
            tagsOfTexts.append(TagTable())
        }
    }

    /// The tags of a feature; keys and values that are new go to the layer.
    @inline(__always)
    mutating func tags(of feature: Int, _ tags: inout TagList, _ layer: inout LayerDictionary) {
        tags.clear()
        for position in 0..<columns.count {
            let value: UInt32
            switch columns[position] {
            case .text(let codes, let offsets, let bytes):
                let code = codes[feature]
                guard code != SegmentFormat.nullTextCode else { continue }
                if position == identifiers {
                    value = layer.values.appendUnshared(
                        text: SegmentAttributes.range(code, offsets, bytes),
                        of: bytes
                    )
                } else if let known = tagsOfTexts[position].tag(of: UInt64(code)) {
                    value = known
                } else {
                    value = layer.values.tag(text: SegmentAttributes.range(code, offsets, bytes), of: bytes)
                    tagsOfTexts[position].insert(UInt64(code), value)
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
