import Foundation

/// Why a source was not imported. The workspace is as it was. One sentence: what is wrong, and what to do.
public enum ImportProblem: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case emptyFile(path: String)
    case emptyDirectory(path: String)
    case unknownFormat(path: String, detail: String)
    case unsupported(path: String, what: String)
    case damaged(path: String, detail: String)
    case noFeatures(path: String)
    case axesSwapped(path: String, layer: String, example: String)
    case degrees(path: String, layer: String, example: String)
    case degreesSwapped(path: String, layer: String, example: String)
    case metres(path: String, layer: String, example: String)
    case outsideNetherlands(path: String, layer: String, example: String)
    case allRejected(path: String, layer: String, reason: String)
    case unknownCRS(path: String, layer: String, found: String)
    case sameSource(path: String, other: String, source: String)
    case layerOfWhole(path: String, format: String)
    case mutationsWithoutStand(path: String)
    case mutationsWithoutRegulation(path: String)
    case draftWithoutText(path: String)
    case announcement(path: String)
    case withdrawalWithoutRegulation(path: String, work: String)
    case noSuchLayer(path: String, wanted: String, found: [String])

    public var description: String {
        switch self {
        case .missing(let path):
            "There is no file or directory at \(path)."
        case .emptyFile(let path):
            "\(path) is empty (0 bytes): was the download complete?"
        case .emptyDirectory(let path):
            "\(path) holds no file that can be imported (GeoPackage, IMRO GML, GeoJSON, FlatGeobuf, Shapefile)."
        case .unknownFormat(let path, let detail):
            "\(path) is not a format that Stip reads: \(detail)"
        case .unsupported(let path, let what):
            "\(path) is \(what), which this version of Stip does not read yet."
        case .damaged(let path, let detail):
            "\(path) is damaged: \(detail)"
        case .noFeatures(let path):
            "\(path) is readable but holds no features: nothing to import."
        case .axesSwapped(let path, let layer, let example):
            "\(path), layer \(layer): the axes are swapped, e.g. \(example). RD New has x (east, -7,000 to 300,000 m) first "
                + "and y (north, 289,000 to 629,000 m) second; export again in that order."
        case .degrees(let path, let layer, let example):
            "\(path), layer \(layer): the file says RD New but its coordinates look like degrees, e.g. \(example). "
                + "Correct the coordinate system of the file (ogr2ogr -a_srs EPSG:4326) and import again."
        case .degreesSwapped(let path, let layer, let example):
            "\(path), layer \(layer): longitude and latitude are exchanged, e.g. \(example). Expected longitude (2 to 8 degrees "
                + "east) before latitude (50 to 56 degrees north); export again in that order."
        case .metres(let path, let layer, let example):
            "\(path), layer \(layer): the file says that its coordinates are degrees, but they are metres of RD New "
                + "(EPSG:28992) under a wrong label, e.g. \(example); GeoJSON without a crs says so too. Give them the right one "
                + "(ogr2ogr -a_srs EPSG:28992 OUT IN, or \"crs\": \"EPSG:28992\" of a table in a --mapping file)."
        case .outsideNetherlands(let path, let layer, let example):
            "\(path), layer \(layer): the coordinates lie outside the Netherlands, e.g. \(example). "
                + "Expected RD New: x -7,000 to 300,000 m, y 289,000 to 629,000 m."
        case .allRejected(let path, let layer, let reason):
            "\(path), layer \(layer): not one feature could be imported. The first reason: \(reason)"
        case .unknownCRS(let path, let layer, let found):
            "\(path), layer \(layer): the coordinate system is \(found); Stip reads EPSG:28992 (RD New), 7415, 4258, 4326, "
                + "CRS84 and 3857. Convert it first: ogr2ogr -t_srs EPSG:28992 OUT IN"
        case .sameSource(let path, let other, let source):
            "\(path) would replace what was just imported from \(other): both are kept under the name \(source). "
                + "Import them one by one, each with its own --source NAME."
        case .layerOfWhole(let path, let format):
            "\(path) is of the format \(format), which is imported whole: a part of it would pass for all of it. Leave out "
                + "--layer."
        case .mutationsWithoutStand(let path):
            "\(path) holds mutations of the BAG, which say what changed on a stand. Import them together with the stand and "
                + "all mutations since, in their order: stip import STAND.zip MUTATIONS1.zip MUTATIONS2.zip"
        case .mutationsWithoutRegulation(let path):
            "\(path) changes a regulation that is not with it. Import it together with the whole regulation and all changes "
                + "since: stip import REGULATION CHANGE1 CHANGE2"
        case .draftWithoutText(let path):
            "\(path) is a draft (soortProcedure: ontwerp) without a text or objects that it wants to change: there is nothing to show, "
                + "and nothing that it withdraws ends yet. Import the decision once it is adopted."
        case .announcement(let path):
            "\(path) holds no regulation and no change of one: it may be an announcement (kennisgeving), which changes no rule."
        case .withdrawalWithoutRegulation(let path, let work):
            "\(path) withdraws \(work), which this workspace has and which would stay in force: import both together: stip import "
                + "REGULATION CHANGE1 \((path as NSString).lastPathComponent)"
        case .noSuchLayer(let path, let wanted, let found):
            "\(path) has no layer \(wanted); it has \(found.joined(separator: ", "))."
        }
    }
}
