public import GeoValues

/// Importances for lines.
public enum LineImportance {
    /// The importance of each vertex of lines in flat arrays; see ``VertexImportance``. Ends are kept always; a closed line
    /// keeps three corners always. Lines are simplified one by one, so two that cross may do so elsewhere afterwards.
    ///
    /// - Parameters:
    ///   - vertices: RD millimetres; a line has at least two, no two neighbours equal.
    ///   - firstVertices: the first vertex of each line, and the number of vertices at the end.
    public static func importances(vertices: [RDPoint], firstVertices: [UInt32]) -> [UInt16] {
        var importances: [UInt16] = []
        importances.reserveCapacity(vertices.count)
        var hierarchy = DistanceHierarchy()
        var chain: [RDPoint] = []
        var values: [UInt16] = []
        for line in 0..<max(1, firstVertices.count) - 1 {
            let range = Int(firstVertices[line])..<Int(firstVertices[line + 1])
            guard range.count >= 2 else {
                for _ in range { importances.append(VertexImportance.always) }
                continue
            }
            chain.removeAll(keepingCapacity: true)
            chain.append(contentsOf: vertices[range])
            let last = chain.count - 1
            let isClosed = chain[0] == chain[last]
            let isBackward = isClosed ? precedes(chain[last - 1], chain[1]) : precedes(chain[last], chain[0])
            if isBackward { chain.reverse() }
            values.removeAll(keepingCapacity: true)
            for _ in chain { values.append(0) }
            if isClosed, last >= 3 {
                hierarchy.fillClosed(&values, chain) { _, _, _ in false }
            } else if !isClosed {
                hierarchy.fill(&values, chain, from: 0, to: last) { _, _, _ in false }
            } else {
                values[1] = VertexImportance.always
            }
            values[0] = VertexImportance.always
            values[last] = VertexImportance.always
            importances.append(contentsOf: isBackward ? values.reversed() : values)
        }
        return importances
    }
}
