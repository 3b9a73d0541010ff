import FeatureLayers
import Foundation
import GDALBridge
import GeoValues
public import PROJBridge
public import Workspaces

/// Brings sources into a workspace through one pipeline: read, keep current versions, to millimetres, judge and repair,
/// sort, encode, publish.
public struct Importer {
    /// How far an import is; called often.
    public typealias Progress = (_ source: String, _ featuresRead: Int, _ featuresExpected: Int?) -> Void

    let transformer: CoordinateTransformer
    let sourceName: String?
    let note: (String) -> Void
    let progress: Progress

    /// - Parameters:
    ///   - sourceName: the name under which the workspace keeps what comes from the file; nil: the plan's identifier, or
    ///     the file's name.
    ///   - note: called with what the user should know besides the reports.
    public init(
        transformer: CoordinateTransformer,
        sourceName: String?,
        note: @escaping (String) -> Void,
        progress: @escaping Progress
    ) {
        self.transformer = transformer
        self.sourceName = sourceName
        self.note = note
        self.progress = progress
    }

    /// What became of one source.
    public enum Outcome {
        case imported(ImportReport)
        case failed(path: String, message: String)
    }

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
            let files = names.filter(SourceFormat.isImportable).sorted().map { "\(path)/\($0)" }
            if files.isEmpty { throw ImportProblem.emptyDirectory(path: path) }
            return files
        }
    }

    /// Imports files one after another. A file that fails leaves what the workspace had of it; the others go on.
    ///
    /// The manifest is renewed every few seconds and at the end, so an import that is broken off keeps what it
    /// published, and running it again completes it.
    public func run(
        _ files: [String],
        into workspace: Workspace,
        layer: String?,
        format: SourceFormat?
    ) throws -> [Outcome] {
        let existed = FileManager.default.fileExists(atPath: workspace.manifestPath)
        // Read a first time before the directory is made, so that a bad first source leaves no trace.
        var prepared = files.first.map { outcome(of: $0, layer: layer, format: format) }
        if !existed, files.count == 1, case .failure(let problem)? = prepared {
            return [.failed(path: files[0], message: "\(problem)")]
        }
        let change = try WorkspaceChange.begin(in: workspace)
        var (manifest, problem) = try workspace.manifestToChange()
        if let problem { note(problem) }
        var outcomes: [Outcome] = []
        var lastCommit = ContinuousClock.now
        var pathOfSource: [String: String] = [:]
        for path in files {
            let result = prepared ?? outcome(of: path, layer: layer, format: format)
            prepared = nil
            switch result {
            case .failure(let problem): outcomes.append(.failed(path: path, message: "\(problem)"))
            case .success(let source):
                if let other = pathOfSource.updateValue(path, forKey: source.report.source) {
                    let problem = ImportProblem.sameSource(path: path, other: other, source: source.report.source)
                    outcomes.append(.failed(path: path, message: "\(problem)"))
                    pathOfSource[source.report.source] = other
                    continue
                }
                let entries = try source.segments.map {
                    try change.write($0.encoded, as: $0.description, beside: manifest)
                }
                manifest.replaceSource(source.report.source, with: entries, gaps: source.gaps)
                outcomes.append(.imported(source.report))
            }
            if ContinuousClock.now - lastCommit > .seconds(5) {
                try change.commit(&manifest)
                lastCommit = .now
            }
        }
        if existed || !manifest.segments.isEmpty { try change.commit(&manifest) }
        return outcomes
    }

    // MARK: One source

    private struct ReadSource {
        var segments: [(encoded: EncodedSegment, description: SegmentDescription)]
        let gaps: [LayerGap]
        let report: ImportReport
    }

    private func outcome(of path: String, layer: String?, format: SourceFormat?) -> Result<ReadSource, any Error> {
        Result { try read(path, layer: layer, format: format) }
    }

    private func read(_ path: String, layer: String?, format: SourceFormat?) throws -> ReadSource {
        let detected = try SourceFormat.detected(path)
        switch format ?? detected {
        case .imro where layer != nil: throw ImportProblem.layerOfPlan(path: path)
        case .imro, .bgt, .kadastralekaart, .plandossier, .woonplaatsen:
            return try readDelivery(path, format: format ?? detected)
        case .bag: return try readExtract(path)
        case .geopackage, .vector: return try readTables(path, wanted: layer, format: format ?? detected)
        }
    }

    private func readTables(_ path: String, wanted: String?, format: SourceFormat) throws -> ReadSource {
        let source = try GDALSource(path: path, transformer: transformer)
        let tables = try source.tables(wanted: wanted).sorted { AddressJoin.precedes($0.layer, $1.layer) }
        let name = (path as NSString).lastPathComponent
        let sourceName = self.sourceName ?? name
        var intakes: [(intake: LayerIntake, referenceDate: String?)] = []
        var join = AddressJoin()
        for table in tables {
            var intake = LayerIntake(name: table.layer, identifiersAreUnique: table.schema != nil)
            var read = 0
            try source.forEachFeature(in: table) { row in
                var feature = row
                join.apply(to: &feature)
                intake.add(feature)
                read += 1
                if read % 10_000 == 0 { progress("\(name) \(table.layer)", read, table.source.featureCount) }
            }
            progress("\(name) \(table.layer)", read, read)
            intakes.append((intake, table.source.lastChange.map { String($0.prefix(10)) }))
        }
        return try finished(
            intakes,
            path: path,
            sourceName: sourceName,
            format: format.rawValue,
            licence: nil,
            notes: source.dataset.warnings
        )
    }

    /// Reads the documents of a delivery one after another, each with a reader of its own.
    private func readDelivery(_ path: String, format: SourceFormat) throws -> ReadSource {
        var order: [String] = []
        var intakes: [String: LayerIntake] = [:]
        var read = 0
        let name = (path as NSString).lastPathComponent
        let delivery = try SourceDelivery(path: path)
        var notes = delivery.notes
        var referenceDate: Int32?
        var contentNames: [String] = []
        for document in delivery.documents {
            let reader = try delivery.reader(of: document)
            while let feature = try reader.next() {
                if intakes[feature.layer] == nil {
                    order.append(feature.layer)
                    intakes[feature.layer] = LayerIntake(name: feature.layer, identifiersAreUnique: true)
                }
                intakes[feature.layer]?.add(feature)
                read += 1
                if read % 10_000 == 0 { progress(name, read, nil) }
            }
            notes += reader.notes
            if let day = reader.referenceDate { referenceDate = max(day, referenceDate ?? day) }
            if let contentName = reader.sourceName { contentNames.append(contentName) }
        }
        progress(name, read, read)
        let contentName = contentNames.count == 1 && delivery.documents.count == 1 ? contentNames[0] : nil
        return try finished(
            order.compactMap { intakes[$0] }.map { ($0, referenceDate.map(CalendarDay.text)) },
            path: path,
            sourceName: sourceName ?? contentName
                ?? (delivery.documents.count == 1 && format == .imro
                    ? (name as NSString).deletingPathExtension : name),
            format: format.rawValue,
            licence: nil,
            notes: notes
        )
    }

    private func readExtract(_ path: String) throws -> ReadSource {
        var order: [String] = []
        var intakes: [String: LayerIntake] = [:]
        var read = 0
        let name = (path as NSString).lastPathComponent
        let reader = try BAGExtractReader(paths: [path], skipsHistoricGeometry: true)
        while let feature = try reader.next() {
            if intakes[feature.layer] == nil {
                order.append(feature.layer)
                intakes[feature.layer] = LayerIntake(name: feature.layer, identifiersAreUnique: true)
            }
            intakes[feature.layer]?.add(feature)
            read += 1
            if read % 10_000 == 0 { progress(name, read, nil) }
        }
        progress(name, read, read)
        let referenceDate = reader.referenceDate.map(CalendarDay.text)
        return try finished(
            order.compactMap { intakes[$0] }.map { ($0, referenceDate) },
            path: path,
            sourceName: sourceName ?? name,
            format: SourceFormat.bag.rawValue,
            licence: nil,
            notes: reader.notes
        )
    }

    private func finished(
        _ intakes: [(intake: LayerIntake, referenceDate: String?)],
        path: String,
        sourceName: String,
        format: String,
        licence: String?,
        notes: [String]
    ) throws -> ReadSource {
        var segments: [(encoded: EncodedSegment, description: SegmentDescription)] = []
        var reports: [LayerReport] = []
        var incomplete: [LayerIntake] = []
        for (intake, referenceDate) in intakes {
            var intake = intake
            let (builder, report) = intake.finished()
            reports.append(report)
            try check(report, path: path)
            if report.rejected > 0 || intake.hasMissingPlaces { incomplete.append(intake) }
            guard builder.featureCount > 0 else { continue }
            let encoded = try builder.encoded { try transformer.mercator(rd: $0) }
            let description = SegmentDescription(
                layer: report.layer,
                source: sourceName,
                origin: (path as NSString).lastPathComponent,
                format: format,
                referenceDate: referenceDate,
                licence: licence
            )
            segments.append((encoded, description))
        }
        guard reports.contains(where: { $0.read > 0 }) else { throw ImportProblem.noFeatures(path: path) }
        let report = ImportReport(
            source: sourceName,
            origin: (path as NSString).lastPathComponent,
            format: format,
            layers: reports,
            notes: notes
        )
        var area = RDBox.empty
        for segment in segments { area.formUnion(segment.encoded.box) }
        let gaps = incomplete.map { intake in
            // What does not say where it lies is taken to lie in the area of its source.
            var missing = intake.rejectedArea
            if intake.hasMissingPlaces { missing.formUnion(area) }
            return LayerGap(
                layer: intake.name,
                source: sourceName,
                rejectedCount: intake.report.rejected + intake.report.withoutPlace,
                box: intake.hasMissingPlaces && area.isEmpty ? .empty : missing
            )
        }
        return ReadSource(segments: segments, gaps: gaps, report: report)
    }

    /// Refuses a layer in which half of the features or more lie in a wrong place for the same reason: then the file is
    /// wrong, not the features.
    private func check(_ report: LayerReport, path: String) throws {
        let rejected = report.findings.filter { $0.code != .invalidRepaired && $0.code != .ringClosed }
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
        if let example = most(.outsideRD) {
            throw ImportProblem.outsideNetherlands(path: path, layer: report.layer, example: example)
        }
        if report.imported == 0 {
            let detail = first.detail.map { " \($0)" } ?? ""
            throw ImportProblem.allRejected(path: path, layer: report.layer, reason: first.code.sentence + detail)
        }
    }
}
