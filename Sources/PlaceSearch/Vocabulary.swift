/// The words by which items are found, and which item has which.
struct Vocabulary {
    /// The terms in byte order.
    private(set) var bytes: [UInt8] = []
    private(set) var offsets: [UInt32] = [0]
    /// How many leading bytes a term shares with the one before.
    private(set) var shared: [UInt8] = []
    /// Of all items one after the other: terms of the name, then those of the place.
    private(set) var itemTerms: [UInt32] = []
    private(set) var terms: [(first: UInt32, nameCount: Int, placeCount: Int, wholeCount: Int)] = []

    init(_ items: [SearchItem], _ texts: TextTable) {
        var names: [UInt32: (terms: [String], wholeCount: Int)] = [:]
        var places: [UInt32: [String]] = [:]
        var words: Set<String> = []
        for item in items {
            if names[item.name] == nil {
                let found = Vocabulary.nameTerms(texts[item.name])
                names[item.name] = found
                words.formUnion(found.terms)
            }
            if item.place != SearchIndex.noText, places[item.place] == nil {
                let found = Array(SearchText.terms(texts[item.place]).prefix(8))
                places[item.place] = found
                words.formUnion(found)
            }
        }
        let sorted = words.map { Array($0.utf8.prefix(Int(UInt8.max))) }.sorted { $0.lexicographicallyPrecedes($1) }
        var positions: [String: UInt32] = [:]
        var last: [UInt8] = []
        for (position, word) in sorted.enumerated() {
            bytes += word
            offsets.append(UInt32(bytes.count))
            shared.append(UInt8(zip(last, word).prefix { $0 == $1 }.count))
            positions[String(decoding: word, as: UTF8.self)] = UInt32(position)
            last = word
        }
        for item in items {
            let found = names[item.name] ?? ([], 0)
            let name = found.terms.compactMap { positions[$0] }
            let place = (places[item.place] ?? []).compactMap { positions[$0] }
            terms.append((UInt32(itemTerms.count), name.count, place.count, found.wholeCount))
            itemTerms += name + place
        }
    }

    /// The words of a name, and when there are several all of them together, with particles and without: `Laan van Oud Zuid`
    /// is also asked for as `laanvanoudzuid` and `laanoudzuid`.
    private static func nameTerms(_ name: String) -> (terms: [String], wholeCount: Int) {
        let terms = Array(SearchText.terms(name).prefix(15))
        var joined = terms.count > 1 ? [terms.joined()] : []
        let whole = SearchText.words(name).prefix(16).joined()
        if !joined.contains(whole), !terms.contains(whole) { joined.append(whole) }
        return (terms + joined, joined.count)
    }

    /// For each term its items, those with most addresses first.
    func postings(_ items: [SearchItem]) -> (offsets: [UInt32], items: [UInt32]) {
        let termCount = offsets.count - 1
        var counts = [UInt32](repeating: 0, count: termCount + 1)
        var ranges: [[UInt32]] = []
        ranges.reserveCapacity(items.count)
        for position in items.indices {
            let own = terms[position]
            let range = Int(own.first)..<Int(own.first) + own.nameCount + own.placeCount
            let distinct = Array(Set(itemTerms[range]))
            ranges.append(distinct)
            for term in distinct { counts[Int(term) + 1] += 1 }
        }
        for term in 0..<termCount { counts[term + 1] += counts[term] }
        var next = counts
        var found = [UInt32](repeating: 0, count: Int(counts[termCount]))
        let order = items.indices.sorted {
            items[$0].addressCount != items[$1].addressCount ? items[$0].addressCount > items[$1].addressCount : $0 < $1
        }
        for item in order {
            for term in ranges[item] {
                found[Int(next[Int(term)])] = UInt32(item)
                next[Int(term)] += 1
            }
        }
        return (counts, found)
    }
}
