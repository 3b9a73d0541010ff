/// Names of elements in gmllight, the flat form of IMGeo 2.1 (`imgeo-simple-2.1-gml31.xsd`): what CityGML nests stands in one name with
/// points, and properties are called alike in all kinds of objects.
enum GMLLightName {
    /// A part of a label: of an openbare ruimte (`openbareRuimteNaam.tekst`), or of the house numbers along a building
    /// (`nummeraanduidingreeks_2.positie_1.hoek`).
    struct LabelPart {
        enum Content {
            case text, place, angle
            /// The identifier of a dwelling, by this name.
            case dwelling(String)
        }

        /// Which house numbers; nil: the name of an openbare ruimte.
        let series: Int?
        let content: Content
    }

    /// Nil when the name is of no part of a label.
    static func labelPart(_ name: String) -> LabelPart? {
        let steps = name.split(separator: ".")
        guard steps.count > 1, let last = steps.last else { return nil }
        var series: Int?
        if steps[0].hasPrefix("nummeraanduidingreeks_") {
            guard let number = Int(steps[0].dropFirst("nummeraanduidingreeks_".count)) else { return nil }
            series = number
        } else if steps[0] != "openbareRuimteNaam" {
            return nil
        }
        switch last {
        case "tekst": return LabelPart(series: series, content: .text)
        case "plaatsingspunt": return LabelPart(series: series, content: .place)
        case "hoek": return LabelPart(series: series, content: .angle)
        default: return series == nil ? nil : LabelPart(series: series, content: .dwelling(String(last)))
        }
    }

    /// The name that the same property has in CityGML.
    ///
    /// - Parameter layer: of the object, see ``BGTElement/layer(ofObject:)``.
    static func cityGML(_ name: String, in layer: String) -> String {
        let kind = String(layer.dropFirst("bgt_".count))
        return switch name {
        case "objectBeginTijd": "creationDate"
        case "objectEindTijd": "terminationDate"
        case "identificatie.lokaalID": "lokaalID"
        case "identificatie.namespace": "namespace"
        case "bgt-functie": "function"
        case "typeOverbruggingsdeel": "class"
        case "bgt-fysiekVoorkomen" where ["wegdeel", "ondersteunendwegdeel"].contains(kind): "surfaceMaterial"
        case "bgt-fysiekVoorkomen" where kind == "begroeidterreindeel": "class"
        case "bgt-type" where ["waterdeel", "ondersteunendwaterdeel", "vegetatieobject"].contains(kind): "class"
        case "bgt-type" where furniture.contains(kind): "function"
        case "plus-type" where kind == "gebouwinstallatie": "plus-typeGebouwInstallatie"
        case "plus-fysiekVoorkomen" where kind.hasSuffix("terreindeel"): name
        case "plus-functie", "plus-fysiekVoorkomen", "kruinlijn": suffixes[kind].map { name + $0 } ?? name
        case "opTalud": suffixes[kind].map { $0.prefix(1).lowercased() + $0.dropFirst() + "OpTalud" } ?? name
        default: name
        }
    }

    /// Kinds that CityGML has as CityFurniture or BuildingInstallation, whose type is their `function`.
    private static let furniture: Set<String> = [
        "bak", "bord", "gebouwinstallatie", "installatie", "kast", "mast", "paal", "put", "sensor", "straatmeubilair",
        "waterinrichtingselement", "weginrichtingselement",
    ]

    /// With what the names of properties end in CityGML.
    private static let suffixes = [
        "wegdeel": "Wegdeel", "ondersteunendwegdeel": "OndersteunendWegdeel", "spoor": "Spoor",
        "begroeidterreindeel": "BegroeidTerreindeel", "onbegroeidterreindeel": "OnbegroeidTerreindeel",
    ]
}
