import ArgumentParser
import Coverages
import GeoValues

struct TimeCoverage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time",
        abstract: "Time each step on generated parcels, in nanoseconds for each vertex."
    )

    @Option(help: "Parcels along each side of the square.") var side = 256
    @Option(help: "Vertices between the corners of each border; 3 makes parcels of 16.") var wiggle = 3
    @Option(help: "Times to repeat; the fastest counts.") var rounds = 3

    func run() {
        let parcels = WigglyParcels(side: side, verticesPerBorder: wiggle).parcels()
        var flat = FlatPolygons()
        for parcel in parcels { flat.append([parcel], group: 0, isOwn: true) }
        let vertices = flat.vertices.count
        print("\(parcels.count) parcels, \(vertices) vertices")
        let clock = ContinuousClock()
        func time(_ step: String, per count: Int, _ unit: String, _ work: () -> Int) {
            var best = Duration.seconds(1_000_000)
            var result = 0
            for _ in 0..<rounds { best = min(best, clock.measure { result = work() }) }
            let nanoseconds = Double(best.components.attoseconds) / 1e9 + Double(best.components.seconds) * 1e9
            let each = (nanoseconds / Double(count) * 10).rounded() / 10
            print("\(step): \(each) ns per \(unit), \(best) (\(result))")
        }
        let block = CoverageBlock(flat)
        time("noding", per: vertices, "vertex") { CoverageBlock(flat).insertions.count }
        time("importances", per: vertices, "vertex") { block.importances().count { $0 == VertexImportance.always } }
        let keys = (0..<parcels.count).map { UInt64($0) }
        time("unmatched edges", per: vertices, "vertex") { block.unmatchedEdges(keys: keys).count }
        let edges = block.unmatchedEdges(keys: keys)
        time("gaps", per: edges.count, "unmatched edge") { GapFinder.gaps(edges).gaps.count }
        time("overlaps", per: vertices, "vertex") { block.overlaps(keys: keys).overlaps.count }
        time("labels", per: parcels.count, "parcel") {
            parcels.reduce(0) { $0 &+ Int(LabelPoint.of([$1])?.x ?? 0) }
        }
    }
}
