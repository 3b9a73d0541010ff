import Dispatch
import FileBridge
import GeoValues
import Synchronization

/// Hands numbered units of work to threads and their results, in order, to the one that writes.
final class UnitQueue: Sendable {
    struct DrawnTile: Sendable {
        let tile: TileCoordinate
        let bytes: [UInt8]
        let checksum: Checksum128
        let isKept: Bool
    }

    struct DrawnUnit: Sendable {
        var tiles: [DrawnTile] = []
        var empty = 0
    }

    private struct State: Sendable {
        var next = 0
        var isStopped = false
        var finished: [Int: Result<DrawnUnit, any Error>] = [:]
    }

    /// Units that may be drawn ahead of the one that is written next: bounds the memory.
    private static let farthestAhead = 256

    private let count: Int
    private let state = Mutex(State())
    private let places = DispatchSemaphore(value: UnitQueue.farthestAhead)
    private let finishes = DispatchSemaphore(value: 0)

    init(count: Int) {
        self.count = count
    }

    /// The next unit to draw; nil when there are no more. Waits while too many are ahead.
    func next() -> Int? {
        places.wait()
        return state.withLock { state in
            guard state.next < count, !state.isStopped else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func finish(_ number: Int, _ result: Result<DrawnUnit, any Error>) {
        state.withLock { $0.finished[number] = result }
        finishes.signal()
    }

    /// Waits for the result of a unit; asked for in order.
    func result(of number: Int) throws -> DrawnUnit {
        while true {
            if let result = state.withLock({ $0.finished.removeValue(forKey: number) }) {
                places.signal()
                return try result.get()
            }
            finishes.wait()
        }
    }

    /// Gives no more units out, and wakes the threads that wait for one.
    func stop(threads: Int) {
        state.withLock { $0.isStopped = true }
        for _ in 0..<threads { places.signal() }
    }
}
