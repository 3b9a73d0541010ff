import Foundation
import PlaceSearch
import Service

/// Reads the object that a path names: `/v1/panden/{id}`, `/v1/adressen/{id}`, `/v1/percelen/{aanduiding}`. What can't be the name
/// of one is noted in the query, with what was probably meant.
enum ObjectAddress {
    /// Kinds of object of the BAG by the fifth and sixth digit of their identifier (Catalogus BAG 2018, 6.2), with the address
    /// under which they are asked for.
    private static let kinds: [String: (name: String, address: String?)] = [
        "01": ("verblijfsobject", "/v1/adressen"), "02": ("ligplaats", "/v1/adressen"),
        "03": ("standplaats", "/v1/adressen"), "10": ("pand", "/v1/panden"), "20": ("nummeraanduiding", "/v1/adressen"),
        "30": ("openbare ruimte", nil),
    ]
    /// Of a parcel; `NL.IMKAD.KadastraalObject.` may stand before it.
    private static let parcelDigits = 14

    /// A pand by its 16 digits, with or without `NL.IMBAG.Pand.`.
    static func building(_ text: String, _ query: inout QueryReader) -> ObjectName? {
        bagIdentifier(text, "pand", types: ["10"], &query).map { .building($0) }
    }

    /// A verblijfsobject, ligplaats, standplaats or nummeraanduiding by its 16 digits, with or without `NL.IMBAG.….`.
    static func address(_ text: String, _ query: inout QueryReader) -> ObjectName? {
        bagIdentifier(text, "adres", types: ["01", "02", "03", "20"], &query).map { .address($0) }
    }

    /// A parcel by its designation in the usual spellings (`VBS00 A 1234`, `VBS00A1234`, `Voorbeeldstad sectie A nummer 1234`), or
    /// by its number.
    static func parcel(_ text: String, _ query: inout QueryReader) -> ObjectName? {
        let given = decoded(text)
        let digits = local(given, namespace: "NL.IMKAD.")
        if isDigits(digits) {
            // Deliveries of before DKK v5 have numbers of up to 10 digits.
            if digits.utf8.count == parcelDigits || (8...10).contains(digits.utf8.count) { return .parcel(digits) }
            query.note(
                ParameterProblem(
                    "aanduiding",
                    "Een perceelnummer heeft \(parcelDigits) cijfers, voorloopnullen meegeteld; ontvangen: \(digits.utf8.count). Geef dat, of de aanduiding als VBS00 A 1234.",
                    "A parcel number has \(parcelDigits) digits, leading zeros included; received: \(digits.utf8.count). Give that, or the designation as VBS00 A 1234."
                )
            )
            return nil
        }
        if given.count <= 100, let designation = ParcelDesignation(given) { return .designation(designation) }
        query.note(
            ParameterProblem(
                "aanduiding",
                "'\(given.prefix(40))' is geen kadastrale aanduiding: geef gemeentecode of naam, sectie en nummer, als VBS00 A 1234 of VBS00A1234.",
                "'\(given.prefix(40))' is no cadastral designation: give the municipality's code or name, section and number, as VBS00 A 1234 or VBS00A1234."
            )
        )
        return nil
    }

    private static func bagIdentifier(
        _ text: String,
        _ kind: String,
        types: [String],
        _ query: inout QueryReader
    ) -> String? {
        let given = decoded(text)
        let digits = local(given, namespace: "NL.IMBAG.")
        let english = kind == "pand" ? "A pand" : "An address"
        let dutch = kind == "pand" ? "Een pand" : "Een adres"
        guard digits.utf8.count == 16, isDigits(digits) else {
            // Spreadsheets take leading zeros away.
            let isShort = isDigits(digits) && (13...15).contains(digits.utf8.count)
            let padded = String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
            query.note(
                ParameterProblem(
                    "id",
                    "\(dutch) heeft een identificatie van 16 cijfers; ontvangen: '\(given.prefix(40))'."
                        + (isShort ? " Bedoelde u \(padded)?" : ""),
                    "\(english) has an identifier of 16 digits; received: '\(given.prefix(40))'."
                        + (isShort ? " Did you mean \(padded)?" : "")
                )
            )
            return nil
        }
        let type = String(digits.dropFirst(4).prefix(2))
        guard types.contains(type) else {
            let known = kinds[type]
            let hint = known?.address.map { ": \($0)/\(digits)" } ?? ""
            let found = known.map { "\($0.name) (type \(type))" } ?? "type \(type)"
            query.note(
                ParameterProblem(
                    "id",
                    "\(digits) is de identificatie van een \(found), niet van een \(kind)\(hint).",
                    "\(digits) is the identifier of a \(found), not of \(kind == "pand" ? "a pand" : "an address")\(hint)."
                )
            )
            return nil
        }
        return digits
    }

    private static func decoded(_ text: String) -> String { text.removingPercentEncoding ?? text }

    /// What follows the last point of an identifier with its namespace.
    private static func local(_ text: String, namespace: String) -> String {
        text.hasPrefix(namespace) ? text.split(separator: ".").last.map(String.init) ?? text : text
    }

    private static func isDigits(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }
}
