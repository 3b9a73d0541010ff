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

    /// `x y` of each point in metres with three decimals, separated by spaces.
    static func coordinates(_ points: [RDPoint]) -> String {
        var text = ""
        for point in points {
            if !text.isEmpty { text += " " }
            text += "\(metres(point.x)) \(metres(point.y))"
        }
        return text
    }

    private static func metres(_ millimetres: Int32) -> String {
        let size = millimetres.magnitude
        let rest = String(size % 1000)
        return "\(millimetres < 0 ? "-" : "")\(size / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}
