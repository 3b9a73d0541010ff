import Foundation

/// What a user says of the tables of files that are not known by name: which layer each becomes, and which columns hold
/// what. Read from a JSON file that is given with `--mapping`:
///
///     {"tables": [{"table": "bomen", "layer": "boom", "identifier": "boomnummer", "name": "soort",
///                  "validFrom": "geplant", "validUntil": "gerooid", "version": "wijziging",
///                  "attributes": {"hgt": "hoogte", "intern": null}, "crs": "EPSG:28992", "x": "x", "y": "y"}]}
///
/// Only `layer` is required. Without `table` it holds for every table. `identifier` and `name` may be lists of columns,
/// joined by hyphens and spaces. `attributes` renames columns; null leaves one out. `x` and `y`, or `wkt`, name the columns
/// of a table without geometries. Column names are compared without case.
public struct TableMapping: Sendable {
    struct Table: Sendable {
        /// Path of the mapping file, for messages.
        let file: String
        /// nil: every table.
        var table: String?
        var layer = ""
        var identifier: [String] = []
        var name: [String]?
        var validFrom: String?
        var validUntil: String?
        var version: String?
        /// The new name of a column; nil: it is left out.
        var attributes: [(column: String, name: String?)] = []
        var crs: String?
        var x: String?
        var y: String?
        var wellKnownText: String?

        /// All columns that it names.
        var columns: [String] {
            let single = [validFrom, validUntil, version, x, y, wellKnownText].compactMap { $0 }
            return identifier + (name ?? []) + single + attributes.map(\.column)
        }

        /// nil when it names no coordinate system.
        func conversion() throws -> CRSConversion? {
            guard let crs else { return nil }
            guard let conversion = CRSConversion(named: crs) else {
                throw MappingProblem.unknownCRS(file: file, crs: crs)
            }
            return conversion
        }

        func unknownColumn(_ column: String, found: [String]) -> MappingProblem {
            .unknownColumn(file: file, table: table ?? layer, column: column, found: found)
        }
    }

    private(set) var tables: [Table] = []
    private let file: String

    /// - Throws: ``MappingProblem`` or ``DeliveryProblem`` with what is wrong in the file.
    public init(path: String) throws {
        file = path
        let reader = try JSONReader(DeliveredDocument(path: path))
        let root = try reader.value()
        try reader.end()
        for member in try Self.members(root, path, "the file") where member.name != "tables" {
            throw MappingProblem.unknownMember(file: path, found: member.name, known: ["tables"])
        }
        guard let entries = root["tables"]?.elements, !entries.isEmpty else {
            throw MappingProblem.wrongValue(
                file: path,
                member: "tables",
                expected: "a list of tables",
                found: root["tables"]?.kind ?? "nothing"
            )
        }
        for entry in entries { tables.append(try Self.table(entry, path)) }
        for (position, table) in tables.enumerated() {
            if tables[..<position].contains(where: { $0.table?.lowercased() == table.table?.lowercased() }) {
                throw MappingProblem.twice(file: path, table: table.table)
            }
        }
    }

    /// What is said of a table; nil: nothing.
    func table(named name: String) -> Table? {
        tables.first { $0.table?.lowercased() == name.lowercased() } ?? tables.first { $0.table == nil }
    }

    /// Refuses a file that has none of the tables.
    func check(_ found: [String], path: String) throws {
        if found.allSatisfy({ table(named: $0) == nil }) {
            throw MappingProblem.noTable(file: file, path: path, wanted: tables.compactMap(\.table), found: found)
        }
    }

    /// Why it can't be used with a file whose layers are known.
    func problem(with path: String, _ format: SourceFormat) -> MappingProblem {
        .notATable(file: file, path: path, format: format.rawValue)
    }

    private static let memberNames = [
        "table", "layer", "identifier", "name", "validFrom", "validUntil", "version", "attributes", "crs", "x", "y",
        "wkt",
    ]

    private static func members(_ value: JSONValue, _ path: String, _ what: String) throws -> [JSONValue.Member] {
        guard let members = value.members else {
            throw MappingProblem.wrongValue(file: path, member: what, expected: "an object", found: value.kind)
        }
        return members
    }

