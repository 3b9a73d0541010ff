"""A pand with all that the registers know of it: `GET /v1/panden/{id}`. Expected values are read from the same BAG extract
with an XML parser of Python's, and from the same files with shapely."""

import html
import io
import json
import random
import re
import zipfile
from xml.etree import ElementTree

import pyogrio.raw
import pytest
import shapely
from stip_program import RD, Server, assert_problem, coverage, stip
from test_contract import DOCUMENT, schema_errors

GONE = ("gesloopt", "niet gerealiseerd", "ten onrechte", "ingetrokken")


def local(element):
    return element.tag.split("}")[-1]


def bag_objects(archive, kind):
    """Every voorkomen of a kind in an extract: its elements by local name, each a list of texts."""
    found = []
    for name in archive.namelist():
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as inner:
                found += bag_objects(inner, kind)
        elif name.endswith(".xml"):
            for element in ElementTree.fromstring(archive.read(name)).iter():
                if local(element) == kind and len(element):
                    values = {}
                    for part in element.iter():
                        values.setdefault(local(part), []).append((part.text or "").strip())
                    found.append(values)
    return found


def histories(voorkomens):
    """By identifier the versions that held: (begin, end, voorkomen), the oldest first."""
    found = {}
    for values in voorkomens:
        if {"tijdstipInactief", "tijdstipNietBag", "tijdstipInactiefLV", "tijdstipNietBagLV"} & set(values):
            continue
        begin, end = values["beginGeldigheid"][0], values.get("eindGeldigheid", [None])[0]
        if end is None or begin < end:
            found.setdefault(values["identificatie"][0], set()).add(
                (begin, end, values["status"][0], values.get("oorspronkelijkBouwjaar", [""])[0])
            )
    return {identifier: sorted(versions, key=lambda item: item[0]) for identifier, versions in found.items()}


@pytest.fixture(scope="module")
def extract(whole_town):
    with zipfile.ZipFile(whole_town / "bag-extract.zip") as archive:
        return {kind: bag_objects(archive, kind) for kind in ("Pand", "Verblijfsobject")}


@pytest.fixture(scope="module")
def server(whole_town, tmp_path_factory):
    """Serves what a municipality's own extract holds, with parcels and publications."""
    folder = tmp_path_factory.mktemp("buildings")
    publications = sorted(whole_town.glob("publicaties*"))
    stip(
        "import", whole_town / "bag-extract.zip", whole_town / "percelen.gpkg", *publications,
        "--workspace", folder / "w",
    )
    with Server(folder / "w", folder / "log") as server:
        yield server


def versions(document):
    return [
        (item["geldigVan"], item.get("geldigTot"), item["status"], str(item.get("bouwjaar", 9999)))
        for item in document["geschiedenis"]
    ]


def test_the_history_is_that_of_the_extract(server, extract):
    expected = histories(extract["Pand"])
    identifiers = random.Random(4).sample(sorted(expected), 400)
    long_ones = 0
    for identifier in identifiers:
        answer = server.get(f"/v1/panden/{identifier}")
        is_gone = any(word in expected[identifier][-1][2].lower() for word in GONE)
        assert answer.status == (410 if is_gone else 200), (identifier, answer.body)
        assert versions(answer.json) == expected[identifier]
        long_ones += len(expected[identifier]) > 2
        if not is_gone:
            assert answer.json["id"] == identifier and answer.json["status"] == expected[identifier][-1][2]
    assert long_ones > 10


def test_a_date_gives_the_state_on_that_day(server, extract):
    expected = histories(extract["Pand"])
    dice = random.Random(5)
    seen = {200: 0, 404: 0, 410: 0}
    for identifier in dice.sample(sorted(expected), 300):
        day = f"{dice.randrange(2009, 2027)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
        then = [v for v in expected[identifier] if v[0] <= day and (v[1] is None or day < v[1])]
        answer = server.get(f"/v1/panden/{identifier}?geldigOp={day}")
        if not then:
            status = 404 if day < expected[identifier][0][0] else 410
        else:
            status = 410 if any(word in then[0][2].lower() for word in GONE) else 200
        assert answer.status == status, (identifier, day, answer.body)
        seen[status] += 1
        if status == 200:
            assert (answer.json["status"], answer.json["geldigVan"]) == (then[0][2], then[0][0])
            assert answer.json["geldigOp"] == day
        else:
            assert_problem(answer, status)
    assert min(seen[200], seen[404]) > 20, seen


