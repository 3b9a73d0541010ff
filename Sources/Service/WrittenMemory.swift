public import FeatureLayers
public import Registers
import Synchronization

/// Remembers parts of answers as the bytes that were written, as long as their snapshot is served: what a regulation of 600 rules
/// says is the same at every point of a municipality, and a boundary of 50,000 vertices is the same whoever asks.
public final class WrittenMemory: Sendable {
    /// What bytes are of.
    public enum Key: Hashable, Sendable {
        /// The geometry of a feature as GeoJSON.
        case geometry(layer: String, FeatureReference)
        case rules(RulesKey)
        case coverage(CoveragePattern)
    }

    /// What is known of each layer at a place, where that takes a word each.
    public struct CoveragePattern: Hashable, Sendable {
        private let codes: [UInt8]
        private let isBrief: Bool
        private let omitted: String?

        /// Nil when there is more to tell of a layer: a part of an area, what is wrong.
        ///
        /// - Parameters:
        ///   - isBrief: only the words.
        ///   - omitted: a layer that is left out.
        public init?(_ answer: PlaceAnswer, isBrief: Bool, without omitted: String?) {
            var codes: [UInt8] = []
            codes.reserveCapacity(answer.coverage.count)
            for coverage in answer.coverage {
                guard coverage.problems.isEmpty, let code = Self.code(coverage.applicability) else { return nil }
                codes.append(code)
            }
            self.codes = codes
            self.isBrief = isBrief
            self.omitted = omitted
        }

        private static func code(_ applicability: Applicability) -> UInt8? {
            switch applicability {
            case .applies: 0
            case .touchesBoundaryOnly: 1
            case .doesNotApply: 2
            case .unknown(.noData): 3
            case .unknown(.stale): 4
            case .unknown(.failure): 5
            case .unknown(.outsideCoverage): 6
            case .appliesPartly: nil
            }
        }
    }

    /// All that what is said of the rules at a point depends on, besides the snapshot.
    public struct RulesKey: Hashable, Sendable {
        private struct Hit: Hashable {
            let layer: String
            let reference: FeatureReference
            let applicability: Applicability
        }

        private struct Coverage: Hashable {
            let layer: String
            let applicability: Applicability
        }

        private let hits: [Hit]
        private let coverage: [Coverage]
        private let level: Int
        private let activity: String?
        private let day: Int32
        /// Which decision trees were loaded, that rules link to.
        private let trees: Int

        /// Layers whose features say nothing of rules.
        private static let factual: Set<String> = ["perceel", "pand", "verblijfsobject"]

        public init(_ answer: PlaceAnswer, level: Int, activity: String?, day: Int32, trees: Int) {
            hits = answer.hits.filter { !Self.factual.contains($0.layer) }.map {
                Hit(layer: $0.layer, reference: $0.reference, applicability: $0.applicability)
            }
            coverage = answer.coverage.map { Coverage(layer: $0.layer, applicability: $0.applicability) }
            self.level = level
            self.activity = activity
            self.day = day
            self.trees = trees
        }
    }

    private let kept: Mutex<GenerationalCache<Key, [[UInt8]]>>

    /// - Parameter byteCapacity: the most that the bytes may take.
    init(byteCapacity: Int = 64 << 20) { kept = Mutex(GenerationalCache(capacity: byteCapacity)) }

    /// The parts that are remembered, or those that are made now.
    public func parts(_ key: Key, make: () throws -> [[UInt8]]) rethrows -> [[UInt8]] {
        if let found = kept.withLock({ $0.value(key) }) { return found }
        let made = try make()
        let cost = made.reduce(256) { $0 + $1.count }
        kept.withLock { $0.insert(made, key, cost: cost) }
        return made
    }
}
