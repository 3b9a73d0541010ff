/// Why an XML file could not be read, or not to its end.
public enum XMLReadingError: Error, Hashable, Sendable {
    case fileMissing(path: String)
    /// `reason` is the operating system's.
    case fileUnreadable(path: String, reason: String)
    case empty(path: String)
    /// Packed: `kind` is "gzip" or "zip".
    case compressed(path: String, kind: String)
    /// `found` quotes the first bytes, when they can be printed.
    case notXML(path: String, found: String)
    /// A document type declaration can make a small file grow without bound and can name other files.
    case documentTypeRefused(path: String)
    /// The document stops before its root element is closed.
    case truncated(path: String, line: Int)
    /// `message` is libxml2's.
    case malformed(path: String, line: Int, message: String)
    case nestedTooDeeply(path: String, line: Int, limit: Int)
}

extension XMLReadingError: CustomStringConvertible {
    /// One sentence: what was expected, what was found, where, and what to do.
    public var description: String {
        switch self {
        case .fileMissing(let path):
            "There is no file \(path): check the name."
        case .fileUnreadable(let path, let reason):
            "The file \(path) cannot be read: \(reason)."
        case .empty(let path):
            "The file \(path) is empty, XML was expected: fetch it again."
        case .compressed(let path, let kind):
            "The file \(path) is compressed (\(kind)), plain XML was expected: unpack it first."
        case .notXML(let path, let found):
            "The file \(path) is not XML: it begins with \(found) instead of a tag."
        case .documentTypeRefused(let path):
            "The file \(path) has a document type declaration (<!DOCTYPE>), which is refused for safety:"
                + " no Dutch geo format uses one, so this is probably another kind of file."
        case .truncated(let path, let line):
            "The file \(path) stops at line \(line), before its root element is closed:"
                + " it was probably cut off while being copied, so fetch it again."
        case .malformed(let path, let line, let message):
            "The file \(path) is damaged at line \(line) (\(message)): fetch it again or have its maker repair it."
        case .nestedTooDeeply(let path, let line, let limit):
            "The file \(path) nests its elements more than \(limit) deep at line \(line), which no known format does."
        }
    }
}
