import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Threads of its own for work that takes longer than a look-up: tiles, plan checks, models.
///
/// Never the cooperative pool: beside 20 ms renders there, lookups dropped from 13,900 to 7 a second
/// (`swift-linux.md` 2.1).
public final class RenderPool: Sendable {
    private let threads: NIOThreadPool
    private let waiting = Atomic<Int>(0)
    private let longestQueue: Int
    private let isYielding: Bool
    private let hasYielded = ThreadSpecificVariable<Yielded>()

    private final class Yielded: Sendable {}

    /// Of Linux's 0 to 19: such a thread gets a tenth of the time of one that answers a look-up, when both want it.
    private static let niceness: CInt = 10

    /// - Parameters:
    ///   - yielding: whether the threads give way to all others of the process. Then there is one for each core; else one fewer,
    ///     at least one.
    ///   - longestQueue: jobs that may wait or run at once; one more is refused.
    public init(yielding: Bool = false, longestQueue: Int = 256) {
        threads = NIOThreadPool(numberOfThreads: max(1, System.coreCount - (yielding ? 0 : 1)))
        threads.start()
        self.longestQueue = longestQueue
        isYielding = yielding
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
        return try await threads.runIfActive { [self] in
            giveWay()
            return try job()
        }
    }

    /// Lowers the priority of the thread at hand, once. On Linux, niceness belongs to a thread; 0 is the one that asks.
    private func giveWay() {
        guard isYielding, hasYielded.currentValue == nil else { return }
        hasYielded.currentValue = Yielded()
        setpriority(CInt(PRIO_PROCESS.rawValue), 0, RenderPool.niceness)
    }
}
