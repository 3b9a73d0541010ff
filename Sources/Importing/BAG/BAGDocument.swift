import Foundation
import XMLBridge
import ZipBridge

/// One XML file of a delivery, in whatever zip.
struct BAGDocument {
    /// The reading order: what others refer to comes first, so that one pass can join addresses.
    enum Kind: Int {
        case mutations, inOnderzoek, woonplaats, openbareRuimte, nummeraanduiding, other

        /// By the code of `sl:objectType`.
        init(objectType: String) {
            switch objectType.uppercased() {
            case "WPL": self = .woonplaats
            case "OPR": self = .openbareRuimte
            case "NUM": self = .nummeraanduiding
            default: self = .other
            }
        }
    }

    enum Source {
        case file(path: String)
        case entry(ZipArchive, ZipArchive.Entry)
    }

    /// File name, without the zips and folders that it lies in.
    var name: String
    /// With them.
    var path: String
    var kind: Kind
    var source: Source

    /// A parser for this document.
    func parser() throws(BAGReadingError) -> XMLRecordParser {
        do throws(XMLReadingError) {
            return try XMLRecordParser(
                name: path,
                vocabulary: BAGElement.spellings,
                records: BAGElement.records.map(\.rawValue)
            )
        } catch {
            throw .xml(error)
        }
    }

    /// The document's bytes from its beginning.
    func bytes() throws(BAGReadingError) -> BAGBytes {
        switch source {
        case .file(let path): return .file(try BAGFile(path: path))
        case .entry(let archive, let entry):
            do throws(ZipProblem) {
                return .entry(try archive.stream(entry))
            } catch {
                throw .zip(error)
            }
        }
    }
}

/// The bytes of a document, piece by piece.
enum BAGBytes {
    case file(BAGFile)
    case entry(ZipEntryStream)

    /// nil at the end.
    func next() throws(BAGReadingError) -> [UInt8]? {
        switch self {
        case .file(let file): return try file.next()
        case .entry(let stream):
            do throws(ZipProblem) {
                return try stream.next()
            } catch {
                throw .zip(error)
            }
        }
    }
}

/// A plain file, read piece by piece.
final class BAGFile {
    private let path: String
    private let handle: FileHandle

    init(path: String) throws(BAGReadingError) {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .xml(.fileMissing(path: path)) }
        self.handle = handle
        self.path = path
    }

    deinit {
        // Reading only: there is nothing left to lose.
        try? handle.close()
    }

    func next() throws(BAGReadingError) -> [UInt8]? {
        do {
            guard let data = try handle.read(upToCount: ZipEntryStream.pieceSize), !data.isEmpty else { return nil }
            return [UInt8](data)
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
    }
}
