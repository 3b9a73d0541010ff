public import DecisionTrees
public import GeoValues
import Registers

/// What a tree says for a person's answers at a place.
public struct TreeAssessment: Sendable {
    public let tree: ServedTree
    /// By position of the input.
    public let given: [Int: FEELValue]
    public let facts: [Int: Fact]
    public let evaluation: TreeEvaluation
    public let dataVersion: String

    /// Inputs where the person's answer differs from what the registers say; the person's counts.
    public var contradicted: [Int] {
        given.keys.sorted().filter { input in
            if case .known(let value, _)? = facts[input] { value != given[input] } else { false }
        }
    }
}

extension StipService {
    /// Evaluates a tree with the answers given and with what the registers know.
    ///
    /// - Parameter point: nil: no place was given, so that spatial questions stay open.
    public func assess(
        _ tree: ServedTree,
        given: [Int: FEELValue],
        at point: RDPoint?,
        onDay day: Int32
    ) async throws -> TreeAssessment {
        let registers = holder.snapshot.registers
        // A tree can be of any size, so that this is no work for the threads that look places up.
        return try await pool.run {
            let facts = tree.document.facts(for: tree.root, from: RegisterFacts(registers, at: point, onDay: day))
            var answers: [Int: FEELValue] = [:]
            for (input, fact) in facts { if case .known(let value, _) = fact { answers[input] = value } }
            answers.merge(given) { _, own in own }
            return TreeAssessment(
                tree: tree,
                given: given,
                facts: facts,
                evaluation: TreeEvaluation(tree.document, root: tree.root, answers: answers),
                dataVersion: registers.dataVersion
            )
        }
    }
}
