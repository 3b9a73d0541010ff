import Coverages
import FeatureLayers
import GeoValues

/// Says what the check of a coverage found, feature by feature.
struct CoverageReport {
    let layers: CoverageLayers

    /// A key for the feature of a number: of two features of which one lies in the other, the
    /// inner has the lower. Only its block has met the other for certain (see `BlockEncoder.halo`).
    static func key(_ number: Int, box: RDBox) -> UInt64 {
        let width = Int64(box.maxX) - Int64(box.minX)
        let height = Int64(box.maxY) - Int64(box.minY)
        return UInt64(max(0, width + height)) << 32 | UInt64(number)
    }

    /// A finding, and the layer of the feature that it is told of, as a position in ``CoverageLayers/assemblies``.
    typealias Placed = (layer: Int, finding: Finding)

    func findings(_ overlaps: [OverlapFindings]) throws -> [Placed] {
        var findings: [Placed] = []
        for block in overlaps {
            for overlap in block.overlaps {
                let other = try identifier(overlap.second)
                let finding = Finding(
                    code: .overlap,
                    identifier: try identifier(overlap.first),
                    place: "",
                    detail: "with \(other): " + size(overlap.areaSquareMillimetres, overlap.widthMillimetres),
                    position: RDBox(overlap.place)
                )
                findings.append((layer(overlap.first), finding))
            }
            for pair in block.unjudged {
                let finding = Finding(
                    code: .overlapUnknown,
                    identifier: try identifier(pair[0]),
                    place: "",
                    detail: "with \(try identifier(pair[1]))",
                    position: layers.box(of: number(pair[0]))
                )
                findings.append((layer(pair[0]), finding))
            }
        }
        return findings
    }

    func findings(_ gaps: GapFindings) throws -> [Placed] {
        try gaps.gaps.map { gap in
            let others = gap.features.dropFirst()
            let names = try others.map(identifier).joined(separator: ", ")
            let more = gap.featureCount > gap.features.count ? " and others" : ""
            let between = others.isEmpty ? "" : "between it and \(names)\(more): "
            let finding = Finding(
                code: .gap,
                identifier: try gap.features.first.map(identifier) ?? "",
                place: "",
                detail: between + size(gap.areaSquareMillimetres, gap.widthMillimetres),
                position: gap.box
            )
            return (gap.features.first.map(layer) ?? 0, finding)
        }
    }

    private func number(_ key: UInt64) -> Int { Int(key & 0xFFFF_FFFF) }

    private func layer(_ key: UInt64) -> Int { layers.place(of: number(key)).layer }

    private func identifier(_ key: UInt64) throws -> String { try layers.identifier(of: number(key)) }

    /// "12.345678 m², at most 0.014 m wide".
    private func size(_ squareMillimetres: Double, _ widthMillimetres: Double) -> String {
        let millionths = Int64(squareMillimetres.rounded())
        let rest = String(millionths % 1_000_000)
        let area = "\(millionths / 1_000_000).\(String(repeating: "0", count: 6 - rest.count))\(rest)"
        return "\(area) m², at most \(Metres(Int64(widthMillimetres.rounded()))) m wide"
    }
}
