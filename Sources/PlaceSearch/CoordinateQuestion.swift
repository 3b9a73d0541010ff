/// A question that is a pair of coordinates.
public enum CoordinateQuestion: Equatable, Sendable {
    /// RD New, metres.
    case rd(x: Double, y: Double)
    /// WGS 84 (CRS84), degrees.
    case degrees(longitude: Double, latitude: Double)

    /// Reads two numbers, with a point or a comma for decimals, apart by a space, a comma or a semicolon: `52.15, 5.38`,
    /// `155000 463000`, `RD 155000,5; 463000`; and what maps and phones show: `52.15 N 5.38 E`, `52°09'18"N 5°23'14"E`,
    /// `lat 52.15 lon 5.38`, `POINT(155000 463000)`, `x=155000 y=463000`. Degrees may come in either order, with minutes and
    /// seconds or without; nil when it is anything else, or lies far from the Netherlands.
    public init?(_ text: String) {
        guard text.utf8.count <= 80, let (first, second) = CoordinateQuestion.numbers(text) else { return nil }
        let isLongitude = 2.5...7.6
        let isLatitude = 50.0...54.0
        switch (first, second) {
        case (-7_000...300_000, 289_000...629_000): self = .rd(x: first, y: second)
        case (isLongitude, isLatitude): self = .degrees(longitude: first, latitude: second)
        case (isLatitude, isLongitude): self = .degrees(longitude: second, latitude: first)
        default: return nil
        }
    }

    /// Words that say nothing that the numbers don't.
    private static let words: Set<String> = [
        "latitude", "longitude", "lat", "lon", "lng", "breedtegraad", "lengtegraad", "noorderbreedte", "oosterlengte",
        "nb", "ol", "n", "b", "o", "l", "e", "rd", "x", "y", "point",
    ]

    /// The text without ``words`` and without the signs that come with them; nil when it has any other word.
    private static func bare(_ text: String) -> String? {
        var bare = String.UnicodeScalarView()
        var word = String.UnicodeScalarView()
        for scalar in (text.lowercased().replacing("epsg:28992", with: "") + " ").unicodeScalars {
            if scalar.properties.isAlphabetic {
                word.append(scalar)
                continue
            }
            if !word.isEmpty {
                guard words.contains(String(word)) else { return nil }
                word.removeAll()
                bare.append(" ")
            }
            bare.append("()[]=:".unicodeScalars.contains(scalar) ? " " : scalar)
        }
        return String(bare)
    }

    private static func numbers(_ text: String) -> (Double, Double)? {
        guard let rest = bare(text) else { return nil }
        if rest.unicodeScalars.contains("°"), let angles = angles(rest) { return angles }
        let allowed = rest.unicodeScalars.allSatisfy {
            ($0.value >= 0x30 && $0.value <= 0x39) || " .,;-+°\t".unicodeScalars.contains($0)
        }
        guard allowed else { return nil }
        let plain = rest.filter { $0 != "°" }
        let blocks = plain.split { $0 == " " || $0 == ";" || $0 == "\t" }.map { part in
            var part = part
            while part.last == "," { part = part.dropLast() }
            return part
        }.filter { $0.contains(where: \.isNumber) }
        // A comma parts the numbers when there is nothing else to do so, else it stands for the decimal point.
        let parts = blocks.count == 1 ? blocks[0].split(separator: ",") : blocks
        guard parts.count == 2 else { return nil }
        let values = parts.compactMap { part in Double(String(part.map { $0 == "," ? "." : $0 })) }
        guard values.count == 2, values.allSatisfy(\.isFinite) else { return nil }
        return (values[0], values[1])
    }

    /// Two angles in degrees, minutes and perhaps seconds, in decimal degrees.
    private static func angles(_ text: String) -> (Double, Double)? {
        let angle =
            /\s*(\d{1,2})\s*°\s*(\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["″”]|''))?[\s,;]*/
        func decimal(_ text: Substring) -> Double { Double(text.replacing(",", with: ".")) ?? .nan }
        guard let first = text.prefixMatch(of: angle),
            let second = text[first.range.upperBound...].wholeMatch(of: angle)
        else { return nil }
        let values = [first.output, second.output].map { _, degrees, minutes, seconds in
            decimal(degrees) + decimal(minutes) / 60 + (seconds.map(decimal) ?? 0) / 3_600
        }
        return (values[0], values[1])
    }
}
