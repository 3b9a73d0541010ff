"""The rules at a point: `GET /v1/stip?niveau=`. Expected values come from golden/make_rule_cases.py, which reads the same
files with lxml and shapely, or were worked out by hand; never from the program."""

import csv
import json
import random
import re
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pyogrio
import pytest
from shapely import box, to_wkb
from stip_program import RD, Server, assert_problem, stip
from test_contract import schema_errors

WORK = "/akn/nl/act/gm0297/2019/reg456"
NIJKERK = "NL.IMRO.0267.BP0174-0001"
ZALTBOMMEL = "NL.IMRO.0297.BGBBP20140020-OW01"
ARTICLE = "NL.IMRO.PT.ec44f668f4664908aecbad0bc08c3d2e"
CASES = Path(__file__).parent / "golden/rule_cases.tsv"
# A rectangle that stands for the municipality of Ermelo, which the package refers to by its code.
ERMELO = box(165000, 475000, 180000, 485000)


def plan_text(anchors):
    """A page of rules as they are published: nothing closed that need not be, entities, an anchor before its heading."""
    parts = ["<html><head><title>Regels</title><style>p{}</style></head><body><h1>Regels"]
    for number, anchor in enumerate(anchors, 1):
        parts.append(f'<a name="{anchor}"></a><h2>Artikel {number} Bestemming {number}</h2>')
        parts.append(f"<p>De grond &amp; het water van {number}; ten hoogste 50 m<sup>2</sup>.<p>Tweede alinea")
        parts.append(f'<h3 id="{anchor}.1">{number}.1 Bouwregels</h3><ul><li>a. hoogte 3&nbsp;m</ul>')
    return "\n".join(parts)


