import Foundation
import XMLBridge
import ZipBridge

/// The XML files of one or more paths, each a single XML, a zip, or a zip of zips; what is not BAG is left out with a note.
///
/// A zip in a zip is unpacked to a temporary file as long as the delivery is read, for it can only be read from its end.
struct BAGDelivery: Sendable {
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
        do throws(DeliveryProblem) {
            for path in paths { try add(path) }
        } catch {
            throw .delivery(error)
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

    private init() { stopsAtFirst = true }

    /// What the first BAG document in a path is; nil when there is none.
    static func firstKind(_ path: String) -> BAGDocument.Kind? {
        var delivery = BAGDelivery()
        do {
            try delivery.add(path)
        } catch {
            // Damaged: what was found before it still counts, and the reader says what is wrong.
        }
        return delivery.documents.first?.kind
    }

    private mutating func add(_ path: String) throws(DeliveryProblem) {
        let document = try DeliveredDocument(path: path)
        if try document.beginning().starts(with: [0x50, 0x4B]) {
            let file: ZipFile
            do throws(ZipProblem) {
                file = try ZipFile(path: path)
            } catch {
                throw .zip(error)
            }
            try add(file, depth: 1)
        } else {
            try add(document)
        }
    }

    private mutating func add(_ file: ZipFile, depth: Int) throws(DeliveryProblem) {
        guard depth <= Self.depthLimit else { throw .nestedTooDeeply(archive: file.name, limit: Self.depthLimit) }
        let archive: ZipArchive
        do throws(ZipProblem) {
            archive = try file.opened()
        } catch {
            throw .zip(error)
        }
        for entry in archive.entries.sorted(by: { $0.name < $1.name }) {
            let name = (entry.name as NSString).lastPathComponent
            if stopsAtFirst, !documents.isEmpty { return }
            // What macOS leaves in folders and zips.
            if name.hasPrefix(".") || entry.name.hasPrefix("__MACOSX/") { continue }
            switch (name as NSString).pathExtension.lowercased() {
            case "zip":
                let inner: ZipFile
                do throws(ZipProblem) {
                    inner = try ZipFile(unpacking: entry, of: archive)
                } catch {
                    throw .zip(error)
                }
                try add(inner, depth: depth + 1)
            case "xml": try add(DeliveredDocument(entry, of: file))
            default: notes.append("\(name) is neither XML nor zip and was passed over")
            }
        }
    }

    /// Looks at the document's first piece to see what it holds; a header lists at most every gemeente of the country.
    private mutating func add(_ document: DeliveredDocument) throws(DeliveryProblem) {
        let parser = XMLRecordParser(
            name: document.path,
            vocabulary: BAGElement.spellings,
            records: BAGElement.records.map(\.rawValue)
        )
        let beginning = try document.bytes().next() ?? []
        var kind = KindSearch()
        do throws(XMLReadingError) {
            var start = 0
            while start < beginning.count, !kind.isFinished {
                let end = min(start + Self.sliceSize, beginning.count)
                try parser.append(Array(beginning[start..<end]))
                kind.look(at: parser.takeBatch())
                start = end
            }
            if start == beginning.count, start < ZipEntryStream.pieceSize { try parser.finish() }
        } catch {
            throw .xml(error)
        }
        switch parser.rootName ?? "" {
        case "bagStand", "bagMutaties", "mutatieBericht": break
        case "BAG-Extract-Levering":
            notes.append("\(document.name) is the delivery's own description and was passed over")
            return
        case "BAG-GWR-Deelbestand-LVC":
            notes.append(
                "\(document.name) relates gemeenten to woonplaatsen, which is not BAG data, and was passed over"
            )
            return
        case let root:
            notes.append(
                "\(document.name) was passed over: it is XML with root element \(root.isEmpty ? "none" : root)"
            )
            return
        }
        let isStand = parser.rootName == "bagStand"
        documents.append(BAGDocument(document: document, kind: isStand ? kind.kind : .mutations))
    }

    /// What is parsed at a time until it is known what a document holds.
    private static let sliceSize = 16_384

    /// Finds what kind of objects a stand holds: what its header says, unless it holds statements on what is in onderzoek.
    private struct KindSearch {
        var kind = BAGDocument.Kind.other
        /// Whether the first object or statement was met.
        var isFinished = false

        mutating func look(at batch: XMLRecordBatch) {
            for record in batch.records where !isFinished {
                let node = batch.nodes[record.node]
                switch node.name {
                case BAGElement.kenmerkInOnderzoek.position:
                    kind = .inOnderzoek
                    isFinished = true
                case BAGElement.bagObject.position: isFinished = true
                case BAGElement.objectType.position where kind == .other:
                    kind = BAGDocument.Kind(objectType: BAGObject.trimmed(batch.string(node)))
                default: break
                }
            }
        }
    }
}
