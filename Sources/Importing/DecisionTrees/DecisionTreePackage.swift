import Foundation
import GeoValues
import XMLBridge
import ZipBridge

/// What a file or zip of toepasbare regels holds: trees (STTR), since when they hold, and what is said of activities.
struct DecisionTreePackage {
    struct Document {
        var document: DeliveredDocument
        /// `YYYY-MM-DD`
        var validFrom: String?
    }

    private(set) var trees: [Document] = []
    private(set) var activities: [Document] = []
    private(set) var notes: [String] = []

    private static let publisher = "toepasbare-regels.omgevingswet.overheid.nl"

    /// Whether a file is one of these, by its first bytes or, of a zip, its table of contents.
    static func recognises(_ path: String) -> Bool {
        guard let beginning = try? PlainFile(path: path).next() else { return false }
        if beginning.starts(with: [0x50, 0x4B]) {
            guard let file = try? ZipFile(path: path), let archive = try? file.opened() else { return false }
            return archive.entries.contains { entry in
                if isTreeName(entry.name) { return true }
                let name = (entry.name as NSString).lastPathComponent.lowercased()
                guard name.hasPrefix("opdracht"), name.hasSuffix(".xml") else { return false }
                let bytes = (try? DeliveredDocument(entry, of: file).beginning()) ?? []
                return text(bytes).contains(publisher)
            }
        }
        guard let document = try? DeliveredDocument(path: path), let bytes = try? document.beginning() else {
            return false
        }
        return isTree(bytes) || isTreeName(document.name)
    }

    private static func isTreeName(_ name: String) -> Bool {
        ["dmn", "sttr"].contains((name as NSString).pathExtension.lowercased())
    }

    private static func isTree(_ bytes: [UInt8]) -> Bool {
        let text = text(bytes)
        return text.contains("<") && text.contains("definitions")
            && (text.contains("/spec/DMN/") || text.contains(publisher))
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix(8192), as: UTF8.self) }

    init(path: String) throws {
        guard try PlainFile(path: path).next()?.starts(with: [0x50, 0x4B]) == true else {
            trees.append(Document(document: try DeliveredDocument(path: path)))
            return
        }
        let file = try ZipFile(path: path)
        var dates: [String: String] = [:]
        for entry in try file.opened().entries.sorted(by: { $0.name < $1.name }) {
            let name = (entry.name as NSString).lastPathComponent
            if name.hasPrefix(".") || entry.name.hasPrefix("__MACOSX/") { continue }
            let document = DeliveredDocument(entry, of: file)
            let beginning = try document.beginning()
            let text = Self.text(beginning)
            if Self.isTreeName(name) || Self.isTree(beginning) {
                trees.append(Document(document: document))
            } else if text.contains("<opdrachten") || text.contains(":opdrachten") {
                try readAssignments(document, &dates)
            } else if name.lowercased().hasSuffix(".json"),
                text.contains("werkzaamheden") || name.contains(".activiteit.")
            {
                activities.append(Document(document: document))
            } else if name.lowercased() != "manifest.xml" {
                notes.append("\(name) is no file of toepasbare regels and was passed over")
            }
        }
        for (number, tree) in trees.enumerated() { trees[number].validFrom = dates[tree.document.name] }
        for (number, activity) in activities.enumerated() {
            activities[number].validFrom = dates[activity.document.name]
        }
    }

    /// Reads from when the files of a package hold.
    private mutating func readAssignments(_ document: DeliveredDocument, _ dates: inout [String: String]) throws {
        let plain = try UnpackedDocument(document)
        let reader = try XMLSubtreeReader(path: plain.path, name: document.path)
        while let assignment = try reader.next(where: { $0.name == "opdracht" }) {
            for order in assignment.children {
                let file = order.child("bestandsnaam")?.text.trimmingCharacters(in: .whitespacesAndNewlines)
                if let date = order.child("geldigBegindatum")?.text, let file {
                    guard let day = Self.day(date) else {
                        throw ImportProblem.damaged(
                            path: document.path,
                            detail:
                                "line \(order.line): geldigBegindatum '\(date.prefix(40))' is not a date as 31-12-2025."
                        )
                    }
                    dates[file] = day
                }
                if file == nil {
                    notes.append(
                        "\(document.name), line \(order.line): \(order.name) names no file and is not carried out"
                    )
                }
            }
        }
    }

    /// `YYYY-MM-DD` of `DD-MM-YYYY`, or of itself.
    static func day(_ text: String) -> String? {
        let parts = text.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: "-").map(String.init)
        guard parts.count == 3 else { return nil }
        let iso = parts[0].count == 4 ? parts.joined(separator: "-") : parts.reversed().joined(separator: "-")
        return iso.utf8.count == 10 && CalendarDay.day(iso) != nil ? iso : nil
    }
}
