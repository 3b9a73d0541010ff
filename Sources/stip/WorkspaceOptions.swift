import ArgumentParser
import Foundation
import GeoValues
import PROJBridge
import Service
import Workspaces

struct WorkspaceOptions: ParsableArguments {
    @Option(help: "Directory with the data (default: $STIP_WORKSPACE, else ./stip-workspace).")
    var workspace: String = ProcessInfo.processInfo.environment["STIP_WORKSPACE"] ?? "stip-workspace"

    /// Opens the workspace and says on standard error what is wrong with it.
    func open() throws -> Workspace.Opened {
        let opened = try Workspace(path: workspace).open(verifying: false)
        for problem in opened.problems { Output.note("warning: \(problem)") }
        return opened
    }
}

/// A place on the command line.
struct PlaceOptions: ParsableArguments {
    @Option(name: .customLong("rd"), parsing: .upToNextOption, help: "Place in RD New: X Y in metres.")
    var rd: [Double] = []

    @Option(name: .customLong("lonlat"), parsing: .upToNextOption, help: "Place in degrees: LON LAT.")
    var lonlat: [Double] = []

    func validate() throws {
        guard rd.isEmpty != lonlat.isEmpty else { throw ValidationError("Give --rd X Y or --lonlat LON LAT.") }
        guard rd.isEmpty || rd.count == 2 else { throw ValidationError("--rd takes two numbers: X Y in metres.") }
        guard lonlat.isEmpty || lonlat.count == 2 else { throw ValidationError("--lonlat takes two numbers: LON LAT.") }
        if !rd.isEmpty, RDPoint(xMetres: rd[0], yMetres: rd[1]) == nil {
            let hint =
                RDEnvelope.containsSwapped(xMetres: rd[0], yMetres: rd[1])
                ? "x and y seem exchanged." : abs(rd[0]) <= 180 ? "These look like degrees: use --lonlat." : ""
            throw ValidationError(
                "(\(rd[0]), \(rd[1])) lies outside RD New (x -7000 to 300000, y 289000 to 629000 metres). \(hint)"
            )
        }
    }

    /// The place in RD millimetres; degrees go through RDNAPTRANS2018.
    func point() throws -> RDPoint {
        if let point = rd.count == 2 ? RDPoint(xMetres: rd[0], yMetres: rd[1]) : nil { return point }
        let place = GeographicPoint(longitude: lonlat[0], latitude: lonlat[1])
        let metres = try Grids.transformer().rd(place)
        guard let point = RDPoint(xMetres: metres.xMetres, yMetres: metres.yMetres) else {
            throw ValidationError("(\(lonlat[0]), \(lonlat[1])) lies outside the Netherlands.")
        }
        return point
    }
}

/// The coordinate transformation with the grids of this installation.
enum Grids {
    static func transformer() throws -> CoordinateTransformer {
        try CoordinateTransformer(grids: RDNAPGrids.locate(installationRoot: InstallationRoot.find()))
    }
}

enum Output {
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// JSON with sorted keys, indented.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
