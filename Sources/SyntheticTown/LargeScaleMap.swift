import Foundation
import GeoValues

/// Writes a town as the BGT, in CityGML: ground and buildings that together cover the municipality exactly.
struct LargeScaleMap {
    let content: TownContent

    private var town: TownBuilder { content.town }

    /// Writes `bgt/bgt_<layer>.gml`: five kinds of ground, pand and spoor.
    func write(into folder: String) throws -> TownTally {
        try FileManager.default.createDirectory(atPath: folder + "/bgt", withIntermediateDirectories: true)
        let (regions, regionOfFace) = content.regions.regions(labels: groundLabels())
        let built = BuiltGround(buildings: town.buildings, regionOfFace: regionOfFace, regionCount: regions.count)
        var tally = TownTally()
        for layer in GroundCover.Layer.allCases {
            var document = try BGTDocument(content: content, layer: layer.rawValue, folder: folder)
            for (place, region) in regions.enumerated() where cover(of: region).layer == layer {
                let rings = town.mesh.shapes(region.rings) + built.holes[place].map { PlanShape(points: $0) }
                try document.write(cover(of: region), rings: rings)
            }
            for yard in built.yards where cover(of: regions[yard.region]).layer == layer {
                try document.write(cover(of: regions[yard.region]), rings: [PlanShape(points: yard.ring)])
            }
            tally.files.append(try document.close())
            tally.counts[layer.rawValue] = document.count
        }
        var buildings = try BGTDocument(content: content, layer: "pand", folder: folder)
        for place in town.buildings.indices { try buildings.write(building: place) }
        tally.files.append(try buildings.close())
        var rails = try BGTDocument(content: content, layer: "spoor", folder: folder)
        for place in town.streetStart..<town.streetEnd where town.mesh.faces[place].use == .railverkeer {
            try rails.write(rail: town.mesh.faces[place].rings[0])
        }
        tally.files.append(try rails.close())
        tally.counts["spoor"] = rails.count
        return tally
    }

    private func cover(of region: MeshRegion) -> GroundCover {
        GroundCover.all[Int(region.label) % GroundCover.all.count]
    }

    /// Ground of one kind in one block, or along one stretch of street, is one object.
    private func groundLabels() -> [Int32] {
        let count = Int32(GroundCover.all.count)
        var block = -1
        return town.mesh.faces.enumerated().map { place, face in
            while block + 1 < town.blockStarts.count, town.blockStarts[block + 1] <= place { block += 1 }
            let isStreet = place >= town.streetStart
            let kind = Int32(GroundCover.number(of: face.use, isStreet: isStreet))
            // Fields are parcels of their own; streets are cut where their parcels are.
            let isParcel = isStreet || face.use == .agrarisch || face.use == .water
            return ((isParcel ? face.parcel * 2 + 1 : Int32(block) * 2)) * count + kind
        }
    }
}
