import Foundation
import GeoValues

/// What a generated town consists of.
public struct TownSummary: Hashable, Sendable {
    /// Panden.
    public var buildings: Int
    /// Verblijfsobjecten, each with a nummeraanduiding of its own.
    public var units: Int
    public var parcels: Int
    public var plans: Int
    /// The written files, relative to the folder, in the order in which they were written.
    public var files: [String]
}

/// A town of a size that cannot be made.
public struct TownSizeProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let buildings: Int

    /// Beyond a million buildings the parcels' four-digit section codes run out.
    public static let accepted = 1...1_000_000

    public var description: String {
        "A town can have \(Self.accepted.lowerBound) to \(Self.accepted.upperBound) buildings, not \(buildings)."
    }
}

/// Makes an invented municipality, "Voorbeeldstad" (gemeentecode 0998, in the IJsselmeer), as exchange files.
///
/// The same number and seed give the same bytes on every machine. Parcels divide the municipality, and the
/// enkelbestemmingen divide every plan, without gap or overlap: they share their vertices.
public enum TownGenerator {
    /// Writes `bag.gpkg`, `percelen.gpkg` and `imro/<plan>.gml` into a folder, which is made when it does not exist.
    ///
    /// - Parameters:
    ///   - buildings: how many panden are wanted, sheds included; the town has a few per cent more or less.
    ///   - progress: called with the share that is done, 0 to 1.
    /// - Throws: ``TownSizeProblem`` when the number is out of range; when a file exists already or cannot be written.
    public static func generate(
        buildings: Int,
        seed: UInt64,
        into directory: String,
        progress: (Double) -> Void
    ) throws -> TownSummary {
        guard TownSizeProblem.accepted.contains(buildings) else { throw TownSizeProblem(buildings: buildings) }
        let manager = FileManager.default
        try manager.createDirectory(atPath: directory + "/imro", withIntermediateDirectories: true)
        let town = TownBuilder(buildings: buildings, seed: seed) { progress($0 * 0.2) }
        let regions = MeshRegions(mesh: town.mesh)
        progress(0.25)
        let registers = TownRegisters(town: town)
        let units = try registers.writeBuildings(to: directory + "/bag.gpkg") { progress(0.25 + $0 * 0.25) }
        let parcels = try registers.writeParcels(regions, to: directory + "/percelen.gpkg") {
            progress(0.5 + $0 * 0.25)
        }
        var files = ["bag.gpkg", "percelen.gpkg"]
        let plans = try TownPlans(town: town, regions: regions).forEachPlan { plan, share in
            var document = IMRODocument(plan: plan, seed: seed)
            let file = "imro/\(plan.identifier).gml"
            let url = URL(fileURLWithPath: directory).appendingPathComponent(file)
            try Data(document.bytes()).write(to: url, options: .withoutOverwriting)
            files.append(file)
            progress(0.75 + share * 0.25)
        }
        return TownSummary(
            buildings: town.buildings.count,
            units: units,
            parcels: parcels,
            plans: plans,
            files: files
        )
    }
}
