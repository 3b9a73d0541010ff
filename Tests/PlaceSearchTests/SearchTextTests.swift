import PlaceSearch
import Testing

@Suite struct SearchTextTests {
    @Test(arguments: [
        ("'s-Gravenhage, Kérkstraat 12", ["s", "gravenhage", "kerkstraat", "12"]),
        ("Súdwest-Fryslân", ["sudwest", "fryslan"]), ("Ĳsselstein", ["ijsselstein"]), ("", []), ("·–!", []),
        ("STRAßE", ["strasse"]), ("Ke\u{301}rk", ["kerk"]),
    ])
    func namesAreFoldedIntoWords(_ text: String, _ words: [String]) {
        #expect(SearchText.words(text) == words)
    }

    @Test(arguments: [
        ("52.15, 5.38", CoordinateQuestion.degrees(longitude: 5.38, latitude: 52.15)),
        ("5,38 52,15", .degrees(longitude: 5.38, latitude: 52.15)),
        ("52.15,5.38", .degrees(longitude: 5.38, latitude: 52.15)),
        ("155000 463000", .rd(x: 155_000, y: 463_000)), ("RD: 155000,5; 463000", .rd(x: 155_000.5, y: 463_000)),
        ("52.15° 5.38°", .degrees(longitude: 5.38, latitude: 52.15)),
    ])
    func coordinatesAreReadInEveryUsualForm(_ text: String, _ question: CoordinateQuestion) {
        #expect(CoordinateQuestion(text) == question)
    }

    @Test(arguments: ["", "12", "Kerkstraat 12", "1 2", "463000 155000", "52.15 5.38 3", "nan 5", "1e300 5", "- -"])
    func whatIsNoPlaceInTheNetherlandsIsNoCoordinate(_ text: String) {
        #expect(CoordinateQuestion(text) == nil)
    }
}
