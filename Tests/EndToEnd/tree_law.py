"""What the rules say, worked out from their text and not from the decision trees: the bruidsschat (omgevingsplan articles
22.23 to 22.39, read in the Ermelo package), Bbl 2.29 and 2.30, Bal afdeling 11.3, and the invented municipality's own
articles. Run as a program it writes the golden tables anew; read the difference before keeping it."""

import csv
import sys
from decimal import Decimal as D
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden"
FREE, PERMIT, REPORT, CONTACT, NOTHING = (
    "Toestemmingsvrij", "Vergunningplicht", "Meldingsplicht", "NeemContactOpMet", "NietVanToepassing",
)  # fmt: skip


def dormer(a):
    if not a["pand aanwezig"]:
        return NOTHING, "geen gebouw"
    if a["monument"]:
        return PERMIT, "Bbl 2.30 en 22.28 lid 1: monument"
    at_public_side = a["dakvlak"] in ("voordakvlak", "zijdakvlak aan openbaar toegankelijk gebied")
    if at_public_side and not a["welstandsvrij gebied"]:
        return PERMIT, "22.27 c 1: geen welstandsvrij gebied"
    if at_public_side and a["beschermd gezicht"]:
        return PERMIT, "22.28 lid 3: rijksbeschermd gezicht"
    if not at_public_side and a["beschermd gezicht"]:
        if a["dakvlak"] != "achterdakvlak":
            return PERMIT, "Bbl 2.30 lid 3 b 2: zijdakvlak in een rijksbeschermd gezicht"
        if a["achterdakvlak in zicht"]:
            return PERMIT, "Bbl 2.30 lid 3 b 2: achterdakvlak naar openbaar toegankelijk gebied gekeerd"
    if not a["plat dak"]:
        return PERMIT, "plat dak"
    if a["hoogte dakkapel"] > D("1.75"):
        return PERMIT, "hoger dan 1,75 m"
    if a["onderzijde boven dakvoet"] <= D("0.5"):
        return PERMIT, "onderzijde niet meer dan 0,5 m boven de dakvoet"
    if a["onderzijde boven dakvoet"] >= 1:
        return PERMIT, "onderzijde niet minder dan 1 m boven de dakvoet"
    if a["bovenzijde onder daknok"] <= D("0.5"):
        return PERMIT, "bovenzijde niet meer dan 0,5 m onder de nok"
    if a["afstand tot zijkanten"] <= D("0.5"):
        return PERMIT, "zijkanten niet meer dan 0,5 m"
    if at_public_side:
        return FREE, "22.27 c"
    return FREE, "Bbl 2.29 b en 2.30 lid 3 b 2" if a["beschermd gezicht"] else "Bbl 2.29 b"


def allowed_area(area):
    """22.36 a 3: what bijbehorende bouwwerken may cover of a bebouwingsgebied, in m²."""
    if area <= 100:
        return area / 2
    if area <= 300:
        return 50 + (area - 100) / 5
    return min(D(150), 90 + (area - 300) / 10)


def accessory(a, form):
    """22.27 a, and if that holds 22.36 a with the form demanded of the part near to or far from the main building."""
    if a["monument"]:
        return PERMIT, "22.28 lid 1 en 2: monument"
    if a["beschermd gezicht"] and not a["achter en uit het zicht"]:
        return PERMIT, "22.28 lid 3: beschermd gezicht"
    for holds, reason in [
        (a["op de grond"], "22.27 a 1: niet op de grond"),
        (a["achtererfgebied"], "22.27 a 2: niet in achtererfgebied"),
        (a["afstand openbaar gebied"] > 1, "22.27 a 3: niet meer dan 1 m van openbaar gebied"),
        (a["hoogte"] <= 5, "22.27 a 4: hoger dan 5 m"),
        (not a["verblijf op verdieping"], "22.27 a 5: verblijfsgebied boven de eerste bouwlaag"),
        (not a["dakterras"], "22.27 a 6: dakterras of balkon"),
        (not a["archeologisch gebied"] or a["oppervlakte bouwwerk"] < 50, "22.28 lid 4: archeologie, 50 m² of meer"),
    ]:
        if not holds:
            return PERMIT, reason
    reason = form(a)
    if reason is None and a["bijbehorende bouwwerken"] > allowed_area(a["bebouwingsgebied"]):
        reason = "22.36 a 3: te veel bebouwd"
    if reason is None and a["woonwagen of tijdelijk"]:
        reason = "22.36 a 4: woonwagen, tijdelijk of recreatief"
    if reason is None and a["beschermd gezicht"]:
        reason = "22.38 b: beschermd gezicht"
    if reason is None and a["veiligheidszone"]:
        reason = "22.39: externe veiligheid"
    if reason is None:
        return FREE, "22.27 a en 22.36 a"
    return (FREE, reason + ", maar past in het plan") if a["past in omgevingsplan"] else (PERMIT, reason)


