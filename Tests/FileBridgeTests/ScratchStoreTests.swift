import Dispatch
import FileBridge
import Foundation
import Synchronization
import Testing

@Suite struct ScratchStoreTests {
    /// Timeline that this forces often: thread A appends chunk n, thread B appends n + 1, and only then A asks where its own
    /// chunk lies.
    @Test(arguments: [0, 1 << 20, 1 << 30]) func chunksComeBackAsTheyWereWhicheverThreadWroteThem(memoryLimit: Int)
        throws
    {
        let store = ScratchStore(directory: NSTemporaryDirectory(), memoryLimit: memoryLimit)
        let written = Mutex<[(ScratchStore.Location, [UInt8])]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<500 {
                let chunk = [UInt8](
                    repeating: UInt8(truncatingIfNeeded: thread * 31 + number),
                    count: 1 + number * 7 % 300
                )
                guard let location = try? store.append(chunk) else { continue }
                written.withLock { $0.append((location, chunk)) }
            }
        }
        let all = written.withLock { $0 }
        #expect(all.count == 4_000)
        for (location, chunk) in all {
            var bytes: [UInt8] = []
            try store.read(location, byteCount: chunk.count, into: &bytes)
            #expect(bytes == chunk)
            let half = chunk.count / 2
            bytes = []
            try store.read(location + UInt64(half), byteCount: chunk.count - half, into: &bytes)
            #expect(bytes == Array(chunk[half...]))
        }
    }

    @Test func aFolderThatIsNotThereIsAnError() {
        let store = ScratchStore(directory: "/nowhere/at/all", memoryLimit: 0)
        #expect(throws: FileProblem.self) { _ = try store.append([1]) }
    }
}