def test_units_of_use_are_those_that_name_the_pand(server, extract):
    current = {
        values["identificatie"][0]: values for values in extract["Verblijfsobject"] if "eindGeldigheid" not in values
    }
    by_building = {}
    for identifier, values in current.items():
        if not any(word in values["status"][0].lower() for word in GONE):
            for building in values["PandRef"]:
                by_building.setdefault(building, set()).add(identifier)
    panden = histories(extract["Pand"])
    standing = [i for i in sorted(panden) if not any(word in panden[i][-1][2].lower() for word in GONE)]
    some = 0
    for identifier in random.Random(6).sample(standing, 300):
        document = server.get(f"/v1/panden/{identifier}").json
        found = {item["id"]: item for item in document["verblijfsobjecten"]}
        assert set(found) == by_building.get(identifier, set())
        for unit, item in found.items():
            values = current[unit]
            assert item["gebruiksdoelen"] == values["gebruiksdoel"]
            assert item["oppervlakte"] == int(values["oppervlakte"][0])
            main = [address["id"] for address in item["adressen"] if address["soort"] == "hoofdadres"]
            assert main == values["NummeraanduidingRef"][:1]
            assert all(address["weergave"] for address in item["adressen"])
        some += len(found) > 0
        shown = coverage(document, "verblijfsobject")["toepasselijkheid"]
        assert shown in (("geldt",) if found else ("geldt-niet", "onbekend"))
    assert some > 100


def test_the_shape_is_that_of_the_register(server, whole_town):
    meta, _, shapes, fields = pyogrio.raw.read(whole_town / "bag.gpkg", layer="pand")
    panden = dict(zip(fields[list(meta["fields"]).index("identificatie")], shapely.from_wkb(shapes)))
    compared = 0
    for identifier in sorted(panden)[:60]:
        answer = server.get(f"/v1/panden/{identifier}")
        if answer.status == 200:
            shape = shapely.from_geojson(json.dumps(answer.json["geometrieRd"]))
            assert shapely.symmetric_difference(shape, panden[identifier]).area < 0.01
            assert answer.json["grondvlak"] == pytest.approx(panden[identifier].area, abs=0.006)
            assert shapely.from_geojson(json.dumps(answer.json["geometrie"])).is_valid
            compared += 1
    assert compared > 40


def test_what_was_not_imported_is_unknown(town_server, town_layer):
    panden = town_layer("pand")
    for position in range(0, len(panden), 100):
        answer = town_server.get(f"/v1/panden/{panden.identifiers[position]}")
        if answer.status == 410:
            continue
        document = answer.json
        # A GeoPackage of today holds no history, and this one has heights.
        history = coverage(document, "pandgeschiedenis")
        assert (history["toepasselijkheid"], history["reden"]) == ("onbekend", "geen-data")
        assert len(document["geschiedenis"]) == 1
        assert document["hoogtes"]["bekend"] is True
        assert document["hoogtes"]["nok"] == pytest.approx(panden.columns["nokhoogte"][position])


def test_panden_without_units_or_publications_say_so(tmp_path, start_server, whole_town):
    stip("import", whole_town / "bag.gpkg", "--workspace", tmp_path / "w", "--layer", "pand")
    server = start_server(tmp_path / "w")
    meta, _, _, fields = pyogrio.raw.read(whole_town / "bag.gpkg", layer="pand", read_geometry=False)
    columns = dict(zip(meta["fields"], fields))
    identifier = next(i for i, s in zip(columns["identificatie"], columns["status"]) if s == "Pand in gebruik")
    document = server.get(f"/v1/panden/{identifier}").json
    units = coverage(document, "verblijfsobject")
    assert (units["toepasselijkheid"], units["reden"]) == ("onbekend", "geen-data")
    permits = server.get(f"/v1/panden/{identifier}/vergunningen").json
    assert permits["vergunningen"] == []
    assert coverage(permits, "publicatie") == {"laag": "publicatie", "toepasselijkheid": "onbekend", "reden": "geen-data"}


