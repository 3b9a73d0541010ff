import FeatureLayers
import GeoValues
import PlanningRules
import Registers
import Service

extension FactSheet {
    /// Permits are looked for within this distance of a place.
    static let permitRadiusMetres: Int32 = 100

    /// The permits at and around a place; without publications that is unknown.
    init(permitsNear place: Place, _ snapshot: ServedSnapshot) {
        let geometry: RDGeometry
        switch place {
        case .point(let point): geometry = .points([point])
        case .area(let polygons, label: _): geometry = .polygons(polygons)
        }
        let search = PermitSearch(snapshot.registers)
        let permits = search.permits(within: Self.permitRadiusMetres * 1_000, of: geometry)
        self.init()
        let radius = FactValue.number(Double(Self.permitRadiusMetres))
        add("straal", "Gezocht binnen (meter)", "Looked for within (metres)", radius)
        add(ApplicabilityDocument(search.coverage(hasFound: !permits.isEmpty).applicability))
        let found = permits.map { permit in
            FactValue.sheet(FactSheet(permit: permit, place: permit.distance == .zero ? "hier" : "nabij"))
        }
        add("gevonden", "Gevonden", "Found", .list(found))
    }

    /// A publication about a permit.
    ///
    /// - Parameter place: where it lies to what was asked about, as `pand`, `perceel`, `hier` or `nabij`.
    init(permit: PermitSearch.Permit, place: String) {
        self.init()
        let (segment, feature) = (permit.segment, permit.feature)
        add("id", "Publicatie", "Publication", segment.identifier(feature))
        add("titel", "Titel", "Title", segment.name(feature))
        add("soort", "Soort", "Kind", segment.text(feature, named: "type"))
        add("gepubliceerdOp", "Gepubliceerd op", "Published on", permit.day.map(CalendarDay.text))
        if case .date(let day) = segment.value(feature, named: "datum_einde_reactietermijn") {
            add("reageerTot", "Reageren kan tot en met", "Reactions until", CalendarDay.text(day))
        }
        add("plaats", "Waar", "Where", place)
        add("afstand", "Afstand in meters", "Distance in metres", .number(roundedMetres(permit.distance.metres)))
        let address = segment.text(feature, named: "preferred_url")
        let title = BilingualText(dutch: "De bekendmaking", english: "The announcement")
        add("links", "Meer", "More", address.map { .list([.link(rel: "bekendmaking", href: $0, title: title)]) })
    }
}
