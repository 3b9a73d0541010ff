import FileBridge
import Foundation
import Synchronization
import Testing

@Suite struct OnceReferenceTests {
    private final class Counted: Sendable {
        static let alive = Atomic(0)
        init() { Counted.alive.wrappingAdd(1, ordering: .relaxed) }
        deinit { Counted.alive.wrappingSubtract(1, ordering: .relaxed) }
    }

    private final class Holder: Sendable {
        let reference = OnceReference<Counted>()
    }

    @Test func theFirstOfManyThreadsWinsAndNothingIsLeftBehind() {
        for _ in 0..<200 {
            let holder = Holder()
            #expect(holder.reference.load() == nil)
            let seen = Mutex(Set<ObjectIdentifier>())
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                let winner = holder.reference.load() ?? holder.reference.storeIfNil(Counted())
                _ = seen.withLock { $0.insert(ObjectIdentifier(winner)) }
            }
            #expect(seen.withLock { $0.count } == 1)
            #expect(Counted.alive.load(ordering: .sequentiallyConsistent) == 1)
        }
        #expect(Counted.alive.load(ordering: .sequentiallyConsistent) == 0)
    }
}
