import Foundation
import HTTPTypes
import Hummingbird

/// JSON responses: keys sorted, slashes as they are; the same value gives the same bytes.
enum JSONBody {
    static func bytes(_ value: some Encodable) -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Our response types hold only finite numbers and texts, which JSONEncoder always takes.
        let data = (try? encoder.encode(value)) ?? Data()
        return ByteBuffer(bytes: data)
    }

    static func response(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        contentType: String = "application/json"
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: bytes(value))
        )
    }
}

/// Rounds metres to millimetres and degrees to nine decimals (0.1 mm), the precision that is served.
func roundedMetres(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
func roundedDegrees(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }
