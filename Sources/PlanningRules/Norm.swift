public import FeatureLayers

/// One number that a plan sets for a place: a value and what it bounds.
public struct Norm: Hashable, Sendable {
    public let kind: NormKind
    /// The value in thousandths of ``unit`` (millimetres for heights), exact; nil when the text can't be read as a
    /// number with certainty.
    public let thousandths: Int64?
    /// The value exactly as the plan writes it, `8,5`; what the plan holds in whole when its notation can't be read.
    public let text: String
    /// The type exactly as the plan writes it, `maximum bouwhoogte (m)`; empty when it gives none.
    public let typeText: String

    /// Reads a `waarde` and its `waardeType`, each nil when the plan leaves it out.
    public init(waarde: String?, waardeType: String?) {
        kind = NormKind(waardeType: waardeType ?? "")
        text = waarde ?? ""
        typeText = waardeType ?? ""
        thousandths = ExactThousandths.read(text, unit: kind.unit)
    }

    /// Reads a norm of IMOW: the concepts of its type and unit, and one of a quantitative value, a qualitative one, or the
    /// remark that the value stands in the text. Only a quantitative value in the unit of its kind is read as a number.
    public init(type: String?, unit: String?, quantitative: String?, qualitative: String?, inText: String?) {
        typeText = type ?? ""
        text = quantitative ?? qualitative ?? inText ?? ""
        let known = NormKind(concept: typeText)
        let isOwnUnit = unit.map { known.unit?.concepts.contains(NormKind.lastStep($0).lowercased()) ?? false } ?? true
        let kind: NormKind = quantitative != nil && isOwnUnit ? known : .unknown(typeText)
        self.kind = kind
        thousandths = quantitative.flatMap { ExactThousandths.read($0, unit: kind.unit) }
    }

    /// The value in ``unit``, for display; compare with ``thousandths``.
    public var value: Double? { thousandths.map { Double($0) / 1000 } }
    public var unit: NormUnit? { kind.unit }
    public var comparison: NormComparison? { kind.comparison }
}

extension Norm {
    /// The norms in the `maatvoering` column: a JSON array of `{"waarde": …, "waardeType": …}`, strings as in the plan.
    ///
    /// Nothing is dropped: a text that isn't such an array, an array without members and a missing text give one norm of
    /// unknown kind that holds the text.
    public static func norms(maatvoering text: String?) -> [Norm] {
        guard let text else { return [Norm(waarde: nil, waardeType: nil)] }
        guard let measures = MeasureListReader.read(text), !measures.isEmpty else {
            return [Norm(waarde: text, waardeType: nil)]
        }
        return measures.map { Norm(waarde: $0["waarde"], waardeType: $0["waardeType"]) }
    }

    /// The norms that a feature of layer `maatvoering` sets; at least one.
    public static func norms(in segment: Segment, feature: Int) -> [Norm] {
        norms(maatvoering: segment.text(feature, named: "maatvoering"))
    }
}
