"""Toepasbare regels: imported files, golden cases from the law, an evaluator of our own, open questions, pages."""

import gzip
import html
import json
import os
import random
import re
import shutil
import zipfile
from decimal import Decimal
from urllib.parse import urlencode

import pytest
import shapely
import tree_law
from dmn_oracle import Oracle, trees_in
from layer_files import read_layer
from lxml import etree
from stip_program import RD, Server, assert_problem, stip, wait_until

TREES = {
    "dakkapel": "Conclusienl.imow-gm0998.activiteit.Dakkapel",
    "uitbouw": "Conclusienl.imow-gm0998.activiteit.Uitbouw",
    "bijgebouw": "Conclusienl.imow-gm0998.activiteit.Bijgebouw",
    "boom-kappen": "Conclusienl.imow-gm0998.activiteit.BoomKappen",
    "uitrit": "Conclusienl.imow-gm0998.activiteit.Uitrit",
    "zaltbommel-bijgebouw": "Conclusienl.imow-gm0297.activiteit.2019000800",
}
MADE_UP = [family for family in TREES if family != "zaltbommel-bijgebouw"]
TODAY = "2026-06-01"


@pytest.fixture(scope="module")
def tree_files(tmp_path_factory):
    out = tmp_path_factory.mktemp("trees") / "town"
    stip("synth", "--out", out, "--buildings", 800, "--seed", 7, "--format", "sttr")
    return out


@pytest.fixture(scope="module")
def workspace(town, tree_files, tmp_path_factory):
    """The town with its trees, and Gemeentestad's when the real files are there."""
    copy = shutil.copytree(town, tmp_path_factory.mktemp("tree-workspace") / "w")
    stip("import", tree_files, "--workspace", copy)
    real = os.environ.get("STIP_TEST_DATA")
    if real:
        stip("import", f"{real}/sttr", "--workspace", copy)
    return copy


@pytest.fixture(scope="module")
def server(workspace, tmp_path_factory):
    with Server(workspace, tmp_path_factory.mktemp("log") / "server.log") as server:
        yield server


def answered(server, tree, answers, **query):
    """What the tree says. Numbers travel as JSON numbers with all their digits."""
    numbers = {}

    def mark(value):
        if isinstance(value, Decimal):
            numbers[f"\u0001{len(numbers)}\u0001"] = str(value)
            return list(numbers)[-1]
        return value

    body = json.dumps({"antwoorden": {name: mark(value) for name, value in answers.items()}}, ensure_ascii=False)
    for key, digits in numbers.items():
        body = body.replace(json.dumps(key, ensure_ascii=False), digits)
    answer = server.post(f"/v1/beslisbomen/{tree}", body.encode(), geldigOp=TODAY, **query)
    assert answer.status == 200, answer.body
    return answer.json


def typed(text):
    if text in ("ja", "nee"):
        return text == "ja"
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


# Golden cases


@pytest.mark.parametrize("family", TREES)
def test_the_golden_table_is_what_the_law_says(family):
    assert tree_law.read(family) == tree_law.table(family)
    rows = tree_law.read(family)[1:]
    failing = [row for row in rows if row[-2] not in ("Toestemmingsvrij", "Meldingsplicht")]
    assert len(rows) >= 30 and len(failing) * 3 >= len(rows)


@pytest.mark.parametrize("family", TREES)
def test_every_golden_case_comes_out(server, family, request):
    if family not in MADE_UP:
        request.getfixturevalue("real_data")
    names, *rows = tree_law.read(family)
    for row in rows:
        answers = {name: typed(text) for name, text in zip(names[1:-2], row[1:-2], strict=True)}
        answer = answered(server, TREES[family], answers)
        assert (answer["status"], answer["conclusie"]) == ("conclusie", row[-2]), (row, answer["uitleg"])
        assert answer["vragen"] == [] and answer["uitleg"][0]["regels"], row


