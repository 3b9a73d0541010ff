/// Invented names of towns and villages that sound Dutch.
struct PlaceNames {
    private static let roots = [
        "Eiken", "Wilgen", "Reiger", "Kievits", "Ooster", "Wester", "Noorder", "Zuider", "Molen", "Zwanen", "Linden",
        "Hazen", "Otter", "Vossen", "Zilver", "Rieten", "Klaver", "Brem", "Gagel", "Wulpen", "Snoeken", "Karper",
        "Dotter", "Lisse", "Kolk",
    ]
    private static let endings = [
        "dijkerveen", "wijkerhout", "dammerbroek", "koopmeer", "horstenaar", "lochem", "burgerwaard", "hovenzijl",
        "kerkerwoude", "rijnsloot", "monderhuizen", "schoterland", "veldermond", "beekstede", "lanermeer",
        "drechterzand",
    ]

    /// Names of as many towns; no name occurs twice.
    static let count = roots.count * endings.count

    /// The name of a number below ``count``.
    static func name(_ number: Int) -> String {
        // 25 and 16 have no factor in common: stepping through both together meets every pair once.
        roots[number % roots.count] + endings[(number * 7 + number / roots.count) % endings.count]
    }

    private var following: Int
    private let prefixes = ["Nieuw-", "Oud-", "Klein ", "Hoog ", "Laag "]
    private var prefix = 0

    init(seed: UInt64) {
        var generator = SplitMix64(seed: seed, part: 6)
        following = generator.below(Self.count)
    }

    /// The next village.
    mutating func next() -> String {
        defer {
            following = (following + 37) % Self.count
            prefix += 1
        }
        return prefixes[prefix % prefixes.count] + Self.name(following)
    }
}
