public import GeoValues

/// A feature that holds or touches a point.
public struct PointMatch: Sendable {
    /// Position of its layer among those that were asked.
    public let layer: Int
    public let reference: FeatureReference
    /// Never ``GeoValues/PointLocation/outside``.
    public let location: PointLocation
}

/// Finds the features of several layers that hold or touch a point: exact.
///
/// A look-up mostly waits for memory. So all layers are gone through together, level by level of their trees, and whatever is
/// to be read is asked for well before it is looked at, beside what the other layers ask for. To be kept by whoever asks
/// many times: its arrays are used again.
public struct PointFinder: Sendable {
    private let layers: [Layer]
    /// Where the look into each layer begins, those of layers without places left out.
    private let roots: [NodeVisit]
    /// Those of ``roots``, one for each layer, then the segments that the last look opened.
    private var trees: [OpenTree]
    private var visits: [NodeVisit] = []
    private var candidates: [PointCandidate] = []
    /// What ``find(_:)`` found last, ordered by layer, segment and feature.
    public private(set) var matches: [PointMatch] = []

    public init(_ layers: [Layer]) {
        self.layers = layers
        trees = layers.enumerated().map { number, layer in
            layer.segments.count == 1
                ? OpenTree(layer: number, segment: 0, layer.segments[0].contents.pointIndex)
                : OpenTree(layer: number, index: layer.index)
        }
        roots = trees.indices.compactMap { [trees] in NodeVisit(rootOf: trees[$0].tree, number: $0) }
        visits.reserveCapacity(max(32, 4 * layers.count))
        candidates.reserveCapacity(16)
    }

    /// Puts the features that hold or touch a point in ``matches``.
    public mutating func find(_ point: RDPoint) {
        trees.removeLast(trees.count - layers.count)
        visits.removeAll(keepingCapacity: true)
        candidates.removeAll(keepingCapacity: true)
        matches.removeAll(keepingCapacity: true)
        for root in roots { start(root, at: point) }
        descend(to: point)
        for number in candidates.indices {
            candidates[number].readShape(trees[candidates[number].tree].pointIndex, point)
        }
        for number in candidates.indices { candidates[number].readCell(trees[candidates[number].tree].pointIndex) }
        for candidate in candidates { candidate.prefetchEdges(trees[candidate.tree].pointIndex) }
        for candidate in candidates { resolve(candidate, at: point) }
    }

    // MARK: Trees

    /// Begins at the root of a tree, if its box holds the point: beside it bytes would mean something else.
    @inline(__always)
    private mutating func start(_ root: NodeVisit, at point: RDPoint) {
        let tree = trees[Int(root.tree)].tree
        guard tree.box.contains(point) else { return }
        if root.level == 0 { return take(0, box: tree.box, of: Int(root.tree), at: point) }
        tree.nodes.prefetch(root.position)
        visits.append(root)
    }

    private mutating func openSegment(_ segment: Int, of layer: Int, at point: RDPoint) {
        let opened = OpenTree(layer: layer, segment: segment, layers[layer].segments[segment].contents.pointIndex)
        guard let root = NodeVisit(rootOf: opened.tree, number: trees.count) else { return }
        trees.append(opened)
        start(root, at: point)
    }

    /// Goes through the nodes that hold the point, those above first.
    private mutating func descend(to point: RDPoint) {
        var next = 0
        while next < visits.count {
            let visit = visits[next]
            next += 1
            let tree = trees[Int(visit.tree)].tree
            var found = tree.nodes.children(visit.position, holding: point, visit.frame)
            while found != 0 {
                let child = found.trailingZeroBitCount
                found &= found &- 1
                let bytes = tree.nodes.box(visit.position, child: child)
                let number = visit.node &* Int32(PackedTreeShape.nodeSize) &+ Int32(truncatingIfNeeded: child)
                if visit.level == 1 {
                    take(Int(number), box: visit.frame.box(bytes), of: Int(visit.tree), at: point)
                } else {
                    let below = visit.below(number, bytes, itemCount: tree.itemCount)
                    tree.nodes.prefetch(below.position)
                    if below.level == 1 { trees[Int(visit.tree)].prefetchShapes(ofNode: Int(number)) }
                    visits.append(below)
                }
            }
        }
    }

    /// An item of a tree may hold the point: opens the segment that it is, or keeps the feature for later.
    @inline(__always)
    private mutating func take(_ item: Int, box: RDBox, of tree: Int, at point: RDPoint) {
        let layer = trees[tree].layer
        if trees[tree].isIndex {
            openSegment(layers[layer].index.segment(ofLeaf: item), of: layer, at: point)
        } else {
            candidates.append(PointCandidate(tree: tree, feature: item, box: box))
        }
    }

    // MARK: Features

    private mutating func resolve(_ candidate: PointCandidate, at point: RDPoint) {
        let tree = trees[candidate.tree]
        let location =
            candidate.location ?? candidate.locationByEdges(tree.pointIndex, point)
            ?? layers[tree.layer].segments[tree.segment].contents.location(of: point, in: candidate.feature)
        guard location != .outside else { return }
        let match = PointMatch(
            layer: tree.layer,
            reference: FeatureReference(segment: tree.segment, feature: candidate.feature),
            location: location
        )
        // Few, and those of one segment in order: the others are moved up.
        var place = matches.count
        matches.append(match)
        while place > 0, match.precedes(matches[place - 1]) {
            matches[place] = matches[place - 1]
            place -= 1
        }
        matches[place] = match
    }
}

