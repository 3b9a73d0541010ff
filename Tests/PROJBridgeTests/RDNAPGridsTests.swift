import Foundation
import PROJBridge
import Testing

struct RDNAPGridsTests {
    /// Where Scripts/setup puts the grids that it makes.
    private let made = GridsForTests.packageRoot + "/Data/grids"

    @Test("A directory without grids has none")
    func missing() throws {
        #expect(try RDNAPGrids(in: GridsForTests.temporaryDirectory()) == nil)
    }

    @Test("The message about missing grids names the places and the command that makes them")
    func message() {
        let problem = CoordinateProblem.gridsMissing(searched: ["A", "B"])
        #expect(
            problem.description
                == "The RDNAPTRANS2018 grids were not found in A nor in B. Make them with: Scripts/setup"
        )
    }

    @Test("A grid with one changed byte is refused before it is used")
    func damaged() throws {
        let directory = try GridsForTests.temporaryDirectory()
        for name in ["nl_nsgi_rdtrans2018.gsb", "nl_nsgi_nlgeo2018.gtx"] {
            try FileManager.default.copyItem(atPath: "\(made)/\(name)", toPath: "\(directory)/\(name)")
        }
        #expect(try RDNAPGrids(in: directory) != nil)
        let path = directory + "/nl_nsgi_nlgeo2018.gtx"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[300_000] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        do {
            _ = try RDNAPGrids(in: directory)
            Issue.record("the damaged grid was accepted")
        } catch CoordinateProblem.wrongGrid(let found, _, _) {
            #expect(found == path)
        }
    }

    @Test(
        "A published grid of another kind does not pass the self-check",
        .enabled(if: GridsForTests.dataDirectory != nil, "STIP_TEST_DATA is not set")
    )
    func foreign() throws {
        let data = try #require(GridsForTests.dataDirectory)
        let directory = try GridsForTests.temporaryDirectory()
        // The correction grid of the other variant has the same form and lacks the datum transformation (about 100 m).
        for (from, to) in [("rdcorr2018", "rdtrans2018"), ("nlgeo2018", "nlgeo2018")] {
            try FileManager.default.copyItem(
                atPath: "\(data)/crs/nl_nsgi_\(from).tif",
                toPath: "\(directory)/nl_nsgi_\(to).tif"
            )
        }
        let grids = try #require(try RDNAPGrids(in: directory))
        do {
            _ = try CoordinateTransformer(grids: grids)
            Issue.record("the foreign grid was accepted")
        } catch CoordinateProblem.selfCheckFailed(let point, _, _) {
            #expect(point == 30_010_000)
        }
    }

    @Test("A directory whose name has spaces, commas and an at sign works")
    func oddName() throws {
        let directory = try GridsForTests.temporaryDirectory() + "/@a b, c"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for name in ["nl_nsgi_rdtrans2018.gsb", "nl_nsgi_nlgeo2018.gtx"] {
            try FileManager.default.copyItem(atPath: "\(made)/\(name)", toPath: "\(directory)/\(name)")
        }
        _ = try CoordinateTransformer(grids: #require(try RDNAPGrids(in: directory)))
    }
}
