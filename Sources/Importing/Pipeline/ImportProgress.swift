import Synchronization

/// How far the reading of sources is, from all threads together.
public final class ImportProgress: Sendable {
    /// Called often, from any thread but never from two at once: what is being read, features read of it, and how many are
    /// expected when the source says.
    public typealias Show = @Sendable (_ label: String, _ read: Int, _ expected: Int?) -> Void

    private let show: Show
    private let counts = Mutex<[String: Int]>([:])

    public init(_ show: @escaping Show) {
        self.show = show
    }

    func add(_ count: Int, of part: SourcePart) {
        counts.withLock { counts in
            counts[part.label, default: 0] += count
            show(part.label, counts[part.label] ?? 0, part.expected)
        }
    }
}
