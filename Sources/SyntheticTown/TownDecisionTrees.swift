import Foundation
import ZipBridge

/// Writes the toepasbare regels of a town as packages for the Registratie Toepasbare Regels: a zip for each tree, with its
/// assignment, and one for its activity.
struct TownDecisionTrees {
    let municipality: Municipality

    /// Every tree with the work that it belongs to. Felling has a stricter version to come.
    private static let trees: [(file: DecisionTreeFile, work: String)] = [
        (.dormer, "DakkapelPlaatsen"), (.extensionTree, "AanbouwBouwenVerbouwen"), (.outbuilding, "BijgebouwBouwen"),
        (.felling(girth: 100, validFrom: "2024-01-01"), "BoomKappen"),
        (.felling(girth: 80, validFrom: "2027-01-01"), "BoomKappen"), (.driveway, "UitritAanleggen"),
    ]

    /// Writes `toepasbare-regels/*.zip`.
    func write(into folder: String) throws -> TownTally {
        let home = "toepasbare-regels\(municipality.suffix)"
        let scratch = folder + "/.trees"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: "\(folder)/\(home)", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        var files: [String] = []
        var activities: [String] = []
        func zip(_ name: String, _ contents: [(name: String, bytes: [UInt8])]) throws {
            var entries: [ZipWriter.Entry] = []
            for (number, content) in contents.enumerated() {
                let path = "\(scratch)/\(files.count)-\(number)"
                try Data(content.bytes).write(to: URL(fileURLWithPath: path))
                entries.append(ZipWriter.Entry(name: content.name, path: path))
            }
            let file = "\(home)/\(name).zip"
            try ZipWriter.write(entries, to: "\(folder)/\(file)")
            files.append(file)
        }
        for (tree, work) in Self.trees {
            let name = "Conclusie \(tree.name) \(tree.validFrom)"
            try zip(
                name,
                [
                    ("manifest.xml", Self.manifest(["opdracht.xml", "\(name).dmn"])),
                    ("opdracht.xml", Self.assignment("toevoegenToepasbareRegels", tree.validFrom, "\(name).dmn")),
                    ("\(name).dmn", tree.bytes(municipality: municipality.code)),
                ]
            )
            let activity = "nl.imow-gm\(municipality.code).activiteit.\(tree.activity)"
            guard !activities.contains(activity) else { continue }
            activities.append(activity)
            let text =
                "{\"bevoegdGezag\":{\"bestuurslaag\":\"gemeente\"},\"werkzaamheden\":[{\"urn\":\"\(work)\"}],"
                + "\"begindatum\":\"\(Self.dutch(tree.validFrom))\"}\n"
            try zip(
                activity,
                [
                    ("manifest.xml", Self.manifest(["opdracht.xml", "\(activity).json"])),
                    ("opdracht.xml", Self.assignment("updateActiviteit", nil, "\(activity).json")),
                    ("\(activity).json", Array(text.utf8)),
                ]
            )
        }
        return TownTally(counts: ["beslisboom": Self.trees.count, "activiteit": activities.count], files: files)
    }

    private static let schemas = "http://toepasbare-regels.omgevingswet.overheid.nl/v1"

    private static func manifest(_ names: [String]) -> [UInt8] {
        var xml = XMLText()
        xml.open("manifest", "xmlns=\"\(schemas)/manifest.xsd\"")
        xml.open("bestanden")
        for name in ["manifest.xml"] + names {
            xml.open("bestand")
            xml.element("naam", name)
            xml.close("bestand")
        }
        xml.close("bestanden")
        xml.close("manifest")
        return xml.bytes
    }

    private static func assignment(_ kind: String, _ date: String?, _ file: String) -> [UInt8] {
        var xml = XMLText()
        xml.open("opdrachten", "xmlns=\"\(schemas)/opdracht.xsd\"")
        xml.open("opdracht")
        xml.open(kind)
        if let date { xml.element("geldigBegindatum", dutch(date)) }
        xml.element("bestandsnaam", file)
        xml.close(kind)
        xml.close("opdracht")
        xml.close("opdrachten")
        return xml.bytes
    }

    /// `DD-MM-YYYY`
    private static func dutch(_ date: String) -> String { date.split(separator: "-").reversed().joined(separator: "-") }
}
