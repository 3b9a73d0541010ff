import FeatureLayers
import GeoValues
import Hummingbird
import Registers
import Service

/// `GET /health`: whether all data can be relied on.
struct HealthRoute {
    let service: StipService

    private struct Document: Encodable {
        struct Layer: Encodable {
            let laag: String
            let aantal: Int
            let segmenten: Int
            let peildata: [String]?
            let storing: Bool
        }

        struct Archive: Encodable {
            let bestand: String
            let tegelschema: String?
            let zooms: [Int]?
            let gebruikt: Bool
            let reden: String?
        }

        let status: String
        let dataVersie: String
        let versie: String
        let lagen: [Layer]
        let problemen: [String]
        let tegelarchieven: [Archive]
    }

    func health(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let snapshot = service.holder.snapshot
        let layers = snapshot.registers.layerNames.compactMap { name in
            snapshot.registers.layers[name].map { state in
                Document.Layer(
                    laag: name,
                    aantal: state.layer.featureCount,
                    segmenten: state.layer.segments.count,
                    peildata: ReferenceDates.of(name, snapshot),
                    storing: state.isFailing
                )
            }
        }
        let problems = snapshot.problems + service.decisionTrees.snapshot.problems
        let isGood = problems.isEmpty && !layers.contains { $0.storing }
        return JSONBody.response(
            Document(
                status: isGood ? "goed" : "verminderd",
                dataVersie: snapshot.registers.dataVersion,
                versie: APIVersion.value,
                lagen: layers,
                problemen: problems,
                tegelarchieven: service.archives.found.map { archive in
                    Document.Archive(
                        bestand: archive.file,
                        tegelschema: archive.matrixSet?.rawValue,
                        zooms: archive.zooms.map { [$0.lowerBound, $0.upperBound] },
                        gebruikt: archive.refusal == nil,
                        reden: archive.refusal
                    )
                }
            )
        )
    }
}
