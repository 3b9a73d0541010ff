import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PlanChecking
import PlanningRules
import Service

/// What every answer has in common: problems as problem+json, the API version, security headers, CORS.
struct ResponseManners: RouterMiddleware {
    let logger: Logger

    private static let exposedHeaders = "ETag, API-Version, Content-Crs, Location"

    /// What tiles of ``DirectResponder`` have in common, which does not go by way of this middleware. A tile is no document: the
    /// policies for those say nothing about it.
    static let tileHeaders: HTTPFields = [
        .apiVersion: APIVersion.value, .accessControlAllowOrigin: "*", .accessControlExposeHeaders: exposedHeaders,
        .xContentTypeOptions: "nosniff",
    ]

    private static let documentHeaders =
        Array(tileHeaders) + [
            HTTPField(
                name: .contentSecurityPolicy,
                value:
                    "default-src 'self'; worker-src blob:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'"
            )
        ]

    /// Adds what every document has; tiles have some of it already.
    static func complete(_ response: inout Response) {
        for field in documentHeaders where !response.headers.contains(field.name) { response.headers.append(field) }
    }

    func handle(
        _ request: Request,
        context: StipRequestContext,
        next: (Request, StipRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            if let refusal = refusal(request) { throw refusal }
            if request.method == .options {
                response = preflight(request)
            } else {
                response = try await next(request, context)
            }
        } catch {
            let problem = requestProblem(error, request)
            response = problem.response(english: RequestLanguage.isEnglish(request))
        }
        ResponseManners.complete(&response)
        return response
    }

    /// A trailing slash is another address (API Design Rules); a method that the address does not know is 405.
    private func refusal(_ request: Request) -> RequestProblem? {
        let path = request.uri.path
        if path != "/", path.hasSuffix("/") { return noSuchAddress(path) }
        guard let endpoint = Endpoint.named(path) else { return noSuchAddress(path) }
        if request.method == .options { return nil }
        return endpoint.methods.contains(request.method) ? nil : .methodNotAllowed(allowed: endpoint.methods)
    }

    /// The answer to a browser that asks what other sites may do (Fetch standard, CORS-preflight request).
    private func preflight(_ request: Request) -> Response {
        let methods = (Endpoint.named(request.uri.path)?.methods ?? []) + [.options]
        let allowed = methods.map(\.rawValue).joined(separator: ", ")
        return Response(
            status: .noContent,
            headers: [
                .allow: allowed, .accessControlAllowMethods: allowed,
                .accessControlAllowHeaders: "Content-Type, Content-Crs, If-None-Match, Accept-Language",
                .accessControlMaxAge: "86400",
            ]
        )
    }

    private func noSuchAddress(_ path: String) -> RequestProblem {
        .notFound(
            BilingualText(
                dutch: "Er is hier niets op het adres \(path.prefix(200)).",
                english: "There is nothing at the address \(path.prefix(200))."
            )
        )
    }

    private func requestProblem(_ error: any Error, _ request: Request) -> RequestProblem {
        switch error {
        case let problem as RequestProblem: return problem
        case AreaProblem.tooManyFeatures(let found, let vertices, let limit):
            return .invalid([
                ParameterProblem(
                    "geometrie",
                    "In of bij dit vlak van \(vertices) punten liggen ongeveer \(found) objecten; bij zoveel punten ten hoogste \(limit): vraag een kleiner vlak, of een met minder punten.",
                    "\(error)"
                )
            ])
        case let problem as ServiceProblem:
            guard let said = RequestProblem(problem) else { break }
            return said
        case let error as NIOTooManyBytesError: return .bodyTooLarge(limit: error.maxBytes ?? PlanBody.byteLimit)
        case let error as HTTPError where error.status == .notFound: return noSuchAddress(request.uri.path)
        case let error as HTTPError where error.status == .contentTooLarge:
            return .bodyTooLarge(limit: PlanBody.byteLimit)
        case let error as HTTPError where error.status == .badRequest:
            return .invalid([ParameterProblem("", "Het verzoek is onleesbaar.", "The request is unreadable.")])
        default: break
        }
        logger.error("\(request.method) \(Endpoint.named(request.uri.path)?.path ?? "?"): \(error)")
        return .failed
    }
}

extension RequestProblem {
    /// What the client is told of a problem of the service; nil: it is ours to solve.
    init?(_ problem: ServiceProblem) {
        let dutch: String
        switch problem {
        case .noInstallation, .unusableDefinition: return nil
        case .busy:
            self = .busy
            return
        case .severalParcels(let labels):
            let text = "Meer percelen heten zo: \(labels.joined(separator: ", ")). Geef de gemeentecode."
            self = .invalid([ParameterProblem("aanduiding", text, "\(problem) Give the municipality's code.")])
            return
        case .layerFailing(let layer, _):
            self = .unavailable(
                BilingualText(
                    dutch: "Laag \(layer) is beschadigd en wordt hersteld.",
                    english: "Layer \(layer) is damaged and is being restored."
                )
            )
            return
        case .namesNotIndexed:
            self = .unavailable(
                BilingualText(
                    dutch: "De zoekindex hoort niet bij deze gegevens; die wordt na elke import vernieuwd.",
                    english: "\(problem)"
                )
            )
            return
        case .noSuchObject(let layer, let identifier):
            dutch =
                "\(layer.prefix(1).uppercased() + layer.dropFirst()) \(identifier) staat niet in de gegevens van deze server."
        case .layerMissing(let layer):
            dutch = "Laag \(layer) is niet ingelezen; wat erin staat is niet bekend."
        case .buildingWithoutShape(let identifier):
            dutch = "Pand \(identifier) heeft geen plattegrond in deze gegevens."
        }
        self = .notFound(BilingualText(dutch: dutch, english: "\(problem)"))
    }
}

/// The language of an answer's sentences.
enum RequestLanguage {
    /// Dutch, unless `Accept-Language` names English before it.
    static func isEnglish(_ request: Request) -> Bool {
        let wanted = (request.headers[.acceptLanguage] ?? "").lowercased().split(separator: ",").map { part in
            part.filter { $0 != " " }.prefix(2)
        }
        guard let english = wanted.firstIndex(of: "en") else { return false }
        return wanted.firstIndex(of: "nl").map { english < $0 } ?? true
    }
}
