import GeoValues

/// The parcels while an index is made.
struct ParcelTable {
    private(set) var keys: [UInt64] = []
    private(set) var identifiers: [UInt64] = []
    private(set) var points: [UInt64] = []
    private var municipalities: [(code: String, name: String)] = []
    private var positions: [String: UInt32] = [:]

    mutating func municipality(_ code: String, _ name: String) -> UInt32 {
        let key = "\(code)\n\(name)"
        if let known = positions[key] { return known }
        let position = UInt32(municipalities.count)
        positions[key] = position
        municipalities.append((code, name))
        return position
    }

    mutating func append(
        _ municipality: UInt32,
        _ section: String,
        _ number: UInt32,
        _ identifier: UInt64,
        _ point: RDPoint
    ) {
        guard let key = ParcelKey(municipality: municipality, section: section, number: number) else { return }
        keys.append(key.bits)
        identifiers.append(identifier)
        points.append(AddressTable.bits(point))
    }

    /// In order of code and name, with the position at which each was met.
    func sortedMunicipalities() -> [(code: String, name: String, position: Int)] {
        municipalities.indices.map { (municipalities[$0].code, municipalities[$0].name, $0) }
            .sorted { ($0.code, $0.name) < ($1.code, $1.name) }
    }

    /// Renumbers the municipalities in their order and sorts the parcels, each identifier once.
    mutating func sort(by order: [Int]) {
        var place = [UInt64](repeating: 0, count: order.count)
        for (position, met) in order.enumerated() { place[met] = UInt64(position) }
        for position in keys.indices {
            keys[position] = keys[position] & 0xFFFF_FFFF | place[Int(keys[position] >> 32)] << 32
        }
        let sorted = keys.indices.map(UInt32.init).sorted { left, right in
            let left = Int(left)
            let right = Int(right)
            return keys[left] != keys[right] ? keys[left] < keys[right] : identifiers[left] < identifiers[right]
        }
        let kept = sorted.indices.filter { position in
            position == 0 || identifiers[Int(sorted[position])] != identifiers[Int(sorted[position - 1])]
        }.map { Int(sorted[$0]) }
        keys = kept.map { keys[$0] }
        identifiers = kept.map { identifiers[$0] }
        points = kept.map { points[$0] }
    }
}
