import FileBridge
import Foundation
import XMLBridge
import ZipBridge

/// One document of a delivery: a plain file, one compressed with gzip, or an entry of a zip.
///
/// A value: several threads may each read it, or one each of several documents of one zip.
struct DeliveredDocument: Sendable {
    enum Source: Sendable {
        case file(path: String)
        case gzip(path: String)
        case entry(ZipFile, ZipArchive.Entry)
    }

    /// File name, without the zips and folders that it lies in.
    var name: String
    /// With them.
    var path: String
    var source: Source

    /// A document on disk: plain, or compressed with gzip, as its first bytes say.
    init(path: String) throws(DeliveryProblem) {
        let last = (path as NSString).lastPathComponent
        let isGzip = try DocumentBytes.file(PlainFile(path: path)).next()?.starts(with: [0x1F, 0x8B]) == true
        name = isGzip && last.lowercased().hasSuffix(".gz") ? String(last.dropLast(3)) : last
        self.path = path
        source = isGzip ? .gzip(path: path) : .file(path: path)
    }

    /// An entry of a zip.
    init(_ entry: ZipArchive.Entry, of archive: ZipFile) {
        name = (entry.name as NSString).lastPathComponent
        path = "\(archive.name)/\(entry.name)"
        source = .entry(archive, entry)
    }

    /// The bytes from the beginning, decompressed as they are read.
    func bytes() throws(DeliveryProblem) -> DocumentBytes {
        do throws(ZipProblem) {
            switch source {
            case .file: break
            case .gzip(let path): return .gzip(try GzipStream(path: path))
            case .entry(let file, let entry): return .entry(try file.opened().stream(entry))
            }
        } catch {
            throw .zip(error)
        }
        return .file(try PlainFile(path: path))
    }

    /// The first bytes, 64 KiB or less: enough for the root element and what comes first in it.
    func beginning() throws(DeliveryProblem) -> [UInt8] {
        Array((try bytes().next() ?? []).prefix(65_536))
    }
}

/// The bytes of a document, piece by piece.
enum DocumentBytes {
    case file(PlainFile)
    case gzip(GzipStream)
    case entry(ZipEntryStream)

    /// nil at the end.
    func next() throws(DeliveryProblem) -> [UInt8]? {
        do throws(ZipProblem) {
            switch self {
            case .file: break
            case .gzip(let stream): return try stream.next()
            case .entry(let stream): return try stream.next()
            }
        } catch {
            throw .zip(error)
        }
        guard case .file(let file) = self else { return nil }
        return try file.next()
    }
}

/// A plain file, read piece by piece.
final class PlainFile {
    private let path: String
    private let pieces: FilePieces

    init(path: String) throws(DeliveryProblem) {
        guard let pieces = try? FilePieces(path: path) else { throw .xml(.fileMissing(path: path)) }
        self.pieces = pieces
        self.path = path
    }

    func next() throws(DeliveryProblem) -> [UInt8]? {
        do {
            let piece = try pieces.next(ZipEntryStream.pieceSize)
            return piece.isEmpty ? nil : piece
        } catch FileProblem.failed(_, _, let reason) {
            throw .unreadable(path: path, reason: reason)
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
    }
}
