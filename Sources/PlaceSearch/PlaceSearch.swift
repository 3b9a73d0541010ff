public import GeoValues

/// Answers what a question may mean, best first: addresses, streets, towns, municipalities, plans, postcodes, parcels.
///
/// Typing errors (one in words of four letters, two from eight), missing accents, particles and spaces, abbreviations
/// and words still being typed are allowed for.
public struct PlaceSearch {
    private let index: SearchIndex

    /// Of one word at most this many items are weighed.
    private static let candidateLimit = 20_000

    public init(_ index: SearchIndex) {
        self.index = index
    }

    /// - Parameters:
    ///   - kinds: only results of these kinds; empty: all.
    ///   - limit: at most this many results.
    public func results(_ question: String, kinds: Set<SearchResult.Kind> = [], limit: Int) -> [SearchResult] {
        var results: [SearchResult] = []
        func wanted(_ kind: SearchResult.Kind) -> Bool { kinds.isEmpty || kinds.contains(kind) }
        if wanted(.parcel), let designation = ParcelDesignation(question) {
            results += parcels(designation, limit: limit)
        }
        let query = SearchQuery(question)
        if query.postcode > 0 { results += byPostcode(query, limit: limit, wanted) }
        if results.count < limit { results += byName(query, limit: limit, wanted) }
        var seen: Set<String> = []
        return Array(
            results.filter {
                wanted($0.kind) && seen.insert("\($0.kind.rawValue) \($0.identifier ?? "") \($0.label)").inserted
            }
            .enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
            .prefix(limit)
        )
    }

    // MARK: Names

    private func byName(_ query: SearchQuery, limit: Int, _ wanted: (SearchResult.Kind) -> Bool) -> [SearchResult] {
        var matches: [SearchQuery.Word: WordMatches] = [:]
        var found = weighed(query.words, &matches)
        if found.first.map({
            $0.score.missing > 0 || $0.score.points < 60 * max(1, query.words.count { !$0.isOptional })
        }) ?? true {
            for words in query.joined { found += weighed(words, &matches) }
        }
        var best: [UInt32: ItemScoring.Score] = [:]
        for (item, score) in found where best[item].map({ $0.points < score.points }) ?? true { best[item] = score }
        let most = best.values.map(\.points).max() ?? 0
        // House numbers are looked up for what may still win.
        let near = best.filter { $0.value.points >= most - 60 }
            .sorted { ($1.value.points, $0.key) < ($0.value.points, $1.key) }.prefix(200)
        var results: [SearchResult] = []
        for (position, score) in near {
            let item = index.item(Int(position))
            switch item.kind {
            case .street:
                guard wanted(.street) || wanted(.address) else { continue }
                let number = query.numbers.first { number in
                    !query.words.indices.contains {
                        query.words[$0].text == number.text && score.usedOptional.contains($0)
                    }
                }
                if let number {
                    let addresses = self.addresses(item, number, score.points, query.postcode)
                    results += addresses.isEmpty ? [street(item, score.points - 25)] : addresses
                } else {
                    results.append(street(item, score.points))
                }
            case .town: results.append(named(item, .town, score.points))
            case .municipality: results.append(named(item, .municipality, score.points - 2))
            case .plan: results.append(named(item, .plan, score.points - 10))
            }
        }
        return results
    }

    /// - Parameter matches: of words that were looked up already.
    private func weighed(
        _ words: [SearchQuery.Word],
        _ matches: inout [SearchQuery.Word: WordMatches]
    ) -> [(item: UInt32, score: ItemScoring.Score)] {
        let found = words.map { word in
            let found = matches[word] ?? WordMatches(word, index)
            matches[word] = found
            return found
        }
        let scoring = ItemScoring(index: index, words: found)
        return scoring.candidates(limit: PlaceSearch.candidateLimit).compactMap { position in
            scoring.score(index.item(Int(position))).map { (position, $0) }
        }.sorted { ($1.score.points, $0.item) < ($0.score.points, $1.item) }
    }

