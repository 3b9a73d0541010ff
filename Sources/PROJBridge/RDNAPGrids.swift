import FileBridge
import Glibc

/// The two RDNAPTRANS2018 grid files: corrections from RD Bessel to ETRS89, and the NAP quasi-geoid.
public struct RDNAPGrids: Sendable, Equatable, CustomStringConvertible {
    /// The directory with the files; nil when PROJ finds them on its own search path.
    public let directory: String?
    let horizontal: String
    let vertical: String

    private struct Pinned {
        let name: String
        let checksum: String
    }

    /// What Scripts/grids makes. The same contents always, so a file with another checksum is damaged.
    private static let madeHorizontal = Pinned(
        name: "nl_nsgi_rdtrans2018.gsb",
        checksum: "e8b6f51fec266b8ab2182e0b4cd7dc0d"
    )
    private static let madeVertical = Pinned(
        name: "nl_nsgi_nlgeo2018.gtx",
        checksum: "78b95fe3dc9b3cefc42cf28f6a8e7ee7"
    )
    /// What NSGI gave to PROJ-data. Their bytes differ between releases of PROJ-data; the self-check vouches for them.
    private static let publishedHorizontal = "nl_nsgi_rdtrans2018.tif"
    private static let publishedVertical = "nl_nsgi_nlgeo2018.tif"

    /// Finds the grids: in the directory that the environment variable STIP_GRIDS names and nowhere else when it is set;
    /// else in `Data/grids` of the installation; else where PROJ keeps its own.
    ///
    /// - Parameter installationRoot: the directory that holds `Data`, nil when there is none.
    /// - Throws: ``CoordinateProblem/gridsMissing(searched:)`` or ``CoordinateProblem/wrongGrid(path:expected:found:)``.
    public static func locate(installationRoot: String?) throws -> RDNAPGrids {
        if let named = unsafe getenv("STIP_GRIDS") {
            let directory = unsafe String(cString: named)
            guard let grids = try RDNAPGrids(in: directory) else {
                throw CoordinateProblem.gridsMissing(searched: ["\(directory) (STIP_GRIDS)"])
            }
            return grids
        }
        var searched: [String] = []
        if let installationRoot {
            let directory = installationRoot + "/Data/grids"
            if let grids = try RDNAPGrids(in: directory) { return grids }
            searched.append(directory)
        }
        let own = RDNAPGrids(directory: nil, horizontal: publishedHorizontal, vertical: publishedVertical)
        guard ProjPipelines.canOpen(own) else {
            throw CoordinateProblem.gridsMissing(searched: searched + ["PROJ's own search path"])
        }
        return own
    }

    /// The grids in a directory; nil when it does not hold both files of one kind.
    public init?(in directory: String) throws {
        func isReadable(_ name: String) -> Bool { unsafe access("\(directory)/\(name)", R_OK) == 0 }
        if isReadable(RDNAPGrids.madeHorizontal.name), isReadable(RDNAPGrids.madeVertical.name) {
            for file in [RDNAPGrids.madeHorizontal, RDNAPGrids.madeVertical] {
                let path = "\(directory)/\(file.name)"
                let found = try Checksum128.ofFile(path).description
                guard found == file.checksum else {
                    throw CoordinateProblem.wrongGrid(path: path, expected: file.checksum, found: found)
                }
            }
            self.init(
                directory: directory,
                horizontal: RDNAPGrids.madeHorizontal.name,
                vertical: RDNAPGrids.madeVertical.name
            )
        } else if isReadable(RDNAPGrids.publishedHorizontal), isReadable(RDNAPGrids.publishedVertical) {
            self.init(
                directory: directory,
                horizontal: RDNAPGrids.publishedHorizontal,
                vertical: RDNAPGrids.publishedVertical
            )
        } else {
            return nil
        }
    }

    private init(directory: String?, horizontal: String, vertical: String) {
        self.directory = directory
        self.horizontal = horizontal
        self.vertical = vertical
    }

    /// The file names and where they are, for reports.
    public var description: String { "\(horizontal) and \(vertical) in \(directory ?? "PROJ's own search path")" }
}
