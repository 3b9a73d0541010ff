import GeoValues

extension TownBuilder {
    /// The name of a neighbourhood, and of its plan: "Centrum", "Tuinwijk 7", a village's own, "Buitengebied".
    func neighbourhoodName(_ number: Int) -> String {
        switch neighbourhoods[number].type {
        case .centre, .rural: neighbourhoods[number].type.name
        case .village: kernels[kernelOfNeighbourhood[number]].name
        default: "\(neighbourhoods[number].type.name) \(number)"
        }
    }

    /// The height of the ground in decimetres above NAP: polder below the sea, rising to low ridges.
    func groundDecimetres(at point: RDPoint) -> Int {
        let ridge = SmoothNoise(seed: seed &+ 41, wavelength: 2_400_000)[Vector(point)]
        let ripple = SmoothNoise(seed: seed &+ 42, wavelength: 180_000)[Vector(point)]
        let height = ridge > 0 ? ridge * 90 : ridge * 45
        return Int((height + ripple * 4).rounded())
    }
}
