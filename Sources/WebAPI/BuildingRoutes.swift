import FeatureLayers
import FileBridge
import GeoValues
import HTTPTypes
import Hummingbird
import PlanningRules
import Registers
import Service

/// `GET /v1/panden/{id}`, `/v1/panden/{id}/vergunningen` and `/v1/panden/{id}/model`.
struct BuildingRoutes {
    let service: StipService

    /// Permits are looked for within this distance of a pand.
    static let permitRadiusMetres: Int32 = 25

    // MARK: Data

    func building(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["geldigOp"])
        let name = ObjectAddress.building(context.parameters.get("id") ?? "", &query)
        let question = RuleQuestion(&query, wantsPage: false)
        try query.finish()
        guard let day = question?.day, case .building(let identifier)? = name else { throw RequestProblem.failed }
        let snapshot = service.holder.snapshot
        let versions = try versions(identifier, snapshot)
        guard let version = versions.version(onDay: day), version.isPresent else {
            throw BuildingRoutes.absence(identifier, versions, onDay: day)
        }
        let sheet = try BuildingSheet(identifier, versions, version, onDay: day, snapshot, service).sheet
        let title = BilingualText(dutch: "Pand \(identifier)", english: "Building \(identifier)")
        return FactPage(title, sheet).response(request)
    }

    func permits(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: [])
        let name = ObjectAddress.building(context.parameters.get("id") ?? "", &query)
        try query.finish()
        guard case .building(let identifier)? = name else { throw RequestProblem.failed }
        let snapshot = service.holder.snapshot
        // Also of a pand that was torn down: for that, too, there was a permit.
        guard let version = try versions(identifier, snapshot).versions.last else { throw RequestProblem.failed }
        let place = version.segment.geometry(version.feature)
        let search = PermitSearch(snapshot.registers)
        let permits = search.permits(within: BuildingRoutes.permitRadiusMetres * 1_000, of: place)
        let parcels = parcels(under: version, snapshot)
        let found = permits.map { permit -> FactValue in
            let isOnParcel = parcels.contains { parcel in
                squaredDistance(between: parcel, and: permit.segment.geometry(permit.feature)) == .zero
            }
            let place = permit.distance == .zero ? "pand" : isOnParcel ? "perceel" : "nabij"
            return .sheet(FactSheet(permit: permit, place: place))
        }
        var sheet = FactSheet()
        sheet.add("pand", "Pand", "Building", identifier)
        sheet.add(
            "straal",
            "Gezocht binnen (meter)",
            "Looked for within (metres)",
            .number(Double(BuildingRoutes.permitRadiusMetres))
        )
        sheet.add("vergunningen", "Vergunningen", "Permits", .list(found))
        sheet.add(
            "dekking",
            "Hoe volledig is dit?",
            "How complete is this?",
            .list([.sheet(FactSheet(coverage: search.coverage(hasFound: !found.isEmpty), snapshot))])
        )
        sheet.add("dataVersie", "Versie van de gegevens", "Data version", snapshot.registers.dataVersion)
        sheet.addDisclaimer()
        let title = BilingualText(
            dutch: "Vergunningen bij pand \(identifier)",
            english: "Permits at building \(identifier)"
        )
        return FactPage(title, sheet).response(request)
    }

    /// The parcel in the middle of a pand; two or more where that is a border.
    private func parcels(under version: FeatureVersions.Version, _ snapshot: ServedSnapshot) -> [RDGeometry] {
        guard let layer = snapshot.registers.layer("perceel"), let point = version.segment.labelPoint(version.feature)
        else { return [] }
        return layer.features(at: point).map { layer.segments[$0.reference.segment].geometry($0.reference.feature) }
    }

    /// All versions of a pand; at least one.
    ///
    /// - Throws: ``ServiceProblem`` when there is none, and when that can't be said.
    private func versions(_ identifier: String, _ snapshot: ServedSnapshot) throws -> FeatureVersions {
        let versions = FeatureVersions(identifier, layer: "pand", in: snapshot.registers)
        if versions.versions.isEmpty { _ = try service.object(.building(identifier), in: snapshot) }
        return versions
    }

    /// Why there is no pand on a day: it was not there yet, or no more.
    private static func absence(_ identifier: String, _ versions: FeatureVersions, onDay day: Int32) -> RequestProblem {
        let date = CalendarDay.text(day)
        if versions.isBeforeAll(day) {
            let first = versions.versions[0].validFrom.map(CalendarDay.text) ?? ""
            return .notFound(
                BilingualText(
                    dutch: "Van pand \(identifier) is op \(date) niets bekend: de gegevens beginnen op \(first).",
                    english: "Of building \(identifier) nothing is known on \(date): the data begins on \(first)."
                )
            )
        }
        let last = versions.version(onDay: day) ?? versions.versions.last
        let status = last?.segment.text(last?.feature ?? 0, named: "status") ?? "niet meer geldig"
        return .demolished(
            BilingualText(
                dutch: "Pand \(identifier) is er op \(date) niet: \(status). De geschiedenis staat in dit antwoord.",
                english: "Building \(identifier) is not there on \(date): \(status). Its history is in this answer."
            ),
            history: versions.versions.map(FactSheet.init(version:))
        )
    }

    // MARK: Model

    func model(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["formaat"])
        if let format = query.text("formaat"), format != "glb" {
            query.note(
                ParameterProblem(
                    "formaat",
                    "Formaat '\(format.prefix(40))' wordt niet aangeboden; mogelijk is: glb.",
                    "Format '\(format.prefix(40))' is not offered; possible is: glb."
                )
            )
        }
        let name = ObjectAddress.building(context.parameters.get("id") ?? "", &query)
        try query.finish()
        guard case .building(let digits)? = name else { throw RequestProblem.failed }
        let model = try await service.buildingModel(digits)
        let tag = "\"\(Checksum128(of: model.bytes))\""
        let headers: HTTPFields = [
            .contentType: "model/gltf-binary", .eTag: tag, .cacheControl: "no-cache",
            .contentDisposition: "inline; filename=\"\(digits).glb\"",
        ]
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: model.bytes)))
    }
}
