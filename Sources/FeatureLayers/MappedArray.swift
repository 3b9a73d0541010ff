public import FileBridge
public import GeoValues

/// A type that may be read straight from a mapped file: any bit pattern is a value.
public protocol MappedElement: BitwiseCopyable, Sendable {
    static var zero: Self { get }
}

extension Int32: MappedElement {}
extension UInt32: MappedElement {}
extension Int64: MappedElement {}
extension UInt16: MappedElement {}
extension UInt64: MappedElement {}
extension UInt8: MappedElement {}
extension Double: MappedElement {}
extension RDPoint: MappedElement {
    @inlinable public static var zero: RDPoint { RDPoint(x: 0, y: 0) }
}
extension MercatorPoint: MappedElement {
    @inlinable public static var zero: MercatorPoint { MercatorPoint(x: 0, y: 0) }
}
/// minX, minY, maxX and maxY of a box in RD millimetres.
extension SIMD4<Int32>: MappedElement {}
extension CompactNode: MappedElement { static var zero: CompactNode { CompactNode() } }

/// A section of a mapped segment file read as an array, without copying.
///
/// It does not keep the mapping alive: a ``Segment`` holds it beside the file, and hands it out only for the length of a
/// call (``Segment/withSections(_:)``), so that copying it in the inner loops counts no references.
///
/// Reads are total: a position outside the section reads as zero instead of trapping, because a file damaged under a
/// running server must lead to a layer that is `onbekend`, never to a crash. Whoever answers asks ``Segment/isDamaged``
/// afterwards.
@safe @frozen
public struct MappedArray<Element: MappedElement>: @unchecked Sendable {
    // Unchecked: the memory behind `base` is read-only and never moves.
    @usableFromInline let base: UnsafePointer<Element>
    public let count: Int

    /// Views `count` elements from a byte offset. Nil when they don't lie in the file or are not aligned.
    init?(_ file: MappedFile, byteOffset: Int, count: Int) {
        let bytes = unsafe file.bytes
        let (length, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, byteOffset >= 0, length >= 0, byteOffset <= bytes.count, length <= bytes.count - byteOffset,
            byteOffset % MemoryLayout<Element>.alignment == 0, let start = bytes.baseAddress
        else { return nil }
        unsafe self.base = (start + byteOffset).assumingMemoryBound(to: Element.self)
        self.count = count
    }

    private init(base: UnsafePointer<Element>, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// An array without elements.
    static var empty: MappedArray {
        // Never read: any aligned address does.
        unsafe MappedArray(base: UnsafePointer(bitPattern: MemoryLayout<Element>.alignment).unsafelyUnwrapped, count: 0)
    }

    /// Views elements in memory of our own.
    init(_ owned: OwnedElements<Element>) {
        unsafe self.init(base: owned.base, count: owned.count)
    }

    @inlinable
    @inline(__always)
    public subscript(position: Int) -> Element {
        // Below zero it is huge without its sign.
        UInt(bitPattern: position) < UInt(bitPattern: count) ? unsafe base[position] : .zero
    }
}

extension MappedArray {
    /// Has the processor fetch an element that will soon be read, without waiting for it. Nothing outside the section.
    @inline(__always)
    func prefetch(_ position: Int) {
        guard position >= 0, position < count else { return }
        unsafe Prefetch.line(base + position)
    }
}

extension MappedArray {
    /// Puts what `round` makes of the two numbers of each vertex into points, from the last vertex of a range to its first, without
    /// those whose importance is at most a tolerance. Nothing when the range is not in both sections or the points have no room for
    /// all of it.
    ///
    /// - Precondition: elements and points are two 32-bit numbers.
    /// - Returns: how many points were put.
    @inlinable
    @inline(__always)
    public func putPoints<Point: BitwiseCopyable>(
        _ range: Range<Int>,
        where importances: MappedArray<UInt16>,
        exceed tolerance: UInt16,
        into points: inout MutableSpan<Point>,
        at start: Int,
        round: (SIMD2<Int32>) -> SIMD2<Int32>
    ) -> Int {
        let size = MemoryLayout<SIMD2<Int32>>.size
        precondition(MemoryLayout<Element>.stride == size && MemoryLayout<Point>.stride == size)
        guard range.lowerBound >= 0, range.upperBound <= count, range.upperBound <= importances.count, start >= 0,
            range.count <= points.count &- start, !range.isEmpty
        else { return 0 }
        return unsafe points.withUnsafeMutableBytes { target in
            let first = unsafe target.baseAddress.unsafelyUnwrapped + start &* size
            var next = unsafe first
            var position = range.upperBound
            while position > range.lowerBound {
                position &-= 1
                let vertex = unsafe UnsafeRawPointer(base + position).loadUnaligned(as: SIMD2<Int32>.self)
                // Written in any case, and over again by the next when it goes.
                unsafe next.storeBytes(of: round(vertex), as: SIMD2<Int32>.self)
                unsafe next += importances.base[position] > tolerance ? size : 0
            }
            return unsafe (next - first) / size
        }
    }
}

extension MappedArray where Element == SIMD4<Int32> {
    /// Which of at most 32 neighbouring boxes meet a window: bit i stands for box `first` + i. None outside the section.
    @inline(__always)
    func boxes(meeting window: WindowBounds, first: Int, count: Int) -> UInt32 {
        guard first >= 0, count >= 0, count <= 32, first <= self.count - count else { return 0 }
        var met: UInt32 = 0
        for position in 0..<count {
            met |= unsafe window.meets(base[first + position]) ? 1 << UInt32(position) : 0
        }
        return met
    }
}

extension MappedArray where Element == CompactNode {
    /// Which children of a node hold a point, as their rounded boxes have it: bit i stands for child i. None outside the
    /// section.
    @inline(__always)
    func children(_ node: Int, holding point: RDPoint, _ frame: CompactFrame) -> UInt32 {
        guard node >= 0, node < count else { return 0 }
        return unsafe ByteBoxes.holding(bytes(node), x: frame.x(point.x), y: frame.y(point.y))
    }

    /// The rounded box of a child.
    @inline(__always)
    func box(_ node: Int, child: Int) -> ByteBox {
        guard node >= 0, node < count, child >= 0, child < PackedTreeShape.nodeSize else {
            return ByteBox(lowX: 0, lowY: 0, highX: 0, highY: 0)
        }
        let bytes = unsafe bytes(node) + child
        return unsafe ByteBox(lowX: bytes[0], lowY: bytes[16], highX: bytes[32], highY: bytes[48])
    }

    @inline(__always)
    private func bytes(_ node: Int) -> UnsafePointer<UInt8> {
        unsafe UnsafeRawPointer(base + node).assumingMemoryBound(to: UInt8.self)
    }
}

extension MappedArray where Element == RDPoint {
    /// Has a locator take in all edges of a ring: a range of vertices. None outside the section.
    @inline(__always)
    func addRing(_ range: Range<Int>, to locator: inout PointLocator) {
        guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= count else { return }
        var from = unsafe base[range.upperBound - 1]
        for position in range {
            let to = unsafe base[position]
            locator.add(ax: from.x, ay: from.y, bx: to.x, by: to.y)
            from = to
        }
    }
}

/// Elements in memory of our own at one fixed address, to be viewed as a ``MappedArray`` as long as this object lives.
@safe
final class OwnedElements<Element: MappedElement>: @unchecked Sendable {
    // Unchecked: the memory is written once, before anyone else can see it.
    fileprivate let base: UnsafePointer<Element>
    let count: Int

    init(_ elements: [Element]) {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, elements.count))
        _ = unsafe memory.initialize(from: elements)
        unsafe base = UnsafePointer(memory.baseAddress.unsafelyUnwrapped)
        count = elements.count
    }

