import GRDB

/// How the database came to its present form. A migration that was released never changes; a change is a next one.
enum DossierMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: plans and versions") { db in
            // 0: no transaction of its own, because the migration is one. Only RD New is needed from EPSG's list.
            try check(db, "SELECT InitSpatialMetaData(0, 'NONE')", "the spatial metadata")
            try check(db, "SELECT InsertEpsgSrid(28992)", "RD New")
            try db.execute(
                sql: """
                    CREATE TABLE plan (
                        id TEXT PRIMARY KEY NOT NULL,
                        created_at TEXT NOT NULL,
                        naam TEXT NOT NULL
                    );
                    CREATE TABLE plan_version (
                        number INTEGER PRIMARY KEY NOT NULL,
                        plan_id TEXT NOT NULL REFERENCES plan(id),
                        version INTEGER NOT NULL CHECK (version >= 1),
                        created_at TEXT NOT NULL,
                        height_metres REAL NOT NULL,
                        goothoogte_metres REAL,
                        roof TEXT,
                        variant TEXT,
                        data_version TEXT NOT NULL,
                        check_json TEXT NOT NULL,
                        UNIQUE (plan_id, version)
                    );
                    """
            )
            try check(
                db,
                "SELECT AddGeometryColumn('plan_version', 'footprint', 28992, 'POLYGON', 'XY', 1)",
                "the footprint column"
            )
            try check(db, "SELECT CreateSpatialIndex('plan_version', 'footprint')", "the spatial index")
            try db.execute(
                sql: """
                    CREATE TRIGGER plan_version_never_changes BEFORE UPDATE ON plan_version
                    BEGIN SELECT RAISE(ABORT, 'a stored plan version never changes'); END;
                    CREATE TRIGGER plan_version_never_goes BEFORE DELETE ON plan_version
                    BEGIN SELECT RAISE(ABORT, 'a stored plan version is never deleted'); END;
                    """
            )
        }
        return migrator
    }

    /// Runs a SpatiaLite function, which answers 1 for success and does not throw.
    private static func check(_ db: Database, _ sql: String, _ what: String) throws {
        guard try Int.fetchOne(db, sql: sql) == 1 else {
            throw DossierError.storageFailed(reason: "SpatiaLite could not make \(what)")
        }
    }
}
