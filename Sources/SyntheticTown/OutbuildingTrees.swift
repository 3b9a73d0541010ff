/// Bijbehorende bouwwerken: an uitbouw within 4 m of the main building and a bijgebouw further away (bruidsschat 22.27 a and
/// 22.36 a).
extension DecisionTreeFile {
    /// An addition to the main building, all of it within 4 m.
    static let extensionTree = DecisionTreeFile(
        activity: "Uitbouw",
        name: "Uitbouw of aanbouw bouwen",
        validFrom: "2024-01-01",
        inputs: common + [
            Input(
                "hoogte scheidingsconstructie",
                .number,
                "Hoe hoog is de bovenkant van de vloer van de eerste verdieping van het huis, in meter?"
            ),
            Input("hoogte hoofdgebouw", .number, "Hoe hoog is het huis, in meter?"),
        ] + plan,
        decisions: decisions(
            "Besluit uitbouw",
            form: all(
                "vorm volgens 22.36",
                [
                    ("hoogte", "<= 5", "> 5", "Artikel 22.36, onder a, onder 1, i: niet hoger dan 5 m"),
                    (
                        "hoogte boven scheidingsconstructie", "<= 0.3", "> 0.3",
                        "Artikel 22.36, onder a, onder 1, ii: niet hoger dan 0,3 m boven de scheidingsconstructie"
                    ),
                    (
                        "hoogte boven hoofdgebouw", "<= 0", "> 0",
                        "Artikel 22.36, onder a, onder 1, iii: niet hoger dan het hoofdgebouw"
                    ),
                ]
            ),
            [
                Decision(
                    name: "hoogte boven scheidingsconstructie",
                    type: "number",
                    logic: .expression(
                        "hoogte - hoogte scheidingsconstructie",
                        needs: ["hoogte", "hoogte scheidingsconstructie"]
                    )
                ),
                Decision(
                    name: "hoogte boven hoofdgebouw",
                    type: "number",
                    logic: .expression("hoogte - hoogte hoofdgebouw", needs: ["hoogte", "hoogte hoofdgebouw"])
                ),
            ]
        )
    )

    /// A building of its own, all of it more than 4 m from the main building.
    static let outbuilding = DecisionTreeFile(
        activity: "Bijgebouw",
        name: "Bijgebouw bouwen",
        validFrom: "2024-01-01",
        inputs: common + [
            Input(
                "schuin dak",
                .boolean,
                "Heeft het bijgebouw een schuin dak, met een nok van twee of meer dakvlakken?"
            ),
            Input("dakvoet", .number, "Hoe hoog is de dakvoet, in meter?"),
            Input("hellingshoek", .number, "Wat is de grootste hellingshoek van het dak, in graden?"),
            Input("afstand nok tot perceelsgrens", .number, "Hoeveel meter is de nok van de perceelsgrens?"),
            Input(
                "ondergeschikt",
                .boolean,
                "Hoort het gebruik bij het huis (zoals berging of garage), of is het voor mantelzorg?"
            ),
        ] + plan,
        decisions: decisions(
            "Besluit bijgebouw",
            form: all(
                "vorm volgens 22.36",
                [
                    (
                        "dak voldoet", "true", "false",
                        "Artikel 22.36, onder a, onder 2, i: hoger dan 3 m alleen met een schuin dak binnen de maten"
                    ),
                    (
                        "ondergeschikt", "true", "false",
                        "Artikel 22.36, onder a, onder 2, ii: functioneel ondergeschikt, tenzij mantelzorg"
                    ),
                ]
            ),
            [
                Decision(
                    name: "dak voldoet",
                    type: "boolean",
                    logic: .table(
                        policy: "FIRST",
                        columns: ["hoogte", "schuin dak", "dakvoet", "hellingshoek", "hoogte boven formule"],
                        rules: [
                            Rule(["<= 3", "-", "-", "-", "-"], "true"),
                            Rule(
                                ["<= 5", "true", "<= 3", "<= 55", "<= 0"],
                                "true",
                                source: "Maximale daknokhoogte = (afstand daknok tot de perceelsgrens x 0,47) + 3"
                            ),
                            Rule(["-", "-", "-", "-", "-"], "false"),
                        ]
                    )
                ),
                Decision(
                    name: "hoogte boven formule",
                    type: "number",
                    logic: .expression(
                        "hoogte - (afstand nok tot perceelsgrens * 0.47 + 3)",
                        needs: ["hoogte", "afstand nok tot perceelsgrens"]
                    )
                ),
            ]
        )
    )

