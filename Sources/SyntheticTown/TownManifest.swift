import Foundation

/// What a generated town, or a whole nation, consists of. Written as `manifest.json`, last of all files.
public struct TownManifest: Codable, Hashable, Sendable {
    /// What was asked for; the same request goes on where it was stopped.
    public struct Request: Codable, Hashable, Sendable {
        public var buildings: Int
        public var seed: UInt64
        public var formats: [String]
        public var dirt: Bool
        public var noiseSquares: Int
        public var municipality: String
    }

    public var request: Request
    public var name: String
    /// How many objects there are, by kind: `pand`, `verblijfsobject`, `perceel`, `plan` and so on.
    public var counts: [String: Int] = [:]
    /// How many errors were put in, by kind.
    public var dirt: [String: Int] = [:]
    /// The written files, relative to the folder.
    public var files: [String] = []

    public var buildings: Int { counts["pand"] ?? 0 }
    public var units: Int { counts["verblijfsobject"] ?? 0 }
    public var parcels: Int { counts["perceel"] ?? 0 }
    public var plans: Int { counts["plan"] ?? 0 }

    static let fileName = "manifest.json"

    init(request: Request, name: String) {
        self.request = request
        self.name = name
    }

    mutating func add(_ tally: TownTally) {
        counts.merge(tally.counts) { $0 + $1 }
        dirt.merge(tally.dirt) { $0 + $1 }
        files += tally.files
    }

    /// The manifest in a folder, if a whole one is there.
    static func read(in folder: String) -> TownManifest? {
        FileManager.default.contents(atPath: folder + "/" + fileName).flatMap {
            try? JSONDecoder().decode(TownManifest.self, from: $0)
        }
    }

    func write(in folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let file = URL(fileURLWithPath: folder).appendingPathComponent(Self.fileName)
        try encoder.encode(self).write(to: file, options: .atomic)
    }
}

/// What one writer has written.
struct TownTally: Sendable {
    var counts: [String: Int] = [:]
    var dirt: [String: Int] = [:]
    /// Relative to the municipality's folder.
    var files: [String] = []
}
