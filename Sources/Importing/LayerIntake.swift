import FeatureLayers
import GeoValues
import Registers

/// Gathers the features of one layer of one source: keeps current versions, judges geometry, counts everything.
struct LayerIntake {
    let name: String
    /// Whether two features with one identifier are versions of the same thing.
    let identifiersAreUnique: Bool
    private(set) var report: LayerReport
    private var columns: [ColumnDefinition] = []
    private var columnPositions: [String: Int] = [:]
    private var features: [Accepted] = []
    private var positions: [String: [Int]] = [:]
    /// Where the rejected features lie, as far as they say.
    private(set) var rejectedArea = RDBox.empty
    /// Whether a feature was rejected, or has no place, and does not say where it lies.
    private(set) var hasMissingPlaces = false

    private struct Accepted {
        var feature: SourceFeature
        var geometry: RDGeometry
        var findings: [Finding]
    }

    init(name: String, identifiersAreUnique: Bool) {
        self.name = name
        self.identifiersAreUnique = identifiersAreUnique
        report = LayerReport(layer: name)
    }

    mutating func add(_ feature: SourceFeature) {
        report.read += 1
        if feature.isHistoric {
            report.historic += 1
            return
        }
        func finding(_ code: FindingCode, _ detail: String?) -> Finding {
            Finding(code: code, identifier: feature.identifier, place: feature.place, detail: detail)
        }
        if let problem = feature.problem {
            reject(feature, finding(.unreadable, problem))
            return
        }
        switch GeometryIntake.result(of: feature.geometry) {
        case .rejected(let code, let detail): reject(feature, finding(code, detail))
        case .accepted(let geometry, let repaired, let detail):
            var stripped = feature
            stripped.geometry = .none
            let findings = repaired.map { [finding($0, detail)] } ?? []
            keep(Accepted(feature: stripped, geometry: geometry, findings: findings))
        }
    }

    private mutating func reject(_ feature: SourceFeature, _ finding: Finding) {
        report.rejected += 1
        report.findings.append(finding)
        if let area = GeometryIntake.area(of: feature.geometry) {
            rejectedArea.formUnion(area)
        } else {
            hasMissingPlaces = true
        }
    }

    /// Of several versions of one feature that hold at the same time the newest stays. The same thing twice is a
    /// duplicate; two that differ, and of which neither is newer, are both kept: leaving one out could hide it.
    private mutating func keep(_ candidate: Accepted) {
        let others = identifiersAreUnique ? positions[candidate.feature.identifier] ?? [] : []
        for position in others where LayerIntake.overlap(features[position].feature, candidate.feature) {
            let present = features[position].feature.version ?? ""
            let offered = candidate.feature.version ?? ""
            if LayerIntake.isNewer(offered, than: present) {
                report.duplicate += 1
                features[position] = candidate
                return
            }
            if LayerIntake.isNewer(present, than: offered) || features[position].geometry == candidate.geometry {
                report.duplicate += 1
                return
            }
        }
        positions[candidate.feature.identifier, default: []].append(features.count)
        features.append(candidate)
    }

    /// Whether two versions hold on a common day.
    private static func overlap(_ left: SourceFeature, _ right: SourceFeature) -> Bool {
        (left.validFrom ?? .min) < (right.validUntil ?? .max) && (right.validFrom ?? .min) < (left.validUntil ?? .max)
    }

    /// Compares numbers as numbers and other versions (dates) as text.
    private static func isNewer(_ left: String, than right: String) -> Bool {
        if let leftNumber = Int(left), let rightNumber = Int(right) { return leftNumber > rightNumber }
        return left > right
    }

    /// The finished segment content and its report.
    mutating func finished() -> (builder: SegmentBuilder, report: LayerReport) {
        for accepted in features {
            for (name, value) in accepted.feature.attributes { widen(name, by: value) }
        }
        var builder = SegmentBuilder(columns: columns)
        for accepted in features {
            var values = [ColumnValue](repeating: .null, count: columns.count)
            for (name, value) in accepted.feature.attributes {
                guard let position = columnPositions[name] else { continue }
                values[position] = LayerIntake.value(value, as: columns[position].type)
            }
            builder.append(
                FeatureRecord(
                    identifier: accepted.feature.identifier,
                    name: accepted.feature.name,
                    values: values,
                    geometry: accepted.geometry,
                    validFrom: accepted.feature.validFrom,
                    validUntil: accepted.feature.validUntil
                )
            )
            report.imported += 1
            if !accepted.findings.isEmpty { report.repaired += 1 }
            if accepted.geometry == .none { report.withoutPlace += 1 }
            report.findings += accepted.findings
        }
        // A table without any place is not a map layer; in one that is, what has no place may lie anywhere.
        if report.withoutPlace > 0, report.withoutPlace < report.imported || RegisterLayer.isKnown(name) {
            hasMissingPlaces = true
        }
        return (builder, report)
    }

    /// Columns appear in order of first use; one that holds several types becomes text, integers beside reals become real.
    private mutating func widen(_ name: String, by value: AttributeValue) {
        let type: ColumnType
        switch value {
        case .null: return
        case .text: type = .text
        case .integer: type = .integer
        case .real: type = .real
        case .date: type = .date
        }
        guard let position = columnPositions[name] else {
            columnPositions[name] = columns.count
            columns.append(ColumnDefinition(name: name, type: type))
            return
        }
        let present = columns[position].type
        guard present != type else { return }
        let isNumeric = Set([present, type]) == Set([.integer, .real])
        columns[position] = ColumnDefinition(name: name, type: isNumeric ? .real : .text)
    }

    private static func value(_ value: AttributeValue, as type: ColumnType) -> ColumnValue {
        switch (value, type) {
        case (.null, _): .null
        case (.text(let text), _): .text(text)
        case (.integer(let integer), .integer): .integer(integer)
        case (.integer(let integer), .real): .real(Double(integer))
        case (.integer(let integer), _): .text(String(integer))
        case (.real(let real), .real): .real(real)
        case (.real(let real), _): .text(String(real))
        case (.date(let day), .date): .date(day)
        case (.date(let day), _): .text(CalendarDay.text(day))
        }
    }
}
