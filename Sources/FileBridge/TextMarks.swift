public import CMapping

/// Bytes of a text that need a look, found sixteen at once.
public enum TextMarks {
    /// Where the first byte lies from a position on that is a control character, beyond ASCII, or one of four others. A position
    /// less than sixteen bytes before the end when there is none up to it: the rest was not looked at.
    @inlinable
    @inline(__always)
    public static func next(
        in bytes: Span<UInt8>,
        from start: Int,
        _ first: UInt8,
        _ second: UInt8,
        _ third: UInt8,
        _ fourth: UInt8
    ) -> Int {
        precondition(start >= 0, "a position in the text")
        return unsafe bytes.withUnsafeBufferPointer { text in
            var position = start
            while position &+ 16 <= text.count {
                let base = unsafe text.baseAddress.unsafelyUnwrapped + position
                let marks = unsafe stip_text_marks(base, first, second, third, fourth)
                if marks != 0 { return position &+ marks.trailingZeroBitCount }
                position &+= 16
            }
            return position
        }
    }
}
