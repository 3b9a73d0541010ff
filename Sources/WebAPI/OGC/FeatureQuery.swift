import FeatureFilters
import FeatureLayers
import GeoValues
import Hummingbird
import PlanningRules
import Service

/// What a request for features asks: the parameters of OGC API Features parts 1 to 3.
struct FeatureQuery: Sendable {
    static let parameters = [
        "f", "limit", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs",
    ]
    static let usualLimit = 100
    static let highestLimit = 1_000

    let format: OGCFormat
    let system: ReferenceSystem
    let limit: Int
    let start: FeatureReference
    let isFirstPage: Bool
    let selection: FeatureSelection

    /// Reads the query; everything that is wrong with it is said at once.
    ///
    /// - Throws: ``RequestProblem/invalid(_:)``; ``RequestProblem/gone(_:)`` for a cursor of data that was replaced.
    init(_ request: Request, _ info: FeatureCollectionInfo, _ service: StipService) throws {
        var query = QueryReader(request, allowed: FeatureQuery.parameters + info.properties.names)
        format = OGCFormat.of(request, &query)
        system = FeatureQuery.system("crs", &query)
        limit = FeatureQuery.limit(&query)
        let days = FeatureDays.read(&query)
        let filters =
            [
                FeatureQuery.filter(&query, info, service), FeatureQuery.box(&query, info, service),
                FeatureQuery.values(&query, info, service),
            ]
            .compactMap { $0 }
        let cursor = query.text("cursor").map { PageCursor($0) }
        if case .some(.none) = cursor {
            query.note(
                ParameterProblem(
                    "cursor",
                    "De cursor komt niet uit een 'next'-link; begin zonder cursor.",
                    "The cursor does not come from a 'next' link; begin without one."
                )
            )
        }
        try query.finish()
        if let cursor = cursor ?? nil, cursor.version != info.version {
            throw RequestProblem.gone(
                BilingualText(
                    dutch:
                        "De gegevens van '\(info.layer.name)' zijn vernieuwd sinds de vorige bladzijde; begin zonder cursor.",
                    english:
                        "The data of '\(info.layer.name)' was replaced since the last page; begin again without a cursor."
                )
            )
        }
        isFirstPage = cursor == nil
        start = (cursor ?? nil)?.reference ?? FeatureReference(segment: 0, feature: 0)
        let filter = filters.dropFirst().reduce(filters.first) { whole, part in
            whole.map { FeatureFilter($0, and: part) }
        }
        selection = FeatureSelection(layer: info.layer, filter: filter, days: days)
    }

    static func system(_ parameter: String, _ query: inout QueryReader) -> ReferenceSystem {
        guard let text = query.text(parameter) else { return .crs84 }
        if let system = ReferenceSystem(text) { return system }
        query.note(ReferenceSystem.problem(parameter, text))
        return .crs84
    }

    private static func limit(_ query: inout QueryReader) -> Int {
        guard let text = query.text("limit") else { return usualLimit }
        let isWhole = !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        // More than the highest is not an error (OGC 17-069r4, requirement /req/core/fc-limit-response-1).
        if isWhole, let limit = Int(text.drop { $0 == "0" }.prefix(6)), limit >= 1 { return min(limit, highestLimit) }
        query.note(
            ParameterProblem(
                "limit",
                "'limit' is geen geheel getal van 1 of meer: '\(text.prefix(40))'.",
                "'limit' is not a whole number of 1 or more: '\(text.prefix(40))'."
            )
        )
        return usualLimit
    }

    // MARK: Filters

    private static func filter(
        _ query: inout QueryReader,
        _ info: FeatureCollectionInfo,
        _ service: StipService
    ) -> FeatureFilter? {
        let system = system("filter-crs", &query)
        checkFilterLanguage(&query)
        guard let text = query.text("filter") else { return nil }
        do throws(FilterProblem) {
            return try FeatureFilter(
                FilterExpression(text),
                info.properties,
                system.placement(service.transformer)
            )
        } catch {
            query.note(ParameterProblem("filter", error.dutch, error.english))
            return nil
        }
    }

    /// Notes another filter language than CQL2 text.
    static func checkFilterLanguage(_ query: inout QueryReader) {
        if let language = query.text("filter-lang"), language != "cql2-text" {
            query.note(
                ParameterProblem(
                    "filter-lang",
                    "Filtertaal '\(language.prefix(40))' is er niet; wel cql2-text.",
                    "There is no filter language '\(language.prefix(40))'; there is cql2-text."
                )
            )
        }
    }

    /// `name=value` for properties.
    private static func values(
        _ query: inout QueryReader,
        _ info: FeatureCollectionInfo,
        _ service: StipService
    ) -> FeatureFilter? {
        var parts: [FilterExpression] = []
        for name in info.properties.names where !parameters.contains(name) {
            guard let text = query.text(name), let type = info.properties.type(of: name) else { continue }
            let value: FilterValue? =
                switch type {
                case .text: .text(text)
                case .integer, .real: Int64(text).map { .integer($0) } ?? QueryReader.decimal(text).map { .real($0) }
                case .date: text.utf8.count == 10 ? CalendarDay.day(text).map { .date($0) } : nil
                }
            if let value {
                parts.append(.equality(name, value))
            } else {
                let (dutch, english) = type == .date ? ("datum JJJJ-MM-DD", "date YYYY-MM-DD") : ("getal", "number")
                query.note(
                    ParameterProblem(
                        name,
                        "'\(name)' is geen \(dutch): '\(text.prefix(40))'.",
                        "'\(name)' is not a \(english): '\(text.prefix(40))'."
                    )
                )
            }
        }
        guard !parts.isEmpty else { return nil }
        return bound(parts.count == 1 ? parts[0] : .and(parts), "", .crs84, &query, info, service)
    }