@pytest.mark.parametrize(
    ("area", "expected"),
    [("19.99", "Toestemmingsvrij"), ("20", "Meldingsplicht"), ("29.99", "Meldingsplicht"), ("30", "Vergunningplicht")],
)
def test_the_shed_of_gemeentestad(server, real_data, area, expected):
    answer = answered(server, TREES["zaltbommel-bijgebouw"], {"oppervlakte m2": Decimal(area)})
    assert answer["conclusie"] == expected
    (step,) = answer["uitleg"]
    (rule,) = step["regels"]
    assert rule["voorwaarden"][0]["naam"] == "oppervlakte m2" and rule["regelInBestand"] > 100
    assert answer["bron"]["bestand"].endswith(".dmn") and answer["bron"]["geldigVan"] == "2020-12-23"


def test_every_digit_counts(server):
    """Binary floating point would make 3.5 of each."""
    for width, expected in (("3.50000000000000000001", "Vergunningplicht"), ("3.5", "Meldingsplicht")):
        answers = {
            "wegbeheerder": "gemeente", "tweede in- of uitrit": False, "boom moet weg": False, "parkeerplaats vervalt": False,
            "afstand tot kruising": Decimal("5"), "breedte in- of uitrit": Decimal(width),
        }  # fmt: skip
        assert answered(server, TREES["uitrit"], answers)["conclusie"] == expected
        as_text = {**answers, "breedte in- of uitrit": width.replace(".", ",")}
        assert answered(server, TREES["uitrit"], as_text)["conclusie"] == expected


# Imports


def reports_of(*arguments):
    return json.loads(stip("import", *arguments, "--json").stdout)


def test_reports_count_what_lxml_counts(tree_files, tmp_path):
    paths = sorted(tree_files.rglob("*.zip"))
    assert len(paths) == 11
    compare_counts(paths, tmp_path)


def test_reports_of_real_files_count_what_lxml_counts(real_data, tmp_path):
    paths = sorted((real_data / "sttr").rglob("*.zip"))
    assert len(paths) == 5
    compare_counts(paths, tmp_path)


def compare_counts(paths, tmp_path):
    for number, path in enumerate(paths):
        (report,) = reports_of(path, "--workspace", tmp_path / f"w{number}")
        assert report["format"] == "sttr"
        found = {layer["layer"]: layer["imported"] for layer in report["layers"]}
        assert all(layer["read"] == layer["imported"] for layer in report["layers"])
        expected = {"beslisboom": 0}
        for _, root in trees_in(path):
            oracle = Oracle(root)
            expected["beslisboom"] += len(oracle.roots)
            for name, count in oracle.counts(root).items():
                expected[name] = expected.get(name, 0) + count
        with zipfile.ZipFile(path) as archive:
            expected["activiteit"] = sum(name.endswith(".json") for name in archive.namelist())
        assert found == {name: count for name, count in expected.items() if count}, path
        assert report["notes"] == [], path


def test_a_plain_file_a_file_with_wrong_namespaces_and_a_compressed_one(tree_files, tmp_path):
    with zipfile.ZipFile(next(tree_files.rglob("Conclusie Dakkapel*.zip"))) as archive:
        content = archive.read(next(name for name in archive.namelist() if name.endswith(".dmn")))
    wrong = content.replace(b"<dmn:definitions ", b'<dmn:definitions xmlns:schemaLocation="a b" ').replace(
        b"http://www.omg.org/spec/DMN/20180521/MODEL/", b"http://www.omg.org/spec/DMN/20180521/"
    )
    for name, data in (("a.dmn", content), ("b.xml", wrong), ("c.dmn.gz", gzip.compress(content))):
        (tmp_path / name).write_bytes(data)
        (report,) = reports_of(tmp_path / name, "--workspace", tmp_path / "w")
        assert {layer["layer"]: layer["read"] for layer in report["layers"]}["beslisboom"] == 1
    assert len(list((tmp_path / "w/beslisbomen").glob("*.dmn"))) == 1, "each takes the place of the one before"


