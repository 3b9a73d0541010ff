import Foundation
import GDALBridge
import GeoValues
import Synchronization

/// How a table of PDOK's downloads becomes a layer of a register: which column is the identifier, what names a feature,
/// and which columns tell its history. Column names are compared without case.
///
/// Source: PDOK `bag-light.gpkg`, kadastrale kaart v5 and bestuurlijke gebieden as GeoPackage, gebiedsindelingen of CBS; the
/// history columns are those of the BAG 2.0
/// extract and of NLExtract-like conversions.
struct RegisterSchema: Sendable {
    let layer: String
    /// Names of the table besides the layer's own.
    var tables: [String] = []
    /// Columns with the first day on which a version holds, and the first on which it no longer does, which may lie in the
    /// future.
    var beginningColumns = ["begingeldigheid", "begin_geldigheid"]
    var endingColumns = ["eindgeldigheid", "eind_geldigheid"]
    /// What an identifier of digits alone begins with.
    var identifierPrefix = ""
    /// How many digits such an identifier has: in a column of numbers it lost its zeros, 796100000431787 for 0796100000431787.
    var identifierDigits = 0
    /// The first of these that the table has holds the identifier.
    let identifierColumns: [String]
    /// All of these groups need a column in the table, or it is something else under the same name.
    let required: [[String]]
    let name: @Sendable (RowReader) -> String?

    private static let localIdentifiers = [
        "identificatie_lokaal_id", "identificatielokaalid", "lokaal_id", "lokaalid", "identificatie",
    ]

    static let known: [RegisterSchema] = [
        RegisterSchema(
            layer: "pand",
            identifierDigits: 16,
            identifierColumns: ["identificatie"],
            required: [
                ["identificatie"], ["status"], ["bouwjaar", "oorspronkelijkbouwjaar", "oorspronkelijk_bouwjaar"],
            ],
            name: { row in
                let year = row.text("bouwjaar", "oorspronkelijkbouwjaar", "oorspronkelijk_bouwjaar")
                // 9999 is the BAG's word for an unknown year (dutch-data.md A1).
                return year.map { $0 == "9999" ? "Pand, bouwjaar onbekend" : "Pand uit \($0)" } ?? "Pand"
            }
        ),
        RegisterSchema(
            layer: "verblijfsobject",
            identifierDigits: 16,
            identifierColumns: ["identificatie"],
            required: [["identificatie"], ["gebruiksdoel"], ["oppervlakte"]],
            name: { $0.address }
        ),
        RegisterSchema(
            layer: "nummeraanduiding",
            identifierDigits: 16,
            identifierColumns: ["identificatie"],
            required: [["identificatie"], ["huisnummer"]],
            name: { $0.address }
        ),
        RegisterSchema(
            layer: "perceel",
            identifierColumns: localIdentifiers,
            required: [["sectie"], ["perceelnummer"]],
            name: { row in
                let municipality = row.text(
                    "akr_kadastrale_gemeente_code_waarde",
                    "akrkadastralegemeentecodewaarde",
                    "kadastrale_gemeente_waarde",
                    "kadastralegemeentewaarde"
                )
                let parts = [municipality, row.text("sectie"), row.text("perceelnummer")].compactMap { $0 }
                return parts.isEmpty ? nil : parts.joined(separator: " ")
            }
        ),
        RegisterSchema(
            layer: "ligplaats",
            identifierDigits: 16,
            identifierColumns: ["identificatie"],
            required: [["identificatie"], ["status"]],
            name: { $0.address }
        ),
        RegisterSchema(
            layer: "standplaats",
            identifierDigits: 16,
            identifierColumns: ["identificatie"],
            required: [["identificatie"], ["status"]],
            name: { $0.address }
        ),
        RegisterSchema(
            layer: "openbareruimte",
            tables: ["openbare_ruimte"],
            identifierDigits: 16,
            identifierColumns: ["identificatie"],
            required: [["identificatie"], ["naam", "openbare_ruimte_naam"]],
            name: { $0.text("naam", "openbare_ruimte_naam") }
        ),
        RegisterSchema(
            layer: "woonplaats",
            identifierDigits: 4,
            identifierColumns: ["identificatie"],
            required: [["identificatie"], ["woonplaats", "naam"]],
            name: { $0.text("woonplaats", "naam") }
        ),
        RegisterSchema(
            layer: "kadastralegrens",
            tables: ["kadastrale_grens"],
            identifierColumns: localIdentifiers,
            required: [
                localIdentifiers,
                [
                    "type_grens_code", "type_grens_waarde", "typegrenscode", "typegrenswaarde", "type_grens",
                    "typegrens",
                ],
            ],
            name: { $0.text("type_grens_waarde", "typegrenswaarde", "type_grens", "typegrens") }
        ),
        // PDOK bestuurlijke gebieden, and the gebiedsindelingen of CBS with their statcode and statnaam.
        area(
            "gemeentegebied",
            tables: ["gemeenten", "gemeente_gegeneraliseerd", "gemeente_niet_gegeneraliseerd"],
            "GM"
        ),
        area(
            "provinciegebied",
            tables: ["provincies", "provincie_gegeneraliseerd", "provincie_niet_gegeneraliseerd"],
            "PV"
        ),
        area(
            "waterschapsgebied",
            tables: ["waterschappen", "waterschap", "waterschap_gegeneraliseerd", "waterschap_niet_gegeneraliseerd"],
            "WS"
        ),
        area("landgebied", tables: [], "LND"),
    ]

