extension TownRegulation {
    private typealias Article = RegulationArticle
    private typealias Paragraph = RegulationArticle.Paragraph

    func makeChapters() -> [RegulationChapter] {
        var chapters = (1...22).map { RegulationChapter(number: "\($0)", heading: "") }
        chapters[0].heading = "ALGEMENE BEPALINGEN"
        chapters[0].divisions = [RegulationChapter.Division(articles: [definitions])]
        chapters[4].heading = "FUNCTIES EN ACTIVITEITEN"
        chapters[4].divisions = [
            RegulationChapter.Division(number: "5.1", heading: "FUNCTIES", articles: functionArticles),
            RegulationChapter.Division(number: "5.2", heading: "BOUWEN", articles: heightArticles),
            RegulationChapter.Division(number: "5.3", heading: "BOMEN, UITRITTEN EN WELSTAND", articles: otherArticles),
        ]
        if let noiseArticle {
            chapters[4].divisions.append(
                RegulationChapter.Division(number: "5.4", heading: "GELUID", articles: [noiseArticle])
            )
        }
        chapters[21].heading = "ACTIVITEITEN"
        chapters[21].divisions = [
            RegulationChapter.Division(
                number: "22.2",
                heading: "ACTIVITEITEN MET BETREKKING TOT BOUWWERKEN, OPEN ERVEN EN TERREINEN",
                articles: bruidsschat
            )
        ]
        return chapters
    }

    private var definitions: Article {
        Article(
            "1.1",
            "Begripsbepalingen",
            [
                Paragraph(
                    text: "De begrippen van de bijlage bij de Omgevingswet zijn van toepassing op dit omgevingsplan."
                ),
                Paragraph(
                    text: "De locaties van dit omgevingsplan zijn vastgelegd in geografische informatieobjecten."
                ),
            ]
        )
    }

    private var functionArticles: [Article] {
        places.functions.enumerated().map { position, function in
            let group = "gebiedengroep.\(function.key)"
            let use = function.use.name.lowercased()
            var paragraphs = [
                Paragraph(
                    text: "Op locaties met de functie \(use) mogen gronden en bouwwerken voor \(use) worden gebruikt.",
                    rule: LegalRule(
                        locations: [group],
                        activities: [.init("Gebruik\(function.key)", "Toegestaan", [group])],
                        areas: [function.key]
                    )
                )
            ]
            switch function.use {
            case .wonen:
                paragraphs.append(
                    Paragraph(
                        text:
                            "Het is verboden op locaties met de functie wonen een bedrijf uit te oefenen dat overlast geeft.",
                        rule: LegalRule(locations: [group], activities: [.init("ZwaarBedrijf", "Verbod", [group])])
                    )
                )
            case .centrum:
                paragraphs.append(
                    Paragraph(
                        text:
                            "Wie op locaties met de functie centrum reclame voert, laat dit een week van tevoren weten.",
                        rule: LegalRule(locations: [group], activities: [.init("Reclame", "Informatieplicht", [group])])
                    )
                )
            default: break
            }
            return Article("5.\(position + 1)", function.use.name, paragraphs)
        }
    }

    private var heightArticles: [Article] {
        norms.filter { $0.kind != .noise }.enumerated().map { position, norm in
            let subject = norm.kind == .buildingHeight ? "bouwhoogte" : "goothoogte"
            let name = norm.kind == .buildingHeight ? "Bouwhoogte" : "Goothoogte"
            return Article(
                "5.\(20 + position)",
                "Maximum \(subject)",
                [
                    Paragraph(
                        text: "De \(subject) van een hoofdgebouw is niet hoger dan voor de locatie is aangegeven.",
                        rule: LegalRule(locations: ["gebiedengroep.\(name)"], norms: [norm.kind.key])
                    )
                ]
            )
        }
    }

    private var otherArticles: [Article] {
        let contour = places.fellingContour.identifier
        let free = places.withoutAppearanceRules.identifier
        return [
            Article(
                "5.30",
                "Kappen van bomen",
                [
                    Paragraph(
                        text: """
                            Het is verboden binnen de bebouwingscontour houtkap zonder omgevingsvergunning een boom te \
                            kappen met een stamomtrek van 100 cm of meer.
                            """,
                        rule: LegalRule(
                            locations: [contour],
                            activities: [.init("BoomKappen", "Vergunningplicht", [contour])],
                            areas: ["BebouwingscontourHoutkap"]
                        )
                    )
                ]
            ),
            Article("5.31", "In- en uitritten", [Self.driveway(.first)]),
            Article(
                "5.32",
                "Welstand",
                [
                    Paragraph(
                        text: """
                            In het welstandsvrij gebied gelden voor het uiterlijk van bouwwerken geen redelijke eisen van \
                            welstand.
                            """,
                        rule: LegalRule(
                            locations: [free],
                            activities: [.init("Dakkapel", "AndersGeduid", [free])],
                            areas: ["WelstandsvrijGebied"]
                        )
                    )
                ]
            ),
        ]
    }

    /// Article 5.31: something to report at first, a permit later.
    static func driveway(_ version: RegulationVersion) -> RegulationArticle.Paragraph {
        let needsPermit = version.number >= RegulationVersion.higher.number
        return Paragraph(
            text: needsPermit
                ? "Het is verboden zonder omgevingsvergunning een in- of uitrit te maken of te veranderen."
                : "Wie een in- of uitrit maakt of verandert, meldt dit vier weken voordat het werk begint.",
            rule: LegalRule(
                locations: [municipalArea],
                activities: [.init("Uitrit", needsPermit ? "Vergunningplicht" : "Meldingsplicht", [municipalArea])]
            )
        )
    }

    private var noiseArticle: Article? {
        let locations = groups.map(\.identifier).filter { $0.hasPrefix("gebiedengroep.Geluid") }
        guard !locations.isEmpty else { return nil }
        let text = "Het geluid door activiteiten is op een gevel niet hoger dan voor de locatie is aangegeven."
        let rule = LegalRule(locations: locations, norms: [RegulationNorm.Kind.noise.key])
        return Article("5.40", "Geluid", [Paragraph(text: text, rule: rule)])
    }

    private var bruidsschat: [Article] {
        func rule(_ activity: String, _ qualification: String) -> LegalRule {
            LegalRule(
                locations: [Self.municipalArea],
                activities: [.init(activity, qualification, [Self.municipalArea])]
            )
        }
        var (exceptions, inAccordance) = (BruidsschatArticles.exceptions, BruidsschatArticles.inAccordance)
        exceptions.rule = rule("Bijgebouw", "AndersGeduid")
        inAccordance.rule = rule("Bijgebouw", "AndersGeduid")
        return [
            Article(
                "22.26",
                "Binnenplanse vergunning omgevingsplanactiviteit bouwwerken",
                [Paragraph(text: BruidsschatArticles.permit, rule: rule("BouwwerkBouwen", "Vergunningplicht"))]
            ),
            Article(
                "22.27",
                "Uitzonderingen op vergunningplicht artikel 22.26 – omgevingsplan onverminderd van toepassing",
                [exceptions]
            ),
            Article(
                "22.36",
                "Binnenplanse vergunningvrije activiteiten van rechtswege in overeenstemming met dit omgevingsplan",
                [inAccordance]
            ),
        ]
    }
}
