/// What a question in words asks for: words of names, a house number with what follows it, a postcode.
struct SearchQuery {
    struct Word: Hashable {
        let text: String
        /// Whether the answer may lack it: numbers, suffixes, one or two letters.
        let isOptional: Bool
        /// Whether it may still be being typed.
        let isBeginning: Bool
    }

    /// A house number, and the words after it that may be its letter and addition.
    struct HouseNumber {
        let number: UInt32
        /// `a`, `bis`, `2hoog`: without separators; the longest reading first, the empty one last.
        let suffixes: [String]
        /// The word as it was written, in case it belongs to the name: `Plein 1940`.
        let text: String
    }

    /// Questions are cut here.
    static let longestQuestion = 200
    static let mostWords = 12

    private(set) var words: [Word] = []
    private(set) var numbers: [HouseNumber] = []
    private(set) var postcode: UInt32 = 0

    init(_ text: String) {
        let all = Array(
            SearchText.words(String(text.prefix(SearchQuery.longestQuestion))).prefix(SearchQuery.mostWords)
        )
        let endsOpen =
            text.unicodeScalars.last.map { $0.properties.isAlphabetic || $0.properties.numericType != nil } ?? false
        var position = 0
        while position < all.count {
            let word = all[position]
            let isLast = position == all.count - 1 && endsOpen
            if postcode == 0, let (code, used) = SearchQuery.postcode(all, position) {
                postcode = code
                position += used
                continue
            }
            // `1e Kerkstraat` begins a name, `Kerkstraat 1e` ends an address.
            let isNamed = words.contains { !$0.isOptional }
            if let digits = SearchQuery.leadingNumber(word), isNamed || !SearchQuery.isOrdinal(word) {
                var tail = String(word.dropFirst(digits.count))
                var suffixes = [tail]
                var next = position + 1
                while next < all.count, next <= position + 2, SearchQuery.mayBeSuffix(all[next]),
                    SearchQuery.postcode(all, next) == nil
                {
                    tail += all[next]
                    suffixes.append(tail)
                    next += 1
                }
                if !suffixes.contains("") { suffixes.insert("", at: 0) }
                if let number = UInt32(digits), number > 0 {
                    numbers.append(HouseNumber(number: number, suffixes: suffixes.reversed(), text: word))
                }
                words.append(Word(text: word, isOptional: true, isBeginning: false))
                for suffix in all[(position + 1)..<next] {
                    words.append(Word(text: suffix, isOptional: true, isBeginning: false))
                }
                position = next
                continue
            }
            if SearchText.particles.contains(word), all.count > 1 {
                position += 1
                continue
            }
            words.append(Word(text: SearchText.spelledOut(word), isOptional: false, isBeginning: isLast))
            position += 1
        }
    }

    /// The question with two neighbouring words written as one, for each pair: `kerk straat`.
    var joined: [[Word]] {
        let named = words.indices.filter { !words[$0].isOptional }
        return named.dropLast().compactMap { position in
            guard position + 1 < words.count, !words[position + 1].isOptional else { return nil }
            var joined = words
            let pair = words[position].text + words[position + 1].text
            joined[position] = Word(text: pair, isOptional: false, isBeginning: words[position + 1].isBeginning)
            joined.remove(at: position + 1)
            return joined
        }
    }

    private static func leadingNumber(_ word: String) -> Substring? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        return digits.isEmpty || digits.count > 5 ? nil : digits
    }

    /// `1e`, `2de`, `3ste`.
    private static func isOrdinal(_ word: String) -> Bool {
        let tail = word.drop { $0.isNumber }
        return ["e", "de", "ste"].contains(String(tail)) && word.utf8.count <= 5
            && (leadingNumber(word)?.count ?? 9) <= 2
    }

    private static func mayBeSuffix(_ word: String) -> Bool {
        word.utf8.count <= 1
            || ["bis", "hs", "rd", "huis", "hoog", "zwart", "rood", "to", "bg", "boven", "beneden"].contains(word)
            || (word.utf8.count <= 4 && word.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 })
            || (word.utf8.count <= 3 && word.utf8.first.map { $0 >= 0x30 && $0 <= 0x39 } ?? false)
    }

    /// A postcode in one word or in two.
    private static func postcode(_ words: [String], _ position: Int) -> (code: UInt32, used: Int)? {
        let one = Postcode.code(words[position])
        if one > 0 { return (one, 1) }
        guard position + 1 < words.count, words[position].utf8.count == 4 else { return nil }
        let two = Postcode.code(words[position] + words[position + 1])
        return two > 0 ? (two, 2) : nil
    }
}
