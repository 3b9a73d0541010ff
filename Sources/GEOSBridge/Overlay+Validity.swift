import CGEOS
public import GeoValues

extension Overlay {
    /// GEOS's reason why the multipolygon is invalid by the OGC rules (Simple Features 1.2.1, 6.1.11.1 and 6.1.14) with
    /// the place in RD metres, as "Self-intersection at RD 155000.000 463000.000"; nil when it is valid.
    /// - Throws: ``GEOSError`` when GEOS cannot judge.
    public static func invalidity(of polygons: [RDPolygon]) throws -> String? {
        let origin = LocalOrigin(of: polygons)
        return try GEOSContext.job { context in
            let geometry = try context.multiPolygon(origin.planar(polygons))
            guard let problem = try context.invalidity(of: geometry) else { return nil }
            guard let location = problem.location else { return problem.reason }
            let x = metresText(location.x + Double(origin.x))
            let y = metresText(location.y + Double(origin.y))
            return "\(problem.reason) at RD \(x) \(y)"
        }
    }

    /// Valid polygons on the millimetre grid from rings that may cross, overlap or collapse.
    ///
    /// Each element is one polygon: its exterior, then its holes, in any direction. Rings are made valid first, then
    /// exteriors are joined and holes taken off; parts without area vanish, so the result may be empty. A hole wholly
    /// outside its exterior becomes a polygon, as in GEOS. What is valid
    /// already keeps every vertex; only its order is made the fixed one.
    /// - Throws: ``GEOSError/notRepairable(reason:)`` when the result stays invalid on the grid.
    public static func repaired(rings polygons: [[RDRing]]) throws -> [RDPolygon] {
        var box = RDBox.empty
        for ring in polygons.joined() { box.formUnion(ring.box) }
        let origin = LocalOrigin(of: box)
        return try GEOSContext.job { context in
            let planar = polygons.map { PlanarPolygon(rings: $0.map(origin.planar)) }
            let raw = try context.multiPolygon(planar)
            if try context.invalidity(of: raw) == nil { return try origin.polygons(context.polygons(in: raw)) }
            return try origin.polygons(context.repairedOnGrid(planar))
        }
    }

    /// Millimetres as metres with three decimals, rounded to the nearest millimetre.
    private static func metresText(_ millimetres: Double) -> String {
        let whole = Int64(millimetres.rounded())
        let rest = String(whole.magnitude % 1000)
        let padding = String(repeating: "0", count: 3 - rest.count)
        return "\(whole < 0 ? "-" : "")\(whole.magnitude / 1000).\(padding)\(rest)"
    }
}
