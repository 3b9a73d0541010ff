import GeoValues
import PlanningRules
import Registers

/// The plan lies in the bouwvlakken of each plan that lays down the use of the land.
///
/// The bouwvlakken bind in a bestemmingsvlak that holds any of them; where it holds none the map doesn't decide.
struct BuildingZoneRule {
    private let context: CheckContext
    private static let layers = ["enkelbestemming", "bouwvlak"]

    init(_ context: CheckContext) { self.context = context }

    /// Where the use of the land is unknown, then plan by plan in the order of their identifiers.
    /// - Throws: `GEOSError`.
    func findings() throws -> [Finding] {
        let areas = context.survey.overlapping("enkelbestemming")
        let zones = context.survey.overlapping("bouwvlak")
        var findings: [Finding] = []
        if !context.assessment.isComplete("enkelbestemming") { findings.append(try unzoned(areas)) }
        for plan in Set((areas + zones).map { $0.source.planId ?? "" }).sorted() {
            findings += try self.findings(
                areas: areas.filter { $0.source.planId ?? "" == plan },
                zones: zones.filter { $0.source.planId ?? "" == plan }
            )
        }
        if areas.isEmpty && zones.isEmpty { findings.append(Finding(.buildingZone, .untestable, unknownText)) }
        return findings.map { context.settled($0, restingOn: Self.layers) }
    }

    private var unknownText: BilingualText {
        context.missingText("enkelbestemming")
            ?? BilingualText(
                dutch: "Er is geen bouwvlak bekend, omdat er geen bestemming bekend is.",
                english: "No bouwvlak (building zone) is known, because no zoning is known."
            )
    }

    private func unzoned(_ areas: [SurveyedFeature]) throws -> Finding {
        if areas.isEmpty || context.assessment.unknownReason("enkelbestemming") != nil {
            return Finding(.zoning, .untestable, unknownText)
        }
        let covered = try CoveredArea(of: context.survey.area, by: areas.map(\.polygons))
        let outside = MeasureText.areaThousandths(covered.uncoveredSquareMetres)
        return Finding(
            rule: .zoning,
            outcome: .untestable,
            squareMetresOutside: covered.uncoveredSquareMetres,
            BilingualText(
                dutch: "Voor \(MeasureText.dutch(outside)) m² van het plan is geen bestemming bekend.",
                english: "No zoning is known for \(MeasureText.english(outside)) m² of the plan."
            ),
            nil,
            try covered.uncovered()
        )
    }

    /// The findings for one plan.
    private func findings(areas: [SurveyedFeature], zones: [SurveyedFeature]) throws -> [Finding] {
        let binding = areas.filter(\.holdsBuildingZone)
        let open = areas.filter { !$0.holdsBuildingZone }
        var findings: [Finding] = []
        if !binding.isEmpty || !zones.isEmpty { findings.append(try inside(zones, binding)) }
        // Slivers of a neighbouring bestemmingsvlak don't count, unless there is nothing else to say.
        let wide = open.filter { $0.squareMetres > CoveredArea.toleranceSquareMetres }
        for area in findings.isEmpty && wide.isEmpty ? open : wide { findings.append(undecided(area)) }
        return findings
    }

    private func undecided(_ area: SurveyedFeature) -> Finding {
        if context.assessment.unknownReason("bouwvlak") == .noData, let missing = context.missingText("bouwvlak") {
            return Finding(.buildingZone, .untestable, missing, source: area.source)
        }
        let name = area.source.title
        return Finding(
            .buildingZone,
            .untestable,
            BilingualText(
                dutch: "In bestemmingsvlak \(name) ligt geen bouwvlak: de planregels bepalen waar gebouwen mogen.",
                english: "Zone \(name) holds no bouwvlak (building zone): the rules of the plan say where to build."
            ),
            source: area.source
        )
    }

    private func inside(_ zones: [SurveyedFeature], _ binding: [SurveyedFeature]) throws -> Finding {
        let asked = context.survey.area
        let allowed = try CoveredArea(of: asked, by: zones.map(\.polygons))
        let source = (zones.largest ?? binding.largest)?.source
        // Most bouwvlakken are called "bouwvlak": that says nothing more.
        let names = zones.map(\.source.title).filter { $0 != "bouwvlak" }
        let title = names.isEmpty ? "" : " \(MeasureText.list(names, lastJoinedBy: "en"))"
        if allowed.holdsAll {
            let atEdge = allowed.touchesEdge
            return Finding(
                rule: .buildingZone,
                outcome: atEdge ? .nearLimit : .complies,
                squareMetresOutside: 0,
                BilingualText(
                    dutch: "Het plan ligt binnen bouwvlak\(title)" + (atEdge ? ", tot op de rand." : "."),
                    english: "The plan lies within bouwvlak\(title) (building zone)"
                        + (atEdge ? ", up to its edge." : ".")
                ),
                source,
                nil
            )
        }
        // A bouwvlak binds in its own bestemmingsvlak; the part of the plan beyond both is undecided.
        let bound = try CoveredArea(of: asked, by: (binding + zones).map(\.polygons))
        let outside =
            binding.isEmpty
            ? allowed.uncoveredSquareMetres : max(0, bound.coveredSquareMetres - allowed.coveredSquareMetres)
        let text = MeasureText.areaThousandths(outside)
        if outside <= CoveredArea.toleranceSquareMetres {
            return Finding(
                rule: .buildingZone,
                outcome: .nearLimit,
                squareMetresOutside: outside,
                BilingualText(
                    dutch: "Binnen het bestemmingsvlak ligt het plan in bouwvlak\(title), tot op de rand.",
                    english: "In this zone the plan lies within bouwvlak\(title) (building zone), up to its edge."
                ),
                source,
                nil
            )
        }
        if binding.isEmpty {
            return Finding(
                rule: .buildingZone,
                outcome: .untestable,
                squareMetresOutside: outside,
                BilingualText(
                    dutch: "\(MeasureText.dutch(text)) m² ligt buiten bouwvlak\(title); zijn plan geeft daar geen "
                        + "bestemming.",
                    english: "\(MeasureText.english(text)) m² lies outside bouwvlak\(title) (building zone); its plan "
                        + "gives no zoning there."
                ),
                source,
                try allowed.uncovered()
            )
        }
        return Finding(
            rule: .buildingZone,
            outcome: .violates,
            squareMetresOutside: outside,
            BilingualText(
                dutch: "\(MeasureText.dutch(text)) m² van het plan ligt buiten het bouwvlak.",
                english: "\(MeasureText.english(text)) m² of the plan lies outside the bouwvlak (building zone)."
            ),
            source,
            try allowed.removed(from: bound.covered())
        )
    }
}
