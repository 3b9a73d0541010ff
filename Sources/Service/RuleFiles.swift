import Foundation
import GeoValues
public import PlanningRules
import Synchronization

/// The dated rule parameters in `Data/rules`.
public final class RuleFiles: Sendable {
    private let bruidsschat: Bruidsschat
    private let terms: ProcedureTerms
    private let authorities: AuthorityRules
    /// See ``assignments(for:onDay:)``.
    private let knownAssignments = Mutex<[String: [AuthorityRules.Assignment]]>([:])
    /// Names of activities that are remembered: a regulation has some thousands.
    private static let mostKnown = 20_000

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

    /// Who decides on an activity. The same activities come back in answer after answer, and looking for some fifty words in a name
    /// takes longer than all else that an answer says of it: so what was found is remembered.
    public func assignments(for activity: String, onDay day: Int32) -> [AuthorityRules.Assignment] {
        guard let rules = authorities(onDay: day) else { return [] }
        if let known = knownAssignments.withLock({ $0[activity] }) { return known }
        let found = rules.assignments(for: activity)
        knownAssignments.withLock { known in
            if known.count >= RuleFiles.mostKnown { known.removeAll() }
            known[activity] = found
        }
        return found
    }

    private static func holds(_ day: Int32, _ from: String, _ until: String?) -> Bool {
        guard let from = CalendarDay.day(from), from <= day else { return false }
        return until.flatMap(CalendarDay.day).map { day < $0 } ?? true
    }
}
