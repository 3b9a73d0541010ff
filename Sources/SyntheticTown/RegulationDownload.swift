import Foundation

/// Writes the omgevingsplan of a town: its first version as the DSO offers it for download (folders `Regeling`,
/// `OW-bestanden`, `Besluit` and one for each geographic information object), and the changes on it as a municipality
/// delivers them (see ``RegulationChange``).
///
/// Source: STOP 1.3 (KOOP), IMOW 2.0.1 (Geonovum); the files and folders of real packages.
struct RegulationDownload {
    let content: TownContent
    let regulation: TownRegulation

    init(content: TownContent, noiseSquares: Int) {
        self.content = content
        regulation = TownRegulation(content: content, noiseSquares: noiseSquares)
    }

    private var seed: UInt64 { content.town.seed }
    private static let version = RegulationVersion.first

    /// Writes `omgevingsplan/<date>/…` for every version.
    func write(into folder: String) throws -> TownTally {
        let home = "omgevingsplan\(regulation.municipality.suffix)"
        let own = "\(home)/\(Self.version.date)"
        var files = try writeFirst(into: "\(folder)/\(own)").map { "\(own)/\($0)" }
        for change in [RegulationChange.pons(regulation), .higher(regulation)] {
            let place = "\(home)/\(change.version.date)"
            files += try change.write(into: "\(folder)/\(place)", seed: seed).map { "\(place)/\($0)" }
        }
        // The pons is a location that comes with a change.
        let locations = regulation.objects.reduce(1) { $0 + $1.count }
        let rules = regulation.rules.count
        return TownTally(counts: ["regeling": 1, "locatie": locations, "juridischeregel": rules], files: files)
    }

    private func writeFirst(into folder: String) throws -> [String] {
        var components: [RegulationParts.Component] = []
        let parts = RegulationParts(regulation: regulation, version: Self.version, folder: folder)
        components.append(try parts.writeRegulation(objects: try writeObjects(into: folder)))
        components.append(try parts.writeDecision())
        for object in regulation.objects {
            let place = "IO-\(object.name)"
            try FileManager.default.createDirectory(atPath: "\(folder)/\(place)", withIntermediateDirectories: true)
            try GeographicObjectFile.write(
                object,
                work: regulation.work(of: object),
                expression: parts.expression(of: object),
                seed: seed,
                to: "\(folder)/\(place)/\(object.name).gml"
            )
            components.append(try parts.writeMetadata(of: object, in: place))
        }
        try parts.writePackingList(components)
        return components.flatMap { component in component.modules.map(\.file) }
            + regulation.objects.map { "IO-\($0.name)/\($0.name).gml" }
            + regulation.objectFiles.map { "OW-bestanden/\($0.name).xml" } + ["pakbon.xml"]
    }

    /// Writes `OW-bestanden`; returns its list of files.
    private func writeObjects(into folder: String) throws -> String {
        let home = "\(folder)/OW-bestanden"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        for (name, type, write) in regulation.objectFiles {
            var file = try RegulationObjectsFile(
                path: "\(home)/\(name).xml",
                municipality: regulation.municipality,
                types: [type]
            )
            try write(&file, seed)
            try file.close()
        }
        var list = try XMLFile(path: "\(home)/manifest-ow.xml")
        RegulationParts.writeObjectList(
            regulation.objectFiles.map { ("\($0.name).xml", [$0.type]) },
            of: regulation,
            Self.version,
            to: &list.xml
        )
        try list.close()
        return "OW-bestanden/manifest-ow.xml"
    }
}

extension TownRegulation {
    /// The rules of all articles, in order.
    var rules: [(key: String, wId: String, rule: LegalRule)] {
        var rules: [(key: String, wId: String, rule: LegalRule)] = []
        for chapter in chapters {
            for division in chapter.divisions {
                let parent = RegulationTextWriter.place(ofDivision: division.number, in: chapter.number)
                for article in division.articles {
                    for (number, paragraph) in article.paragraphs.enumerated() {
                        guard let rule = paragraph.rule else { continue }
                        let place = "\(parent)__\(article.step(number))"
                        rules.append(
                            (article.key(number), RegulationTextWriter.wId(municipality.code, place), rule)
                        )
                    }
                }
            }
        }
        return rules
    }

    typealias ObjectWriter = (inout RegulationObjectsFile, _ seed: UInt64) throws -> Void

    /// The files of objects of the first version, each of one kind, as downloads have them.
    var objectFiles: [(name: String, type: String, write: ObjectWriter)] {
        [
            ("activiteiten", "Activiteit", { file, _ in for activity in activities { try file.write(activity) } }),
            ("ambtsgebieden", "Ambtsgebied", { file, _ in try file.writeMunicipalArea(municipality) }),
            ("gebieden", "Gebied", { file, seed in for object in objects { try file.write(object, seed: seed) } }),
            ("gebiedengroepen", "Gebiedengroep", { file, _ in for group in groups { try file.write(group) } }),
            ("gebiedsaanwijzingen", "Gebiedsaanwijzing", { file, _ in for area in areas { try file.write(area) } }),
            ("omgevingsnormen", "Omgevingsnorm", { file, _ in for norm in norms { try file.write(norm) } }),
            (
                "regelsvooriedereen", "RegelVoorIedereen",
                { file, _ in for rule in rules { try file.write(rule.rule, rule.key) } }
            ),
            (
                "regelteksten", "Regeltekst",
                { file, _ in for rule in rules { try file.writeText(rule.key, wId: rule.wId) } }
            ),
            (
                "regelingsgebieden", "Regelingsgebied",
                { file, _ in try file.writeArea(ofRegulation: Self.municipalArea) }
            ),
        ]
    }
}
