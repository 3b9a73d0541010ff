import Foundation

/// A document as a plain file, for readers that need one: the file itself, or a temporary copy that goes with this object.
final class UnpackedDocument {
    /// Where the plain file is.
    let path: String
    /// Open as long as the copy is needed; the copy has no name, so that nothing stays behind however the process ends.
    private let copy: FileHandle?

    init(_ document: DeliveredDocument) throws(DeliveryProblem) {
        if case .file(let path) = document.source {
            self.path = path
            copy = nil
            return
        }
        let name = "stip-\(UUID().uuidString)"
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        guard FileManager.default.createFile(atPath: file, contents: nil),
            let handle = FileHandle(forUpdatingAtPath: file)
        else { throw .cannotUnpack(path: document.path, reason: "no file can be made in the temporary folder") }
        try? FileManager.default.removeItem(atPath: file)
        let bytes = try document.bytes()
        while let piece = try bytes.next() {
            do {
                try handle.write(contentsOf: piece)
            } catch {
                throw .cannotUnpack(path: document.path, reason: error.localizedDescription)
            }
        }
        copy = handle
        path = "/proc/self/fd/\(handle.fileDescriptor)"
    }

    deinit {
        try? copy?.close()
    }
}
