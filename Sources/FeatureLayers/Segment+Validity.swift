import FileBridge

/// The days on which a segment changes.
final class ValidityDays: Sendable {
    let days: [Int32]
    /// The days on which all features are valid; empty when there is none.
    let whole: Range<Int32>

    init(_ contents: SegmentContents) {
        var changes: Set<Int32> = []
        var (lastFrom, firstUntil) = (Int32.min, Int32.max)
        // Neighbours often begin on the same day: the last one is not looked up again.
        var last: (from: Int32, until: Int32) = (.min, .max)
        for feature in 0..<contents.validFrom.count {
            let (from, until) = (contents.validFrom[feature], contents.validUntil[feature])
            if from != last.from, from != .min { changes.insert(from) }
            if until != last.until, until != .max { changes.insert(until) }
            last = (from, until)
            lastFrom = max(lastFrom, from)
            firstUntil = min(firstUntil, until)
        }
        days = changes.sorted()
        whole = lastFrom..<max(lastFrom, firstUntil)
    }
}

extension Segment {
    private var validity: ValidityDays { knownValidity.load() ?? knownValidity.storeIfNil(ValidityDays(contents)) }

    /// Names the set of features that are valid on a day (since 1970-01-01), among those of this segment: two days between
    /// which nothing changes have the same. Nil when all are valid.
    ///
    /// The first call takes time that grows with the number of features.
    public func validityPeriod(onDay day: Int32) -> Int? {
        let validity = validity
        if validity.whole.contains(day) { return nil }
        let days = validity.days
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Takes out the features that are not valid on a day.
    public func removeFeatures(notValidOnDay day: Int32, from found: inout [UInt32]) {
        guard !validity.whole.contains(day) else { return }
        let contents = contents
        found.removeAll { day < contents.validFrom[Int($0)] || day >= contents.validUntil[Int($0)] }
    }
}
