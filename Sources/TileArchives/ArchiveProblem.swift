/// Why an archive can't be written or read. One sentence each.
public enum ArchiveProblem: Error, Equatable, CustomStringConvertible {
    /// The name ends in neither `.pmtiles` nor `.mbtiles`.
    case unknownFormat(path: String)
    case damaged(path: String, what: String)
    /// An archive without what `stip tiles build` writes into it.
    case foreign(path: String)
    case empty
    /// The parts to be merged are not all parts of one archive.
    case unmergeable(String)
    /// An older archive that can't help to make this one.
    case otherDrawing(path: String, what: String)

    public var description: String {
        switch self {
        case .unknownFormat(let path): "\(path) is no archive: its name must end in .pmtiles or .mbtiles."
        case .damaged(let path, let what): "\(path) is damaged: \(what)."
        case .foreign(let path):
            "\(path) was not made by stip tiles build: its metadata has no member 'stip' that Stip knows."
        case .empty:
            "No tile has anything in it: nothing of these layers lies in this area at these zooms. Nothing was written."
        case .unmergeable(let reason): "The archives can't be merged: \(reason)."
        case .otherDrawing(let path, let what):
            "No tile of \(path) can be taken over: \(what). Leave --previous out to draw all tiles."
        }
    }
}
