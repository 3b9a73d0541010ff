import FileBridge
import Foundation
import GeoValues
public import PROJBridge
import Synchronization
public import Workspaces

/// Brings sources into a workspace through one pipeline: read, keep current versions, to millimetres, judge and repair,
/// sort, encode, publish.
public struct Importer: Sendable {
    let transformer: CoordinateTransformer
    let sourceName: String?
    let mapping: TableMapping?
    let threads: Int
    let note: @Sendable (String) -> Void
    let progress: ImportProgress

    /// - Parameters:
    ///   - sourceName: the name under which the workspace keeps what comes from the file; nil: the plan's identifier, or
    ///     the file's name.
    ///   - mapping: what the tables of files hold that are not known by name.
    ///   - threads: how many threads work at the same time; nil: one for each core. The outcome does not depend on it.
    ///   - note: called with what the user should know besides the reports.
    public init(
        transformer: CoordinateTransformer,
        sourceName: String?,
        mapping: TableMapping? = nil,
        threads: Int? = nil,
        note: @escaping @Sendable (String) -> Void,
        progress: ImportProgress
    ) {
        self.transformer = transformer
        self.sourceName = sourceName
        self.mapping = mapping
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        self.note = note
        self.progress = progress
    }

    /// What became of one source.
    public enum Outcome: Sendable {
        case imported(ImportReport)
        case failed(path: String, message: String)
    }

    /// Files below this size are imported several at a time, each by one thread: thousands of plans for instance. Others
    /// come one by one, each by all threads.
    private static let smallByteCount = 64 << 20
    /// From so many bytes on a source has work for several threads.
    private static let parallelByteCount = 8 << 20
    /// Small files that are imported between two looks at what was published.
    private static let batchCount = 256

