/// Why a segment file can't be used. Each case says what was expected and what was found.
public enum SegmentProblem: Error, Equatable, CustomStringConvertible {
    case notASegment(path: String)
    case unsupportedVersion(path: String, found: UInt32)
    case truncated(path: String, expectedBytes: Int, foundBytes: Int)
    case damagedHeader(path: String)
    case damagedSection(path: String, section: String)
    case inconsistentSection(path: String, section: String)
    case anotherSegment(path: String)
    case tooLarge(what: String, limit: Int)

    public var description: String {
        switch self {
        case .notASegment(let path):
            "\(path) is not a Stip segment: it does not begin with the segment signature."
        case .unsupportedVersion(let path, let found):
            "\(path) has segment format version \(found); this Stip reads version \(SegmentFormat.version). Import again."
        case .truncated(let path, let expected, let found):
            "\(path) is truncated: its header says \(expected) bytes, the file has \(found)."
        case .damagedHeader(let path):
            "\(path) is damaged: its header does not match its checksum."
        case .damagedSection(let path, let section):
            "\(path) is damaged: section \(section) does not match its checksum."
        case .inconsistentSection(let path, let section):
            "\(path) is damaged: section \(section) is missing or has another length than the features ask for."
        case .anotherSegment(let path):
            "\(path) is not the file that the manifest names: its checksum is another."
        case .tooLarge(let what, let limit):
            "This segment would hold more than \(limit) \(what); split the source."
        }
    }
}
