/// What a column holds.
public enum ColumnType: UInt8, Sendable {
    case text = 1
    case integer = 2
    case real = 3
    /// Days since 1970-01-01.
    case date = 4
}

/// The name and type of a column; the name is the register's own.
public struct ColumnDefinition: Hashable, Sendable {
    public let name: String
    public let type: ColumnType

    public init(name: String, type: ColumnType) {
        self.name = name
        self.type = type
    }
}

/// One attribute value. Numeric kinds stay apart, so that 1 and 1.0 are never merged.
public enum ColumnValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case real(Double)
    /// Days since 1970-01-01.
    case date(Int32)
    case null
}

/// A column of a mapped segment; the null values are those of ``SegmentFormat``.
public enum MappedColumn: Sendable {
    case text(codes: MappedArray<UInt32>, offsets: MappedArray<UInt32>, bytes: MappedArray<UInt8>)
    case integer(MappedArray<Int64>)
    case real(MappedArray<Double>)
    case date(MappedArray<Int64>)

    func value(_ feature: Int) -> ColumnValue {
        switch self {
        case .text(let codes, let offsets, let bytes):
            let code = codes[feature]
            guard code != SegmentFormat.nullTextCode else { return .null }
            return .text(MappedColumn.text(code, offsets, bytes))
        case .integer(let values):
            let value = values[feature]
            return value == .min ? .null : .integer(value)
        case .real(let values):
            let value = values[feature]
            return value.isNaN ? .null : .real(value)
        case .date(let values):
            let value = values[feature]
            return value == .min ? .null : .date(Int32(clamping: value))
        }
    }

    /// The dictionary entry `code`, or an empty text when a damaged file names one that does not exist.
    static func text(_ code: UInt32, _ offsets: MappedArray<UInt32>, _ bytes: MappedArray<UInt8>) -> String {
        let start = Int(offsets[Int(code)])
        let end = Int(offsets[Int(code) + 1])
        return start <= end ? bytes.text(start..<end) : ""
    }
}
