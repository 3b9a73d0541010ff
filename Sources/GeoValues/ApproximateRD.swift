/// RD New from geographic degrees by the polynomials of Schreutelkamp and Strang van Hees (Geodesia 2001-2).
///
/// Right to about 0.3 m on land and a few metres at the edges of `validLongitudes` and `validLatitudes`: for index windows that are grown
/// afterwards, never for an answer. Answers go through RDNAPTRANS2018.
public enum ApproximateRD {
    /// Degrees within which the polynomials stay near the truth: the RD envelope and its surroundings.
    static let validLongitudes = 2.5...8.0
    static let validLatitudes = 50.0...54.5

    private static let eastTerms: [(p: Int, q: Int, value: Double)] = [
        (0, 1, 190_094.945), (1, 1, -11_832.228), (2, 1, -114.221), (0, 3, -32.391), (1, 0, -0.705),
        (3, 1, -2.340), (1, 3, -0.608), (0, 2, -0.008), (2, 3, 0.148),
    ]
    private static let northTerms: [(p: Int, q: Int, value: Double)] = [
        (1, 0, 309_056.544), (0, 2, 3_638.893), (2, 0, 73.077), (1, 2, -157.984), (3, 0, 59.788),
        (0, 1, 0.433), (2, 2, -6.439), (1, 1, -0.032), (0, 4, 0.092), (1, 4, -0.054),
    ]

    /// Metres east and north.
    static func metres(_ point: GeographicPoint) -> (x: Double, y: Double) {
        let latitude = 0.36 * (point.latitude - 52.155_174_40)
        let longitude = 0.36 * (point.longitude - 5.387_206_21)
        func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { value, _ in value * base } }
        func sum(_ terms: [(p: Int, q: Int, value: Double)]) -> Double {
            terms.reduce(0) { $0 + $1.value * power(latitude, $1.p) * power(longitude, $1.q) }
        }
        return (155_000 + sum(eastTerms), 463_000 + sum(northTerms))
    }

    /// A box in RD that holds everything inside a Mercator box, as far as it lies in `validLongitudes` and `validLatitudes`; nil when the two
    /// are apart.
    ///
    /// The border of the Mercator box is followed at 8 places a side; the bow between two of them and the error of the
    /// polynomials are covered by growing the result by 10 m and 1 % of its larger side.
    public static func window(around box: MercatorBox) -> RDBox? {
        let northWest = MercatorPoint(x: box.minX, y: box.minY).geographic
        let southEast = MercatorPoint(x: box.maxX, y: box.maxY).geographic
        let west = max(northWest.longitude, validLongitudes.lowerBound)
        let east = min(southEast.longitude, validLongitudes.upperBound)
        let south = max(southEast.latitude, validLatitudes.lowerBound)
        let north = min(northWest.latitude, validLatitudes.upperBound)
        guard west <= east, south <= north else { return nil }
        var minX = Double.infinity
        var minY = Double.infinity
        var maxX = -Double.infinity
        var maxY = -Double.infinity
        let steps = 8
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            let longitude = west + (east - west) * share
            let latitude = south + (north - south) * share
            for corner in [(longitude, south), (longitude, north), (west, latitude), (east, latitude)] {
                let place = metres(GeographicPoint(longitude: corner.0, latitude: corner.1))
                minX = min(minX, place.x)
                minY = min(minY, place.y)
                maxX = max(maxX, place.x)
                maxY = max(maxY, place.y)
            }
        }
        let margin = 10 + max(maxX - minX, maxY - minY) / 100
        func millimetres(_ metres: Double) -> Int32 { Int32(clamping: Int64((metres * 1000).rounded())) }
        return RDBox(
            minX: millimetres(minX - margin),
            minY: millimetres(minY - margin),
            maxX: millimetres(maxX + margin),
            maxY: millimetres(maxY + margin)
        )
    }
}
