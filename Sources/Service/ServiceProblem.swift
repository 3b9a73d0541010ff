/// Why the service can't start or can't answer. One sentence each.
public enum ServiceProblem: Error, Equatable, CustomStringConvertible {
    case noInstallation
    case unusableDefinition(path: String, reason: String)
    /// More drawing jobs wait than may.
    case busy
    /// No object of a register has this identifier or designation.
    case noSuchObject(layer: String, identifier: String)
    /// The register was not imported: whether an object is there is not known.
    case layerMissing(layer: String)
    /// The search index, by which designations and addresses are found, is not there or is of other data.
    case namesNotIndexed
    /// A designation by name that parcels in several cadastral municipalities have.
    case severalParcels([String])
    case buildingWithoutShape(identifier: String)
    case layerFailing(layer: String, problems: [String])

    public var description: String {
        switch self {
        case .noInstallation:
            "Tiles/basis.json was not found above the executable or the working directory: set STIP_HOME to the "
                + "directory that holds Stip's Tiles and Data."
        case .unusableDefinition(let path, let reason): "\(path) is not a tileset definition: \(reason)"
        case .busy: "The server is busy drawing; try again in a second."
        case .noSuchObject(let layer, let identifier): "There is no \(layer) \(identifier) in this data."
        case .layerMissing(let layer): "Layer \(layer) was not imported; what is in it is not known."
        case .namesNotIndexed: "The search index does not belong to this data; it is renewed after every import."
        case .severalParcels(let labels): "Several parcels are called so: \(labels.joined(separator: ", "))."
        case .buildingWithoutShape(let identifier): "Pand \(identifier) has no footprint in this data."
        case .layerFailing(let layer, let problems):
            "Layer \(layer) can't be relied on now: \(problems.joined(separator: " "))"
        }
    }
}
