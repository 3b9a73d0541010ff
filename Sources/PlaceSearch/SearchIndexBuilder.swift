import FeatureLayers
import FileBridge
import GeoValues
public import Registers

/// Makes the search index of the registers in a workspace: streets with their addresses, towns, municipalities, plans, parcels.
///
/// The outcome depends on the data alone: the same layers give the same bytes. 10 million addresses take about 600 MB of
/// memory while it is made.
public struct SearchIndexBuilder {
    /// Layers that the index is made from.
    static let addressLayers = ["verblijfsobject", "standplaats", "ligplaats"]
    /// Where the nevenadressen of these stand, which they only name.
    static let numberingLayer = "nummeraanduiding"
    static let townLayer = "woonplaats"
    static let municipalityLayer = "gemeentegebied"
    static let parcelLayer = "perceel"

    /// The layers with areas of plans (IMRO2012: Bestemmingsplangebied, Besluitgebied_X, Structuurvisieplangebied_G, …).
    public static func planLayers(of registers: RegisterSnapshot) -> [String] {
        registers.layerNames.filter { $0.contains("plangebied") || $0.hasPrefix("besluitgebied") }
    }

    private let registers: RegisterSnapshot
    private let day: Int32
    private var texts = TextTable()
    private var items: [SearchItem] = []
    private var addresses = AddressTable()
    private var parcels = ParcelTable()
    /// Name and place of an item as texts in one, to its position.
    private var streetOfNames: [UInt64: UInt32] = [:]
    /// Where each nevenadres is: at the object that has it.
    private var secondaryPlaces: [UInt64: RDPoint] = [:]

    private init(_ registers: RegisterSnapshot, onDay day: Int32) {
        self.registers = registers
        self.day = day
    }

    /// Names what an index of these registers is made from: a line for each layer with the checksums of its segments.
    public static func sources(of registers: RegisterSnapshot) -> String {
        let layers =
            addressLayers + [numberingLayer, townLayer, municipalityLayer, parcelLayer] + planLayers(of: registers)
        var text = ""
        for name in layers {
            guard let layer = registers.layer(name) else { continue }
            let checksums = layer.segments.map { "\($0.checksum)" }.joined(separator: " ")
            text += "\(name) \(Checksum128(of: Array(checksums.utf8)))\n"
        }
        return text
    }

    /// Writes the index of registers to a file, replacing one that is there.
    ///
    /// - Parameter day: days since 1970-01-01; what is not valid on it is left out.
    /// - Throws: `FileProblem`.
    public static func write(_ registers: RegisterSnapshot, onDay day: Int32, to path: String) throws {
        var builder = SearchIndexBuilder(registers, onDay: day)
        for layer in addressLayers { builder.readAddresses(layer) }
        if !builder.secondaryPlaces.isEmpty { builder.readAddresses(numberingLayer) }
        builder.readNamed(townLayer, .town)
        builder.readNamed(municipalityLayer, .municipality)
        for layer in planLayers(of: registers) { builder.readNamed(layer, .plan) }
        builder.readParcels()
        try builder.encode(to: path)
    }

    // MARK: Reading

    private func forEachPresent(in layer: String, _ body: (Segment, Int) -> Void) {
        guard let state = registers.layers[layer] else { return }
        for segment in state.layer.segments {
            let status = segment.column(named: "status")
            let isGone = status.map { column in
                (0..<segment.textCount(column: column)).map {
                    !BuildingStatus.isPresent(segment.text(code: UInt32($0), column: column))
                }
            }
            for feature in 0..<segment.featureCount where segment.isValid(feature, onDay: day) {
                if let status, let isGone, let code = segment.textCode(feature, column: status), isGone[Int(code)] {
                    continue
                }
                body(segment, feature)
            }
            segment.releasePages()
        }
    }

    private mutating func readAddresses(_ layer: String) {
        guard let state = registers.layers[layer] else { return }
        for segment in state.layer.segments {
            readAddresses(segment, areNumberings: layer == Self.numberingLayer)
            segment.releasePages()
        }
    }

