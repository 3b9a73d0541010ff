/// The outline of a building between two sides of a plot. Both side walls stay straight, so that neighbours that stand
/// against each other share their corners.
struct HouseOutline {
    let plot: Plot
    /// The sides as shares of the plot's width.
    let low: Double
    let high: Double
    /// Distances from the street in millimetres.
    let front: Double
    let back: Double
    /// How far behind `back` an extension may reach, in millimetres.
    var room = 0.0

    /// The ring, counter-clockwise, and how far from the street it reaches.
    ///
    /// - Parameter corners: about how many. Beyond four, a bow at the back takes two, an extension along the wall at `high`
    ///   three, and every porch, bay or niche four.
    func ring(corners: Int, generator: inout SplitMix64) -> (ring: [Vector], back: Double) {
        let isOdd = corners % 4 >= 2
        let hasExtension = isOdd && room > 2_200 && generator.chance(perMille: 450)
        let hasBow = isOdd && !hasExtension && room > 700
        let bays = max(0, (corners - (hasExtension || hasBow ? 4 : 2)) / 4)
        let inFront = hasBow ? bays : (bays + 1) / 2
        var ring: [Vector] = [plot.at(low, front)]
        let niche = Double(generator.within(4...9)) * 100
        ring += teeth(inFront, from: low, to: high, at: front, by: niche)
        ring.append(plot.at(high, front))
        var far = back
        var reach = high
        if hasExtension {
            far = back + min(room, Double(generator.within(2_000...3_600)))
            reach = low + (high - low) * Double(generator.within(35...60)) / 100
            ring += [plot.at(high, back), plot.at(high, far), plot.at(reach, far), plot.at(reach, back)]
        } else {
            ring.append(plot.at(high, back))
        }
        if hasBow {
            let bow = Double(generator.within(3...6)) * 100
            ring += [0.8, 0.2].map { plot.at(low + (high - low) * $0, back + bow) }
            ring.append(plot.at(low, back))
            return (ring, back + bow)
        }
        let bay = room > 1_200 && !hasExtension ? Double(generator.within(5...11)) * 100 : -niche
        ring += teeth(bays - inFront, from: reach, to: low, at: back, by: bay)
        ring.append(plot.at(low, back))
        return (ring, max(far, back + max(0, bay)))
    }

    /// Bays or niches side by side along a wall.
    private func teeth(_ count: Int, from start: Double, to end: Double, at depth: Double, by offset: Double)
        -> [Vector]
    {
        (0..<count).flatMap { number in
            let slot = (end - start) / Double(count)
            let one = start + slot * (Double(number) + 0.25)
            let other = start + slot * (Double(number) + 0.7)
            return [
                plot.at(one, depth), plot.at(one, depth + offset), plot.at(other, depth + offset),
                plot.at(other, depth),
            ]
        }
    }
}
