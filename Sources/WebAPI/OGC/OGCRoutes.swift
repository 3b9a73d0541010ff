import Foundation
import HTTPTypes
import Hummingbird
import PlanningRules
import Service

/// `GET /ogc/v1`, `/ogc/v1/conformance` and `/ogc/v1/api`: what the OGC APIs under this address have in common.
struct OGCRoutes {
    let service: StipService

    /// The classes of the standards that are met, each with all their requirements.
    static let conformanceClasses =
        [
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
            "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
            "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
            "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
            "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
            "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
            "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
            "http://www.opengis.net/spec/json-fg-1/0.2/conf/core",
        ] + TilesetRoutes.conformanceClasses

    /// Links of the landing page besides those to itself.
    private func landingLinks(_ address: OGCAddress) -> [OGCLink] {
        [
            OGCLink(
                href: address.below("api"),
                rel: "service-desc",
                type: "application/vnd.oai.openapi+json;version=3.0",
                title: "Description of this API"
            ),
            OGCLink(
                href: address.below("conformance"),
                rel: "conformance",
                type: "application/json",
                title: "Conformance classes"
            ),
            OGCLink(
                href: address.below("collections"),
                rel: "data",
                type: "application/json",
                title: "Collections of features"
            ),
        ] + TilesetRoutes.landingLinks(address)
    }

    private struct Landing: Encodable {
        let title: String
        let description: String
        let attribution: String
        let links: [OGCLink]
    }

    func landing(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["f"])
        let format = OGCFormat.of(request, &query)
        try query.finish()
        let address = OGCAddress(request)
        let links = address.selfLinks(format, ofFeatures: false) + landingLinks(address)
        let text = BilingualText(
            dutch: "Percelen, gebouwen, adressen en ruimtelijke plannen volgens de standaarden van OGC.",
            english: "Parcels, buildings, addresses and spatial plans by the standards of OGC."
        )
        let isEnglish = RequestLanguage.isEnglish(request)
        let description = isEnglish ? text.english : text.dutch
        if format == .html {
            var page = HTMLPage("Stip – OGC API", english: isEnglish)
            page.paragraph(description)
            page.links(links.filter { $0.rel != "self" })
            return OGCAnswer.html(request, page)
        }
        return OGCAnswer.json(
            request,
            Landing(
                title: "Stip – OGC API",
                description: description,
                attribution: service.basis.attribution,
                links: links
            )
        )
    }

    private struct Conformance: Encodable {
        let conformsTo: [String]
        let links: [OGCLink]
    }

    func conformance(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["f"])
        let format = OGCFormat.of(request, &query)
        try query.finish()
        if format == .html {
            let isEnglish = RequestLanguage.isEnglish(request)
            var page = HTMLPage(isEnglish ? "Conformance" : "Conformiteit", english: isEnglish)
            page.list(OGCRoutes.conformanceClasses)
            return OGCAnswer.html(request, page)
        }
        return OGCAnswer.json(
            request,
            Conformance(
                conformsTo: OGCRoutes.conformanceClasses,
                links: OGCAddress(request).selfLinks(format, ofFeatures: false)
            )
        )
    }

    /// The OpenAPI document as it lies in `Public`, with the server that was asked.
    func api(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try QueryReader(request, allowed: ["f"]).finish()
        guard let path = Bundle.module.resourcePath,
            let data = FileManager.default.contents(atPath: path + "/Public/ogc-openapi.json")
        else { throw RequestProblem.failed }
        return OGCAnswer.bytes(request, [UInt8](data), "application/vnd.oai.openapi+json;version=3.0")
    }
}