@pytest.fixture(scope="module")
def workspace(real_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    plans = folder / "plans"
    plans.mkdir()
    for name in (NIJKERK, ZALTBOMMEL):
        shutil.copy(real_data / f"imro/imro2012/{name}.gml", plans)
    (plans / f"r_{NIJKERK}.html").write_text(plan_text(["NL.IMRO.PT.x", ARTICLE, "NL.IMRO.PT.y"]))
    pyogrio.raw.write(
        folder / "gemeentegebied.gpkg", np.array([to_wkb(ERMELO)], dtype=object),
        [np.array(["GM0233"], dtype=object), np.array(["Ermelo"], dtype=object)], ["identificatie", "naam"],
        layer="gemeentegebied", driver="GPKG", geometry_type="Polygon", crs="EPSG:28992",
    )
    # A province and a water board that ends at y 420000.
    for layer, code, name, area in [
        ("provinciegebied", "PV25", "Gelderland", box(130000, 400000, 180000, 485000)),
        ("waterschapsgebied", "WS0621", "Rivierenland", box(130000, 400000, 180000, 420000)),
    ]:
        pyogrio.raw.write(
            folder / f"{layer}.gpkg", np.array([to_wkb(area)], dtype=object),
            [np.array([code], dtype=object), np.array([name], dtype=object)], ["identificatie", "naam"],
            layer=layer, driver="GPKG", geometry_type="Polygon", crs="EPSG:28992",
        )
    imow = real_data / "imow"
    stip("import", plans, imow / "gemeentestad", *(imow / "download").glob("*.zip"), folder / "gemeentegebied.gpkg",
         folder / "provinciegebied.gpkg", folder / "waterschapsgebied.gpkg", "--workspace", folder / "w")
    return folder / "w"


@pytest.fixture(scope="module")
def server(workspace, tmp_path_factory):
    with Server(workspace, tmp_path_factory.mktemp("log") / "server.log") as running:
        yield running


def ask(server, x, y, level, **query):
    answer = server.get("/v1/stip", x=x, y=y, crs=RD, niveau=level, **query)
    assert answer.status == 200, answer.body
    return answer.json


def cases():
    with CASES.open() as file:
        return list(csv.DictReader(file, delimiter="\t"))


PLACES = [(138300, 424600), (161860.983, 470426.104), (170000, 480000), (139000, 423000), (134500, 425400), (120000, 400000)]


# --- golden cases


def says(rule):
    """What a rule of the answer says, in the words of the table."""
    if rule["soort"] == "norm":
        norm = rule["norm"]
        if "waarde" not in norm:
            return norm["tekst"]
        text = f"{norm.get('vergelijking', '')} {norm['waarde']:g}"
        return f"{text} {norm['eenheid']}" if "eenheid" in norm else text
    if rule["soort"] == "activiteit":
        return rule["activiteit"]["kwalificatie"]
    return rule["naam"]


def test_the_table_has_enough_cases_of_each_family_and_a_third_of_them_fail():
    families = {}
    for case in cases():
        families.setdefault(case["familie"], []).append(case["geldt"] == "ja")
    assert len(cases()) >= 300
    for family, holding in families.items():
        assert len(holding) >= 30 and holding.count(False) * 3 >= len(holding), family


@pytest.mark.parametrize("family", sorted({case["familie"] for case in cases()}))
def test_every_golden_case(server, family):
    wrong = []
    for case in (case for case in cases() if case["familie"] == family):
        answer = ask(server, case["x"], case["y"], 3, geldigOp=case["dag"])
        if family == "pons":
            found = [plan["regelstatus"] for plan in answer["plannen"] if plan["id"] == case["regel"]]
        else:
            rules = [r for r in answer["regels"] if r["id"] == case["regel"] and r["document"] == case["document"]]
            assert all(rule["toepasselijkheid"] == "geldt" for rule in rules)
            found = [says(rule) for rule in rules]
        if found != ([case["zegt"]] if case["geldt"] == "ja" else []):
            wrong.append((case, found))
    assert wrong == []


# --- levels


def is_part(less, more, path=""):
    """Where something of the lower level is not in the higher one; empty when all of it is."""
    if isinstance(less, dict):
        missing = [f"{path}/{key}" for key in less if key not in more]
        return missing + [m for key in less if key in more for m in is_part(less[key], more[key], f"{path}/{key}")]
    if isinstance(less, list):
        if len(less) != len(more):
            return [f"{path}: {len(less)} and {len(more)} items"]
        return [m for n, (a, b) in enumerate(zip(less, more)) for m in is_part(a, b, f"{path}/{n}")]
    return [] if less == more or path == "/niveau" else [f"{path}: {less} and {more}"]


def test_each_level_holds_all_of_the_one_before_it_and_more(server):
    for x, y in PLACES:
        levels = [ask(server, x, y, level) for level in (1, 2, 3, 4)]
        for less, more in zip(levels, levels[1:]):
            assert is_part(less, more) == []
            assert set(more) > set(less) or json.dumps(more) > json.dumps(less)
        assert [level["niveau"] for level in levels] == [1, 2, 3, 4]
        for level in levels:
            assert schema_errors(level, "StipRegels") == []


def test_level_1_is_at_most_seven_short_lines_in_two_languages(server):
    chance = random.Random(5)
    places = PLACES + [(case["x"], case["y"]) for case in chance.sample(cases(), 60)]
    for x, y in places:
        answer = server.get("/v1/stip", x=x, y=y, crs=RD, niveau=1)
        assert len(answer.body) <= 8192
        lines = answer.json["hoofdlijnen"]
        assert 1 <= len(lines) <= 7
        for line in lines:
            for text in (line["nl"], line["en"]):
                sentences = [s for s in re.split(r"(?<=[.?!]) ", text) if s]
                # Names of plans and functions are the authority's; the sentence around them is ours.
                assert text.endswith(".") and len(sentences) <= 3
        for line in lines:
            frame = re.sub(r": .*\.", ".", line["nl"])
            assert len(frame.split()) <= 15, frame


class Texts(HTMLParser):
    """What a reader of the page sees, without any script."""

    def __init__(self):
        super().__init__()
        self.seen, self.tags = [], []

    def handle_data(self, data):
        self.seen.append(data)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def facts(document, language):
    if isinstance(document, dict):
        if set(document) == {"nl", "en"}:
            yield document[language]
        elif set(document) in ({"type", "coordinates"},):
            yield json.dumps(document, sort_keys=True, separators=(",", ":"))
        else:
            for key, value in document.items():
                if key not in ("niveau", "links", "isParaplu"):
                    yield from facts(value, language)
    elif isinstance(document, list):
        for item in document:
            yield from facts(item, language)
    elif document is not None:
        yield document


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_states_the_facts_of_the_json_and_needs_no_script(server, language):
    for x, y in PLACES:
        for level in (1, 2, 3, 4):
            document = ask(server, x, y, level)
            page = server.get("/v1/stip", {"Accept": "text/html", "Accept-Language": language}, x=x, y=y, crs=RD, niveau=level)
            assert page.status == 200 and page.media_type == "text/html"
            reader = Texts()
            reader.feed(page.body.decode())
            text = " ".join(" ".join(reader.seen).split())
            assert not any(tag == "script" for tag, _ in reader.tags)
            for fact in facts(document, language):
                shown = fact if isinstance(fact, str) else f"{fact:g}" if abs(fact) < 1e5 and fact == int(fact) else repr(fact)
                assert " ".join(str(shown).split()) in text, (level, fact)
            links = [a["href"] for tag, a in reader.tags if tag == "a" and a.get("rel", "").startswith("niveau-")]
            assert links == [link["href"] for link in document["links"]]


def test_the_links_lead_to_the_other_levels_of_the_same_place(server):
    for link in ask(server, *PLACES[0], 1, activiteit="bijgebouw & schuur")["links"]:
        answer = server.get(link["href"])
        assert answer.status == 200 and f"niveau-{answer.json['niveau']}" == link["rel"]
        assert answer.json["activiteit"] == "bijgebouw & schuur"


def test_without_a_level_the_answer_is_what_lies_there_and_a_browser_gets_the_headlines(server):
    x, y = PLACES[1]
    plain = server.get("/v1/stip", x=x, y=y, crs=RD).json
    assert set(plain) == {"locatie", "treffers", "dekking", "dataVersie", "disclaimer"}
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert "<h1>Wat mag hier?</h1>" in server.get("/v1/stip", browser, x=x, y=y, crs=RD).body.decode()


def test_a_page_that_was_fetched_before_is_not_sent_again(server):
    x, y = PLACES[0]
    for accept in ("text/html", "application/json"):
        first = server.get("/v1/stip", {"Accept": accept}, x=x, y=y, crs=RD, niveau=2)
        again = server.get("/v1/stip", {"Accept": accept, "If-None-Match": first.headers["ETag"]}, x=x, y=y, crs=RD, niveau=2)
        assert again.status == 304 and "Accept" in first.headers["Vary"]


# --- the Zaltbommel set


def test_a_pons_replaces_the_plans_below_it_by_name_and_their_rules_count_no_longer(server):
    replaced = [case for case in cases() if case["familie"] == "pons" and case["zegt"] == "vervangen" and case["geldt"] == "ja"]
    for case in replaced:
        answer = ask(server, case["x"], case["y"], 3)
        (plan,) = [plan for plan in answer["plannen"] if plan["id"] == ZALTBOMMEL]
        assert plan["vervangenDoor"] == WORK and "pons" in plan["toelichting"]["nl"]
        assert any(plan["naam"] in line["nl"] for line in answer["hoofdlijnen"] if "vervangen" in line["nl"])
        of_plan = {rule["id"] for rule in answer["regels"] if rule["document"] == ZALTBOMMEL}
        told = {r for s in answer["vrijheden"] + answer["beperkingen"] for r in s["regels"]}
        assert not of_plan & told


@pytest.fixture(scope="module")
def plans_below_a_pons(real_data, tmp_path_factory):
    """One plan under several names, of several kinds, in the municipality with a pons, and the server over them."""
    folder = tmp_path_factory.mktemp("pons")
    text = (real_data / f"imro/imro2012/{ZALTBOMMEL}.gml").read_text()
    kinds = [
        ("GEWOON", "Buitengebied", "bestemmingsplan", "0297"), ("TAM", "TAM-omgevingsplan Hoofdstuk 22a", "bestemmingsplan", "0297"),
        ("PV", "Omgevingsverordening", "provinciale verordening", "9925"), ("SV", "Structuurvisie", "structuurvisie", "0297"),
        ("BUREN", "Buitengebied van de buren", "bestemmingsplan", "0263"), ("IP", "Windpark", "inpassingsplan", "9925"),
    ]
    for name, title, kind, authority in kinds:
        plan = re.sub(r"lokaalID>0297\.([GD]P\d+)", rf"lokaalID>0297.{name}\g<1>", text)
        for before, after in (
            (ZALTBOMMEL, f"NL.IMRO.{authority}.{name}-VA01"), ("lokaalID>0297.BGBBP20140020<", f"lokaalID>{authority}.{name}<"),
            ("versie>OW01<", "versie>VA01<"), ("typePlan>bestemmingsplan<", f"typePlan>{kind}<"),
            ("naam>Buitengebied Parapluplan Nieuwe Hollandse Waterlinie<", f"naam>{title}<"),
            ("overheidsCode>0297<", f"overheidsCode>{authority}<"), ("planstatus>ontwerp<", "planstatus>vastgesteld<"),
        ):
            assert before in plan
            plan = plan.replace(before, after)
        (folder / f"NL.IMRO.{authority}.{name}-VA01.gml").write_text(plan)
    stip("import", *sorted(folder.glob("*.gml")), real_data / "imow/gemeentestad", "--workspace", folder / "w")
    with Server(folder / "w", folder / "log") as running:
        yield running


@pytest.mark.parametrize(
    ("plan", "ends"),
    [("0297.GEWOON", True), ("9925.IP", True), ("0297.TAM", False), ("9925.PV", False), ("0297.SV", False), ("0263.BUREN", False)],
)
def test_a_pons_leaves_what_is_not_of_the_temporary_part_of_its_omgevingsplan(plans_below_a_pons, plan, ends):
    case = next(c for c in cases() if c["familie"] == "pons" and c["zegt"] == "vervangen" and c["geldt"] == "ja")
    answer = ask(plans_below_a_pons, case["x"], case["y"], 3)
    (found,) = [p for p in answer["plannen"] if p["id"] == f"NL.IMRO.{plan}-VA01"]
    assert (found["regelstatus"], found.get("vervangenDoor")) == (("vervangen", WORK) if ends else ("geldend", None))


def test_plans_in_force_come_before_those_in_the_making(server):
    for case in cases():
        if case["familie"] != "pons":
            continue
        plans = ask(server, case["x"], case["y"], 2)["plannen"]
        order = {"geldend": 0, "vervangen": 1, "in ontwikkeling": 1}
        states = [order[plan["regelstatus"]] for plan in plans]
        assert states == sorted(states)


def test_the_height_of_each_day_is_the_one_of_its_version(server):
    def height(day):
        rules = ask(server, 138300, 424600, 3, geldigOp=day)["regels"]
        return [rule["norm"]["waarde"] for rule in rules if rule["soort"] == "norm" and "waarde" in rule["norm"]]

    # opdracht: in force 2020-01-14 with 13 m on Zuilichem industriegebied 3; opdracht_4b: 15 m from 2020-12-15.
    assert height("2020-01-13") == [] and height("2020-01-14") == [13]
    assert height("2020-12-14") == [13] and height("2020-12-15") == [15] and height("2030-01-01") == [15]


def test_asking_for_an_activity_leaves_the_others_out(server):
    all_of_it = ask(server, *PLACES[0], 3)
    some = ask(server, *PLACES[0], 3, activiteit="WONEN in een")
    names = [rule["naam"] for rule in some["regels"] if rule["soort"] == "activiteit"]
    assert names == ["wonen in een bedrijfswoning"]
    others = [rule for rule in all_of_it["regels"] if rule["soort"] not in ("activiteit",)]
    assert [rule for rule in some["regels"] if rule["soort"] != "activiteit"] == others
    none = ask(server, *PLACES[0], 1, activiteit="raketbasis")
    assert any("raketbasis" in line["nl"] and "geen regel" in line["nl"] for line in none["hoofdlijnen"])
    # Without a level the question for an activity is answered at level 2.
    assert server.get("/v1/stip", x=138300, y=424600, crs=RD, activiteit="wonen").json["niveau"] == 2


def test_the_legal_text_is_the_article_of_the_rule(server, real_data):
    rules = {rule["id"]: rule for rule in ask(server, *PLACES[0], 4)["regels"]}
    height = rules["nl.imow-gm0297.normwaarde.2020000001"]
    assert height["artikel"]["naam"] == "Artikel 2.14 Bouwregels bedrijfsgebouwen"
    assert "d. De maximum bouwhoogte van een bedrijfsgebouw is" in height["tekst"]


# --- Ermelo


def test_all_592_rules_hold_all_over_ermelo_and_nowhere_else(server):
    chance = random.Random(11)
    for _ in range(5):
        x, y = chance.uniform(165001, 179999), chance.uniform(475001, 484999)
        answer = ask(server, round(x, 3), round(y, 3), 3)
        assert len({r for rule in answer["regels"] for r in rule["juridischeRegels"]}) == 592
        assert sum(rule["soort"] == "activiteit" for rule in answer["regels"]) == 601
        assert answer["dekking"][0] == {"laag": "regeling", "toepasselijkheid": "geldt", "peildata": answer["dekking"][0]["peildata"]}
        assert answer["bestuur"] == [{"code": "GM0233", "naam": "Ermelo"}, {"code": "PV25", "naam": "Gelderland"}]
        free = [p for p in answer["procedures"] if p["kwalificatie"] == "vergunningvrij"]
        assert len(free) == 12 and all(
            p["bevoegdGezag"][0]["bestuurslaag"] == "gemeente" and p["bevoegdGezag"][0]["gezagen"][0]["code"] == "GM0233" for p in free
        )
        assert all(p["regels"][0].startswith("gm0233_1-0__chp_22") for p in free)
    outside = ask(server, 164900, 480000, 3)
    assert outside["regels"] == [] and outside["dekking"][0]["toepasselijkheid"] == "onbekend"


def test_procedures_name_who_decides(workspace, real_data, tmp_path):
    """Of each activity those whose words its name holds, by the file that the law was put in. Ermelo's package says of all its
    activities something else than that they need a permit; here they do, and two get names of which a province and a water board
    decide. The water board's area ends to the south."""
    names = {
        "Acculader in werking hebben": "houtopstand vellen",
        "Activiteit die betrekking heeft op een gemeentelijk monument": "dempen van een sloot",
    }
    (package,) = (real_data / "imow/download").glob("*.zip")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(tmp_path / "renamed.zip", "w") as new:
        for member in old.namelist():
            text = old.read(member)
            for name, other in names.items():
                text = text.replace(f"naam>{name}<".encode(), f"naam>{other}<".encode())
            text = text.replace(b"concept/AndersGeduid<", b"concept/Vergunningplicht<")
            new.writestr(member, text)
    areas = [workspace.parent / f"{layer}.gpkg" for layer in ("gemeentegebied", "provinciegebied", "waterschapsgebied")]
    stip("import", tmp_path / "renamed.zip", *areas, "--workspace", tmp_path / "w")
    law = json.loads((Path(__file__).parents[2] / "Data/rules/bevoegd-gezag.json").read_text())
    codes = {"gemeente": ["GM0233"], "provincie": ["PV25"], "waterschap": [], "rijk": []}
    levels = set()
    with Server(tmp_path / "w", tmp_path / "log") as renamed:
        for procedure in ask(renamed, 170000, 480000, 3)["procedures"]:
            name = procedure["activiteit"]["nl"].lower()
            meant = [a for a in law["activiteiten"] if any(word in name for word in a["woorden"])]
            expected = [a for a in meant if not any(word in name for word in a.get("behalve", []))] or [law["standaard"]]
            found = procedure["bevoegdGezag"]
            assert [c["bestuurslaag"] for c in found] == [a["bestuurslaag"] for a in expected]
            assert [c["bron"] for c in found] == [a["bron"] for a in expected]
            assert all([area["code"] for area in c["gezagen"]] == codes[c["bestuurslaag"]] for c in found)
            levels |= {c["bestuurslaag"] for c in found}
    assert levels >= {"gemeente", "provincie", "waterschap"}


def test_on_the_border_of_the_municipality_its_rules_touch(server):
    rules = ask(server, 165000, 480000, 3)["regels"]
    assert len(rules) >= 592 and {rule["toepasselijkheid"] for rule in rules} == {"raakt-alleen-grens"}


def test_the_text_of_the_bruidsschat_is_that_of_the_package(server):
    rules = ask(server, 170000, 480000, 4)["regels"]
    texts = [rule["tekst"] for rule in rules if rule["artikel"]["naam"].startswith("Artikel 22.27 ")]
    assert texts and all("op een afstand van meer dan 1 m vanaf openbaar toegankelijk gebied;" in text for text in texts)
    assert all("70 m²" in text for text in texts)


# --- planteksten


def test_the_rule_text_of_a_plan_is_found_by_its_anchor_and_else_is_the_whole_text(server):
    rules = ask(server, 161860.983, 470426.104, 4)["regels"]
    assert all(rule["document"] == NIJKERK for rule in rules)
    rules = [rule for rule in rules if "artikel" in rule]
    by_anchor = [rule for rule in rules if rule["artikel"]["verwijzing"].endswith(ARTICLE)]
    assert [rule["naam"] for rule in by_anchor] == ["Waarde - Archeologie"]
    others = [rule for rule in rules if rule not in by_anchor and "tekst" in rule]
    for rule in by_anchor:
        assert rule["tekst"].splitlines()[0] == "Artikel 2 Bestemming 2" and "Artikel 3" not in rule["tekst"]
        assert "De grond & het water van 2; ten hoogste 50 m²." in rule["tekst"] and "2.1 Bouwregels" in rule["tekst"]
    for rule in others:
        assert "Artikel 1 Bestemming 1" in rule["tekst"] and "Artikel 3 Bestemming 3" in rule["tekst"]
    assert others


# --- honesty


@pytest.mark.parametrize(
    "query, name",
    [("niveau=0", "niveau"), ("niveau=9", "niveau"), ("niveau=01", "niveau"), ("niveau=twee", "niveau"),
     ("geldigOp=2026-02-30", "geldigOp"), ("geldigOp=morgen", "geldigOp"), ("geldigOp=2026-01-01T00:00:00Z", "geldigOp"),
     ("activiteit=", "activiteit"), ("activiteit=" + 101 * "x", "activiteit"), ("niveau=1&niveau=2", "niveau")],
)
def test_a_wrong_question_is_refused_with_what_is_possible(server, query, name):
    answer = server.get(f"/v1/stip?lon=5.4&lat=52.2&{query}")
    assert_problem(answer, 400)
    problem = answer.json
    assert [error["parameter"] for error in problem["errors"]] == [name]
    if query == "niveau=9":
        assert "1 (hoofdlijn), 2 (uitleg), 3 (voorwaarden) of 4" in problem["detail"]


@pytest.mark.parametrize("table", ["juridischeregel", "locatieverwijzing", "groepselement", "regeling"])
def test_a_table_that_is_damaged_makes_the_regulation_unknown_and_never_absent(workspace, tmp_path, table):
    copy = tmp_path / "w"
    shutil.copytree(workspace, copy)
    for file in (copy / "layers" / table).iterdir():
        file.write_bytes(file.read_bytes()[:200])
    (copy / "manifest.previous.tsv").unlink(missing_ok=True)
    with Server(copy, tmp_path / "log") as server:
        answer = ask(server, 170000, 480000, 3)
        (coverage,) = [item for item in answer["dekking"] if item["laag"] == "regeling"]
        assert (coverage["toepasselijkheid"], coverage["reden"]) == ("onbekend", "storing")
        assert any("missen gegevens" in line["nl"] for line in answer["hoofdlijnen"])


def test_where_no_regulation_is_known_that_is_said(server):
    answer = ask(server, 120000, 400000, 1)
    assert answer["dekking"][0]["toepasselijkheid"] == "onbekend"
    assert answer["hoofdlijnen"][0]["nl"] == "Wij weten niet welk plan hier geldt. Vraag het de gemeente."
