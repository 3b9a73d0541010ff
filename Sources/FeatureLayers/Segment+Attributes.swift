import FileBridge

extension Segment {
    /// The columns besides `id` and `naam`.
    public var columns: [ColumnDefinition] { contents.columns.attributes }

    /// Positions in ``columns`` in the order of their names.
    public var columnsByName: [Int] { contents.columns.attributesByName }

    public func identifier(_ feature: Int) -> String {
        if case .text(let text) = contents.values[0].value(feature) { text } else { "" }
    }

    public func name(_ feature: Int) -> String? {
        if case .text(let text) = contents.values[1].value(feature) { text } else { nil }
    }

    /// The value of column `column` of ``columns``.
    public func value(_ feature: Int, column: Int) -> ColumnValue { contents.values[column + 2].value(feature) }

    /// The value of a column by name; null when this segment has no such column.
    public func value(_ feature: Int, named name: String) -> ColumnValue {
        let contents = contents
        guard let column = contents.columns.attributes.firstIndex(where: { $0.name == name }) else { return .null }
        return contents.values[column + 2].value(feature)
    }

    /// The text of a column by name; nil when it is null, absent or of another type.
    public func text(_ feature: Int, named name: String) -> String? {
        if case .text(let text) = value(feature, named: name) { text } else { nil }
    }

    /// Whether a feature is valid on a day (days since 1970-01-01).
    public func isValid(_ feature: Int, onDay day: Int32) -> Bool {
        let contents = contents
        return contents.validFrom[feature] <= day && day < contents.validUntil[feature]
    }

    /// First day on which a feature is valid and the first on which it no longer is; nil where there is no such limit.
    public func validity(_ feature: Int) -> (from: Int32?, until: Int32?) {
        let contents = contents
        let from = contents.validFrom[feature]
        let until = contents.validUntil[feature]
        return (from == .min ? nil : from, until == .max ? nil : until)
    }

    /// The features with this identifier, usually one; binary search over the identifier index.
    public func features(withIdentifier identifier: String) -> [Int] {
        let contents = contents
        guard case .text(let codes, let offsets, let bytes) = contents.values[0] else { return [] }
        let index = contents.identifierIndex
        let wanted = Array(identifier.utf8)
        /// How many bytes the identifier at a position of the index shares with the wanted one, and which comes first.
        func compared(_ position: Int, from known: Int) -> (shared: Int, isBefore: Bool, isEqual: Bool) {
            let code = Int(codes[Int(index[position])])
            let start = Int(offsets[code])
            let count = Int(offsets[code + 1]) - start
            var shared = min(known, max(0, count))
            while shared < count, shared < wanted.count, bytes[start + shared] == wanted[shared] { shared += 1 }
            if shared == wanted.count { return (shared, false, count == shared) }
            return (shared, shared >= count || bytes[start + shared] < wanted[shared], false)
        }
        var (low, high) = (0, featureCount)
        // What lies between two identifiers begins with what both share with the wanted one.
        var (lowShared, highShared) = (0, 0)
        while low < high {
            let middle = (low + high) / 2
            let found = compared(middle, from: min(lowShared, highShared))
            if found.isBefore {
                (low, lowShared) = (middle + 1, found.shared)
            } else {
                (high, highShared) = (middle, found.shared)
            }
        }
        var found: [Int] = []
        while low < featureCount, compared(low, from: 0).isEqual {
            let feature = Int(index[low])
            guard feature < featureCount else { break }
            found.append(feature)
            low += 1
        }
        return found
    }

    /// The lowest and the highest ``TextHash`` of the segment's identifiers, read once; nil without features.
    public var identifierHashes: ClosedRange<UInt64>? {
        if let known = knownHashes.load() { return known.range }
        return knownHashes.storeIfNil(IdentifierHashes(readIdentifierHashes())).range
    }

    private func readIdentifierHashes() -> ClosedRange<UInt64>? {
        let contents = contents
        guard case .text(_, let offsets, let bytes) = contents.values[0] else { return nil }
        var range: ClosedRange<UInt64>?
        for code in 0..<max(0, offsets.count - 1) {
            let (start, end) = (Int(offsets[code]), Int(offsets[code + 1]))
            guard start <= end else { continue }
            let hash = TextHash.hash(bytes, start..<end)
            range = range.map { min($0.lowerBound, hash)...max($0.upperBound, hash) } ?? hash...hash
        }
        return range
    }
}