def extension_form(a):
    if a["hoogte"] > 5:
        return "22.36 a 1 i"
    if a["hoogte"] > a["hoogte scheidingsconstructie"] + D("0.3"):
        return "22.36 a 1 ii: meer dan 0,3 m boven de scheidingsconstructie"
    if a["hoogte"] > a["hoogte hoofdgebouw"]:
        return "22.36 a 1 iii: hoger dan het hoofdgebouw"
    return None


def outbuilding_form(a):
    if a["hoogte"] > 3:
        if not a["schuin dak"]:
            return "22.36 a 2 i: hoger dan 3 m zonder schuin dak"
        if a["dakvoet"] > 3:
            return "22.36 a 2 i: dakvoet hoger dan 3 m"
        if a["hellingshoek"] > 55:
            return "22.36 a 2 i: steiler dan 55 graden"
        if a["hoogte"] > a["afstand nok tot perceelsgrens"] * D("0.47") + 3:
            return "22.36 a 2 i: hoger dan afstand x 0,47 + 3"
    if not a["ondergeschikt"]:
        return "22.36 a 2 ii: niet ondergeschikt"
    return None


def felling(a, girth=100):
    if a["binnen contour houtkap"]:
        if a["acuut gevaar"]:
            return REPORT, "Bomenverordening 4: acuut gevaar"
        if a["beschermde boom"]:
            return PERMIT, "Bomenverordening 3: beschermde boom"
        return (PERMIT, f"Bomenverordening 2: {girth} cm of meer") if a["stamomtrek"] >= girth else (FREE, "te klein")
    if a["erf of tuin"]:
        return FREE, "Bal 11.111 lid 2 b: erf of tuin"
    # 11.111 lid 2 j: not about stands of less than 10 are, nor about a row of 20 trees or fewer, whatever its ground.
    if a["bomen in de rij"] > 0:
        many = a["bomen in de rij"] > 20
        return (REPORT, "Bal 11.3: rij van meer dan 20") if many else (FREE, "Bal 11.111 lid 2 j: rij van 20 of minder")
    large = a["oppervlakte houtopstand"] >= 10
    return (REPORT, "Bal 11.3: 10 are of meer") if large else (FREE, "Bal 11.111 lid 2 j: minder dan 10 are")


def driveway(a):
    if a["wegbeheerder"] != "gemeente":
        return CONTACT, "APV 2:12 lid 2: andere wegbeheerder"
    for fails, reason in [
        (a["tweede in- of uitrit"], "lid 3 a: tweede in- of uitrit"),
        (a["breedte in- of uitrit"] > D("3.5"), "lid 3 b: breder dan 3,5 m"),
        (a["boom moet weg"], "lid 3 c: boom of groen"),
        (a["parkeerplaats vervalt"], "lid 3 d: parkeerplaats"),
        (a["afstand tot kruising"] < 5, "lid 3 e: minder dan 5 m tot een kruising"),
    ]:
        if fails:
            return PERMIT, "APV 2:12 " + reason
    return REPORT, "APV 2:12 lid 1"