    // MARK: What they have in common

    private static let common = [
        Input("monument", .boolean, "Bouwt u aan, op of bij een monument?"),
        Input("beschermd gezicht", .boolean, "Bouwt u in een stads- of dorpsgezicht dat het Rijk beschermt?"),
        Input(
            "achter en uit het zicht",
            .boolean,
            "Komt het bouwwerk achter het huis, niet ook aan de zijkant, en niet naar openbaar toegankelijk gebied gekeerd?"
        ),
        Input("op de grond", .boolean, "Staat het bouwwerk op de grond?"),
        Input(
            "achtererfgebied",
            .boolean,
            "Komt het bouwwerk in het achtererfgebied?",
            help: "Het erf achter het huis en aan de zijkant, op meer dan 1 m van de voorkant."
        ),
        Input(
            "afstand openbaar gebied",
            .number,
            "Hoeveel meter is het bouwwerk van openbaar toegankelijk gebied, zoals de straat of een park?"
        ),
        Input(
            "hoogte",
            .number,
            "Hoe hoog wordt het bouwwerk, in meter?",
            help: "Meet vanaf het afgewerkte terrein (artikel 22.24)."
        ),
        Input("verblijf op verdieping", .boolean, "Komt er een ruimte om in te verblijven boven de begane grond?"),
        Input("dakterras", .boolean, "Komt er een dakterras, balkon of andere buitenruimte boven de grond?"),
        Input(
            "archeologisch gebied",
            .places(["laag:dubbelbestemming/Waarde - Archeologie"]),
            "Gelden op deze plek regels over archeologisch onderzoek?"
        ),
        Input("oppervlakte bouwwerk", .number, "Hoeveel m² wordt het bouwwerk?"),
    ]

    private static let plan = [
        Input(
            "woonwagen of tijdelijk",
            .boolean,
            "Is het huis een woonwagen, een tijdelijk gebouw of een recreatiewoning?"
        ),
        Input(
            "veiligheidszone",
            .places(["laag:gebiedsaanduiding/veiligheidszone - lpg"]),
            "Ligt de plek in een veiligheidszone?"
        ),
        Input(
            "bebouwingsgebied",
            .number,
            "Hoe groot is het bebouwingsgebied, in m²?",
            help: "Het achtererfgebied met de grond onder het huis, zonder het oorspronkelijke huis."
        ),
        Input(
            "bijbehorende bouwwerken",
            .number,
            "Hoeveel m² aan bijbehorende bouwwerken staat er straks in het bebouwingsgebied?"
        ),
        Input("past in omgevingsplan", .boolean, "Past het bouwwerk in de andere regels van het omgevingsplan?"),
    ]

