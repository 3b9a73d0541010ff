/// Why an archive of a workspace can't be made. One sentence each.
public enum ArchivePlanProblem: Error, Equatable, CustomStringConvertible {
    /// Tiles of it would lack features without saying so.
    case incompleteWorkspace(problems: [String])
    case noSuchLayers(names: [String], known: [String])
    case areaOutsideRD(degrees: [Double])

    public var description: String {
        switch self {
        case .incompleteWorkspace(let problems):
            "The workspace is not whole, so its tiles would not be either: \(problems.joined(separator: " "))"
        case .noSuchLayers(let names, let known):
            "The tileset has no layer \(names.joined(separator: ", ")); it has \(known.joined(separator: ", "))."
        case .areaOutsideRD(let degrees):
            "The area \(degrees.map { "\($0)" }.joined(separator: ",")) reaches beyond RD New: about 3.2 to 7.3 degrees "
                + "east, 50.7 to 53.6 north."
        }
    }
}
