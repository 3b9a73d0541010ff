import CXML2

/// Receives what libxml2 reports while parsing and keeps the first fault that makes a document unusable.
///
/// Faults against XML Namespaces are let through: real Dutch packages contain `xmlns:schemaLocation="a b"` and prefixes
/// that were never declared (`dutch-data.md` 0, row 9).
final class XMLProblemRecorder {
    struct Problem {
        /// A value of libxml2's `xmlParserErrors`.
        var code: UInt32
        var line: Int
        var message: String
    }

    private(set) var first: Problem?

    func record(_ report: UnsafePointer<xmlError>) {
        let (domain, level) = unsafe (report.pointee.domain, report.pointee.level)
        guard first == nil, level.rawValue >= XML_ERR_ERROR.rawValue, domain != Int32(XML_FROM_NAMESPACE.rawValue)
        else {
            return
        }
        let code = UInt32(bitPattern: unsafe report.pointee.code)
        guard code != XML_WAR_NS_URI.rawValue, code != XML_WAR_NS_URI_RELATIVE.rawValue else { return }
        var message = "unknown fault"
        if let text = unsafe report.pointee.message {
            // libxml2 ends its messages with a line feed.
            message = unsafe String(cString: text).split(whereSeparator: \.isNewline).joined(separator: " ")
        }
        first = Problem(code: code, line: Int(unsafe report.pointee.line), message: message)
    }
}