def test_what_is_wrong_in_a_file_is_told_with_its_line(tree_files, tmp_path):
    with zipfile.ZipFile(next(tree_files.rglob("Conclusie Dakkapel*.zip"))) as archive:
        content = archive.read(next(name for name in archive.namelist() if name.endswith(".dmn"))).decode()
    for old, new, told in (
        ('href="#invoer2"', 'href="#invoer99"', r"line \d+: '#invoer99' is the identifier of no inputData"),
        ('hitPolicy="ANY"', 'hitPolicy="SOMS"', r"line \d+: hit policy 'SOMS'"),
        ("</dmn:definitions>", "", "stops at line"),
    ):
        (tmp_path / "x.dmn").write_text(content.replace(old, new))
        result = stip("import", tmp_path / "x.dmn", "--workspace", tmp_path / "none", check=False)
        assert result.returncode == 1 and re.search(told, result.stderr), result.stderr
    assert not (tmp_path / "none/beslisbomen/index.tsv").exists()


def test_a_running_server_takes_trees_up_and_tells_of_damaged_ones(town_copy, tree_files, start_server):
    server = start_server(town_copy)
    assert server.get("/v1/beslisbomen").json == {"aantal": 0, "beslisbomen": []}
    stip("import", tree_files, "--workspace", town_copy)
    wait_until("the trees are served", lambda: server.get("/v1/beslisbomen").json["aantal"] == 5)
    file = max((town_copy / "beslisbomen").glob("*.dmn"), key=lambda path: b"Uitrit" in path.read_bytes())
    whole = file.read_bytes()
    file.write_bytes(whole[:-7])
    # A change to the index makes it look again.
    stip("import", next(tree_files.rglob("Conclusie Dakkapel*.zip")), "--workspace", town_copy)
    server.stop()
    server = start_server(town_copy)
    assert server.health()["status"] == "verminderd"
    assert_problem(server.get(f"/v1/beslisbomen/{TREES['uitrit']}"), 503)
    assert server.get(f"/v1/beslisbomen/{TREES['dakkapel']}").status == 200
    file.write_bytes(whole)
    wait_until("the file is back", lambda: server.get(f"/v1/beslisbomen/{TREES['uitrit']}").status == 200)


# Evaluation


def oracles(server, real):
    """Every tree with an oracle on its own file, as the server hands it out."""
    listed = server.get("/v1/beslisbomen", geldigOp=TODAY).json["beslisbomen"]
    assert len(listed) == (8 if real else 5)
    for entry in listed:
        file = server.get(entry["adres"], {"Accept": "application/xml"}, geldigOp=TODAY)
        assert file.status == 200 and file.media_type == "application/xml"
        yield entry["id"], Oracle(etree.fromstring(file.body))


def random_answers(oracle, questions, generator):
    answers = {}
    for question in questions:
        kind = question["gegevensType"]
        if kind == "boolean":
            answers[question["naam"]] = generator.random() < 0.6
        elif kind == "number":
            answers[question["naam"]] = generator.choice(
                [Decimal(n) for n in ("0.5", "0.7", "1", "1.5", "1.75", "3", "3.5", "5", "20", "29.99", "30", "50", "150", "700")]
            )
        else:
            answers[question["naam"]] = generator.choice(question.get("opties") or ["reden"])
    return answers


def test_random_answers_give_what_another_evaluator_gives(server):
    seed = random.randrange(10**6)
    print("seed", seed)
    generator = random.Random(seed)
    for tree, oracle in oracles(server, os.environ.get("STIP_TEST_DATA")):
        questions = server.get(f"/v1/beslisbomen/{tree}", geldigOp=TODAY).json["vragen"]
        (root,) = oracle.roots
        seen = set()
        for _ in range(150):
            answers = random_answers(oracle, questions, generator)
            answer = answered(server, tree, answers)
            expected = oracle.value(root, answers)
            seen.add(expected)
            assert answer.get("conclusie") == expected, (seed, tree, answers)
            assert answer["status"] == ("geen-conclusie" if expected is None else "conclusie")
        assert seen, tree


