public import NIOCore
import Registers
import Synchronization

/// Tiles as they were sent, bounded in bytes. A tile that several ask for at once is made once.
public final class TileCache: Sendable {
    /// Names the bytes: what the tile is made of, and its coding.
    public struct Key: Hashable, Sendable {
        let validator: String
        let coding: ContentCoding

        public init(validator: String, coding: ContentCoding) {
            self.validator = validator
            self.coding = coding
        }
    }

    /// What an entry takes besides its bytes, about: key, dictionary slot, buffer.
    private static let entryBytes = 256

    private struct State {
        var ready: GenerationalCache<Key, ByteBuffer>
        /// Of each tile that is being made who else waits for it.
        var underway: [Key: [CheckedContinuation<ByteBuffer?, any Error>]] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter byteCapacity: the most that all tiles together may take.
    public init(byteCapacity: Int) {
        state = Mutex(State(ready: GenerationalCache(capacity: byteCapacity)))
    }

    /// What is kept now.
    public var byteCount: Int { state.withLock { $0.ready.cost } }

    /// A tile that is kept.
    public func ready(_ key: Key) -> ByteBuffer? { state.withLock { $0.ready.value(key) } }

    /// A tile that is kept, or being made for someone else, or else made now. One that can't be made is not kept: all who
    /// wait get the error, and the next one tries again.
    public func tile(_ key: Key, make: () async throws -> ByteBuffer) async throws -> ByteBuffer {
        while true {
            let (kept, isUnderway) = state.withLock { state -> (ByteBuffer?, Bool) in
                if let bytes = state.ready.value(key) { return (bytes, false) }
                if state.underway[key] != nil { return (nil, true) }
                state.underway[key] = []
                return (nil, false)
            }
            if let kept { return kept }
            if !isUnderway { return try await made(key, make) }
            do {
                if let bytes = try await shared(key) { return bytes }
            } catch is CancellationError where !Task.isCancelled {
                // The request that it was made for was given up; this one was not.
            }
        }
    }

    private func made(_ key: Key, _ make: () async throws -> ByteBuffer) async throws -> ByteBuffer {
        let result: Result<ByteBuffer, any Error>
        do { result = .success(try await make()) } catch { result = .failure(error) }
        let waiting = state.withLock { state in
            if case .success(let bytes) = result {
                state.ready.insert(bytes, key, cost: bytes.readableBytes + TileCache.entryBytes)
            }
            return state.underway.removeValue(forKey: key) ?? []
        }
        for one in waiting { one.resume(with: result.map { $0 }) }
        return try result.get()
    }

    /// A tile that is being made for someone else; nil when that has ended.
    private func shared(_ key: Key) async throws -> ByteBuffer? {
        try await withCheckedThrowingContinuation { continuation in
            let isUnderway = state.withLock { state in
                state.underway[key]?.append(continuation) != nil
            }
            if !isUnderway { continuation.resume(returning: nil) }
        }
    }
}
