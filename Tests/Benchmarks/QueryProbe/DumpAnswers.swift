import ArgumentParser
import FeatureLayers
import Foundation

/// Writes questions and answers for an oracle to compare.
struct DumpAnswers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Write random questions to a layer with their answers as CSV.",
        discussion: """
            One line each: number; x,y (point), minx,miny,maxx,maxy (window) or x,y,radius (radius) in RD millimetres; the \
            identifiers of what was found, in the order of their bytes, separated by a space.
            """
    )

    @Option(help: "Directory with the data.") var workspace: String
    @Option(help: "Layer to ask.") var layer: String
    @Option(help: "point, window or radius.") var kind: QueryKind
    @Option(help: "How many questions.") var count: Int
    @Option(help: "Another seed gives other questions.") var seed: UInt64
    @Option(help: "File to write.") var out: String

    func run() throws {
        let layer = try openedLayer(layer, workspace: workspace)
        guard var maker = QueryMaker(layer, kind, seed: seed) else {
            throw ValidationError("Layer \(self.layer) has no feature with a place.")
        }
        guard FileManager.default.createFile(atPath: out, contents: nil),
            let file = FileHandle(forWritingAtPath: out)
        else { throw ValidationError("\(out) can't be written.") }
        var text = ""
        for number in 0..<count {
            let query = maker.next()
            let identifiers = query.answer(layer).map { layer.segments[$0.segment].identifier($0.feature) }
            guard !identifiers.contains(where: { $0.contains { " ,\"\n".contains($0) } }) else {
                throw ValidationError("An identifier of layer \(self.layer) has a space, comma or quote in it.")
            }
            let sorted = identifiers.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            text += "\(number),\(query.columns),\(sorted.joined(separator: " "))\n"
            if text.utf8.count > 1 << 20 {
                try file.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }
}