extension PointMatch {
    fileprivate func precedes(_ other: PointMatch) -> Bool {
        (layer, reference.segment, reference.feature) < (other.layer, other.reference.segment, other.reference.feature)
    }
}

/// A tree that a look-up goes through: of a segment, or of the boxes of a layer's segments.
private struct OpenTree {
    let pointIndex: PointIndex
    private let layerNumber: Int32
    /// Negative: the tree over the layer's segments.
    private let segmentNumber: Int32

    init(layer: Int, segment: Int, _ pointIndex: PointIndex) {
        self.pointIndex = pointIndex
        layerNumber = Int32(truncatingIfNeeded: layer)
        segmentNumber = Int32(truncatingIfNeeded: segment)
    }

    init(layer: Int, index: SegmentIndex) {
        self.init(layer: layer, segment: -1, index.pointIndex)
    }

    var layer: Int { Int(layerNumber) }
    var segment: Int { Int(segmentNumber) }
    var isIndex: Bool { segmentNumber < 0 }
    var tree: CompactTree { pointIndex.tree }

    /// The shapes of the sixteen items of a lowest node lie beside each other, in two lines.
    @inline(__always)
    func prefetchShapes(ofNode node: Int) {
        pointIndex.shapes.prefetch(node &* PackedTreeShape.nodeSize)
        pointIndex.shapes.prefetch(node &* PackedTreeShape.nodeSize &+ PackedTreeShape.nodeSize / 2)
    }
}

/// A node that holds the point, to be looked into.
private struct NodeVisit {
    /// Position of the tree among those opened.
    let tree: Int32
    /// Items are level 0.
    let level: Int32
    /// Position of the level's first node.
    private let levelStart: Int32
    /// Number of the node in its level.
    let node: Int32
    let frame: CompactFrame

    private init(tree: Int32, level: Int32, levelStart: Int32, node: Int32, frame: CompactFrame) {
        self.tree = tree
        self.level = level
        self.levelStart = levelStart
        self.node = node
        self.frame = frame
    }

    /// Nil for a tree without items; of one item, that item itself.
    init?(rootOf tree: CompactTree, number: Int) {
        guard tree.itemCount > 0 else { return nil }
        var count = tree.itemCount
        var (level, start, below): (Int32, Int32, Int32) = (0, 0, 0)
        while count > 1 {
            count = (count &+ 15) &>> 4
            level &+= 1
            start &+= below
            below = Int32(truncatingIfNeeded: count)
        }
        self.init(
            tree: Int32(truncatingIfNeeded: number),
            level: level,
            levelStart: start,
            node: 0,
            frame: CompactFrame(tree.box)
        )
    }

    /// Position among the nodes of the tree.
    var position: Int { Int(levelStart) &+ Int(node) }

    /// A child that is a node.
    ///
    /// - Parameter number: the child's in its level.
    @inline(__always)
    func below(_ number: Int32, _ box: ByteBox, itemCount: Int) -> NodeVisit {
        // Nodes of the level below: as many as its items, in sixteens.
        let shift = 4 &* (Int(level) &- 1)
        let count = (itemCount &- 1) &>> shift &+ 1
        return NodeVisit(
            tree: tree,
            level: level &- 1,
            levelStart: levelStart &- Int32(truncatingIfNeeded: count),
            node: number,
            frame: frame.frame(of: box)
        )
    }
}

/// A feature whose box holds the point, as far as its tree knows.
private struct PointCandidate {
    /// Position of the tree among those opened.
    let tree: Int
    let feature: Int
    /// As a ``CompactTree`` rounds it.
    private let box: RDBox
    private var shape = FeatureShape(bits: 0)
    /// Where the point lies in the feature's drawing; nil: it has none.
    private var place: DrawnPoint?
    /// Nil: not known yet.
    private(set) var location: PointLocation?

    init(tree: Int, feature: Int, box: RDBox) {
        self.tree = tree
        self.feature = feature
        self.box = box
    }

    @inline(__always)
    mutating func readShape(_ index: PointIndex, _ point: RDPoint) {
        shape = FeatureShape(bits: index.shapes[feature])
        if shape.hasDrawing {
            let place = DrawnPoint(point, shape, box)
            index.prefetchCell(of: place)
            self.place = place
        } else {
            index.prefetchRing(shape)
        }
    }

    @inline(__always)
    mutating func readCell(_ index: PointIndex) {
        guard let place else { return }
        location = index.locationByCell(of: place)
        if location == nil { index.prefetchChains(of: place) }
    }

    @inline(__always)
    func prefetchEdges(_ index: PointIndex) {
        if location == nil, let place { index.prefetchEdges(of: place) }
    }

    /// Where the point lies; nil when that takes more than the index.
    @inline(__always)
    func locationByEdges(_ index: PointIndex, _ point: RDPoint) -> PointLocation? {
        if let place { return index.locationByEdges(of: place) }
        return shape.kind == .polygons ? index.locationByRing(of: point, shape) : nil
    }
}
