import Coverages
import FeatureLayers
import FileBridge
import GeoValues

/// The layers of a source that are one coverage together, or one layer by itself. Features have numbers over all of them.
struct CoverageLayers: Sendable {
    let assemblies: [LayerAssembly]
    /// For each layer the number of its first feature.
    let firstNumbers: [Int]
    /// Whether the features of a group should neither overlap nor leave gaps.
    let isCoverage: Bool

    /// Each layer by itself, but those that cover the ground together when what they need is among them.
    static func grouped(_ assemblies: [LayerAssembly]) -> [CoverageLayers] {
        let ground = assemblies.filter { $0.rule == .ground && !$0.keys.isEmpty }
        let isWhole = CoverageRule.neededForGround.isSubset(of: ground.map(\.layer))
        var grouped: [CoverageLayers] = isWhole ? [CoverageLayers(ground, isCoverage: true)] : []
        for assembly in assemblies where !assembly.keys.isEmpty && !(isWhole && assembly.rule == .ground) {
            grouped.append(CoverageLayers([assembly], isCoverage: assembly.rule != nil && assembly.rule != .ground))
        }
        return grouped
    }

    private init(_ assemblies: [LayerAssembly], isCoverage: Bool) {
        self.assemblies = assemblies
        self.isCoverage = isCoverage
        var firstNumbers: [Int] = []
        var count = 0
        for assembly in assemblies {
            firstNumbers.append(count)
            count += assembly.keys.count
        }
        self.firstNumbers = firstNumbers
    }

    var featureCount: Int { (firstNumbers.last ?? 0) + (assemblies.last?.keys.count ?? 0) }

    /// The layer of a feature, as a position in ``assemblies``, and its position there.
    func place(of number: Int) -> (layer: Int, position: Int) {
        var layer = firstNumbers.count - 1
        while firstNumbers[layer] > number { layer -= 1 }
        return (layer, number - firstNumbers[layer])
    }

    func box(of number: Int) -> RDBox {
        let (layer, position) = place(of: number)
        return assemblies[layer].tree.box(position)
    }

    func identifier(of number: Int) throws -> String {
        let (layer, position) = place(of: number)
        return try assemblies[layer].identifier(at: position)
    }

    /// Appends the numbers of the features whose box meets a box.
    func appendNumbers(in box: RDBox, to numbers: inout [Int]) {
        var found: [UInt32] = []
        for (layer, assembly) in assemblies.enumerated() {
            found.removeAll(keepingCapacity: true)
            assembly.tree.appendItems(in: box, to: &found)
            for item in found { numbers.append(firstNumbers[layer] + Int(item)) }
        }
    }

    /// Reads the records of some features, given in ascending order of their numbers.
    func forEachRecord(_ numbers: [Int], _ body: (Int, inout ByteReader) throws -> Void) throws {
        var start = 0
        for (layer, first) in firstNumbers.enumerated() {
            var end = start
            while end < numbers.count, numbers[end] < first + assemblies[layer].keys.count { end += 1 }
            try assemblies[layer].forEachRecord(numbers[start..<end].lazy.map { $0 - first }) { position, reader in
                try body(first + position, &reader)
            }
            start = end
        }
    }

    /// The group of a feature: one of its own where features may lie over each other.
    func group(_ stored: UInt32, of number: Int, in layer: Int) -> UInt32 {
        let isOwn = !isCoverage || (assemblies[layer].rule == .ground && stored != CoverageRule.groundGroup)
        return isOwn ? UInt32(truncatingIfNeeded: number) : stored
    }

    /// Whether features with the group of a feature make a coverage.
    func isCoverageGroup(_ group: UInt32) -> Bool {
        isCoverage && (assemblies[0].rule != .ground || group == CoverageRule.groundGroup)
    }
}