def test_questions_are_asked_until_they_no_longer_matter(server):
    """Answered one by one, the tree never asks too much: every question that it asks can change the outcome."""
    seed = random.randrange(10**6)
    print("seed", seed)
    generator = random.Random(seed)
    asked = []
    for family in MADE_UP:
        for _ in range(15):
            answers = {}
            while True:
                answer = answered(server, TREES[family], answers)
                if answer["status"] != "open":
                    break
                assert answer["vragenExact"] in (True, False) and len(answer["mogelijkeConclusies"]) > 1
                question = answer["vragen"][0]
                assert question["naam"] not in answers
                answers |= random_answers(None, [question], generator)
            assert answer["status"] == "conclusie" and answer["vragen"] == []
            asked.append(len(answers))
            # What was not asked does not matter.
            questions = server.get(f"/v1/beslisbomen/{TREES[family]}", geldigOp=TODAY).json["vragen"]
            others = random_answers(None, questions, generator)
            assert answered(server, TREES[family], {**others, **answers})["conclusie"] == answer["conclusie"], (seed, answers)
    # Some walks end early, others go on.
    assert min(asked) < max(asked), (seed, asked)


def test_the_map_answers_where_it_can(server, town_layer):
    zones = town_layer("dubbelbestemming")
    archaeology = [shape for shape, name in zip(zones.geometries, zones.columns["stip_naam"]) if name == "Waarde - Archeologie"]
    inside = max(archaeology, key=shapely.area).representative_point()
    union = shapely.union_all(zones.geometries)
    plan = town_layer("enkelbestemming")
    outside = next(p for p in (s.representative_point() for s in plan.geometries) if not union.intersects(p))

    def fact(point):
        x, y = round(point.x, 3), round(point.y, 3)
        answer = answered(server, TREES["bijgebouw"], {}, x=x, y=y, crs=RD)
        given = {item["naam"]: item for item in answer["antwoorden"]}
        open_ones = {item["naam"]: item for item in answer["vragen"]}
        return given.get("archeologisch gebied"), open_ones.get("archeologisch gebied")

    given, _ = fact(inside)
    assert (given["waarde"], given["herkomst"], given["laag"]) == (True, "kaart", "dubbelbestemming")
    assert given["objectnaam"] == "Waarde - Archeologie"
    given, _ = fact(outside)
    assert (given["waarde"], given["herkomst"]) == (False, "kaart")
    # Nowhere near the data: unknown, so the question is asked, with the reason.
    given, asked = fact(shapely.Point(200000, 400000))
    assert given is None and "geen gegevens" in asked["reden"]
    answer = answered(server, TREES["bijgebouw"], {})
    asked = next(item for item in answer["vragen"] if item["naam"] == "archeologisch gebied")
    assert asked["herkomst"] == "kaart" and asked["reden"] == "Er is geen locatie gegeven."


def test_a_place_on_the_edge_of_an_area_is_asked(server, town_layer):
    zones = town_layer("dubbelbestemming")
    archaeology = [shape for shape, name in zip(zones.geometries, zones.columns["stip_naam"]) if name == "Waarde - Archeologie"]
    for shape in archaeology:
        x, y = shapely.get_coordinates(shape)[0]
        if sum(other.intersects(shapely.Point(x, y)) for other in archaeology) == 1:
            break
    answer = answered(server, TREES["bijgebouw"], {}, x=round(x, 3), y=round(y, 3), crs=RD)
    asked = next(item for item in answer["vragen"] if item["naam"] == "archeologisch gebied")
    assert "precies op de grens" in asked["reden"]


def question_about(identifier):
    """A tree that asks nothing but whether the place lies in a location."""
    return f"""<definitions xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/" id="d" name="proef" namespace="urn:proef">
        <extensionElements><uitvoeringsregels><uitvoeringsregel id="u"><geoVerwijzing><vraagTekst>Ligt het daar?</vraagTekst>
        <locatie identificatie="{identifier}"/></geoVerwijzing></uitvoeringsregel></uitvoeringsregels></extensionElements>
        <inputData id="i" name="daar"><extensionElements><uitvoeringsregelRef href="#u"/></extensionElements>
        <variable name="daar" typeRef="boolean"/></inputData>
        <decision id="{identifier}" name="{identifier}"><literalExpression><text>daar</text></literalExpression></decision>
        </definitions>"""


