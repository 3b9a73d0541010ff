import CGDAL

extension GDALFieldType {
    /// The type that a field is created with; bytes and times of day are written as text.
    var gdalType: OGRFieldType {
        switch self {
        case .text, .other: OFTString
        case .integer: OFTInteger
        case .integer64: OFTInteger64
        case .real: OFTReal
        case .date: OFTDate
        case .dateTime: OFTDateTime
        }
    }
}

/// Puts a value into a field. Returns false when the field's type cannot hold it.
func setValue(_ value: GDALValue, of row: UnsafeMutableRawPointer, at position: Int32, type: GDALFieldType) -> Bool {
    switch (value, type) {
    case (.null, _):
        unsafe gdal.OGR_F_SetFieldNull(row, position)
    case (.text(let text), .text), (.text(let text), .other), (.dateTime(let text), .text):
        unsafe gdal.OGR_F_SetFieldString(row, position, text)
    case (.integer(let number), .integer):
        guard let number = Int32(exactly: number) else { return false }
        unsafe gdal.OGR_F_SetFieldInteger(row, position, number)
    case (.integer(let number), .integer64):
        unsafe gdal.OGR_F_SetFieldInteger64(row, position, number)
    case (.integer(let number), .real):
        unsafe gdal.OGR_F_SetFieldDouble(row, position, Double(number))
    case (.real(let number), .real):
        unsafe gdal.OGR_F_SetFieldDouble(row, position, number)
    case (.date(let days), .date):
        let (year, month, day) = civilDate(daysSince1970: days)
        unsafe gdal.OGR_F_SetFieldDateTime(row, position, year, month, day, 0, 0, 0, 0)
    case (.dateTime(let text), .dateTime):
        // GDAL parses ISO 8601 itself; a text that it cannot read leaves the field unset.
        unsafe gdal.OGR_F_SetFieldString(row, position, text)
        return unsafe gdal.OGR_F_IsFieldSetAndNotNull(row, position) != 0
    default:
        return false
    }
    return true
}

/// The date of the proleptic Gregorian calendar; the inverse of ``daysSince1970(year:month:day:)``.
func civilDate(daysSince1970 days: Int32) -> (year: Int32, month: Int32, day: Int32) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
}
