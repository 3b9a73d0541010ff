import GeoValues
import Hummingbird
import PlanningRules
import Service

/// Reads which tile, of which layers and of which day, a request asks for; costs the same for good and for bad requests.
enum TileAddress {
    /// More layers than any tileset has.
    static let mostNames = 64

    /// The matrix set that a request names; WebMercatorQuad when it names none.
    static func matrixSet(_ name: String?) throws -> TileMatrixSet {
        guard let name else { return .webMercatorQuad }
        guard let matrixSet = TileMatrixSet(rawValue: name) else {
            let known = TileMatrixSet.allCases.map(\.rawValue).joined(separator: ", ")
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Tegelschema '\(name.prefix(40))' is er niet; wel \(known).",
                    english: "There is no tile matrix set '\(name.prefix(40))'; there are \(known)."
                )
            )
        }
        return matrixSet
    }

    /// A tile by the texts of its zoom, column and row.
    ///
    /// - Parameter names: what the request calls the three, for problems.
    static func tile(
        _ matrixSet: TileMatrixSet,
        _ texts: [String?],
        names: [String] = ["z", "x", "y"]
    ) throws -> TileCoordinate {
        var numbers: [Int] = []
        var problems: [ParameterProblem] = []
        for (name, text) in zip(names, texts) {
            let text = text ?? ""
            if text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(text) {
                numbers.append(number)
            } else {
                problems.append(
                    ParameterProblem(
                        name,
                        "'\(name)' is geen geheel getal van 0 of meer: '\(text.prefix(40))'.",
                        "'\(name)' is not a whole number of 0 or more: '\(text.prefix(40))'."
                    )
                )
            }
        }
        guard problems.isEmpty else { throw RequestProblem.invalid(problems) }
        guard let tile = TileCoordinate(matrixSet, z: numbers[0], x: numbers[1], y: numbers[2]) else {
            let address = numbers.map(String.init).joined(separator: "/")
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Tegel \(address) bestaat niet: zoom 0…\(matrixSet.highestZoom), "
                        + "kolom en rij 0…2^zoom − 1.",
                    english: "Tile \(address) does not exist: zoom 0…\(matrixSet.highestZoom), "
                        + "column and row 0…2^zoom − 1."
                )
            )
        }
        return tile
    }

    /// What a tileset's name, or a list of layers in its place, and a date say together.
    ///
    /// - Parameters:
    ///   - name: `basis`, `plannen`, or layers of one of them with commas between; a layer named twice counts once.
    ///   - day: `2024-05-31`; nil: today.
    static func selection(_ name: String, day: (parameter: String, text: String)?, _ service: StipService) throws
        -> TileSelection
    {
        let day = try day.map { try TileAddress.day($0.text, parameter: $0.parameter) }
        if let tileset = TilesetName(rawValue: name) { return TileSelection(tileset, day: day) }
        let names = name.split(separator: ",", maxSplits: mostNames, omittingEmptySubsequences: false)
        guard names.count <= mostNames else {
            throw RequestProblem.invalid([
                ParameterProblem(
                    "tileset",
                    "Er mogen hoogstens \(mostNames) lagen in één adres staan.",
                    "At most \(mostNames) layers may stand in one address."
                )
            ])
        }
        var places: Set<Int> = []
        var tilesets: Set<TilesetName> = []
        for name in names {
            guard let (tileset, place) = layer(name, service) else { throw noSuchLayer(name, service) }
            tilesets.insert(tileset)
            places.insert(place)
        }
        guard let tileset = tilesets.first, tilesets.count == 1 else {
            throw RequestProblem.invalid([
                ParameterProblem(
                    "tileset",
                    "De lagen horen bij verschillende tegelsets; vraag er een tegelijk.",
                    "The layers belong to different tilesets; ask for one at a time."
                )
            ])
        }
        return TileSelection(tileset, layers: places, day: day)
    }

    private static func layer(_ name: Substring, _ service: StipService) -> (TilesetName, Int)? {
        for tileset in TilesetName.allCases {
            if let place = service.definition(tileset).layers.firstIndex(where: { $0.id == name }) {
                return (tileset, place)
            }
        }
        return nil
    }

    private static func noSuchLayer(_ name: Substring, _ service: StipService) -> RequestProblem {
        let tilesets = TilesetName.allCases.map(\.rawValue).joined(separator: ", ")
        let layers = TilesetName.allCases.flatMap { service.definition($0).layers.map(\.id) }.joined(separator: ", ")
        return .notFound(
            BilingualText(
                dutch: "'\(name.prefix(40))' is geen tegelset (\(tilesets)) en geen laag daarvan (\(layers)).",
                english: "'\(name.prefix(40))' is no tileset (\(tilesets)) and no layer of one (\(layers))."
            )
        )
    }

    /// A calendar day as ISO 8601 writes it, also of a time with its zone (RFC 3339), of which the date counts.
    private static func day(_ text: String, parameter: String) throws -> Int32 {
        let isDate = text.utf8.count == 10 || text.utf8.dropFirst(10).first.map { $0 | 0x20 } == UInt8(ascii: "t")
        guard text.utf8.count <= 40, isDate, let day = CalendarDay.day(String(text.prefix(10))) else {
            throw RequestProblem.invalid([
                ParameterProblem(
                    parameter,
                    "'\(parameter)' is een datum als 2024-05-31, niet '\(text.prefix(40))'.",
                    "'\(parameter)' is a date like 2024-05-31, not '\(text.prefix(40))'."
                )
            ])
        }
        return day
    }
}
