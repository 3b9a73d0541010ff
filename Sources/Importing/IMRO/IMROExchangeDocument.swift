import XMLBridge

/// An XML file that comes with a plan without being one (STRI2008, STRI2012: Standaard Toegankelijkheid Ruimtelijke
/// Instrumenten).
public enum IMROExchangeDocument: Sendable, Hashable {
    /// The list of all plans that one authority publishes.
    case manifest(authority: String?)
    /// The list of files that make up one plan, with their checksums.
    case geleideformulier(planId: String?)

    /// What a file is by its root element; nil when it is something else.
    init?(root: XMLElement, path: String) throws(IMROReadingError) {
        guard root.namespace.lowercased().contains("/stri") else { return nil }
        switch root.name.lowercased() {
        case "manifest":
            self = .manifest(authority: root.attribute("NaamOverheid"))
        case "geleideformulier":
            do {
                let plan = try XMLSubtreeReader(path: path).next { $0.depth == 1 && $0.name == "Plan" }
                self = .geleideformulier(planId: plan?.attribute("Id"))
            } catch {
                throw .xml(error)
            }
        default: return nil
        }
    }
}

extension IMROExchangeDocument: CustomStringConvertible {
    /// Two sentences: what the file is, and what to import instead.
    public var description: String {
        switch self {
        case .manifest(let authority):
            "the manifest of \(authority ?? "an authority"), which lists its plans and where they are."
                + " Import the plans themselves: the GML file (NL.IMRO.….gml) of each."
        case .geleideformulier(let planId):
            "the geleideformulier of \(planId ?? "a plan"), which lists the files of that plan."
                + " Import the plan itself: \(planId.map { "\($0).gml" } ?? "its GML file (NL.IMRO.….gml)")."
        }
    }
}
