import FileBridge
import Foundation
import XMLBridge
import ZipBridge

/// The documents of one delivery of a regulation under the Omgevingswet: text and decision (STOP), objects (IMOW) and
/// geographic information objects (GIO); a folder, a zip, or a single one of these files.
///
/// Source: STOP 1.3 (KOOP), IMOW 2.0 (Geonovum); the folders of a download (`OW-bestanden`, `Regeling`, one for each GIO)
/// and the flat folder of an `opdracht` are the same to us.
struct RegulationPackage: Sendable {
    /// What a document is, by its root element.
    enum Role: Sendable {
        /// `owBestand`.
        case objects
        /// `GeoInformatieObjectVaststelling` and `GeoInformatieObjectVersie`.
        case geometry
        /// Regulation or decision with its text.
        case text
        /// What STOP says of a regulation or information object, in files of their own.
        case metadata
        /// `Aanleveringen`: which regulation the objects belong to.
        case objectList
        /// Lists of the delivery's own files.
        case packingList
    }

    struct Document: Sendable {
        let document: DeliveredDocument
        let role: Role
    }

    let path: String
    /// In order of their names.
    private(set) var documents: [Document] = []
    /// What was passed over.
    private(set) var notes: [String] = []

    /// Lists what a path holds.
    ///
    /// - Throws: ``DeliveryProblem`` when the delivery itself can't be read.
    init(path: String) throws {
        self.path = path
        for document in try RegulationPackage.list(path) { try add(document) }
    }

    func documents(_ role: Role) -> [DeliveredDocument] { documents.filter { $0.role == role }.map(\.document) }

    private mutating func add(_ document: DeliveredDocument) throws {
        let root: XMLElement
        do {
            root = try RegulationPackage.reader(of: document).reader.root
        } catch DeliveryProblem.xml(let error) {
            switch error {
            // Pictures and the like come along under other names; a damaged file with our name is no such thing.
            case .notXML, .compressed:
                notes.append("\(document.name) is not XML and was passed over")
                return
            default: throw error
            }
        }
        guard let role = RegulationPackage.role(of: root) else {
            notes.append("\(document.name) (\(root.name)) is no document of a regulation and was passed over")
            return
        }
        if role == .packingList { notes.append("\(document.name) (\(root.name)) lists the delivery's files") }
        documents.append(Document(document: document, role: role))
    }

    /// Whether a document holds objects of a draft (IMOW, `procedurestatus`), as its first object tells: all are of one decision.
    static func holdsDraft(_ document: DeliveredDocument) throws -> Bool {
        let (reader, file) = try reader(of: document)
        defer { withExtendedLifetime(file) {} }
        do {
            return try reader.next { $0.name == "owObject" }?.children.contains(where: RegulationObject.isDraft)
                ?? false
        } catch {
            throw DeliveryProblem.xml(error)
        }
    }

    static func role(of root: XMLElement) -> Role? {
        switch root.name {
        case "owBestand": return .objects
        case "GeoInformatieObjectVaststelling", "GeoInformatieObjectVersie", "GeoInformatieObjectMutatie":
            return .geometry
        case "Aanleveringen": return .objectList
        case "Pakbon", "manifest", "publicatieOpdracht", "validatieOpdracht", "directeMutatieOpdracht":
            return .packingList
        case "AanleveringBesluit", "AanleveringKennisgeving": return .text
        default: break
        }
        if root.namespace.contains("/stop/imop/tekst") || root.name.hasPrefix("Regeling"),
            !root.namespace.contains("/stop/imop/data")
        {
            return .text
        }
        if root.namespace.contains("/stop/imop/") || root.namespace.contains("/stop/aanlevering") { return .metadata }
        return nil
    }

    // MARK: Listing

    /// Whether a zip holds a regulation: one of its documents begins as one.
    static func recognise(zip path: String) -> Bool {
        guard let documents = try? list(path) else { return false }
        return documents.contains { document in
            guard let beginning = try? document.beginning() else { return false }
            return SourceFormat.ofDocument(named: document.name, beginning: beginning) == .omgevingsdocument
        }
    }

