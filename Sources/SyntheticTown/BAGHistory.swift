/// When the versions (voorkomens) of an object of the BAG were valid.
struct BAGHistory {
    /// Days of a calendar, as `yyyy-mm-dd`; the last version is in force.
    struct Version {
        var number: Int
        var begin: String
        var end: String?
    }

    let versions: [Version]

    /// The share of objects in Doesburg with at most 1, 2, … 6 versions, in ten thousandths.
    private static let shares = [5049, 8705, 9540, 9917, 9991, 10_000]

    init(seed: UInt64, part: Int, _ place: Int) {
        var generator = SplitMix64(seed: seed, part: part, place)
        let draw = generator.below(10_000)
        let count = (Self.shares.firstIndex { draw < $0 } ?? 0) + 1
        // One object in five hundred was corrected on the day of its registration.
        let isSameDay = count > 1 && generator.chance(perMille: 4)
        var day = generator.within(0...2_000)
        var begins: [Int] = []
        for number in 0..<count {
            begins.append(day)
            day += number == 0 && isSameDay ? 0 : generator.within(30...700)
        }
        versions = begins.enumerated().map { number, begin in
            let end = number + 1 < count ? Self.date(begins[number + 1]) : nil
            return Version(number: number + 1, begin: Self.date(begin), end: end)
        }
    }

    /// Days since 2010-01-01 in a calendar whose months have 28 days: every one is a real date.
    private static func date(_ day: Int) -> String {
        let month = day / 28
        return "\(2010 + month / 12)-\(digits(month % 12 + 1, 2))-\(digits(day % 28 + 1, 2))"
    }
}