def zaltbommel(a):
    """The three rows of Gemeentestad's table for `Bouwen van een bijgebouw`."""
    if a["oppervlakte m2"] < 20:
        return FREE, "kleiner dan 20 m²"
    return (REPORT, "20 tot 30 m²") if a["oppervlakte m2"] < 30 else (PERMIT, "30 m² of meer")


BACK, FRONT = "achterdakvlak", "voordakvlak"
SIDE, HIDDEN_SIDE = "zijdakvlak aan openbaar toegankelijk gebied", "zijdakvlak niet aan openbaar toegankelijk gebied"
ACCESSORY = {
    "monument": False, "beschermd gezicht": False, "achter en uit het zicht": True, "op de grond": True,
    "achtererfgebied": True, "afstand openbaar gebied": D(5), "hoogte": D("2.8"), "verblijf op verdieping": False,
    "dakterras": False, "archeologisch gebied": False, "oppervlakte bouwwerk": D(20), "woonwagen of tijdelijk": False,
    "veiligheidszone": False, "bebouwingsgebied": D(200), "bijbehorende bouwwerken": D(35), "past in omgevingsplan": False,
}  # fmt: skip


def numbers(name, *values, **more):
    return [{name: D(value), **more} for value in values]


ACCESSORY_CHANGES = [
    {}, {"monument": True}, {"beschermd gezicht": True}, {"beschermd gezicht": True, "past in omgevingsplan": True},
    {"beschermd gezicht": True, "achter en uit het zicht": False, "past in omgevingsplan": True}, {"op de grond": False},
    {"achtererfgebied": False}, {"verblijf op verdieping": True}, {"dakterras": True},
    *numbers("afstand openbaar gebied", "1", "1.001", "0.99"), *numbers("oppervlakte bouwwerk", "49.99", "50", archeologie=1),
    {"oppervlakte bouwwerk": D(60)}, {"woonwagen of tijdelijk": True}, {"veiligheidszone": True},
    {"veiligheidszone": True, "past in omgevingsplan": True},
    # 22.36 a 3: 50 at 100, 70 at 200, 90 at 300, 150 at 900 and beyond.
    *numbers("bijbehorende bouwwerken", "40", "40.01", bebouwingsgebied=D(80)),
    *numbers("bijbehorende bouwwerken", "50", "50.01", bebouwingsgebied=D(100)),
    *numbers("bijbehorende bouwwerken", "70", "70.001", bebouwingsgebied=D(200)),
    *numbers("bijbehorende bouwwerken", "90", "90.01", bebouwingsgebied=D(300)),
    *numbers("bijbehorende bouwwerken", "150", "150.01", bebouwingsgebied=D(900)),
    *numbers("bijbehorende bouwwerken", "150", "151", bebouwingsgebied=D(2000)),
    {"bijbehorende bouwwerken": D(80), "past in omgevingsplan": True},
]  # fmt: skip

