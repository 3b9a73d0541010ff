/// The articles on building without a permit that the state put into every omgevingsplan: 22.26, 22.27 and 22.36.
///
/// Source: Invoeringsbesluit Omgevingswet, article 7.1; the text is that of the omgevingsplan of Ermelo of 2024-02-07. Texts
/// of laws are free of copyright (Auteurswet, article 11).
enum BruidsschatArticles {
    static let permit = """
        Het is verboden zonder omgevingsvergunning een bouwactiviteit te verrichten en het te bouwen bouwwerk in stand te \
        houden en te gebruiken.
        """

    /// Article 22.27: no permit is needed, and the plan's rules hold.
    static let exceptions = RegulationArticle.Paragraph(
        text: """
            Het verbod, bedoeld in artikel 22.26, geldt niet voor de activiteiten, bedoeld in dat artikel, als die \
            betrekking hebben op een van de volgende bouwwerken:
            """,
        items: RegulationArticle.Item.list(exceptionList)
    )

    /// Article 22.36: in accordance with the plan, whatever the plan says.
    static let inAccordance = RegulationArticle.Paragraph(
        text: """
            Onverminderd de overige bepalingen van deze afdeling en de bepalingen van afdeling 22.3 zijn in ieder geval \
            in overeenstemming met dit omgevingsplan:
            """,
        items: RegulationArticle.Item.list(accordanceList)
    )

    private static let exceptionList = """
        a een bijbehorend bouwwerk of een uitbreiding daarvan, als wordt voldaan aan de volgende eisen:
          1 op de grond staand;
          2 gelegen in achtererfgebied;
          3 op een afstand van meer dan 1 m vanaf openbaar toegankelijk gebied;
          4 niet hoger dan 5 m;
          5 de ligging van een verblijfsgebied, bij meer dan een bouwlaag, alleen op de eerste bouwlaag; en
          6 niet voorzien van een dakterras, balkon of andere niet op de grond gelegen buitenruimte;
        b een bouwwerk voor recreatief nachtverblijf, als wordt voldaan aan de volgende eisen:
          1 op de grond staand;
          2 niet hoger dan 5 m; en
          3 de oppervlakte niet meer dan 70 m<sup>2</sup>;
        c een dakkapel in het voordakvlak of een naar openbaar toegankelijk gebied gekeerd zijdakvlak, als wordt \
        voldaan aan de volgende eisen:
          1 gelegen in een gebied dat of een bouwwerk dat in het tijdelijke deel van dit omgevingsplan, bedoeld in \
        artikel 22.1, onder a, van de Omgevingswet, is aangewezen als gebied of bouwwerk waarvoor geen redelijke \
        eisen van welstand van toepassing zijn;
          2 voorzien van een plat dak;
          3 gemeten vanaf de voet van de dakkapel niet hoger dan 1,75 m;
          4 onderzijde meer dan 0,5 m en minder dan 1 m boven de dakvoet;
          5 bovenzijde meer dan 0,5 m onder de daknok; en
          6 zijkanten meer dan 0,5 m van de zijkanten van het dakvlak;
        d een sport- of speeltoestel anders dan voor alleen particulier gebruik, als wordt voldaan aan de volgende \
        eisen:
          1 niet hoger dan 4 m; en
          2 alleen functionerend met behulp van de zwaartekracht of de fysieke kracht van de mens;
        e een zwembad, bubbelbad of soortgelijke voorziening of een vijver op het gebouwerf bij een woning of \
        woongebouw, als deze niet van een overkapping is voorzien;
        f een erf- of perceelafscheiding, als wordt voldaan aan de volgende eisen:
          1 hoger dan 1 m maar niet hoger dan 2 m;
          2 op een erf of perceel waarop al een gebouw staat waarmee de afscheiding in functionele relatie staat; en
          3 achter de lijn die langs de voorkant van dat gebouw evenwijdig loopt met het aangrenzend openbaar \
        toegankelijk gebied;
        g een bouwwerk, geen gebouw zijnde, in achtererfgebied voor agrarische bedrijfsvoering, voor zover het gaat om:
          1 een silo; of
          2 een ander bouwwerk niet hoger dan 2 m;
        h een buisleiding anders dan een buisleiding waarop artikel 2.29, onder p, aanhef en onder 4°, van het \
        Besluit bouwwerken leefomgeving van toepassing is; of
        i een te veranderen bouwwerk, als wordt voldaan aan de volgende eisen:
          1 geen uitbreiding van de bebouwde oppervlakte;
          2 geen uitbreiding van het bouwvolume; en
          3 geen bouwwerk als bedoeld in artikel 2.29, onder b tot en met r, van het Besluit bouwwerken leefomgeving \
        dat niet voldoet aan de voor dat bouwwerk in die onderdelen gestelde eisen.
        """

