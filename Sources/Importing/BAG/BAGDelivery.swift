import Foundation
import XMLBridge
import ZipBridge

/// The XML files of one or more paths, each a single XML, a zip, or a zip of zips; what is not BAG is left out with a note.
///
/// A zip in a zip is unpacked to a temporary file as long as the delivery is read, for it can only be read from its end.
struct BAGDelivery {
    /// Order of ``BAGDocument/Kind``; within a kind that of the paths and, inside a zip, of the names.
    private(set) var documents: [BAGDocument] = []
    private(set) var notes: [String] = []

    /// A delivery of the whole country is two deep.
    static let depthLimit = 4

    /// Whether one document is enough.
    private let stopsAtFirst: Bool

    /// Lists the paths; every document in them begins as XML or it is an error.
    init(paths: [String]) throws(BAGReadingError) {
        stopsAtFirst = false
        for path in paths { try add(path) }
        guard !documents.isEmpty else {
            let found = notes.isEmpty ? "no XML file at all" : notes.joined(separator: "; ")
            throw .notBAG(path: paths.joined(separator: ", "), found: found)
        }
        let order = documents.indices.sorted {
            (documents[$0].kind.rawValue, $0) < (documents[$1].kind.rawValue, $1)
        }
        documents = order.map { documents[$0] }
    }

    private init() { stopsAtFirst = true }

    /// Whether there is a BAG document in a path; one is looked for until it is found.
    static func holdsBAG(_ path: String) -> Bool {
        var delivery = BAGDelivery()
        do {
            try delivery.add(path)
        } catch {
            // Damaged: what was found before it still counts, and the reader says what is wrong.
        }
        return !delivery.documents.isEmpty
    }

    private mutating func add(_ path: String) throws(BAGReadingError) {
        if try Self.isZip(path) {
            try add(Self.opened(path), depth: 1)
        } else {
            try add(.file(path: path), name: (path as NSString).lastPathComponent, path: path)
        }
    }

    private static func isZip(_ path: String) throws(BAGReadingError) -> Bool {
        guard let first = try BAGFile(path: path).next() else { throw .xml(.empty(path: path)) }
        return first.starts(with: [0x50, 0x4B])
    }

    private static func opened(_ path: String) throws(BAGReadingError) -> ZipArchive {
        do throws(ZipProblem) {
            return try ZipArchive(path: path)
        } catch {
            throw .zip(error)
        }
    }

    private mutating func add(_ archive: ZipArchive, depth: Int) throws(BAGReadingError) {
        guard depth <= Self.depthLimit else { throw .nestedTooDeeply(archive: archive.name, limit: Self.depthLimit) }
        for entry in archive.entries.sorted(by: { $0.name < $1.name }) {
            let name = (entry.name as NSString).lastPathComponent
            if stopsAtFirst, !documents.isEmpty { return }
            // What macOS leaves in folders and zips.
            if name.hasPrefix(".") || entry.name.hasPrefix("__MACOSX/") { continue }
            switch (name as NSString).pathExtension.lowercased() {
            case "zip":
                let inner: ZipArchive
                do throws(ZipProblem) {
                    inner = try archive.nested(entry)
                } catch {
                    throw .zip(error)
                }
                try add(inner, depth: depth + 1)
            case "xml":
                let path = "\(archive.name)/\(entry.name)"
                try add(.entry(archive, entry), name: name, path: path)
            default: notes.append("\(name) is neither XML nor zip and was passed over")
            }
        }
    }

    /// Looks at the document's first piece to see what it holds; a header lists at most every gemeente of the country.
    private mutating func add(_ source: BAGDocument.Source, name: String, path: String) throws(BAGReadingError) {
        var document = BAGDocument(name: name, path: path, kind: .other, source: source)
        let parser = try document.parser()
        let beginning = try document.bytes().next() ?? []
        do throws(XMLReadingError) {
            try parser.append(beginning)
            // libxml2 holds the last few bytes back until it knows that they are the last.
            if beginning.count < ZipEntryStream.pieceSize { try parser.finish() }
        } catch {
            throw .xml(error)
        }
        switch parser.rootName ?? "" {
        case "bagStand", "bagMutaties", "mutatieBericht": break
        case "BAG-Extract-Levering":
            notes.append("\(name) is the delivery's own description and was passed over")
            return
        case "BAG-GWR-Deelbestand-LVC":
            notes.append("\(name) relates gemeenten to woonplaatsen, which is not BAG data, and was passed over")
            return
        case let root:
            notes.append("\(name) was passed over: it is XML with root element \(root.isEmpty ? "none" : root)")
            return
        }
        document.kind = Self.kind(rootName: parser.rootName ?? "", batch: parser.takeBatch())
        documents.append(document)
    }

    private static func kind(rootName: String, batch: XMLRecordBatch) -> BAGDocument.Kind {
        if rootName != "bagStand" { return .mutations }
        var kind = BAGDocument.Kind.other
        for record in batch.records {
            let node = batch.nodes[record.node]
            if node.name == BAGElement.kenmerkInOnderzoek.position { return .inOnderzoek }
            if node.name == BAGElement.objectType.position, kind == .other {
                kind = BAGDocument.Kind(objectType: BAGObject.trimmed(batch.string(node)))
            }
        }
        return kind
    }
}
