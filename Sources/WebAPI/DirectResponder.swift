import GeoValues
import HTTPTypes
import Hummingbird
import Service

/// Answers requests for tiles and for what is at a point at once and hands all others to the router. A map asks for tiles far more
/// often than for anything else; router, query and middleware took twice as long as finding a tile that is kept.
///
/// Only requests that are right in every way are answered here: for the others the router finds the words.
struct DirectResponder<Next: HTTPResponder>: HTTPResponder where Next.Context == StipRequestContext {
    let tiles: TileAnswer
    let stip: StipRoutes
    let next: Next

    func respond(to request: Request, context: StipRequestContext) async throws -> Response {
        // HEAD: the router takes the body away.
        guard request.method == .get, let path = request.head.path else {
            return try await next.respond(to: request, context: context)
        }
        do {
            if let (tile, tileset) = DirectResponder.address(path) {
                return try await tiles.response(request, tile, TileSelection(tileset))
            }
            if path.utf8.starts(with: "/v1/stip?".utf8) {
                var response = try stip.answer(request)
                ResponseManners.complete(&response)
                return response
            }
        } catch {
            // Asked again there, it fails again and is told in words.
        }
        return try await next.respond(to: request, context: context)
    }

    /// `/tiles/basis/{z}/{x}/{y}`, `/tiles/basis/{tileMatrixSet}/{z}/{x}/{y}` and the same for other tilesets, without a query.
    private static func address(_ path: String) -> (TileCoordinate, TilesetName)? {
        guard path.utf8.starts(with: "/tiles/".utf8) else { return nil }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 7, omittingEmptySubsequences: false)
        guard parts.count == 6 || parts.count == 7, let tileset = tileset(parts[2]) else { return nil }
        let matrixSet: TileMatrixSet
        if parts.count == 7 {
            guard let named = TileMatrixSet.allCases.first(where: { $0.rawValue.utf8.elementsEqual(parts[3]) }) else {
                return nil
            }
            matrixSet = named
        } else {
            matrixSet = .webMercatorQuad
        }
        let last = parts.count - 1
        guard let z = number(parts[last - 2]), let x = number(parts[last - 1]), let y = number(parts[last]),
            let tile = TileCoordinate(matrixSet, z: z, x: x, y: y)
        else { return nil }
        return (tile, tileset)
    }

    private static func tileset(_ name: Substring.UTF8View) -> TilesetName? {
        TilesetName.allCases.first { $0.rawValue.utf8.elementsEqual(name) }
    }

    /// A whole number of few digits.
    private static func number(_ text: Substring.UTF8View) -> Int? {
        guard !text.isEmpty, text.count <= 8 else { return nil }
        var number = 0
        for digit in text {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }
}
