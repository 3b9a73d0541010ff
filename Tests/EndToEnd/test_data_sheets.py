"""What the registers know of parcels and addresses, and one rule by its identifier. Expected areas come from shapely, expected
addresses from the extract's own XML, rules from the answer at a place."""

import json
import random
from urllib.parse import quote

import pytest
import shapely
from small_extract import building, number, street, town, unit, voorkomen, write_extract
from stip_program import RD, Server, assert_problem, coverage, stip
from test_buildings import assert_same_facts, permits_of
from test_contract import schema_errors
from test_plain_language import places

# MARK: Parcels


@pytest.fixture(scope="module")
def parcels(town_layer):
    return town_layer("perceel")


def test_a_parcel_is_found_in_every_usual_spelling(town_server, parcels):
    dice = random.Random(1)
    for position in dice.sample(range(len(parcels)), 60):
        identifier, name = parcels.identifiers[position], parcels.columns["stip_naam"][position]
        code, section, digits = name.split(" ")
        place = parcels.columns["kadastrale_gemeente_waarde"][position]
        for spelling in (
            identifier, name, name.replace(" ", ""), name.lower(), name.replace(" ", "-"), f"{code}{section} {digits}",
            f"{place} sectie {section} nummer {digits}",
        ):  # fmt: skip
            answer = town_server.get(f"/v1/percelen/{quote(spelling, safe='')}")
            assert answer.status == 200, (spelling, answer.body)
            document = answer.json
            assert (document["id"], document["aanduiding"]) == (identifier, name)
        assert (document["sectie"], document["perceelnummer"]) == (section, int(digits))
        assert document["grootte"] == parcels.columns["kadastrale_grootte_waarde"][position]
        assert document["berekendeGrootte"] == pytest.approx(parcels.geometries[position].area, abs=0.006)
        assert schema_errors(document, "Perceel") == []


def test_buildings_and_zoning_have_their_square_metres(town_server, parcels, town_layer):
    panden, zones = town_layer("pand"), town_layer("enkelbestemming")
    gone = ("gesloopt", "niet gerealiseerd", "ten onrechte")
    tree, zone_tree = shapely.STRtree(panden.geometries), shapely.STRtree(zones.geometries)
    with_buildings = 0
    for position in random.Random(2).sample(range(len(parcels)), 150):
        shape = parcels.geometries[position]
        document = town_server.get(f"/v1/percelen/{parcels.identifiers[position]}").json
        found = {item["id"]: item for item in document["panden"]}
        expected = {}
        for other in tree.query(shape, predicate="intersects"):
            area = shape.intersection(panden.geometries[other]).area
            if area > 0.01 and not any(word in panden.columns["status"][other].lower() for word in gone):
                expected[panden.identifiers[other]] = area
        assert {name for name, item in found.items() if item["oppervlakte"] > 0.01} == set(expected)
        for name, area in expected.items():
            assert found[name]["oppervlakte"] == pytest.approx(area, abs=0.02)
            assert found[name]["aandeel"] == pytest.approx(area / shape.area, abs=1e-4)
        with_buildings += bool(expected)
        zoning = {i["id"]: i["oppervlakte"] for i in document["bestemmingen"] if i["laag"] == "enkelbestemming"}
        areas = {
            zones.identifiers[i]: shape.intersection(zones.geometries[i]).area
            for i in zone_tree.query(shape, predicate="intersects")
        }
        assert {name for name, area in zoning.items() if area > 0.01} == {n for n, area in areas.items() if area > 0.01}
        assert all(zoning[name] == pytest.approx(areas[name], abs=0.02) for name in zoning if name in areas)
    assert with_buildings > 40


def test_wrong_designations_are_explained(town_server, parcels):
    assert_problem(town_server.get("/v1/percelen/achtertuin"), 400)
    assert_problem(town_server.get("/v1/percelen/123"), 400)
    assert_problem(town_server.get("/v1/percelen/99999999999999"), 404)
    assert_problem(town_server.get(f"/v1/percelen/{parcels.identifiers[0]}?eigenaar=1"), 400)
    assert_problem(town_server.get(f"/v1/percelen/{parcels.identifiers[0]}?geldigOp=2023-02-30"), 400)


def test_a_parcel_without_other_layers_says_so(tmp_path, start_server, town_files, parcels):
    stip("import", town_files / "percelen.gpkg", "--workspace", tmp_path / "w")
    document = start_server(tmp_path / "w").get(f"/v1/percelen/{parcels.identifiers[0]}").json
    assert document["panden"] == [] and document["bestemmingen"] == []
    for layer in ("pand", "enkelbestemming"):
        assert coverage(document, layer)["toepasselijkheid"] == "onbekend"


# MARK: Addresses

NUMBERS = [f"099820000000000{i}" for i in range(1, 5)]
UNIT, PAND = "0998010000000001", "0998100000000001"


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("addresses")
    ring = [(159000, 528000), (159020, 528000), (159020, 528010), (159000, 528010)]
    path = write_extract(
        folder / "extract.zip",
        town("2999", "Voorbeeldstad", [(158000, 527000), (160000, 527000), (160000, 529000), (158000, 529000)]),
        street("0998300000000001", "Hoofdstraat", "2999"), street("0998300000000002", "Achterom", "2999"),
        number(NUMBERS[0], 12, "0998300000000001", "9999AA"), number(NUMBERS[1], 7, "0998300000000002", "9999AB", "B"),
        number(NUMBERS[2], 9, "0998300000000002", "9999AB"), number(NUMBERS[3], 3, "0998300000000001", "9999AA"),
        building(PAND, ring),
        unit(UNIT, (159005, 528005), [PAND], NUMBERS[0], NUMBERS[1:3], area=80, history=voorkomen(1, end="2020-01-01")),
        unit(UNIT, (159005, 528005), [PAND], NUMBERS[0], NUMBERS[1:3], area=95, history=voorkomen(2, "2020-01-01")),
        unit("0998010000000002", (159015, 528005), [PAND], NUMBERS[3], status="Verblijfsobject ingetrokken"),
    )
    stip("import", path, "--workspace", folder / "w")
    with Server(folder / "w", folder / "log") as server:
        yield server


@pytest.mark.parametrize("identifier", [UNIT, *NUMBERS[:3], f"NL.IMBAG.Verblijfsobject.{UNIT}"])
def test_an_address_is_found_by_each_of_its_numbers(addresses, identifier):
    document = addresses.get(f"/v1/adressen/{identifier}").json
    assert schema_errors(document, "AdresBlad") == []
    assert (document["id"], document["soort"], document["oppervlakte"]) == (UNIT, "verblijfsobject", 95)
    assert [(item["soort"], item["id"], item["weergave"]) for item in document["adressen"]] == [
        ("hoofdadres", NUMBERS[0], "Hoofdstraat 12, 9999AA Voorbeeldstad"),
        ("nevenadres", NUMBERS[1], "Achterom 7B, 9999AB Voorbeeldstad"),
        ("nevenadres", NUMBERS[2], "Achterom 9, 9999AB Voorbeeldstad"),
    ]
    assert [link["href"] for link in document["panden"]] == [f"/v1/panden/{PAND}"]
    assert document["locatie"]["rd"] == {"x": 159005, "y": 528005}
    units = addresses.get(f"/v1/panden/{PAND}").json["verblijfsobjecten"]
    assert [item["id"] for item in units] == [UNIT]
    assert units[0]["adressen"] == document["adressen"]


def test_an_address_on_another_day(addresses):
    document = addresses.get(f"/v1/adressen/{UNIT}?geldigOp=2015-06-01").json
    assert (document["oppervlakte"], document["geldigTot"]) == (80, "2020-01-01")
    assert_problem(addresses.get(f"/v1/adressen/{UNIT}?geldigOp=2009-12-31"), 410)
    assert_problem(addresses.get("/v1/adressen/0998010000000002"), 410)
    units = addresses.get(f"/v1/panden/{PAND}?geldigOp=2015-06-01").json["verblijfsobjecten"]
    assert [(item["id"], item["oppervlakte"]) for item in units] == [(UNIT, 80)]


