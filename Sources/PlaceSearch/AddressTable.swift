import GeoValues

/// The addresses while an index is made.
struct AddressTable {
    private(set) var streets: [UInt32] = []
    private(set) var numbers: [UInt32] = []
    private(set) var suffixes: [UInt32] = []
    private(set) var postcodes: [UInt32] = []
    private(set) var identifiers: [UInt64] = []
    /// x in the low half, y in the high.
    private(set) var points: [UInt64] = []

    mutating func append(
        street: UInt32,
        number: UInt32,
        suffix: UInt32,
        postcode: UInt32,
        identifier: UInt64,
        point: RDPoint
    ) {
        streets.append(street)
        numbers.append(number)
        suffixes.append(suffix)
        postcodes.append(postcode)
        identifiers.append(identifier)
        points.append(AddressTable.bits(point))
    }

    static func bits(_ point: RDPoint) -> UInt64 {
        UInt64(UInt32(bitPattern: point.x)) | UInt64(UInt32(bitPattern: point.y)) << 32
    }

    /// The addresses by street, number and suffix, each nummeraanduiding once in a street: two sources may hold the same.
    func sorted(_ items: [SearchItem], _ texts: TextTable) -> [UInt32] {
        let order = streets.indices.map(UInt32.init).sorted { left, right in
            let left = Int(left)
            let right = Int(right)
            if streets[left] != streets[right] { return streets[left] < streets[right] }
            if numbers[left] != numbers[right] { return numbers[left] < numbers[right] }
            if suffixes[left] != suffixes[right] {
                if suffixes[left] == SearchIndex.noText { return true }
                if suffixes[right] == SearchIndex.noText { return false }
                return texts[suffixes[left]] < texts[suffixes[right]]
            }
            return identifiers[left] != identifiers[right] ? identifiers[left] < identifiers[right] : left < right
        }
        var kept: [UInt32] = []
        kept.reserveCapacity(order.count)
        for address in order {
            if let last = kept.last, streets[Int(last)] == streets[Int(address)],
                identifiers[Int(last)] == identifiers[Int(address)], identifiers[Int(address)] != 0
            {
                continue
            }
            kept.append(address)
        }
        return kept
    }

    /// Tells each street which addresses are its own, and puts it in the middle of them.
    func countStreets(_ items: inout [SearchItem], _ order: [UInt32]) {
        var first = 0
        while first < order.count {
            let street = Int(streets[Int(order[first])])
            var last = first
            while last < order.count, streets[Int(order[last])] == UInt32(street) { last += 1 }
            let middle = points[Int(order[(first + last) / 2])]
            items[street].firstAddress = UInt32(first)
            items[street].addressCount = UInt32(last - first)
            items[street].x = Int32(truncatingIfNeeded: middle)
            items[street].y = Int32(truncatingIfNeeded: middle >> 32)
            first = last
        }
    }
}
