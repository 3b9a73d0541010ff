import HTTPTypes
import Hummingbird
import Service
import Synchronization

/// The content codings that a client takes, with their weights (RFC 9110, 12.5.3).
struct AcceptedCodings {
    /// Weights in thousandths; nil: not named.
    private var zstd: Int?
    private var gzip: Int?
    private var identity: Int?
    private var any: Int?
    private let isAbsent: Bool

    /// Headers read before; there are few, but a client may make up any number.
    private static let seen = Mutex<[String: AcceptedCodings]>([:])
    private static let mostSeen = 256

    static func of(_ request: Request) -> AcceptedCodings {
        guard let header = request.headers[.acceptEncoding] else { return AcceptedCodings(header: nil) }
        if let known = seen.withLock({ $0[header] }) { return known }
        let codings = AcceptedCodings(header: header)
        seen.withLock { seen in
            if seen.count >= mostSeen { seen.removeAll() }
            seen[header] = codings
        }
        return codings
    }

    /// - Parameter header: of all lines, joined by commas; nil: there was none.
    init(header: String?) {
        isAbsent = header == nil
        guard let header else { return }
        for element in header.utf8.split(separator: UInt8(ascii: ",")) {
            let pieces = element.split(separator: UInt8(ascii: ";"))
            guard let coding = pieces.first.map(AcceptedCodings.trimmed) else { continue }
            var weight = 1000
            for parameter in pieces.dropFirst() {
                let text = AcceptedCodings.trimmed(parameter)
                if text.count >= 2, text.first.map({ $0 | 0x20 }) == UInt8(ascii: "q"),
                    text.dropFirst().first == UInt8(ascii: "=")
                {
                    weight = AcceptedCodings.thousandths(text.dropFirst(2))
                }
            }
            switch String(Substring(coding)).lowercased() {
            case "zstd": zstd = weight
            case "gzip", "x-gzip": gzip = weight
            case "identity": identity = weight
            case "*": any = weight
            default: break
            }
        }
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text
        while text.first == 0x20 || text.first == 0x09 { text = text.dropFirst() }
        while text.last == 0x20 || text.last == 0x09 { text = text.dropLast() }
        return text
    }

    /// `0.5` as 500; what is no weight counts as 0, so that nothing is sent that was perhaps not wanted.
    private static func thousandths(_ text: Substring.UTF8View) -> Int {
        guard let weight = Double(String(Substring(text))), weight >= 0 else { return 0 }
        return Int((min(weight, 1) * 1000).rounded())
    }

    /// The coding that the client likes best, of equals the first of an order; nil: it takes none that there is.
    ///
    /// Without the header anything may be sent; identity is what every client understands. Where it is not named, identity is
    /// always there, but as the last choice.
    func best(_ order: [ContentCoding] = ContentCoding.allCases) -> ContentCoding? {
        if isAbsent { return .identity }
        var best: (coding: ContentCoding, weight: Int)?
        for coding in order {
            let weight = weight(coding)
            if weight > 0, weight > best?.weight ?? 0 { best = (coding, weight) }
        }
        return best?.coding
    }

    private func weight(_ coding: ContentCoding) -> Int {
        switch coding {
        case .zstd: return zstd ?? any ?? 0
        case .gzip: return gzip ?? any ?? 0
        case .identity:
            // `*` with a weight above 0 says nothing against identity and nothing for it.
            if identity == nil, any == 0 { return 0 }
            return identity ?? 1
        }
    }
}
