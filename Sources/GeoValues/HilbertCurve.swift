/// Positions along a Hilbert curve over the RD envelope, used to keep neighbours together in a file.
public enum HilbertCurve {
    /// The place on a curve of order 16 of the centre of a box; a box outside the envelope is clamped to its edge.
    public static func key(of box: RDBox) -> UInt32 {
        let envelope = RDEnvelope.box
        func cell(_ low: Int32, _ high: Int32, _ from: Int32, _ to: Int32) -> UInt32 {
            let middle = (Int64(low) + Int64(high)) / 2
            let clamped = max(Int64(from), min(Int64(to), middle))
            return UInt32((clamped - Int64(from)) * 65_535 / (Int64(to) - Int64(from)))
        }
        return key(
            x: cell(box.minX, box.maxX, envelope.minX, envelope.maxX),
            y: cell(box.minY, box.maxY, envelope.minY, envelope.maxY)
        )
    }

    /// The place of cell (x, y), each 0…65,535, on a curve of order 16 (Wikipedia "Hilbert curve", xy2d).
    public static func key(x: UInt32, y: UInt32) -> UInt32 {
        var x = x
        var y = y
        var key: UInt32 = 0
        var side: UInt32 = 32_768
        while side > 0 {
            let right: UInt32 = x & side != 0 ? 1 : 0
            let upper: UInt32 = y & side != 0 ? 1 : 0
            key &+= side &* side &* ((3 &* right) ^ upper)
            if upper == 0 {
                if right == 1 {
                    x = 65_535 &- x
                    y = 65_535 &- y
                }
                swap(&x, &y)
            }
            side >>= 1
        }
        return key
    }
}
