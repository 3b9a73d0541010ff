import FeatureLayers
import GeoValues
import Synchronization

/// The layers that every place is asked of, together, and the finders for them.
final class AskedLayers: Sendable {
    /// In the order of the answered layers.
    let states: [RegisterLayerState]
    /// Of each answered layer, its positions in ``states``.
    let positions: [Range<Int>]
    /// A finder is made for as many as ask at one time, and used again: its arrays are what making one costs.
    private let idle = Mutex<[PointFinder]>([])

    /// - Parameter asked: of each answered layer, what is asked for it.
    init(_ asked: [[RegisterLayerState]]) {
        var states: [RegisterLayerState] = []
        positions = asked.map { of in
            states += of
            return states.count - of.count..<states.count
        }
        self.states = states
    }

    /// Calls `body` with what holds or touches a point; ``PointMatch/layer`` is a position in ``states``.
    func withMatches(at point: RDPoint, _ body: ([PointMatch]) -> Void) {
        var finder = idle.withLock { $0.popLast() } ?? PointFinder(states.map(\.layer))
        finder.find(point)
        body(finder.matches)
        idle.withLock { [finder] in $0.append(finder) }
    }
}
