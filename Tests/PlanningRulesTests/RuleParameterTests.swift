import Foundation
import PlanningRules
import Testing

@Suite("Dated rule parameters")
struct RuleParameterTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func read<Parameters: Decodable>(_ name: String, as type: Parameters.Type) throws -> Parameters {
        let data = try Data(contentsOf: Self.root.appendingPathComponent("Data/rules/\(name).json"))
        return try JSONDecoder().decode(type, from: data)
    }

    /// Worked by hand from article 22.36 under a, 3: up to 100 m² half of it; up to 300 m² 50 and a fifth of what is
    /// above 100; beyond that 90 and a tenth of what is above 300, at most 150.
    @Test(
        "Article 22.36 bounds the area of outbuildings by that of the plot",
        arguments: [
            (0, 0), (1_000, 500), (50_000, 25_000), (99_999, 49_999), (100_000, 50_000), (100_001, 50_000),
            (100_005, 50_001), (200_000, 70_000), (299_995, 89_999), (300_000, 90_000), (300_010, 90_001),
            (500_000, 110_000), (899_990, 149_999), (900_000, 150_000), (900_010, 150_000), (2_000_000, 150_000),
        ] as [(Int64, Int64)]
    )
    func outbuildings(area: Int64, bound: Int64) throws {
        let bruidsschat = try read("bruidsschat", as: Bruidsschat.self)
        let conditions = bruidsschat.onderdelen.filter { $0.artikel == "22.36" && $0.onderdeel == "a" }
            .flatMap(\.voorwaarden).filter { $0.onderdeel == "3" }
        #expect(conditions.map { $0.bound(bebouwingsgebied: area) } == [bound])
    }

    @Test("Every bound is a number with a unit, and every part has conditions in two languages")
    func wholeness() throws {
        let bruidsschat = try read("bruidsschat", as: Bruidsschat.self)
        #expect(bruidsschat.onderdelen.count == 12)
        #expect(bruidsschat.geldigVan == "2024-01-01")
        for part in bruidsschat.onderdelen {
            #expect(!part.voorwaarden.isEmpty)
            for condition in part.voorwaarden {
                #expect(!condition.tekst.dutch.isEmpty && !condition.tekst.english.isEmpty)
                #expect((condition.waarde == nil) == (condition.thousandths == nil))
                if condition.vergelijking != nil {
                    #expect(condition.eenheid != nil)
                    #expect(condition.thousandths != nil || condition.bound(bebouwingsgebied: 0) != nil)
                }
            }
        }
    }

    @Test("Every qualification that asks for something has its procedure")
    func procedures() throws {
        let terms = try read("procedures", as: ProcedureTerms.self)
        for qualification in [
            ActivityQualification.permitDuty, .notificationDuty, .informationDuty, .permitFree,
        ] {
            #expect(terms.procedures.contains { $0.kwalificatie == qualification.dutchName })
        }
    }
}

@Suite("Words of IMOW")
struct ConceptTests {
    @Test(
        "A norm's type is read from its concept, its number only in the kind's own unit",
        arguments: [
            ("…/typenorm/id/concept/MaximumBouwhoogte", "…/eenheid/id/concept/Meter", "8,5", 8_500, "m"),
            ("MaximumGoothoogte", nil, "6", 6_000, "m"),
            ("MaximumBebouwingspercentage", "Procent", "70", 70_000, "%"),
            ("MaximumAantalWooneenheden", nil, "3", 3_000, nil),
            ("MinimumDakhelling", "Graden", "30", 30_000, "°"),
        ] as [(String, String?, String, Int64, String?)]
    )
    func norms(type: String, unit: String?, value: String, thousandths: Int64, symbol: String?) {
        let norm = Norm(type: type, unit: unit, quantitative: value, qualitative: nil, inText: nil)
        #expect(norm.thousandths == thousandths)
        #expect(norm.unit?.rawValue == symbol)
        #expect(norm.comparison != nil)
    }

    @Test("A value in another unit, or in words, is of no kind that could be compared")
    func uncomparable() {
        let centimetres = Norm(
            type: "MaximumBouwhoogte",
            unit: "Centimeter",
            quantitative: "850",
            qualitative: nil,
            inText: nil
        )
        #expect(centimetres.comparison == nil && centimetres.text == "850")
        let words = Norm(
            type: "MaximumBouwhoogte",
            unit: nil,
            quantitative: nil,
            qualitative: "laag",
            inText: nil
        )
        #expect(words.comparison == nil && words.thousandths == nil && words.text == "laag")
        let unknown = Norm(type: "Geluidbelasting", unit: nil, quantitative: "50", qualitative: nil, inText: nil)
        #expect(unknown.kind == .unknown("Geluidbelasting") && unknown.thousandths == 50_000)
    }

    @Test(
        "Qualifications are known by the last step of their concept",
        arguments: [
            ("http://s/activiteitregelkwalificatie/id/concept/Toegestaan", ActivityQualification.allowed),
            ("http://s/activiteitregelkwalificatie/id/concept/Verbod", .prohibited),
            ("Vergunningplicht", .permitDuty), ("Meldingsplicht", .notificationDuty),
            ("Informatieplicht", .informationDuty), ("AndersGeduid", .otherwise), ("Nieuw", .unknown("Nieuw")),
        ]
    )
    func qualifications(concept: String, qualification: ActivityQualification) {
        #expect(ActivityQualification(concept: concept) == qualification)
    }
}
