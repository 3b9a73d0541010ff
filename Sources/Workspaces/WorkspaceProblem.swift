/// Why a workspace can't be used or changed. One sentence each, saying what to do where something can be done.
public enum WorkspaceProblem: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case notADirectory(path: String)
    case damagedManifest(path: String)
    case unreadableManifest(path: String, reason: String)
    case manifestVersion(path: String, found: Int)
    case busy(path: String, holder: String)
    case unusableSegment(String)

    public var description: String {
        switch self {
        case .missing(let path):
            "There is no workspace at \(path). Make one with: stip import SOURCE --workspace \(path)"
        case .notADirectory(let path):
            "\(path) is not a directory; a workspace is one."
        case .damagedManifest(let path):
            "\(path) is damaged: its contents do not match its checksum."
        case .unreadableManifest(let path, let reason):
            "\(path) can't be read now: \(reason)"
        case .manifestVersion(let path, let found):
            "\(path) has format version \(found); this Stip reads version \(Manifest.formatVersion). Import again."
        case .busy(let path, let holder):
            "Another import (process \(holder)) is working in \(path). Wait until it is done."
        case .unusableSegment(let message): message
        }
    }
}