    private static func decisions(_ name: String, form: Decision, _ further: [Decision]) -> [Decision] {
        let first = conclusion(
            name,
            columns: ["geen vergunning volgens 22.27", "past volgens 22.36", "past in omgevingsplan"],
            policy: "UNIQUE",
            [
                Rule(
                    ["false", "-", "-"],
                    "Vergunningplicht",
                    "Het bouwwerk voldoet niet aan alle eisen voor bouwen zonder vergunning.",
                    source: "Omgevingsplan artikel 22.26 en 22.27, onder a"
                ),
                Rule(
                    ["true", "true", "-"],
                    "Toestemmingsvrij",
                    "Het bouwwerk past altijd in het omgevingsplan.",
                    source: "Omgevingsplan artikel 22.27, onder a, en 22.36, onder a"
                ),
                Rule(
                    ["true", "false", "true"],
                    "Toestemmingsvrij",
                    "U hebt geen vergunning nodig zolang u zich aan de regels van het omgevingsplan houdt.",
                    source: "Omgevingsplan artikel 22.27, onder a"
                ),
                Rule(
                    ["true", "false", "false"],
                    "Vergunningplicht",
                    "Het bouwwerk past niet in het omgevingsplan. U kunt een vergunning aanvragen om daarvan af te wijken.",
                    source: "Omgevingswet artikel 5.1, eerste lid, onder a"
                ),
            ]
        )
        let free = all(
            "geen vergunning volgens 22.27",
            [
                ("monument", "false", "true", "Artikel 22.28, eerste en tweede lid"),
                ("gezicht staat toe", "true", "false", "Artikel 22.28, derde lid"),
                ("op de grond", "true", "false", "Artikel 22.27, onder a, onder 1: op de grond staand"),
                ("achtererfgebied", "true", "false", "Artikel 22.27, onder a, onder 2: in achtererfgebied"),
                (
                    "afstand openbaar gebied", "> 1", "<= 1",
                    "Artikel 22.27, onder a, onder 3: meer dan 1 m van openbaar gebied"
                ),
                ("hoogte", "<= 5", "> 5", "Artikel 22.27, onder a, onder 4: niet hoger dan 5 m"),
                (
                    "verblijf op verdieping", "false", "true",
                    "Artikel 22.27, onder a, onder 5: verblijfsgebied alleen op de eerste bouwlaag"
                ),
                ("dakterras", "false", "true", "Artikel 22.27, onder a, onder 6: geen dakterras of balkon"),
                (
                    "archeologie staat toe", "true", "false",
                    "Artikel 22.28, vierde lid: 50 m² of meer waar archeologische regels gelden"
                ),
            ]
        )
        let archaeology = Decision(
            name: "archeologie staat toe",
            type: "boolean",
            logic: .table(
                policy: "UNIQUE",
                columns: ["archeologisch gebied", "oppervlakte bouwwerk"],
                rules: [
                    Rule(["false", "-"], "true"),
                    Rule(["true", "< 50"], "true", source: "Artikel 22.28, vierde lid, onder a"),
                    Rule(["true", ">= 50"], "false", source: "Artikel 22.28, vierde lid"),
                ]
            )
        )
        let view = Decision(
            name: "gezicht staat toe",
            type: "boolean",
            logic: .table(
                policy: "UNIQUE",
                columns: ["beschermd gezicht", "achter en uit het zicht"],
                rules: [
                    Rule(["false", "-"], "true"),
                    Rule(["true", "true"], "true", source: "Artikel 22.28, derde lid, onder c"),
                    Rule(["true", "false"], "false", source: "Artikel 22.28, derde lid"),
                ]
            )
        )
        let conforming = all(
            "past volgens 22.36",
            [
                ("vorm volgens 22.36", "true", "false", "Artikel 22.36, onder a, onder 1 en 2"),
                (
                    "oppervlakte over", ">= 0", "< 0",
                    "Artikel 22.36, onder a, onder 3: oppervlakte in het bebouwingsgebied"
                ),
                ("woonwagen of tijdelijk", "false", "true", "Artikel 22.36, onder a, onder 4"),
                ("monument", "false", "true", "Artikel 22.38, onder a"),
                ("beschermd gezicht", "false", "true", "Artikel 22.38, onder b"),
                ("veiligheidszone", "false", "true", "Artikel 22.39: externe veiligheid"),
            ]
        )
        let area = Decision(
            name: "oppervlakte over",
            type: "number",
            logic: .expression(
                "(if bebouwingsgebied <= 100 then bebouwingsgebied * 0.5 "
                    + "else if bebouwingsgebied <= 300 then 50 + (bebouwingsgebied - 100) * 0.2 "
                    + "else min(150, 90 + (bebouwingsgebied - 300) * 0.1)) - bijbehorende bouwwerken",
                needs: ["bebouwingsgebied", "bijbehorende bouwwerken"]
            )
        )
        return [first, free, archaeology, view, conforming, form, area] + further
    }
}