def test_the_locations_of_a_regulation_answer_alone_and_in_groups(real_data, start_server, session_directory, tmp_path):
    """Gemeentestad: a gebied inside, outside and on its edge; a gebiedengroep is where one of its gebieden is."""
    workspace = tmp_path / "w"
    stip("import", real_data / "imow/gemeentestad/opdracht", "--workspace", workspace)
    locations = read_layer(workspace, "locatie", session_directory)
    shapes = dict(zip(locations.identifiers, locations.geometries))
    members = read_layer(workspace, "groepselement", session_directory)
    groups = {}
    for member, group in zip(members.identifiers, members.columns["groep"]):
        groups.setdefault(group, []).append(member)
    groups = {group: names for group, names in groups.items() if all(name in shapes for name in names)}
    assert len(shapes) >= 10 and groups
    wanted = {**shapes, **{group: shapely.union_all([shapes[name] for name in names]) for group, names in groups.items()}}
    wanted = {name: shape for name, shape in wanted.items() if shape is not None and shape.area > 0}
    for number, name in enumerate([*wanted, "nl.imow-gm0297.gebied.BestaatNiet"]):
        (tmp_path / f"{number}.dmn").write_text(question_about(name))
    stip("import", *sorted(tmp_path.glob("*.dmn")), "--workspace", workspace)
    server = start_server(workspace)
    places = [shape.representative_point() for shape in wanted.values()] + [shapely.Point(20000, 400000)]
    answers = set()
    for name, shape in wanted.items():
        for place in places:
            place = shapely.Point(round(place.x, 3), round(place.y, 3))
            if shape.boundary.distance(place) < 0.01:
                continue
            answer = server.post(f"/v1/beslisbomen/{name}", {}, x=place.x, y=place.y, crs=RD).json
            assert (answer["status"], answer.get("conclusie")) == ("conclusie", shape.contains(place)), (name, place)
            assert answer["antwoorden"][0]["herkomst"] == "kaart"
            answers.add((name in groups, answer["conclusie"]))
    assert answers == {(False, False), (False, True), (True, False), (True, True)}
    nowhere = server.post("/v1/beslisbomen/nl.imow-gm0297.gebied.BestaatNiet", {}, x=140000, y=420000, crs=RD).json
    assert nowhere["status"] == "open" and "staat niet in de gegevens" in nowhere["vragen"][0]["reden"]


def test_registers_answer_and_a_person_may_differ(server, town_layer):
    place = town_layer("pand").geometries[12].representative_point()
    query = {"x": round(place.x, 3), "y": round(place.y, 3), "crs": RD}
    answer = answered(server, TREES["dakkapel"], {}, **query)
    given = {item["naam"]: item for item in answer["antwoorden"]}["pand aanwezig"]
    assert (given["waarde"], given["herkomst"], given["laag"]) == (True, "register", "pand") and len(given["object"]) == 16
    answer = answered(server, TREES["dakkapel"], {"pand aanwezig": False}, **query)
    given = {item["naam"]: item for item in answer["antwoorden"]}["pand aanwezig"]
    assert (given["waarde"], given["herkomst"], given["volgensRegister"]) == (False, "opgegeven", True)
    assert answer["conclusie"] == "NietVanToepassing"
    # A location that the data does not have is asked for.
    answer = answered(server, TREES["boom-kappen"], {}, **query)
    asked = next(item for item in answer["vragen"] if item["naam"] == "binnen contour houtkap")
    assert "BebouwingscontourHoutkap staat niet in de gegevens" in asked["reden"]
    # The place may also come with the answers.
    body = {"antwoorden": {}, "locatie": {"x": query["x"], "y": query["y"], "crs": RD}}
    other = server.post(f"/v1/beslisbomen/{TREES['dakkapel']}", body, geldigOp=TODAY).json
    assert other["locatie"]["rd"] == {"x": query["x"], "y": query["y"]}
    assert {item["naam"]: item["waarde"] for item in other["antwoorden"]} == {"pand aanwezig": True}


