import Dispatch
import Synchronization

/// Runs independent jobs on a number of threads and waits for them.
enum ParallelWork {
    /// Calls `body` once for each number below `count`, in no particular order.
    ///
    /// - Throws: the error of the lowest job that failed; jobs not yet begun are then left out.
    static func run(_ count: Int, threads: Int, _ body: @Sendable (Int) throws -> Void) throws {
        let next = Atomic<Int>(0)
        let failure = Mutex<(job: Int, error: any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
            while failure.withLock({ $0 == nil }) {
                let job = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard job < count else { return }
                do {
                    try body(job)
                } catch {
                    failure.withLock { present in
                        if present.map({ job < $0.job }) ?? true { present = (job, error) }
                    }
                }
            }
        }
        if let found = failure.withLock({ $0 }) { throw found.error }
    }
}