    private static func bound(
        _ expression: FilterExpression,
        _ parameter: String,
        _ system: ReferenceSystem,
        _ query: inout QueryReader,
        _ info: FeatureCollectionInfo,
        _ service: StipService
    ) -> FeatureFilter? {
        do throws(FilterProblem) {
            return try FeatureFilter(expression, info.properties, system.placement(service.transformer))
        } catch {
            query.note(ParameterProblem(parameter, error.dutch, error.english))
            return nil
        }
    }

    // MARK: Box

    private static func box(
        _ query: inout QueryReader,
        _ info: FeatureCollectionInfo,
        _ service: StipService
    ) -> FeatureFilter? {
        let system = system("bbox-crs", &query)
        guard let text = query.text("bbox") else { return nil }
        var numbers = text.split(separator: ",", omittingEmptySubsequences: false).compactMap {
            QueryReader.decimal(String($0))
        }
        // With heights (OGC 17-069r4, 7.15.3): they are not looked at.
        if numbers.count == 6 { numbers = [numbers[0], numbers[1], numbers[3], numbers[4]] }
        guard numbers.count == 4, text.split(separator: ",", omittingEmptySubsequences: false).count != 5 else {
            query.note(
                ParameterProblem(
                    "bbox",
                    "'bbox' is niet vier (of met hoogten zes) getallen met komma's ertussen: '\(text.prefix(60))'.",
                    "'bbox' is not four (or with heights six) numbers separated by commas: '\(text.prefix(60))'."
                )
            )
            return nil
        }
        if system.isLatitudeFirst { numbers = [numbers[1], numbers[0], numbers[3], numbers[2]] }
        if let problem = problem(numbers, system) {
            query.note(problem)
            return nil
        }
        return bound(
            .intersectsBox(FilterPosition(numbers[0], numbers[1]), FilterPosition(numbers[2], numbers[3])),
            "bbox",
            system.isLatitudeFirst ? .crs84 : system,
            &query,
            info,
            service
        )
    }

    /// What is wrong with lowest x, lowest y, highest x, highest y.
    private static func problem(_ numbers: [Double], _ system: ReferenceSystem) -> ParameterProblem? {
        let areDegrees = zip(numbers, [180.0, 90, 180, 90]).allSatisfy { abs($0) <= $1 }
        switch system {
        case .crs84, .wgs84, .etrs89:
            if !areDegrees {
                let rd = ReferenceSystem.rd.uri
                return ParameterProblem(
                    "bbox",
                    "'bbox' past niet in graden; voor RD-coördinaten hoort er bbox-crs=\(rd) bij.",
                    "'bbox' does not fit in degrees; for RD coordinates add bbox-crs=\(rd)."
                )
            }
        case .rd, .webMercator:
            if areDegrees, numbers.contains(where: { $0 != 0 }) {
                return ParameterProblem(
                    "bbox",
                    "'bbox' lijkt graden te bevatten, maar bbox-crs vraagt om meters.",
                    "'bbox' seems to hold degrees, but bbox-crs asks for metres."
                )
            }
            if numbers[0] > numbers[2] { return order }
        }
        return numbers[1] > numbers[3] ? order : nil
    }

    private static let order = ParameterProblem(
        "bbox",
        "'bbox' noemt eerst de laagste, dan de hoogste waarde op elke as.",
        "'bbox' gives the lowest, then the highest value on each axis."
    )
}

/// Where a page begins, bound to the contents of the layer.
struct PageCursor: Equatable, Sendable {
    let version: String
    let reference: FeatureReference

    init(version: String, reference: FeatureReference) {
        self.version = version
        self.reference = reference
    }

    /// Reads what ``text`` gave.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 16, let segment = Int(parts[1], radix: 36),
            let feature = Int(parts[2], radix: 36), segment >= 0, feature >= 0,
            segment <= 1 << 40, feature <= 1 << 40
        else { return nil }
        version = String(parts[0])
        reference = FeatureReference(segment: segment, feature: feature)
        guard self.text == text else { return nil }
    }

    var text: String {
        "\(version)-\(String(reference.segment, radix: 36))-\(String(reference.feature, radix: 36))"
    }
}

/// The parameter `datetime` (OGC 17-069r4, 7.15.4): a moment or an interval.
enum FeatureDays {
    /// The days that the interval touches, in UTC.
    static func read(_ query: inout QueryReader) -> ClosedRange<Int32>? {
        // A time zone's plus sign that was not escaped came as a space.
        guard let text = query.text("datetime")?.replacing(" ", with: "+") else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        func day(_ text: String, open: Int32) -> Int32? {
            if parts.count == 2, text.isEmpty || text == ".." { return open }
            if text.utf8.count == 10 { return CalendarDay.day(text) }
            return FilterMoment.milliseconds(text).map {
                Int32(clamping: Int64((Double($0) / 86_400_000).rounded(.down)))
            }
        }
        if parts.count <= 2, let first = day(parts[0], open: .min), let last = day(parts[parts.count - 1], open: .max),
            first <= last
        {
            return first...last
        }
        query.note(
            ParameterProblem(
                "datetime",
                "'datetime' is geen datum, tijdstip of periode van vroeg naar laat (JJJJ-MM-DD, ../JJJJ-MM-DD): "
                    + "'\(text.prefix(60))'.",
                "'datetime' is not a date, moment or interval from early to late (YYYY-MM-DD, ../YYYY-MM-DD): "
                    + "'\(text.prefix(60))'."
            )
        )
        return nil
    }
}