def test_wrong_addresses_are_explained(addresses):
    assert "16" in assert_problem(addresses.get(f"/v1/adressen/{UNIT[1:]}"), 400)
    assert "/v1/panden" in assert_problem(addresses.get(f"/v1/adressen/{PAND}"), 400)
    assert_problem(addresses.get("/v1/adressen/0998010000000099"), 404)


# MARK: Rules


def flat(value, path=""):
    """The leaves of a document by their path."""
    if isinstance(value, dict):
        return {k: v for name, part in value.items() for k, v in flat(part, f"{path}/{name}").items()}
    if isinstance(value, list):
        return {k: v for number, part in enumerate(value) for k, v in flat(part, f"{path}/{number}").items()}
    return {path: value}


def rule_at(server, identifier, document, level):
    answer = server.get(f"/v1/regels/{quote(identifier, safe='')}", niveau=level, document=document)
    assert answer.status == 200, (identifier, answer.body)
    assert schema_errors(answer.json, "RegelBlad") == []
    return answer.json


def assert_rules_agree(server, points, most=60):
    """Each rule of the answers at some places is the same by its own address, but for where it holds there."""
    seen = {}
    for x, y in points:
        for rule in server.get("/v1/stip", x=x, y=y, crs=RD, niveau=4).json["regels"]:
            seen[(rule["id"], rule["document"])] = rule
    kinds = set()
    for (identifier, document), rule in random.Random(6).sample(sorted(seen.items(), key=lambda item: item[0]), min(most, len(seen))):
        levels = [rule_at(server, identifier, document, level) for level in (1, 2, 3, 4)]
        for lower, higher in zip(levels, levels[1:]):
            low, high = flat({**lower, "niveau": 0}), flat({**higher, "niveau": 0})
            assert low.items() <= high.items() and len(low) < len(high) or lower["regel"].get("tekst") == higher["regel"].get("tekst")
            assert low.items() <= high.items()
        own = levels[3]["regel"]
        here = {k: v for k, v in rule.items() if k not in ("toepasselijkheid", "locaties", "links", "juridischeRegels", "oppervlakte", "aandeel")}
        assert {k: v for k, v in own.items() if k in here} == here
        assert set(rule["locaties"]) <= set(own["locaties"])
        assert [link["href"] for link in rule["links"] if link["rel"] == "regel"] == [f"/v1/regels/{quote(identifier, safe='')}"]
        assert levels[0]["regel"].keys() <= {"id", "soort", "naam", "document"}
        assert levels[1]["plan"]["id"] == document
        kinds.add(rule["soort"])
    return kinds


def test_rules_of_a_plan_by_their_identifier(nijkerk, nijkerk_server):
    kinds = assert_rules_agree(nijkerk_server, places(nijkerk, 40, 5))
    assert {"functie", "norm", "bouwvlak"} <= kinds


