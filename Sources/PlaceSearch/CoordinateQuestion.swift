/// A question that is a pair of coordinates.
public enum CoordinateQuestion: Equatable, Sendable {
    /// RD New, metres.
    case rd(x: Double, y: Double)
    /// WGS 84 (CRS84), degrees.
    case degrees(longitude: Double, latitude: Double)

    /// Reads two numbers, with a point or a comma for decimals, apart by a space, a comma or a semicolon: `52.15, 5.38`,
    /// `155000 463000`, `RD 155000,5; 463000`. Degrees may come in either order; nil when it is anything else, or lies far
    /// from the Netherlands.
    public init?(_ text: String) {
        guard let (first, second) = CoordinateQuestion.numbers(text) else { return nil }
        let isLongitude = 2.5...7.6
        let isLatitude = 50.0...54.0
        switch (first, second) {
        case (-7_000...300_000, 289_000...629_000): self = .rd(x: first, y: second)
        case (isLongitude, isLatitude): self = .degrees(longitude: first, latitude: second)
        case (isLatitude, isLongitude): self = .degrees(longitude: second, latitude: first)
        default: return nil
        }
    }

    private static func numbers(_ text: String) -> (Double, Double)? {
        var rest = text.lowercased().drop { $0 == " " }
        for prefix in ["rd:", "rd", "epsg:28992"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
        let allowed = rest.unicodeScalars.allSatisfy {
            ($0.value >= 0x30 && $0.value <= 0x39) || " .,;-+°\t".unicodeScalars.contains($0)
        }
        guard allowed, rest.utf8.count <= 60 else { return nil }
        let plain = rest.filter { $0 != "°" }
        let blocks = plain.split { $0 == " " || $0 == ";" || $0 == "\t" }.map { part in
            var part = part
            while part.last == "," { part = part.dropLast() }
            return part
        }.filter { !$0.isEmpty }
        // A comma parts the numbers when there is nothing else to do so, else it stands for the decimal point.
        let parts = blocks.count == 1 ? blocks[0].split(separator: ",") : blocks
        guard parts.count == 2 else { return nil }
        let values = parts.compactMap { part in Double(String(part.map { $0 == "," ? "." : $0 })) }
        guard values.count == 2, values.allSatisfy(\.isFinite) else { return nil }
        return (values[0], values[1])
    }
}