def test_rules_hold_from_their_date(server):
    answers = {"binnen contour houtkap": True, "acuut gevaar": False, "beschermde boom": False, "stamomtrek": 90}
    address = f"/v1/beslisbomen/{TREES['boom-kappen']}"

    def conclusion(date):
        return server.post(address, {"antwoorden": answers}, geldigOp=date)

    assert conclusion("2026-12-31").json["conclusie"] == "Toestemmingsvrij"
    assert conclusion("2027-01-01").json["conclusie"] == "Vergunningplicht"
    detail = assert_problem(conclusion("2023-12-31"), 404)
    assert "geldt pas vanaf 2024-01-01" in detail
    assert server.get(address, geldigOp=TODAY).json["versies"] == ["2024-01-01", "2027-01-01"]
    assert server.get("/v1/beslisbomen", geldigOp="2020-01-01").json["aantal"] == 0


# HTTP


def test_the_list_can_be_filtered(server):
    def names(**query):
        return [tree["id"] for tree in server.get("/v1/beslisbomen", geldigOp=TODAY, **query).json["beslisbomen"]]

    assert names(activiteit="nl.imow-gm0998.activiteit.Dakkapel") == [TREES["dakkapel"]]
    assert names(werkzaamheid="UitritAanleggen") == [TREES["uitrit"]]
    assert names(zoek="KAPPEN", soort="conclusie", activiteit="nl.imow-gm0998.activiteit.BoomKappen") == [TREES["boom-kappen"]]
    assert names(zoek="ruimtevaart") == []


def test_bad_input_is_told_apart(server):
    address = f"/v1/beslisbomen/{TREES['uitrit']}"
    for body, told in [
        ({"antwoorden": {"breedte in- of uitrit": "breed"}}, "een getal"),
        ({"antwoorden": {"breedte in- of uitrit": True}}, "een getal"),
        ({"antwoorden": {"breedte in- of uitrit": "1.000,5"}}, "een getal"),
        ({"antwoorden": {"wegbeheerder": "burgemeester"}}, "een van: gemeente; provincie"),
        ({"antwoorden": {"boom moet weg": "misschien"}}, "true of false"),
        ({"antwoorden": {"kleur": "rood"}}, "vraagt niet naar 'kleur'"),
        ({"antwoorden": {}, "bsn": 1}, "Onbekend lid 'bsn'"),
        ({"locatie": {"lon": 52.1, "lat": 5.3}}, "verwisseld"),
        ({"locatie": {"lon": 5.3}}, "'lat' ontbreekt"),
        ({"locatie": {"straat": 1}}, "Onbekend lid 'straat'"),
        ([], "geen JSON-object"), (b"{", "geen JSON-object"), ({"antwoorden": 3}, "geen JSON-object"),
    ]:  # fmt: skip
        assert told in assert_problem(server.post(address, body), 400), body
    both = server.post(address, {"locatie": {"lon": 5.3, "lat": 52.1}}, lon=5.3, lat=52.1)
    assert "één keer" in assert_problem(both, 400)
    assert_problem(server.post(address, b"x", {"Content-Type": "text/plain"}), 415)
    assert_problem(server.post(address, b" " * 1_100_000), 413)
    assert_problem(server.get("/v1/beslisbomen/bestaat-niet"), 404)
    assert_problem(server.get(address + "/"), 404)
    assert_problem(server.get("/v1/beslisbomen", geldigOp="31-12-2026"), 400)
    assert_problem(server.request("DELETE", address), 405)
    english = server.post(address, {"antwoorden": {"kleur": 1}}, {"Accept-Language": "en"})
    assert "does not ask for 'kleur'" in assert_problem(english, 400)


def test_an_unchanged_tree_is_not_sent_again(server):
    for accept in ("application/json", "text/html", "application/xml"):
        first = server.get(f"/v1/beslisbomen/{TREES['uitrit']}", {"Accept": accept})
        again = {"Accept": accept, "If-None-Match": first.headers["ETag"]}
        assert server.get(f"/v1/beslisbomen/{TREES['uitrit']}", again).status == 304


# Pages


