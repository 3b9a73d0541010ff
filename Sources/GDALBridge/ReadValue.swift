import CGDAL

extension GDALFieldType {
    /// The field type behind GDAL's, and whether it is a list of them.
    static func from(_ type: OGRFieldType) -> (type: GDALFieldType, isList: Bool) {
        switch type {
        case OFTString: (.text, false)
        case OFTInteger: (.integer, false)
        case OFTInteger64: (.integer64, false)
        case OFTReal: (.real, false)
        case OFTDate: (.date, false)
        case OFTDateTime: (.dateTime, false)
        case OFTStringList: (.text, true)
        case OFTIntegerList: (.integer, true)
        case OFTInteger64List: (.integer64, true)
        case OFTRealList: (.real, true)
        default: (.other, false)
        }
    }
}

/// The value of a field of a feature. Bytes that are not UTF-8 become U+FFFD.
func readValue(of row: UnsafeMutableRawPointer, at position: Int32, field: GDALField) -> GDALValue {
    guard unsafe gdal.OGR_F_IsFieldSetAndNotNull(row, position) != 0 else { return .null }
    if field.isList { return .text(unsafe readList(of: row, at: position, type: field.type)) }
    switch field.type {
    case .integer: return .integer(Int64(unsafe gdal.OGR_F_GetFieldAsInteger(row, position)))
    case .integer64: return .integer(unsafe gdal.OGR_F_GetFieldAsInteger64(row, position))
    case .real: return .real(unsafe gdal.OGR_F_GetFieldAsDouble(row, position))
    case .date, .dateTime: return unsafe readMoment(of: row, at: position, isDate: field.type == .date)
    case .text, .other:
        guard let text = unsafe gdal.OGR_F_GetFieldAsString(row, position) else { return .null }
        return .text(unsafe String(cString: text))
    }
}

private func readMoment(of row: UnsafeMutableRawPointer, at position: Int32, isDate: Bool) -> GDALValue {
    var year: Int32 = 0
    var month: Int32 = 0
    var day: Int32 = 0
    var hour: Int32 = 0
    var minute: Int32 = 0
    var second: Float = 0
    // 0 unknown, 1 local time, 100 UTC, and 100 + a quarter of an hour for each step east of it.
    var zone: Int32 = 0
    guard
        unsafe gdal.OGR_F_GetFieldAsDateTimeEx(row, position, &year, &month, &day, &hour, &minute, &second, &zone) != 0
    else { return .null }
    if isDate { return .date(daysSince1970(year: year, month: month, day: day)) }

    let milliseconds = Int32((second * 1000).rounded())
    var text = "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
    text += "T\(digits(hour, 2)):\(digits(minute, 2)):\(digits(milliseconds / 1000, 2))"
    if milliseconds % 1000 != 0 { text += ".\(digits(milliseconds % 1000, 3))" }
    if zone == 100 {
        text += "Z"
    } else if zone > 1 {
        let minutes = (zone - 100) * 15
        text += minutes < 0 ? "-" : "+"
        text += "\(digits(abs(minutes) / 60, 2)):\(digits(abs(minutes) % 60, 2))"
    }
    return .dateTime(text)
}

private func digits(_ value: Int32, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar. The year is counted from March, so that the leap
/// day comes last; an era is 400 years of 146,097 days.
func daysSince1970(year: Int32, month: Int32, day: Int32) -> Int32 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}

/// The elements of a list field as a JSON array.
private func readList(of row: UnsafeMutableRawPointer, at position: Int32, type: GDALFieldType) -> String {
    var count: Int32 = 0
    var elements: [String] = []
    switch type {
    case .integer:
        if let list = unsafe gdal.OGR_F_GetFieldAsIntegerList(row, position, &count) {
            for place in 0..<Int(count) { elements.append(String(unsafe list[place])) }
        }
    case .integer64:
        if let list = unsafe gdal.OGR_F_GetFieldAsInteger64List(row, position, &count) {
            for place in 0..<Int(count) { elements.append(String(unsafe list[place])) }
        }
    case .real:
        if let list = unsafe gdal.OGR_F_GetFieldAsDoubleList(row, position, &count) {
            for place in 0..<Int(count) {
                let value = unsafe list[place]
                elements.append(value.isFinite ? value.description : "null")
            }
        }
    default:
        if let list = unsafe gdal.OGR_F_GetFieldAsStringList(row, position) {
            var place = 0
            while let text = unsafe list[place] {
                elements.append(quotedJSON(unsafe String(cString: text)))
                place += 1
            }
        }
    }
    return "[\(elements.joined(separator: ","))]"
}

/// A JSON string literal (RFC 8259, section 7).
private func quotedJSON(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        case "\u{0}"..."\u{1F}":
            let hexadecimal = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
