import FeatureFilters
import FeatureLayers
import Foundation
import HTTPTypes
import Hummingbird
import PROJBridge
import PlanningRules
import Registers
import Service

/// OGC API Features under `/ogc/v1/collections`.
struct FeatureRoutes {
    let service: StipService
    private let known: FeatureCollections

    init(service: StipService) {
        self.service = service
        known = FeatureCollections(service: service)
    }

    // MARK: Collections

    func collections(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["f"])
        let format = OGCFormat.of(request, &query)
        try query.finish()
        let address = OGCAddress(request)
        let snapshot = service.holder.snapshot
        let infos = try snapshot.registers.layerNames.compactMap { try known.info($0, in: snapshot) }
        if format == .html {
            let isEnglish = RequestLanguage.isEnglish(request)
            var page = HTMLPage(isEnglish ? "Collections" : "Collecties", english: isEnglish)
            page.table(
                caption: isEnglish ? "Collections of features" : "Collecties van objecten",
                isEnglish ? ["Name", "Description", "Features"] : ["Naam", "Omschrijving", "Objecten"],
                infos.map { info in
                    [
                        HTMLPage.Cell(text: info.title, href: address.below("collections", info.layer.name)),
                        HTMLPage.Cell(text: info.description), HTMLPage.Cell(text: String(info.layer.featureCount)),
                    ]
                }
            )
            return OGCAnswer.html(request, page)
        }
        return OGCAnswer.json(
            request,
            CollectionsDocument(
                links: address.selfLinks(format, ofFeatures: false),
                crs: ReferenceSystem.allCases.map(\.uri),
                collections: infos.map { info in
                    let link = OGCLink(
                        href: address.below("collections", info.layer.name),
                        rel: "self",
                        type: "application/json",
                        title: info.title
                    )
                    return CollectionDocument(info, address, [link])
                }
            )
        )
    }

    func collection(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["f"])
        let format = OGCFormat.of(request, &query)
        try query.finish()
        let address = OGCAddress(request)
        let info = try info(context, service.holder.snapshot)
        if format == .html {
            let isEnglish = RequestLanguage.isEnglish(request)
            var page = HTMLPage(info.title, english: isEnglish)
            page.paragraph(info.description)
            page.links(CollectionDocument.links(info, address))
            return OGCAnswer.html(request, page)
        }
        return OGCAnswer.json(
            request,
            CollectionDocument(info, address, address.selfLinks(format, ofFeatures: false))
        )
    }

    func queryables(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["f"])
        let format = OGCFormat.of(request, &query)
        try query.finish()
        let info = try info(context, service.holder.snapshot)
        let document = QueryablesDocument(
            info,
            id: OGCAddress(request).below("collections", info.layer.name, "queryables")
        )
        if format == .html {
            let isEnglish = RequestLanguage.isEnglish(request)
            var page = HTMLPage(info.title, english: isEnglish)
            page.table(
                caption: isEnglish ? "Properties for filters" : "Eigenschappen voor filters",
                isEnglish ? ["Name", "Holds"] : ["Naam", "Bevat"],
                document.properties.sorted { $0.key < $1.key }.map { name, property in
                    [
                        HTMLPage.Cell(text: name),
                        HTMLPage.Cell(
                            text: [property.type, property.format].compactMap { $0 }.joined(separator: ", ")
                        ),
                    ]
                }
            )
            return OGCAnswer.html(request, page)
        }
        return OGCAnswer.json(request, document, "application/schema+json")
    }

    /// The collection that the address names; 404 when there is none, 503 when its data can't be relied on.
    private func info(_ context: StipRequestContext, _ snapshot: ServedSnapshot) throws -> FeatureCollectionInfo {
        let name = (context.parameters.get("collectionId") ?? "").removingPercentEncoding ?? ""
        guard let info = try known.info(name, in: snapshot) else {
            let names = snapshot.registers.layerNames.joined(separator: ", ")
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Collectie '\(name.prefix(60))' is er niet; wel: \(names).",
                    english: "There is no collection '\(name.prefix(60))'; there are: \(names)."
                )
            )
        }
        return info
    }

    /// A page of a layer of which a part is missing would lack features without saying so.
    private func refuseFailing(_ info: FeatureCollectionInfo, _ snapshot: ServedSnapshot) throws {
        guard snapshot.registers.layers[info.layer.name]?.isFailing != false else { return }
        throw RequestProblem.unavailable(
            BilingualText(
                dutch: "Laag \(info.layer.name) is niet volledig en wordt hersteld.",
                english: "Layer \(info.layer.name) is not complete and is being restored."
            )
        )
    }

    // MARK: Features

    func items(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let snapshot = service.holder.snapshot
        let info = try info(context, snapshot)
        let query = try FeatureQuery(request, info, service)
        try refuseFailing(info, snapshot)
        let address = OGCAddress(request)
        let isEnglish = RequestLanguage.isEnglish(request)
        let transformer = service.transformer
        let bytes = try await service.atLeisure { () throws -> [UInt8] in
            let page = try query.selection.page(from: query.start, limit: query.limit)
            let links = FeatureRoutes.links(query, page, info, address)
            if query.format == .html {
                return Array(FeatureListPage.page(page, info, address, links, english: isEnglish).text.utf8)
            }
            var writer = FeatureWriter(info, query.system, query.format)
            let numberMatched = FeatureRoutes.numberMatched(query, page)
            try writer.write(page.features, numberMatched: numberMatched, links: links, transformer)
            return writer.bytes
        }
        try refuseFailing(info, snapshot)
        return answer(request, bytes, query.format, query.system, english: isEnglish)
    }

    /// How many features there are in all, when that is known without counting.
    private static func numberMatched(_ query: FeatureQuery, _ page: FeatureSelection.Page) -> Int? {
        if query.selection.filter == nil, query.selection.days == nil { return query.selection.layer.featureCount }
        return query.isFirstPage && page.next == nil ? page.features.count : nil
    }

    private static func links(
        _ query: FeatureQuery,
        _ page: FeatureSelection.Page,
        _ info: FeatureCollectionInfo,
        _ address: OGCAddress
    ) -> [OGCLink] {
        var links = address.selfLinks(query.format, ofFeatures: true, formats: OGCFormat.allCases)
        if let next = page.next {
            let cursor = PageCursor(version: info.version, reference: next).text
            links.append(
                OGCLink(
                    href: address.this(["cursor": cursor, "f": query.format.rawValue]),
                    rel: "next",
                    type: query.format.mediaType(ofFeatures: true),
                    title: "Next page"
                )
            )
        }
        links.append(FeatureRoutes.collectionLink(info, address))
        return links
    }

    private static func collectionLink(_ info: FeatureCollectionInfo, _ address: OGCAddress) -> OGCLink {
        OGCLink(
            href: address.below("collections", info.layer.name),
            rel: "collection",
            type: "application/json",
            title: info.title
        )
    }

    private func answer(
        _ request: Request,
        _ bytes: [UInt8],
        _ format: OGCFormat,
        _ system: ReferenceSystem,
        english: Bool
    ) -> Response {
        var headers: HTTPFields = [.contentCRS: "<\(system.uri)>"]
        if format == .html { headers[.contentLanguage] = english ? "en" : "nl" }
        let type = format.mediaType(ofFeatures: true)
        return OGCAnswer.bytes(request, bytes, format == .html ? "\(type); charset=utf-8" : type, headers)
    }

    func item(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let snapshot = service.holder.snapshot
        let info = try info(context, snapshot)
        var query = QueryReader(request, allowed: ["f", "crs"])
        let format = OGCFormat.of(request, &query)
        let system = FeatureQuery.system("crs", &query)
        try query.finish()
        try refuseFailing(info, snapshot)
        let identifier = (context.parameters.get("featureId") ?? "").removingPercentEncoding ?? ""
        guard let reference = info.layer.feature(withIdentifier: identifier) else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "'\(identifier.prefix(80))' is er niet in \(info.layer.name).",
                    english: "There is no '\(identifier.prefix(80))' in \(info.layer.name)."
                )
            )
        }
        let address = OGCAddress(request)
        let links =
            address.selfLinks(format, ofFeatures: true, formats: OGCFormat.allCases)
            + [FeatureRoutes.collectionLink(info, address)]
        let isEnglish = RequestLanguage.isEnglish(request)
        if format == .html {
            let page = FeatureListPage.page(of: reference, info, links, english: isEnglish)
            return answer(request, Array(page.text.utf8), format, system, english: isEnglish)
        }
        var writer = FeatureWriter(info, system, format)
        try writer.write(reference, links: links, service.transformer)
        try refuseFailing(info, snapshot)
        return answer(request, writer.bytes, format, system, english: isEnglish)
    }
}

