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
        add("laag", "Laag", "Layer", document.layer)
        add(document.applicability)
        add("toelichting", "Toelichting", "Explanation", document.explanation.map(FactValue.texts))
        add("peildata", "Peildata", "Reference dates", document.referenceDates.map(FactValue.texts))
    }

    /// Whether something applies, and when only on a part on how much.
    mutating func add(_ applicability: ApplicabilityDocument) {
        add("toepasselijkheid", "Toepasselijkheid", "Applicability", applicability.word)
        add("reden", "Reden", "Reason", applicability.reason)
        add("oppervlakte", "Oppervlakte in m²", "Area in m²", applicability.squareMetres.map(FactValue.number))
        add("aandeel", "Aandeel", "Share", applicability.share.map(FactValue.number))
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