    private static func area(_ layer: String, tables: [String], _ prefix: String) -> RegisterSchema {
        RegisterSchema(
            layer: layer,
            tables: tables,
            identifierPrefix: prefix,
            identifierDigits: prefix == "PV" ? 2 : 4,
            identifierColumns: [
                "identificatie", "statcode", "code", "gemeentecode", "gemeente_code", "waterschapscode",
            ],
            required: [
                ["identificatie", "statcode", "code", "gemeentecode", "gemeente_code", "waterschapscode"],
                ["naam", "statnaam", "gemeentenaam", "waterschapsnaam"],
            ],
            name: { $0.text("naam", "statnaam", "gemeentenaam", "waterschapsnaam") }
        )
    }

    /// A table of the BGT by IMGeo's or CityGML's name, as PDOK and conversions of its GML write them; the layers are those of
    /// ``BGTReader``.
    private static func terrain(table: String) -> RegisterSchema? {
        let object = table.hasPrefix("bgt_") ? String(table.dropFirst(4)) : table
        let identifiers = ["lokaal_id", "lokaalid", "identificatie_lokaal_id", "identificatielokaalid"]
        return RegisterSchema(
            layer: BGTElement.layer(ofObject: object),
            tables: [table],
            beginningColumns: ["creation_date", "creationdate", "objectbegintijd", "object_begin_tijd"],
            endingColumns: ["termination_date", "terminationdate", "objecteindtijd", "object_eind_tijd"],
            identifierColumns: identifiers,
            required: [
                identifiers, ["relatieve_hoogteligging", "relatievehoogteligging"],
                ["bronhouder", "bgt_status", "bgtstatus", "bgt-status"],
            ],
            name: { row in
                let columns = [
                    "naam", "function", "functie", "class", "bgt_type", "bgt_fysiek_voorkomen", "bgt_fysiekvoorkomen",
                    "fysiek_voorkomen", "surfacematerial", "surface_material", "plus_type",
                ]
                return columns.lazy.compactMap { row.text($0) }.first { $0 != BGTElement.notOfBGT }
            }
        )
    }

    /// Columns that, when filled, mean that the version was replaced or never counted.
    static let withdrawingColumns = [
        "eindregistratie", "eind_registratie", "tijdstipinactief", "tijdstip_inactief", "tijdstipnietbag",
        "tijdstip_niet_bag",
    ]
    enum DayReading {
        case none
        case day(Int32)
        case unreadable(String)
    }

    /// The day that a text names: ISO 8601, `20101231` or `31-12-2010`; blank, `0`, `N` and `false` name none.
    static func day(_ text: String?) -> DayReading {
        guard let text = text?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return .none }
        if ["0", "n", "nee", "false"].contains(text.lowercased()) { return .none }
        if let day = CalendarDay.day(text) { return .day(day) }
        let parts = text.split(separator: "-")
        if parts.count == 3, let day = CalendarDay.day("\(parts[2])-\(parts[1])-\(parts[0])") { return .day(day) }
        if text.count == 8, text.allSatisfy(\.isNumber),
            let day = CalendarDay.day("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
        {
            return .day(day)
        }
        return .unreadable(text)
    }

