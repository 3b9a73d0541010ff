public import NIOCore
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
        var underway: [Key: Task<ByteBuffer, any Error>] = [:]
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
    public func tile(_ key: Key, make: @escaping @Sendable () async throws -> ByteBuffer) async throws -> ByteBuffer {
        enum Found {
            case ready(ByteBuffer)
            case underway(Task<ByteBuffer, any Error>)
        }
        let found: Found = state.withLock { state in
            if let bytes = state.ready.value(key) { return .ready(bytes) }
            if let task = state.underway[key] { return .underway(task) }
            // Not a child task: others may wait for it when this request is given up.
            let task = Task { [self] in
                let result: Result<ByteBuffer, any Error>
                do { result = .success(try await make()) } catch { result = .failure(error) }
                self.state.withLock { state in
                    state.underway[key] = nil
                    if case .success(let bytes) = result {
                        state.ready.insert(bytes, key, cost: bytes.readableBytes + TileCache.entryBytes)
                    }
                }
                return try result.get()
            }
            state.underway[key] = task
            return .underway(task)
        }
        switch found {
        case .ready(let bytes): return bytes
        case .underway(let task): return try await task.value
        }
    }
}
