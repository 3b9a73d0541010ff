/// A term that a word of the question may stand for.
struct TermMatch {
    let term: Int
    /// How many letters differ: 0 to 2.
    let edits: Int
    /// Whether the word is only the beginning of the term.
    let isPrefix: Bool
}

/// Finds the terms that a word may stand for: written so, beginning so, or with one or two letters wrong, missing, too many
/// or exchanged (optimal string alignment distance).
///
/// The terms are walked in byte order with one row of the distance matrix for each letter; rows of a shared beginning are kept, and
/// a beginning that is already too far off is skipped with all terms that share it.
struct TermSearch {
    let index: SearchIndex

    /// Longer words of questions are cut.
    static let longestWord = 40

    /// - Parameter isBeginning: whether the word may still be being typed, so that it also stands for what begins with it.
    func matches(_ word: String, isBeginning: Bool) -> [TermMatch] {
        let letters = Array(word.utf8.prefix(TermSearch.longestWord))
        guard !letters.isEmpty, index.termCount > 0 else { return [] }
        let allowed = letters.count < 4 ? 0 : (letters.count < 8 ? 1 : 2)
        return allowed == 0 ? exact(letters, isBeginning) : close(letters, allowed, isBeginning)
    }

    private func letter(_ term: Int, _ range: Range<Int>, _ place: Int) -> UInt8 {
        index.byte(.termBytes, range.lowerBound + place)
    }

    private func isBefore(_ term: Int, _ letters: [UInt8]) -> Bool {
        let range = index.termRange(term)
        for (place, wanted) in letters.enumerated() {
            guard place < range.count else { return true }
            let found = letter(term, range, place)
            if found != wanted { return found < wanted }
        }
        return false
    }

    private func exact(_ letters: [UInt8], _ isBeginning: Bool) -> [TermMatch] {
        var matches: [TermMatch] = []
        var term = SearchIndex.lowerBound(index.termCount) { isBefore($0, letters) }
        while term < index.termCount {
            let range = index.termRange(term)
            guard range.count >= letters.count,
                letters.indices.allSatisfy({ letter(term, range, $0) == letters[$0] })
            else { break }
            if range.count == letters.count {
                matches.append(TermMatch(term: term, edits: 0, isPrefix: false))
            } else if isBeginning {
                matches.append(TermMatch(term: term, edits: 0, isPrefix: true))
            } else {
                break
            }
            term += 1
        }
        return matches
    }

    private func close(_ letters: [UInt8], _ allowed: Int, _ isBeginning: Bool) -> [TermMatch] {
        let width = letters.count + 1
        let depthLimit = letters.count + allowed
        // Row d: distances of the first d letters of the term to each beginning of the word.
        var rows = [UInt8](repeating: 0, count: (depthLimit + 2) * width)
        for place in 0..<width { rows[place] = UInt8(place) }
        var path = [UInt8](repeating: 0, count: depthLimit + 2)
        // How many rows hold for the present path.
        var depth = 0
        // The least distance of the whole word to a beginning of the path, and at which depth it was reached.
        var best = [UInt8](repeating: UInt8(min(255, letters.count)), count: depthLimit + 2)
        var matches: [TermMatch] = []
        var term = 0
        let count = index.termCount
        while term < count {
            depth = min(depth, Int(index.byte(.termShared, term)))
            let range = index.termRange(term)
            var isHopeless = false
            while depth < range.count {
                if depth >= depthLimit {
                    isHopeless = true
                    break
                }
                let found = letter(term, range, depth)
                path[depth] = found
                depth += 1
                let row = depth * width
                let before = row - width
                rows[row] = UInt8(depth)
                var least = rows[row]
                for place in 1..<width {
                    let same: UInt8 = letters[place - 1] == found ? 0 : 1
                    var distance = min(
                        rows[before + place - 1] + same,
                        min(rows[before + place], rows[row + place - 1]) + 1
                    )
                    if depth > 1, place > 1, letters[place - 1] == path[depth - 2], letters[place - 2] == found {
                        distance = min(distance, rows[before - width + place - 2] + 1)
                    }
                    rows[row + place] = distance
                    least = min(least, distance)
                }
                best[depth] = min(best[depth - 1], rows[row + width - 1])
                if least > UInt8(allowed), !(isBeginning && Int(best[depth]) <= allowed) {
                    isHopeless = true
                    break
                }
            }
            if isHopeless {
                if isBeginning, Int(best[depth]) <= allowed {
                    matches.append(TermMatch(term: term, edits: Int(best[depth]), isPrefix: true))
                    term += 1
                    continue
                }
                // All terms that share what was too far off.
                let cut = depth
                term += 1
                while term < count, Int(index.byte(.termShared, term)) >= cut { term += 1 }
                continue
            }
            let distance = Int(rows[depth * width + width - 1])
            if distance <= allowed {
                matches.append(TermMatch(term: term, edits: distance, isPrefix: false))
            } else if isBeginning, Int(best[depth]) <= allowed {
                matches.append(TermMatch(term: term, edits: Int(best[depth]), isPrefix: true))
            }
            term += 1
        }
        return matches
    }
}