    private static func table(_ value: JSONValue, _ path: String) throws -> Table {
        var table = Table(file: path)
        for member in try members(value, path, "an entry of tables") {
            func wrong(_ expected: String) -> MappingProblem {
                .wrongValue(file: path, member: member.name, expected: expected, found: member.value.kind)
            }
            func text() throws -> String {
                guard let text = member.value.text, !text.isEmpty else { throw wrong("a text") }
                return text
            }
            func texts() throws -> [String] {
                if let text = member.value.text, !text.isEmpty { return [text] }
                let texts = member.value.elements?.compactMap(\.text) ?? []
                guard !texts.isEmpty, texts.count == member.value.elements?.count else {
                    throw wrong("the name of a column or a list of them")
                }
                return texts
            }
            switch member.name {
            case "table": table.table = try text()
            case "layer":
                table.layer = try text()
                guard table.layer == TableReading.layerName(table.layer) else {
                    throw wrong("a name of lower-case letters, digits, hyphens and underscores")
                }
            case "identifier": table.identifier = try texts()
            case "name": table.name = try texts()
            case "validFrom": table.validFrom = try text()
            case "validUntil": table.validUntil = try text()
            case "version": table.version = try text()
            case "crs":
                table.crs = try text()
                _ = try table.conversion()
            case "x": table.x = try text()
            case "y": table.y = try text()
            case "wkt": table.wellKnownText = try text()
            case "attributes":
                for attribute in try members(member.value, path, member.name) {
                    guard attribute.value == .null || attribute.value.text?.isEmpty == false else {
                        throw MappingProblem.wrongValue(
                            file: path,
                            member: "attributes.\(attribute.name)",
                            expected: "the new name or null",
                            found: attribute.value.kind
                        )
                    }
                    table.attributes.append((attribute.name, attribute.value.text))
                }
            default: throw MappingProblem.unknownMember(file: path, found: member.name, known: memberNames)
            }
        }
        guard !table.layer.isEmpty else { throw MappingProblem.noLayer(file: path, table: table.table) }
        guard (table.x == nil) == (table.y == nil), table.x == nil || table.wellKnownText == nil else {
            throw MappingProblem.halfAPlace(file: path, table: table.table ?? table.layer)
        }
        return table
    }
}

/// What is wrong with a mapping file. One sentence: what is wrong, and what to do.
public enum MappingProblem: Error, Equatable, CustomStringConvertible {
    case unknownMember(file: String, found: String, known: [String])
    case wrongValue(file: String, member: String, expected: String, found: String)
    case noLayer(file: String, table: String?)
    case twice(file: String, table: String?)
    case halfAPlace(file: String, table: String)
    case unknownColumn(file: String, table: String, column: String, found: [String])
    case noTable(file: String, path: String, wanted: [String], found: [String])
    case notATable(file: String, path: String, format: String)
    case unknownCRS(file: String, crs: String)

    public var description: String {
        switch self {
        case .unknownMember(let file, let found, let known):
            "The mapping \(file) has a member \(found), which is not known; there are: \(known.joined(separator: ", "))."
        case .wrongValue(let file, let member, let expected, let found):
            "In the mapping \(file), \(member) should be \(expected), but it is \(found)."
        case .noLayer(let file, let table):
            "The mapping \(file) does not say which layer \(table.map { "the table \($0)" } ?? "a table") becomes: add \"layer\"."
        case .twice(let file, let table):
            "The mapping \(file) speaks twice of \(table.map { "the table \($0)" } ?? "all tables"): keep one of them."
        case .halfAPlace(let file, let table):
            "The mapping \(file) names half a place or two of them for \(table): give \"x\" and \"y\", or \"wkt\" alone."
        case .unknownColumn(let file, let table, let column, let found):
            "The mapping \(file) names the column \(column), which the table \(table) does not have; "
                + "it has: \(found.joined(separator: ", "))."
        case .noTable(let file, let path, let wanted, let found):
            "The mapping \(file) speaks of \(wanted.joined(separator: ", ")), but \(path) has "
                + "\(found.joined(separator: ", "))."
        case .notATable(let file, let path, let format):
            "The mapping \(file) can't be used with \(path): that is of the format \(format), whose layers are known. "
                + "Leave out --mapping."
        case .unknownCRS(let file, let crs):
            "The mapping \(file) names the coordinate system \(crs); Stip reads EPSG:28992 (RD New), 7415, 4258, 4326, "
                + "CRS84 and 3857."
        }
    }
}