@pytest.fixture(scope="module")
def zuilichem(real_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rule")
    stip("import", real_data / "imow/gemeentestad/opdracht", "--workspace", folder / "w")
    with Server(folder / "w", folder / "log") as server:
        yield server, folder / "w"


def test_rules_of_a_regulation_by_their_identifier(zuilichem):
    server, workspace = zuilichem
    kinds = assert_rules_agree(server, places(workspace, 12, 6))
    assert {"activiteit", "norm"} <= kinds


def test_a_rule_shows_where_it_holds(zuilichem):
    server, workspace = zuilichem
    x, y = places(workspace, 3, 7)[0]
    rule = next(r for r in server.get("/v1/stip", x=x, y=y, crs=RD, niveau=3).json["regels"])
    document = rule_at(server, rule["id"], rule["document"], 4)
    link = next(link for link in document["links"] if link["rel"] == "stip")
    there = server.get(link["href"] + "&geldigOp=" + document["geldigOp"]).json
    answer = server.get(link["href"].replace("niveau=1", "niveau=3")).json
    assert rule["id"] in [found["id"] for found in answer["regels"]] and there["hoofdlijnen"]
    assert shapely.from_geojson(json.dumps(document["geometrie"])).is_valid


def test_wrong_rules_are_explained(nijkerk_server):
    assert_problem(nijkerk_server.get("/v1/regels/bestaat-niet"), 404)
    assert_problem(nijkerk_server.get("/v1/regels/x?niveau=9"), 400)
    assert_problem(nijkerk_server.get("/v1/regels/x?activiteit=y"), 400)


def test_an_identifier_in_two_plans_asks_for_the_plan(real_data, tmp_path, start_server):
    source = (real_data / "imro/imro2012/NL.IMRO.0267.BP0174-0001.gml").read_text()
    (tmp_path / "NL.IMRO.0267.BP0174-0001.gml").write_text(source)
    (tmp_path / "NL.IMRO.0267.BP0175-0001.gml").write_text(source.replace("NL.IMRO.0267.BP0174-0001", "NL.IMRO.0267.BP0175-0001"))
    stip("import", *tmp_path.glob("*.gml"), "--workspace", tmp_path / "w")
    server = start_server(tmp_path / "w")
    x, y = places(tmp_path / "w", 1, 8)[0]
    rule = server.get("/v1/stip", x=x, y=y, crs=RD, niveau=3).json["regels"][0]
    detail = assert_problem(server.get(f"/v1/regels/{quote(rule['id'], safe='')}"), 400)
    assert "BP0174" in detail and "BP0175" in detail
    assert rule_at(server, rule["id"], "NL.IMRO.0267.BP0175-0001", 1)["regel"]["document"] == "NL.IMRO.0267.BP0175-0001"


def test_pages_state_the_same_facts(town_server, parcels, addresses, nijkerk, nijkerk_server):
    for position in random.Random(4).sample(range(len(parcels)), 5):
        assert_same_facts(town_server, f"/v1/percelen/{parcels.identifiers[position]}")
    assert_same_facts(addresses, f"/v1/adressen/{UNIT}")
    x, y = places(nijkerk, 1, 9)[0]
    rule = nijkerk_server.get("/v1/stip", x=x, y=y, crs=RD, niveau=3).json["regels"][0]
    assert_same_facts(nijkerk_server, f"/v1/regels/{quote(rule['id'], safe='')}?niveau=4")


# MARK: Permits around a place


def test_permits_near_a_place(whole_town, tmp_path_factory):
    folder = tmp_path_factory.mktemp("permits")
    stip("import", whole_town / "percelen.gpkg", *sorted(whole_town.glob("publicaties*")), "--workspace", folder / "w")
    permits = {name: place for name, (place, _) in permits_of(whole_town).items()}
    with Server(folder / "w", folder / "log") as server:
        for place in random.Random(3).sample(list(permits.values()), 40):
            point = place.representative_point()
            x, y = round(point.x, 3), round(point.y, 3)
            document = server.get("/v1/stip", x=x, y=y, crs=RD, niveau=2).json
            expected = {name for name, other in permits.items() if other.distance(shapely.Point(x, y)) <= 100}
            assert {item["id"] for item in document["vergunningen"]["gevonden"]} == expected
            assert document["vergunningen"]["toepasselijkheid"] == "geldt"
            assert "vergunningen" not in server.get("/v1/stip", x=x, y=y, crs=RD, niveau=1).json


def test_without_publications_permits_are_unknown(town_server, parcels):
    point = parcels.geometries[0].representative_point()
    permits = town_server.get("/v1/stip", x=round(point.x, 3), y=round(point.y, 3), crs=RD, niveau=2).json["vergunningen"]
    assert permits == {"straal": 100, "toepasselijkheid": "onbekend", "reden": "geen-data", "gevonden": []}
