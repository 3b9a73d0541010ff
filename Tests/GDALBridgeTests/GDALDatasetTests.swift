import Foundation
import GDALBridge
import Testing

@Suite struct GDALDatasetTests {
    @Test func `a file that does not exist is named in the error`() throws {
        let error = try #require(throws: GDALProblem.self) { try GDALDataset(path: "/nowhere/absent.gpkg") }
        #expect(error.description.contains("/nowhere/absent.gpkg"))
        #expect(error.description.contains("No such file"))
    }

    @Test func `a text file is not a vector file`() throws {
        try inTemporaryFolder { folder in
            let path = folder + "/note.gpkg"
            try Data("not a database".utf8).write(to: URL(fileURLWithPath: path))
            let error = try #require(throws: GDALProblem.self) { try GDALDataset(path: path) }
            #expect(error.description.hasPrefix("GDAL could not open '\(path)': "))
        }
    }

    @Test(needsTestData) func `the BAG subset lists its layers and its table without geometry`() throws {
        let dataset = try GDALDataset(path: dataFile("bag/denhaag_bag_subset.gpkg"))
        #expect(dataset.driverName == "GPKG")
        #expect(dataset.layers.map(\.name) == ["pand", "verblijfsobject", "cbs_buurt", "nummeraanduiding"])
        #expect(dataset.layers.map(\.featureCount) == [15_380, 31_293, 14, 30_236])
        #expect(dataset.layers.map(\.hasGeometry) == [true, true, true, false])
        let pand = try #require(dataset.layer(named: "pand"))
        #expect(pand.geometryTypeName == "Polygon")
        #expect(pand.spatialReference?.epsgCode == 28992)
        #expect(pand.spatialReference?.name == "Amersfoort / RD New")
        #expect(pand.lastChange?.hasPrefix("20") == true)
        #expect(pand.fields.first == GDALField("identificatie", .text))
        #expect(dataset.layer(named: "nummeraanduiding")?.spatialReference == nil)

        var count = 0
        var withoutRing = 0
        try pand.forEachFeature { feature in
            count += 1
            guard case .polygons(let polygons) = feature.geometry, polygons[0][0].count >= 8 else {
                withoutRing += 1
                return
            }
            if count == 1 { #expect(feature.values[0] != .null) }
        }
        #expect(count == 15_380)
        #expect(withoutRing == 0)
        var numbers = 0
        try dataset.layer(named: "nummeraanduiding")?.forEachFeature { feature in
            if feature.geometry == .none(.null) { numbers += 1 }
        }
        #expect(numbers == 30_236)
    }

    @Test(needsTestData) func `every feature of the nasty files is read or its fault is told`() throws {
        let files = [
            "gpkg_nasty/test_dimensions.gpkg", "gpkg_nasty/test_geometry_empty.gpkg",
            "gpkg_nasty/test_geometry_null.gpkg", "gpkg_nasty/test_geometry_spatialite.gpkg",
            "bag/gokoala/null-empty-geoms.gpkg", "nasty_synthetic/nasty_rd.geojson",
        ]
        for file in files {
            let dataset = try GDALDataset(path: dataFile(file))
            for layer in dataset.layers {
                var count = 0
                try layer.forEachFeature { feature in
                    count += 1
                    #expect(feature.values.count == layer.fields.count)
                }
                if let expected = layer.featureCount { #expect(count == expected, "\(file) \(layer.name)") }
            }
        }
    }

    @Test(needsTestData) func `a GeoPackage without its contents table is refused`() throws {
        let path = try dataFile("gpkg_nasty/test_broken_geopackage.gpkg")
        let error = try #require(throws: GDALProblem.self) { try GDALDataset(path: path) }
        #expect(error.description.contains("gpkg_contents"))
    }

    @Test(needsTestData) func `null and empty geometries are told apart`() throws {
        var absences: Set<GDALGeometry> = []
        for file in ["gpkg_nasty/test_geometry_empty.gpkg", "gpkg_nasty/test_geometry_null.gpkg"] {
            for layer in try GDALDataset(path: dataFile(file)).layers {
                try layer.forEachFeature { feature in
                    if case .none = feature.geometry { absences.insert(feature.geometry) }
                }
            }
        }
        #expect(absences == [.none(.null), .none(.empty)])
    }

    @Test(needsTestData) func `a GeoPackage with a damaged page throws instead of ending early`() throws {
        let source = try Data(contentsOf: URL(fileURLWithPath: dataFile("bag/denhaag_bag_subset.gpkg")))
        try inTemporaryFolder { folder in
            var bytes = source
            for offset in stride(from: bytes.count / 4, to: bytes.count / 4 + 400_000, by: 1) { bytes[offset] = 0xEE }
            let path = folder + "/damaged.gpkg"
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(throws: GDALProblem.self) {
                for layer in try GDALDataset(path: path).layers { try layer.forEachFeature { _ in } }
            }
        }
    }

    @Test func `a reference system with heights counts as its horizontal part`() throws {
        try inTemporaryFolder { folder in
            let path = folder + "/nap.geojson"
            let text = """
                {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::7415"}},
                "features":[{"type":"Feature","properties":{},
                "geometry":{"type":"Point","coordinates":[160000.125,528000.5,2]}}]}
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let layer = try #require(try GDALDataset(path: path).layers.first)
            #expect(layer.spatialReference?.epsgCode == 28992)
            try layer.forEachFeature { #expect($0.geometry == .points([160_000.125, 528_000.5])) }
        }
    }

    @Test func `lists, dates, moments and collections of a GeoJSON file are read as values`() throws {
        try inTemporaryFolder { folder in
            let path = folder + "/values.geojson"
            let text = """
                {"type":"FeatureCollection","features":[
                {"type":"Feature","properties":{"l":["a\\"b","c"],"n":[1,2],"d":"2026-01-31","t":"2026-01-31T10:20:30.250+01:00",
                "r":1.5,"i":9007199254740993,"leeg":null},
                "geometry":{"type":"GeometryCollection","geometries":[
                {"type":"Point","coordinates":[5,52,1]},{"type":"MultiPoint","coordinates":[[6,53]]}]}},
                {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[
                {"type":"Point","coordinates":[5,52]},{"type":"LineString","coordinates":[[5,52],[6,53]]}]}}]}
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let layer = try #require(try GDALDataset(path: path).layers.first)
            #expect(layer.spatialReference?.epsgCode == 4326)
            var features: [GDALFeature] = []
            try layer.forEachFeature { features.append($0) }
            #expect(layer.fields.map(\.name) == ["l", "n", "d", "t", "r", "i", "leeg"])
            #expect(layer.fields.map(\.isList) == [true, true, false, false, false, false, false])
            #expect(
                features[0].values == [
                    .text(#"["a\"b","c"]"#), .text("[1,2]"), .date(20_484), .dateTime("2026-01-31T10:20:30.250+01:00"),
                    .real(1.5), .integer(9_007_199_254_740_993), .null,
                ]
            )
            #expect(features[0].geometry == .points([5, 52, 6, 53]))
            guard case .unsupported = features[1].geometry else {
                Issue.record("a mixed collection must be unsupported, not \(features[1].geometry)")
                return
            }
        }
    }
}
