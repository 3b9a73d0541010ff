/// A distribution given by some of its quantiles, straight between them.
struct Quantiles {
    private let knots: [(share: Double, value: Double)]

    /// - Parameter knots: ascending, the first at share 0 and the last at share 1.
    init(_ knots: (share: Double, value: Double)...) {
        self.knots = knots
    }

    func draw(_ generator: inout SplitMix64) -> Double {
        let share = Double(generator.below(1_000_001)) / 1_000_000
        var next = 1
        while next < knots.count - 1, knots[next].share < share { next += 1 }
        let (low, high) = (knots[next - 1], knots[next])
        return low.value + (high.value - low.value) * (share - low.share) / (high.share - low.share)
    }
}

/// Measured distributions that the town follows; lengths in millimetres (BAG of Den Haag and Doesburg, 2020 to 2023).
enum Measured {
    static let shedWidth = Quantiles((0, 1_200), (0.05, 1_420), (0.5, 2_700), (0.95, 4_350), (1, 5_000))
    static let shedLength = Quantiles((0, 1_900), (0.05, 2_150), (0.5, 3_100), (0.7, 4_700), (0.95, 8_500), (1, 10_000))
    static let terraceDepth = Quantiles((0, 7_900), (0.08, 8_500), (0.5, 10_400), (0.9, 14_200), (1, 16_000))
    static let detachedDepth = Quantiles((0, 9_500), (0.3, 13_900), (0.8, 18_000), (1, 20_500))
    /// Corners of a house: even, without sheds and halls.
    static let houseCorners = Quantiles(
        (0, 6),
        (0.4, 8),
        (0.66, 11),
        (0.82, 15),
        (0.92, 18.5),
        (0.965, 27),
        (1, 52)
    )
    static let hallCorners = Quantiles((0, 6), (0.3, 16), (0.6, 28), (1, 60))
    /// Dwellings behind one front door in the old town.
    static let oldTownDwellings = Quantiles(
        (0, 1),
        (0.56, 1.99),
        (0.70, 2.99),
        (0.79, 3.99),
        (0.88, 5.99),
        (0.915, 6.99),
        (0.96, 8.99),
        (0.983, 28),
        (0.995, 31),
        (1, 44)
    )
}
