import GeoValues

/// Writes the official publications of a town of one year as answers of KOOP's search service (SRU 2.0, gzd records).
struct Publications {
    let content: TownContent

    private var town: TownBuilder { content.town }

    /// In one answer of the service.
    static let recordLimit = 1000

    private struct Publication {
        var identifier: String
        var title: String
        var subject: String
        var activity: String?
        var date: String
        var objectionEnd: String?
        /// None: the whole municipality.
        var area: Area?

        struct Area {
            /// The name of the marking.
            var kind: String
            /// WKT in RD.
            var geometry: String
            var label: String
        }
    }

    /// Writes `publicaties-1.xml`, `publicaties-2.xml`, …: 1.5 in a thousand units a month.
    func write(into folder: String) throws -> TownTally {
        let count = max(1, content.unitCount * 18 / 1000)
        var files: [String] = []
        for first in stride(from: 0, to: count, by: Self.recordLimit) {
            let name = "publicaties\(town.municipality.suffix)-\(files.count + 1).xml"
            var file = try XMLFile(path: folder + "/" + name)
            let last = min(count, first + Self.recordLimit)
            file.xml.open(
                "sru:searchRetrieveResponse",
                "xmlns:sru=\"http://docs.oasis-open.org/ns/search-ws/sruResponse\" "
                    + "xmlns:gzd=\"http://standaarden.overheid.nl/sru\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                    + "xmlns:overheidwetgeving=\"http://standaarden.overheid.nl/wetgeving/\" "
                    + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
            )
            file.xml.element("sru:version", "2.0")
            file.xml.element("sru:numberOfRecords", "\(count)")
            file.xml.open("sru:records")
            for number in first..<last {
                write(publication(number), position: number - first + 1, to: &file.xml)
                try file.flush()
            }
            file.xml.close("sru:records")
            if last < count { file.xml.element("sru:nextRecordPosition", "\(last + 1)") }
            file.xml.close("sru:searchRetrieveResponse")
            try file.close()
            files.append(name)
        }
        return TownTally(counts: ["publicatie": count], files: files)
    }

    private struct Work {
        var text: String
        /// Of the list OVERHEIDop.ActiviteitOmgevingsvergunning.
        var activity: String
    }

    private static let works = [
        Work(text: "het plaatsen van een dakkapel", activity: "bouwen"),
        Work(text: "het uitbreiden van de woning", activity: "bouwen"),
        Work(text: "het bouwen van een bijgebouw", activity: "bouwen"),
        Work(text: "het wijzigen van de gevel", activity: "bouwen"),
        Work(text: "het kappen van een boom", activity: "kappen"),
        Work(text: "het aanleggen van een uitrit", activity: "inrit/uitweg"),
    ]

    /// Publications come in pairs: a request for a permit, and four to eight weeks later what became of it. In one pair of
    /// ten both are traffic decisions for the whole municipality.
    private func publication(_ number: Int) -> Publication {
        let pairCount = max(1, content.unitCount * 9 / 1000)
        var generator = SplitMix64(seed: town.seed, part: 70, number / 2)
        let building = pickBuilding(&generator)
        let unit = town.buildings[building].units[0]
        let address = unit.address
        let text = "\(town.addresses.streets[address.street]) \(address.number)\(address.letter)"
        let place = town.kernels[town.addresses.kernels[address.street]].name
        let work = generator.pick(Self.works)
        let outcome = generator.pick(["Verleende", "Verleende", "Verleende", "Geweigerde", "Verlenging beslistermijn"])
        let day = number / 2 * 336 / pairCount + (number % 2) * generator.within(28...56)
        let identifier = "gmb-2025-9\(town.municipality.code.suffix(3))\(digits(number, 5))"
        let draw = generator.below(10)
        if draw == 0 {
            return Publication(
                identifier: identifier,
                title: "Verkeersbesluit gemeente \(town.municipality.name)",
                subject: "verkeersbesluit of -mededeling",
                date: Self.date(day)
            )
        }
        let stage = number % 2 == 0 ? "Aanvraag" : outcome
        let isDecided = stage == "Verleende" || stage == "Geweigerde"
        return Publication(
            identifier: identifier,
            title: "\(stage) omgevingsvergunning voor \(work.text), \(text), \(address.postcode) \(place)",
            subject: "omgevingsvergunning",
            activity: work.activity,
            date: Self.date(day),
            objectionEnd: isDecided ? Self.date(day + 42) : nil,
            area: area(draw, building, text)
        )
    }