extension Segment {
    /// The dictionary position of a text value, equal for equal texts of one segment; nil when it is null or the column
    /// is not text. Column −2 is `id`, −1 is `naam`, 0 and up are ``columns``.
    public func textCode(_ feature: Int, column: Int) -> UInt32? {
        guard case .text(let codes, _, _) = contents.values[column + 2] else { return nil }
        let code = codes[feature]
        return code == SegmentFormat.nullTextCode ? nil : code
    }

    /// How many different texts a column has; 0 when it is not text.
    public func textCount(column: Int) -> Int {
        guard case .text(_, let offsets, _) = contents.values[column + 2] else { return 0 }
        return max(0, offsets.count - 1)
    }

    /// The features whose text in a column is this one, byte for byte, in their order: goes through the column. Column as in
    /// ``textCode(_:column:)``.
    public func features(column: Int, equalTo text: String) -> [Int] {
        guard case .text(let codes, let offsets, let bytes) = contents.values[column + 2] else { return [] }
        let wanted = Array(text.utf8)
        let wantedCode = (0..<max(0, offsets.count - 1)).first { code in
            let start = Int(offsets[code])
            guard Int(offsets[code + 1]) - start == wanted.count else { return false }
            // Identifiers differ at their ends.
            return wanted.indices.reversed().allSatisfy { bytes[start + $0] == wanted[$0] }
        }
        guard let wantedCode else { return [] }
        return (0..<featureCount).filter { codes[$0] == UInt32(wantedCode) }
    }

    /// Whether two text columns have the same bytes for two features; false when one is null or not text.
    public func hasText(
        _ feature: Int,
        column: Int,
        equalTo other: Segment,
        _ otherFeature: Int,
        column otherColumn: Int
    )
        -> Bool
    {
        guard case .text(let codes, let offsets, let bytes) = contents.values[column + 2],
            case .text(let otherCodes, let otherOffsets, let otherBytes) = other.contents.values[otherColumn + 2]
        else { return false }
        let code = codes[feature]
        let otherCode = otherCodes[otherFeature]
        guard code != SegmentFormat.nullTextCode, otherCode != SegmentFormat.nullTextCode else { return false }
        let start = Int(offsets[Int(code)])
        let count = Int(offsets[Int(code) + 1]) - start
        let otherStart = Int(otherOffsets[Int(otherCode)])
        guard count >= 0, count == Int(otherOffsets[Int(otherCode) + 1]) - otherStart else { return false }
        for position in 0..<count where bytes[start + position] != otherBytes[otherStart + position] { return false }
        return true
    }

    /// Appends the UTF-8 of a text value as it lies in the file; false when it is null or the column is not text. Column −2 is
    /// `id`, −1 is `naam`, 0 and up are ``columns``.
    public func appendText(_ feature: Int, column: Int, to utf8: inout [UInt8]) -> Bool {
        guard case .text(let codes, let offsets, let bytes) = contents.values[column + 2] else { return false }
        let code = codes[feature]
        guard code != SegmentFormat.nullTextCode else { return false }
        let start = Int(offsets[Int(code)])
        let end = Int(offsets[Int(code) + 1])
        if start < end { bytes.append(start..<end, to: &utf8) }
        return true
    }

    /// The text at a dictionary position that ``textCode(_:column:)`` gave.
    public func text(code: UInt32, column: Int) -> String {
        guard case .text(_, let offsets, let bytes) = contents.values[column + 2] else { return "" }
        return MappedColumn.text(code, offsets, bytes)
    }

    /// The place of a column for ``textCode(_:column:)`` and ``value(_:column:)``; nil when there is none of that name.
    public func column(named name: String) -> Int? {
        switch name {
        case "id": -2
        case "naam": -1
        default: contents.columns.attributes.firstIndex { $0.name == name }
        }
    }
}

/// See ``Segment/identifierHashes``.
final class IdentifierHashes: Sendable {
    let range: ClosedRange<UInt64>?

    init(_ range: ClosedRange<UInt64>?) { self.range = range }
}
