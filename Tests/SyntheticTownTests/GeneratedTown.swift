import Foundation
import GDALBridge
import GeoValues
import SyntheticTown
import Testing

/// A town generated into a folder of its own, which is removed with it.
final class GeneratedTown {
    let folder: String
    let summary: TownManifest

    convenience init(buildings: Int, seed: UInt64) throws {
        try self.init(TownRequest(buildings: buildings, seed: seed))
    }

    init(_ request: TownRequest) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString)").path
        summary = try TownGenerator.generate(request, into: folder) { _ in }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func bytes(of file: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
    }

    var planFiles: [String] { summary.files.filter { $0.contains("imro/") && $0.hasSuffix(".gml") } }

    func files(containing text: String) -> [String] { summary.files.filter { $0.contains(text) } }

    func layer(_ name: String, in file: String) throws -> GDALLayer {
        try #require(try GDALDataset(path: folder + "/" + file).layer(named: name))
    }
}

/// The polygon of a feature in millimetres.
func polygon(_ geometry: GDALGeometry) throws -> RDPolygon {
    guard case .polygons(let polygons) = geometry, polygons.count == 1 else {
        throw GeneratedTownProblem(text: "not one polygon: \(geometry)")
    }
    let rings = try polygons[0].map { values in
        let points = try stride(from: 0, to: values.count, by: 2).map { place in
            try #require(RDPoint(xMetres: values[place], yMetres: values[place + 1]))
        }
        return try #require(RDRing(points))
    }
    return RDPolygon(exterior: rings[0], holes: Array(rings.dropFirst()))
}

/// The polygons of all objects of a kind in an IMRO2012 text, arcs as their three points.
func polygons(of kind: String, in text: String) throws -> [RDPolygon] {
    try pieces(of: text, between: "<imro:\(kind) ", and: "</imro:\(kind)>").flatMap { object in
        try pieces(of: object, between: "<gml:PolygonPatch>", and: "</gml:PolygonPatch>").map { patch in
            let exterior = try pieces(of: patch, between: "<gml:exterior>", and: "</gml:exterior>").map(ring)
            let holes = try pieces(of: patch, between: "<gml:interior>", and: "</gml:interior>").map(ring)
            return RDPolygon(exterior: try #require(exterior.first), holes: holes)
        }
    }
}

/// The texts between two markers.
func pieces(of text: String, between start: String, and end: String) -> [String] {
    text.components(separatedBy: start).dropFirst().map { $0.components(separatedBy: end)[0] }
}

private func ring(_ text: String) throws -> RDRing {
    var points: [RDPoint] = []
    for list in pieces(of: text, between: "<gml:posList>", and: "</gml:posList>") {
        // Three decimals: without the point it is whole millimetres.
        let values = try list.split(separator: " ").map { number in
            try #require(Int32(number.filter { $0 != "." }))
        }
        points += stride(from: 0, to: values.count, by: 2).map { RDPoint(x: values[$0], y: values[$0 + 1]) }
    }
    return try #require(RDRing(points))
}

struct GeneratedTownProblem: Error {
    var text: String
}
