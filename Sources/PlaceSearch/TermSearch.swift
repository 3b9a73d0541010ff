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
/// The terms are walked in byte order; what was found of a shared beginning is kept, and a beginning that is already too far off
/// is skipped with all terms that share it.
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

    /// What of a word fits the beginning of a term: bit i of `fits[e]` when its first i letters do with at most e errors.
    ///
    /// The automaton of Wu and Manber (1992), with exchanged neighbours as one error.
    private struct Fit {
        var fits: (UInt64, UInt64, UInt64)

        /// Before the first letter of the term: letters of the word may be missing from it.
        static let start = Fit(fits: (0b1, 0b11, 0b111))

        /// After another letter of the term.
        ///
        /// - Parameters:
        ///   - here: where the word has this letter; `before`: where it has the letter before.
        ///   - earlier: the fit before that letter, nil at the first.
        ///   - mask: the bits that a word of this length has.
        @inline(__always)
        func followed(by here: UInt64, after before: UInt64, earlier: Fit?, mask: UInt64) -> Fit {
            // Bit i: the letters i and i + 1 of the word are these two the other way round.
            let exchanged = here & (before >> 1)
            let none = (fits.0 & here) << 1
            var one = (fits.1 & here) << 1 | fits.0 | fits.0 << 1 | none << 1
            if let earlier { one |= (earlier.fits.0 & exchanged) << 2 }
            var two = (fits.2 & here) << 1 | fits.1 | fits.1 << 1 | one << 1
            if let earlier { two |= (earlier.fits.1 & exchanged) << 2 }
            return Fit(fits: (none, one & mask, two & mask))
        }

        /// The least number of errors with which the whole word fits; more than 2 when it does not.
        @inline(__always)
        func errors(_ end: UInt64) -> Int {
            fits.0 & end != 0 ? 0 : fits.1 & end != 0 ? 1 : fits.2 & end != 0 ? 2 : 3
        }

        @inline(__always)
        func isHopeless(_ allowed: Int) -> Bool { allowed == 1 ? fits.1 == 0 : fits.2 == 0 }
    }

    private func close(_ letters: [UInt8], _ allowed: Int, _ isBeginning: Bool) -> [TermMatch] {
        let table = index.terms
        let end: UInt64 = 1 << UInt64(letters.count)
        let depthLimit = letters.count + allowed
        var places = [UInt64](repeating: 0, count: 256)
        for (place, letter) in letters.enumerated() { places[Int(letter)] |= 1 << UInt64(place) }
        // At each depth, for the present path: the fit, the letter that led there, and the least errors of the whole word so far.
        var fits = [Fit](repeating: .start, count: depthLimit + 1)
        var path = [UInt64](repeating: 0, count: depthLimit + 1)
        var best = [Int](repeating: Fit.start.errors(end), count: depthLimit + 1)
        var depth = 0
        var matches: [TermMatch] = []
        var term = 0
        let count = table.count
        while term < count {
            depth = min(depth, Int(table.shared[term]))
            let first = table.offsets[term]
            let length = table.offsets[term + 1] - first
            var isHopeless = false
            while depth < length {
                if depth >= depthLimit {
                    isHopeless = true
                    break
                }
                let here = places[Int(table.bytes[first + depth])]
                let earlier = depth > 0 ? fits[depth - 1] : nil
                let before = depth > 0 ? path[depth] : 0
                let fit = fits[depth].followed(by: here, after: before, earlier: earlier, mask: end | (end - 1))
                depth += 1
                fits[depth] = fit
                path[depth] = here
                best[depth] = min(best[depth - 1], fit.errors(end))
                if fit.isHopeless(allowed), !(isBeginning && best[depth] <= allowed) {
                    isHopeless = true
                    break
                }
            }
            let errors = isHopeless ? 3 : fits[depth].errors(end)
            if errors <= allowed {
                matches.append(TermMatch(term: term, edits: errors, isPrefix: false))
            } else if isBeginning, best[depth] <= allowed {
                matches.append(TermMatch(term: term, edits: best[depth], isPrefix: true))
            } else if isHopeless {
                // All terms that share what was too far off.
                let cut = depth
                term += 1
                while term < count, Int(table.shared[term]) >= cut { term += 1 }
                continue
            }
            term += 1
        }
        return matches
    }
}