    /// - Parameter areNumberings: of nummeraanduidingen only those count that are a nevenadres.
    private mutating func readAddresses(_ segment: Segment, areNumberings: Bool) {
        let columns = ["openbare_ruimte", "woonplaats", "postcode", "huisletter", "toevoeging"].map {
            segment.column(named: $0)
        }
        guard let street = columns[0], let number = segment.column(named: "huisnummer") else { return }
        let status = segment.column(named: "status")
        let main = segment.column(named: "nummeraanduidingidentificatie")
        let secondary = segment.column(named: "nevenadressen")
        // Texts of the segment's dictionaries, met once each.
        var names = CodeTable(segment, street)
        var places = CodeTable(segment, columns[1])
        let postcodes = columns[2].map { column in
            (0..<segment.textCount(column: column)).map {
                Postcode.code(segment.text(code: UInt32($0), column: column))
            }
        }
        let isGone = status.map { column in
            (0..<segment.textCount(column: column)).map {
                !BuildingStatus.isPresent(segment.text(code: UInt32($0), column: column))
            }
        }
        for feature in 0..<segment.featureCount where segment.isValid(feature, onDay: day) {
            if let status, let isGone, let code = segment.textCode(feature, column: status), isGone[Int(code)] {
                continue
            }
            let own = segment.labelPoint(feature) ?? segment.firstPoint(feature)
            if let own, let list = secondary.flatMap({ segment.textValue(feature, column: $0) }) {
                for identifier in list.split(separator: ",") { UInt64(identifier).map { secondaryPlaces[$0] = own } }
            }
            let place = areNumberings ? UInt64(segment.identifier(feature)).flatMap { secondaryPlaces[$0] } : own
            guard let point = place, let name = names.text(feature, &texts),
                case .integer(let house) = segment.value(feature, column: number)
            else { continue }
            let town = places.text(feature, &texts) ?? SearchIndex.noText
            let key = UInt64(name) << 32 | UInt64(town)
            let item: UInt32
            if let known = streetOfNames[key] {
                item = known
            } else {
                item = UInt32(items.count)
                streetOfNames[key] = item
                items.append(
                    SearchItem(kind: .street, name: name, place: town, identifier: SearchIndex.noText, x: 0, y: 0)
                )
            }
            let letter = columns[3].flatMap { segment.textValue(feature, column: $0) } ?? ""
            let addition = columns[4].flatMap { segment.textValue(feature, column: $0) } ?? ""
            let suffix = addition.isEmpty ? letter : "\(letter)-\(addition)"
            let identifier = main.flatMap { segment.textValue(feature, column: $0) } ?? segment.identifier(feature)
            addresses.append(
                street: item,
                number: UInt32(clamping: house),
                suffix: suffix.isEmpty ? SearchIndex.noText : texts.position(suffix),
                postcode: columns[2].flatMap { column in
                    segment.textCode(feature, column: column).flatMap { code in postcodes.map { $0[Int(code)] } }
                } ?? 0,
                identifier: UInt64(identifier) ?? 0,
                point: point
            )
        }
    }

    private mutating func readNamed(_ layer: String, _ kind: SearchItemKind) {
        var seen: Set<String> = []
        var found: [SearchItem] = []
        var newTexts = texts
        forEachPresent(in: layer) { segment, feature in
            let identifier = segment.identifier(feature)
            guard let name = segment.name(feature), !name.isEmpty, seen.insert(identifier).inserted,
                let point = segment.labelPoint(feature) ?? segment.firstPoint(feature)
            else { return }
            let place = kind == .plan ? segment.text(feature, named: "naamOverheid") : nil
            found.append(
                SearchItem(
                    kind: kind,
                    name: newTexts.position(name),
                    place: place.map { newTexts.position($0) } ?? SearchIndex.noText,
                    identifier: newTexts.position(identifier),
                    x: point.x,
                    y: point.y
                )
            )
        }
        texts = newTexts
        items += found
    }

    private mutating func readParcels() {
        guard let state = registers.layers[SearchIndexBuilder.parcelLayer] else { return }
        for segment in state.layer.segments {
            guard let section = segment.column(named: "sectie"), let number = segment.column(named: "perceelnummer")
            else {
                continue
            }
            let code = segment.column(named: "akr_kadastrale_gemeente_code_waarde")
            let name = segment.column(named: "kadastrale_gemeente_waarde")
            var municipalities: [UInt64: UInt32] = [:]
            for feature in 0..<segment.featureCount where segment.isValid(feature, onDay: day) {
                guard case .integer(let value) = segment.value(feature, column: number),
                    let letters = segment.textValue(feature, column: section),
                    let identifier = UInt64(segment.identifier(feature)),
                    let point = segment.labelPoint(feature) ?? segment.firstPoint(feature)
                else { continue }
                let codes = [code, name].map { column in
                    column.flatMap { segment.textCode(feature, column: $0) } ?? SearchIndex.noText
                }
                let pair = UInt64(codes[0]) << 32 | UInt64(codes[1])
                let municipality: UInt32
                if let known = municipalities[pair] {
                    municipality = known
                } else {
                    municipality = parcels.municipality(
                        code.flatMap { segment.textValue(feature, column: $0) } ?? "",
                        name.flatMap { segment.textValue(feature, column: $0) } ?? ""
                    )
                    municipalities[pair] = municipality
                }
                parcels.append(municipality, letters, UInt32(clamping: value), identifier, point)
            }
            segment.releasePages()
        }
    }

