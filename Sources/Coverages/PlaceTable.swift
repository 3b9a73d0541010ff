import GeoValues

/// The different places at which features have vertices, numbered in the order of first use.
///
/// Open addressing over packed coordinates: one probe and one number for each vertex, no allocation per vertex.
struct PlaceTable: Sendable {
    /// No place.
    static let none = UInt32.max

    private(set) var points: [RDPoint] = []
    /// The place of each vertex, in the order of the vertices.
    private(set) var placeOfVertex: [UInt32] = []

    private struct Slot {
        var key: UInt64
        var place: UInt32
    }

    init(_ vertices: [RDPoint]) {
        var bits = 4
        while 3 << bits < vertices.count * 4 { bits += 1 }
        var slots = [Slot](repeating: Slot(key: 0, place: PlaceTable.none), count: 1 << bits)
        let mask = slots.count - 1
        let shift = UInt64(64 - bits)
        points.reserveCapacity(vertices.count / 2)
        placeOfVertex.reserveCapacity(vertices.count)
        var count: UInt32 = 0
        for point in vertices {
            let key = UInt64(UInt32(bitPattern: point.x)) << 32 | UInt64(UInt32(bitPattern: point.y))
            // Fibonacci hashing with the bits of y mixed upward first, so that lattices spread too.
            var position = Int(((key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15) >> shift)
            while true {
                let slot = slots[position]
                if slot.place == PlaceTable.none {
                    slots[position] = Slot(key: key, place: count)
                    placeOfVertex.append(count)
                    points.append(point)
                    count += 1
                    break
                }
                if slot.key == key {
                    placeOfVertex.append(slot.place)
                    break
                }
                position = (position + 1) & mask
            }
        }
    }
}
