import FeatureFilters
import FeatureLayers
import GeoValues
import PROJBridge

/// Reads the filter of tiles: `filter`, `filter-lang` and `filter-crs`, as OGC API Features part 3 has them.
enum TileFilterReader {
    static let parameters = ["filter", "filter-lang", "filter-crs"]

    /// The work for one feature that a filter of tiles may be, in that of a plain comparison.
    static let highestCost = 500

    /// The filter of each layer that has all the properties which it names; the others are not drawn. Nil without a filter.
    ///
    /// What is wrong is noted in `query`: a filter that can't be read, that does not fit a layer's types, that fits no layer.
    static func read(
        _ query: inout QueryReader,
        _ layers: [Layer],
        _ transformer: CoordinateTransformer
    ) -> [String: FeatureFilter]? {
        let system = FeatureQuery.system("filter-crs", &query)
        FeatureQuery.checkFilterLanguage(&query)
        guard let text = query.text("filter") else { return nil }
        let expression: FilterExpression
        do throws(FilterProblem) { expression = try FilterExpression(text) } catch {
            query.note(ParameterProblem("filter", error.dutch, error.english))
            return nil
        }
        var filters: [String: FeatureFilter] = [:]
        var lacking: FilterProblem?
        for layer in layers {
            do throws(FilterProblem) {
                let filter = try FeatureFilter(expression, LayerProperties(layer), system.placement(transformer))
                filters[layer.name] = filter
                if filter.cost > highestCost {
                    query.note(tooMuch)
                    return nil
                }
            } catch {
                guard case .unknownProperty = error.reason else {
                    query.note(ParameterProblem("filter", error.dutch, error.english))
                    return nil
                }
                lacking = lacking ?? error
            }
        }
        if filters.isEmpty, let lacking { query.note(ParameterProblem("filter", lacking.dutch, lacking.english)) }
        return filters
    }

    private static let tooMuch = ParameterProblem(
        "filter",
        "Het filter heeft te veel voorwaarden voor tegels: ten hoogste \(highestCost), een gebied telt voor 16.",
        "The filter has too many conditions for tiles: at most \(highestCost), an area counts for 16."
    )
}
