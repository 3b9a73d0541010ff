import PlanningRules
import Testing

@Suite("Norms of a maatvoering")
struct NormTests {
    @Test(
        "Types of all IMRO versions come down to one kind",
        arguments: [
            ("maximum bouwhoogte (m)", NormKind.maximumBuildingHeight),
            ("Maximum Bouwhoogte (m)", .maximumBuildingHeight),
            ("maximale bouwhoogte", .maximumBuildingHeight),
            ("max. bouwhoogte ( m )", .maximumBuildingHeight),
            ("minimum bouwhoogte (m)", .minimumBuildingHeight),
            ("maximum goothoogte (m)", .maximumEavesHeight),
            ("maatvoering; hoogte; goothoogte; maximum goothoogte (m)", .maximumEavesHeight),
            ("minimale goothoogte (m)", .minimumEavesHeight),
            ("maximum bebouwingspercentage (%)", .maximumCoverage),
            ("maximum aantal wooneenheden", .maximumDwellings),
            ("maximaal aantal wooneenheden", .maximumDwellings),
            ("maximum aantal bouwlagen", .maximumStoreys),
            ("maximum oppervlakte (m2)", .maximumArea),
            ("minimum dakhelling (graden)", .minimumRoofPitch),
            ("maximum dakhelling (graden)", .maximumRoofPitch),
        ]
    )
    func kind(text: String, kind: NormKind) {
        #expect(NormKind(waardeType: text) == kind)
    }

    @Test(
        "A type that says not what it bounds stays as it is",
        arguments: [
            "other: vrije tekst", "bouwhoogte (m)", "maximum bouwhoogte (cm)", "maximum hoogte", "maximum", "",
            "minimum-maximum dakhelling (graden)", "maximum aantal wooneenheden (m)", ";",
        ]
    )
    func unknownKind(text: String) {
        #expect(NormKind(waardeType: text) == .unknown(text))
    }

    @Test(
        "Values are read exactly, with comma or point",
        arguments: [
            ("8,5", 8_500), ("8.5", 8_500), ("9", 9_000), (" 9 m ", 9_000), ("9m", 9_000), ("9,000", 9_000),
            ("0.125", 125), ("3,2500", 3_250), ("-1,5", -1_500), ("0", 0), ("10 meter", 10_000), ("07", 7_000),
        ]
    )
    func value(text: String, thousandths: Int64) {
        let norm = Norm(waarde: text, waardeType: "maximum bouwhoogte (m)")
        #expect(norm.thousandths == thousandths)
        #expect(norm.value == Double(thousandths) / 1000)
        #expect(norm.text == text)
    }

    @Test(
        "A value that is not certain is kept as text",
        arguments: [
            "", "circa 9", "9-12", "1.000", "1.234,5", "8,5,5", ",5", "8,", "8,1234", "+9", "9 cm", "m", "NaN", "1e3",
            "9999999999", "٩", "--3",
        ]
    )
    func unreadableValue(text: String) {
        let norm = Norm(waarde: text, waardeType: "maximum bouwhoogte (m)")
        #expect(norm.thousandths == nil)
        #expect(norm.value == nil)
        #expect(norm.text == text)
        #expect(norm.kind == .maximumBuildingHeight)
    }

    @Test("A unit after the value must be the norm's own")
    func unitsOfValues() {
        #expect(Norm(waarde: "70 %", waardeType: "maximum bebouwingspercentage (%)").thousandths == 70_000)
        #expect(Norm(waarde: "70 m", waardeType: "maximum bebouwingspercentage (%)").thousandths == nil)
        #expect(Norm(waarde: "50 m²", waardeType: "maximum oppervlakte (m2)").thousandths == 50_000)
        #expect(Norm(waarde: "4 m", waardeType: "maximum aantal bouwlagen").thousandths == nil)
        #expect(Norm(waarde: "60°", waardeType: "maximum dakhelling (graden)").unit == .degree)
    }

    @Test("All measures of the column are read, in order")
    func list() {
        let text = """
            [{"waarde":"8,5","waardeType":"maximum bouwhoogte (m)"},
             {"waardeType":"maximum goothoogte (m)", "waarde": 6.5, "symboolCode": null}, {"waarde":"2"}]
            """
        let norms = Norm.norms(maatvoering: text)
        #expect(norms.map(\.kind) == [.maximumBuildingHeight, .maximumEavesHeight, .unknown("")])
        #expect(norms.map(\.thousandths) == [8_500, 6_500, 2_000])
        #expect(norms.map(\.comparison) == [.atMost, .atMost, nil])
    }

    @Test("Escapes in strings are undone")
    func escapes() {
        let text = #"[{"waarde":"a\"\\\/\u00b2\ud83c\udfe0\n","waardeType":"vrij"}]"#
        #expect(Norm.norms(maatvoering: text) == [Norm(waarde: "a\"\\/²🏠\n", waardeType: "vrij")])
    }

    @Test(
        "A column in another notation gives one norm that keeps all of it",
        arguments: [
            "", "[]", "9", "maximum bouwhoogte 9 m", "[{\"waarde\":\"9\"}", "[{\"waarde\":\"9\"}]x",
            "{\"waarde\":\"9\"}",
            "[{\"waarde\":[\"9\"]}]", "[{\"waarde\":\"9]", "[{\"waarde\":\"\\ud83c\"}]", "[{\"waarde\":\"\\u12\"}]",
            "[{\"waarde\":nul}]", "[{waarde:\"9\"}]", "[,]", "[{\"waarde\":\"9\",}]",
        ]
    )
    func otherNotation(text: String) {
        let norms = Norm.norms(maatvoering: text)
        #expect(norms.count == 1)
        #expect(norms.first?.text == text)
        #expect(norms.first?.comparison == nil)
    }

    @Test("A missing column still gives a norm")
    func missing() {
        #expect(Norm.norms(maatvoering: nil) == [Norm(waarde: nil, waardeType: nil)])
        #expect(Norm.norms(maatvoering: "[{}]") == [Norm(waarde: nil, waardeType: nil)])
    }
}
