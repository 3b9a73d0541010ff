import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import PROJBridge
import Registers
import SceneModels

/// A building as a file for viewers.
public struct BuildingModel: Sendable {
    /// glTF 2.0 binary.
    public let bytes: [UInt8]
    public let heightMetres: Double
    /// Whether the height is a guess, for want of one in the data.
    public let heightIsEstimated: Bool
    public let dataVersion: String
}

extension StipService {
    /// Columns that hold a building's height in metres above the ground, best first.
    static let heightColumns = ["hoogte", "b3_h_dak_70p_boven_maaiveld"]
    /// Columns of 3DBAG: roof and ground in metres NAP, their difference is the height.
    static let roofColumns = ["b3_h_dak_70p", "b3_h_70p", "h_dak_70p"]
    static let groundColumns = ["b3_h_maaiveld", "h_maaiveld"]

    /// The model of a pand: its footprint extruded to true scale, metres, in a local frame with east +X, up +Y and north −Z.
    ///
    /// - Parameter identifier: 16 digits, with or without `NL.IMBAG.Pand.`.
    /// - Throws: ``ServiceProblem``: there is no such pand, or it has no footprint.
    public func buildingModel(_ identifier: String) async throws -> BuildingModel {
        let name = identifier.split(separator: ".").last.map(String.init) ?? identifier
        let building = try object(.building(name))
        return try await pool.run { [self] in try model(of: building) }
    }

    private func model(of found: RegisterObject) throws -> BuildingModel {
        let (snapshot, name) = (found.snapshot, found.identifier)
        guard let state = snapshot.registers.layers[found.layer] else {
            throw ServiceProblem.layerMissing(layer: found.layer)
        }
        let reference = found.version(onDay: StipService.today) ?? found.versions[0]
        let segment = state.layer.segments[reference.segment]
        let polygons = segment.polygons(reference.feature)
        guard !polygons.isEmpty else { throw ServiceProblem.buildingWithoutShape(identifier: name) }
        let (height, isEstimated) = StipService.height(segment, reference.feature, polygons)
        let building = try ExtrudedBuilding(footprint: polygons, heightMetres: height)
        // The ground is taken at NAP 0: the registers hold no ground height yet, and a model stands in a frame of its own.
        func place(_ point: RDPoint) throws -> EllipsoidalPosition {
            let place = try transformer.geographic(xMetres: point.xMetres, yMetres: point.yMetres, napMetres: 0)
            return EllipsoidalPosition(point: place.point, heightMetres: place.ellipsoidalHeightMetres)
        }
        let anchor = try place(building.anchor)
        let mesh = try building.mesh(in: LocalFrame(anchor: anchor), places: try building.vertices.map(place))
        let bytes = GLBEncoder(generator: "Stip").encode(
            mesh,
            name: "NL.IMBAG.Pand.\(name)",
            properties: [
                ModelProperty("identificatie", name),
                ModelProperty("hoogte", height),
                ModelProperty("hoogteBron", isEstimated ? "schatting" : "register"),
                ModelProperty("ankerLon", (anchor.point.longitude * 1e9).rounded() / 1e9),
                ModelProperty("ankerLat", (anchor.point.latitude * 1e9).rounded() / 1e9),
                ModelProperty("ankerX", building.anchor.xMetres),
                ModelProperty("ankerY", building.anchor.yMetres),
                ModelProperty("maaiveld", "NAP 0 m aangenomen"),
                ModelProperty("dataVersie", snapshot.registers.dataVersion),
            ]
        )
        if state.layer.isDamaged { throw ServiceProblem.layerFailing(layer: "pand", problems: ["Bestand onleesbaar."]) }
        return BuildingModel(
            bytes: bytes,
            heightMetres: height,
            heightIsEstimated: isEstimated,
            dataVersion: snapshot.registers.dataVersion
        )
    }

    /// The height in metres: from the data, else a guess by the size of the footprint. Sheds are below 30 m² (C4 of
    /// `dutch-data.md`: 37 % of all panden); the median building is 9.1 m high.
    private static func height(
        _ segment: Segment,
        _ feature: Int,
        _ polygons: [RDPolygon]
    ) -> (metres: Double, isEstimated: Bool) {
        func number(_ names: [String]) -> Double? {
            for name in names {
                switch segment.value(feature, named: name) {
                case .real(let value): return value
                case .integer(let value): return Double(value)
                case .text, .date, .null: continue
                }
            }
            return nil
        }
        if let height = number(heightColumns), height > 0, height < 500 { return (height, false) }
        if let roof = number(roofColumns), let ground = number(groundColumns), roof - ground > 0, roof - ground < 500 {
            return (((roof - ground) * 1000).rounded() / 1000, false)
        }
        let area = polygons.reduce(0) { $0 + $1.areaSquareMetres }
        return (area < 30 ? 2.5 : 9, true)
    }
}
