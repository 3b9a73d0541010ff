import FeatureLayers
import Foundation
import GeoValues
import Registers
import Testing
import Workspaces

@Suite struct WorkspaceTests {
    private func emptyWorkspace() -> Workspace {
        Workspace(path: FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString)").path)
    }

    /// A layer of one square, `side` millimetres wide.
    private func segment(side: Int32, id: String = "a") throws -> EncodedSegment {
        func at(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: 100_000_000 + x, y: 400_000_000 + y) }
        let ring = RDRing([at(0, 0), at(side, 0), at(side, side), at(0, side)])
        var builder = SegmentBuilder(columns: [])
        builder.append(
            FeatureRecord(
                identifier: id,
                name: nil,
                values: [],
                geometry: .polygons([ring.map { RDPolygon(exterior: $0) }].compactMap { $0 })
            )
        )
        return try builder.encoded { $0.map { MercatorPoint(x: UInt32($0.x), y: UInt32($0.y)) } }
    }

    private func importSquare(_ side: Int32, as source: String, into workspace: Workspace) throws {
        try importSquares([side], as: source, into: workspace)
    }

    /// One part for each square.
    private func importSquares(_ sides: [Int32], as source: String, into workspace: Workspace) throws {
        let change = try WorkspaceChange.begin(in: workspace)
        var manifest = try workspace.manifest()
        let entries = try sides.enumerated().map { part, side in
            let description = SegmentDescription(
                layer: "pand",
                source: source,
                part: part,
                origin: "\(source).gpkg",
                format: "geopackage",
                referenceDate: "2026-01-01",
                licence: nil
            )
            return try change.segmentWriter(beside: manifest).write(try segment(side: side), as: description)
        }
        manifest.replaceSource(source, with: entries, gaps: [])
        try change.commit(&manifest)
    }

    private func files(_ workspace: Workspace) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: workspace.path) {
            files[name] = FileManager.default.contents(atPath: "\(workspace.path)/\(name)")
        }
        return files
    }

    @Test func missingWorkspaceSaysHowToMakeOne() {
        let workspace = emptyWorkspace()
        #expect(throws: WorkspaceProblem.missing(path: workspace.path)) { try workspace.open(verifying: true) }
    }

    @Test func importingTheSameAgainChangesNoByte() throws {
        let workspace = emptyWorkspace()
        try importSquare(1_000, as: "een", into: workspace)
        let before = try files(workspace)
        try importSquare(1_000, as: "een", into: workspace)
        #expect(try files(workspace) == before)
    }

    @Test func aSecondSourceStandsBesideTheFirstAndAReplacementTakesItsPlaceOnly() throws {
        let workspace = emptyWorkspace()
        try importSquare(1_000, as: "een", into: workspace)
        try importSquare(2_000, as: "twee", into: workspace)
        #expect(try workspace.open(verifying: true).snapshot.layer("pand")?.featureCount == 2)
        try importSquare(3_000, as: "een", into: workspace)
        let layer = try #require(try workspace.open(verifying: true).snapshot.layer("pand"))
        #expect(layer.segments.map(\.box.maxX) == [100_003_000, 100_002_000])
    }

    @Test func onlyOneImportAtATime() throws {
        let workspace = emptyWorkspace()
        try importSquare(1_000, as: "een", into: workspace)
        let change = try WorkspaceChange.begin(in: workspace)
        #expect(throws: WorkspaceProblem.self) { _ = try WorkspaceChange.begin(in: workspace) }
        var manifest = try workspace.manifest()
        try change.commit(&manifest)
    }

    @Test func aDamagedNewSegmentBringsBackThePreviousOne() throws {
        let workspace = emptyWorkspace()
        try importSquare(1_000, as: "een", into: workspace)
        try importSquare(2_000, as: "een", into: workspace)
        let file = try #require(try workspace.manifest().segments.first?.file)
        try damage("\(workspace.path)/\(file)")
        let opened = try workspace.open(verifying: true)
        #expect(opened.snapshot.layer("pand")?.segments.first?.box.maxX == 100_001_000)
        #expect(opened.problems.count == 1)
        #expect(opened.problems.first?.contains("previous import") == true)
    }

    @Test func aDeliveryWithADamagedPartIsReplacedAsAWholeByThePreviousOne() throws {
        let workspace = emptyWorkspace()
        try importSquares([1_000, 2_000], as: "een", into: workspace)
        try importSquares([3_000, 4_000, 5_000], as: "een", into: workspace)
        #expect(try sides(workspace) == [3_000, 4_000, 5_000])
        let file = try #require(try workspace.manifest().segments.first { $0.part == 1 }?.file)
        try damage("\(workspace.path)/\(file)")
        #expect(try sides(workspace) == [1_000, 2_000])
    }

    @Test func aDamagedPartThatBothDeliveriesShareMakesTheLayerFail() throws {
        let workspace = emptyWorkspace()
        try importSquares([1_000, 2_000], as: "een", into: workspace)
        try importSquares([1_000, 3_000], as: "een", into: workspace)
        let file = try #require(try workspace.manifest().segments.first { $0.part == 0 }?.file)
        try damage("\(workspace.path)/\(file)")
        let state = try #require(try workspace.open(verifying: true).snapshot.layers["pand"])
        #expect(state.isFailing)
        #expect(state.layer.segments.map(\.box.maxX) == [100_003_000])
    }

    /// The widths of the squares that are served, part by part.
    private func sides(_ workspace: Workspace) throws -> [Int32] {
        let layer = try #require(try workspace.open(verifying: true).snapshot.layer("pand"))
        return layer.segments.map { $0.box.maxX - 100_000_000 }
    }

    @Test func aDamagedOnlySegmentMakesTheLayerFail() throws {
        let workspace = emptyWorkspace()
        try importSquare(1_000, as: "een", into: workspace)
        let file = try #require(try workspace.manifest().segments.first?.file)
        try damage("\(workspace.path)/\(file)")
        let state = try #require(try workspace.open(verifying: true).snapshot.layers["pand"])
        #expect(state.isFailing)
        try FileManager.default.removeItem(atPath: "\(workspace.path)/\(file)")
        let removed = try #require(try workspace.open(verifying: false).snapshot.layers["pand"])
        #expect(removed.isFailing)
    }

    @Test func aDamagedManifestFallsBackToThePreviousOne() throws {
        let workspace = emptyWorkspace()
        try importSquare(1_000, as: "een", into: workspace)
        try importSquare(2_000, as: "twee", into: workspace)
        try damage(workspace.manifestPath)
        let opened = try workspace.open(verifying: true)
        #expect(opened.snapshot.layer("pand")?.featureCount == 1)
        #expect(opened.problems.first?.contains("manifest.tsv is damaged") == true)
        try FileManager.default.removeItem(atPath: workspace.previousManifestPath)
        #expect(throws: WorkspaceProblem.self) { try workspace.open(verifying: true) }
    }

    @Test func filesThatNoManifestNamesAreRemoved() throws {
        let workspace = emptyWorkspace()
        for side in [1_000, 2_000, 3_000, 4_000] as [Int32] { try importSquare(side, as: "een", into: workspace) }
        let names = try FileManager.default.contentsOfDirectory(atPath: workspace.path + "/layers/pand")
        #expect(names.count == 2)
    }

    @Test func manySmallSourcesArePackedInFewFilesAndAnswerTheSame() throws {
        let workspace = emptyWorkspace()
        for number in 0..<130 { try importSquare(1_000 + Int32(number), as: "bron\(number)", into: workspace) }
        let names = try FileManager.default.contentsOfDirectory(atPath: workspace.path + "/layers/pand")
        #expect(names.count < 75)
        let layer = try #require(try workspace.open(verifying: true).snapshot.layer("pand"))
        #expect(Set(layer.segments.map(\.box.maxX)) == Set((0..<130).map { 100_001_000 + Int32($0) }))
        // A packed source is replaced, and importing it unchanged leaves every byte.
        try importSquare(9_000, as: "bron3", into: workspace)
        let replaced = try #require(try workspace.open(verifying: true).snapshot.layer("pand"))
        #expect(replaced.featureCount == 130)
        #expect(replaced.segments.contains { $0.box.maxX == 100_009_000 })
        let before = try files(workspace)
        try importSquare(1_005, as: "bron5", into: workspace)
        #expect(try files(workspace) == before)
    }

    @Test func aPackedSegmentWithADamagedHeaderMakesTheLayerFailWhenItIsAsked() throws {
        let workspace = emptyWorkspace()
        for number in 0..<70 { try importSquare(1_000 + Int32(number), as: "bron\(number)", into: workspace) }
        let entry = try #require(try workspace.manifest().segments.first { $0.offset > 0 })
        let path = "\(workspace.path)/\(entry.file)"
        var bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        bytes[entry.offset + 50] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let state = try #require(try workspace.open(verifying: false).snapshot.layers["pand"])
        #expect(!state.isFailing)
        #expect(state.layer.features(at: RDPoint(x: 100_000_500, y: 400_000_500)).count == 69)
        #expect(state.isFailing)
        #expect(throws: (any Error).self) { for segment in state.layer.segments { try segment.verify() } }
        let verified = try #require(try workspace.open(verifying: true).snapshot.layers["pand"])
        #expect(verified.isFailing)
    }

    @Test func packsOfWhichMostWasReplacedArePackedAnewAndGo() throws {
        let workspace = emptyWorkspace()
        for number in 0..<70 { try importSquare(1_000 + Int32(number), as: "bron\(number)", into: workspace) }
        func packs() throws -> Set<String> {
            Set(try workspace.manifest().segments.map(\.file).filter { $0.hasSuffix(".segments") })
        }
        let first = try packs()
        #expect(first.count == 1)
        for number in 0..<40 { try importSquare(5_000 + Int32(number), as: "bron\(number)", into: workspace) }
        #expect(try packs().isDisjoint(with: first))
        let expected = (0..<70).map { ($0 < 40 ? 5_000 : 1_000) + Int32($0) }
        #expect(try sides(workspace).sorted() == expected.sorted())
        // The state before the last import keeps its files, the one before that does not.
        try importSquare(7_000, as: "ander", into: workspace)
        let present = Set(try FileManager.default.contentsOfDirectory(atPath: workspace.path + "/layers/pand"))
        #expect(first.allSatisfy { !present.contains(($0 as NSString).lastPathComponent) })
    }

    @Test func anImportGoesOnFromThePreviousManifestWhenTheLastIsDamaged() throws {
        let workspace = emptyWorkspace()
        try importSquare(1_000, as: "een", into: workspace)
        try importSquare(2_000, as: "twee", into: workspace)
        try damage(workspace.manifestPath)
        let (manifest, problem) = try workspace.manifestToChange()
        #expect(manifest.segments.map(\.source) == ["een"])
        #expect(problem?.contains("repeat that import") == true)
    }

    /// Flips a byte in the last third of a file.
    private func damage(_ path: String) throws {
        var bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        // In a segment the text bytes of the identifier; in a manifest a digit.
        let position =
            path.hasSuffix(".tsv")
            ? try #require(bytes.lastIndex { $0 >= 0x31 && $0 <= 0x38 }) : try #require(bytes.lastIndex { $0 != 0 })
        bytes[position] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
