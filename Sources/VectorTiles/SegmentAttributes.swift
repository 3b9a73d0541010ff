import FeatureLayers

/// The attributes of one segment's features as tags of a tile layer.
struct SegmentAttributes {
    private struct Attribute {
        let name: String
        let column: MappedColumn
        /// The tag number of its name; it gets one when the first feature has a value.
        var key: UInt32?
        /// Identifiers are unique: no use in looking for an equal one.
        let isUnique: Bool
        /// Tag numbers by dictionary position: a text is looked up once.
        var tagsOfTexts = TagTable()
    }

    private var attributes: [Attribute] = []

    /// - Parameter names: those that the segment does not have are left out.
    init(_ names: [String], _ segment: Segment, _ sections: SegmentSections) {
        for name in names {
            guard let column = segment.column(named: name) else { continue }
            attributes.append(
                Attribute(name: name, column: sections.column(column), key: nil, isUnique: name == "id")
            )
        }
    }

    /// Gives the tags of a feature to the encoder.
    mutating func addTags(_ feature: Int, to encoder: inout TileLayerEncoder) {
        encoder.clearTags()
        for position in attributes.indices {
            let value: UInt32
            switch attributes[position].column {
            case .text(let codes, let offsets, let bytes):
                let code = codes[feature]
                guard code != SegmentFormat.nullTextCode else { continue }
                value = textTag(position, code, offsets, bytes, &encoder)
            case .integer(let integers):
                let integer = integers[feature]
                guard integer != .min else { continue }
                value = encoder.values.tag(integer: integer)
            case .real(let reals):
                let real = reals[feature]
                guard !real.isNaN else { continue }
                value = encoder.values.tag(real: real)
            case .date(let days):
                let day = days[feature]
                guard day != .min else { continue }
                value = encoder.values.tag(day: Int32(clamping: day))
            }
            let key: UInt32
            if let known = attributes[position].key {
                key = known
            } else {
                key = encoder.addKey(attributes[position].name)
                attributes[position].key = key
            }
            encoder.addTag(key: key, value: value)
        }
    }

    @inline(__always)
    private mutating func textTag(
        _ position: Int,
        _ code: UInt32,
        _ offsets: MappedArray<UInt32>,
        _ bytes: MappedArray<UInt8>,
        _ encoder: inout TileLayerEncoder
    ) -> UInt32 {
        if !attributes[position].isUnique, let tag = attributes[position].tagsOfTexts.tag(of: UInt64(code)) {
            return tag
        }
        // Of a damaged file too, a range of the section.
        let start = min(Int(offsets[Int(code)]), bytes.count)
        let range = start..<max(start, min(Int(offsets[Int(code) &+ 1]), bytes.count))
        if attributes[position].isUnique { return encoder.values.appendUnshared(text: range, of: bytes) }
        let tag = encoder.values.tag(text: range, of: bytes)
        attributes[position].tagsOfTexts.insert(UInt64(code), tag)
        return tag
    }
}
