/// Cuts snapped lines to a box (Liang-Barsky, per segment).
struct LineClipper {
    let box: TileBox

    func clipped(_ line: [TilePoint]) -> [[TilePoint]] {
        var parts: [[TilePoint]] = []
        var current: [TilePoint] = []
        for (start, end) in zip(line, line.dropFirst()) {
            guard let (from, to) = clipped(start, end) else {
                if current.count >= 2 { parts.append(current) }
                current = []
                continue
            }
            if current.last != from {
                if current.count >= 2 { parts.append(current) }
                current = [from]
            }
            if to != from { current.append(to) }
        }
        if current.count >= 2 { parts.append(current) }
        return parts
    }

    private func clipped(_ a: TilePoint, _ b: TilePoint) -> (TilePoint, TilePoint)? {
        if box.contains(a), box.contains(b) { return (a, b) }
        let dx = Double(b.x) - Double(a.x)
        let dy = Double(b.y) - Double(a.y)
        var enter = 0.0
        var leave = 1.0
        for (slope, room) in [
            (-dx, Double(a.x) - Double(box.minX)), (dx, Double(box.maxX) - Double(a.x)),
            (-dy, Double(a.y) - Double(box.minY)), (dy, Double(box.maxY) - Double(a.y)),
        ] {
            if slope == 0 {
                if room < 0 { return nil }
            } else if slope < 0 {
                enter = max(enter, room / slope)
            } else {
                leave = min(leave, room / slope)
            }
        }
        guard enter <= leave else { return nil }
        func at(_ share: Double) -> TilePoint {
            TilePoint(
                x: Int32((Double(a.x) + dx * share).rounded()),
                y: Int32((Double(a.y) + dy * share).rounded())
            )
        }
        return (enter == 0 ? a : at(enter), leave == 1 ? b : at(leave))
    }
}
