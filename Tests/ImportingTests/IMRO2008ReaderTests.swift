import Foundation
import Importing
import Testing

/// A real IMRO2008 plan (Gieterveen, gemeente Aa en Hunze), counted and measured by a plain scan of its text.
@Suite(.enabled(if: imroFolder != nil, "set STIP_TEST_DATA to the folder of real data"))
struct IMRO2008ReaderTests {
    static let planId = "NL.IMRO.1680.1800030105-0000"

    func path() throws -> String { "\(try #require(imroFolder))/imro2008/\(Self.planId).gml" }

    /// The texts between `open` and the next `close`.
    static func pieces(of text: String, from open: String, to close: String) -> [String] {
        text.components(separatedBy: open).dropFirst().map { $0.components(separatedBy: close)[0] }
    }

    /// Area by the shoelace formula of the polygons in a piece of GML without arcs.
    static func area(_ gml: String) -> Double {
        func rings(_ boundary: String) -> Double {
            pieces(of: gml, from: "<gml:\(boundary)>", to: "</gml:\(boundary)>").reduce(0) { sum, ring in
                let numbers = pieces(of: ring, from: "<gml:posList>", to: "<")[0].split(separator: " ").compactMap {
                    Double($0)
                }
                var doubled = 0.0
                for i in stride(from: 0, to: numbers.count - 2, by: 2) {
                    doubled += (numbers[i] - numbers[0]) * (numbers[i + 3] - numbers[1])
                    doubled -= (numbers[i + 2] - numbers[0]) * (numbers[i + 1] - numbers[1])
                }
                return sum + abs(doubled) / 2
            }
        }
        return rings("exterior") - rings("interior")
    }

    /// Areas in m² of the five objects with arcs, by GDAL 3.6 with 0.2° to a chord.
    static let areasWithArcs = [
        "NL.IMRO.258": 94_307.756, "NL.IMRO.262": 2_641.989, "NL.IMRO.266": 363.131, "NL.IMRO.294": 290.484,
        "NL.IMRO.295": 579.835,
    ]

    @Test func everyObjectIsReadWithItsArea() throws {
        let (features, plans) = try readIMRO(path: path())
        let text = try String(contentsOfFile: path(), encoding: .utf8)
        #expect(try IMROReader(path: path()).version == .imro2008)
        #expect(Dictionary(grouping: features, by: \.layer).mapValues(\.count) == IMROReaderTests.scan(text))
        #expect(features.count == 218)

        let geometries = Self.pieces(of: text, from: "<imro:geometrie>", to: "</imro:geometrie>")
        #expect(geometries.count == features.count)
        var withArcs: Set<String> = []
        for (feature, geometry) in zip(features, geometries) {
            #expect(feature.problem == nil)
            #expect(feature.text("planId") == Self.planId && feature.text("imroVersie") == "IMRO2008")
            #expect(feature.text("identificatie") == nil, "the identifier is kept twice")
            if geometry.contains("<gml:Arc>") {
                withArcs.insert(feature.identifier)
                // Our chords lie up to 5 mm inside the arc.
                #expect(abs(feature.geometry.area - (Self.areasWithArcs[feature.identifier] ?? 0)) < 0.25)
            } else {
                #expect(abs(feature.geometry.area - Self.area(geometry)) < 1e-6, "\(feature.identifier)")
            }
        }
        #expect(withArcs == Set(Self.areasWithArcs.keys))
        #expect(plans.map(\.planId) == [Self.planId] && plans[0].title == "Gieterveen" && plans[0].hasPlanArea)
        #expect(plans[0].planstatus == "concept" && plans[0].planstatusDate == 14_432)
        #expect(plans[0].creationDate == 14_519 && plans[0].authority == "Gemeente Aa en Hunze")
    }

    @Test func theEnkelbestemmingenCoverThePlan() throws {
        let (features, _) = try readIMRO(path: path())
        let area = try #require(features.first { $0.layer == "bestemmingsplangebied" }).geometry.area
        let covered = features.filter { $0.layer == "enkelbestemming" }.reduce(0) { $0 + $1.geometry.area }
        #expect(abs(covered - area) < 0.1, "the enkelbestemmingen cover \(covered) of \(area) m²")
    }

    @Test func attributesHaveTheirNamesOfIMRO2012() throws {
        let (features, _) = try readIMRO(path: path())
        let plan = try #require(features.first { $0.identifier == Self.planId })
        #expect(
            plan.attributes.map(\.name) == [
                "planId", "imroVersie", "typePlan", "planstatus", "planstatusDatum", "naamOverheid", "overheidsCode",
                "verwijzingNaarTekst", "beleidsmatigVerantwoordelijkeOverheid", "locatieNaam", "typeTekst",
                "ondergrondtype", "verwijzingNorm",
            ]
        )
        #expect(plan.text("ondergrondtype") == "o_NL.IMRO.1680.1800030105-0000_GBKN versie april 2008")
        let measure = try #require(features.first { $0.identifier == "NL.IMRO.281" })
        #expect(measure.layer == "maatvoering" && measure.name == "maximum oppervlakte (m2)")
        #expect(measure.text("maatvoering") == #"[{"waarde":"370","waardeType":"other: vrije tekst"}]"#)
        #expect(measure.text("symboolCode") == "s130s" && measure.text("bestemmingsvlak") == "NL.IMRO.112")
    }
}