    deinit { unsafe base.deallocate() }
}

/// Checksums and byte copies of a mapped file, so that no other file of this target touches raw memory.
enum MappedBytes {
    static func checksum(_ file: MappedFile, _ range: Range<Int>) -> Checksum128? {
        let bytes = unsafe file.bytes
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
        return unsafe Checksum128(of: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    static func copy(_ file: MappedFile, _ range: Range<Int>) -> [UInt8]? {
        let bytes = unsafe file.bytes
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
        return unsafe [UInt8](bytes[range])
    }
}

extension MappedArray where Element == UInt8 {
    /// Appends the bytes of a range; those outside the section are left out.
    public func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
        let lower = max(0, min(range.lowerBound, count))
        let upper = max(lower, min(range.upperBound, count))
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: base + lower, count: upper - lower))
    }

    /// Copies the bytes of a range to a place in others, which must have room for them; those outside the section stay what they
    /// were.
    @inline(__always)
    public func copy(_ range: Range<Int>, to bytes: inout MutableSpan<UInt8>, at position: Int) {
        precondition(position >= 0 && range.count <= bytes.count &- position, "room for what is copied")
        guard range.lowerBound >= 0, range.upperBound <= count else { return }
        unsafe bytes.withUnsafeMutableBytes { target in
            unsafe target.baseAddress.unsafelyUnwrapped.advanced(by: position)
                .copyMemory(from: base + range.lowerBound, byteCount: range.count)
        }
    }

    /// The checksum of the bytes of a range; those outside the section are left out.
    public func checksum(of range: Range<Int>) -> Checksum128 {
        let lower = max(0, min(range.lowerBound, count))
        let upper = max(lower, min(range.upperBound, count))
        return unsafe Checksum128(of: UnsafeRawBufferPointer(start: base + lower, count: upper - lower))
    }

    /// Eight bytes as a number, the first the lowest; zero when they are not all in the section.
    @inline(__always)
    public func word(at position: Int) -> UInt64 {
        guard position >= 0, position <= count &- 8 else { return 0 }
        return unsafe UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
    }

    /// The UTF-8 text in a byte range; invalid bytes become U+FFFD, positions outside the section are left out.
    func text(_ range: Range<Int>) -> String {
        let lower = max(0, min(range.lowerBound, count))
        let upper = max(lower, min(range.upperBound, count))
        return unsafe String(decoding: UnsafeBufferPointer(start: base + lower, count: upper - lower), as: UTF8.self)
    }
}

/// Appends fixed-width little-endian values to a byte array. The platform is little-endian, as the format is.
enum LittleEndian {
    static func append<Value: BitwiseCopyable>(_ values: [Value], to bytes: inout [UInt8]) {
        unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    static func load<Value: FixedWidthInteger>(_ type: Value.Type, from bytes: [UInt8], at offset: Int) -> Value {
        var value: Value = 0
        for position in (0..<MemoryLayout<Value>.size).reversed() {
            value = value << 8 | Value(truncatingIfNeeded: bytes[offset + position])
        }
        return value
    }
}
