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
        ("52.15° N, 5.38° E", .degrees(longitude: 5.38, latitude: 52.15)),
        ("N52.15 E5.38", .degrees(longitude: 5.38, latitude: 52.15)),
        ("lat: 52,15 lon: 5,38", .degrees(longitude: 5.38, latitude: 52.15)),
        ("52,15 N.B. 5,38 O.L.", .degrees(longitude: 5.38, latitude: 52.15)),
        ("52°09'18\"N 5°23'15\"E", .degrees(longitude: 5.3875, latitude: 52.155)),
        ("52° 9,3′ 5° 23.25′", .degrees(longitude: 5.3875, latitude: 52.155)),
        ("POINT(155000 463000)", .rd(x: 155_000, y: 463_000)), ("x=155000 y=463000", .rd(x: 155_000, y: 463_000)),
        ("(155000, 463000)", .rd(x: 155_000, y: 463_000)), ("EPSG:28992 155000 463000", .rd(x: 155_000, y: 463_000)),
    ])
    func coordinatesAreReadInEveryUsualForm(_ text: String, _ question: CoordinateQuestion) {
        let found = CoordinateQuestion(text)
        if case .degrees(let longitude, let latitude) = found, case .degrees(let x, let y) = question {
            #expect(abs(longitude - x) < 1e-12 && abs(latitude - y) < 1e-12)
        } else {
            #expect(found == question)
        }
    }

    @Test(arguments: [
        "", "12", "Kerkstraat 12", "1 2", "463000 155000", "52.15 5.38 3", "nan 5", "1e300 5", "- -", "lon 5",
        "52°09' 5", "x y", "52°99999'1\" 5°1'",
    ])
    func whatIsNoPlaceInTheNetherlandsIsNoCoordinate(_ text: String) {
        #expect(CoordinateQuestion(text) == nil)
    }
}
