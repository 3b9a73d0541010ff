/// More nodes would take too long: an answer without them is given instead.
struct DiagramTooLarge: Error {}

/// What a diagram leads to.
enum DiagramEnd: Hashable {
    case value(Knowledge)
    /// Of a decision table on its way through the columns.
    case rules(RuleState)
}

/// Functions of unanswered inputs as reduced, ordered, multi-valued decision diagrams (Bryant 1986, Srinivasan et al. 1990).
///
/// A function has exactly one diagram, so an input that occurs in it can change the outcome, and one that does not, can't.
struct DecisionDiagrams {
    /// A node is 0 or more, an end below 0.
    typealias Reference = Int32

    private struct Node: Hashable {
        /// An input, by its place in the order of asking.
        let variable: Int32
        /// For every cell of the input.
        let children: [Reference]
    }

    private static let nodeLimit = 40_000

    private var nodes: [Node] = []
    private var references: [Node: Reference] = [:]
    private(set) var ends: [DiagramEnd] = []
    private var endReferences: [DiagramEnd: Reference] = [:]
    private var steps = 0

    mutating func end(_ end: DiagramEnd) -> Reference {
        if let known = endReferences[end] { return known }
        let reference = ~Int32(ends.count)
        ends.append(end)
        endReferences[end] = reference
        return reference
    }

    func end(of reference: Reference) -> DiagramEnd? { reference < 0 ? ends[Int(~reference)] : nil }

    mutating func node(_ variable: Int, _ children: [Reference]) throws(DiagramTooLarge) -> Reference {
        if children.allSatisfy({ $0 == children[0] }) { return children[0] }
        let node = Node(variable: Int32(variable), children: children)
        if let known = references[node] { return known }
        guard nodes.count < Self.nodeLimit else { throw DiagramTooLarge() }
        nodes.append(node)
        references[node] = Int32(nodes.count - 1)
        return Int32(nodes.count - 1)
    }

    /// The function that `combine` makes of several.
    mutating func combined(
        _ operands: [Reference],
        _ combine: ([DiagramEnd]) -> DiagramEnd
    ) throws(DiagramTooLarge) -> Reference {
        var made: [[Reference]: Reference] = [:]
        return try combined(operands, &made, combine)
    }

    private mutating func combined(
        _ operands: [Reference],
        _ made: inout [[Reference]: Reference],
        _ combine: ([DiagramEnd]) -> DiagramEnd
    ) throws(DiagramTooLarge) -> Reference {
        if let known = made[operands] { return known }
        steps += 1
        guard steps < Self.nodeLimit * 8 else { throw DiagramTooLarge() }
        var first: Int32?
        for operand in operands where operand >= 0 { first = min(first ?? .max, nodes[Int(operand)].variable) }
        let result: Reference
        if let first {
            let count =
                operands.first { $0 >= 0 && nodes[Int($0)].variable == first }
                .map { nodes[Int($0)].children.count } ?? 0
            var children: [Reference] = []
            for cell in 0..<count {
                let restricted = operands.map { operand in
                    operand >= 0 && nodes[Int(operand)].variable == first ? nodes[Int(operand)].children[cell] : operand
                }
                children.append(try combined(restricted, &made, combine))
            }
            result = try node(Int(first), children)
        } else {
            result = end(combine(operands.map { ends[Int(~$0)] }))
        }
        made[operands] = result
        return result
    }

    /// The variables that occur in a diagram, and its ends in the order in which they are met.
    func contents(of reference: Reference) -> (variables: Set<Int>, ends: [DiagramEnd]) {
        var variables: Set<Int> = []
        var found: [DiagramEnd] = []
        var seen: Set<Reference> = []
        var pending = [reference]
        while let next = pending.popLast() {
            guard seen.insert(next).inserted else { continue }
            if next < 0 {
                found.append(ends[Int(~next)])
            } else {
                variables.insert(Int(nodes[Int(next)].variable))
                pending += nodes[Int(next)].children.reversed()
            }
        }
        return (variables, found)
    }
}
