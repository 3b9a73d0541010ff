import GeoValues
import PROJBridge

/// A publication as features: `publicatie`, one for each record, and what of its area does not fit in that one.
///
/// The publication has the planes of its markings, else the lines, else the points; markings of another kind, those that
/// can't be read, and effect areas are features of `publicatie_markering` that name their publication. A publication
/// without markings, or about a whole gemeente, has no place.
struct PublicationRecord {
    private(set) var features: [SourceFeature] = []
    /// When it was last changed, in days since 1970-01-01.
    private(set) var modified: Int32?
    /// Markings of which only the form in degrees is of use.
    private(set) var fromDegreesCount = 0

    init(_ record: PublicationNode, place: String, transformer: CoordinateTransformer) {
        let meta = record.first("meta")
        let core = meta?.child("owmskern")
        let special = meta?.child("tpmeta")
        var feature = SourceFeature(
            layer: "publicatie",
            identifier: core?.child("identifier")?.text ?? "",
            name: core?.child("title")?.text,
            place: place
        )
        if feature.name?.isEmpty == true { feature.name = nil }
        if feature.identifier.isEmpty { feature.problem = "The record has no identifier." }
        let changed = (core?.child("modified") ?? special?.child("datumTijdstipWijzigingWork"))?.text
        modified = changed.flatMap(CalendarDay.day)
        feature.version = changed
        feature.validFrom = meta?.child("owmsmantel")?.child("available").flatMap { CalendarDay.day($0.text) }
        feature.attributes = Self.attributes(meta, record.first("preferredUrl"))

        let markings = Self.markings(special, named: "gebiedsmarkering", transformer)
        let effects = Self.markings(special, named: "effectgebied", transformer)
        fromDegreesCount = (markings + effects).count(where: \.isFromDegrees)
        let kinds = Self.joined(markings.map(\.kind))
        if !kinds.isEmpty { feature.attributes.append(("gebiedsmarkering", .text(kinds))) }
        let labels = Self.joined(markings.compactMap(\.label))
        if !labels.isEmpty { feature.attributes.append(("geometrielabel", .text(labels))) }
        let parts = markings.filter { !$0.isBroken }.flatMap(\.geometries)
        feature.geometry = Self.largestKind(parts)
        features = [feature]

        let numbered = markings.map { ($0, "gebiedsmarkering") } + effects.map { ($0, "effectgebied") }
        for (number, (marking, role)) in numbered.enumerated() {
            let isEffect = role == "effectgebied"
            var rest = marking.geometries.filter { isEffect || marking.isBroken || !$0.isOfKind(feature.geometry) }
            if marking.isBroken, rest.isEmpty { rest = [.none] }
            for geometry in rest {
                var other = SourceFeature(
                    layer: "publicatie_markering",
                    identifier: "\(feature.identifier)#\(number + 1)\(rest.count > 1 ? Self.suffix(geometry) : "")",
                    name: marking.label,
                    attributes: [
                        ("publicatie", .text(feature.identifier)), ("rol", .text(role)),
                        ("soort", .text(marking.kind)),
                    ],
                    geometry: geometry,
                    validFrom: feature.validFrom,
                    place: place,
                    version: changed
                )
                other.problem = feature.problem ?? marking.problem
                features.append(other)
            }
        }
    }

    private static func markings(
        _ special: PublicationNode?,
        named name: String,
        _ transformer: CoordinateTransformer
    ) -> [AreaMarking] {
        let nodes = special?.children ?? []
        var markings = nodes.filter { $0.name == name }.flatMap(\.children)
            .map { AreaMarking($0, transformer: transformer) }
        // Local announcements before 2021 have their geometry without a marking around it.
        if name == "gebiedsmarkering", markings.isEmpty {
            markings = nodes.filter { $0.name == "geometrie" }.map { AreaMarking($0, transformer: transformer) }
        }
        return markings
    }

    /// What the record says, under its own names; several values of one name are joined.
    private static func attributes(
        _ meta: PublicationNode?,
        _ url: PublicationNode?
    ) -> [(name: String, value: AttributeValue)] {
        var names: [String] = []
        var texts: [String: [String]] = [:]
        func add(_ name: String, _ text: String) {
            guard !text.isEmpty else { return }
            if texts[name] == nil { names.append(name) }
            texts[name, default: []].append(text)
        }
        for section in meta?.children ?? [] {
            for leaf in section.leaves where !AreaMarking.isGeometry(leaf.name) {
                if section.name == "owmskern", leaf.name == "identifier" || leaf.name == "title" { continue }
                add(ElementName.snakeCase(leaf.name), leaf.text)
                if leaf.name == "creator", let scheme = leaf.scheme { add("creator_scheme", scheme) }
            }
        }
        if let url { add("preferred_url", url.text) }
        return names.map { name in
            let values = texts[name] ?? []
            if values.count == 1, values[0].utf8.count == 10, let day = CalendarDay.day(values[0]) {
                return (name, .date(day))
            }
            return (name, .text(joined(values)))
        }
    }

    private static func joined(_ texts: [String]) -> String {
        var unique: [String] = []
        for text in texts where !unique.contains(text) { unique.append(text) }
        return unique.joined(separator: "; ")
    }

    private static func largestKind(_ geometries: [RawGeometry]) -> RawGeometry {
        var parts = WellKnownText.Parts()
        for geometry in geometries {
            switch geometry {
            case .points(let points): parts.points += points
            case .lines(let lines): parts.lines += lines
            case .polygons(let polygons): parts.polygons += polygons
            case .none: break
            }
        }
        return parts.geometries.last ?? .none
    }

    private static func suffix(_ geometry: RawGeometry) -> String {
        switch geometry {
        case .points: "p"
        case .lines: "l"
        case .polygons: "v"
        case .none: ""
        }
    }
}

extension RawGeometry {
    /// Whether both are points, both lines, both polygons or both none.
    fileprivate func isOfKind(_ other: RawGeometry) -> Bool {
        switch (self, other) {
        case (.points, .points), (.lines, .lines), (.polygons, .polygons), (.none, .none): true
        default: false
        }
    }
}
