import GEOSBridge
import PlanningRules

/// The plan keeps clear of the buildings that stand.
struct BuildingRule {
    private let context: CheckContext

    init(_ context: CheckContext) { self.context = context }

    /// One finding.
    /// - Throws: `GEOSError`.
    func findings() throws -> [Finding] { [context.settled(try finding(), restingOn: ["pand"])] }

    private func finding() throws -> Finding {
        let buildings = context.survey.overlapping("pand").filter(\.isStanding)
        guard let main = buildings.largest else { return without() }
        let covered = try CoveredArea(of: context.survey.area, by: buildings.map(\.polygons))
        let area = MeasureText.areaThousandths(covered.coveredSquareMetres)
        let names = buildings.map(\.source.identifier)
        return Finding(
            rule: .building,
            outcome: .untestable,
            squareMetresOutside: covered.coveredSquareMetres,
            BilingualText(
                dutch: "\(MeasureText.dutch(area)) m² van het plan ligt over pand "
                    + "\(MeasureText.list(names, lastJoinedBy: "en")): is het sloop of uitbreiding?",
                english: "\(MeasureText.english(area)) m² of the plan lies over building "
                    + "\(MeasureText.list(names, lastJoinedBy: "and")): is it demolition or extension?"
            ),
            main.source,
            try covered.covered()
        )
    }

    private func without() -> Finding {
        if let missing = context.missingText("pand") { return Finding(.building, .untestable, missing) }
        guard context.assessment.isComplete("pand") else {
            return Finding(
                .building,
                .untestable,
                BilingualText(
                    dutch: "De gegevens van laag pand dekken het plan niet geheel.",
                    english: "The data of layer pand does not cover the whole plan."
                )
            )
        }
        let neighbours = context.survey.features.filter { $0.layer == "pand" && $0.relation == .touches }
        if let first = neighbours.first(where: \.isStanding) {
            return Finding(
                rule: .building,
                outcome: .complies,
                squareMetresOutside: 0,
                BilingualText(
                    dutch: "Het plan sluit aan op pand \(first.source.identifier), maar ligt er niet overheen.",
                    english: "The plan adjoins building \(first.source.identifier), but does not lie over it."
                ),
                first.source,
                nil
            )
        }
        return Finding(
            rule: .building,
            outcome: .complies,
            squareMetresOutside: 0,
            BilingualText(
                dutch: "Het plan ligt niet over een bestaand pand.",
                english: "The plan does not lie over an existing building."
            ),
            nil,
            nil
        )
    }
}
