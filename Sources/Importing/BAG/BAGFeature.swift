import GeoValues
import XMLBridge

extension BAGObject {
    /// Name of the layer: the object's name in lower case.
    var layer: String { kind.rawValue.lowercased() }

    /// The addresses of a main address, or of a nummeraanduiding itself.
    func address(in book: BAGAddressBook) -> BAGAddressBook.Address? {
        switch kind {
        case .nummeraanduiding: book.address(of: self)
        case .verblijfsobject, .ligplaats, .standplaats:
            mainAddresses.first.flatMap { book.address(of: $0) }
        default: nil
        }
    }

    /// What people call it.
    func label(address: BAGAddressBook.Address?) -> String? {
        switch kind {
        case .pand:
            // 9999 is the BAG's word for an unknown year (dutch-data.md A1).
            constructionYear.map { $0 == "9999" ? "Pand, bouwjaar onbekend" : "Pand uit " + $0 } ?? "Pand"
        case .openbareRuimte, .woonplaats: name
        default: address?.text
        }
    }

    /// Named as in PDOK's bag-light where that has the same thing; without those that are not filled.
    func attributes(
        address: BAGAddressBook.Address?,
        inOnderzoek: String?
    ) -> [(name: String, value: AttributeValue)] {
        var attributes: [(name: String, value: AttributeValue)] = []
        attributes.reserveCapacity(12)
        func add(_ name: String, _ text: String?) {
            if let text { attributes.append((name, .text(text))) }
        }
        func addNumber(_ name: String, _ text: String?) {
            if let text { attributes.append((name, Int64(text).map(AttributeValue.integer) ?? .text(text))) }
        }
        func addList(_ name: String, _ texts: [String]) {
            if !texts.isEmpty { add(name, texts.joined(separator: ",")) }
        }
        add("status", status)
        addNumber("bouwjaar", constructionYear)
        addList("gebruiksdoel", purposes)
        addNumber("oppervlakte", floorArea)
        if let address {
            add("openbare_ruimte", address.street)
            addNumber("huisnummer", address.number)
            add("huisletter", address.letter)
            add("toevoeging", address.addition)
            add("postcode", address.postcode)
            add("woonplaats", address.place)
        }
        add("naam", kind == .openbareRuimte || kind == .woonplaats ? name : nil)
        add("verkortenaam", shortName)
        add("type", streetKind)
        add("typeadresseerbaarobject", addressedKind)
        addList("pandidentificatie", buildings)
        addList("nummeraanduidingidentificatie", mainAddresses)
        addList("nevenadressen", secondaryAddresses)
        add("openbareruimteidentificatie", street)
        add("woonplaatsidentificatie", place)
        add("geconstateerd", isEstablished)
        if let documentDate {
            let day = CalendarDay.day(documentDate)
            attributes.append(("documentdatum", day.map(AttributeValue.date) ?? .text(documentDate)))
        }
        add("documentnummer", documentNumber)
        add("inonderzoek", inOnderzoek)
        return attributes
    }

    /// Sorts as text like the numbers do, and is a number itself.
    var version: String? {
        guard !voorkomen.isEmpty else { return nil }
        return String(repeating: "0", count: max(0, 4 - voorkomen.utf8.count)) + voorkomen
    }

    /// What is wrong with the object apart from its geometry's encoding, if anything.
    var problem: String? {
        if identifier.isEmpty { return "the object \(kind.rawValue) has no identificatie" }
        switch kind {
        case .pand, .verblijfsobject, .ligplaats, .standplaats, .woonplaats:
            return geometry == nil ? "the object has no geometry, which \(kind.rawValue) must have" : nil
        default: return nil
        }
    }
}
