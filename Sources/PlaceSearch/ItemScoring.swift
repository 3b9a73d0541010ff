/// What a word of the question may stand for, ready to be compared with the terms of many items.
struct WordMatches {
    let word: SearchQuery.Word
    /// Terms written so, or beginning so: neighbours in the order of terms.
    let exact: Int?
    let beginnings: Range<Int>
    /// Terms with letters wrong, in order.
    let close: [TermMatch]
    /// Items that have one of the terms, counted with repeats.
    let postingCount: Int

    init(_ word: SearchQuery.Word, _ index: SearchIndex) {
        self.word = word
        var exact: Int?
        var beginnings = 0..<0
        var close: [TermMatch] = []
        var postingCount = 0
        for match in TermSearch(index: index).matches(word.text, isBeginning: word.isBeginning) {
            postingCount += index.postingRange(match.term).count
            if match.edits == 0, !match.isPrefix {
                exact = match.term
            } else if match.edits == 0 {
                beginnings = beginnings.isEmpty ? match.term..<match.term + 1 : beginnings.lowerBound..<match.term + 1
            } else {
                close.append(match)
            }
        }
        self.exact = exact
        self.beginnings = beginnings
        self.close = close
        self.postingCount = postingCount
    }

    /// How well a term fits: 0 as written, more when it is further off; nil when it does not.
    @inline(__always)
    func cost(_ term: Int) -> Int? {
        if term == exact { return 0 }
        if beginnings.contains(term) { return 4 }
        var low = 0
        var high = close.count
        while low < high {
            let middle = (low + high) / 2
            if close[middle].term < term { low = middle + 1 } else { high = middle }
        }
        guard low < close.count, close[low].term == term else { return nil }
        return close[low].edits * 14 + (close[low].isPrefix ? 8 : 0)
    }

    /// All terms, the nearest first.
    var terms: [Int] {
        (exact.map { [$0] } ?? []) + Array(beginnings).filter { $0 != exact }
            + close.sorted { $0.edits < $1.edits }.map(\.term)
    }
}

/// Weighs the items of an index against the words of a question.
struct ItemScoring {
    let index: SearchIndex
    let words: [WordMatches]

    /// What an item is worth.
    struct Score {
        var points: Int
        /// Optional words that are part of the item's name, by position.
        var usedOptional: Set<Int> = []
        /// Words that are not optional and that the item lacks.
        var missing = 0
    }

    /// nil when nothing of the question fits.
    func score(_ item: SearchItem) -> Score? {
        let first = Int(item.firstTerm)
        let nameCount = Int(item.nameTermCount)
        let placeCount = Int(item.placeTermCount)
        var score = Score(points: 0)
        var usedName = 0
        var fits = false
        // The last term of a name of several words is all of them together.
        let wordCount = nameCount - Int(item.wholeNameCount)
        var isWholeName = false
        for (position, word) in words.enumerated() {
            var best: Int?
            var isName = false
            for place in 0..<(nameCount + placeCount) {
                let term = Int(index.uint32(.itemTerms, first + place))
                guard let cost = word.cost(term) else { continue }
                let gain = (place < nameCount ? 100 : 70) - cost
                if best.map({ gain > $0 }) ?? true {
                    best = gain
                    isName = place < nameCount
                    if place >= wordCount, place < nameCount { isWholeName = true }
                }
            }
            if let best {
                if word.word.isOptional {
                    score.points += isName ? 40 : 0
                    if isName { score.usedOptional.insert(position) }
                } else {
                    score.points += best
                    fits = true
                }
                if isName { usedName += 1 }
            } else if !word.word.isOptional {
                score.points -= 45
                score.missing += 1
            }
        }
        guard fits else { return nil }
        if !isWholeName { score.points -= 9 * max(0, wordCount - usedName) }
        // Of two that fit alike, the one with more addresses: up to 12 points.
        score.points += min(12, (32 - item.addressCount.leadingZeroBitCount) * 3 / 4)
        if item.kind == .town { score.points += 6 }
        return score
    }

    /// Items worth weighing: those of the words that fewest have.
    func candidates(limit: Int) -> Set<UInt32> {
        var candidates: Set<UInt32> = []
        let named = words.filter { !$0.word.isOptional && $0.postingCount > 0 }
        let drivers = named.isEmpty ? words.filter { $0.postingCount > 0 } : named
        for word in drivers.sorted(by: { $0.postingCount < $1.postingCount }).prefix(2) {
            let terms = word.terms
            // As many of each as fit, those with most addresses first.
            let share = word.postingCount <= limit ? Int.max : max(1, limit / max(1, terms.count))
            var left = limit
            for term in terms {
                if left <= 0 { break }
                let range = index.postingRange(term)
                let whole = term == word.exact ? limit : share
                for place in range.prefix(min(whole, left)) { candidates.insert(index.uint32(.postings, place)) }
                left -= min(range.count, min(whole, left))
            }
        }
        return candidates
    }
}
