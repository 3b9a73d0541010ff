import Foundation
import Synchronization

/// Makes invented municipalities as exchange files: one, "Voorbeeldstad" (gemeentecode 0998, in the IJsselmeer), or many.
///
/// The same request gives the same bytes on every machine and for every number of threads. Parcels divide the land, and
/// the enkelbestemmingen divide every plan, without gap or overlap: they share their vertices, across municipal borders too.
public enum TownGenerator {
    /// Writes the files of one municipality into a folder, or of many each into a folder of its own, named by its code.
    ///
    /// Files get their names when they are complete. What a stopped run with the same request has finished is kept.
    ///
    /// - Parameter progress: called with the share that is done, 0 to 1, from any thread.
    /// - Throws: ``TownProblem``; when a file cannot be written.
    public static func generate(
        _ request: TownRequest,
        into directory: String,
        progress: @escaping @Sendable (Double) -> Void
    ) throws -> TownManifest {
        let count = request.municipalityCount
        guard (1...Nation.limit).contains(count), request.buildings >= count,
            request.buildings / count <= TownProblem.largestTown / (count > 1 ? 5 : 1)
        else { throw TownProblem.size(buildings: request.buildings, municipalities: count) }
        let nation = Nation(buildings: request.buildings, count: count, seed: request.seed)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        guard count > 1 else {
            let work = MunicipalityWork(municipality: nation.municipalities[0], request: request, progress: progress)
            return try work.run(into: directory, threads: request.threads)
        }
        return try generate(nation, request, into: directory, progress: progress)
    }

    private static func generate(
        _ nation: Nation,
        _ request: TownRequest,
        into directory: String,
        progress: @escaping @Sendable (Double) -> Void
    ) throws -> TownManifest {
        struct State {
            var next = 0
            var made: [TownManifest?]
            var shares: [Double]
            var failure: (any Error)?
        }
        let municipalities = nation.municipalities
        let whole = Double(request.buildings)
        let empty = State(
            made: [TownManifest?](repeating: nil, count: municipalities.count),
            shares: [Double](repeating: 0, count: municipalities.count)
        )
        let state = Mutex(empty)
        DispatchQueue.concurrentPerform(iterations: max(1, request.threads)) { _ in
            while true {
                let number: Int? = state.withLock { state in
                    guard state.failure == nil, state.next < municipalities.count else { return nil }
                    state.next += 1
                    return state.next - 1
                }
                guard let number else { return }
                let municipality = municipalities[number]
                let work = MunicipalityWork(municipality: municipality, request: request) { share in
                    let sum = state.withLock { state in
                        state.shares[number] = share * Double(municipality.buildings)
                        return state.shares.reduce(0, +)
                    }
                    progress(sum / whole)
                }
                do {
                    let manifest = try work.run(into: directory + "/" + municipality.code, threads: 1)
                    state.withLock { $0.made[number] = manifest }
                } catch {
                    state.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        let end = state.withLock { $0 }
        if let failure = end.failure { throw failure }
        var manifest = TownManifest(
            request: MunicipalityWork.manifestRequest(request, municipality: "all"),
            name: "\(municipalities.count) gemeenten"
        )
        for (municipality, part) in zip(municipalities, end.made) {
            guard let part else { continue }
            let files = part.files.map { municipality.code + "/" + $0 }
            manifest.add(TownTally(counts: part.counts, dirt: part.dirt, files: files))
        }
        if request.formats.contains(.gebieden) {
            manifest.files += try AdministrativeAreas(nation: nation).write(into: directory)
        }
        try manifest.write(in: directory)
        return manifest
    }
}
