/// A source cut into parts that threads can read side by side.
struct ReadableSource: Sendable {
    let path: String
    /// Name of the format, as reports and the manifest have it.
    let format: String
    /// One after another; each brings layers that no other stage brings.
    let stages: [SourceStage]
    /// What is known once all stages were read.
    let summary: @Sendable () -> SourceSummary
}

/// Parts of a source that bring some layers of it whole.
struct SourceStage: Sendable {
    let parts: [SourcePart]
    /// Whether two features with one identifier are versions of the same thing.
    let identifiersAreUnique: Bool
    /// Called when all parts were read, before the next stage begins.
    let finish: @Sendable () -> Void

    init(
        _ parts: [SourcePart],
        identifiersAreUnique: Bool = true,
        finish: @escaping @Sendable () -> Void = {}
    ) {
        self.parts = parts
        self.identifiersAreUnique = identifiersAreUnique
        self.finish = finish
    }
}

/// A part of a source, read by one thread from beginning to end.
struct SourcePart: Sendable {
    /// For the progress bar.
    let label: String
    /// How many features the source says that the part has.
    let expected: Int?
    /// Calls its argument with each feature, in the source's order.
    let read: @Sendable (_ body: (SourceFeature) throws -> Void) throws -> Void
}

/// What a source says of itself.
struct SourceSummary: Sendable {
    /// Name under which the workspace keeps it, unless the user gives another.
    let name: String
    /// The date that the data of a layer describes (ISO 8601).
    let referenceDate: @Sendable (_ layer: String) -> String?
    /// What the reader noticed about the file as a whole.
    let notes: [String]
}
