import Foundation

/// A map style (MapLibre style specification, version 8) from `Tiles/styles`. Its addresses begin with a slash: whoever serves
/// it puts scheme and host before them.
public struct MapStyle: Sendable {
    /// The file's name without its ending.
    public let name: String
    public let title: String
    public let description: String
    /// The style as JSON.
    public let text: String

    private struct Head: Decodable {
        struct Metadata: Decodable {
            let omschrijving: String
        }

        let version: Int
        let name: String
        let metadata: Metadata
    }

    /// The styles of a directory, by name.
    ///
    /// - Throws: ``ServiceProblem/unusableDefinition(path:reason:)``.
    static func all(in directory: String) throws -> [MapStyle] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return try names.filter { $0.hasSuffix(".json") }.sorted().map { file in
            let path = directory + "/" + file
            do {
                let data = try Data(contentsOf: URL(fileURLWithPath: path))
                let head = try JSONDecoder().decode(Head.self, from: data)
                return MapStyle(
                    name: String(file.dropLast(".json".count)),
                    title: head.name,
                    description: head.metadata.omschrijving,
                    text: String(decoding: data, as: UTF8.self)
                )
            } catch {
                throw ServiceProblem.unusableDefinition(path: path, reason: "\(error)")
            }
        }
    }
}
