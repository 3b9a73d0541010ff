import Foundation
import Synchronization

/// Makes the files of one municipality.
struct MunicipalityWork: Sendable {
    let municipality: Municipality
    let request: TownRequest
    let progress: @Sendable (Double) -> Void

    static func manifestRequest(_ request: TownRequest, municipality: String) -> TownManifest.Request {
        TownManifest.Request(
            buildings: request.buildings,
            seed: request.seed,
            formats: request.formats.map(\.rawValue).sorted(),
            dirt: request.hasDirt,
            noiseSquares: request.noiseSquares,
            municipality: municipality
        )
    }

    /// Writes into a folder beside the wanted one, which gets its name when all is there.
    func run(into folder: String, threads: Int) throws -> TownManifest {
        let manager = FileManager.default
        let wanted = Self.manifestRequest(request, municipality: municipality.code)
        if let made = TownManifest.read(in: folder), made.request == wanted {
            progress(1)
            return made
        }
        let unfinished = folder + "/.unfinished"
        try? manager.removeItem(atPath: unfinished)
        try manager.createDirectory(atPath: unfinished, withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: unfinished) }
        // What an earlier run left without a manifest was being moved into place: it is made again.
        let isOwn = manager.fileExists(atPath: folder + "/.moving")
        let town = TownBuilder(municipality) { progress($0 * 0.15) }
        let content = TownContent(town: town, hasDirt: request.hasDirt)
        progress(0.2)
        var manifest = TownManifest(request: wanted, name: municipality.name)
        for tally in try write(content, into: unfinished, threads: threads) { manifest.add(tally) }
        manifest.counts["pand"] = town.buildings.count

        let files = try manager.contentsOfDirectory(atPath: unfinished).sorted()
        for file in files where manager.fileExists(atPath: folder + "/" + file) {
            guard isOwn else { throw TownProblem.otherFiles(path: folder + "/" + file) }
            try manager.removeItem(atPath: folder + "/" + file)
        }
        _ = manager.createFile(atPath: folder + "/.moving", contents: nil)
        for file in files { try manager.moveItem(atPath: unfinished + "/" + file, toPath: folder + "/" + file) }
        try manifest.write(in: folder)
        try manager.removeItem(atPath: folder + "/.moving")
        progress(1)
        return manifest
    }

    /// Every format is written by itself, several at a time.
    private func write(_ content: TownContent, into folder: String, threads: Int) throws -> [TownTally] {
        let parts = writers(content)
        struct State {
            var next = 0
            var tallies: [TownTally?]
            var failure: (any Error)?
        }
        let state = Mutex(State(tallies: [TownTally?](repeating: nil, count: parts.count)))
        DispatchQueue.concurrentPerform(iterations: max(1, min(threads, parts.count))) { _ in
            while true {
                let number: Int? = state.withLock { state in
                    guard state.failure == nil, state.next < parts.count else { return nil }
                    state.next += 1
                    return state.next - 1
                }
                guard let number else { return }
                do {
                    let tally = try parts[number](folder)
                    let done = state.withLock { state in
                        state.tallies[number] = tally
                        return state.tallies.count { $0 != nil }
                    }
                    progress(0.2 + 0.8 * Double(done) / Double(parts.count))
                } catch {
                    state.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        let end = state.withLock { $0 }
        if let failure = end.failure { throw failure }
        return end.tallies.compactMap { $0 }
    }

    private func writers(_ content: TownContent) -> [@Sendable (String) throws -> TownTally] {
        var writers: [@Sendable (String) throws -> TownTally] = []
        let formats = request.formats
        if formats.contains(.geopackage) {
            writers.append { try TownRegisters(content: content).writeBuildings(into: $0) }
            writers.append { try TownRegisters(content: content).writeParcels(into: $0) }
        }
        if formats.contains(.imro) { writers.append { try TownPlans(content: content).write(into: $0) } }
        if formats.contains(.instrumenten) {
            writers.append { try TownPlans(content: content).writeOtherInstruments(into: $0) }
        }
        if formats.contains(.bag) { writers.append { try BAGExtract(content: content).write(into: $0) } }
        if formats.contains(.dkk) { writers.append { try CadastralMap(content: content).write(into: $0) } }
        if formats.contains(.bgt) { writers.append { try LargeScaleMap(content: content).write(into: $0) } }
        if formats.contains(.gebieden) {
            writers.append { try AdministrativeAreas(content: content).write(into: $0, content.town.municipality) }
        }
        if formats.contains(.sttr) {
            writers.append { try TownDecisionTrees(municipality: content.town.municipality).write(into: $0) }
        }
        if formats.contains(.omgevingsplan) {
            let squares = request.noiseSquares
            writers.append { try RegulationDownload(content: content, noiseSquares: squares).write(into: $0) }
        }
        if formats.contains(.publicaties) { writers.append { try Publications(content: content).write(into: $0) } }
        return writers
    }
}
