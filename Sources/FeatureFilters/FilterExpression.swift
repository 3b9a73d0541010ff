import GeoValues

/// A filter as it was written: CQL2 text (OGC 21-065r2), of which this is a subset.
///
/// Conditions: `=`, `<>`, `<`, `<=`, `>`, `>=`, `BETWEEN`, `IN`, `LIKE`, `IS NULL`, `S_INTERSECTS`, `S_WITHIN`, TRUE and FALSE,
/// joined by `AND`, `OR` and `NOT`; `CASEI()` around a property or a text. As in SQL, a comparison with null is unknown, and
/// only what is true passes.
public indirect enum FilterExpression: Hashable, Sendable {
    /// At least two parts.
    case and([FilterExpression])
    /// At least two parts.
    case or([FilterExpression])
    case not(FilterExpression)
    case constant(Bool)
    case comparison(FilterProperty, FilterComparison, FilterValue)
    /// Both limits included.
    case between(FilterProperty, FilterValue, FilterValue)
    case among(FilterProperty, [FilterValue])
    case like(FilterProperty, FilterPattern)
    case isNull(FilterProperty)
    case spatial(FilterProperty, SpatialRelation, FilterGeometry)
}

/// A property that a filter names.
public struct FilterProperty: Hashable, Sendable {
    public let name: String
    /// Whether capitals and small letters count as equal: `CASEI(name)`.
    public let isCaseFolded: Bool
    /// Where in the filter, counted from 1.
    let position: Int

    public static func == (left: FilterProperty, right: FilterProperty) -> Bool {
        left.name == right.name && left.isCaseFolded == right.isCaseFolded
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(isCaseFolded)
    }
}

public enum FilterComparison: String, Hashable, Sendable {
    case equal = "="
    case unequal = "<>"
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="

    /// The comparison with its sides exchanged.
    var mirrored: FilterComparison {
        switch self {
        case .equal, .unequal: self
        case .less: .greater
        case .atMost: .atLeast
        case .greater: .less
        case .atLeast: .atMost
        }
    }
}

/// A value that a filter names.
public enum FilterValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Milliseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int64)
}

/// How a feature lies to a geometry (OGC Simple Features, DE-9IM).
public enum SpatialRelation: String, Hashable, Sendable {
    /// They have at least one point in common.
    case intersects = "S_INTERSECTS"
    /// Nothing of the feature lies outside the geometry, and their interiors meet.
    case within = "S_WITHIN"
}

/// A geometry in a filter, in the coordinate system and axis order of the filter.
public struct FilterGeometry: Hashable, Sendable {
    public enum Shape: Hashable, Sendable {
        case points([FilterPosition])
        case lines([[FilterPosition]])
        /// For each polygon its rings, the exterior first, closed.
        case polygons([[[FilterPosition]]])
        /// Lowest and highest value on each axis.
        case box(FilterPosition, FilterPosition)
    }

    public let shape: Shape
    let position: Int

    public static func == (left: FilterGeometry, right: FilterGeometry) -> Bool { left.shape == right.shape }
    public func hash(into hasher: inout Hasher) { hasher.combine(shape) }
}

/// Two coordinates in the order of the filter's coordinate system.
public struct FilterPosition: Hashable, Sendable {
    public let first: Double
    public let second: Double

    public init(_ first: Double, _ second: Double) {
        self.first = first
        self.second = second
    }
}

extension FilterExpression {
    /// The same filter in one spelling: names in quotes, no needless space or parentheses. Equal filters have equal texts, so
    /// that it can stand for the filter in a validator.
    public var canonicalText: String {
        switch self {
        case .and(let parts): parts.map { $0.enclosed(in: [.or]) }.joined(separator: " AND ")
        case .or(let parts): parts.map { $0.enclosed(in: []) }.joined(separator: " OR ")
        case .not(let part): "NOT " + part.enclosed(in: [.and, .or])
        case .constant(let value): value ? "TRUE" : "FALSE"
        case .comparison(let property, let comparison, let value):
            "\(property.canonicalText) \(comparison.rawValue) \(value.canonicalText)"
        case .between(let property, let low, let high):
            "\(property.canonicalText) BETWEEN \(low.canonicalText) AND \(high.canonicalText)"
        case .among(let property, let values):
            "\(property.canonicalText) IN (\(values.map(\.canonicalText).joined(separator: ", ")))"
        case .like(let property, let pattern):
            "\(property.canonicalText) LIKE \(FilterValue.text(pattern.text).canonicalText)"
        case .isNull(let property): "\(property.canonicalText) IS NULL"
        case .spatial(let property, let relation, let geometry):
            "\(relation.rawValue)(\(property.canonicalText), \(geometry.canonicalText))"
        }
    }

    private enum Junction { case and, or }

    private func enclosed(in junctions: [Junction]) -> String {
        let needsParentheses =
            switch self {
            case .and: junctions.contains(.and)
            case .or: junctions.contains(.or)
            default: false
            }
        return needsParentheses ? "(\(canonicalText))" : canonicalText
    }
}

extension FilterProperty {
    var canonicalText: String {
        let quoted = "\"" + name.escaping("\"") + "\""
        return isCaseFolded ? "CASEI(\(quoted))" : quoted
    }
}

extension FilterValue {
    /// As a filter may write it. Texts under `CASEI` are folded already.
    public var canonicalText: String {
        switch self {
        case .text(let text): "'" + text.escaping("'") + "'"
        case .integer(let integer): String(integer)
        case .real(let real): "\(real)"
        case .boolean(let value): value ? "TRUE" : "FALSE"
        case .date(let day): "DATE('\(CalendarDay.text(day))')"
        case .timestamp(let milliseconds): "TIMESTAMP('\(FilterMoment.text(milliseconds))')"
        }
    }
}

extension FilterGeometry {
    var canonicalText: String {
        func list(_ positions: [FilterPosition]) -> String {
            "(" + positions.map { "\($0.first) \($0.second)" }.joined(separator: ", ") + ")"
        }
        func lists(_ parts: [[FilterPosition]]) -> String { "(" + parts.map(list).joined(separator: ", ") + ")" }
        switch shape {
        case .points(let positions): return "MULTIPOINT" + lists(positions.map { [$0] })
        case .lines(let lines): return "MULTILINESTRING" + lists(lines)
        case .polygons(let polygons): return "MULTIPOLYGON(" + polygons.map(lists).joined(separator: ", ") + ")"
        case .box(let low, let high): return "BBOX(\(low.first), \(low.second), \(high.first), \(high.second))"
        }
    }
}

extension String {
    /// With each such quote doubled.
    fileprivate func escaping(_ quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == quote { result.append(quote) }
            result.append(scalar)
        }
        return String(result)
    }
}

extension FilterExpression {
    /// `name = value`, for a value that does not come from the text of a filter.
    public static func equality(_ name: String, _ value: FilterValue) -> FilterExpression {
        .comparison(FilterProperty(name: name, isCaseFolded: false, position: 1), .equal, value)
    }

    /// What has a point in common with a box, given by its lowest and highest values on both axes.
    public static func intersectsBox(_ low: FilterPosition, _ high: FilterPosition) -> FilterExpression {
        .spatial(
            FilterProperty(name: LayerProperties.geometryName, isCaseFolded: false, position: 1),
            .intersects,
            FilterGeometry(shape: .box(low, high), position: 1)
        )
    }
}
