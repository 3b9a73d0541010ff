import ArgumentParser
import Foundation
import PlaceSearch

/// Asks a search index questions on one thread against the clock.
struct TimeSearch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Measure the processor time of each question to a search index, in milliseconds, as JSON."
    )

    @Option(help: "The search.index of a workspace.") var index: String
    @Option(help: "File with a question on each line; all are asked once before they are timed.") var questions: String
    @Option(help: "Results of each question.") var limit = 10

    private struct Document: Encodable {
        let questions: Int
        let found: Int
        let p50: Double
        let p99: Double
        let most: Double
        let slowest: [String]
    }

    func run() throws {
        let search = PlaceSearch(try SearchIndex(path: index))
        let lines = try String(contentsOfFile: questions, encoding: .utf8).split(separator: "\n").map(String.init)
        guard !lines.isEmpty else { throw ValidationError("\(questions) holds no questions.") }
        var times: [(milliseconds: Double, question: String)] = []
        var found = 0
        for round in 0..<2 {
            found = 0
            times.removeAll()
            for line in lines {
                let start = processorSeconds()
                found += search.results(line, limit: limit).count
                if round > 0 { times.append(((processorSeconds() - start) * 1_000, line)) }
            }
        }
        times.sort { $0.milliseconds < $1.milliseconds }
        func rounded(_ share: Double) -> Double {
            let position = min(times.count - 1, Int(Double(times.count) * share))
            return (times[position].milliseconds * 1_000).rounded() / 1_000
        }
        let document = Document(
            questions: times.count,
            found: found,
            p50: rounded(0.5),
            p99: rounded(0.99),
            most: rounded(1),
            slowest: times.suffix(5).map(\.question)
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try encoder.encode(document), as: UTF8.self))
    }
}
