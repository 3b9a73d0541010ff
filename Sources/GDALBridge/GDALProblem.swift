/// Why GDAL could not read or write a file: one sentence that names the file and repeats what GDAL said.
public struct GDALProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done, as it reads after "GDAL could not": "open", "read layer 'pand' of".
    public let action: String
    /// The file as the caller named it.
    public let path: String
    /// GDAL's own messages in the order in which they came; empty when it said nothing.
    public let messages: [String]

    public init(action: String, path: String, messages: [String]) {
        self.action = action
        self.path = path
        self.messages = messages
    }

    public var description: String {
        var said: [String] = []
        for message in messages where !said.contains(message) { said.append(message) }
        guard !said.isEmpty else { return "GDAL could not \(action) '\(path)' and gave no reason." }
        let reason = said.prefix(3).joined(separator: "; ")
        return "GDAL could not \(action) '\(path)': \(reason)\(reason.hasSuffix(".") ? "" : ".")"
    }
}