    /// Columns that order the versions of one feature, most telling first.
    static let versionColumns = [
        "voorkomenidentificatie", "voorkomen_identificatie", "volgnummer", "tijdstipregistratie",
        "tijdstip_registratie", "begingeldigheid", "begin_geldigheid",
    ]

    /// The schema of a table, by its name and columns.
    static func recognised(table: String, columns: some Sequence<String>) -> RegisterSchema? {
        let table = table.lowercased()
        let columns = Set(columns.map { $0.lowercased() })
        let schemas = terrain(table: table).map { known + [$0] } ?? known
        return schemas.first { schema in
            (schema.layer == table || schema.tables.contains(table))
                && schema.required.allSatisfy { $0.contains(where: columns.contains) }
        }
    }
}

/// One row of a table, read by column name.
struct RowReader {
    /// Position of each column by its name in lower case.
    let positions: [String: Int]
    let values: [GDALValue]

    /// The first of these columns that is there and filled, as text.
    func text(_ names: String...) -> String? { text(names) }

    func text(_ names: [String]) -> String? { text(at: names.lazy.compactMap { positions[$0] }) }

    /// The first of the columns at these positions that is filled, as text.
    func text(at positions: some Sequence<Int>) -> String? {
        for position in positions {
            switch values[position] {
            case .text(let text) where !text.allSatisfy(\.isWhitespace): return text
            case .integer(let integer): return String(integer)
            case .dateTime(let text): return text
            case .date(let day): return CalendarDay.text(day)
            case .real(let real): return String(real)
            case .text, .null: continue
            }
        }
        return nil
    }

    /// Street, number and place, as far as the table has them: "Dorpsstraat 12A-2, 1234AB Voorbeeldstad".
    var address: String? {
        guard let number = text("huisnummer") else { return nil }
        let suffix = text("toevoeging", "huisnummertoevoeging").map { "-\($0)" } ?? ""
        let street = text("openbare_ruimte", "openbare_ruimte_naam", "openbareruimtenaam", "straatnaam")
        let first = [street, "\(number)\(text("huisletter") ?? "")\(suffix)"].compactMap { $0 }.joined(separator: " ")
        let second = [text("postcode"), text("woonplaats", "woonplaats_naam", "woonplaatsnaam")]
            .compactMap { $0 }.joined(separator: " ")
        return second.isEmpty ? first : "\(first), \(second)"
    }
}

/// Gives verblijfsobjecten the address of their nummeraanduiding, where a file keeps the two apart.
///
/// The table of nummeraanduidingen has to be read before that of the verblijfsobjecten.
final class AddressJoin: Sendable {
    private struct State {
        /// By part; a later part stands over an earlier one.
        var noted: [Int: [(String, String?)]] = [:]
        var addresses: [String: String] = [:]
    }

    private let state = Mutex(State())

    /// Whether a table comes first.
    static func precedes(_ left: String, _ right: String) -> Bool {
        left == "nummeraanduiding" && right != "nummeraanduiding"
    }

    /// Notes a nummeraanduiding; names a verblijfsobject that has no name of its own.
    func apply(to feature: inout SourceFeature, noting addresses: inout [(String, String?)]) {
        switch feature.layer {
        case "nummeraanduiding" where !feature.isHistoric: addresses.append((feature.identifier, feature.name))
        case "verblijfsobject" where feature.name == nil:
            for (name, value) in feature.attributes where name == "hoofdadresnummeraanduidingref" {
                guard case .text(let text) = value else { continue }
                let reference = text.split(separator: ".").last.map(String.init) ?? text
                feature.name = state.withLock { $0.addresses[reference] }
            }
        default: break
        }
    }

    /// Takes over what a part of a table noted.
    func enter(_ addresses: [(String, String?)], ofPart part: Int) {
        guard !addresses.isEmpty else { return }
        state.withLock { $0.noted[part] = addresses }
    }

    /// Called when a table was read.
    func settle() {
        state.withLock { state in
            for part in state.noted.keys.sorted() {
                for (identifier, address) in state.noted[part] ?? [] { state.addresses[identifier] = address }
            }
            state.noted = [:]
        }
    }
}
