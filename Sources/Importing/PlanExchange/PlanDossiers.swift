import XMLBridge

/// What the manifests of a delivery say about plans: the dossier that a plan belongs to, and how that stands.
struct PlanDossiers: Sendable {
    struct Dossier: Sendable, Hashable {
        var identifier: String
        /// Such as "geheel onherroepelijk in werking" or "in voorbereiding".
        var status: String?

        var attributes: [(name: String, value: AttributeValue)] {
            [("dossier", .text(identifier))] + (status.map { [("dossierstatus", .text($0))] } ?? [])
        }
    }

    private var dossiers: [String: Dossier] = [:]

    init() {}

    /// Reads manifests; other documents of a plan's publication say nothing about dossiers.
    init(_ manifests: [DeliveredDocument]) throws {
        for document in manifests {
            let unpacked = try UnpackedDocument(document)
            let xml = try XMLSubtreeReader(path: unpacked.path, name: document.path)
            while let element = try xml.next(where: { $0.depth == 1 && $0.name == "Dossier" }) {
                guard let identifier = element.attribute("Id") else { continue }
                let dossier = Dossier(identifier: identifier, status: element.attribute("Status"))
                for plan in element.children where plan.name == "Plan" {
                    if let id = plan.attribute("Id") { dossiers[id] = dossier }
                }
            }
        }
    }

    subscript(plan: String) -> Dossier? { dossiers[plan] }
}
