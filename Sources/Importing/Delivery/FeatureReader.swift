/// Reads the features of one document, front to back; belongs to one thread at a time.
///
/// A document may turn out damaged after features were handed out: use them only once ``next()`` has returned nil.
public protocol FeatureReader: AnyObject {
    /// The next feature; nil at the end of an undamaged document.
    func next() throws -> SourceFeature?
    /// What the user should know of the document; complete once ``next()`` has returned nil.
    var notes: [String] { get }
    /// The day that the data describes, in days since 1970-01-01, when the document says; then as ``notes``.
    var referenceDate: Int32? { get }
    /// The name that the content gives to its source, such as a plan's identifier; then as ``notes``.
    var sourceName: String? { get }
}

extension FeatureReader {
    public var notes: [String] { [] }
    public var referenceDate: Int32? { nil }
    public var sourceName: String? { nil }
}
