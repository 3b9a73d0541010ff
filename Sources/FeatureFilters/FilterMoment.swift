import GeoValues

/// Moments as RFC 3339 texts and as milliseconds since 1970-01-01T00:00:00Z.
public enum FilterMoment {
    static let millisecondsOfDay: Int64 = 86_400_000

    /// `YYYY-MM-DDThh:mm:ss`, with an optional fraction of which milliseconds are kept, and `Z` or an offset; nil for all
    /// else.
    public static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let day = CalendarDay.day(String(decoding: bytes[..<10], as: UTF8.self)),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var place = 19
        var milliseconds: Int64 = 0
        if bytes[place] == UInt8(ascii: ".") {
            let digits = bytes[(place + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !digits.isEmpty else { return nil }
            for position in 0..<3 {
                let digit = position < digits.count ? digits[digits.startIndex + position] - 0x30 : 0
                milliseconds = milliseconds * 10 + Int64(digit)
            }
            place = digits.endIndex
        }
        guard let offsetMinutes = offset(bytes[place...]) else { return nil }
        let seconds = hour * 3600 + minute * 60 + second - offsetMinutes * 60
        return Int64(day) * millisecondsOfDay + seconds * 1000 + milliseconds
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    /// Minutes east of Greenwich.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(bytes)
        if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6]),
            hours < 24, minutes < 60
        else { return nil }
        let sum = hours * 60 + minutes
        return bytes[0] == UInt8(ascii: "-") ? -sum : sum
    }

    /// In UTC; with milliseconds when there are some.
    static func text(_ milliseconds: Int64) -> String {
        let day = milliseconds.floored(by: millisecondsOfDay)
        let rest = milliseconds - day * millisecondsOfDay
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let seconds = rest / 1000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        let fraction = rest % 1000 == 0 ? "" : "." + padded(rest % 1000, 3)
        return "\(CalendarDay.text(Int32(clamping: day)))T\(clock)\(fraction)Z"
    }
}

extension Int64 {
    /// The quotient rounded down; `divisor` is positive.
    func floored(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
