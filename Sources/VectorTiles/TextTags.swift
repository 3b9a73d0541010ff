/// For each text column of a segment, tag numbers by dictionary position: a text is looked up once.
struct TextTags {
    var tables: [TagTable] = []

    mutating func clear(columnCount: Int) {
        for position in tables.indices { tables[position].clear() }
        while tables.count < columnCount { tables.append(TagTable()) }
    }
}
