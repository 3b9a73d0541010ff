import NIOCore
import NIOPosix
import Synchronization

/// Threads of its own for work that takes longer than a look-up: tiles, plan checks, models.
///
/// Never the cooperative pool: beside 20 ms renders there, lookups dropped from 13,900 to 7 a second
/// (`swift-linux.md` 2.1). One thread fewer than there are cores, at least one.
public final class RenderPool: Sendable {
    private let threads: NIOThreadPool
    private let waiting = Atomic<Int>(0)
    private let longestQueue: Int

    /// - Parameter longestQueue: jobs that may wait or run at once; one more is refused.
    public init(longestQueue: Int = 256) {
        threads = NIOThreadPool(numberOfThreads: max(1, System.coreCount - 1))
        threads.start()
        self.longestQueue = longestQueue
    }

    /// Runs a job on a thread of the pool.
    ///
    /// - Throws: ``ServiceProblem/busy`` when the queue is full; what the job throws.
    public func run<Result: Sendable>(_ job: @escaping @Sendable () throws -> Result) async throws -> Result {
        guard waiting.add(1, ordering: .relaxed).newValue <= longestQueue else {
            waiting.subtract(1, ordering: .relaxed)
            throw ServiceProblem.busy
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        return try await threads.runIfActive(job)
    }
}
