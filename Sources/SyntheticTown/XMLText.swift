import GeoValues

/// An XML text in the making, indented by three spaces.
struct XMLText {
    private(set) var bytes: [UInt8] = []
    private var depth = 0

    mutating func line(_ text: String) {
        for _ in 0..<depth * 3 { bytes.append(UInt8(ascii: " ")) }
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func open(_ name: String, _ attributes: String = "") {
        line(attributes.isEmpty ? "<\(name)>" : "<\(name) \(attributes)>")
        depth += 1
    }

    mutating func close(_ name: String) {
        depth -= 1
        line("</\(name)>")
    }

    /// An element with a text that holds no markup.
    mutating func element(_ name: String, _ text: String) {
        line("<\(name)>\(text)</\(name)>")
    }

    /// Text that holds markup of its own, in a line.
    mutating func element(_ name: String, _ attributes: String, _ text: String) {
        line("<\(name) \(attributes)>\(text)</\(name)>")
    }

    /// Itself, leaving nothing: so that it can be handed on without a copy.
    mutating func taken() -> XMLText {
        let all = self
        self = XMLText()
        return all
    }

    /// The bytes so far, which are then dropped; the depth stays.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// `x y` of each point in metres with three decimals, separated by spaces; with `z`, `0.0` behind each.
    static func coordinates(_ points: [RDPoint], hasHeight: Bool = false) -> String {
        var text = ""
        text.reserveCapacity(points.count * (hasHeight ? 26 : 22))
        for point in points {
            if !text.isEmpty { text += " " }
            text += metres(point.x)
            text += " "
            text += metres(point.y)
            if hasHeight { text += " 0.0" }
        }
        return text
    }

    private static func metres(_ millimetres: Int32) -> String {
        let size = Int(millimetres.magnitude)
        return "\(millimetres < 0 ? "-" : "")\(size / 1000).\(digits(size % 1000, 3))"
    }
}