    // MARK: Writing

    private mutating func encode(to path: String) throws {
        let addressOrder = addresses.sorted(items, texts)
        addresses.countStreets(&items, addressOrder)
        countTowns()
        let vocabulary = Vocabulary(items, texts)
        for position in items.indices {
            let terms = vocabulary.terms[position]
            items[position].nameTermCount = UInt8(clamping: terms.nameCount)
            items[position].placeTermCount = UInt8(clamping: terms.placeCount)
            items[position].wholeNameCount = UInt8(clamping: terms.wholeCount)
            items[position].firstTerm = terms.first
        }
        let municipalities = parcels.sortedMunicipalities()
        let codes = municipalities.map { texts.position($0.code) }
        let names = municipalities.map { texts.position($0.name) }
        parcels.sort(by: municipalities.map(\.position))
        let sources = texts.position(SearchIndexBuilder.sources(of: registers))
        var file = try SearchIndexFile(path: path)
        try file.add(.textBytes, texts.bytes)
        try file.add(.textOffsets, texts.offsets)
        try file.add(.termBytes, vocabulary.bytes)
        try file.add(.termOffsets, vocabulary.offsets)
        try file.add(.termShared, vocabulary.shared)
        let postings = vocabulary.postings(items)
        try file.add(.postingOffsets, postings.offsets)
        try file.add(.postings, postings.items)
        try file.add(.items, items.flatMap(SearchIndexFile.words))
        try file.add(.itemTerms, vocabulary.itemTerms)
        try file.add(.addressNumbers, addressOrder.map { addresses.numbers[Int($0)] })
        try file.add(.addressSuffixes, addressOrder.map { addresses.suffixes[Int($0)] })
        try file.add(.addressPostcodes, addressOrder.map { addresses.postcodes[Int($0)] })
        try file.add(.addressIdentifiers, addressOrder.map { addresses.identifiers[Int($0)] })
        try file.add(.addressPoints, addressOrder.map { addresses.points[Int($0)] })
        let byPostcode = addressOrder.indices.map(UInt32.init).filter {
            addresses.postcodes[Int(addressOrder[Int($0)])] > 0
        }
        .sorted { left, right in
            let leftCode = addresses.postcodes[Int(addressOrder[Int(left)])]
            let rightCode = addresses.postcodes[Int(addressOrder[Int(right)])]
            return leftCode != rightCode ? leftCode < rightCode : left < right
        }
        try file.add(.addressesByPostcode, byPostcode)
        try file.add(.municipalityCodes, codes)
        try file.add(.municipalityNames, names)
        try file.add(.parcelKeys, parcels.keys)
        try file.add(.parcelIdentifiers, parcels.identifiers)
        try file.add(.parcelPoints, parcels.points)
        try file.add(.sources, [sources])
        try file.commit()
    }

    /// A town counts for as much as it has addresses.
    private mutating func countTowns() {
        var counts: [UInt32: UInt32] = [:]
        for item in items where item.kind == .street { counts[item.place, default: 0] += item.addressCount }
        for position in items.indices where items[position].kind == .town || items[position].kind == .municipality {
            items[position].addressCount = counts[items[position].name] ?? 0
        }
    }
}

/// The texts of one column of a segment as positions in the index's table.
private struct CodeTable {
    private let segment: Segment
    private let column: Int?
    private var positions: [UInt32?]

    init(_ segment: Segment, _ column: Int?) {
        self.segment = segment
        self.column = column
        positions = column.map { [UInt32?](repeating: nil, count: segment.textCount(column: $0)) } ?? []
    }

    mutating func text(_ feature: Int, _ texts: inout TextTable) -> UInt32? {
        guard let column, let code = segment.textCode(feature, column: column), code < positions.count else {
            return nil
        }
        if let known = positions[Int(code)] { return known }
        let position = texts.position(segment.text(code: code, column: column))
        positions[Int(code)] = position
        return position
    }
}

extension Segment {
    fileprivate func textValue(_ feature: Int, column: Int) -> String? {
        textCode(feature, column: column).map { text(code: $0, column: column) }
    }
}
