import GEOSBridge
import GeoValues
import PlanningRules

/// Each norm of each maatvoering that the plan lies in, on its own: the strictest is not picked (`dutch-data.md` C2.3).
struct NormRule {
    private let context: CheckContext

    init(_ context: CheckContext) { self.context = context }

    /// In index order of the maatvoeringen, their norms as the plan lists them; then where no height is given.
    /// - Throws: `GEOSError`.
    func findings() throws -> [Finding] {
        let features = context.survey.overlapping("maatvoering")
        var findings: [Finding] = []
        for feature in features {
            for norm in feature.norms { findings.append(try finding(norm, feature)) }
        }
        let withHeight = features.filter { $0.norms.contains { $0.kind == .maximumBuildingHeight } }
        let bound = try CoveredArea(of: context.survey.area, by: withHeight.map(\.polygons))
        if !bound.isWhole { findings.append(try unbound(bound)) }
        return findings.map { context.settled($0, restingOn: ["maatvoering"]) }
    }

    private func unbound(_ bound: CoveredArea) throws -> Finding {
        if let missing = context.missingText("maatvoering") { return Finding(.buildingHeight, .untestable, missing) }
        let area = MeasureText.areaThousandths(bound.uncoveredSquareMetres)
        let height = Int64(context.footprint.heightMillimetres)
        return Finding(
            rule: .buildingHeight,
            outcome: .untestable,
            measured: Double(height) / 1000,
            limit: nil,
            unit: NormUnit.metre.rawValue,
            margin: nil,
            why: BilingualText(
                dutch: "Voor \(MeasureText.dutch(area)) m² van het plan geeft de kaart geen maximale bouwhoogte: "
                    + "de planregels bepalen die.",
                english: "The map gives no maximum height for \(MeasureText.english(area)) m² of the plan: "
                    + "the rules of the plan say it."
            ),
            source: nil,
            conflict: try bound.uncovered()
        )
    }

    private func finding(_ norm: Norm, _ feature: SurveyedFeature) throws -> Finding {
        switch norm.kind {
        case .maximumBuildingHeight, .minimumBuildingHeight:
            return try height(norm, feature, .buildingHeight, Int64(context.footprint.heightMillimetres))
        case .maximumEavesHeight, .minimumEavesHeight:
            if let eaves = context.footprint.eavesHeightMillimetres {
                return try height(norm, feature, .eavesHeight, Int64(eaves))
            }
            return untestable(
                norm,
                feature,
                .eavesHeight,
                BilingualText(
                    dutch: "De goothoogte van het plan is niet opgegeven.",
                    english: "The plan gives no goothoogte (height of the eaves)."
                )
            )
        case .maximumCoverage, .minimumCoverage:
            return untestable(
                norm,
                feature,
                .norm,
                BilingualText(
                    dutch: "Het bebouwingspercentage hangt af van alle bebouwing op het bouwperceel.",
                    english: "The share that may be built on depends on all buildings on the site."
                )
            )
        case .maximumArea, .minimumArea:
            return untestable(
                norm,
                feature,
                .norm,
                BilingualText(
                    dutch: "Welke oppervlakte meetelt, staat in de planregels.",
                    english: "Which area counts is said in the rules of the plan."
                )
            )
        case .maximumDwellings, .minimumDwellings, .maximumStoreys, .minimumStoreys, .maximumRoofPitch,
            .minimumRoofPitch:
            return untestable(
                norm,
                feature,
                .norm,
                BilingualText(
                    dutch: "Het plan geeft hierover niets op.",
                    english: "The plan says nothing about this."
                )
            )
        case .unknown:
            return untestable(
                norm,
                feature,
                .norm,
                BilingualText(
                    dutch: "Deze soort maat kan niet automatisch worden getoetst.",
                    english: "This kind of norm can't be tested automatically."
                )
            )
        }
    }

    private func untestable(
        _ norm: Norm,
        _ feature: SurveyedFeature,
        _ rule: PlanRule,
        _ reason: BilingualText
    ) -> Finding {
        let type = norm.typeText.isEmpty ? "maatvoering" : norm.typeText
        let text = norm.text.isEmpty ? type : "\(type): \(norm.text)"
        return Finding(
            rule: rule,
            outcome: .untestable,
            measured: nil,
            limit: norm.value,
            unit: norm.unit?.rawValue,
            margin: nil,
            why: BilingualText(dutch: "\(reason.dutch) (\(text))", english: "\(reason.english) (\(text))"),
            source: feature.source,
            conflict: nil
        )
    }

    /// Compares in whole millimetres. Less than a tenth of the limit left, or nothing, is ``FindingOutcome/nearLimit``;
    /// exactly a tenth complies, and so does, as near, a height exactly at the limit.
    private func height(_ norm: Norm, _ feature: SurveyedFeature, _ rule: PlanRule, _ height: Int64) throws -> Finding {
        guard let limit = norm.thousandths, let comparison = norm.comparison else {
            return untestable(
                norm,
                feature,
                rule,
                BilingualText(
                    dutch: "De waarde kan niet met zekerheid als getal worden gelezen.",
                    english: "The value can't be read as a number with certainty."
                )
            )
        }
        let margin = comparison == .atMost ? limit - height : height - limit
        let outcome: FindingOutcome =
            margin < 0 ? .violates : margin == 0 || margin * 10 < limit ? .nearLimit : .complies
        var conflict: [RDPolygon]?
        if outcome == .violates {
            let footprint = context.footprint.polygon
            let part = try Overlay.intersection([footprint], feature.polygons)
            conflict = feature.relation == .overlaps ? part : [footprint]
        }
        return Finding(
            rule: rule,
            outcome: outcome,
            measured: Double(height) / 1000,
            limit: norm.value,
            unit: NormUnit.metre.rawValue,
            margin: Double(margin) / 1000,
            why: HeightText(rule: rule, comparison: comparison, height: height, limit: limit).why,
            source: feature.source,
            conflict: conflict
        )
    }
}