def test_wrong_identifiers_are_explained(server, extract):
    identifier = extract["Pand"][0]["identificatie"][0]
    assert identifier.startswith("0"), "the test needs a leading zero"
    assert server.get(f"/v1/panden/NL.IMBAG.Pand.{identifier}").status in (200, 410)
    for path in ("", "/vergunningen", "/model"):
        # Without its leading zero, too long, with a letter.
        for wrong in (identifier[1:], identifier + "0", "A" + identifier[1:]):
            assert "16" in assert_problem(server.get(f"/v1/panden/{wrong}{path}"), 400)
        assert_problem(server.get(f"/v1/panden/0998109999999999{path}"), 404)
        assert_problem(server.get(f"/v1/panden/{identifier}{path}?eigenaar=ja"), 400)
    assert_problem(server.get(f"/v1/panden/{identifier}?geldigOp=2023-02-30"), 400)


def test_no_answer_has_room_for_who_owns_it():
    def names(schema, seen):
        if isinstance(schema, dict):
            if "$ref" in schema and schema["$ref"] not in seen:
                seen.add(schema["$ref"])
                _, _, kind, name = schema["$ref"].split("/")
                yield from names(DOCUMENT["components"][kind][name], seen)
            yield from schema.get("properties", {})
            for value in schema.values():
                yield from names(value, seen)
        elif isinstance(schema, list):
            for value in schema:
                yield from names(value, seen)

    for path, methods in DOCUMENT["paths"].items():
        if re.match(r"/v1/(panden|percelen|adressen)/", path):
            found = set(names(methods["get"]["responses"], set()))
            assert not [name for name in found if re.search("eigena|gerechtig|bewoner|bsn|persoon|owner", name, re.I)]


def scalars(value):
    if isinstance(value, dict):
        # A page shows one of the two languages, and the address of a link in its own way.
        yield from (scalars(value["nl"]) if set(value) == {"nl", "en"} else
                    (leaf for part in value.values() for leaf in scalars(part)))
    elif isinstance(value, list):
        for part in value:
            yield from scalars(part)
    elif not isinstance(value, bool):
        yield str(value)


def assert_same_facts(server, path):
    document = server.get(path).json
    answer = server.get(path, {"Accept": "text/html"})
    assert answer.status == 200 and answer.media_type == "text/html" and "<script" not in answer.body.decode()
    page = html.unescape(answer.body.decode())
    geometries = {"geometrie", "geometrieRd"} & set(document)
    missing = [text for text in scalars({k: v for k, v in document.items() if k not in geometries}) if text not in page]
    assert missing == []
    assert answer.headers["Content-Language"] == "nl"
    assert server.get(path, {"Accept": "text/html", "Accept-Language": "en"}).headers["Content-Language"] == "en"


def test_the_page_states_the_same_facts(server, extract):
    panden = histories(extract["Pand"])
    standing = [i for i in sorted(panden) if not any(word in panden[i][-1][2].lower() for word in GONE)]
    for identifier in random.Random(8).sample(standing, 20):
        assert_same_facts(server, f"/v1/panden/{identifier}")
        assert_same_facts(server, f"/v1/panden/{identifier}/vergunningen")


def permits_of(town):
    """Permits with a place, read from the search service's answers."""
    found = {}
    for path in sorted(town.glob("publicaties*")):
        for record in ElementTree.parse(path).iter("{http://docs.oasis-open.org/ns/search-ws/sruResponse}record"):
            texts = {}
            for part in record.iter():
                texts.setdefault(local(part), (part.text or "").strip())
            if "omgevingsvergunning" in texts["title"] and "geometrie" in texts:
                found[texts["identifier"]] = (shapely.from_wkt(texts["geometrie"]), texts)
    return found


@pytest.fixture(scope="module")
def publications(whole_town):
    return permits_of(whole_town)


