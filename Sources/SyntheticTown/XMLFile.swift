import Foundation

/// An XML file that is written as it grows, so that its size does not matter.
struct XMLFile {
    var xml = XMLText()
    private let handle: FileHandle

    /// - Throws: when the file cannot be made; a file of the same name is replaced.
    init(path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    }

    /// Writes what has gathered when it is much.
    mutating func flush(above limit: Int = 1_000_000) throws {
        if xml.bytes.count > limit { try handle.write(contentsOf: Data(xml.take())) }
    }

    mutating func close() throws {
        try flush(above: 0)
        try handle.close()
    }
}
