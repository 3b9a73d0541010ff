import GeoValues

/// A Gebied of a regulation, which is a place of a geographic information object.
struct RegulationPlace: Sendable {
    /// Identification without the part that names the authority: `gebied.Wonen0001`.
    var identifier: String
    var name: String
    /// Its parts, each an exterior and its holes, without a closing repeat.
    var surfaces: [[[RDPoint]]]
    /// The value of the object's norm here.
    var value: String?
}

/// A geographic information object (GIO): a file of places, with a norm or without.
struct GeographicObject: Sendable {
    /// In its identification and the name of its file.
    var name: String
    var norm: RegulationNorm.Kind?
    var count: Int
    /// Made when they are asked for: there may be a million.
    var place: @Sendable (Int) -> RegulationPlace

    init(_ name: String, norm: RegulationNorm.Kind? = nil, _ places: [RegulationPlace]) {
        self.init(name, norm: norm, count: places.count) { places[$0] }
    }

    init(
        _ name: String,
        norm: RegulationNorm.Kind?,
        count: Int,
        place: @escaping @Sendable (Int) -> RegulationPlace
    ) {
        (self.name, self.norm, self.count, self.place) = (name, norm, count, place)
    }

    /// `basisgeo:id` of a place: the form of a UUID, the same for the same seed.
    func geometryIdentifier(_ place: Int, seed: UInt64) -> String {
        var hash = seed
        for byte in name.utf8 { hash = SplitMix64.mixed(hash ^ UInt64(byte)) }
        var generator = SplitMix64(seed: hash, part: 90, place)
        let hex = (0..<2).map { _ in
            let half = String(generator.next(), radix: 16, uppercase: true)
            return String(repeating: "0", count: 16 - half.count) + half
        }.joined()
        var text = ""
        for (position, digit) in hex.enumerated() {
            if [8, 12, 16, 20].contains(position) { text.append("-") }
            text.append(digit)
        }
        return text
    }
}

/// An omgevingsnorm with its values.
struct RegulationNorm: Sendable {
    enum Kind {
        case buildingHeight
        case eavesHeight
        case noise

        /// The last part of its identification and of its concept in the list `typenorm`.
        var key: String {
            switch self {
            case .buildingHeight: "MaximumBouwhoogte"
            case .eavesHeight: "MaximumGoothoogte"
            case .noise: "MaximumGeluidbelasting"
            }
        }

        var name: String {
            switch self {
            case .buildingHeight: "maximum bouwhoogte"
            case .eavesHeight: "maximum goothoogte"
            case .noise: "maximum geluidbelasting"
            }
        }

        /// The last part of its concept in the list `eenheid`, and what people read.
        var unit: (concept: String, label: String) { self == .noise ? ("Decibel", "decibel") : ("Meter", "meter") }

        /// Of the list `omgevingsnorm`.
        var group: String { self == .noise ? "Geluid" : "Bouwaanduiding" }
    }

    var kind: Kind
    /// In ascending order, each with the locations where it holds.
    var values: [(tenths: Int, locations: [String])]

    /// Gathers the places with the same value.
    init(_ kind: Kind, _ places: [(tenths: Int, location: String)]) {
        self.kind = kind
        let groups = Dictionary(grouping: places, by: \.tenths)
        values = groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value.map(\.location)) }
    }

    /// `8` or `8.5`.
    static func text(tenths: Int) -> String { tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)" }
}
