// swift-tools-version:6.3
import PackageDescription

/// One C library, found by pkg-config where the library has a .pc file. Only the bridge of the same row may import it.
func cLibrary(_ name: String, pkgConfig: String?, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

// Lowest row first. A target depends only on rows above its own in this list (Scripts/check-layers proves the imports).
let package = Package(
    name: "Stip",
    products: [
        .executable(name: "stip", targets: ["stip"]),
        .executable(name: "stip-import", targets: ["stip-import"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Row 0: values
        .target(name: "GeoValues"),

        // Row 1: bridges, one per C library
        cLibrary("CGEOS", pkgConfig: "geos", apt: "libgeos-dev"),
        cLibrary("CPROJ", pkgConfig: "proj", apt: "libproj-dev"),
        cLibrary("CXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        cLibrary("CDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
        cLibrary("CISAL", pkgConfig: "libisal", apt: "libisal-dev"),
        cLibrary("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        cLibrary("CZip", pkgConfig: "libzip", apt: "libzip-dev"),
        cLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        cLibrary("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        .target(name: "CMapping"),
        .target(name: "CGDAL"),
        .target(name: "GEOSBridge", dependencies: ["CGEOS", "GeoValues"]),
        .target(name: "PROJBridge", dependencies: ["CPROJ", "GeoValues", "FileBridge"]),
        .target(name: "GDALBridge", dependencies: ["CGDAL", "GeoValues"]),
        .target(name: "XMLBridge", dependencies: ["CXML2", "FileBridge"]),
        .target(name: "ZipBridge", dependencies: ["CZip", "CZlib", "ISALBridge"]),
        .target(name: "DeflateBridge", dependencies: ["CDeflate"]),
        .target(name: "ISALBridge", dependencies: ["CISAL"]),
        .target(name: "ZstdBridge", dependencies: ["CZstd"]),
        .target(name: "FileBridge", dependencies: ["CMapping"]),
        .target(name: "SQLiteBridge", dependencies: ["CSQLite"]),

        // Row 1: kernels
        .target(name: "FeatureLayers", dependencies: ["GeoValues", "FileBridge"]),
        .target(name: "FeatureFilters", dependencies: ["GeoValues", "FeatureLayers", "GEOSBridge"]),
        .target(
            name: "VectorTiles",
            dependencies: ["FeatureFilters", "GeoValues", "FeatureLayers", "GEOSBridge", "FileBridge"]
        ),
        .target(name: "SceneModels", dependencies: ["GeoValues", "GEOSBridge"]),
        .target(name: "Coverages", dependencies: ["GeoValues", "GEOSBridge"]),

        // Row 2: domain
        .target(name: "Registers", dependencies: ["GeoValues", "FeatureLayers"]),
        .target(name: "DecisionTrees", dependencies: ["XMLBridge", "GeoValues"]),
        .target(name: "PlaceSearch", dependencies: ["Registers", "GeoValues", "FeatureLayers", "FileBridge"]),
        .target(name: "PlanningRules", dependencies: ["Registers", "GeoValues", "FeatureLayers"]),
        .target(
            name: "PlanChecking",
            dependencies: ["PlanningRules", "Registers", "GeoValues", "FeatureLayers", "GEOSBridge"]
        ),

        .target(
            name: "TileChecking",
            dependencies: ["VectorTiles", "FeatureLayers", "GEOSBridge", "GeoValues"]
        ),

        // Row 3: storage
        .target(name: "Workspaces", dependencies: ["Registers", "FeatureLayers", "GeoValues", "FileBridge"]),
        .target(
            name: "Dossier",
            dependencies: [
                "GeoValues", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "TileArchives",
            dependencies: ["VectorTiles", "FeatureLayers", "DeflateBridge", "SQLiteBridge", "FileBridge", "GeoValues"]
        ),

        // Row 4: use cases
        .target(
            name: "Service",
            dependencies: [
                "Workspaces", "Dossier", "TileArchives",
                "PlanChecking", "PlanningRules", "PlaceSearch", "Registers",
                "VectorTiles", "SceneModels", "FeatureFilters", "FeatureLayers", "Coverages",
                "PROJBridge", "GEOSBridge", "ISALBridge", "ZstdBridge", "DeflateBridge", "FileBridge",
                "GeoValues",
                "DecisionTrees",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        // Row 5: edges
        .target(
            name: "WebAPI",
            dependencies: [
                "Service", "Dossier",
                "PlanChecking", "PlanningRules", "PlaceSearch", "Registers",
                "FeatureFilters", "FeatureLayers",
                "PROJBridge", "GEOSBridge", "DeflateBridge", "FileBridge",
                "GeoValues",
                "DecisionTrees",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Public")]
        ),
        .target(
            name: "Importing",
            dependencies: [
                "Workspaces", "PlaceSearch", "Registers", "VectorTiles", "FeatureLayers", "Coverages", "GEOSBridge",
                "PROJBridge",
                "DecisionTrees",
                "GDALBridge",
                "XMLBridge", "ZipBridge",
                "FileBridge", "GeoValues",
            ]
        ),
        .target(name: "Exporting", dependencies: ["FeatureLayers", "GDALBridge", "GeoValues"]),
        .target(name: "SyntheticTown", dependencies: ["GDALBridge", "ZipBridge", "GeoValues"]),

        // Row 6: commands
        .executableTarget(
            name: "stip",
            dependencies: [
                "WebAPI", "Service",
                "Workspaces", "Dossier", "TileArchives",
                "TileChecking", "PlaceSearch", "Registers",
                "VectorTiles", "FeatureLayers", "PROJBridge",
                "FileBridge", "GeoValues", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "stip-import",
            dependencies: [
                "Importing", "Exporting", "SyntheticTown", "Service", "Workspaces", "Registers", "FeatureLayers",
                "PROJBridge", "FileBridge",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Tests; the probe asks the index directly, for Scripts/bench and for the PostGIS oracle.
        .executableTarget(
            name: "query-probe",
            dependencies: [
                "Workspaces", "PlaceSearch", "Registers", "FeatureLayers", "GeoValues",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks/QueryProbe"
        ),
        .executableTarget(
            name: "coverage-probe",
            dependencies: [
                "Coverages", "GeoValues", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks/CoverageProbe"
        ),
        .executableTarget(
            name: "tile-probe",
            dependencies: [
                "VectorTiles", "Workspaces", "Registers", "FeatureLayers", "ISALBridge", "GeoValues",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks/TileProbe"
        ),
        .executableTarget(
            name: "constant-server",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Benchmarks/ConstantServer"
        ),
        .testTarget(name: "GeoValuesTests", dependencies: ["GeoValues"]),
        .testTarget(name: "FeatureLayersTests", dependencies: ["FeatureLayers", "FileBridge", "GeoValues"]),
        .testTarget(
            name: "FeatureFiltersTests",
            dependencies: ["FeatureFilters", "FeatureLayers", "FileBridge", "GEOSBridge", "GeoValues"]
        ),
        .testTarget(name: "GEOSBridgeTests", dependencies: ["GEOSBridge", "GeoValues"]),
        .testTarget(name: "DeflateBridgeTests", dependencies: ["DeflateBridge"]),
        .testTarget(name: "ISALBridgeTests", dependencies: ["ISALBridge", "DeflateBridge"]),
        .testTarget(name: "ZipBridgeTests", dependencies: ["ZipBridge"]),
        .testTarget(name: "ZstdBridgeTests", dependencies: ["ZstdBridge"]),
        .testTarget(
            name: "ServiceTests",
            dependencies: ["Service", .product(name: "NIOCore", package: "swift-nio")]
        ),
        .testTarget(name: "SceneModelsTests", dependencies: ["SceneModels", "GeoValues"]),
        .testTarget(name: "CoveragesTests", dependencies: ["Coverages", "GEOSBridge", "GeoValues"]),
        .testTarget(name: "DossierTests", dependencies: ["Dossier", "GeoValues"]),
        .testTarget(name: "FileBridgeTests", dependencies: ["FileBridge"]),
        .testTarget(name: "PROJBridgeTests", dependencies: ["PROJBridge", "GeoValues", "FileBridge"]),
        .testTarget(name: "GDALBridgeTests", dependencies: ["GDALBridge", "GeoValues"]),
        .testTarget(name: "SyntheticTownTests", dependencies: ["SyntheticTown", "GDALBridge", "GeoValues"]),
        .testTarget(
            name: "VectorTilesTests",
            dependencies: ["VectorTiles", "FeatureFilters", "FeatureLayers", "GEOSBridge", "FileBridge", "GeoValues"]
        ),
        .testTarget(
            name: "TileCheckingTests",
            dependencies: ["TileChecking", "VectorTiles", "FeatureLayers", "FileBridge", "GeoValues"]
        ),
        .testTarget(
            name: "TileArchivesTests",
            dependencies: ["TileArchives", "VectorTiles", "FeatureLayers", "DeflateBridge", "FileBridge", "GeoValues"]
        ),
        .testTarget(name: "RegistersTests", dependencies: ["Registers", "FeatureLayers", "FileBridge", "GeoValues"]),
        .testTarget(name: "WorkspacesTests", dependencies: ["Workspaces", "Registers", "FeatureLayers", "GeoValues"]),
        .testTarget(
            name: "PlaceSearchTests",
            dependencies: ["PlaceSearch", "Registers", "FeatureLayers", "FileBridge", "GeoValues"]
        ),
        .testTarget(name: "PlanningRulesTests", dependencies: ["PlanningRules"]),
        .testTarget(name: "DecisionTreesTests", dependencies: ["DecisionTrees", "GeoValues"]),
        .testTarget(
            name: "PlanCheckingTests",
            dependencies: [
                "PlanChecking", "PlanningRules", "Registers", "FeatureLayers", "GEOSBridge", "FileBridge", "GeoValues",
            ]
        ),
        .testTarget(name: "XMLBridgeTests", dependencies: ["XMLBridge"]),
        .testTarget(
            name: "ImportingTests",
            dependencies: ["Importing", "SyntheticTown", "Workspaces", "PROJBridge", "XMLBridge"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    var settings = target.swiftSettings ?? []
    settings += [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
    target.swiftSettings = settings
}
