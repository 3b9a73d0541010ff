import Foundation
import Importing
import PROJBridge
import Testing

/// Whole documents, one or more for each reader, and how they are read.
struct ReaderCase: Sendable, CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }
    /// Ending of the file's name.
    let type: String
    let bytes: [UInt8]
    let reader: @Sendable (_ path: String) throws -> any FeatureReader

    init(
        _ name: String,
        _ type: String,
        _ text: String,
        _ reader: @escaping @Sendable (_ path: String) throws -> any FeatureReader
    ) {
        self.init(name, type, Array(text.utf8), reader)
    }

    init(
        _ name: String,
        _ type: String,
        _ bytes: [UInt8],
        _ reader: @escaping @Sendable (_ path: String) throws -> any FeatureReader
    ) {
        self.name = name
        self.type = type
        self.bytes = bytes
        self.reader = reader
    }

    static let transformer: CoordinateTransformer? = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return try? CoordinateTransformer(grids: RDNAPGrids.locate(installationRoot: root.path))
    }()

    struct NoGrids: Error {}

    static func withTransformer() throws -> CoordinateTransformer {
        guard let transformer else { throw NoGrids() }
        return transformer
    }

    /// Documents written here.
    static let own: [ReaderCase] = [
        ReaderCase("BGT", "gml", bgt) { try BGTReader(path: $0) },
        ReaderCase("BGT, gmllight", "gml", bgtLight) { try BGTReader(path: $0) },
        ReaderCase("perceel", "gml", parcel) { try KadastraleKaartReader(path: $0) },
        ReaderCase("kadastrale grens, versie 4", "gml", boundaryOfVersion4) { try KadastraleKaartReader(path: $0) },
        ReaderCase("manifest", "xml", manifest) { try PlanExchangeReader(path: $0) },
        ReaderCase("geleideformulier", "xml", form) { try PlanExchangeReader(path: $0) },
        ReaderCase("woonplaatsen", "xml", places) { try MunicipalityPlacesReader(path: $0) },
        ReaderCase("publicaties in XML", "xml", publicationsXML) {
            try PublicationReader(path: $0, transformer: withTransformer())
        },
        ReaderCase("publicaties in JSON", "json", publicationsJSON) {
            try PublicationReader(path: $0, transformer: withTransformer())
        },
        ReaderCase("JSON-FG", "json", jsonFG) {
            try JSONFGReader(path: $0, mapping: nil, transformer: withTransformer())
        },
        ReaderCase("CSV", "csv", table) { try CSVReader(path: $0, mapping: nil, transformer: withTransformer()) },
    ]

    /// Real ones as well, where there are any.
    static let all: [ReaderCase] = {
        guard let folder = ProcessInfo.processInfo.environment["STIP_TEST_DATA"] else { return own }
        func real(
            _ path: String,
            _ reader: @escaping @Sendable (_ path: String) throws -> any FeatureReader
        ) -> [ReaderCase] {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else { return [] }
            return [ReaderCase(path, (path as NSString).pathExtension, [UInt8](data), reader)]
        }
        return own
            + real("bgt/bgt_weginrichtingselement.gml") { try BGTReader(path: $0) }
            + real("brk/dkk_v5_otterlo/kadastralekaart_pand.gml") { try BGTReader(path: $0) }
            + real("brk/dkk_v5_otterlo/kadastralekaart_perceel.gml") { try KadastraleKaartReader(path: $0) }
            + real("brk/dkk_v5_otterlo/kadastralekaart_kadastralegrens.gml") { try KadastraleKaartReader(path: $0) }
            + real("brk/dkk_v3/Perceel.gml") { try KadastraleKaartReader(path: $0) }
            + real("imro/imro2012/NL.IMRO.1930.BPRaadhuislaanSP-1001.gml") { try IMROReader(path: $0) }
            + real("imro/nasty/2012v10GeomCollection.gml") { try IMROReader(path: $0) }
            + real("imro/manifest/geleideformulier2012.xml") { try PlanExchangeReader(path: $0) }
            + real("api/gokoala_expected/expected_multiple_gpkgs_bbox_rd_jsonfg.json") {
                try JSONFGReader(path: $0, mapping: nil, transformer: withTransformer())
            }
            + real("bgt/bronhouders.csv") {
                try CSVReader(path: $0, mapping: nil, transformer: withTransformer())
            }
    }()
}