    /// The address; in one of ten the building, in another the parcel.
    private func area(_ draw: Int, _ building: Int, _ text: String) -> Publication.Area {
        switch draw {
        case 1: return Publication.Area(kind: "Vlak", geometry: Self.wkt([town.buildings[building].ring]), label: text)
        case 2:
            let parcel = content.parcels[Int(content.parcelOfFace[town.buildings[building].face])]
            let rings = parcel.region.rings.map { ring in ring.map { town.mesh.points[Int($0)] } }
            let label = "\(town.municipality.cadastralCode) \(parcel.section) \(parcel.number)"
            return Publication.Area(kind: "Perceel", geometry: Self.wkt(rings), label: label)
        default:
            let point = XMLText.coordinates([town.buildings[building].units[0].point])
            return Publication.Area(kind: "Punt", geometry: "POINT (\(point))", label: text)
        }
    }

    /// One with a unit.
    private func pickBuilding(_ generator: inout SplitMix64) -> Int {
        let unit = generator.below(max(1, content.unitCount))
        var (low, high) = (0, town.buildings.count)
        while low < high {
            let middle = (low + high) / 2
            if content.firstUnit[middle + 1] <= unit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func write(_ publication: Publication, position: Int, to xml: inout XMLText) {
        xml.open("sru:record")
        xml.element("sru:recordSchema", "http://standaarden.overheid.nl/sru")
        xml.element("sru:recordPacking", "xml")
        xml.open("sru:recordData")
        xml.open("gzd:gzd")
        xml.open("gzd:originalData")
        xml.open("overheidwetgeving:meta")
        xml.open("overheidwetgeving:owmskern")
        xml.element("dcterms:identifier", publication.identifier)
        xml.element("dcterms:title", publication.title)
        xml.element("dcterms:language", "nl")
        xml.element("dcterms:type", "scheme=\"OVERHEIDop.Rubriek\"", publication.subject)
        xml.element("dcterms:creator", "scheme=\"OVERHEID.Gemeente\"", town.municipality.name)
        xml.element("dcterms:modified", publication.date)
        xml.close("overheidwetgeving:owmskern")
        xml.open("overheidwetgeving:owmsmantel")
        xml.element("dcterms:available", publication.date)
        xml.close("overheidwetgeving:owmsmantel")
        xml.open("overheidwetgeving:tpmeta")
        xml.element("overheidwetgeving:publicatienaam", "Gemeenteblad")
        if let activity = publication.activity {
            let scheme = "scheme=\"OVERHEIDop.ActiviteitOmgevingsvergunning\""
            xml.element("overheidwetgeving:activiteit", scheme, activity)
        }
        if let end = publication.objectionEnd { xml.element("overheidwetgeving:datumEindeReactietermijn", end) }
        xml.open("overheidwetgeving:gebiedsmarkering")
        if let area = publication.area {
            xml.open("overheidwetgeving:\(area.kind)")
            xml.element("overheidwetgeving:geometrie", area.geometry)
            xml.element("overheidwetgeving:geometrielabel", area.label)
            xml.close("overheidwetgeving:\(area.kind)")
        } else {
            xml.element("overheidwetgeving:Gemeente", "scheme=\"OVERHEID.Gemeente\"", town.municipality.name)
        }
        xml.close("overheidwetgeving:gebiedsmarkering")
        xml.close("overheidwetgeving:tpmeta")
        xml.close("overheidwetgeving:meta")
        xml.close("gzd:originalData")
        xml.open("gzd:enrichedData")
        let address = "https://zoek.officielebekendmakingen.nl/\(publication.identifier).html"
        xml.element("gzd:preferredUrl", address)
        xml.close("gzd:enrichedData")
        xml.close("gzd:gzd")
        xml.close("sru:recordData")
        xml.element("sru:recordPosition", "\(position)")
        xml.close("sru:record")
    }

    /// A polygon of rings without a closing repeat.
    private static func wkt(_ rings: [[RDPoint]]) -> String {
        let texts = rings.map { ring in
            "(" + (ring + [ring[0]]).map { XMLText.coordinates([$0]) }.joined(separator: ", ") + ")"
        }
        return "POLYGON (\(texts.joined(separator: ", ")))"
    }

    /// Days since 2025-01-01 in a calendar whose months have 28 days.
    private static func date(_ day: Int) -> String {
        let month = day / 28
        return "\(2025 + month / 12)-\(digits(month % 12 + 1, 2))-\(digits(day % 28 + 1, 2))"
    }
}
