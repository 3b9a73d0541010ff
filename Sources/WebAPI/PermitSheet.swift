import FeatureLayers
import GeoValues
import PlanningRules
import Registers
import Service

extension FactSheet {
    /// A publication about a permit.
    ///
    /// - Parameter place: where it lies to what was asked about, as `pand`, `perceel` or `nabij`.
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
