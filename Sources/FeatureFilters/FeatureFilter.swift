import FeatureLayers
import GEOSBridge
public import GeoValues

/// A filter made ready for one layer: names and types are known to fit, geometries lie in RD. Filters for the same layer are
/// equal when their texts are.
public struct FeatureFilter: Hashable, Sendable {
    /// Says all that the filter depends on besides the layer: see ``FilterExpression/canonicalText``; with geometries also
    /// their coordinate system.
    public let canonicalText: String
    /// What passes lies in this box; nil: anywhere.
    public let window: RDBox?
    /// What passes has one of these identifiers; nil: any.
    public let identifiers: [String]?
    /// The work for one feature, in that of a plain comparison.
    public let cost: Int

    let condition: Condition
    let terms: [FilterTerm]

    indirect enum Condition: Sendable {
        case and([Condition])
        case or([Condition])
        case not(Condition)
        case constant(Bool)
        /// Position in ``FeatureFilter/terms``.
        case term(Int)
    }

    /// - Throws: ``FilterProblem`` for a property that the layer does not have or that holds something else, and for
    ///   geometries that can't be used.
    public init(
        _ expression: FilterExpression,
        _ properties: LayerProperties,
        _ placement: FilterPlacement
    ) throws(FilterProblem) {
        var binding = FilterBinding(properties: properties, placement: placement)
        condition = try binding.condition(expression)
        terms = binding.terms
        cost = terms.reduce(0) { $0 + $1.cost }
        let isSpatial = binding.terms.contains { if case .spatial = $0.test { true } else { false } }
        canonicalText = expression.canonicalText + (isSpatial ? " [\(placement.name)]" : "")
        window = FeatureFilter.window(condition, terms)
        identifiers = FeatureFilter.identifiers(condition, terms)
    }

    /// Both filters at once. Each keeps its own reading of names and places.
    public init(_ first: FeatureFilter, and second: FeatureFilter) {
        let shifted = second.condition.shifted(by: first.terms.count)
        condition = .and([first.condition, shifted])
        terms = first.terms + second.terms
        cost = first.cost + second.cost
        canonicalText = "(\(first.canonicalText)) AND (\(second.canonicalText))"
        window = FeatureFilter.window(condition, terms)
        identifiers = FeatureFilter.identifiers(condition, terms)
    }

    /// The names that an expression uses, each once.
    public static func propertyNames(_ expression: FilterExpression) -> Set<String> {
        switch expression {
        case .and(let parts), .or(let parts):
            parts.reduce(into: Set()) { $0.formUnion(propertyNames($1)) }
        case .not(let part): propertyNames(part)
        case .constant: []
        case .comparison(let property, _, _), .between(let property, _, _), .among(let property, _),
            .like(let property, _), .isNull(let property), .spatial(let property, _, _):
            [property.name]
        }
    }

    public static func == (left: FeatureFilter, right: FeatureFilter) -> Bool {
        left.canonicalText == right.canonicalText
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(canonicalText) }

    private static func window(_ condition: Condition, _ terms: [FilterTerm]) -> RDBox? {
        switch condition {
        case .term(let number):
            guard case .spatial(let area) = terms[number].test else { return nil }
            return area?.box ?? .empty
        case .and(let parts):
            return parts.compactMap { window($0, terms) }.reduce(nil) { found, box in
                found.map {
                    RDBox(
                        minX: max($0.minX, box.minX),
                        minY: max($0.minY, box.minY),
                        maxX: min($0.maxX, box.maxX),
                        maxY: min($0.maxY, box.maxY)
                    )
                } ?? box
            }
        case .or, .not, .constant: return nil
        }
    }

    private static func identifiers(_ condition: Condition, _ terms: [FilterTerm]) -> [String]? {
        switch condition {
        case .term(let number): return terms[number].identifiers
        case .and(let parts):
            for part in parts { if let found = identifiers(part, terms) { return found } }
            return nil
        case .or, .not, .constant: return nil
        }
    }
}

extension FeatureFilter.Condition {
    fileprivate func shifted(by count: Int) -> FeatureFilter.Condition {
        switch self {
        case .and(let parts): .and(parts.map { $0.shifted(by: count) })
        case .or(let parts): .or(parts.map { $0.shifted(by: count) })
        case .not(let part): .not(part.shifted(by: count))
        case .constant: self
        case .term(let number): .term(number + count)
        }
    }
}