/// Features as pages for people.
enum FeatureListPage {
    /// A page of a list, with the link to the next.
    static func page(
        _ found: FeatureSelection.Page,
        _ info: FeatureCollectionInfo,
        _ address: OGCAddress,
        _ links: [OGCLink],
        english: Bool
    ) -> HTMLPage {
        var page = HTMLPage(info.title, english: english)
        page.paragraph(info.description)
        page.paragraph(
            english
                ? "\(found.features.count) features on this page."
                : "\(found.features.count) objecten op deze bladzijde."
        )
        let ways = links.filter { $0.rel == "next" }.map {
            OGCLink(href: $0.href, rel: "next", type: $0.type, title: english ? "Next page" : "Volgende bladzijde")
        }
        page.links(ways)
        let names = info.properties.names.filter { $0 != "id" }
        page.table(
            caption: info.description,
            ["id"] + names,
            found.features.map { reference in
                let segment = info.layer.segments[reference.segment]
                let identifier = segment.identifier(reference.feature)
                let link = address.below("collections", info.layer.name, "items", identifier) + "?f=html"
                return [HTMLPage.Cell(text: identifier, href: link)]
                    + names.map { name in
                        HTMLPage.Cell(text: FeatureValue.text(FeatureValue.of(name, segment, reference.feature)))
                    }
            }
        )
        page.links(ways)
        page.heading(english ? "Other forms" : "Andere vormen")
        page.links(links.filter { $0.rel == "alternate" || $0.rel == "collection" })
        return page
    }

    /// One feature.
    static func page(
        of reference: FeatureReference,
        _ info: FeatureCollectionInfo,
        _ links: [OGCLink],
        english: Bool
    ) -> HTMLPage {
        let segment = info.layer.segments[reference.segment]
        var page = HTMLPage("\(info.title) \(segment.identifier(reference.feature))", english: english)
        page.paragraph(info.description)
        page.table(
            caption: english ? "Properties" : "Eigenschappen",
            [],
            info.properties.names.map { name in
                [
                    HTMLPage.Cell(text: name),
                    HTMLPage.Cell(text: FeatureValue.text(FeatureValue.of(name, segment, reference.feature))),
                ]
            }
        )
        page.heading(english ? "Other forms" : "Andere vormen")
        page.links(links.filter { $0.rel == "alternate" || $0.rel == "collection" })
        return page
    }
}
