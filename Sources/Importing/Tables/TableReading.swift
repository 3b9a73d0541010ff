import Foundation
import GDALBridge
import GeoValues
import PROJBridge

/// How the rows of one table become features of a layer, whatever file the table comes from.
struct TableReading: Sendable {
    let layer: String
    let schema: RegisterSchema?
    /// Whether two rows with one identifier are versions of the same thing.
    let hasOwnIdentifiers: Bool
    let columns: TableColumns
    let conversion: CRSConversion
    let transformer: CoordinateTransformer
    /// A version that ends later than today still holds; days since 1970-01-01.
    private let today = Int32(Date().timeIntervalSince1970 / 86_400)

    init(
        layer: String,
        schema: RegisterSchema?,
        hasOwnIdentifiers: Bool,
        columns: TableColumns,
        conversion: CRSConversion,
        transformer: CoordinateTransformer
    ) {
        self.layer = layer
        self.schema = schema
        self.hasOwnIdentifiers = hasOwnIdentifiers
        self.columns = columns
        self.conversion = conversion
        self.transformer = transformer
    }

    /// A row as a feature.
    ///
    /// - Parameters:
    ///   - values: as many as the table has columns.
    ///   - geometry: in the table's coordinate system; passed over when the mapping says that columns hold the place.
    ///   - number: the row's number, the identifier of a row without one.
    func feature(
        _ values: [GDALValue],
        geometry: RawGeometry,
        number: Int64,
        place: String,
        problem: String? = nil
    ) -> SourceFeature {
        let row = RowReader(positions: columns.positions, values: values)
        var feature = SourceFeature(layer: layer, identifier: identifier(row, number), place: place)
        feature.problem = problem
        var own = geometry
        do {
            own = try self.geometry(row) ?? geometry
        } catch {
            feature.problem = feature.problem ?? "\(error)"
        }
        convert(own, of: &feature)
        if let name = columns.name {
            let parts = name.compactMap { row.text(at: [$0]) }
            feature.name = parts.isEmpty ? nil : parts.joined(separator: " ")
        } else {
            feature.name = schema.map { $0.name(row) } ?? row.text("naam", "name")
        }
        feature.attributes.reserveCapacity(columns.attributes.count)
        for (position, name) in columns.attributes {
            feature.attributes.append((name, Self.value(values[position])))
        }
        takeHistory(row, of: &feature)
        feature.version = row.text(at: columns.version)
        return feature
    }

    /// To RD; what can't be brought there says why.
    private func convert(_ geometry: RawGeometry, of feature: inout SourceFeature) {
        do {
            feature.geometry = try conversion.converted(geometry, transformer)
        } catch {
            let finding = CRSConversion.finding(error)
            feature.problem = finding.detail
            feature.problemCode = finding.code
        }
    }

    private func takeHistory(_ row: RowReader, of feature: inout SourceFeature) {
        switch RegisterSchema.day(row.text(at: columns.ending)) {
        case .none: break
        case .day(let day): feature.validUntil = day
        case .unreadable(let text): feature.problem = feature.problem ?? "The ending date '\(text)' is not a date."
        }
        var isWithdrawn = false
        // Each of them alone withdraws the row.
        for column in columns.withdrawing {
            switch RegisterSchema.day(row.text(at: [column])) {
            case .none: break
            case .day(let day): isWithdrawn = isWithdrawn || day <= today
            case .unreadable(let text):
                feature.problem = feature.problem ?? "The date of withdrawal '\(text)' is not a date."
            }
        }
        if case .day(let day) = RegisterSchema.day(row.text(at: columns.beginning)) { feature.validFrom = day }
        feature.isHistoric = isWithdrawn || feature.validUntil.map { $0 <= today } == true
    }

    /// What a mapping's columns say of the place; nil when it names none.
    private func geometry(_ row: RowReader) throws -> RawGeometry? {
        switch columns.place {
        case .geometry: return nil
        case .text(let column):
            guard let text = row.text(at: [column]) else { return RawGeometry.none }
            let geometries = try WellKnownText.parts(text).geometries
            guard geometries.count <= 1 else {
                throw WellKnownText.Problem(description: "The text mixes points, lines or polygons: \(text.prefix(40))")
            }
            return geometries.first ?? RawGeometry.none
        case .coordinates(let x, let y):
            guard let first = row.text(at: [x]), let second = row.text(at: [y]) else { return RawGeometry.none }
            // 155000,25 as Dutch spreadsheets write it.
            func number(_ text: String) -> Double? {
                let text = text.trimmingCharacters(in: .whitespaces)
                return GMLCoordinates.decimal(text.replacingOccurrences(of: ",", with: "."))
            }
            guard let first = number(first), let second = number(second) else {
                throw WellKnownText.Problem(
                    description: "The coordinates '\(first)' and '\(second)' are not two numbers."
                )
            }
            return .points([first, second])
        }
    }

    private func identifier(_ row: RowReader, _ number: Int64) -> String {
        if columns.joinsIdentifier {
            let parts = columns.identifier.map { row.text(at: [$0]) ?? "" }
            if parts.contains(where: { !$0.isEmpty }) { return parts.joined(separator: "-") }
        }
        guard let text = row.text(at: columns.identifier) else { return "\(layer).\(number)" }
        // NL.IMBAG.Pand.0503100000012345 → 0503100000012345: one spelling of a BAG or Kadaster identifier everywhere.
        for domain in ["NL.IMBAG.", "NL.IMKAD."] where schema != nil && text.hasPrefix(domain) {
            return text.split(separator: ".").last.map(String.init) ?? text
        }
        // 233 in a column of numbers, 0233 in one of texts: both are GM0233.
        guard let schema, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return text
        }
        let missing = max(0, schema.identifierDigits - text.utf8.count)
        return schema.identifierPrefix + String(repeating: "0", count: missing) + text
    }

    private static func value(_ value: GDALValue) -> AttributeValue {
        switch value {
        case .text(let text): .text(text)
        case .integer(let integer): .integer(integer)
        case .real(let real): .real(real)
        case .date(let day): .date(day)
        case .dateTime(let text): .text(text)
        case .null: .null
        }
    }

    /// A name that is also a folder name: lower case, letters, digits, hyphens and underscores.
    static func layerName(_ name: String) -> String {
        let kept = name.lowercased().map {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "_"
        }
        return kept.isEmpty ? "laag" : String(kept)
    }
}
