public import FeatureLayers
import GeoValues

/// A filter at work on one segment. Texts are judged once for each different text, not once for each feature.
///
/// The work is the number of conditions × the number of features asked about, and GEOS for those on the edge of an area.
public struct SegmentFilter {
    private let filter: FeatureFilter
    private let segment: Segment
    /// For each condition the verdicts by dictionary position; empty until it pays.
    private var decided: [[UInt8]]

    private static let undecided: UInt8 = 3
    /// A column with no more different texts than this gets its table at once.
    private static let smallDictionary = 65_536

    public init(_ filter: FeatureFilter, _ segment: Segment) {
        self.filter = filter
        self.segment = segment
        decided = Array(repeating: [], count: filter.terms.count)
    }

    /// Takes out of a list of features those that don't pass.
    ///
    /// - Throws: what GEOS says of a geometry that it can't judge.
    public mutating func keepPassing(_ features: inout [UInt32]) throws {
        if features.isEmpty { return }
        let verdicts = try verdicts(filter.condition, features)
        var kept = 0
        for position in features.indices where verdicts[position] == Verdict.yes {
            features[kept] = features[position]
            kept += 1
        }
        features.removeLast(features.count - kept)
    }

    private mutating func verdicts(_ condition: FeatureFilter.Condition, _ features: [UInt32]) throws -> [UInt8] {
        switch condition {
        case .constant(let value): return Array(repeating: value ? Verdict.yes : Verdict.no, count: features.count)
        case .not(let part):
            var result = try verdicts(part, features)
            for position in result.indices where result[position] != Verdict.unknown { result[position] ^= 1 }
            return result
        case .and(let parts): return try joined(parts, features, decisive: Verdict.no)
        case .or(let parts): return try joined(parts, features, decisive: Verdict.yes)
        case .term(let number): return try verdicts(number, features)
        }
    }

    /// One verdict that is decisive settles it; else one that is unknown.
    private mutating func joined(
        _ parts: [FeatureFilter.Condition],
        _ features: [UInt32],
        decisive: UInt8
    ) throws -> [UInt8] {
        var result = try verdicts(parts[0], features)
        for part in parts.dropFirst() {
            let further = try verdicts(part, features)
            for position in result.indices where result[position] != decisive {
                if further[position] == decisive || further[position] == Verdict.unknown {
                    result[position] = further[position]
                }
            }
        }
        return result
    }

    private mutating func verdicts(_ number: Int, _ features: [UInt32]) throws -> [UInt8] {
        let term = filter.terms[number]
        switch term.test {
        case .isNull: return absences(term, features)
        case .spatial(let area):
            guard let area else {
                return features.map { segment.box(Int($0)).isEmpty ? Verdict.unknown : Verdict.no }
            }
            return try area.verdicts(of: features, segment)
        case .text(let test): return texts(number, term, test, features)
        case .number(let test): return numbers(term, test, features)
        }
    }

    private func absences(_ term: FilterTerm, _ features: [UInt32]) -> [UInt8] {
        features.map { feature in
            let isAbsent: Bool =
                if term.name == LayerProperties.geometryName {
                    segment.geometryKind(Int(feature)) == .none
                } else {
                    value(Int(feature), term.name) == .null
                }
            return isAbsent ? Verdict.yes : Verdict.no
        }
    }

    /// A value by the name of its property, validity too.
    private func value(_ feature: Int, _ name: String) -> ColumnValue {
        if let column = segment.column(named: name) { return segment.value(feature, column: column) }
        switch name {
        case LayerProperties.validFromName: return segment.validity(feature).from.map { .date($0) } ?? .null
        case LayerProperties.validUntilName: return segment.validity(feature).until.map { .date($0) } ?? .null
        default: return .null
        }
    }

    // MARK: Texts

    private mutating func texts(
        _ number: Int,
        _ term: FilterTerm,
        _ test: TextTest,
        _ features: [UInt32]
    ) -> [UInt8] {
        func verdict(_ text: String) -> UInt8 {
            test.passes(term.isCaseFolded ? text.caseFolded : text) ? Verdict.yes : Verdict.no
        }
        guard let column = segment.column(named: term.name) else {
            return Array(repeating: Verdict.unknown, count: features.count)
        }
        let segment = segment
        var table: [UInt8] = []
        swap(&table, &decided[number])
        defer { decided[number] = table }
        return segment.withSections { sections in
            guard case .text(let codes, _, _) = sections.column(column) else {
                // Text in other segments, a number or date in this one.
                return features.map { feature in
                    segment.value(Int(feature), column: column).text.map(verdict) ?? Verdict.unknown
                }
            }
            let count = segment.textCount(column: column)
            if table.isEmpty, count <= SegmentFilter.smallDictionary || features.count >= count / 4 {
                table = Array(repeating: SegmentFilter.undecided, count: count)
            }
            var result = [UInt8](repeating: Verdict.unknown, count: features.count)
            for position in features.indices {
                let code = codes[Int(features[position])]
                if code == SegmentFormat.nullTextCode { continue }
                let place = Int(code)
                if place < table.count, table[place] != SegmentFilter.undecided {
                    result[position] = table[place]
                } else {
                    result[position] = verdict(segment.text(code: code, column: column))
                    if place < table.count { table[place] = result[position] }
                }
            }
            return result
        }
    }

    // MARK: Numbers

    private func numbers(_ term: FilterTerm, _ test: NumberTest, _ features: [UInt32]) -> [UInt8] {
        var result = [UInt8](repeating: Verdict.unknown, count: features.count)
        guard let column = segment.column(named: term.name) else {
            for position in features.indices {
                guard case .date(let day) = value(Int(features[position]), term.name) else { continue }
                result[position] = test.passes(Int64(day)) ? Verdict.yes : Verdict.no
            }
            return result
        }
        segment.withSections { sections in
            switch sections.column(column) {
            case .text: break
            case .integer(let values), .date(let values):
                for position in features.indices {
                    let value = values[Int(features[position])]
                    if value != .min { result[position] = test.passes(value) ? Verdict.yes : Verdict.no }
                }
            case .real(let values):
                for position in features.indices {
                    let value = values[Int(features[position])]
                    if !value.isNaN { result[position] = test.passes(value) ? Verdict.yes : Verdict.no }
                }
            }
        }
        return result
    }
}

extension ColumnValue {
    /// As a text, the way exports write a column that is text in other segments; nil for null.
    fileprivate var text: String? {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .real(let real): String(real)
        case .date(let day): CalendarDay.text(day)
        case .null: nil
        }
    }
}