    /// The files behind the given paths: a directory stands for the importable files in it, in order of their names.
    ///
    /// - Throws: ``ImportProblem/missing(path:)``, ``ImportProblem/emptyDirectory(path:)``.
    public static func files(in paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            guard let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType else {
                throw ImportProblem.missing(path: path)
            }
            guard type == .typeDirectory else { return [path] }
            let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
            // The folder of a regulation is one source.
            let folders = RegulationPackage.folders(amongFiles: names)
            if folders.contains("") { return [path] }
            let loose = names.filter { name in
                SourceFormat.isImportable(name) && !folders.contains { name.hasPrefix($0 + "/") }
            }
            let files = (loose + folders).sorted().map { "\(path)/\($0)" }
            if files.isEmpty { throw ImportProblem.emptyDirectory(path: path) }
            return files
        }
    }

    /// Imports files. One that fails leaves what the workspace had of it; the others go on.
    ///
    /// The manifest is renewed every few seconds and at the end, so an import that is broken off keeps what it
    /// published, and running it again completes it. A workspace that does not exist is made with the first source that
    /// can be used.
    public func run(
        _ files: [String],
        into workspace: Workspace,
        layer: String?,
        format: SourceFormat?
    ) throws -> [Outcome] {
        let trees = format == nil ? files.filter(DecisionTreePackage.recognises) : []
        var outcomes = try DecisionTreeImport(workspace: workspace, sourceName: sourceName).run(trees)
        let files = files.filter { !trees.contains($0) }
        if files.isEmpty { return outcomes }
        let target = try ImportTarget(workspace, note: note)
        var pathOfSource: [String: String] = [:]
        var (deliveries, withdrawals) = Importer.deliveries(files)
        for (path, work) in withdrawals where try target.holds(regulation: work) {
            deliveries.removeAll { $0.contains(path) }
            let problem = ImportProblem.withdrawalWithoutRegulation(path: path, work: work)
            outcomes.append(.failed(path: path, message: "\(problem)"))
        }
        for batch in Importer.batches(deliveries) {
            let results = Mutex([Result<SourceImport.Outcome, any Error>?](repeating: nil, count: batch.count))
            // The largest first: what comes last should be little.
            let sizes = batch.map(Importer.byteCount)
            let order = batch.indices.sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }
            try ParallelWork.run(batch.count, threads: threads) { job in
                let position = order[job]
                let result = Result {
                    try SourceImport(
                        source: readable(batch[position], layer: layer, format: format),
                        givenName: sourceName,
                        transformer: transformer,
                        target: target,
                        threads: batch.count > 1 ? 1 : threads,
                        progress: progress
                    ).run()
                }
                results.withLock { $0[position] = result }
            }
            for (position, result) in results.withLock({ $0 }).enumerated() {
                let path = batch[position][0]
                switch result {
                case .failure(let problem): outcomes.append(.failed(path: path, message: "\(problem)"))
                case .success(let source):
                    if let other = pathOfSource[source.report.source] {
                        let problem = ImportProblem.sameSource(path: path, other: other, source: source.report.source)
                        outcomes.append(.failed(path: path, message: "\(problem)"))
                        continue
                    }
                    pathOfSource[source.report.source] = path
                    try target.deliver(source.delivery, report: source.report)
                    outcomes.append(.imported(source.report))
                case nil: break
                }
            }
            try target.publishNowAndThen()
        }
        try target.finish()
        try SearchIndexRenewal(workspace: workspace).run()
        return outcomes
    }

    /// Files that are one source: a stand of the BAG with the mutations on it, in the order given, a regulation with its
    /// changes, and an extract of the BAG or a delivery of the BGT that was unpacked; any other file is one.
    ///
    /// - Returns: also which regulations they withdraw that are not among them.
    private static func deliveries(
        _ files: [String]
    ) -> (deliveries: [[String]], withdrawals: [(path: String, work: String)]) {
        let (groups, withdrawals) = RegulationReading.grouped(extracts(files))
        return (SourceDelivery.grouped(groups), withdrawals)
    }

    private static func extracts(_ files: [String]) -> [[String]] {
        func isXMLOrZip(_ path: String) -> Bool {
            ["zip", "xml"].contains((path as NSString).pathExtension.lowercased())
        }
        var kinds: [String: BAGDocument.Kind] = [:]
        for file in files where isXMLOrZip(file) { kinds[file] = BAGDelivery.firstKind(file) }
        let mutations = files.filter { kinds[$0] == .mutations }
        guard !mutations.isEmpty else { return BAGFileName.grouped(files) { kinds[$0] != nil } }
        let extract = files.filter { kinds[$0].map { $0 != .mutations } ?? false } + mutations
        return [extract] + files.filter { kinds[$0] == nil }.map { [$0] }
    }

    /// Small sources that follow each other together, others alone.
    private static func batches(_ deliveries: [[String]]) -> [[[String]]] {
        var batches: [[[String]]] = []
        var small: [(delivery: [String], byteCount: Int)] = []
        func endSmall() {
            // One that is more than all others together would keep one thread busy and leave the others without work.
            if small.count > 1, let largest = small.indices.max(by: { small[$0].byteCount < small[$1].byteCount }),
                small[largest].byteCount >= parallelByteCount,
                2 * small[largest].byteCount > small.reduce(0, { $0 + $1.byteCount })
            {
                batches.append([small.remove(at: largest).delivery])
            }
            if !small.isEmpty { batches.append(small.map(\.delivery)) }
            small = []
        }
        for delivery in deliveries {
            let byteCount = byteCount(delivery)
            if byteCount >= smallByteCount {
                endSmall()
                batches.append([delivery])
            } else {
                small.append((delivery, byteCount))
                if small.count == batchCount { endSmall() }
            }
        }
        endSmall()
        return batches
    }

    private static func byteCount(_ delivery: [String]) -> Int {
        delivery.reduce(0) { sum, path in
            sum + ((try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue ?? 0)
        }
    }

    // MARK: Formats

    private func readable(_ delivery: [String], layer: String?, format: SourceFormat?) throws -> ReadableSource {
        let path = delivery[0]
        let wanted = format
        let format = try wanted ?? SourceFormat.detected(path)
        let context = TableContext(transformer: transformer, mapping: mapping, wantedLayer: layer)
        if let mapping, !format.isTable { throw mapping.problem(with: path, format) }
        if layer != nil, !format.isTable { throw ImportProblem.layerOfWhole(path: path, format: format.rawValue) }
        switch format {
        case .imro, .plantekst, .bgt, .kadastralekaart, .plandossier, .woonplaatsen, .publicaties, .csv, .jsonfg:
            let source =
                try delivery.count > 1
                ? SourceDelivery(unpacked: delivery) : SourceDelivery(path: path, format: wanted)
            return source.readable(path: delivery.count > 1 ? path.folderPath : path, format: format, context)
        case .bag: return try extract(delivery)
        case .omgevingsdocument:
            return try RegulationReading(delivery.map { try RegulationPackage(path: $0) }).readable(path: path)
        case .geopackage, .vector:
            return try GDALSource(path: path, context: context).readable(format: format.rawValue)
        }
    }

    private func extract(_ paths: [String]) throws -> ReadableSource {
        let path = paths[0]
        let name = BAGFileName.sourceName(paths) ?? (path as NSString).lastPathComponent
        let extract = try BAGExtract(paths: paths, keepsHistoryApart: true)
        guard extract.hasStand else {
            throw extract.hasMutations ? ImportProblem.mutationsWithoutStand(path: path) : .noFeatures(path: path)
        }
        return ReadableSource(path: path, format: SourceFormat.bag.rawValue, stages: extract.stages) {
            let date = extract.referenceDate.map(CalendarDay.text)
            return SourceSummary(name: name, referenceDate: { _ in date }, notes: extract.notes)
        }
    }
}
