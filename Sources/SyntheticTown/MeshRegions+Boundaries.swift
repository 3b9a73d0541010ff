/// A line between two regions.
struct MeshBoundary {
    /// The region on the left, seen along the line; the one on the right, or −1 outside all regions.
    var left: Int32
    var right: Int32
    var vertices: [Int32]
}

extension MeshRegions {
    /// The lines between regions, each as long as it has the same two on its sides.
    ///
    /// - Parameter regionOfFace: as ``regions(labels:)`` gives it.
    func boundaries(regionOfFace: [Int32]) -> [MeshBoundary] {
        var pieces: [MeshBoundary] = []
        forEachEdge { from, to, face, other in
            let (left, right) = (regionOfFace[Int(face)], other.map { regionOfFace[Int($0)] } ?? -1)
            guard left != right else { return }
            if right < 0 || left < right {
                pieces.append(MeshBoundary(left: left, right: right, vertices: [from, to]))
            } else {
                pieces.append(MeshBoundary(left: right, right: left, vertices: [to, from]))
            }
        }
        pieces.sort { ($0.left, $0.right, $0.vertices[0]) < ($1.left, $1.right, $1.vertices[0]) }
        var lines: [MeshBoundary] = []
        var start = 0
        while start < pieces.count {
            var end = start
            while end < pieces.count, pieces[end].left == pieces[start].left, pieces[end].right == pieces[start].right {
                end += 1
            }
            lines += Self.joined(pieces[start..<end])
            start = end
        }
        return lines
    }

    /// Joins pieces, sorted by their first vertices, end to end.
    private static func joined(_ pieces: ArraySlice<MeshBoundary>) -> [MeshBoundary] {
        var isUsed = [Bool](repeating: false, count: pieces.count)
        let ends = Set(pieces.map { $0.vertices[1] })
        func next(from vertex: Int32) -> Int? {
            var (low, high) = (pieces.startIndex, pieces.endIndex)
            while low < high {
                let middle = (low + high) / 2
                if pieces[middle].vertices[0] < vertex { low = middle + 1 } else { high = middle }
            }
            while low < pieces.endIndex, pieces[low].vertices[0] == vertex {
                if !isUsed[low - pieces.startIndex] { return low }
                low += 1
            }
            return nil
        }
        var lines: [MeshBoundary] = []
        // Lines with a beginning first; what then is left are rings.
        for hasBeginning in [true, false] {
            for first in pieces.indices where !isUsed[first - pieces.startIndex] {
                if hasBeginning, ends.contains(pieces[first].vertices[0]) { continue }
                var line = pieces[first]
                isUsed[first - pieces.startIndex] = true
                while let place = next(from: line.vertices[line.vertices.count - 1]) {
                    isUsed[place - pieces.startIndex] = true
                    line.vertices.append(pieces[place].vertices[1])
                }
                lines.append(line)
            }
        }
        return lines
    }
}