FAMILIES = {
    "dakkapel": (
        dormer,
        {
            "pand aanwezig": True, "dakvlak": BACK, "monument": False, "beschermd gezicht": False,
            "achterdakvlak in zicht": False, "welstandsvrij gebied": False, "plat dak": True, "hoogte dakkapel": D("1.5"),
            "onderzijde boven dakvoet": D("0.7"), "bovenzijde onder daknok": D(1), "afstand tot zijkanten": D(1),
        },  # fmt: skip
        [
            {}, {"pand aanwezig": False}, {"monument": True}, {"beschermd gezicht": True}, {"achterdakvlak in zicht": True},
            {"beschermd gezicht": True, "achterdakvlak in zicht": True}, {"beschermd gezicht": True, "monument": True},
            {"beschermd gezicht": True, "hoogte dakkapel": D("1.8")}, {"plat dak": False}, {"dakvlak": HIDDEN_SIDE},
            {"dakvlak": HIDDEN_SIDE, "beschermd gezicht": True}, {"dakvlak": HIDDEN_SIDE, "achterdakvlak in zicht": True},
            {"dakvlak": HIDDEN_SIDE, "beschermd gezicht": True, "welstandsvrij gebied": True},
            {"dakvlak": FRONT}, {"dakvlak": SIDE}, {"dakvlak": FRONT, "welstandsvrij gebied": True},
            {"dakvlak": SIDE, "welstandsvrij gebied": True},
            {"dakvlak": FRONT, "welstandsvrij gebied": True, "beschermd gezicht": True},
            {"dakvlak": SIDE, "welstandsvrij gebied": True, "beschermd gezicht": True},
            {"dakvlak": FRONT, "welstandsvrij gebied": True, "achterdakvlak in zicht": True},
            {"dakvlak": FRONT, "welstandsvrij gebied": True, "plat dak": False},
            {"dakvlak": FRONT, "welstandsvrij gebied": True, "monument": True},
            *numbers("hoogte dakkapel", "1.749999999999999999", "1.75", "1.750000000000000001", "1.76", "2"),
            *numbers("onderzijde boven dakvoet", "0.5", "0.51", "0.99", "1", "1.01", "0.4"),
            *numbers("bovenzijde onder daknok", "0.5", "0.51", "0.3"),
            *numbers("afstand tot zijkanten", "0.5", "0.50001", "0"),
            *numbers("hoogte dakkapel", "1.75", "1.8", dakvlak=FRONT),
        ],
    ),
    "uitbouw": (
        lambda a: accessory(a, extension_form),
        {**ACCESSORY, "hoogte scheidingsconstructie": D("2.8"), "hoogte hoofdgebouw": D(8)},
        [
            *ACCESSORY_CHANGES, *numbers("hoogte", "3.1", "3.1000001", "3.2"), {"hoogte": D("3.2"), "past in omgevingsplan": True},
            *numbers("hoogte", "5", "5.01", **{"hoogte scheidingsconstructie": D(6)}),
            *numbers("hoogte", "2.9", "2.8", **{"hoogte hoofdgebouw": D("2.8")}),
        ],
    ),
    "bijgebouw": (
        lambda a: accessory(a, outbuilding_form),
        {
            **ACCESSORY, "schuin dak": True, "dakvoet": D("2.5"), "hellingshoek": D(45),
            "afstand nok tot perceelsgrens": D(3), "ondergeschikt": True,
        },  # fmt: skip
        [
            *ACCESSORY_CHANGES, {"ondergeschikt": False}, {"ondergeschikt": False, "past in omgevingsplan": True},
            {"hoogte": D(3), "schuin dak": False}, {"hoogte": D("3.01"), "schuin dak": False},
            # 3 x 0.47 + 3 = 4.41
            *numbers("hoogte", "4.41", "4.4100001", "4.5"), {"hoogte": D("4.41"), "dakvoet": D("3.01")},
            {"hoogte": D("4.41"), "hellingshoek": D(55)}, {"hoogte": D("4.41"), "hellingshoek": D("55.1")},
            {"hoogte": D(5), "afstand nok tot perceelsgrens": D(5)}, {"hoogte": D("5.01"), "afstand nok tot perceelsgrens": D(9)},
        ],
    ),
    "boom-kappen": (
        felling,
        {
            "binnen contour houtkap": True, "acuut gevaar": False, "beschermde boom": False, "stamomtrek": D(60),
            "erf of tuin": False, "oppervlakte houtopstand": D(2), "bomen in de rij": D(0),
        },  # fmt: skip
        [
            {}, {"acuut gevaar": True}, {"beschermde boom": True}, {"beschermde boom": True, "acuut gevaar": True},
            *numbers("stamomtrek", "99.9", "99.99999999999999999999", "100", "100.01", "250", "5", "79.9", "80"),
            *numbers("stamomtrek", "100", "150", "200", **{"erf of tuin": True}),
            *numbers("stamomtrek", "20", "99", "100", "120", **{"beschermde boom": True}),
            *numbers("stamomtrek", "99", "100", "101", **{"bomen in de rij": D(30)}),
            {"binnen contour houtkap": False}, {"binnen contour houtkap": False, "erf of tuin": True},
            {"binnen contour houtkap": False, "erf of tuin": True, "oppervlakte houtopstand": D(20)},
            {"binnen contour houtkap": False, "stamomtrek": D(300)},
            *numbers("oppervlakte houtopstand", "9.99", "10", "10.01", "50", **{"binnen contour houtkap": False}),
            *numbers("bomen in de rij", "20", "21", "5", "40", **{"binnen contour houtkap": False}),
            # A row of 20 is out however large its ground; one of 21 is in however small.
            {"binnen contour houtkap": False, "bomen in de rij": D(20), "oppervlakte houtopstand": D(15)},
            {"binnen contour houtkap": False, "bomen in de rij": D(1), "oppervlakte houtopstand": D(10)},
            {"binnen contour houtkap": False, "bomen in de rij": D(21), "oppervlakte houtopstand": D(15)},
            {"binnen contour houtkap": False, "beschermde boom": True}, {"binnen contour houtkap": False, "acuut gevaar": True},
        ],
    ),
    "uitrit": (
        driveway,
        {
            "wegbeheerder": "gemeente", "tweede in- of uitrit": False, "breedte in- of uitrit": D(3), "boom moet weg": False,
            "parkeerplaats vervalt": False, "afstand tot kruising": D(20),
        },  # fmt: skip
        [
            {}, {"tweede in- of uitrit": True}, {"boom moet weg": True}, {"parkeerplaats vervalt": True},
            *numbers("breedte in- of uitrit", "3.5", "3.49", "3.50000000000000000001", "3.51", "6", "0.8"),
            *numbers("afstand tot kruising", "5", "4.99", "4.99999999999999999999", "0", "5.01", "100"),
            *[{"wegbeheerder": name} for name in ("provincie", "waterschap", "Rijk")],
            *[{"wegbeheerder": name, "boom moet weg": True} for name in ("provincie", "waterschap", "Rijk")],
            {"wegbeheerder": "provincie", "breedte in- of uitrit": D(9)}, {"boom moet weg": True, "parkeerplaats vervalt": True},
            {"tweede in- of uitrit": True, "breedte in- of uitrit": D(4)}, {"parkeerplaats vervalt": True, "afstand tot kruising": D(4)},
            *numbers("breedte in- of uitrit", "3.5", "3.6", **{"afstand tot kruising": D(5)}),
            *numbers("breedte in- of uitrit", "2", "2.5", **{"boom moet weg": True}),
            *numbers("breedte in- of uitrit", "1", "3.4", "3.45"),
        ],
    ),
    "zaltbommel-bijgebouw": (
        zaltbommel,
        {"oppervlakte m2": D(10)},
        numbers(
            "oppervlakte m2", "0", "1", "5.5", "10", "12.25", "15", "19", "19.5", "19.9", "19.99", "19.999999999999999999999",
            "20", "20.000000000000000000001", "20.01", "21", "22.5", "25", "27.3", "29", "29.9", "29.99",
            "29.99999999999999999999999", "30", "30.00000000000000000000001", "30.01", "31", "35", "40.5", "50", "75", "100",
            "150", "1000", "99999",
        ),  # fmt: skip
    ),
}


def cases(family):
    """Every case of a family: the answers and what follows from the law, with the reason."""
    law, base, changes = FAMILIES[family]
    for change in changes:
        answers = {**base, **change}
        # Archaeology only matters where it holds.
        if answers.pop("archeologie", None):
            answers["archeologisch gebied"] = True
        yield answers, *law(answers)


def text(value):
    return ("ja" if value else "nee") if isinstance(value, bool) else str(value)


def table(family):
    names = list(FAMILIES[family][1])
    rows = [["nr", *names, "verwacht", "waarom"]]
    for number, (answers, expected, reason) in enumerate(cases(family), 1):
        assert set(answers) == set(names), set(answers) ^ set(names)
        rows.append([str(number), *(text(answers[name]) for name in names), expected, reason])
    return rows


def read(family):
    with open(GOLDEN / f"{family}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for family in sys.argv[1:] or FAMILIES:
        with open(GOLDEN / f"{family}.tsv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter="\t", lineterminator="\n").writerows(table(family))
