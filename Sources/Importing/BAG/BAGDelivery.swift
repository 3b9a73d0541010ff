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

    init(paths: [String]) throws(BAGReadingError) {
        for path in paths {
            if try Self.isZip(path) {
                try add(Self.opened(path), depth: 1)
            } else {
                try add(.file(path: path), name: (path as NSString).lastPathComponent, path: path, isAlone: true)
            }
        }
        guard !documents.isEmpty else {
            let found = notes.isEmpty ? "no XML file at all" : notes.joined(separator: "; ")
            throw .notBAG(path: paths.joined(separator: ", "), found: found)
        }
        let order = documents.indices.sorted {
            (documents[$0].kind.rawValue, $0) < (documents[$1].kind.rawValue, $1)
        }
        documents = order.map { documents[$0] }
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
                try add(.entry(archive, entry), name: name, path: path, isAlone: false)
            default: notes.append("\(name) is neither XML nor zip and was passed over")
            }
        }
    }

    /// Looks at the document's beginning to see what it holds.
    ///
    /// - Parameter isAlone: it was named by the user, so being no XML is an error rather than a note.
    private mutating func add(
        _ source: BAGDocument.Source,
        name: String,
        path: String,
        isAlone: Bool
    ) throws(BAGReadingError) {
        var document = BAGDocument(name: name, path: path, kind: .other, source: source)
        let parser = try document.parser()
        do throws(XMLReadingError) {
            // One piece is enough: a document's header lists at most every gemeente of the country.
            try parser.append(Self.beginning(of: document))
        } catch {
            // Damage further on is reported when the document is read; this is not even XML.
            if parser.rootName == nil {
                if isAlone { throw .xml(error) }
                notes.append("\(name) was passed over: \(error)")
                return
            }
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

    /// Empty when nothing can be read; that is reported when the document is read.
    private static func beginning(of document: BAGDocument) -> [UInt8] {
        do {
            return try document.bytes().next() ?? []
        } catch {
            return []
        }
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