def form_of(page):
    """The fields of the page's form: hidden ones with their values, and the name of the question."""
    (form,) = re.findall(r'<form method="post" action="([^"]*)">(.*?)</form>', page, re.DOTALL)
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[1])
    asked = re.findall(r'<input (?:id="antwoord" )?type="(?:radio|text|checkbox)" name="([^"]*)"', form[1])
    return html.unescape(form[0]), [(html.unescape(n), html.unescape(v)) for n, v in hidden], html.unescape(asked[0])


def text_in(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


@pytest.mark.parametrize("family", MADE_UP)
def test_a_tree_can_be_walked_without_scripts_and_says_what_the_json_says(server, family):
    seed = random.randrange(10**6)
    generator = random.Random(seed)
    for _ in range(4):
        answers, fields = {}, []
        page = server.get(f"/v1/beslisbomen/{TREES[family]}", {"Accept": "text/html"}, geldigOp=TODAY)
        assert page.status == 200 and page.media_type == "text/html" and b"<script" not in page.body
        while True:
            text = page.body.decode()
            facts = answered(server, TREES[family], answers)
            assert facts["samenvatting"] in text_in(text), seed
            for step in facts["uitleg"]:
                assert step["beslissing"] in text_in(text), seed
            for item in facts["antwoorden"]:
                assert item["naam"] in text_in(text), seed
            for item in facts["vragen"]:
                assert item["vraag"] in text_in(text), seed
            if facts["status"] != "open":
                assert "<form" not in text and facts["conclusie"] in text_in(text)
                break
            action, fields, name = form_of(text)
            question = facts["vragen"][0]
            assert name == question["id"] and len(fields) == len(answers)
            new = random_answers(None, [question], generator)
            answers |= new
            (value,) = new.values()
            fields.append((name, tree_law.text(value)))
            form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
            page = server.request("POST", action, form, urlencode(fields).encode())
            assert page.status == 200, page.body


def test_pages_are_in_dutch_and_english_and_escape_what_they_show(server):
    for language, title in (("nl", "Wat gaat u doen?"), ("en", "What are you going to do?")):
        page = server.get("/v1/beslisbomen", {"Accept": "text/html", "Accept-Language": language})
        assert f'<html lang="{language}">' in page.body.decode() and title in page.body.decode()
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    address = f"/v1/beslisbomen/{TREES['uitrit']}"
    problem = server.request("POST", address, form, b"wegbeheerder=%3Cscript%3E")
    assert_problem(problem, 400)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_browser_without_scripts_reaches_the_conclusion_on_a_narrow_screen(server, language):
    """By keyboard alone, at 320 pixels (WCAG 2.2: 1.4.10 and 2.1.1)."""
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = os.environ.get("STIP_CHROMIUM", "/usr/bin/chromium")
    if not os.path.exists(chromium):
        pytest.skip("there is no browser")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 320, "height": 640}, locale={"nl": "nl-NL", "en": "en-GB"}[language]
        )
        page = context.new_page()
        page.goto(f"{server.address}/v1/beslisbomen")
        page.get_by_role("link", name="Besluit in- of uitrit").click()
        asked = 0
        while page.locator("form").count():
            assert page.locator("main").bounding_box()["width"] <= 320
            assert page.locator("form").bounding_box()["width"] <= 320
            radios = page.locator("form input[type=radio]")
            if radios.count():
                # The last option is `nee`, or the road of the State when it is asked who keeps it.
                choice = radios.nth(0) if radios.count() > 2 else radios.last
                choice.focus()
                page.keyboard.press("Space")
            else:
                page.locator("#antwoord").focus()
                page.keyboard.type("3,25" if asked == 2 else "12")
            page.locator("form button").focus()
            with page.expect_navigation():
                page.keyboard.press("Enter")
            page.locator("main h1, main h2").first.wait_for()
            asked += 1
            assert asked < 10
        text = page.locator("main").inner_text()
        assert asked == 6 and "Meldingsplicht" in text
        assert ("U moet dit melden" if language == "nl" else "You have to report this") in text
        browser.close()