    /// Whether a path is the folder of a delivery.
    static func isFolder(_ path: String) -> Bool {
        type(of: path) == .typeDirectory
            && folders(amongFiles: (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).contains("")
    }

    private static func type(of path: String) -> FileAttributeType? {
        try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    }

    /// The regulation that a delivery is of, by its list of objects or else by its text, and those that it withdraws; nil when it is
    /// no delivery of a regulation.
    static func header(of path: String) -> RegulationHeader? {
        let type = (path as NSString).pathExtension.lowercased()
        guard isFolder(path) || ["zip", "xml"].contains(type), let documents = try? list(path) else { return nil }
        let lists = documents.filter { $0.name.lowercased() == "manifest-ow.xml" }
        // A zip of thousands of files is a register.
        guard !lists.isEmpty || documents.count <= mostLooseDocuments else { return nil }
        var header = RegulationHeader()
        for document in lists { if let root = try? whole(document) { header.add(root) } }
        for document in documents {
            guard let beginning = try? document.beginning(),
                SourceFormat.ofDocument(named: document.name, beginning: beginning) == .omgevingsdocument,
                let root = try? reader(of: document).reader.root
            else { continue }
            switch role(of: root) {
            case .text:
                if let whole = try? whole(document, keepsTextInPlace: true) { header.add(whole) }
            case .objects:
                if !header.isDraft, (try? holdsDraft(document)) == true { header.isDraft = true }
            default: break
            }
        }
        return header.work == nil && header.withdrawals.isEmpty ? nil : header
    }

    private static let mostLooseDocuments = 100

    /// The folders at and below a directory that hold a delivery: those with a `manifest-ow.xml`, or the one around its
    /// `OW-bestanden`, and those with an `opdracht.xml`. Relative to the directory, "" being itself.
    static func folders(amongFiles names: [String]) -> [String] {
        var folders: [String] = []
        for name in names {
            let folder = name.folderPath
            switch (name as NSString).lastPathComponent.lowercased() {
            case "manifest-ow.xml":
                let isObjects = (folder as NSString).lastPathComponent.lowercased().hasPrefix("ow-bestanden")
                folders.append(isObjects ? folder.folderPath : folder)
            case "opdracht.xml": folders.append(folder)
            default: break
            }
        }
        return Set(folders).sorted()
    }

    private static func list(_ path: String) throws -> [DeliveredDocument] {
        guard let type = type(of: path) else { throw ImportProblem.missing(path: path) }
        if type == .typeDirectory {
            let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
            return try names.filter(isDocument).sorted().map { try DeliveredDocument(path: "\(path)/\($0)") }
        }
        if try PlainFile(path: path).next()?.starts(with: [0x50, 0x4B]) == true {
            return try list(ZipFile(path: path), depth: 1)
        }
        return [try DeliveredDocument(path: path)]
    }

    private static func list(_ file: ZipFile, depth: Int) throws -> [DeliveredDocument] {
        guard depth <= SourceDelivery.depthLimit else {
            throw DeliveryProblem.nestedTooDeeply(archive: file.name, limit: SourceDelivery.depthLimit)
        }
        do {
            let archive = try file.opened()
            return try archive.entries.sorted { $0.name < $1.name }.flatMap { entry -> [DeliveredDocument] in
                if entry.name.hasPrefix("__MACOSX/") { return [] }
                if entry.name.lowercased().hasSuffix(".zip") {
                    return try list(ZipFile(unpacking: entry, of: archive), depth: depth + 1)
                }
                return isDocument(entry.name) ? [DeliveredDocument(entry, of: file)] : []
            }
        } catch let problem as ZipProblem {
            throw DeliveryProblem.zip(problem)
        }
    }

    private static func isDocument(_ name: String) -> Bool {
        let last = (name as NSString).lastPathComponent
        return !last.hasPrefix(".") && ["xml", "gml"].contains((last as NSString).pathExtension.lowercased())
    }

    // MARK: Reading

    /// A reader of a document, and what has to be kept as long as it reads.
    static func reader(
        of document: DeliveredDocument,
        keepsTextInPlace: Bool = false
    ) throws(DeliveryProblem) -> (reader: XMLSubtreeReader, file: UnpackedDocument) {
        let file = try UnpackedDocument(document)
        do {
            let reader = try XMLSubtreeReader(
                path: file.path,
                name: document.path,
                keepsTextInPlace: keepsTextInPlace
            )
            return (reader, file)
        } catch {
            throw .xml(error)
        }
    }

    /// A whole document as one element.
    static func whole(
        _ document: DeliveredDocument,
        keepsTextInPlace: Bool = false
    ) throws(DeliveryProblem) -> XMLElement {
        let (reader, file) = try reader(of: document, keepsTextInPlace: keepsTextInPlace)
        let root: XMLElement?
        do {
            root = try reader.next { $0.depth == 0 }
            // Only the end of the file says that it is undamaged.
            _ = try reader.next { _ in false }
        } catch {
            throw .xml(error)
        }
        return withExtendedLifetime(file) { root ?? reader.root }
    }
}

extension XMLElement {
    /// The first element with this local name at or below this one, in document order.
    func first(_ name: String) -> XMLElement? { first { $0.name == name } }

    func first(where isWanted: (XMLElement) -> Bool) -> XMLElement? {
        if isWanted(self) { return self }
        for child in children {
            if let found = child.first(where: isWanted) { return found }
        }
        return nil
    }

    /// Calls `body` with every element of this local name at or below this one, in document order.
    func forEach(_ name: String, _ body: (XMLElement) -> Void) {
        if self.name == name { body(self) }
        for child in children { child.forEach(name, body) }
    }

    /// The text at and below this element without white space around it, nil when there is none.
    var content: String? {
        var text = text
        for child in children { text += child.content ?? "" }
        let trimmed = IMROAttributes.trimmed(text)
        return trimmed.isEmpty ? nil : trimmed
    }
}
