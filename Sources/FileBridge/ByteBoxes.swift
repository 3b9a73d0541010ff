public import CMapping

/// Sixteen boxes of bytes, compared with a place all at once.
public enum ByteBoxes {
    /// Bytes that sixteen boxes take: 16 lowest x, then lowest y, highest x and highest y.
    public static let byteCount = 64

    /// Which of the boxes hold a place, their borders included: bit i stands for box i.
    @inlinable
    @inline(__always)
    public static func holding(_ boxes: UnsafePointer<UInt8>, x: UInt8, y: UInt8) -> UInt32 {
        unsafe stip_boxes_holding(boxes, x, y)
    }
}
