/// Values that were used lately, bounded in cost. For one thread at a time.
///
/// Two generations: what is used moves to the young one, and when that is full it becomes the old one, whose unused values
/// go. Nothing used since the last change of generations is lost, and a look-up costs one or two dictionary accesses.
public struct GenerationalCache<Key: Hashable, Value> {
    @usableFromInline var young: [Key: (value: Value, cost: Int)] = [:]
    @usableFromInline var old: [Key: (value: Value, cost: Int)] = [:]
    @usableFromInline var youngCost = 0
    @usableFromInline var oldCost = 0
    /// The most that one generation may cost.
    @usableFromInline let limit: Int

    /// - Parameter capacity: the most that all values together may cost.
    @inlinable
    public init(capacity: Int) { limit = max(0, capacity / 2) }

    /// What all values cost.
    @inlinable
    public var cost: Int { youngCost + oldCost }

    @inlinable
    public mutating func value(_ key: Key) -> Value? {
        if let found = young[key] { return found.value }
        guard let found = old.removeValue(forKey: key) else { return nil }
        oldCost -= found.cost
        insert(found.value, key, cost: found.cost)
        return found.value
    }

    /// Keeps a value; one that costs more than a generation may is not kept.
    @inlinable
    public mutating func insert(_ value: Value, _ key: Key, cost: Int) {
        if let former = young.removeValue(forKey: key) { youngCost -= former.cost }
        if let former = old.removeValue(forKey: key) { oldCost -= former.cost }
        guard cost <= limit else { return }
        if youngCost + cost > limit {
            old = young
            oldCost = youngCost
            young = [:]
            youngCost = 0
        }
        young[key] = (value, cost)
        youngCost += cost
    }
}
