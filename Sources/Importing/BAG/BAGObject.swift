import GeoValues
import Registers
import XMLBridge

/// One voorkomen of a BAG object as the extract writes it, before it becomes a feature.
struct BAGObject {
    var kind: BAGElement
    /// Digits without `NL.IMBAG`; empty when the object has none.
    var identifier = ""
    var voorkomen = ""
    var status: String?
    var isEstablished: String?
    var documentDate: String?
    var documentNumber: String?
    var constructionYear: String?
    var purposes: [String] = []
    var floorArea: String?
    var mainAddresses: [String] = []
    var secondaryAddresses: [String] = []
    var buildings: [String] = []
    var street: String?
    var place: String?
    var houseNumber: String?
    var houseLetter: String?
    var addition: String?
    var postcode: String?
    var addressedKind: String?
    var name: String?
    var shortName: String?
    var streetKind: String?
    var validFrom: Int32?
    var validUntil: Int32?
    /// tijdstipInactief or tijdstipNietBag is filled: it never counted.
    var isWithdrawn = false
    /// eindRegistratie is filled: the register has a later word on it.
    var isRegistrationEnded = false
    /// Position of `geometrie` in the batch.
    var geometry: Int?
    var line = 0

    /// Reads the object that begins at a node of the batch; the order of its properties is free.
    ///
    /// - Parameter today: when it is given, no more is read of a voorkomen that is historic on that day than what tells so
    ///   and what tells it apart, unless its history is kept.
    init(_ kind: BAGElement, at position: Int, in batch: borrowing XMLRecordBatch, skippingHistoryOn today: Int32?) {
        self.kind = kind
        let nodes = batch.nodes
        line = Int(nodes[position].line)
        let end = Int(nodes[position].end)
        let elements = BAGElement.all
        let today = RegisterLayer.historyLayer(of: layer) == nil ? today : nil
        if let today {
            for node in nodes[position..<end] where Int(node.name) < elements.count && node.textEnd > node.textStart {
                let element = elements[Int(node.name)]
                if element.isHistory { take(element, node, in: batch, isSecondary: false) }
            }
            if isHistoric(on: today) { return }
        }
        var next = position + 1
        var isSecondary = false
        while next < end {
            let node = nodes[next]
            let current = next
            next += 1
            guard Int(node.name) < elements.count else { continue }
            let element = elements[Int(node.name)]
            switch element {
            case .geometrie:
                geometry = current
                next = Int(node.end)
                continue
            case .heeftAlsHoofdadres: isSecondary = false
            case .heeftAlsNevenadres: isSecondary = true
            default: break
            }
            guard node.textEnd > node.textStart, today == nil || !element.isHistory else { continue }
            take(element, node, in: batch, isSecondary: isSecondary)
        }
    }

    private mutating func take(
        _ element: BAGElement,
        _ node: XMLNode,
        in batch: borrowing XMLRecordBatch,
        isSecondary: Bool
    ) {
        // What is only looked at for being there, or not at all.
        switch element {
        case .beginGeldigheid, .eindGeldigheid:
            let day = CalendarDay.day(batch.text.span.extracting(Int(node.textStart)..<Int(node.textEnd)))
            if let day {
                if element == .beginGeldigheid { validFrom = day } else { validUntil = day }
                return
            }
        case .tijdstipRegistratie: return
        default: break
        }
        let text = Self.trimmed(batch.string(node))
        if text.isEmpty { return }
        switch element {
        case .identificatie: identifier = Self.localIdentifier(text)
        case .voorkomenidentificatie: voorkomen = text
        case .status: status = text
        case .geconstateerd: isEstablished = text
        case .documentdatum: documentDate = text
        case .documentnummer: documentNumber = text
        case .oorspronkelijkBouwjaar: constructionYear = text
        case .gebruiksdoel: purposes.append(text)
        case .oppervlakte: floorArea = text
        case .nummeraanduidingRef where isSecondary: secondaryAddresses.append(Self.localIdentifier(text))
        case .nummeraanduidingRef: mainAddresses.append(Self.localIdentifier(text))
        case .pandRef: buildings.append(Self.localIdentifier(text))
        case .openbareRuimteRef: street = Self.localIdentifier(text)
        case .woonplaatsRef: place = Self.localIdentifier(text)
        case .huisnummer: houseNumber = text
        case .huisletter: houseLetter = text
        case .huisnummertoevoeging: addition = text
        case .postcode: postcode = text
        case .typeAdresseerbaarObject: addressedKind = text
        case .naam: name = text
        case .verkorteNaam: shortName = text
        case .type: streetKind = text
        case .beginGeldigheid: validFrom = CalendarDay.day(text)
        case .eindGeldigheid: validUntil = CalendarDay.day(text)
        case .eindRegistratie: isRegistrationEnded = true
        case .tijdstipInactief, .tijdstipNietBag, .tijdstipInactiefLV, .tijdstipNietBagLV: isWithdrawn = true
        default: break
        }
    }

    /// Whether this voorkomen no longer counts on a day (days since 1970-01-01); one that ends later still does.
    func isHistoric(on today: Int32) -> Bool {
        isWithdrawn || isRegistrationEnded || hasEnded(on: today)
    }

    /// Whether this voorkomen held once and, by a day, no longer does.
    func wasInForce(before today: Int32) -> Bool {
        !isWithdrawn && hasEnded(on: today) && validFrom.map { $0 < validUntil ?? .min } != false
    }

    private func hasEnded(on today: Int32) -> Bool { validUntil.map { $0 <= today } == true }

    /// Identifies the voorkomen among all of a delivery; nil when identifier or voorkomen is not a number.
    var key: UInt64? {
        guard let identifier = UInt64(identifier), let voorkomen = UInt64(voorkomen), voorkomen < 1024,
            identifier < 10_000_000_000_000_000
        else { return nil }
        return identifier * 1024 + voorkomen
    }

    /// NL.IMBAG.Pand.0503100000012345 → 0503100000012345.
    static func localIdentifier(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
        return text.split(separator: ".").last.map(String.init) ?? text
    }

    static func trimmed(_ text: String) -> String {
        func isBlank(_ byte: UInt8?) -> Bool { byte.map { $0 <= 0x20 } ?? false }
        guard isBlank(text.utf8.first) || isBlank(text.utf8.last) else { return text }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
