/// An axis-parallel box in RD millimetres, all four edges included. Empty when a minimum exceeds its maximum.
public struct RDBox: Hashable, Sendable, BitwiseCopyable {
    public var minX: Int32
    public var minY: Int32
    public var maxX: Int32
    public var maxY: Int32

    @inlinable
    public init(minX: Int32, minY: Int32, maxX: Int32, maxY: Int32) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    /// The box of one point.
    @inlinable
    public init(_ point: RDPoint) {
        self.init(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y)
    }

    /// The smallest box around two points.
    @inlinable
    public init(_ a: RDPoint, _ b: RDPoint) {
        self.init(minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
    }

    /// The smallest box around the points; empty for none.
    @inlinable
    public init(around points: some Sequence<RDPoint>) {
        self = .empty
        for point in points { extend(by: point) }
    }

    /// A box that holds nothing and that intersects nothing.
    @inlinable public static var empty: RDBox { RDBox(minX: .max, minY: .max, maxX: .min, maxY: .min) }

    @inlinable public var isEmpty: Bool { minX > maxX || minY > maxY }

    @inlinable
    public mutating func extend(by point: RDPoint) {
        minX = min(minX, point.x)
        minY = min(minY, point.y)
        maxX = max(maxX, point.x)
        maxY = max(maxY, point.y)
    }

    @inlinable
    public mutating func formUnion(_ other: RDBox) {
        minX = min(minX, other.minX)
        minY = min(minY, other.minY)
        maxX = max(maxX, other.maxX)
        maxY = max(maxY, other.maxY)
    }

    /// Whether the boxes share at least one point; touching edges count.
    @inlinable
    public func intersects(_ other: RDBox) -> Bool {
        minX <= other.maxX && maxX >= other.minX && minY <= other.maxY && maxY >= other.minY
    }

    @inlinable
    public func contains(_ point: RDPoint) -> Bool {
        point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
    }

    @inlinable
    public func contains(_ other: RDBox) -> Bool {
        !other.isEmpty && other.minX >= minX && other.maxX <= maxX && other.minY >= minY && other.maxY <= maxY
    }

    /// The box grown by a distance in millimetres on every side, clamped to Int32.
    @inlinable
    public func grown(by millimetres: Int32) -> RDBox {
        guard !isEmpty else { return self }
        func clamped(_ value: Int64) -> Int32 { Int32(clamping: value) }
        return RDBox(
            minX: clamped(Int64(minX) - Int64(millimetres)),
            minY: clamped(Int64(minY) - Int64(millimetres)),
            maxX: clamped(Int64(maxX) + Int64(millimetres)),
            maxY: clamped(Int64(maxY) + Int64(millimetres))
        )
    }

    /// The square of the distance in mm² from a point to the nearest point of the box; 0 inside.
    @inlinable
    public func squaredDistance(toX x: Int32, y: Int32) -> Int64 {
        let dx = x < minX ? Int64(minX) - Int64(x) : (x > maxX ? Int64(x) - Int64(maxX) : 0)
        let dy = y < minY ? Int64(minY) - Int64(y) : (y > maxY ? Int64(y) - Int64(maxY) : 0)
        return dx * dx + dy * dy
    }
}
