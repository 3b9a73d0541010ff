import FeatureLayers
import GEOSBridge
import GeoValues

/// Makes the conditions of a filter ready for a layer.
struct FilterBinding {
    let properties: LayerProperties
    let placement: FilterPlacement
    private(set) var terms: [FilterTerm] = []

    init(properties: LayerProperties, placement: FilterPlacement) {
        self.properties = properties
        self.placement = placement
    }

    mutating func condition(_ expression: FilterExpression) throws(FilterProblem) -> FeatureFilter.Condition {
        switch expression {
        case .and(let parts): return .and(try conditions(parts))
        case .or(let parts): return .or(try conditions(parts))
        case .not(let part): return .not(try condition(part))
        case .constant(let value): return .constant(value)
        case .isNull(let property):
            if property.name != LayerProperties.geometryName { _ = try type(of: property) }
            return term(property, .isNull)
        case .spatial(let property, let relation, let geometry):
            return term(property, .spatial(try area(property, relation, geometry)))
        case .like(let property, let pattern):
            guard try type(of: property) == .text else { throw wrongType(property) }
            guard pattern.length <= FilterPattern.longest else {
                throw FilterProblem(property.position, .patternTooLong(limit: FilterPattern.longest))
            }
            return term(property, .text(.pattern(pattern)))
        case .comparison(let property, let comparison, let value):
            switch comparison {
            case .equal: return try range(property, (value, true), (value, true))
            case .unequal: return try range(property, (value, true), (value, true), isNegated: true)
            case .less: return try range(property, nil, (value, false))
            case .atMost: return try range(property, nil, (value, true))
            case .greater: return try range(property, (value, false), nil)
            case .atLeast: return try range(property, (value, true), nil)
            }
        case .between(let property, let low, let high): return try range(property, (low, true), (high, true))
        case .among(let property, let values): return try among(property, values)
        }
    }

    private mutating func conditions(_ parts: [FilterExpression]) throws(FilterProblem) -> [FeatureFilter.Condition] {
        var conditions: [FeatureFilter.Condition] = []
        for part in parts { conditions.append(try condition(part)) }
        return conditions
    }

    private mutating func term(_ property: FilterProperty, _ test: FilterTerm.Test) -> FeatureFilter.Condition {
        terms.append(FilterTerm(name: property.name, isCaseFolded: property.isCaseFolded, test: test))
        return .term(terms.count - 1)
    }

    // MARK: Types

    private func type(of property: FilterProperty) throws(FilterProblem) -> ColumnType {
        guard let type = properties.type(of: property.name) else {
            if property.name == LayerProperties.geometryName { throw wrongType(property) }
            throw FilterProblem(
                property.position,
                .unknownProperty(
                    name: String(property.name.prefix(60)),
                    known: properties.names + [LayerProperties.geometryName]
                )
            )
        }
        if property.isCaseFolded, type != .text { throw wrongType(property) }
        return type
    }

    private func wrongType(_ property: FilterProperty) -> FilterProblem {
        let holds: FilterType =
            switch properties.type(of: property.name) {
            case .text: .text
            case .integer, .real: .number
            case .date: .date
            case nil: .geometry
            }
        return FilterProblem(property.position, .wrongType(property: property.name, holds: holds))
    }

    private func text(_ value: FilterValue, for property: FilterProperty) throws(FilterProblem) -> String {
        guard case .text(let text) = value else { throw wrongType(property) }
        return text
    }

    /// A value as a number, or as days since 1970-01-01 for a date.
    private func number(
        _ value: FilterValue,
        _ type: ColumnType,
        for property: FilterProperty
    ) throws(FilterProblem) -> NumberTest.Number {
        switch (value, type) {
        case (.integer(let integer), .integer), (.integer(let integer), .real): return .integer(integer)
        case (.real(let real), .integer), (.real(let real), .real): return .real(real)
        case (.boolean(let value), .integer): return .integer(value ? 1 : 0)
        case (.date(let day), .date): return .integer(Int64(day))
        // A day counts as the moment at which it begins.
        case (.timestamp(let moment), .date):
            let day = moment.floored(by: FilterMoment.millisecondsOfDay)
            let rest = moment - day * FilterMoment.millisecondsOfDay
            return rest == 0
                ? .integer(day) : .real(Double(day) + Double(rest) / Double(FilterMoment.millisecondsOfDay))
        default: throw wrongType(property)
        }
    }

    // MARK: Tests

    private mutating func range(
        _ property: FilterProperty,
        _ low: (value: FilterValue, isIncluded: Bool)?,
        _ high: (value: FilterValue, isIncluded: Bool)?,
        isNegated: Bool = false
    ) throws(FilterProblem) -> FeatureFilter.Condition {
        let type = try type(of: property)
        if type == .text {
            var bounds: [TextTest.Bound?] = []
            for limit in [low, high] {
                guard let limit else {
                    bounds.append(nil)
                    continue
                }
                let text = try text(limit.value, for: property)
                bounds.append(TextTest.Bound(text: text, isIncluded: limit.isIncluded))
            }
            return term(property, .text(.range(low: bounds[0], high: bounds[1], isNegated: isNegated)))
        }
        var bounds: [NumberTest.Bound?] = []
        for limit in [low, high] {
            guard let limit else {
                bounds.append(nil)
                continue
            }
            let value = try number(limit.value, type, for: property)
            bounds.append(NumberTest.Bound(value: value, isIncluded: limit.isIncluded))
        }
        return term(property, .number(NumberTest(low: bounds[0], high: bounds[1], isNegated: isNegated)))
    }

    private mutating func among(
        _ property: FilterProperty,
        _ values: [FilterValue]
    ) throws(FilterProblem) -> FeatureFilter.Condition {
        let type = try type(of: property)
        if type == .text {
            var texts: [String] = []
            for value in values { texts.append(try text(value, for: property)) }
            return term(property, .text(.among(texts.sorted { $0.isBefore($1) })))
        }
        var numbers: [NumberTest.Number] = []
        for value in values { numbers.append(try number(value, type, for: property)) }
        return term(property, .number(NumberTest(among: numbers)))
    }

    private func area(
        _ property: FilterProperty,
        _ relation: SpatialRelation,
        _ geometry: FilterGeometry
    ) throws(FilterProblem) -> FilterArea? {
        guard property.name == LayerProperties.geometryName, !property.isCaseFolded else {
            _ = try type(of: property)
            throw wrongType(property)
        }
        guard let placed = try placement.geometry(geometry) else { return nil }
        if case .polygons(let polygons) = placed {
            let problem: String?
            do { problem = try Overlay.invalidity(of: polygons) } catch { problem = "\(error)" }
            if let problem { throw FilterProblem(geometry.position, .invalidGeometry(problem)) }
        }
        return FilterArea(placed, relation)
    }
}
