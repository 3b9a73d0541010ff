import Coverages
import FeatureLayers
import GeoValues

/// Says what the check of a coverage found, feature by feature.
struct CoverageReport {
    let assembly: LayerAssembly

    /// A key for the feature at a position of ``LayerAssembly/keys``: of two features of which one lies in the other, the
    /// inner has the lower. Only its block has met the other for certain (see `BlockEncoder.halo`).
    static func key(_ position: Int, box: RDBox) -> UInt64 {
        let width = Int64(box.maxX) - Int64(box.minX)
        let height = Int64(box.maxY) - Int64(box.minY)
        return UInt64(max(0, width + height)) << 32 | UInt64(position)
    }

    func findings(_ overlaps: [OverlapFindings]) throws -> [Finding] {
        var findings: [Finding] = []
        for block in overlaps {
            for overlap in block.overlaps {
                let other = try identifier(overlap.second)
                findings.append(
                    Finding(
                        code: .overlap,
                        identifier: try identifier(overlap.first),
                        place: "",
                        detail: "with \(other): " + size(overlap.areaSquareMillimetres, overlap.widthMillimetres),
                        position: RDBox(overlap.place)
                    )
                )
            }
            for pair in block.unjudged {
                findings.append(
                    Finding(
                        code: .overlapUnknown,
                        identifier: try identifier(pair[0]),
                        place: "",
                        detail: "with \(try identifier(pair[1]))",
                        position: assembly.tree.box(position(pair[0]))
                    )
                )
            }
        }
        return findings
    }

    func findings(_ gaps: GapFindings) throws -> [Finding] {
        try gaps.gaps.map { gap in
            let others = gap.features.dropFirst()
            let names = try others.map(identifier).joined(separator: ", ")
            let more = gap.featureCount > gap.features.count ? " and others" : ""
            let between = others.isEmpty ? "" : "between it and \(names)\(more): "
            return Finding(
                code: .gap,
                identifier: try gap.features.first.map(identifier) ?? "",
                place: "",
                detail: between + size(gap.areaSquareMillimetres, gap.widthMillimetres),
                position: gap.box
            )
        }
    }

    private func position(_ key: UInt64) -> Int { Int(key & 0xFFFF_FFFF) }

    private func identifier(_ key: UInt64) throws -> String { try assembly.identifier(at: position(key)) }

    /// "12.345678 m², at most 0.014 m wide".
    private func size(_ squareMillimetres: Double, _ widthMillimetres: Double) -> String {
        let millionths = Int64(squareMillimetres.rounded())
        let rest = String(millionths % 1_000_000)
        let area = "\(millionths / 1_000_000).\(String(repeating: "0", count: 6 - rest.count))\(rest)"
        return "\(area) m², at most \(Metres(Int64(widthMillimetres.rounded()))) m wide"
    }
}