    private func named(_ item: SearchItem, _ kind: SearchResult.Kind, _ score: Int) -> SearchResult {
        let name = index.text(item.name) ?? ""
        let place = kind == .plan ? index.text(item.place) : nil
        return SearchResult(
            kind: kind,
            identifier: index.text(item.identifier),
            label: place.map { "\(name) (\($0))" } ?? name,
            point: RDPoint(x: item.x, y: item.y),
            score: score
        )
    }

    private func street(_ item: SearchItem, _ score: Int) -> SearchResult {
        let name = index.text(item.name) ?? ""
        return SearchResult(
            kind: .street,
            identifier: nil,
            label: index.text(item.place).map { "\(name), \($0)" } ?? name,
            point: RDPoint(x: item.x, y: item.y),
            score: score
        )
    }

    // MARK: Addresses

    private func addresses(
        _ street: SearchItem,
        _ number: SearchQuery.HouseNumber,
        _ score: Int,
        _ postcode: UInt32
    ) -> [SearchResult] {
        let first = Int(street.firstAddress)
        let start =
            first
            + SearchIndex.lowerBound(Int(street.addressCount)) {
                index.uint32(.addressNumbers, first + $0) < number.number
            }
        var found: [Int] = []
        var position = start
        while position < first + Int(street.addressCount), index.uint32(.addressNumbers, position) == number.number {
            found.append(position)
            position += 1
        }
        return ranked(found, number, street, score + 30, postcode)
    }

    /// Addresses with the asked number: the one with the asked suffix first, then that without any.
    private func ranked(
        _ addresses: [Int],
        _ number: SearchQuery.HouseNumber,
        _ street: SearchItem,
        _ score: Int,
        _ postcode: UInt32
    ) -> [SearchResult] {
        var results: [SearchResult] = []
        for address in addresses {
            let suffix = SearchText.words(index.text(index.uint32(.addressSuffixes, address)) ?? "").joined()
            var points = score
            if let place = number.suffixes.firstIndex(of: suffix) {
                points += suffix.isEmpty ? 8 : 14 - place
            } else if number.suffixes.contains(where: { !$0.isEmpty && suffix.hasPrefix($0) }) {
                points += 6
            }
            if postcode > 0 { points += index.uint32(.addressPostcodes, address) == postcode ? 60 : -40 }
            results.append(result(address, street, points))
        }
        return results.sorted { ($1.score, $0.label) < ($0.score, $1.label) }.prefix(20).map { $0 }
    }

    private func result(_ address: Int, _ street: SearchItem, _ score: Int) -> SearchResult {
        let number = index.uint32(.addressNumbers, address)
        let suffix = index.text(index.uint32(.addressSuffixes, address)) ?? ""
        let code = Postcode.text(index.uint32(.addressPostcodes, address))
        let place = [code, index.text(street.place)].compactMap { $0 }.joined(separator: " ")
        let line = "\(index.text(street.name) ?? "") \(number)\(suffix)"
        let point = index.point(.addressPoints, address)
        return SearchResult(
            kind: .address,
            identifier: PlaceSearch.padded(index.uint64(.addressIdentifiers, address), 16),
            label: place.isEmpty ? line : "\(line), \(place)",
            point: RDPoint(x: point.x, y: point.y),
            score: score
        )
    }

    /// Where the address with this nummeraanduiding is (RD); nil when the index has none. Looks at all addresses: some
    /// milliseconds for 10 million.
    public func place(ofAddress identifier: String) -> RDPoint? {
        guard let wanted = UInt64(identifier), wanted > 0 else { return nil }
        for address in 0..<index.addressCount where index.uint64(.addressIdentifiers, address) == wanted {
            let point = index.point(.addressPoints, address)
            return RDPoint(x: point.x, y: point.y)
        }
        return nil
    }

    static func padded(_ number: UInt64, _ length: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }

