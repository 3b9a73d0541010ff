/// The words of an index in memory: some 2 MB for the country, walked from end to end by every word with an error in it.
final class TermTable: Sendable {
    let bytes: [UInt8]
    /// Where each term begins, and where the last ends.
    let offsets: [Int]
    /// How many leading bytes each shares with the one before.
    let shared: [UInt8]

    init(_ index: SearchIndex) {
        let count = index.termCount
        var offsets = [0]
        offsets.reserveCapacity(count + 1)
        // Of a damaged file offsets may go back or beyond: then terms are empty.
        for term in 0..<count { offsets.append(max(offsets[term], index.termRange(term).upperBound)) }
        let byteCount = min(offsets[count], index.byteCount(of: .termBytes))
        bytes = (0..<byteCount).map { index.byte(.termBytes, $0) }
        self.offsets = offsets.map { min($0, byteCount) }
        shared = (0..<count).map { index.byte(.termShared, $0) }
    }

    var count: Int { shared.count }
}
