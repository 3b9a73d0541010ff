import FileBridge
import Foundation
import ZipBridge

/// The documents behind one path, each with its format: a file, the entries of a zip, or those of the zips in it.
///
/// Documents can be read at the same time, each by a reader of its own (``reader(of:)``).
struct SourceDelivery: Sendable {
    struct Document: Sendable {
        var document: DeliveredDocument
        var format: SourceFormat
    }

    /// In order of their names, those of one zip together.
    private(set) var documents: [Document] = []
    /// What was passed over.
    private(set) var notes: [String] = []
    /// What other documents of the delivery say about the features of these; read once, when the delivery is opened.
    private var qualities = BoundaryQualities()
    private var dossiers = PlanDossiers()

    static let depthLimit = 4

    /// Lists what a path holds. Of a plain file the delivery is the folder that it lies in: its manifest, or its table of
    /// boundary qualities, is read too.
    ///
    /// - Parameter format: what a plain file is, whatever it looks like.
    init(path: String, format: SourceFormat? = nil) throws {
        if try PlainFile(path: path).next()?.starts(with: [0x50, 0x4B]) == true {
            try add(ZipFile(path: path), depth: 1)
            passOverLists()
        } else {
            let document = try DeliveredDocument(path: path)
            if let format = try format
                ?? SourceFormat.ofDocument(named: document.name, beginning: document.beginning())
            {
                documents.append(Document(document: document, format: format))
            }
        }
        let companions = try companions(besides: path)
        if documents.contains(where: { $0.format == .imro }) {
            try addPlanTexts(besides: path)
            dossiers = try PlanDossiers(companions.filter { $0.name.lowercased().hasPrefix("manifest") })
        }
        if documents.contains(where: { $0.document.name.lowercased().contains("grens") }) {
            qualities = try BoundaryQualities(companions.filter { $0.name.lowercased().contains("kwaliteit") })
        }
    }

    /// Puts together the files of one folder that PDOK delivers in one zip: the ground that the layers of the BGT cover is
    /// judged as a whole.
    static func grouped(_ deliveries: [[String]]) -> [[String]] {
        var groups: [[String]] = []
        var groupOfFolder: [String: Int] = [:]
        for delivery in deliveries {
            let name = (delivery[0] as NSString).lastPathComponent.lowercased()
            guard delivery.count == 1, name.hasPrefix("bgt_"), name.hasSuffix(".gml") else {
                groups.append(delivery)
                continue
            }
            let folder = delivery[0].folderPath
            if let group = groupOfFolder[folder] {
                groups[group] += delivery
            } else {
                groupOfFolder[folder] = groups.count
                groups.append(delivery)
            }
        }
        return groups
    }

    /// The files of a delivery that was unpacked into a folder.
    init(unpacked paths: [String]) throws {
        for path in paths {
            let document = try DeliveredDocument(path: path)
            if let format = try SourceFormat.ofDocument(named: document.name, beginning: document.beginning()) {
                documents.append(Document(document: document, format: format))
            } else {
                notes.append("\(document.name) is of no known format and was passed over")
            }
        }
    }

    /// A reader of one of the documents, for one thread.
    func reader(of document: Document, _ context: TableContext) throws -> any FeatureReader {
        switch document.format {
        case .bgt: return try BGTReader(document.document, skipsHistoricGeometry: true)
        case .kadastralekaart: return try KadastraleKaartReader(document.document, qualities: qualities)
        case .plandossier: return try PlanExchangeReader(document.document)
        case .woonplaatsen: return try MunicipalityPlacesReader(document.document)
        case .imro: return try IMROReader(document.document, dossiers: dossiers)
        case .plantekst: return try PlanTextReader(document.document)
        case .publicaties: return try PublicationReader(document.document, transformer: context.transformer)
        case .csv: return try CSVReader(document.document, context: context)
        case .jsonfg: return try JSONFGReader(document.document, context: context)
        case .bag, .geopackage, .vector, .omgevingsdocument:
            throw ImportProblem.unsupported(path: document.document.path, what: "\(document.format) inside a delivery")
        }
    }

    /// The other documents of the delivery that may say something about the features of these.
    private func companions(besides path: String) throws -> [DeliveredDocument] {
        guard documents.count == 1, case .file = documents[0].document.source else { return documents.map(\.document) }
        let folder = path.folderPath
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        var found: [DeliveredDocument] = []
        for name in names.sorted() {
            let lower = name.lowercased()
            guard lower.hasPrefix("manifest") || lower.contains("kwaliteit"),
                lower.hasSuffix(".xml") || lower.hasSuffix(".gml")
            else { continue }
            let document = try DeliveredDocument(path: folder.isEmpty ? name : "\(folder)/\(name)")
            let format = SourceFormat.ofDocument(named: document.name, beginning: try document.beginning())
            if format == .plandossier || format == .kadastralekaart { found.append(document) }
        }
        return found
    }

    /// Adds the rules that lie beside a plan in a folder: `r_<plan>.html` beside `<plan>.gml`.
    private mutating func addPlanTexts(besides path: String) throws {
        guard documents.count == 1, case .file = documents[0].document.source else { return }
        let plan = ((path as NSString).lastPathComponent as NSString).deletingPathExtension.lowercased()
        let folder = path.folderPath
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        for name in names.sorted() where PlanTextReader.isPlanText(name) && name.lowercased().contains(plan) {
            let document = try DeliveredDocument(path: folder.isEmpty ? name : "\(folder)/\(name)")
            documents.append(Document(document: document, format: .plantekst))
        }
    }

    /// Delimited texts beside other documents are lists that explain these.
    private mutating func passOverLists() {
        guard documents.contains(where: { $0.format != .csv }) else { return }
        for list in documents where list.format == .csv {
            notes.append("\(list.document.name) came along with other documents and was passed over")
        }
        documents.removeAll { $0.format == .csv }
    }

    private mutating func add(_ file: ZipFile, depth: Int) throws {
        guard depth <= Self.depthLimit else {
            throw DeliveryProblem.nestedTooDeeply(archive: file.name, limit: Self.depthLimit)
        }
        let archive = try file.opened()
        for entry in archive.entries.sorted(by: { $0.name < $1.name }) {
            let name = (entry.name as NSString).lastPathComponent
            // What macOS leaves in folders and zips.
            if name.hasPrefix(".") || entry.name.hasPrefix("__MACOSX/") { continue }
            if name.lowercased().hasSuffix(".zip") {
                try add(ZipFile(unpacking: entry, of: archive), depth: depth + 1)
                continue
            }
            let document = DeliveredDocument(entry, of: file)
            if let format = SourceFormat.ofDocument(named: name, beginning: try document.beginning()), format.isDocument
            {
                documents.append(Document(document: document, format: format))
            } else {
                notes.append("\(name) is of no format that is read out of a zip and was passed over")
            }
        }
    }
}
