import GeoValues
import PlanningRules

/// The plan lies on one parcel, clear of its boundary.
struct ParcelRule {
    private let context: CheckContext

    init(_ context: CheckContext) { self.context = context }

    /// One finding.
    /// - Throws: `GEOSError`.
    func findings() throws -> [Finding] { [context.settled(try finding(), restingOn: ["perceel"])] }

    private func finding() throws -> Finding {
        let asked = context.survey.area
        let parcels = context.survey.overlapping("perceel")
        guard let main = parcels.largest else {
            let missing = context.missingText("perceel")
            return Finding(
                .parcel,
                .untestable,
                missing ?? BilingualText(dutch: "Hier ligt geen perceel.", english: "There is no parcel here.")
            )
        }
        let names = parcels.map(\.source.title)
        let all = try CoveredArea(of: asked, by: parcels.map(\.polygons))
        if !all.isWhole {
            let outside = MeasureText.areaThousandths(all.uncoveredSquareMetres)
            return area(
                .untestable,
                outside: all.uncoveredSquareMetres,
                main,
                BilingualText(
                    dutch: "\(MeasureText.dutch(outside)) m² van het plan ligt buiten de bekende percelen; "
                        + "de rest op \(MeasureText.list(names, lastJoinedBy: "en")).",
                    english: "\(MeasureText.english(outside)) m² of the plan lies outside the known parcels; "
                        + "the rest on \(MeasureText.list(names, lastJoinedBy: "and"))."
                ),
                conflict: try all.uncovered()
            )
        }
        let own = try CoveredArea(of: asked, by: [main.polygons])
        if !own.isWhole {
            let outside = MeasureText.areaThousandths(own.uncoveredSquareMetres)
            return area(
                .untestable,
                outside: own.uncoveredSquareMetres,
                main,
                BilingualText(
                    dutch: "Het plan ligt op meer percelen: \(MeasureText.list(names, lastJoinedBy: "en")); "
                        + "\(MeasureText.dutch(outside)) m² ligt buiten het grootste deel. Zijn ze van dezelfde eigenaar?",
                    english: "The plan lies on several parcels: \(MeasureText.list(names, lastJoinedBy: "and")); "
                        + "\(MeasureText.english(outside)) m² lies outside the largest part. Have they the same owner?"
                ),
                conflict: try own.uncovered()
            )
        }
        if own.holdsAll && !own.touchesEdge {
            return area(
                .complies,
                outside: 0,
                main,
                BilingualText(
                    dutch: "Het plan ligt geheel op perceel \(main.source.title).",
                    english: "The plan lies wholly on parcel \(main.source.title)."
                )
            )
        }
        return area(
            .nearLimit,
            outside: own.uncoveredSquareMetres,
            main,
            BilingualText(
                dutch: "Het plan ligt op perceel \(main.source.title), maar tegen de grens ervan aan.",
                english: "The plan lies on parcel \(main.source.title), but up against its boundary."
            )
        )
    }

    private func area(
        _ outcome: FindingOutcome,
        outside: Double,
        _ parcel: SurveyedFeature,
        _ why: BilingualText,
        conflict: [RDPolygon]? = nil
    ) -> Finding {
        Finding(rule: .parcel, outcome: outcome, squareMetresOutside: outside, why, parcel.source, conflict)
    }
}
