/// Why the service can't start or can't answer. One sentence each.
public enum ServiceProblem: Error, Equatable, CustomStringConvertible {
    case noInstallation
    case unusableDefinition(path: String, reason: String)
    /// More drawing jobs wait than may.
    case busy
    case noSuchBuilding(identifier: String)
    case buildingWithoutShape(identifier: String)
    case layerFailing(layer: String, problems: [String])

    public var description: String {
        switch self {
        case .noInstallation:
            "Tiles/basis.json was not found above the executable or the working directory: set STIP_HOME to the "
                + "directory that holds Stip's Tiles and Data."
        case .unusableDefinition(let path, let reason): "\(path) is not a tileset definition: \(reason)"
        case .busy: "The server is busy drawing; try again in a second."
        case .noSuchBuilding(let identifier): "There is no pand \(identifier) in this data."
        case .buildingWithoutShape(let identifier): "Pand \(identifier) has no footprint in this data."
        case .layerFailing(let layer, let problems):
            "Layer \(layer) can't be relied on now: \(problems.joined(separator: " "))"
        }
    }
}
