import FileBridge
import Foundation

/// What the name of a part of an extract tells, as Kadaster gives it: gemeente (9999: the country), kind of objects, day of the
/// stand and number, as `0221PND15092020-000001.xml`, or without a number of the zip around those.
struct BAGFileName: Hashable {
    /// The folder that it lies in.
    let folder: String
    let municipality: String
    /// As it is written: day, month and year.
    let day: String

    /// Nil for other names.
    init?(path: String) {
        let name = (path as NSString).lastPathComponent
        guard let found = name.wholeMatch(of: /(\d{4})([A-Za-z]{2,16})(\d{8})(-\d{6})?\.(?i:xml|zip)/) else {
            return nil
        }
        folder = path.folderPath
        municipality = String(found.1)
        day = String(found.3)
    }

    /// Puts the files of one extract together, that was unpacked: addresses stand in one file, and what has them in another. Files
    /// with other names stay alone, and those that are none of the BAG.
    static func grouped(_ paths: [String], isExtract: (String) -> Bool) -> [[String]] {
        var groups: [[String]] = []
        var groupOfName: [BAGFileName: Int] = [:]
        for path in paths {
            guard let name = BAGFileName(path: path), isExtract(path) else {
                groups.append([path])
                continue
            }
            if let group = groupOfName[name] {
                groups[group].append(path)
            } else {
                groupOfName[name] = groups.count
                groups.append([path])
            }
        }
        return groups
    }

    /// What to call an extract that was put together from files: the same for the next one of that gemeente.
    static func sourceName(_ paths: [String]) -> String? {
        let names = Set(paths.map(BAGFileName.init))
        guard paths.count > 1, names.count == 1, let name = names.first ?? nil else { return nil }
        return "BAG \(name.municipality)"
    }
}
