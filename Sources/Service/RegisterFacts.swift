import DecisionTrees
import FeatureLayers
import GeoValues
import Registers

/// Answers questions of decision trees from the registers at a place.
///
/// - `geoVerwijzing` to a location by its identifier, as `nl.imow-gm0297.gebied.2019000010`, in whatever layer it is;
/// - `geoVerwijzing` to a layer: `laag:dubbelbestemming`, or `laag:dubbelbestemming/Waarde - Archeologie` by name;
/// - a question whose `herbruikbaarId` is `nl.stip.register.LAYER.ATTRIBUTE`: the attribute of the feature that lies here,
///   `aanwezig` (whether one does) or `oppervlakte` (in m², of its shape when there is no such attribute).
struct RegisterFacts: FactSource {
    static let registerPrefix = "nl.stip.register."
    private static let layerPrefix = "laag:"

    let snapshot: RegisterSnapshot
    /// Everything at the place; nil: no place was given.
    let answer: PlaceAnswer?
    let day: Int32

    init(_ snapshot: RegisterSnapshot, at point: RDPoint?, onDay day: Int32) {
        self.snapshot = snapshot
        self.day = day
        answer = point.map { PointLookup(snapshot).answer(at: $0, onDay: day) }
    }

    func fact(for input: DecisionInput, _ rule: ExecutionRule) -> Fact? {
        if case .geoReference(let locations) = rule.content {
            guard let answer else { return .unknown(.noPlace) }
            return isInAny(locations, answer)
        }
        guard let identifier = rule.reusableIdentifier, identifier.hasPrefix(Self.registerPrefix) else { return nil }
        let parts = identifier.dropFirst(Self.registerPrefix.count).split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        guard let answer else { return .unknown(.noPlace) }
        return parts[1] == "aanwezig"
            ? presence(in: parts[0], named: nil, answer) : attribute(parts[1], of: parts[0], input.type, answer)
    }

    // MARK: Locations

    /// Yes when the place lies in one of them; no only when it surely lies in none.
    private func isInAny(_ locations: [String], _ answer: PlaceAnswer) -> Fact {
        var doubt: Fact?
        var denial: Fact?
        for location in locations {
            let fact =
                location.hasPrefix(Self.layerPrefix)
                ? inLayer(String(location.dropFirst(Self.layerPrefix.count)), answer)
                : inLocation(location, answer.point)
            switch fact {
            case .known(.boolean(true), _): return fact
            case .known: denial = denial ?? fact
            case .unknown: doubt = doubt ?? fact
            }
        }
        return doubt ?? denial ?? .unknown(.notInData(location: ""))
    }

    private func inLayer(_ text: String, _ answer: PlaceAnswer) -> Fact {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        return presence(in: parts.first ?? "", named: parts.count > 1 ? parts[1] : nil, answer)
    }

    /// Groups of locations lie in groups that deep, at most.
    private static let groupDepthLimit = 8

    private func inLocation(_ identifier: String, _ point: RDPoint, depth: Int = 0) -> Fact {
        var denial: Fact?
        var isOnBoundary = false
        var isGroup = false
        // Locations of regulations lie in no layer of the registers.
        let isOfRegulation = identifier.hasPrefix("nl.imow-")
        for name in snapshot.layerNames where !isOfRegulation || !RegisterLayer.isKnown(name) {
            guard let state = snapshot.layers[name] else { continue }
            for segment in state.layer.segments {
                for feature in segment.features(withIdentifier: identifier) where segment.isValid(feature, onDay: day) {
                    if state.isFailing { return .unknown(.failing(layer: name)) }
                    // What has no shape does not say where it is not.
                    guard segment.geometryKind(feature) != .none else {
                        isGroup = isGroup || name == "locatiegroep"
                        continue
                    }
                    let origin = FactOrigin(layer: name, identifier: identifier, name: segment.name(feature))
                    switch segment.location(of: point, in: feature) {
                    case .inside: return .known(.boolean(true), origin)
                    case .onBoundary: isOnBoundary = true
                    case .outside: denial = denial ?? .known(.boolean(false), origin)
                    }
                }
            }
        }
        if isOnBoundary { return .unknown(.onBoundary(of: identifier)) }
        if isGroup, depth < Self.groupDepthLimit { return inGroup(identifier, point, depth: depth) }
        return denial ?? .unknown(.notInData(location: identifier))
    }

