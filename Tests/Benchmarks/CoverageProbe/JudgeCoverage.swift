import ArgumentParser
import Coverages
import Foundation
import GeoValues

/// Works on features from a file and writes everything found, for an oracle.
struct JudgeCoverage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Node, simplify, check and label polygons from a text file.",
        discussion: """
            Each line of the file is a ring: feature group role x y x y …, features counting from 0, role 0 for an exterior and \
            1 for a hole, RD millimetres, no closing repeat. Written are lines of:
            ring feature role x y importance …; joined feature x y; refused feature x y; label feature x y;
            gap area width x y feature …; uncovered area; overlap feature feature area width x y; unjudged feature feature
            """
    )

    @Argument(help: "File with rings.") var file: String

    func run() throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        var vertices: [RDPoint] = []
        var firstVertices: [UInt32] = [0]
        var roles: [UInt8] = []
        var firstRings: [UInt32] = []
        var groups: [UInt32] = []
        for line in text.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Int32($0) }
            guard numbers.count >= 9, numbers.count % 2 == 1 else { throw ValidationError("\(line) is no ring.") }
            if Int(numbers[0]) == groups.count {
                firstRings.append(UInt32(roles.count))
                groups.append(UInt32(numbers[1]))
            }
            guard Int(numbers[0]) == groups.count - 1 else { throw ValidationError("Features come in order.") }
            for position in stride(from: 3, to: numbers.count, by: 2) {
                vertices.append(RDPoint(x: numbers[position], y: numbers[position + 1]))
            }
            roles.append(UInt8(numbers[2]))
            firstVertices.append(UInt32(vertices.count))
        }
        firstRings.append(UInt32(roles.count))
        let polygons = FlatPolygons(
            vertices: vertices,
            firstVertices: firstVertices,
            ringRoles: roles,
            firstRings: firstRings,
            groups: groups,
            ownCount: groups.count
        )
        write(polygons)
    }

    private func write(_ polygons: FlatPolygons) {
        let block = CoverageBlock(polygons)
        let noded = block.noded
        let importances = block.importances()
        let keys = (0..<polygons.featureCount).map { UInt64($0) }
        for feature in 0..<polygons.featureCount {
            let rings = Int(polygons.firstRings[feature])..<Int(polygons.firstRings[feature + 1])
            for ring in rings {
                let range = Int(noded.firstVertices[ring])..<Int(noded.firstVertices[ring + 1])
                let values = range.map { "\(noded.vertices[$0].x) \(noded.vertices[$0].y) \(importances[$0])" }
                print("ring \(feature) \(polygons.ringRoles[ring]) \(values.joined(separator: " "))")
            }
            let label = LabelPoint.of(
                vertices: polygons.vertices[...],
                firstVertices: polygons.firstVertices[rings.lowerBound...rings.upperBound].map(Int.init),
                ringRoles: polygons.ringRoles[rings]
            )
            if let label { print("label \(feature) \(label.x) \(label.y)") }
        }
        for joint in block.insertions { print("joined \(joint.feature) \(joint.place.x) \(joint.place.y)") }
        for refusal in block.refusals { print("refused \(refusal.feature) \(refusal.place.x) \(refusal.place.y)") }
        let gaps = GapFinder.gaps(block.unmatchedEdges(keys: keys))
        for gap in gaps.gaps {
            let around = gap.features.map(String.init).joined(separator: " ")
            print("gap \(gap.areaSquareMillimetres) \(gap.widthMillimetres) \(gap.place.x) \(gap.place.y) \(around)")
        }
        for gap in gaps.uncovered { print("uncovered \(gap.areaSquareMillimetres)") }
        let overlaps = block.overlaps(keys: keys)
        for overlap in overlaps.overlaps {
            print(
                "overlap \(overlap.first) \(overlap.second) \(overlap.areaSquareMillimetres) "
                    + "\(overlap.widthMillimetres) \(overlap.place.x) \(overlap.place.y)"
            )
        }
        for pair in overlaps.unjudged { print("unjudged \(pair[0]) \(pair[1])") }
    }
}