    /// The street that holds an address: streets have their addresses in ascending order.
    private func street(of address: Int) -> SearchItem? {
        // Streets are the first items, in the order of their addresses.
        let position = SearchIndex.lowerBound(index.itemCount) { position in
            let item = index.item(position)
            return item.kind == .street && Int(item.firstAddress) + Int(item.addressCount) <= address
        }
        let item = index.item(position)
        return item.kind == .street ? item : nil
    }

    // MARK: Postcodes

    private func byPostcode(_ query: SearchQuery, limit: Int, _ wanted: (SearchResult.Kind) -> Bool) -> [SearchResult] {
        func code(_ place: Int) -> UInt32 {
            index.uint32(.addressPostcodes, Int(index.uint32(.addressesByPostcode, place)))
        }
        let count = index.addressesByPostcodeCount
        let start = SearchIndex.lowerBound(count) { code($0) < query.postcode }
        var results: [SearchResult] = []
        var streets: [(item: SearchItem, addresses: [Int])] = []
        var place = start
        while place < count, place < start + 2_000, code(place) == query.postcode {
            let address = Int(index.uint32(.addressesByPostcode, place))
            if let last = streets.indices.last,
                address < Int(streets[last].item.firstAddress) + Int(streets[last].item.addressCount)
            {
                streets[last].addresses.append(address)
            } else if let street = street(of: address) {
                streets.append((street, [address]))
            }
            place += 1
        }
        for (street, addresses) in streets {
            if let number = query.numbers.first, wanted(.address) {
                let same = addresses.filter { index.uint32(.addressNumbers, $0) == number.number }
                results += ranked(same, number, street, 200, query.postcode)
            } else if let middle = addresses.dropFirst(addresses.count / 2).first, wanted(.postcode) {
                let point = index.point(.addressPoints, middle)
                let name = [index.text(street.name), index.text(street.place)].compactMap { $0 }.joined(separator: ", ")
                results.append(
                    SearchResult(
                        kind: .postcode,
                        identifier: nil,
                        label: "\(Postcode.text(query.postcode) ?? ""), \(name)",
                        point: RDPoint(x: point.x, y: point.y),
                        score: 180
                    )
                )
            }
        }
        return results
    }

    // MARK: Parcels

    /// The parcels with a designation, in the order of the municipalities' codes: several when these share a name.
    public func parcels(_ designation: ParcelDesignation, limit: Int) -> [SearchResult] {
        var results: [SearchResult] = []
        for municipality in 0..<index.municipalityCount {
            let code = index.text(index.uint32(.municipalityCodes, municipality)) ?? ""
            let name = index.text(index.uint32(.municipalityNames, municipality)) ?? ""
            switch designation.municipality {
            case .code(let wanted): guard code == wanted else { continue }
            case .name(let words):
                guard SearchText.terms(name) == words.map(SearchText.spelledOut) || SearchText.words(name) == words
                else { continue }
            }
            guard
                let key = ParcelKey(
                    municipality: UInt32(municipality),
                    section: designation.section,
                    number: designation.number
                )
            else { continue }
            var place = SearchIndex.lowerBound(index.parcelCount) { index.uint64(.parcelKeys, $0) < key.bits }
            while place < index.parcelCount, index.uint64(.parcelKeys, place) == key.bits, results.count < limit {
                let point = index.point(.parcelPoints, place)
                let identifier = index.uint64(.parcelIdentifiers, place)
                results.append(
                    SearchResult(
                        kind: .parcel,
                        // 14 digits, of which the first may be zero; in deliveries of before DKK v5 a shorter number without zeros.
                        identifier: PlaceSearch.padded(identifier, identifier < 10_000_000_000 ? 0 : 14),
                        label: "\(code.isEmpty ? name : code) \(key.section) \(key.number)"
                            + (code.isEmpty ? "" : " (\(name))"),
                        point: RDPoint(x: point.x, y: point.y),
                        score: 220
                    )
                )
                place += 1
            }
        }
        return results
    }
}
