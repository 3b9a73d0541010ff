import FileBridge
public import NIOCore
import Registers
import Synchronization

/// An answer as it is sent, and its entity tag.
public struct TaggedAnswer: Sendable {
    public let bytes: ByteBuffer
    /// Strong (RFC 9110, 8.8.3): the checksum of the bytes, in quotes.
    public let tag: String

    public init(_ bytes: [UInt8]) {
        self.bytes = ByteBuffer(bytes: bytes)
        tag = "\"\(Checksum128(of: bytes))\""
    }
}

/// Remembers whole answers about a place as long as their snapshot is served: a link to a place that goes round is opened by many.
public final class AnswerMemory: Sendable {
    /// All that an answer depends on, besides the snapshot.
    public struct Key: Hashable, Sendable {
        private let address: String
        private let day: Int32
        private let trees: Int

        /// - Parameters:
        ///   - address: what was asked, with everything that it says.
        ///   - trees: which decision trees were loaded, that answers link to.
        public init(address: String, trees: DecisionTreeSnapshot) {
            self.address = address
            day = StipService.today
            self.trees = trees.generation
        }
    }

    /// What an entry takes besides bytes and address, about.
    private static let entryBytes = 512

    private struct Kept {
        var answers: GenerationalCache<Key, TaggedAnswer>
        /// Hashes of keys that were asked for once. Most places are never asked about again.
        var asked = GenerationalCache<Int, Void>(capacity: 1 << 16)
    }

    private let kept: Mutex<Kept>

    /// - Parameter byteCapacity: the most that all answers together may take.
    init(byteCapacity: Int = 64 << 20) { kept = Mutex(Kept(answers: GenerationalCache(capacity: byteCapacity))) }

    public func answer(_ key: Key) -> TaggedAnswer? { kept.withLock { $0.answers.value(key) } }

    /// Keeps an answer from the second time on that it is given.
    public func keep(_ answer: TaggedAnswer, _ key: Key) {
        let hash = key.hashValue
        kept.withLock { kept in
            if kept.asked.value(hash) == nil {
                kept.asked.insert((), hash, cost: 1)
            } else {
                kept.answers.insert(answer, key, cost: answer.bytes.readableBytes + AnswerMemory.entryBytes)
            }
        }
    }
}