    private static let accordanceList = """
        a het bouwen, in stand houden en gebruiken van een bijbehorend bouwwerk of een uitbreiding daarvan als \
        bedoeld in artikel 22.27, onder a, als in aanvulling op de in dat onderdeel gestelde eisen ook wordt voldaan \
        aan de volgende eisen:
          1 voor zover op een afstand van niet meer dan 4 m van het oorspronkelijk hoofdgebouw, niet hoger dan:
            i 5 m;
            ii 0,3 m boven de bovenkant van de scheidingsconstructie met de tweede bouwlaag van het hoofdgebouw; en
            iii het hoofdgebouw;
          2 voor zover op een afstand van meer dan 4 m van het oorspronkelijk hoofdgebouw:
            i als het bijbehorend bouwwerk of de uitbreiding daarvan hoger is dan 3 m: voorzien van een schuin dak, \
        de dakvoet niet hoger dan 3 m, de daknok gevormd door twee of meer schuine dakvlakken, met een hellingshoek \
        van niet meer dan 55°, en waarbij de hoogte van de daknok niet meer is dan 5 m en verder wordt begrensd door \
        de volgende formule: maximale daknokhoogte [m] = (afstand daknok tot de perceelsgrens [m] x 0,47) + 3; en
            ii functioneel ondergeschikt aan het hoofdgebouw, tenzij het gaat om huisvesting in verband met mantelzorg;
          3 de oppervlakte van bijbehorende bouwwerken in het bebouwingsgebied niet meer dan:
            i bij een bebouwingsgebied kleiner dan of gelijk aan 100 m<sup>2</sup>: 50% van dat bebouwingsgebied;
            ii bij een bebouwingsgebied groter dan 100 m<sup>2</sup> en kleiner dan of gelijk aan 300 m<sup>2</sup>: \
        50 m<sup>2</sup>, vermeerderd met 20% van het deel van het bebouwingsgebied dat groter is dan 100 \
        m<sup>2</sup>; en
            iii bij een bebouwingsgebied groter dan 300 m<sup>2</sup>: 90 m<sup>2</sup>, vermeerderd met 10% van het \
        deel van het bebouwingsgebied dat groter is dan 300 m<sup>2</sup>, tot een maximum van in totaal 150 \
        m<sup>2</sup>; en
          4 uitbreiding van of gelegen aan of bij een hoofdgebouw, anders dan:
            i een woonwagen;
            ii een hoofdgebouw waarvoor in de omgevingsvergunning voor de bouwactiviteit of de \
        omgevingsplanactiviteit bestaande uit een bouwactiviteit is bepaald dat de vergunninghouder na het \
        verstrijken van een bij die vergunning gestelde termijn verplicht is de voor de verlening van de vergunning \
        bestaande toestand te hebben hersteld; of
            iii een bouwwerk voor recreatief nachtverblijf door één huishouden;
        b het bouwen, in stand houden en gebruiken van een erf- of perceelafscheiding als bedoeld in artikel 22.27, \
        onder f; en
        c het gebruiken van een bestaand bouwwerk voor huisvesting in verband met mantelzorg.
        """
}
