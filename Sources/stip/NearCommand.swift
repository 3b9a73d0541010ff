import ArgumentParser
import FeatureLayers
import GeoValues
import Registers
import Workspaces

struct NearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "near",
        abstract: "List the features of a layer within a distance of a point.",
        discussion: "Measured in the plane of RD to the nearest edge, zero inside; inclusive at exactly the radius."
    )

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var place: PlaceOptions
    @Option(help: "Radius in metres, at most 1,000,000.") var radius: Double
    @Option(help: "Layer to search.") var layer: String
    @Flag(help: "Print only how many there are.") var count = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard radius.isFinite, (0...1_000_000).contains(radius) else {
            throw ValidationError("--radius is a number of metres from 0 to 1,000,000.")
        }
    }

    private struct Found: Encodable {
        let id: String
        let naam: String?
        let afstand: Double
    }

    func run() throws {
        let snapshot = try options.open().snapshot
        guard let state = snapshot.layers[layer] else {
            throw ValidationError(
                "There is no layer '\(layer)'; there are: \(snapshot.layerNames.joined(separator: ", "))."
            )
        }
        // A count that lacks features without saying so would be a wrong answer.
        guard !state.isFailing else {
            throw ValidationError("Layer '\(layer)' is damaged: \(state.problems.joined(separator: " "))")
        }
        let found = state.layer.features(within: Int64((radius * 1000).rounded()), of: try place.point())
            .sorted { $0.distance < $1.distance }
        if count {
            print(found.count)
            return
        }
        let rows = found.map { match in
            let segment = state.layer.segments[match.reference.segment]
            return Found(
                id: segment.identifier(match.reference.feature),
                naam: segment.name(match.reference.feature),
                afstand: (match.distance.metres * 1000).rounded() / 1000
            )
        }
        if json {
            print(try Output.json(rows))
        } else {
            for row in rows { print("\(row.afstand) m  \(row.id)  \(row.naam ?? "")") }
            print("\(rows.count) within \(radius) m")
        }
    }
}
