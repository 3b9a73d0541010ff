import Coverages
import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import PROJBridge
import Synchronization
import Workspaces

/// Brings one source through the pipeline: its parts are taken in side by side, then its layers are made into segments
/// block by block, side by side as well. The outcome does not depend on the number of threads.
struct SourceImport: Sendable {
    let source: ReadableSource
    /// The name that the user gave the source, if any.
    let givenName: String?
    let transformer: CoordinateTransformer
    let target: ImportTarget
    let threads: Int
    let progress: ImportProgress

    /// Bytes of records that are kept in memory for each stage.
    private static let memoryLimit = 512 << 20

    struct Outcome: Sendable {
        let delivery: ImportTarget.Delivery
        let report: ImportReport
    }

    /// Reads the source and writes its segments; nothing is published.
    func run() throws -> Outcome {
        var entries: [SegmentEntry] = []
        var assemblies: [LayerAssembly] = []
        var reports: [LayerReport] = []
        for stage in source.stages {
            var taken = try takeIn(stage)
            for assembly in taken { try WrongPlaceCheck(path: source.path).check(assembly.report) }
            for layers in CoverageLayers.grouped(taken) {
                let written = try write(layers)
                entries += written.entries
                for assembly in written.assemblies {
                    taken.firstIndex { $0.layer == assembly.layer }.map { taken[$0] = assembly }
                }
            }
            for assembly in taken {
                reports.append(assembly.report)
                assemblies.append(assembly.withoutRecords)
            }
        }
        guard reports.contains(where: { $0.read > 0 }) else { throw ImportProblem.noFeatures(path: source.path) }
        let summary = source.summary()
        let name = givenName ?? summary.name
        let report = ImportReport(
            source: name,
            origin: (source.path as NSString).lastPathComponent,
            format: source.format,
            layers: reports,
            notes: summary.notes
        )
        return Outcome(
            delivery: ImportTarget.Delivery(source: name, segments: entries, gaps: gaps(assemblies, name, entries)),
            report: report
        )
    }

    // MARK: Taking in

    /// The layers that a stage brings, in order of first appearance.
    private func takeIn(_ stage: SourceStage) throws -> [LayerAssembly] {
        let store = ScratchStore(directory: target.scratchDirectory, memoryLimit: SourceImport.memoryLimit)
        let results = Mutex([[PartIntake.Result]](repeating: [], count: stage.parts.count))
        try ParallelWork.run(stage.parts.count, threads: threads) { part in
            let intakes = try takeIn(stage.parts[part], part, store)
            results.withLock { $0[part] = intakes }
        }
        stage.finish()
        var order: [String] = []
        let parts = results.withLock { $0 }
        for part in parts {
            for result in part where !order.contains(result.report.layer) { order.append(result.report.layer) }
        }
        let names = order
        let assemblies = Mutex([LayerAssembly?](repeating: nil, count: names.count))
        try ParallelWork.run(names.count, threads: threads) { number in
            let assembly = try LayerAssembly(
                layer: names[number],
                results: parts.map { part in part.first { $0.report.layer == names[number] } },
                identifiersAreUnique: stage.identifiersAreUnique,
                store: store,
                threads: threads
            )
            assemblies.withLock { $0[number] = assembly }
        }
        return assemblies.withLock { $0.compactMap { $0 } }
    }

    private func takeIn(_ part: SourcePart, _ number: Int, _ store: ScratchStore) throws -> [PartIntake.Result] {
        var intakes: [PartIntake] = []
        // Features of one layer mostly follow each other.
        var last = -1
        var read = 0
        try part.read { feature in
            if last < 0 || intakes[last].layer != feature.layer {
                last = intakes.firstIndex { $0.layer == feature.layer } ?? -1
                if last < 0 {
                    last = intakes.count
                    intakes.append(PartIntake(layer: feature.layer, part: number, store: store))
                }
            }
            try intakes[last].add(feature)
            read += 1
            if read == 1_000 {
                progress.add(read, of: part)
                read = 0
            }
        }
        progress.add(read, of: part)
        return try intakes.indices.map { position in
            try intakes[position].finish()
            return intakes[position].result
        }
    }

    // MARK: Writing

