/// The sections of a search index file, in the order of the file.
///
/// The file begins with 8 bytes `STIPZOEK`, the format's version (UInt32), the number of sections (UInt32) and for each a byte
/// offset, a byte count and a checksum (UInt64, UInt64, two UInt64). Everything is little-endian; sections begin at multiples
/// of 8 bytes.
enum SearchSection: Int, CaseIterable {
    /// UTF-8: the texts that answers show, each once.
    case textBytes
    /// UInt32 for each text: where it begins; one more for the end of the last.
    case textOffsets
    /// UTF-8: the words by which items are found, in byte order.
    case termBytes
    /// UInt32, as for texts.
    case termOffsets
    /// UInt8 for each term: how many leading bytes it shares with the one before.
    case termShared
    /// UInt32 for each term and one more: where its items begin in ``postings``.
    case postingOffsets
    /// UInt32: items, those with most addresses first.
    case postings
    /// ``SearchItem`` of 40 bytes each.
    case items
    /// UInt32: the terms of the items, those of the name and then those of the place.
    case itemTerms
    /// Addresses in order of street, number and suffix: UInt32 number.
    case addressNumbers
    /// UInt32: the text of letter and addition; ``SearchIndex/noText`` for none.
    case addressSuffixes
    /// UInt32: ``Postcode``.
    case addressPostcodes
    /// UInt64: the nummeraanduiding.
    case addressIdentifiers
    /// Int32 x and y of each: RD millimetres.
    case addressPoints
    /// UInt32: the addresses in order of postcode, number and suffix.
    case addressesByPostcode
    /// UInt32: texts, the codes of cadastral municipalities in byte order.
    case municipalityCodes
    /// UInt32: texts, their names, in the same order.
    case municipalityNames
    /// UInt64: ``ParcelKey`` in order.
    case parcelKeys
    /// UInt64: identifiers of the parcels.
    case parcelIdentifiers
    /// Int32 x and y of each parcel's label: RD millimetres.
    case parcelPoints
    /// UInt32: the texts that name what the index was made from, a line for each layer.
    case sources
}

/// What kind of thing has a name.
public enum SearchItemKind: UInt8, Sendable, CaseIterable {
    case street = 1
    case town = 2
    case municipality = 3
    case plan = 4
}

/// Something with a name: a street in a town, a town, a municipality, a plan.
struct SearchItem {
    static let byteCount = 40

    var kind: SearchItemKind
    var nameTermCount: UInt8 = 0
    var placeTermCount: UInt8 = 0
    /// How many of the name's terms, the last ones, are its words written as one.
    var wholeNameCount: UInt8 = 0
    /// Positions in the table of texts.
    var name: UInt32
    /// The town of a street; ``SearchIndex/noText`` for none.
    var place: UInt32
    var identifier: UInt32
    /// The addresses of a street: the first, and how many. Of a town the number of addresses.
    var firstAddress: UInt32 = 0
    var addressCount: UInt32 = 0
    /// RD millimetres: in the middle of a street's addresses, or where the label stands.
    var x: Int32
    var y: Int32
    /// Where its terms begin.
    var firstTerm: UInt32 = 0
}