    /// In a Gebiedengroep or Ambtsgebied: yes when in one of its members, no only when surely in none.
    private func inGroup(_ identifier: String, _ point: RDPoint, depth: Int) -> Fact {
        guard let state = snapshot.layers["groepselement"], !state.isFailing else {
            return .unknown(.notInData(location: identifier))
        }
        var doubt: Fact?
        var denial: Fact?
        for segment in state.layer.segments {
            guard let column = segment.column(named: "groep") else { continue }
            for feature in segment.features(column: column, equalTo: identifier)
            where segment.isValid(feature, onDay: day) {
                let fact = inLocation(segment.identifier(feature), point, depth: depth + 1)
                switch fact {
                case .known(.boolean(true), _): return fact
                case .known: denial = denial ?? fact
                case .unknown: doubt = doubt ?? fact
                }
            }
        }
        return doubt ?? denial ?? .unknown(.notInData(location: identifier))
    }

    // MARK: Features at the place

    private func presence(in layer: String, named name: String?, _ answer: PlaceAnswer) -> Fact {
        var isOnBoundary = false
        for hit in answer.hits where hit.layer == layer {
            guard let segment = snapshot.segment(layer, hit.reference) else { continue }
            let found = segment.name(hit.reference.feature)
            if let name, found?.lowercased() != name.lowercased() { continue }
            guard hit.applicability == .applies else {
                isOnBoundary = true
                continue
            }
            let identifier = segment.identifier(hit.reference.feature)
            return .known(.boolean(true), FactOrigin(layer: layer, identifier: identifier, name: found))
        }
        if isOnBoundary { return .unknown(.onBoundary(of: name ?? layer)) }
        // What could not be imported may lie here.
        if snapshot.layers[layer]?.gaps(meeting: RDBox(answer.point)).isEmpty == false {
            return .unknown(.notCovered(layer: layer))
        }
        switch answer.coverage.first(where: { $0.layer == layer })?.applicability {
        case .unknown(.failure): return .unknown(.failing(layer: layer))
        // Something of the layer is here, only not of this name: the layer is known at this place.
        case .doesNotApply, .applies, .appliesPartly: return .known(.boolean(false), FactOrigin(layer: layer))
        // On the edge of something else, which may be the edge of what is known.
        case .touchesBoundaryOnly: return .unknown(.onBoundary(of: layer))
        case .unknown, nil: return .unknown(.notCovered(layer: layer))
        }
    }

    private func attribute(_ attribute: String, of layer: String, _ type: AnswerType, _ answer: PlaceAnswer) -> Fact {
        let here = answer.hits.filter { $0.layer == layer }
        let found = here.filter { $0.applicability == .applies }
        guard !found.isEmpty else {
            if !here.isEmpty { return .unknown(.onBoundary(of: layer)) }
            if snapshot.layers[layer]?.isFailing == true { return .unknown(.failing(layer: layer)) }
            return .unknown(.notCovered(layer: layer))
        }
        var values: [FEELValue] = []
        var origin = FactOrigin(layer: layer)
        for hit in found {
            guard let segment = snapshot.segment(layer, hit.reference) else { continue }
            let feature = hit.reference.feature
            origin = FactOrigin(layer: layer, identifier: segment.identifier(feature), name: segment.name(feature))
            guard let value = value(attribute, segment, feature, type) else {
                return .unknown(.noValue(layer: layer, attribute: attribute))
            }
            if !values.contains(value) { values.append(value) }
        }
        guard values.count == 1 else { return .unknown(.ambiguous(layer: layer, count: found.count)) }
        return .known(values[0], origin)
    }

    private func value(_ attribute: String, _ segment: Segment, _ feature: Int, _ type: AnswerType) -> FEELValue? {
        switch (segment.value(feature, named: attribute), type) {
        case (.integer(let number), .number): return .number(ExactDecimal(Int(number)))
        case (.real(let number), .number): return ExactDecimal("\(number)").map(FEELValue.number)
        case (.text(let text), .number): return ExactDecimal(text).map(FEELValue.number)
        case (.text(let text), .string): return .string(text)
        case (.text(let text), .list(let options, let allowsSeveral)):
            return options.contains(text) ? (allowsSeveral ? .list([.string(text)]) : .string(text)) : nil
        case (.integer(let number), .string): return .string(String(number))
        case (.date(let day), .date): return .date(day)
        case (.null, .number) where attribute == "oppervlakte": return area(segment, feature)
        default: return nil
        }
    }

    /// In m², rounded to two decimals: the registers' own precision of a drawn shape is no better.
    private func area(_ segment: Segment, _ feature: Int) -> FEELValue? {
        let doubled = segment.polygons(feature).reduce(Int128(0)) { $0 + $1.doubledArea }
        guard doubled > 0 else { return nil }
        let hundredths = (doubled + 10_000) / 20_000
        let rest = String(Int(hundredths % 100))
        return ExactDecimal("\(hundredths / 100).\(rest.count < 2 ? "0" + rest : rest)").map(FEELValue.number)
    }
}
