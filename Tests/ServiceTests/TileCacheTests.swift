import NIOCore
import Service
import Testing

@Suite("Cache of tiles")
struct TileCacheTests {
    private struct Refusal: Error {}

    private actor Counter {
        private(set) var count = 0
        func increase() { count += 1 }
    }

    private func key(_ name: String) -> TileCache.Key { TileCache.Key(validator: name, coding: .gzip) }

    @Test("A tile that many ask for at once is made once, and all get it")
    func singleFlight() async throws {
        let cache = TileCache(byteCapacity: 1 << 20)
        let made = Counter()
        // All ask before the first answer is there: it waits for the gate.
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let tiles = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await cache.tile(key("a")) {
                        await made.increase()
                        for await _ in gate { break }
                        return ByteBuffer(string: "tile")
                    }
                }
            }
            for _ in 0..<100 { await Task.yield() }
            opener.yield()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(await made.count == 1)
        #expect(tiles.count == 50 && tiles.allSatisfy { $0 == ByteBuffer(string: "tile") })
        #expect(cache.ready(key("a")) == ByteBuffer(string: "tile"))
    }

    @Test("What could not be made is told to all who wait, and is tried again")
    func failuresAreNotKept() async throws {
        let cache = TileCache(byteCapacity: 1 << 20)
        await #expect(throws: Refusal.self) { try await cache.tile(key("a")) { throw Refusal() } }
        #expect(cache.ready(key("a")) == nil)
        let bytes = try await cache.tile(key("a")) { ByteBuffer(string: "well") }
        #expect(bytes == ByteBuffer(string: "well"))
    }

    @Test("It never holds more bytes than it may")
    func isBounded() async throws {
        let capacity = 100_000
        let cache = TileCache(byteCapacity: capacity)
        for number in 0..<500 {
            _ = try await cache.tile(key("\(number)")) { ByteBuffer(repeating: 7, count: number * 13 % 4000) }
            #expect(cache.byteCount <= capacity)
        }
        #expect(cache.byteCount > capacity / 4)
        _ = try await cache.tile(key("large")) { ByteBuffer(repeating: 7, count: capacity) }
        #expect(cache.ready(key("large")) == nil && cache.byteCount <= capacity)
    }

    @Test("A tile that keeps being asked for stays while others come and go")
    func theUsedStay() async throws {
        let cache = TileCache(byteCapacity: 50_000)
        _ = try await cache.tile(key("used")) { ByteBuffer(repeating: 1, count: 1000) }
        for number in 0..<500 {
            _ = try await cache.tile(key("\(number)")) { ByteBuffer(repeating: 7, count: 1000) }
            #expect(cache.ready(key("used")) != nil)
        }
    }

    @Test("Codings of one tile are apart")
    func codingsAreApart() async throws {
        let cache = TileCache(byteCapacity: 50_000)
        _ = try await cache.tile(key("a")) { ByteBuffer(string: "gzip") }
        #expect(cache.ready(TileCache.Key(validator: "a", coding: .zstd)) == nil)
    }
}
