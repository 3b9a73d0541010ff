/// The value of one field of one feature.
public enum GDALValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case real(Double)
    /// Days since 1970-01-01, proleptic Gregorian.
    case date(Int32)
    /// ISO 8601: `2026-01-31T12:00:00`, with a fraction of three digits when it has one, and `Z` or `+01:00` when the
    /// source says which time zone it is in.
    case dateTime(String)
    /// Absent, whether never set or set to null.
    case null
}

/// What kind of values a field holds.
public enum GDALFieldType: Hashable, Sendable {
    case text
    /// 32 bits, or a boolean as 0 or 1.
    case integer
    case integer64
    case real
    case date
    case dateTime
    /// Time of day or bytes: read as text (bytes as hexadecimal digits).
    case other
}

/// The name and the type of a field.
public struct GDALField: Hashable, Sendable {
    public let name: String
    /// The type of the field, or of its elements when it is a list.
    public let type: GDALFieldType
    /// A list is read as one JSON text, such as `["a","b"]` or `[1,2]`. Lists are not written.
    public let isList: Bool

    public init(_ name: String, _ type: GDALFieldType, isList: Bool = false) {
        self.name = name
        self.type = type
        self.isList = isList
    }
}
