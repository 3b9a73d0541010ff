extension DecisionTreeFile {
    /// Placing a dakkapel: free at the back and at a hidden side (Bbl 2.29 b), at the front only in a welstand-free area
    /// (bruidsschat 22.27 c), never on a monument (Bbl 2.30, bruidsschat 22.28). In a townscape protected by the State only an
    /// achterdakvlak that does not face public space stays free (Bbl 2.30, third paragraph, b 2°; bruidsschat 22.28).
    static let dormer = DecisionTreeFile(
        activity: "Dakkapel",
        name: "Dakkapel plaatsen",
        validFrom: "2024-01-01",
        inputs: [
            Input(
                "pand aanwezig",
                .boolean,
                "Staat op deze plek een gebouw?",
                register: "pand.aanwezig"
            ),
            Input(
                "dakvlak",
                .options([
                    "voordakvlak", "achterdakvlak", "zijdakvlak aan openbaar toegankelijk gebied",
                    "zijdakvlak niet aan openbaar toegankelijk gebied",
                ]),
                "In welk dakvlak komt de dakkapel?"
            ),
            Input("monument", .boolean, "Is het gebouw een monument?"),
            Input(
                "beschermd gezicht",
                .boolean,
                "Staat het gebouw in een stads- of dorpsgezicht dat het Rijk beschermt?"
            ),
            Input(
                "achterdakvlak in zicht",
                .boolean,
                "Is het achterdakvlak naar openbaar toegankelijk gebied gekeerd, zoals een straat of een park?"
            ),
            Input(
                "welstandsvrij gebied",
                .places([
                    "nl.imow-gm0998.gebied.WelstandsvrijGebied", "laag:gebiedsaanduiding/overige zone - welstandsvrij",
                ]),
                "Is dit een gebied waar geen eisen van welstand gelden?"
            ),
            Input("plat dak", .boolean, "Krijgt de dakkapel een plat dak?"),
            Input(
                "hoogte dakkapel",
                .number,
                "Hoe hoog wordt de dakkapel, in meter?",
                help: "Meet vanaf de voet van de dakkapel (Bbl artikel 2.29 en omgevingsplan artikel 22.27)."
            ),
            Input("onderzijde boven dakvoet", .number, "Hoeveel meter ligt de onderkant boven de dakvoet?"),
            Input("bovenzijde onder daknok", .number, "Hoeveel meter ligt de bovenkant onder de nok?"),
            Input(
                "afstand tot zijkanten",
                .number,
                "Hoeveel meter zit er minstens tussen de dakkapel en de zijkanten van het dakvlak?"
            ),
        ],
        decisions: [
            conclusion(
                "Besluit dakkapel",
                columns: ["pand aanwezig", "monument", "regime", "maten voldoen"],
                policy: "UNIQUE",
                [
                    Rule(
                        ["false", "-", "-", "-"],
                        "NietVanToepassing",
                        "Zonder gebouw is er geen dak voor een dakkapel."
                    ),
                    Rule(
                        ["true", "true", "-", "-"],
                        "Vergunningplicht",
                        "Aan of op een monument is een dakkapel nooit vergunningvrij.",
                        source: "Bbl artikel 2.30; omgevingsplan artikel 22.28"
                    ),
                    Rule(
                        ["true", "false", "\"geen\"", "-"],
                        "Vergunningplicht",
                        "In dit dakvlak hebt u een vergunning nodig.",
                        source: "Omgevingsplan artikel 22.26"
                    ),
                    Rule(
                        ["true", "false", "\"landelijk\",\"omgevingsplan\"", "false"],
                        "Vergunningplicht",
                        "Een of meer maten zijn anders dan de regels toestaan.",
                        source: "Bbl artikel 2.29, onder b; omgevingsplan artikel 22.26 en 22.27, onder c"
                    ),
                    Rule(
                        ["true", "false", "\"landelijk\"", "true"],
                        "Toestemmingsvrij",
                        "De dakkapel zit achter, of opzij uit het zicht, en voldoet aan alle maten.",
                        source: "Bbl artikel 2.29, onder b, en 2.30, derde lid"
                    ),
                    Rule(
                        ["true", "false", "\"omgevingsplan\"", "true"],
                        "Toestemmingsvrij",
                        "Hier gelden geen eisen van welstand. De andere regels van het omgevingsplan blijven gelden.",
                        source: "Omgevingsplan artikel 22.27, onder c"
                    ),
                ]
            ),
            Decision(
                name: "regime",
                type: "string",
                logic: .table(
                    policy: "UNIQUE",
                    columns: ["dakvlak", "beschermd gezicht", "achterdakvlak in zicht", "welstandsvrij gebied"],
                    rules: [
                        Rule(
                            [
                                "\"achterdakvlak\",\"zijdakvlak niet aan openbaar toegankelijk gebied\"", "false", "-",
                                "-",
                            ],
                            "\"landelijk\"",
                            source: "Bbl artikel 2.29, onder b"
                        ),
                        Rule(
                            ["\"achterdakvlak\"", "true", "false", "-"],
                            "\"landelijk\"",
                            source: "Bbl artikel 2.29, onder b, en 2.30, derde lid, onder b, onder 2°"
                        ),
                        Rule(
                            ["\"achterdakvlak\"", "true", "true", "-"],
                            "\"geen\"",
                            source: "Bbl artikel 2.30, derde lid"
                        ),
                        Rule(
                            ["\"zijdakvlak niet aan openbaar toegankelijk gebied\"", "true", "-", "-"],
                            "\"geen\"",
                            source: "Bbl artikel 2.30, derde lid"
                        ),
                        Rule(
                            ["\"voordakvlak\",\"zijdakvlak aan openbaar toegankelijk gebied\"", "false", "-", "true"],
                            "\"omgevingsplan\"",
                            source: "Omgevingsplan artikel 22.27, onder c, onder 1"
                        ),
                        Rule(
                            ["\"voordakvlak\",\"zijdakvlak aan openbaar toegankelijk gebied\"", "-", "-", "false"],
                            "\"geen\"",
                            source: "Omgevingsplan artikel 22.27, onder c, onder 1"
                        ),
                        Rule(
                            ["\"voordakvlak\",\"zijdakvlak aan openbaar toegankelijk gebied\"", "true", "-", "true"],
                            "\"geen\"",
                            source: "Omgevingsplan artikel 22.28, derde lid"
                        ),
                    ]
                )
            ),
            all(
                "maten voldoen",
                [
                    (
                        "plat dak", "true", "false",
                        "Bbl 2.29, onder b, onder 1°, en artikel 22.27, onder c, onder 2: voorzien van een plat dak"
                    ),
                    (
                        "hoogte dakkapel", "<= 1.75", "> 1.75",
                        "Bbl 2.29, onder b, onder 2°, en artikel 22.27, onder c, onder 3: niet hoger dan 1,75 m"
                    ),
                    (
                        "onderzijde boven dakvoet", "(0.5..1)", "not((0.5..1))",
                        """
                        Bbl 2.29, onder b, onder 3°, en artikel 22.27, onder c, onder 4: meer dan 0,5 m en minder dan 1 m \
                        boven de dakvoet
                        """
                    ),
                    (
                        "bovenzijde onder daknok", "> 0.5", "<= 0.5",
                        "Bbl 2.29, onder b, onder 4°, en artikel 22.27, onder c, onder 5: meer dan 0,5 m onder de daknok"
                    ),
                    (
                        "afstand tot zijkanten", "> 0.5", "<= 0.5",
                        """
                        Bbl 2.29, onder b, onder 5°, en artikel 22.27, onder c, onder 6: meer dan 0,5 m van de zijkanten \
                        van het dakvlak
                        """
                    ),
                ]
            ),
        ]
    )
}
