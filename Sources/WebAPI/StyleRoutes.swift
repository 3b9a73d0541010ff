import Foundation
import HTTPTypes
import Hummingbird
import PlanningRules
import Service

/// `GET /styles`, `GET /styles/{style}`: maps in the MapLibre style specification, version 8; and what they need:
/// `GET /glyphs/{fontStack}/{range}` and `GET /sprites/{file}`, made by `Scripts/setup`.
struct StyleRoutes {
    let service: StipService

    private struct StyleList: Encodable {
        struct Item: Encodable {
            let naam: String
            let titel: String
            let omschrijving: String
            let adres: String
        }

        let stijlen: [Item]
    }

    func list(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try QueryReader(request, allowed: []).finish()
        let base = BaseAddress.of(request)
        let items = service.mapStyles.map { style in
            StyleList.Item(
                naam: style.name,
                titel: style.title,
                omschrijving: style.description,
                adres: "\(base)/styles/\(style.name)"
            )
        }
        return ConditionalRequest.response(request, StyleList(stijlen: items))
    }

    func style(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try QueryReader(request, allowed: []).finish()
        let name = context.parameters.get("style") ?? ""
        guard let style = service.mapStyles.first(where: { $0.name == name }) else {
            let known = service.mapStyles.map(\.name).joined(separator: ", ")
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Kaartstijl '\(name.prefix(40))' is er niet; wel: \(known).",
                    english: "There is no map style '\(name.prefix(40))'; there are: \(known)."
                )
            )
        }
        // In a style only addresses begin with a slash and a letter; a slash by itself divides, in an expression.
        let text = style.text.replacing(/"\/(?=[a-z])/, with: "\"\(BaseAddress.of(request))/")
        return ConditionalRequest.response(request, Array(text.utf8), contentType: "application/json")
    }

    // MARK: Glyphs

    /// Glyphs of 256 characters as signed distance fields, of the first font of a list that there is.
    func glyphs(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let stack = (context.parameters.get("fontStack") ?? "").removingPercentEncoding ?? ""
        let fonts = stack.split(separator: ",", maxSplits: 8).map(String.init)
        let range = context.parameters.get("range") ?? ""
        guard let start = GlyphRange.start(range) else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch:
                        "Een reeks tekens heet 0-255.pbf, 256-511.pbf … 65280-65535.pbf, niet '\(range.prefix(40))'.",
                    english: "A range of glyphs is called 0-255.pbf, 256-511.pbf … 65280-65535.pbf, not "
                        + "'\(range.prefix(40))'."
                )
            )
        }
        guard let font = fonts.first(where: { PublicFiles.has("vendor/glyphs/\($0)/0-255.pbf") }) else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Lettertype '\(stack.prefix(80))' is er niet.",
                    english: "There is no font '\(stack.prefix(80))'."
                )
            )
        }
        let name = "vendor/glyphs/\(font)/\(start)-\(start + 255).pbf"
        // A range without characters in this font is an answer too, else maps ask again and again.
        let bytes = PublicFiles.contents(name) ?? GlyphRange.empty(font, start)
        return ConditionalRequest.response(request, bytes, contentType: "application/x-protobuf")
    }

    /// `stip.json`, `stip.png` and the same for screens of twice the density, `stip@2x.…`.
    func sprite(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let file = (context.parameters.get("file") ?? "").removingPercentEncoding ?? ""
        guard ["stip.json", "stip.png", "stip@2x.json", "stip@2x.png"].contains(file),
            let bytes = PublicFiles.contents("vendor/sprites/\(file)")
        else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Er zijn geen kaarttekens '\(file.prefix(40))'.",
                    english: "There is no sprite '\(file.prefix(40))'."
                )
            )
        }
        let type = file.hasSuffix(".png") ? "image/png" : "application/json"
        return ConditionalRequest.response(request, bytes, contentType: type)
    }
}

/// Ranges of 256 characters, as MapLibre asks for them.
enum GlyphRange {
    /// The first character of `0-255.pbf` and so on; nil for anything else.
    static func start(_ name: String) -> Int? {
        guard name.hasSuffix(".pbf"), name.utf8.count <= 15 else { return nil }
        let ends = name.dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first >= 0, first % 256 == 0,
            last == first + 255, last <= 65_535, name == "\(first)-\(last).pbf"
        else { return nil }
        return first
    }

    /// A range without glyphs: message `glyphs` with one `fontstack` of a name and a range (fields 1 and 2).
    static func empty(_ font: String, _ start: Int) -> [UInt8] {
        func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(bytes.count)] + bytes }
        let name = Array(font.utf8.prefix(60))
        return field(1, field(1, name) + field(2, Array("\(start)-\(start + 255)".utf8)))
    }
}
