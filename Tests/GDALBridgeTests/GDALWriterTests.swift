import Foundation
import GDALBridge
import GeoValues
import Testing

@Suite struct GDALWriterTests {
    private let fields = [
        GDALField("identificatie", .text), GDALField("aantal", .integer), GDALField("nummer", .integer64),
        GDALField("hoogte", .real), GDALField("dag", .date), GDALField("tijd", .dateTime),
    ]
    private let values: [GDALValue] = [
        .text("0998100000000001"), .integer(3), .integer(9_007_199_254_740_993), .real(7.125), .date(-1),
        .dateTime("2026-01-31T10:20:30Z"),
    ]

    private func square(x: Int32, y: Int32, size: Int32) throws -> RDPolygon {
        let corners = [(0, 0), (size, 0), (size, size), (0, size)].map { RDPoint(x: x + $0.0, y: y + $0.1) }
        return RDPolygon(exterior: try #require(RDRing(corners)))
    }

    private func write(_ path: String) throws {
        let writer = try GDALWriter(
            path: path,
            format: .geoPackage,
            layers: [
                GDALWriterLayer(name: "pand", geometryKind: .polygon, fields: fields),
                GDALWriterLayer(name: "vlak", geometryKind: .multiPolygon, fields: [GDALField("naam", .text)]),
                GDALWriterLayer(name: "tabel", geometryKind: .none, fields: [GDALField("naam", .text)]),
            ]
        )
        for place in Int32(0)..<500 {
            let square = try square(x: 160_000_001 + place * 1000, y: 528_000_003, size: 977)
            try writer.add(values, .polygons([square]))
            try writer.add([.text("vlak \(place)")], .polygons([square]), toLayer: 1)
            try writer.add([place == 7 ? .null : .text("rij \(place)")], RDGeometry.none, toLayer: 2)
        }
        try writer.close()
    }

    @Test func `what is written is read back to the millimetre and to the value`() throws {
        try inTemporaryFolder { folder in
            try write(folder + "/town.gpkg")
            let dataset = try GDALDataset(path: folder + "/town.gpkg")
            #expect(dataset.layers.map(\.name) == ["pand", "vlak", "tabel"])
            #expect(dataset.layers.map(\.hasGeometry) == [true, true, false])
            #expect(dataset.layers[0].fields == fields)
            #expect(dataset.layers[0].spatialReference?.epsgCode == 28992)
            #expect(dataset.layers[0].lastChange == "2026-01-01T00:00:00.000Z")
            var place: Int32 = 0
            try dataset.layers[0].forEachFeature { feature in
                #expect(feature.values == values)
                let expected = try square(x: 160_000_001 + place * 1000, y: 528_000_003, size: 977)
                #expect(feature.geometry == GDALGeometry(.polygons([expected])))
                place += 1
            }
            #expect(place == 500)
            var texts: [GDALValue] = []
            try dataset.layers[2].forEachFeature { texts.append($0.values[0]) }
            #expect(texts.count == 500)
            #expect(texts[7] == .null)
        }
    }

    @Test func `writing twice gives the same bytes`() throws {
        try inTemporaryFolder { folder in
            try write(folder + "/one.gpkg")
            try write(folder + "/two.gpkg")
            let one = try Data(contentsOf: URL(fileURLWithPath: folder + "/one.gpkg"))
            let two = try Data(contentsOf: URL(fileURLWithPath: folder + "/two.gpkg"))
            #expect(one == two)
        }
    }

    @Test(arguments: [GDALWriter.Format.flatGeobuf, .geoJSON])
    func `one layer is written in RD and in degrees`(format: GDALWriter.Format) throws {
        try inTemporaryFolder { folder in
            let path = folder + "/layer" + (format == .geoJSON ? ".geojson" : ".fgb")
            let rd = GDALWriterLayer(name: "layer", geometryKind: .any, fields: [GDALField("naam", .text)])
            let writer = try GDALWriter(path: path, format: format, layers: [rd])
            let polygon = try square(x: 160_000_001, y: 528_000_003, size: 977)
            try writer.add([.text("één")], .polygons([polygon]))
            try writer.close()
            let layer = try #require(try GDALDataset(path: path).layers.first)
            #expect(layer.spatialReference?.epsgCode == 28992)
            try layer.forEachFeature { feature in
                #expect(feature.geometry == GDALGeometry(.polygons([polygon])))
                #expect(feature.values == [.text("één")])
            }

            let degreesPath = folder + "/degrees" + (format == .geoJSON ? ".geojson" : ".fgb")
            let degrees = GDALWriterLayer(name: "layer", geometryKind: .point, fields: [], epsgCode: 4326)
            let second = try GDALWriter(path: degreesPath, format: format, layers: [degrees])
            try second.add([], GDALGeometry.points([5.25, 52.5]))
            try second.close()
            let back = try #require(try GDALDataset(path: degreesPath).layers.first)
            #expect(back.spatialReference?.epsgCode == 4326)
            try back.forEachFeature { #expect($0.geometry == .points([5.25, 52.5])) }
        }
    }

    @Test func `what does not fit is refused and an existing file is left alone`() throws {
        try inTemporaryFolder { folder in
            try write(folder + "/town.gpkg")
            let layer = GDALWriterLayer(name: "pand", geometryKind: .polygon, fields: [GDALField("n", .integer)])
            #expect(throws: GDALProblem.self) {
                try GDALWriter(path: folder + "/town.gpkg", format: .geoPackage, layers: [layer])
            }
            #expect(throws: GDALProblem.self) {
                try GDALWriter(path: folder + "/a.fgb", format: .flatGeobuf, layers: [layer, layer])
            }
            #expect(throws: GDALProblem.self) {
                try GDALWriter(path: folder + "/absent/a.gpkg", format: .geoPackage, layers: [layer])
            }
            let writer = try GDALWriter(path: folder + "/a.gpkg", format: .geoPackage, layers: [layer])
            let polygon = try square(x: 0, y: 300_000_000, size: 1000)
            #expect(throws: GDALProblem.self) { try writer.add([.text("x")], .polygons([polygon])) }
            #expect(throws: GDALProblem.self) { try writer.add([], .polygons([polygon])) }
            #expect(throws: GDALProblem.self) { try writer.add([.integer(1)], .polygons([polygon, polygon])) }
            #expect(throws: GDALProblem.self) { try writer.add([.integer(1)], .points([RDPoint(x: 0, y: 0)])) }
            #expect(throws: GDALProblem.self) { try writer.add([.integer(1)], .none, toLayer: 1) }
            try writer.add([.integer(1)], .polygons([polygon]))
            try writer.close()
        }
    }
}
