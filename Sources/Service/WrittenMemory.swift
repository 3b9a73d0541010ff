public import FeatureLayers
public import PlanningRules
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
        /// A rule where it says no more than its definition.
        case rule(RuleDefinition, EntryContext)
        /// What may be done without a permit by the bruidsschat.
        case permitFree(PermitFreeKey)
        /// A feature that applies: what comes before and what comes behind its geometry.
        case hit(layer: String, FeatureReference, hasBoundary: Bool)
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

    /// What is told of a rule depends on, besides the rule.
    public struct EntryContext: Hashable, Sendable {
        private let hasText: Bool
        private let municipality: String?
        private let trees: Int

        /// - Parameters:
        ///   - municipality: that links onward are of.
        ///   - trees: which decision trees were loaded, that rules link to.
        public init(hasText: Bool, municipality: String?, trees: Int) {
            self.hasText = hasText
            self.municipality = municipality
            self.trees = trees
        }
    }

    /// What is told of the bruidsschat depends on.
    public struct PermitFreeKey: Hashable, Sendable {
        private let articles: [String: String]?
        private let authorities: [String]
        private let activity: String?
        private let day: Int32
        private let hasConditions: Bool

        /// - Parameters:
        ///   - articles: ``RuleAnswer/bruidsschat``.
        ///   - authorities: the codes of those that may decide.
        public init(
            articles: [String: String]?,
            authorities: [String],
            activity: String?,
            day: Int32,
            hasConditions: Bool
        ) {
            self.articles = articles
            self.authorities = authorities
            self.activity = activity
            self.day = day
            self.hasConditions = hasConditions
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

    private struct Kept {
        var parts: GenerationalCache<Key, [[UInt8]]>
        /// Hashes of keys that were asked for once. Many a place is never asked about again.
        var asked = GenerationalCache<Int, Void>(capacity: 1 << 16)
    }

    private let kept: Mutex<Kept>

    /// - Parameter byteCapacity: the most that the bytes may take.
    init(byteCapacity: Int = 64 << 20) { kept = Mutex(Kept(parts: GenerationalCache(capacity: byteCapacity))) }

    /// The parts that are remembered, or those that are made now: remembered from the second time on.
    public func parts(_ key: Key, make: () throws -> [[UInt8]]) rethrows -> [[UInt8]] {
        if let found = kept.withLock({ $0.parts.value(key) }) { return found }
        let made = try make()
        let hash = key.hashValue
        kept.withLock { kept in
            if kept.asked.value(hash) == nil {
                kept.asked.insert((), hash, cost: 1)
            } else {
                kept.parts.insert(made, key, cost: made.reduce(256) { $0 + $1.count })
            }
        }
        return made
    }
}
