import Foundation
import GRDB
public import GeoValues

extension DossierStore {
    /// Stores a plan: version 1 of a new identifier, else the next version, with the name becoming the plan's name.
    /// Returned means kept.
    /// - Throws: ``DossierError``; then nothing was stored.
    public func insert(_ plan: NewPlan) throws -> StoredPlan {
        let createdAt = plan.createdAt.formatted(.iso8601)
        let version = try write { db in
            try db.execute(
                sql: """
                    INSERT INTO plan (id, created_at, naam) VALUES (?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET naam = excluded.naam
                    """,
                arguments: [plan.id, createdAt, plan.name]
            )
            let version =
                try Int.fetchOne(
                    db,
                    sql: "SELECT coalesce(max(version), 0) + 1 FROM plan_version WHERE plan_id = ?",
                    arguments: [plan.id]
                ) ?? 1
            try db.execute(
                sql: """
                    INSERT INTO plan_version (
                        plan_id, version, created_at, height_metres, goothoogte_metres, roof, variant, data_version,
                        check_json, footprint
                    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, GeomFromWKB(?, 28992))
                    """,
                arguments: [
                    plan.id, version, createdAt, plan.heightMetres, plan.eavesHeightMetres, plan.roof, plan.variant,
                    plan.dataVersion, plan.checkJSON, FootprintWKB.encode(plan.footprint),
                ]
            )
            return version
        }
        return StoredPlan(
            id: plan.id,
            version: version,
            name: plan.name,
            footprint: plan.footprint,
            heightMetres: plan.heightMetres,
            eavesHeightMetres: plan.eavesHeightMetres,
            roof: plan.roof,
            variant: plan.variant,
            dataVersion: plan.dataVersion,
            checkJSON: plan.checkJSON,
            createdAt: createdAt
        )
    }

    /// The latest version of a plan; nil when there is no such plan.
    /// - Throws: ``DossierError``.
    public func plan(id: String) throws -> StoredPlan? {
        try read { db in
            try Row.fetchOne(db, sql: "\(Self.latestPlans) AND p.id = ?", arguments: [id]).map(Self.plan)
        }
    }

    /// One version of a plan; nil when there is none.
    /// - Throws: ``DossierError``.
    public func plan(id: String, version: Int) throws -> StoredPlan? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: "\(Self.allVersions) WHERE p.id = ? AND v.version = ?",
                arguments: [id, version]
            ).map(Self.plan)
        }
    }

    /// The latest version of every plan whose box touches a box in RD millimetres, by identifier: what a map needs.
    /// - Throws: ``DossierError``.
    public func plans(intersecting box: RDBox) throws -> [StoredPlan] {
        guard !box.isEmpty else { return [] }
        return try candidates(
            minX: Double(box.minX) / 1000,
            minY: Double(box.minY) / 1000,
            maxX: Double(box.maxX) / 1000,
            maxY: Double(box.maxY) / 1000
        )
        .filter { $0.footprint.box.intersects(box) }
        .sorted { $0.id < $1.id }
    }

    /// The plans whose latest footprint lies within a distance, nearest first, equal distances by identifier.
    ///
    /// The distance is planar in RD from the nearest edge, exact, and zero inside; a plan at exactly `radius` counts.
    /// - Parameter radius: millimetres; a negative one finds nothing.
    /// - Throws: ``DossierError``.
    public func plans(withinMillimetres radius: Int64, of point: RDPoint) throws -> [NearbyPlan] {
        guard radius >= 0 else { return [] }
        // Nothing in the envelope lies farther than a million metres from anything else in it.
        let reach = min(Double(radius) / 1000, 1_000_000)
        return try candidates(
            minX: point.xMetres - reach,
            minY: point.yMetres - reach,
            maxX: point.xMetres + reach,
            maxY: point.yMetres + reach
        )
        .map { NearbyPlan(plan: $0, distance: squaredDistance(from: point, to: [$0.footprint])) }
        .filter { $0.distance.isWithin(radius: min(radius, 1_000_000_000)) }
        .sorted {
            $0.distance < $1.distance || ($0.distance == $1.distance && $0.plan.id < $1.plan.id)
        }
    }

    /// How many plans there are, versions not counted.
    /// - Throws: ``DossierError``.
    public var planCount: Int {
        get throws { try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM plan") ?? 0 } }
    }

    private static let allVersions = """
        SELECT p.id, p.naam, v.version, v.created_at, v.height_metres, v.goothoogte_metres, v.roof, v.variant,
            v.data_version, v.check_json, AsBinary(v.footprint) AS wkb
        FROM plan_version v JOIN plan p ON p.id = v.plan_id
        """

    private static let latestPlans = """
        \(allVersions)
        WHERE v.version = (SELECT max(version) FROM plan_version w WHERE w.plan_id = v.plan_id)
        """

    /// Latest versions whose box may touch a box in RD metres. The index has boxes in single precision, rounded
    /// outward; a metre more makes sure of the query's own rounding.
    private func candidates(minX: Double, minY: Double, maxX: Double, maxY: Double) throws -> [StoredPlan] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    \(Self.latestPlans)
                    AND v.number IN (
                        SELECT rowid FROM SpatialIndex
                        WHERE f_table_name = 'plan_version' AND f_geometry_column = 'footprint'
                            AND search_frame = BuildMbr(?, ?, ?, ?, 28992)
                    )
                    """,
                arguments: [minX - 1, minY - 1, maxX + 1, maxY + 1]
            ).map(Self.plan)
        }
    }

    private static func plan(_ row: Row) throws -> StoredPlan {
        let id: String = row["id"]
        let wkb: Data? = row["wkb"]
        guard let footprint = wkb.flatMap(FootprintWKB.decode) else {
            throw DossierError.unreadablePlan(identifier: id, reason: "its footprint is not a polygon in RD")
        }
        return StoredPlan(
            id: id,
            version: row["version"],
            name: row["naam"],
            footprint: footprint,
            heightMetres: row["height_metres"],
            eavesHeightMetres: row["goothoogte_metres"],
            roof: row["roof"],
            variant: row["variant"],
            dataVersion: row["data_version"],
            checkJSON: row["check_json"],
            createdAt: row["created_at"]
        )
    }
}
