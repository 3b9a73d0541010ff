import GeoValues
import PlanningRules
import Registers
import Service

/// Parts that several sheets have.
extension FactSheet {
    init(place point: RDPoint, _ service: StipService) throws {
        let place = try service.geographic(point)
        var degrees = FactSheet()
        degrees.add("lon", "lon", "lon", .number(roundedDegrees(place.longitude)))
        degrees.add("lat", "lat", "lat", .number(roundedDegrees(place.latitude)))
        var metres = FactSheet()
        metres.add("x", "x", "x", .number(point.xMetres))
        metres.add("y", "y", "y", .number(point.yMetres))
        self.init()
        add("crs84", "Graden (CRS84)", "Degrees (CRS84)", .sheet(degrees))
        add("rd", "RD (EPSG:28992)", "RD (EPSG:28992)", .sheet(metres))
    }

    init(coverage: LayerCoverage, _ snapshot: ServedSnapshot) {
        let document = CoverageDocument(coverage, snapshot)
        self.init()
        add("laag", "Laag", "Layer", document.laag)
        add("toepasselijkheid", "Toepasselijkheid", "Applicability", document.toepasselijkheid)
        add("reden", "Reden", "Reason", document.reden)
        add(
            "toelichting",
            "Toelichting",
            "Explanation",
            (document.toelichting?.map(FactValue.text)).map(FactValue.list)
        )
        add("peildata", "Peildata", "Reference dates", (document.peildata?.map(FactValue.text)).map(FactValue.list))
    }

    mutating func addDisclaimer() {
        let text = BilingualText(
            dutch: StipDocument.disclaimerText,
            english:
                "Indicative: no rights can be derived from this answer. 'onbekend' (unknown) is not 'does not apply'."
        )
        add("disclaimer", "Let op", "Note", .sentence(text))
    }
}
