import FeatureLayers
import GeoValues
import Registers

/// The findings of a source on one map, as SVG: dots over the squares in which there is data.
struct FindingMap {
    private let findings: [Finding]
    private let snapshot: RegisterSnapshot

    init(_ report: ImportReport, snapshot: RegisterSnapshot) {
        findings = report.layers.flatMap(\.findings)
        self.snapshot = snapshot
    }

    private static let width = 700.0
    private static let highest = 500.0

    func svg() -> String {
        let placed = findings.compactMap { finding in finding.area.map { (finding, $0) } }
        guard !placed.isEmpty else { return "" }
        var extent = RDBox.empty
        for (_, box) in placed { extent.formUnion(box) }
        // What surrounds the findings, at least some of it.
        let reach = max(300_000, (Int64(extent.maxX) - Int64(extent.minX)) / 10)
        extent = extent.grown(by: Int32(clamping: reach))
        let metresWide = Double(Int64(extent.maxX) - Int64(extent.minX)) / 1000
        let metresHigh = Double(Int64(extent.maxY) - Int64(extent.minY)) / 1000
        let scale = min(FindingMap.width / metresWide, FindingMap.highest / metresHigh)
        func x(_ value: Int32) -> Double { Double(Int64(value) - Int64(extent.minX)) / 1000 * scale }
        func y(_ value: Int32) -> Double { Double(Int64(extent.maxY) - Int64(value)) / 1000 * scale }
        var text =
            "<svg role=\"img\" aria-label=\"Map of \(placed.count) findings\" width=\"\(rounded(metresWide * scale))\" "
        text += "height=\"\(rounded(metresHigh * scale))\">\n"
        for cell in cells(in: extent) {
            text += "<rect class=\"cell\" x=\"\(rounded(x(cell.minX)))\" y=\"\(rounded(y(cell.maxY)))\" "
            text +=
                "width=\"\(rounded(x(cell.maxX) - x(cell.minX)))\" height=\"\(rounded(y(cell.minY) - y(cell.maxY)))\"/>\n"
        }
        for (finding, box) in placed {
            let centreX = (x(box.minX) + x(box.maxX)) / 2
            let centreY = (y(box.minY) + y(box.maxY)) / 2
            text += "<circle class=\"finding\" cx=\"\(rounded(centreX))\" cy=\"\(rounded(centreY))\" r=\"4\"><title>"
            text += "\(finding.code.rawValue): \(ReportPage.escaped(finding.identifier))</title></circle>\n"
        }
        return text + "</svg>\n"
    }

    /// The squares of the coverage grid in which a layer has data.
    private func cells(in extent: RDBox) -> [RDBox] {
        let side: Int32 = 1 << 19
        let columns = (extent.minX >> 19)...(extent.maxX >> 19)
        let rows = (extent.minY >> 19)...(extent.maxY >> 19)
        // A map of the whole country would be all squares.
        guard columns.count * rows.count <= 40_000 else { return [] }
        var cells: [RDBox] = []
        for column in columns {
            for row in rows {
                let corner = RDPoint(x: column << 19, y: row << 19)
                guard snapshot.layerNames.contains(where: { holdsData($0, at: corner) }) else {
                    continue
                }
                cells.append(RDBox(minX: corner.x, minY: corner.y, maxX: corner.x + side, maxY: corner.y + side))
            }
        }
        return cells
    }

    private func holdsData(_ layer: String, at point: RDPoint) -> Bool {
        switch snapshot.layer(layer)?.coverage(around: point) {
        case .atPoint, .surroundings: true
        case .some(.none), nil: false
        }
    }

    private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