    /// Writes the segments of some layers; gives the layers back with what was found.
    private func write(_ layers: CoverageLayers) throws -> (entries: [SegmentEntry], assemblies: [LayerAssembly]) {
        let writer = try target.writer()
        let summary = source.summary()
        let blocks = layers.assemblies.indices.flatMap { layer in
            layers.assemblies[layer].blocks.indices.map { (layer: layer, number: $0) }
        }
        func count(_ block: Int) -> Int { layers.assemblies[blocks[block].layer].blocks[blocks[block].number].count }
        let done = Mutex(
            [(entry: SegmentEntry, outcome: BlockEncoder.Outcome)?](repeating: nil, count: blocks.count)
        )
        // The largest first: what comes last should be little.
        let order = blocks.indices.sorted { (-count($0), $0) < (-count($1), $1) }
        try ParallelWork.run(blocks.count, threads: threads) { job in
            let (layer, number) = blocks[order[job]]
            let assembly = layers.assemblies[layer]
            let encoder = BlockEncoder(layers: layers, layer: layer, transformer: transformer)
            let encoded = try encoder.encoded(assembly.blocks[number])
            let entry = try writer.write(
                encoded.segment,
                as: SegmentDescription(
                    layer: assembly.layer,
                    source: givenName ?? summary.name,
                    part: number,
                    origin: (source.path as NSString).lastPathComponent,
                    format: source.format,
                    referenceDate: summary.referenceDate(assembly.layer),
                    licence: nil
                )
            )
            done.withLock { $0[order[job]] = (entry, encoded.outcome) }
        }
        let finished = done.withLock { $0.compactMap { $0 } }
        var assemblies = layers.assemblies
        for (block, result) in zip(blocks, finished) {
            assemblies[block.layer].add(result.outcome.findings, noded: result.outcome.nodedCount)
        }
        if layers.isCoverage {
            let report = CoverageReport(layers: layers)
            let gaps = GapFinder.gaps(finished.flatMap(\.outcome.unmatchedEdges))
            let found = try report.findings(finished.map(\.outcome.overlaps)) + report.findings(gaps)
            for (layer, finding) in found { assemblies[layer].add([finding], noded: 0) }
        }
        return (finished.map(\.entry), assemblies)
    }

    /// Where features are missing: what does not say where it lies is taken to lie in the area of its source.
    private func gaps(_ assemblies: [LayerAssembly], _ name: String, _ entries: [SegmentEntry]) -> [LayerGap] {
        var area = RDBox.empty
        for entry in entries { area.formUnion(entry.box) }
        return assemblies.filter { $0.report.rejected > 0 || $0.hasMissingPlaces }.map { assembly in
            var missing = assembly.rejectedArea
            if assembly.hasMissingPlaces { missing.formUnion(area) }
            return LayerGap(
                layer: assembly.layer,
                source: name,
                rejectedCount: assembly.report.rejected + assembly.report.withoutPlace,
                box: assembly.hasMissingPlaces && area.isEmpty ? .empty : missing
            )
        }
    }
}

/// Refuses a layer in which half of the features or more lie in a wrong place for the same reason: then the file is wrong,
/// not the features.
private struct WrongPlaceCheck {
    let path: String

    func check(_ report: LayerReport) throws {
        let rejected = report.findings.filter { $0.code.rejects }
        guard let first = rejected.first, report.rejected * 2 >= report.read - report.historic else { return }
        func most(_ code: FindingCode) -> String? {
            let matching = rejected.filter { $0.code == code }
            return matching.count * 2 >= report.read - report.historic ? matching.first?.detail ?? "" : nil
        }
        if let example = most(.axesSwapped) {
            throw ImportProblem.axesSwapped(path: path, layer: report.layer, example: example)
        }
        if let example = most(.degrees) {
            throw ImportProblem.degrees(path: path, layer: report.layer, example: example)
        }
        if let example = most(.degreesSwapped) {
            throw ImportProblem.degreesSwapped(path: path, layer: report.layer, example: example)
        }
        if let example = most(.metres) {
            throw ImportProblem.metres(path: path, layer: report.layer, example: example)
        }
        if let example = most(.outsideRD) {
            throw ImportProblem.outsideNetherlands(path: path, layer: report.layer, example: example)
        }
        if report.imported == 0 {
            let detail = first.detail.map { " \($0)" } ?? ""
            throw ImportProblem.allRejected(path: path, layer: report.layer, reason: first.code.sentence + detail)
        }
    }
}
