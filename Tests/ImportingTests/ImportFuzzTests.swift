import Foundation
import Importing
import PROJBridge
import SyntheticTown
import Testing
import Workspaces

/// Damaged files of every format that the generator writes, through the whole import: each ends with a message or with a
/// report that adds up, and none with a crash. `STIP_LONG` makes it a long run.
@Suite struct ImportFuzzTests {
    private static let isLong = ProcessInfo.processInfo.environment["STIP_LONG"] != nil
    private static let rounds = isLong ? 1_000_000 : 1_500

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }

    /// Whole files: a hamlet in every format, and a BAG document that is not in a zip.
    private func seeds(_ folder: String) throws -> [(name: String, bytes: [UInt8])] {
        var request = TownRequest(buildings: 12, seed: 5, municipalities: nil, hasDirt: true)
        request.formats = Set(TownFormat.allCases)
        _ = try TownGenerator.generate(request, into: folder) { _ in }
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
        var seeds = try names.filter { $0.contains(".") && $0 != "manifest.json" }.map { name in
            (
                (name as NSString).lastPathComponent,
                [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
            )
        }
        let pand = BAGDocuments.pand("0221100000000001", BAGDocuments.history(1))
        seeds.append(("stand.xml", [UInt8](BAGDocuments.stand("PND", [pand]))))
        seeds.append(("mutaties.xml", [UInt8](BAGDocuments.mutations([pand]))))
        return seeds
    }

    private func damage(_ bytes: [UInt8], _ random: inout Numbers) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...2, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0: bytes.removeSubrange(place...)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4: bytes.replaceSubrange(place..<end, with: Array("9e999 -1 NaN <x> & \u{0}é".utf8))
            case 5, 7, 8, 9:
                // A number becomes another one.
                if let digit = bytes[place...].firstIndex(where: { (48...57).contains($0) }) {
                    bytes[digit] = UInt8.random(in: 48...57, using: &random)
                }
            default:
                let other = Int.random(in: 0..<bytes.count, using: &random)
                let slice = bytes[min(place, other)..<max(place, other)].prefix(400)
                bytes.insert(contentsOf: slice, at: 0)
            }
        }
        return bytes
    }

    @Test func damagedFilesEndWithAMessageOrWithAReportThatAddsUp() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("stip-fuzz-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let seeds = try seeds("\(root)/hamlet")
        #expect(Set(seeds.map { ($0.name as NSString).pathExtension }).isSuperset(of: ["gpkg", "gml", "xml", "zip"]))
        var packageRoot = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { packageRoot.deleteLastPathComponent() }
        let transformer = try CoordinateTransformer(grids: RDNAPGrids.locate(installationRoot: packageRoot.path))
        let importer = Importer(
            transformer: transformer,
            sourceName: nil,
            note: { _ in },
            progress: ImportProgress { _, _, _ in }
        )
        let seed = UInt64.random(in: 0...UInt64.max)
        print("import fuzz: seed \(seed), \(Self.rounds) rounds over \(seeds.count) files")
        var random = Numbers(state: seed)
        var imported = 0
        for round in 0..<Self.rounds {
            let (name, bytes) = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            let file = "\(root)/\(name)"
            try Data(damage(bytes, &random)).write(to: URL(fileURLWithPath: file))
            let workspace = Workspace(path: "\(root)/workspace")
            let outcomes = try importer.run([file], into: workspace, layer: nil, format: nil)
            try #require(outcomes.count == 1, "seed \(seed), round \(round)")
            switch outcomes[0] {
            case .failed(_, let message): #expect(message.count > 20, "seed \(seed), round \(round): \(message)")
            case .imported(let report):
                imported += 1
                for layer in report.layers {
                    let sum = layer.imported + layer.historic + layer.duplicate + layer.rejected
                    #expect(layer.read == sum, "seed \(seed), round \(round), \(name)")
                }
                let opened = try workspace.open(verifying: true)
                #expect(opened.problems.isEmpty, "seed \(seed), round \(round), \(name)")
            }
            try? FileManager.default.removeItem(atPath: workspace.path)
            try FileManager.default.removeItem(atPath: file)
        }
        print("import fuzz: \(imported) of \(Self.rounds) were imported nonetheless")
        #expect(imported > 0)
    }
}
