/// Felling a tree and making a driveway: by rules of the invented municipality, modelled on those of real ones.
extension DecisionTreeFile {
    /// Felling: inside the bebouwingscontour houtkap by the Bomenverordening Voorbeeldstad, outside by Bal afdeling 11.3, which
    /// is not about yards and gardens, rows of 20 trees or fewer and stands of less than 10 are (11.111, second paragraph, b and
    /// j). A row is judged by its trees: one of more is reported however small the ground below it, as the safer reading.
    ///
    /// - Parameter girth: stamomtrek in cm at 1.3 m, from which on a permit is needed.
    static func felling(girth: Int, validFrom: String) -> DecisionTreeFile {
        DecisionTreeFile(
            activity: "BoomKappen",
            name: "Boom kappen",
            validFrom: validFrom,
            inputs: [
                Input(
                    "binnen contour houtkap",
                    .places(["nl.imow-gm0998.gebied.BebouwingscontourHoutkap"]),
                    "Staat de boom binnen de bebouwingscontour houtkap?",
                    help: "Dat is meestal: binnen de bebouwde kom."
                ),
                Input(
                    "acuut gevaar",
                    .boolean,
                    "Is er acuut gevaar, bijvoorbeeld doordat de boom dreigt om te vallen?"
                ),
                Input("beschermde boom", .boolean, "Staat de boom op de lijst van beschermde bomen?"),
                Input(
                    "stamomtrek",
                    .number,
                    "Wat is de omtrek van de stam, in centimeter?",
                    help: "Meet op 1,30 meter boven de grond."
                ),
                Input("erf of tuin", .boolean, "Staat de boom op een erf of in een tuin?"),
                Input(
                    "bomen in de rij",
                    .number,
                    "Uit hoeveel bomen bestaat de rij? Vul 0 in als het geen rij is.",
                    help: "Tel bij meer rijen naast elkaar alle bomen samen."
                ),
                Input("oppervlakte houtopstand", .number, "Hoe groot is het bos of de houtopstand, in are (100 m²)?"),
            ],
            decisions: [
                conclusion(
                    "Besluit boom kappen",
                    columns: ["binnen contour houtkap", "binnen de contour", "buiten de contour"],
                    policy: "UNIQUE",
                    [
                        Rule(
                            ["true", "\"vrij\"", "-"],
                            "Toestemmingsvrij",
                            "De boom is te klein voor een vergunning.",
                            source: "Bomenverordening Voorbeeldstad artikel 2"
                        ),
                        Rule(
                            ["true", "\"melding\"", "-"],
                            "Meldingsplicht",
                            "Bij acuut gevaar mag u kappen. Meld dit direct.",
                            source: "Bomenverordening Voorbeeldstad artikel 4"
                        ),
                        Rule(
                            ["true", "\"vergunning\"", "-"],
                            "Vergunningplicht",
                            "Voor deze boom is een vergunning nodig.",
                            source: "Bomenverordening Voorbeeldstad artikel 2 en 3; omgevingsplan artikel 22.299"
                        ),
                        Rule(
                            ["false", "-", "\"vrij\""],
                            "Toestemmingsvrij",
                            "De landelijke regels over houtopstanden gelden hier niet.",
                            source: "Bal artikel 11.111, tweede lid"
                        ),
                        Rule(
                            ["false", "-", "\"melding\""],
                            "Meldingsplicht",
                            "Meld de kap bij de provincie voordat u begint. U moet opnieuw bomen planten.",
                            source: "Bal afdeling 11.3"
                        ),
                    ]
                ),
                Decision(
                    name: "binnen de contour",
                    type: "string",
                    logic: .table(
                        policy: "FIRST",
                        columns: ["acuut gevaar", "beschermde boom", "stamomtrek"],
                        rules: [
                            Rule(["true", "-", "-"], "\"melding\""), Rule(["-", "true", "-"], "\"vergunning\""),
                            Rule(["-", "-", "< \(girth)"], "\"vrij\""),
                            Rule(["-", "-", ">= \(girth)"], "\"vergunning\""),
                        ]
                    )
                ),
                Decision(
                    name: "buiten de contour",
                    type: "string",
                    logic: .table(
                        policy: "FIRST",
                        columns: ["erf of tuin", "bomen in de rij", "oppervlakte houtopstand"],
                        rules: [
                            Rule(["true", "-", "-"], "\"vrij\""), Rule(["-", "> 20", "-"], "\"melding\""),
                            Rule(["-", "> 0", "-"], "\"vrij\""), Rule(["-", "-", ">= 10"], "\"melding\""),
                            Rule(["-", "-", "-"], "\"vrij\""),
                        ]
                    )
                ),
            ]
        )
    }

    /// A driveway (uitweg), by an article on the pattern of model-APV 2:12.
    static let driveway = DecisionTreeFile(
        activity: "Uitrit",
        name: "In- of uitrit maken of veranderen",
        validFrom: "2024-01-01",
        inputs: [
            Input(
                "wegbeheerder",
                .options(["gemeente", "provincie", "waterschap", "Rijk"]),
                "Wie beheert de weg waarop u uitkomt?"
            ),
            Input("tweede in- of uitrit", .boolean, "Heeft het perceel al een andere in- of uitrit?"),
            Input("breedte in- of uitrit", .number, "Hoe breed wordt de in- of uitrit, in meter?"),
            Input("boom moet weg", .boolean, "Moet er een boom of groen van de gemeente voor weg?"),
            Input("parkeerplaats vervalt", .boolean, "Verdwijnt er een openbare parkeerplaats?"),
            Input("afstand tot kruising", .number, "Hoeveel meter is het tot de dichtstbijzijnde kruising?"),
        ],
        decisions: [
            conclusion(
                "Besluit in- of uitrit",
                columns: ["wegbeheerder", "eenvoudige in- of uitrit"],
                policy: "UNIQUE",
                [
                    Rule(
                        ["not(\"gemeente\")", "-"],
                        "NeemContactOpMet",
                        "Deze weg is niet van de gemeente. Vraag de beheerder van de weg welke regels gelden.",
                        source: "APV Voorbeeldstad artikel 2:12, tweede lid"
                    ),
                    Rule(
                        ["\"gemeente\"", "true"],
                        "Meldingsplicht",
                        "Meld de in- of uitrit vier weken voordat u begint.",
                        source: "APV Voorbeeldstad artikel 2:12, eerste lid"
                    ),
                    Rule(
                        ["\"gemeente\"", "false"],
                        "Vergunningplicht",
                        "Voor deze in- of uitrit is een vergunning nodig.",
                        source: "APV Voorbeeldstad artikel 2:12, derde lid; omgevingsplan artikel 22.297"
                    ),
                ]
            ),
            all(
                "eenvoudige in- of uitrit",
                [
                    (
                        "tweede in- of uitrit", "false", "true",
                        "Artikel 2:12, derde lid, onder a: geen tweede in- of uitrit"
                    ),
                    (
                        "breedte in- of uitrit", "<= 3.5", "> 3.5",
                        "Artikel 2:12, derde lid, onder b: ten hoogste 3,5 m breed"
                    ),
                    ("boom moet weg", "false", "true", "Artikel 2:12, derde lid, onder c: openbaar groen blijft"),
                    (
                        "parkeerplaats vervalt", "false", "true",
                        "Artikel 2:12, derde lid, onder d: parkeerplaatsen blijven"
                    ),
                    (
                        "afstand tot kruising", ">= 5", "< 5",
                        "Artikel 2:12, derde lid, onder e: ten minste 5 m tot een kruising"
                    ),
                ]
            ),
        ]
    )
}
