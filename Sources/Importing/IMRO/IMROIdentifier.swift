import XMLBridge

/// The identifier of a plan or plan object, as references in the file spell it.
struct IMROIdentifier {
    let text: String

    /// `NL.IMRO` + `lokaalID` + `versie` of IMRO2012, put together as a `gml:id` is, or the text of older versions.
    ///
    /// Nil when there is neither.
    init?(identificatie: XMLElement) {
        guard let parts = identificatie.child("NEN3610ID") else {
            text = IMROAttributes.trimmed(identificatie.text)
            guard !text.isEmpty else { return nil }
            return
        }
        guard let local = parts.child("lokaalID") else { return nil }
        let namespace = parts.child("namespace").map { IMROAttributes.trimmed($0.text) } ?? "NL.IMRO"
        let version = parts.child("versie").map { "-\(IMROAttributes.trimmed($0.text))" } ?? ""
        text = "\(namespace).\(IMROAttributes.trimmed(local.text))\(version)"
    }

    /// A plan, by its `gml:id`; some makers of IMRO2006 put "localid" before every `gml:id`.
    init(planReference: String) {
        let prefix = "localid"
        let isPrefixed = planReference.hasPrefix("\(prefix)NL.IMRO.")
        text = isPrefixed ? String(planReference.dropFirst(prefix.count)) : planReference
    }
}