def test_permits_are_those_within_25_metres(server, whole_town, publications):
    meta, _, shapes, fields = pyogrio.raw.read(whole_town / "bag.gpkg", layer="pand")
    panden = dict(zip(fields[list(meta["fields"]).index("identificatie")], shapely.from_wkb(shapes)))
    tree = shapely.STRtree([place for place, _ in publications.values()])
    near = {i for i in panden if len(tree.query(panden[i], predicate="dwithin", distance=25.0))}
    chosen = random.Random(9).sample(sorted(near), 60) + random.Random(9).sample(sorted(set(panden) - near), 40)
    kinds = set()
    for identifier in chosen:
        document = server.get(f"/v1/panden/{identifier}/vergunningen").json
        assert schema_errors(document, "PandVergunningen") == []
        expected = {
            name: place.distance(panden[identifier]) for name, (place, _) in publications.items()
            if place.distance(panden[identifier]) <= 25
        }
        found = {item["id"]: item["afstand"] for item in document["vergunningen"]}
        assert set(found) == set(expected)
        assert all(found[name] == pytest.approx(expected[name], abs=0.001) for name in found)
        assert list(found.values()) == sorted(found.values())
        for item in document["vergunningen"]:
            kinds.add(item["plaats"])
            assert item["titel"] == publications[item["id"]][1]["title"]
            assert item["gepubliceerdOp"] == publications[item["id"]][1]["available"]
            assert (item["plaats"] == "pand") == (item["afstand"] == 0)
        if not found:
            # Publications come by period: that there are none is never known.
            assert coverage(document, "publicatie")["toepasselijkheid"] == "onbekend"
    assert kinds == {"pand", "perceel", "nabij"}


def test_a_day_in_the_past_is_answered_from_ended_versions(server, extract):
    panden = {v["identificatie"][0]: v for v in extract["Pand"] if "eindGeldigheid" not in v}
    expected = histories(extract["Pand"])
    dice = random.Random(11)
    seen = {"then": 0, "unknown": 0}
    for identifier in dice.sample(sorted(expected), 120):
        numbers = [float(text) for text in panden[identifier]["posList"][0].split()]
        place = shapely.Polygon(list(zip(numbers[::3], numbers[1::3])))
        if not place.is_valid:
            continue
        point = place.representative_point()
        day = f"{dice.randrange(2010, 2020)}-{dice.randrange(1, 13):02}-15"
        then = [v for v in expected[identifier] if v[0] <= day and (v[1] is None or day < v[1])]
        answer = server.get("/v1/stip", x=round(point.x, 3), y=round(point.y, 3), crs=RD, niveau=3, geldigOp=day).json
        hits = {hit["id"]: hit for hit in answer["treffers"] if hit["laag"] in ("pand", "pandgeschiedenis")}
        if then and not any(word in then[0][2].lower() for word in GONE):
            assert hits[identifier]["eigenschappen"]["status"] == then[0][2]
            seen["then"] += 1
        else:
            assert identifier not in hits
            # That the register does not tell of it yet does not say that nothing stood there.
            assert coverage(answer, "pand")["toepasselijkheid"] != "geldt-niet"
            seen["unknown"] += 1
    assert min(seen.values()) > 10, seen


def test_doesburg(real_data, tmp_path, start_server):
    archive = real_data / "bag/nlextract/0221PND15092020.zip"
    stip("import", archive, "--workspace", tmp_path / "w")
    server = start_server(tmp_path / "w")
    layers = {layer["laag"]: layer["aantal"] for layer in server.health()["lagen"]}
    # Of 5,301 ended versions 22 ended on the day on which they began.
    assert layers == {"pand": 7797, "pandgeschiedenis": 5279}
    with zipfile.ZipFile(archive) as content:
        expected = histories(bag_objects(content, "Pand"))
    demolished = sorted(i for i, v in expected.items() if v[-1][2] == "Pand gesloopt")
    assert len(demolished) == 389
    for identifier in random.Random(1).sample(demolished, 25):
        answer = server.get(f"/v1/panden/{identifier}")
        assert_problem(answer, 410)
        assert versions(answer.json) == expected[identifier]
        assert schema_errors(answer.json, "ProbleemMetGeschiedenis") == []
        if len(expected[identifier]) > 1:
            before = server.get(f"/v1/panden/{identifier}", geldigOp=expected[identifier][-2][0])
            assert before.status == 200 and before.json["status"] == expected[identifier][-2][2]
