/// What mutation files say about voorkomens, in their order: the last word on a voorkomen counts.
///
/// `was` takes a voorkomen away, `wordt` puts one in its place; a `verwijdering` has only the former, a `toevoeging` only
/// the latter.
struct BAGMutations {
    /// Number of the last event for each voorkomen, by ``BAGObject/key``.
    private var last: [UInt64: Int] = [:]

    mutating func record(_ object: BAGObject, event: Int) {
        if let key = object.key { last[key] = event }
    }

    /// Whether a voorkomen of a stand was changed or taken away since.
    func overtakes(_ object: BAGObject) -> Bool {
        guard !last.isEmpty, let key = object.key else { return false }
        return last[key] != nil
    }

    /// Whether a later mutation follows on the same voorkomen.
    func overtakes(_ object: BAGObject, event: Int) -> Bool {
        guard let key = object.key else { return false }
        return last[key] != event
    }
}

/// Which properties (kenmerken) of which objects are in onderzoek.
struct BAGInvestigations {
    /// By identifier, then by kenmerk.
    private var kenmerken: [String: [String: (isOpen: Bool, isMutation: Bool)]] = [:]
    private(set) var count = 0

    /// Takes a statement in; one from a mutation stands over one from a stand.
    mutating func record(identifier: String, kenmerk: String, isOpen: Bool, isMutation: Bool) {
        count += 1
        let present = kenmerken[identifier]?[kenmerk]
        if present?.isMutation == true, !isMutation { return }
        // A kenmerk has several statements over time; the open one counts, in whatever order they come.
        if !isMutation, present?.isOpen == true { return }
        kenmerken[identifier, default: [:]][kenmerk] = (isOpen, isMutation)
    }

    /// The kenmerken of an object that are in onderzoek now, sorted and joined by a comma; nil when there are none.
    func text(of identifier: String) -> String? {
        guard !kenmerken.isEmpty, let all = kenmerken[identifier] else { return nil }
        let open = all.filter(\.value.isOpen).keys.sorted()
        return open.isEmpty ? nil : open.joined(separator: ",")
    }
}
