/// The streets of the town, their names, and the house numbers and postcodes handed out in them.
struct AddressBook {
    /// A street: what runs along one line of the lattice within one neighbourhood.
    struct StreetLine: Hashable {
        var neighbourhood: Int
        var kernel: Int
        var isRow: Bool
        var line: Int
    }

    /// Names in the order in which streets were first needed.
    private(set) var streets: [String] = []
    /// Which kernel each street lies in.
    private(set) var kernels: [Int] = []
    private let firstPostcode: Int
    private let seed: UInt64

    /// - Parameter firstPostcode: the four digits of the first postcodes; those of later ones are lower.
    init(firstPostcode: Int, seed: UInt64) {
        self.firstPostcode = firstPostcode
        self.seed = seed
    }

    private var numbers: [StreetLine: Int] = [:]
    private var lastNumber: [Int] = []
    private var postcodes: [(code: String, left: Int)] = []
    private var issuedPostcodes = 0

    /// The street's number, a new one at the first call.
    mutating func street(_ line: StreetLine) -> Int {
        if let known = numbers[line] { return known }
        let number = streets.count
        numbers[line] = number
        streets.append(Self.streetName(number, shift: Int(seed % 61)))
        kernels.append(line.kernel)
        lastNumber += [-1, 0]
        postcodes += [("", 0), ("", 0)]
        return number
    }

    /// The next house number on the odd or the even side, with a postcode shared by about 22 neighbours.
    mutating func address(street: Int, isOdd: Bool, letter: String = "", addition: String = "") -> Address {
        let side = street * 2 + (isOdd ? 0 : 1)
        lastNumber[side] += 2
        return address(at: side, letter: letter, addition: addition)
    }

    /// Another address at the house number that ``address(street:isOdd:letter:addition:)`` gave last on this side.
    mutating func sameNumber(street: Int, isOdd: Bool, letter: String = "", addition: String = "") -> Address {
        address(at: street * 2 + (isOdd ? 0 : 1), letter: letter, addition: addition)
    }

    private mutating func address(at side: Int, letter: String, addition: String) -> Address {
        if postcodes[side].left == 0 {
            postcodes[side] = (nextPostcode(), 22)
        }
        postcodes[side].left -= 1
        return Address(
            street: side / 2,
            number: lastNumber[side],
            letter: letter,
            addition: addition,
            postcode: postcodes[side].code
        )
    }

    /// 9999ZZ, 9999ZX, …: downwards from the first, without the letter pairs SA, SD and SS, which are never issued.
    private mutating func nextPostcode() -> String {
        let letters = Array("ZYXWVTSRPNMLKJHGEDCBA").map(String.init)
        while true {
            let place = issuedPostcodes
            issuedPostcodes += 1
            let digits = firstPostcode - place / (letters.count * letters.count)
            let pair = letters[place / letters.count % letters.count] + letters[place % letters.count]
            if !["SA", "SD", "SS"].contains(pair) { return "\(digits)\(pair)" }
        }
    }

    /// Invented names: 64 roots × 12 endings × 8 qualifiers, each combination once, then with a number.
    private static func streetName(_ number: Int, shift: Int) -> String {
        let roots = [
            "Eiken", "Beuken", "Linden", "Kastanje", "Populieren", "Wilgen", "Elzen", "Essen", "Berken", "Esdoorn",
            "Meidoorn", "Hazelaar", "Vlier", "Sleedoorn", "Rozen", "Tulpen", "Narcissen", "Krokus", "Lelie", "Iris",
            "Margriet", "Klaver", "Boterbloem", "Korenbloem", "Zonnebloem", "Merel", "Lijster", "Spreeuwen", "Zwaluw",
            "Leeuwerik", "Kievit", "Grutto", "Reiger", "Ooievaar", "Zwanen", "Eenden", "Valken", "Sperwer", "Uilen",
            "Molen", "Kerk", "School", "Markt", "Haven", "Brug", "Sluis", "Dijk", "Polder", "Veen", "Heide", "Akker",
            "Weide", "Bakker", "Smeden", "Wevers", "Kuiper", "Schippers", "Vissers", "Timmer", "Orgel", "Viool",
            "Trompet",
            "Sterren", "Maan",
        ]
        let endings = [
            "straat", "laan", "weg", "hof", "plein", "pad", "dreef", "kade", "singel", "steeg", "gaarde", "veld",
        ]
        let qualifiers = ["", "Lange ", "Korte ", "Oude ", "Nieuwe ", "Grote ", "Kleine ", "Achter "]
        // 64 and 12 share factors: step through the endings with the roots, one further every round.
        let root = (number + shift) % roots.count
        let ending = (number + shift + number / roots.count) % endings.count
        let round = number / (roots.count * endings.count)
        let name = roots[root] + endings[ending]
        let qualified =
            qualifiers[round % qualifiers.count] + (round % qualifiers.count == 0 ? name : name.lowercased())
        return round < qualifiers.count ? qualified : "\(qualified) \(round / qualifiers.count + 1)"
    }
}
