import FileBridge
import GeoValues
import Testing
import Workspaces

@Suite struct ManifestTests {
    private func entry(_ layer: String, _ source: String, part: Int = 0, licence: String? = "CC0") -> SegmentEntry {
        SegmentEntry(
            layer: layer,
            source: source,
            part: part,
            file: "layers/\(layer)/\(source).segment",
            offset: part * 64,
            origin: "\(source).gml",
            format: "imro",
            referenceDate: nil,
            licence: licence,
            checksum: Checksum128(of: Array("\(layer)\(source)\(part)".utf8)),
            featureCount: part,
            byteCount: 1_234,
            box: part == 1 ? .empty : RDBox(minX: -5, minY: 300_000_000, maxX: 7, maxY: 400_000_000)
        )
    }

    private var odd: Manifest {
        let names = ["plan met spatie", "tab\ten\nregel%25", "ünï", "", "\u{7F}"]
        var manifest = Manifest()
        for name in names {
            manifest.replaceSource(
                name,
                with: [entry("pand", name, part: 1), entry("pand", name), entry("a\tb", name, licence: nil)],
                gaps: [LayerGap(layer: "gat", source: name, rejectedCount: 3, box: .empty)]
            )
        }
        return manifest
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let bytes = ManifestText.encoded(odd)
        let back = try ManifestText.decoded(bytes, path: "m")
        #expect(back == odd)
        #expect(ManifestText.encoded(back) == bytes)
        #expect(try ManifestText.decoded(ManifestText.encoded(Manifest()), path: "m") == Manifest())
    }

    @Test func everyFlippedBitIsFound() throws {
        let bytes = ManifestText.encoded(odd)
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 1 << UInt8(position % 8)
            #expect(throws: WorkspaceProblem.self, "byte \(position)") {
                try ManifestText.decoded(damaged, path: "m")
            }
        }
        for length in 0..<bytes.count {
            #expect(throws: WorkspaceProblem.self) { try ManifestText.decoded(Array(bytes.prefix(length)), path: "m") }
        }
    }

    /// The checksum keeps accidents out; lines that someone wrote by hand must not end the process either.
    @Test func linesThatMakeNoSenseAreDamage() throws {
        let lines = [
            "segment\t0\t0\t0\t0\t1\t1\t00000000000000000000000000000000", "delivery\ta", "file", "layer",
            "layer\tpand\nsegment\t0\t0\t0\t0\t1\t1\t00000000000000000000000000000000", "gap\ta\t1", "woord\t1",
            "layer\tpand\ngap\ta\t1\t1\t2\t3", "layer\tpand\ngap\ta\t1\t1\t2\t3\t99999999999", "layer\ta%0",
            "layer\t%zz",
            "layer\ta\tb", "file\ta\ndelivery\ta\tb\tc\td\te\nlayer\tp\nsegment\t0\t-1\t0\t0\t1\t1\t0000",
        ]
        for line in lines {
            let body = Array((line + "\n").utf8)
            let title = "stip-manifest\t\(Manifest.formatVersion)\t\(Checksum128(of: body))\n"
            #expect(throws: WorkspaceProblem.damagedManifest(path: "m"), "\(line)") {
                try ManifestText.decoded(Array(title.utf8) + body, path: "m")
            }
        }
    }

    @Test func anotherVersionIsNamed() {
        let bytes = Array("stip-manifest\t4\tabc\n".utf8)
        #expect(throws: WorkspaceProblem.manifestVersion(path: "m", found: 4)) {
            try ManifestText.decoded(bytes, path: "m")
        }
    }

    @Test func theOrderOfImportsDoesNotMatterAndAReplacementLeavesTheOthers() {
        var forward = Manifest()
        var backward = Manifest()
        let names = (0..<40).map { "bron\($0)" }
        for name in names {
            let parts = [entry("pand", name, part: 1), entry("perceel", name), entry("pand", name)]
            forward.replaceSource(name, with: parts, gaps: [])
        }
        for name in names.reversed() {
            backward.replaceSource(name, with: [entry("weg", name)], gaps: [])
            let parts = [entry("pand", name), entry("perceel", name), entry("pand", name, part: 1)]
            backward.replaceSource(name, with: parts, gaps: [])
        }
        #expect(forward == backward)
        #expect(forward.dataVersion == backward.dataVersion)
        let order = forward.segments.map { "\($0.layer) \($0.source) \($0.part)" }
        #expect(order == order.sorted() && order.count == 120)
        forward.replaceSource("bron7", with: [], gaps: [])
        #expect(forward.segments.count == 117)
        #expect(forward.dataVersion != backward.dataVersion)
    }
}
