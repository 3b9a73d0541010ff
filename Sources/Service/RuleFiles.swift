import Foundation
import GeoValues
public import PlanningRules

/// The dated rule parameters in `Data/rules`.
public struct RuleFiles: Sendable {
    private let bruidsschat: Bruidsschat
    private let terms: ProcedureTerms
    private let authorities: AuthorityRules

    /// - Throws: ``ServiceProblem/unusableDefinition(path:reason:)``.
    init(installationRoot root: String) throws {
        bruidsschat = try RuleFiles.read("\(root)/Data/rules/bruidsschat.json")
        terms = try RuleFiles.read("\(root)/Data/rules/procedures.json")
        authorities = try RuleFiles.read("\(root)/Data/rules/bevoegd-gezag.json")
    }

    private static func read<Parameters: Decodable>(_ path: String) throws -> Parameters {
        do {
            return try JSONDecoder().decode(Parameters.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw ServiceProblem.unusableDefinition(path: path, reason: "\(error)")
        }
    }

    /// The bruidsschat, on a day on which it holds (days since 1970-01-01).
    public func bruidsschat(onDay day: Int32) -> Bruidsschat? {
        RuleFiles.holds(day, bruidsschat.geldigVan, bruidsschat.geldigTot) ? bruidsschat : nil
    }

    public func terms(onDay day: Int32) -> ProcedureTerms? {
        RuleFiles.holds(day, terms.geldigVan, terms.geldigTot) ? terms : nil
    }

    /// Who decides on what.
    public func authorities(onDay day: Int32) -> AuthorityRules? {
        RuleFiles.holds(day, authorities.geldigVan, authorities.geldigTot) ? authorities : nil
    }

    private static func holds(_ day: Int32, _ from: String, _ until: String?) -> Bool {
        guard let from = CalendarDay.day(from), from <= day else { return false }
        return until.flatMap(CalendarDay.day).map { day < $0 } ?? true
    }
}
