import GeoValues
import SceneModels
import Testing

@Suite("Local frame")
struct LocalFrameTests {
    func place(_ longitude: Double, _ latitude: Double, _ height: Double) -> EllipsoidalPosition {
        EllipsoidalPosition(point: GeographicPoint(longitude: longitude, latitude: latitude), heightMetres: height)
    }

    @Test("The anchor is zero and straight above it is up")
    func anchor() {
        let frame = LocalFrame(anchor: place(5.38720621, 52.15517440, 43.2551))
        let zero = frame.eastNorthUp(of: frame.anchor)
        #expect(zero == EastNorthUp(east: 0, north: 0, up: 0))
        let above = frame.eastNorthUp(of: place(5.38720621, 52.15517440, 53.2551))
        #expect(abs(above.up - 10) < 1e-8 && abs(above.east) < 1e-8 && abs(above.north) < 1e-8)
    }

    // EPSG Guidance Note 7-2, 4.1.2, the worked example of the geographic to topocentric conversion (WGS 84, whose
    // flattening differs from GRS80's by 1.6e-11: 0.1 mm in the earth's radius, less over 150 km).
    @Test("The worked example of EPSG Guidance Note 7-2 comes out within a millimetre")
    func guidanceNote() {
        let frame = LocalFrame(anchor: place(5, 55, 200))
        let local = frame.eastNorthUp(of: place(2 + 7.0 / 60 + 46.38 / 3600, 53 + 48.0 / 60 + 33.82 / 3600, 73))
        #expect(abs(local.east - -189_013.869) < 0.002)
        #expect(abs(local.north - -128_642.040) < 0.002)
        #expect(abs(local.up - -4_220.171) < 0.002)
    }
}
