import FeatureLayers
import Registers

/// The tables that an import of regulations makes (layers without place), read by identifier and inside one source.
struct RuleTables {
    let snapshot: RegisterSnapshot
    /// The regulation's source in the workspace.
    let source: String
    let day: Int32

    struct Row {
        let segment: Segment
        let feature: Int

        var identifier: String { segment.identifier(feature) }
        var name: String? { segment.name(feature) }
        func text(_ column: String) -> String? { segment.text(feature, named: column) }
        func integer(_ column: String) -> Int64? {
            if case .integer(let number) = segment.value(feature, named: column) { number } else { nil }
        }
        var validity: (from: Int32?, until: Int32?) { segment.validity(feature) }
    }

    /// The rows of a table with this identifier that hold on the day.
    func rows(_ table: String, _ identifier: String) -> [Row] {
        guard let state = snapshot.layers[table] else { return [] }
        return state.features(withIdentifier: identifier, ofSource: source).compactMap { reference in
            let segment = state.layer.segments[reference.segment]
            return segment.isValid(reference.feature, onDay: day)
                ? Row(segment: segment, feature: reference.feature) : nil
        }
    }

    func row(_ table: String, _ identifier: String) -> Row? { rows(table, identifier).first }

    /// All rows of a table of this source that hold on the day.
    func all(_ table: String) -> [Row] {
        guard let state = snapshot.layers[table] else { return [] }
        return state.segments(ofSource: source).flatMap { position in
            let segment = state.layer.segments[position]
            return (0..<segment.featureCount).filter { segment.isValid($0, onDay: day) }.map {
                Row(segment: segment, feature: $0)
            }
        }
    }
}
