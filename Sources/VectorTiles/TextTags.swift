/// For each text column of a segment, tag numbers by dictionary position: a text is looked up once.
struct TextTags {
    private var columns: [Column] = []

    struct Column {
        /// By dictionary position the tag number plus one, 0 where none is known yet.
        private var tags: [UInt32] = []
        /// The positions that have one, so that clearing costs what is known.
        private var known: [UInt32] = []

        mutating func clear(textCount: Int) {
            for code in known { tags[Int(code)] = 0 }
            known.removeAll(keepingCapacity: true)
            if tags.count < textCount { tags.append(contentsOf: repeatElement(0, count: textCount - tags.count)) }
        }

        @inline(__always)
        func tag(of code: UInt32) -> UInt32? {
            guard code < tags.count, tags[Int(code)] > 0 else { return nil }
            return tags[Int(code)] &- 1
        }

        /// Remembers a tag number; of a code that the dictionary does not have, none.
        mutating func insert(_ code: UInt32, _ tag: UInt32) {
            guard code < tags.count else { return }
            tags[Int(code)] = tag + 1
            known.append(code)
        }
    }

    /// Begins with a segment's columns: of each how many texts its dictionary has, 0 where it is none of texts.
    mutating func clear(textCounts: [Int]) {
        while columns.count < textCounts.count { columns.append(Column()) }
        for (position, count) in textCounts.enumerated() { columns[position].clear(textCount: count) }
    }

    @inline(__always)
    func tag(column: Int, of code: UInt32) -> UInt32? { columns[column].tag(of: code) }

    mutating func insert(column: Int, _ code: UInt32, _ tag: UInt32) { columns[column].insert(code, tag) }
}
