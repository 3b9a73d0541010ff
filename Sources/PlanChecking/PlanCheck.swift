public import PlanningRules
public import Registers

/// Checks plans against the registers: *binnen de lijntjes* (`service.md` A10). Indicative: what no register draws on the
/// map, as the use of a building, is not checked.
public struct PlanCheck: Sendable {
    let snapshot: RegisterSnapshot
    private let memory: RuleMemory

    public init(_ snapshot: RegisterSnapshot, memory: RuleMemory = RuleMemory()) {
        self.snapshot = snapshot
        self.memory = memory
    }

    /// What the plan touches, how far the registers are known there, and the outcome of each rule.
    ///
    /// Touching and overlapping are told apart exactly, on the millimetre grid; so are heights and their limits. Areas
    /// are computed in Double; up to 0.01 m² outside an area counts as its edge. The order of everything is fixed.
    ///
    /// - Parameter day: only features valid on this day count (days since 1970-01-01).
    /// - Throws: ``PlanFootprintProblem``; `GEOSError` when an overlay fails.
    public func result(of footprint: PlanFootprint, onDay day: Int32) throws -> PlanCheckResult {
        try footprint.validate()
        let all = try AreaSurvey(snapshot, AskedArea([footprint.polygon]), day: day)
        let standings = try PlanStandings(of: all, snapshot, memory, onDay: day)
        let survey = all.without(plans: standings.notHolding)
        let assessment = try CoverageAssessment(snapshot, survey)
        let context = CheckContext(footprint: footprint, survey: survey, assessment: assessment)
        var findings = try ParcelRule(context).findings()
        findings += try BuildingRule(context).findings()
        findings += try BuildingZoneRule(context).findings()
        findings += try NormRule(context).findings()
        findings += OverlayRule(context).findings()
        findings += standings.findings
        return PlanCheckResult(
            footprint: footprint,
            squareMetres: MeasureText.rounded(squareMetres: survey.area.squareMetres),
            touched: all.features.map(all.touched),
            coverage: assessment.coverage,
            findings: findings,
            summary: PlanCheckSummary(of: findings, assessment.coverage),
            dataVersion: snapshot.dataVersion
        )
    }
}

extension AreaSurvey {
    func partlyApplies(to covered: Double) -> Applicability {
        .appliesPartly(squareMetres: MeasureText.rounded(squareMetres: covered), share: share(covered))
    }

    func touched(_ feature: SurveyedFeature) -> TouchedFeature {
        let applicability: Applicability =
            switch feature.relation {
            case .within: .applies
            case .overlaps where feature.isPoint: .applies
            case .overlaps: partlyApplies(to: feature.squareMetres)
            case .touches, .apart: .touchesBoundaryOnly
            }
        return TouchedFeature(
            layer: feature.layer,
            reference: feature.reference,
            identifier: feature.source.identifier,
            name: feature.source.name,
            applicability: applicability,
            squareMetres: MeasureText.rounded(squareMetres: feature.squareMetres),
            share: share(feature.squareMetres)
        )
    }

    /// A share of what is asked to six decimals.
    private func share(_ covered: Double) -> Double { (covered / area.squareMetres * 1_000_000).rounded() / 1_000_000 }
}
