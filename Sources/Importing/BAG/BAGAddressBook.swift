/// Streets, places and house numbers of a delivery, so that an identifier becomes "Dorpsstraat 12A-2, 1234AB Doesburg".
///
/// About 60 bytes a nummeraanduiding: texts that recur are kept once. Only voorkomens that count should be entered.
struct BAGAddressBook: Sendable {
    /// The parts of an address, as far as the delivery has them.
    struct Address {
        var street: String?
        var number: String
        var letter: String?
        var addition: String?
        var postcode: String?
        var place: String?

        var text: String {
            let suffix = addition.map { "-\($0)" } ?? ""
            let first = [street, "\(number)\(letter ?? "")\(suffix)"].compactMap { $0 }.joined(separator: " ")
            let second = [postcode, place].compactMap { $0 }.joined(separator: " ")
            return second.isEmpty ? first : "\(first), \(second)"
        }
    }

    private struct Street {
        var name: String
        var place: UInt64
        var version: UInt16
    }

    private struct Place {
        var name: String
        var version: UInt16
    }

    /// Texts by their position in `texts`; 0 is none.
    private struct House {
        var street: UInt64
        var place: UInt32
        var number: UInt32
        var letter: UInt32
        var addition: UInt32
        var postcode: UInt32
        var version: UInt16
    }

    private var places: [UInt64: Place] = [:]
    private var streets: [UInt64: Street] = [:]
    private var houses: [UInt64: House] = [:]
    private var texts: [String?] = [nil]
    private var positions: [String: UInt32] = [:]

    /// Enters a woonplaats, openbare ruimte or nummeraanduiding; others are passed over. A newer voorkomen stays.
    mutating func enter(_ object: BAGObject) {
        guard let identifier = UInt64(object.identifier) else { return }
        let version = UInt16(object.voorkomen) ?? 0
        switch object.kind {
        case .woonplaats:
            guard let name = object.name, (places[identifier]?.version ?? 0) <= version else { return }
            places[identifier] = Place(name: name, version: version)
        case .openbareRuimte:
            guard let name = object.name, (streets[identifier]?.version ?? 0) <= version else { return }
            streets[identifier] = Street(name: name, place: object.place.flatMap(UInt64.init) ?? 0, version: version)
        case .nummeraanduiding:
            guard let text = object.houseNumber, let number = UInt32(text),
                (houses[identifier]?.version ?? 0) <= version
            else { return }
            houses[identifier] = House(
                street: object.street.flatMap(UInt64.init) ?? 0,
                place: object.place.flatMap(UInt32.init) ?? 0,
                number: number,
                letter: position(of: object.houseLetter),
                addition: position(of: object.addition),
                postcode: position(of: object.postcode),
                version: version
            )
        default: break
        }
    }

    /// Takes over what another book has. Of one thing the newer voorkomen stays; of the same voorkomen twice the one that
    /// sorts later, so that the order of merging makes no difference.
    mutating func merge(_ other: BAGAddressBook) {
        for (identifier, place) in other.places {
            guard let present = places[identifier] else {
                places[identifier] = place
                continue
            }
            if (present.version, present.name) < (place.version, place.name) { places[identifier] = place }
        }
        for (identifier, street) in other.streets {
            guard let present = streets[identifier] else {
                streets[identifier] = street
                continue
            }
            if (present.version, present.name, present.place) < (street.version, street.name, street.place) {
                streets[identifier] = street
            }
        }
        var moved = [UInt32](repeating: 0, count: other.texts.count)
        for place in 1..<max(1, other.texts.count) { moved[place] = position(of: other.texts[place]) }
        for (identifier, house) in other.houses {
            var house = house
            house.letter = moved[Int(house.letter)]
            house.addition = moved[Int(house.addition)]
            house.postcode = moved[Int(house.postcode)]
            if let present = houses[identifier], sortKey(house) <= sortKey(present) { continue }
            houses[identifier] = house
        }
    }

    private func sortKey(_ house: House) -> String {
        let texts = [house.letter, house.addition, house.postcode].map { self.texts[Int($0)] ?? "" }
        let version = String(house.version)
        return String(repeating: "0", count: 5 - version.count) + version
            + "/\(house.number)/\(house.street)/\(house.place)/\(texts.joined(separator: "/"))"
    }

    /// Takes out what exactly this voorkomen entered.
    mutating func remove(_ object: BAGObject) {
        guard let identifier = UInt64(object.identifier) else { return }
        let version = UInt16(object.voorkomen) ?? 0
        switch object.kind {
        case .woonplaats where places[identifier]?.version == version: places[identifier] = nil
        case .openbareRuimte where streets[identifier]?.version == version: streets[identifier] = nil
        case .nummeraanduiding where houses[identifier]?.version == version: houses[identifier] = nil
        default: break
        }
    }

    /// The address of a nummeraanduiding; nil when the delivery does not have it.
    func address(of identifier: String) -> Address? {
        guard let identifier = UInt64(identifier), let house = houses[identifier] else { return nil }
        let street = streets[house.street]
        // A nummeraanduiding names a woonplaats only when it lies in another one than its street.
        let place = house.place != 0 ? UInt64(house.place) : street?.place ?? 0
        return Address(
            street: street?.name,
            number: String(house.number),
            letter: texts[Int(house.letter)],
            addition: texts[Int(house.addition)],
            postcode: texts[Int(house.postcode)],
            place: places[place]?.name
        )
    }

    /// The address of a nummeraanduiding that need not be in the book, such as an ended one.
    func address(of object: BAGObject) -> Address? {
        guard let number = object.houseNumber else { return nil }
        let street = object.street.flatMap(UInt64.init).flatMap { streets[$0] }
        let place = object.place.flatMap(UInt64.init) ?? street?.place
        return Address(
            street: street?.name,
            number: number,
            letter: object.houseLetter,
            addition: object.addition,
            postcode: object.postcode,
            place: place.flatMap { places[$0]?.name }
        )
    }

    private mutating func position(of text: String?) -> UInt32 {
        guard let text else { return 0 }
        if let known = positions[text] { return known }
        let position = UInt32(texts.count)
        texts.append(text)
        positions[text] = position
        return position
    }
}
