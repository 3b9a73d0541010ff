import ArgumentParser
import FeatureLayers
import GeoValues
import Registers
import Service
import Workspaces

struct LookupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Show everything that lies at a point, and what is unknown there."
    )

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var place: PlaceOptions
    @Flag(help: "Print JSON.") var json = false

    private struct Document: Encodable {
        struct Hit: Encodable {
            let laag: String
            let id: String
            let naam: String?
            let toepasselijkheid: String
            let via: String?
        }

        struct Coverage: Encodable {
            let laag: String
            let toepasselijkheid: String
            let reden: String?
        }

        let x: Double
        let y: Double
        let treffers: [Hit]
        let dekking: [Coverage]
        let dataVersie: String
    }

    func run() throws {
        let snapshot = try options.open().snapshot
        let answer = PointLookup(snapshot).answer(at: try place.point(), onDay: StipService.today)
        let hits = answer.hits.compactMap { hit -> Document.Hit? in
            guard let segment = snapshot.segment(hit.layer, hit.reference) else { return nil }
            return Document.Hit(
                laag: hit.layer,
                id: segment.identifier(hit.reference.feature),
                naam: segment.name(hit.reference.feature),
                toepasselijkheid: hit.applicability.dutchName,
                via: hit.viaBuilding
            )
        }
        let coverage = answer.coverage.map { coverage in
            var reason: String?
            if case .unknown(let unknown) = coverage.applicability { reason = unknown.rawValue }
            return Document.Coverage(
                laag: coverage.layer,
                toepasselijkheid: coverage.applicability.dutchName,
                reden: reason
            )
        }
        if json {
            let document = Document(
                x: answer.point.xMetres,
                y: answer.point.yMetres,
                treffers: hits,
                dekking: coverage,
                dataVersie: answer.dataVersion
            )
            print(try Output.json(document))
            return
        }
        print("RD \(answer.point.xMetres) \(answer.point.yMetres), data version \(answer.dataVersion)")
        for hit in hits {
            print("  \(hit.laag): \(hit.naam ?? "(no name)") [\(hit.id)] \(hit.toepasselijkheid)")
        }
        if hits.isEmpty { print("  nothing found") }
        for layer in coverage where layer.toepasselijkheid == "onbekend" {
            print("  \(layer.laag): onbekend (\(layer.reden ?? ""))")
        }
    }
}
