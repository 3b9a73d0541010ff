import Synchronization

/// One file opened as often as threads read it at the same time.
public final class GDALDatasetPool: Sendable {
    /// A dataset on its way from one thread to the next.
    private struct Idle: @unchecked Sendable {
        // Unchecked: a dataset may be used by one thread at a time, and each is handed to one caller until it is given back.
        let dataset: GDALDataset
    }

    private let idle: Mutex<[Idle]>
    private let open: @Sendable () throws -> GDALDataset

    /// - Parameter open: opens the file; called once now and again for each further thread.
    public init(open: @escaping @Sendable () throws -> GDALDataset) throws {
        idle = Mutex([Idle(dataset: try open())])
        self.open = open
    }

    /// Calls `body` with a dataset that nobody else uses meanwhile.
    public func withDataset<Value>(_ body: (GDALDataset) throws -> Value) throws -> Value {
        let lent = try idle.withLock { $0.popLast() } ?? Idle(dataset: open())
        defer { idle.withLock { $0.append(lent) } }
        return try body(lent.dataset)
    }
}
