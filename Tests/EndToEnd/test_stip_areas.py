"""The answer by parcel, building, address and area: judged with shapely on what `stip export` gives."""

import math
import random
from urllib.parse import quote

import pytest
import shapely
import shapely.affinity
from layer_files import write_layer
from shapely import box
from shapely.geometry import mapping
from stip_program import RD, assert_problem, coverage, stip
from test_contract import schema_errors
from test_rules import is_part

LAYERS = ["perceel", "pand", "enkelbestemming", "dubbelbestemming", "bouwvlak", "maatvoering", "bestemmingsplangebied"]
# A thousandth of a square metre, plus what coordinates in whole millimetres allow along an edge.
TOLERANCE = 0.02
# Statuses of a pand that is not there (Catalogus BAG 2018, 7.2).
GONE = {"Pand gesloopt", "Niet gerealiseerd pand", "Pand ten onrechte opgevoerd"}
# The same of a verblijfsobject.
ABSENT_UNITS = {
    "Verblijfsobject ingetrokken", "Niet gerealiseerd verblijfsobject", "Verblijfsobject ten onrechte opgevoerd",
}  # fmt: skip


def post(server, geometry, **members):
    return server.post("/v1/stip/_zoek", {"geometrie": mapping(geometry), **members}, crs=RD)


def expected(layer, area):
    """What each feature of a layer is to the area, by GEOS's own predicates: word, square metres."""
    found = {}
    for position, geometry in enumerate(layer.geometries):
        if geometry is None or not geometry.intersects(area):
            continue
        if area.within(geometry):
            found[layer.identifiers[position]] = ("geldt", area.area)
        elif shapely.relate_pattern(geometry, area, "T********"):
            found[layer.identifiers[position]] = ("geldt-deels", geometry.intersection(area).area)
        else:
            found[layer.identifiers[position]] = ("raakt-alleen-grens", 0)
    return found


def judge(answer, area, town_layer, layers=LAYERS):
    """Compares the hits of an answer with shapely; the number of features compared."""
    count = 0
    for name in layers:
        layer = town_layer(name)
        wanted = expected(layer, area)
        hits = {hit["id"]: hit for hit in answer["treffers"] if hit["laag"] == name}
        if name == "pand":
            gone = {i for i, status in zip(layer.identifiers, layer.columns["status"]) if status in GONE}
            wanted = {key: value for key, value in wanted.items() if key not in gone}
        assert set(hits) == set(wanted), (name, set(hits) ^ set(wanted))
        for identifier, (word, square_metres) in wanted.items():
            hit = hits[identifier]
            assert hit["toepasselijkheid"] == word, (name, identifier, word, hit["toepasselijkheid"])
            if word == "geldt-deels":
                assert abs(hit["oppervlakte"] - square_metres) <= TOLERANCE, (name, identifier)
                assert abs(hit["aandeel"] - square_metres / area.area) <= 1e-4
            else:
                assert "oppervlakte" not in hit and "aandeel" not in hit
        count += len(wanted)
    return count


def test_the_area_of_every_hit_is_that_of_shapely_on_random_polygons(town_server, town_layer):
    chance = random.Random(41)
    centres = [g.centroid for g in chance.sample(list(town_layer("perceel").geometries), 60)]
    compared = 0
    for number, centre in enumerate(centres):
        size = chance.choice([2, 10, 40, 120])
        corners = [(centre.x + chance.uniform(-size, size), centre.y + chance.uniform(-size, size)) for _ in range(6)]
        area = shapely.set_precision(shapely.MultiPoint(corners).convex_hull, 0.001)
        if number % 3 == 0:
            area = shapely.set_precision(area.difference(box(centre.x - 1, centre.y - 1, centre.x + 1, centre.y + 1)), 0.001)
        if number % 4 == 0:
            area = shapely.set_precision(area.union(box(centre.x + 300, centre.y, centre.x + 320, centre.y + 15)), 0.001)
        answer = post(town_server, area)
        assert answer.status == 200, answer.body
        assert schema_errors(answer.json, "Stip") == []
        assert abs(answer.json["oppervlakte"] - area.area) < 0.002
        compared += judge(answer.json, area, town_layer)
    assert compared > 1_000


def test_a_parcel_a_building_and_the_same_polygon_sent_are_answered_alike(town_server, town_layer):
    chance = random.Random(3)
    for resource, name in (("percelen", "perceel"), ("panden", "pand")):
        layer = town_layer(name)
        positions = [
            p for p in range(len(layer.identifiers))
            if name == "perceel" or "gebruik" in layer.columns["status"][p]
        ]
        for position in chance.sample(positions, 12):
            identifier, area = layer.identifiers[position], layer.geometries[position]
            by_name = town_server.get(f"/v1/{resource}/{identifier}/stip", niveau=3)
            assert by_name.status == 200, by_name.body
            assert schema_errors(by_name.json, "StipRegels") == []
            assert by_name.json["object"]["id"] == identifier and by_name.json["object"]["laag"] == name
            (own,) = [hit for hit in by_name.json["treffers"] if hit["laag"] == name and hit["id"] == identifier]
            assert own["toepasselijkheid"] == "geldt"
            sent = post(town_server, area, niveau=3).json
            same = {key: value for key, value in by_name.json.items() if key not in ("object", "links")}
            assert same == {key: value for key, value in sent.items() if key != "links"}
            judge(by_name.json, area, town_layer)
            # The same question at every level, and as a page.
            for link in by_name.json["links"]:
                if link["rel"].startswith("niveau-"):
                    assert town_server.get(link["href"]).json["object"]["id"] == identifier
            page = town_server.get(f"/v1/{resource}/{identifier}/stip", {"Accept": "text/html"})
            assert page.status == 200 and page.media_type == "text/html" and identifier in page.body.decode()


def test_all_usual_spellings_of_a_designation_name_the_same_parcel(town_server, town_layer):
    layer = town_layer("perceel")
    chance = random.Random(11)
    for position in chance.sample(range(len(layer.identifiers)), 10):
        code = layer.columns["akr_kadastrale_gemeente_code_waarde"][position]
        name = layer.columns["kadastrale_gemeente_waarde"][position]
        section, number = layer.columns["sectie"][position], int(layer.columns["perceelnummer"][position])
        spellings = [
            f"{code} {section} {number}", f"{code}{section}{number}", f"{code.lower()}-{section}-{number}",
            f"{code}{section}{number:05d}", f"{name} sectie {section} nummer {number}",
            f"NL.IMKAD.KadastraalObject.{layer.identifiers[position]}", layer.identifiers[position],
        ]  # fmt: skip
        for spelling in spellings:
            answer = town_server.get(f"/v1/percelen/{quote(spelling, safe='')}/stip")
            assert answer.status == 200, (spelling, answer.body)
            assert answer.json["object"]["id"] == layer.identifiers[position], spelling


def test_an_address_is_asked_at_its_point_by_its_own_identifier_or_that_of_its_number(town_server, town_layer):
    layer = town_layer("verblijfsobject")
    chance = random.Random(12)
    for position in chance.sample(range(len(layer.identifiers)), 12):
        point = layer.geometries[position]
        by_point = town_server.stip(point.x, point.y)
        numbering = layer.columns["nummeraanduidingidentificatie"][position]
        for name in (layer.identifiers[position], f"NL.IMBAG.Verblijfsobject.{layer.identifiers[position]}", numbering):
            answer = town_server.get(f"/v1/adressen/{name}/stip")
            assert answer.status == 200, (name, answer.body)
            assert answer.json["object"] == {
                "laag": "verblijfsobject", "id": layer.identifiers[position], "naam": layer.columns["stip_naam"][position],
            }  # fmt: skip
            assert answer.json["treffers"] == by_point["treffers"] and answer.json["locatie"] == by_point["locatie"]


def test_rules_of_a_part_are_told_with_how_much_of_the_area_they_hold_for(town_server, town_layer):
    """A square over the border of two zones: both are there, each with its part, and nothing is left out."""
    zones = town_layer("enkelbestemming")
    chance = random.Random(5)
    tried = 0
    for position in chance.sample(range(len(zones.identifiers)), 80):
        edge = zones.geometries[position].exterior.interpolate(chance.random(), normalized=True)
        area = shapely.set_precision(box(edge.x - 8, edge.y - 8, edge.x + 8, edge.y + 8), 0.001)
        answer = post(town_server, area, niveau=3).json
        parts = {
            key: value for key, value in expected(zones, area).items() if value[0] != "raakt-alleen-grens"
        }
        rules = {rule["bron"]["id"]: rule for rule in answer["regels"] if rule["bron"]["laag"] == "enkelbestemming"}
        assert set(parts) <= set(rules)
        for identifier, (word, square_metres) in parts.items():
            assert rules[identifier]["toepasselijkheid"] == word
            if word == "geldt-deels":
                tried += 1
                assert abs(rules[identifier]["oppervlakte"] - square_metres) <= TOLERANCE
                told = [s["tekst"] for s in answer["vrijheden"] if identifier in s["regels"]]
                if rules[identifier]["document"] in {p["id"] for p in answer["plannen"] if p["regelstatus"] == "geldend"}:
                    assert told and all("Dit geldt voor" in t["nl"] and "m²" in t["en"] for t in told)
    assert tried > 50


def test_a_point_in_the_area_applies_and_has_no_part_of_it(town_server, town_layer):
    """Addresses on random squares, and one of which the corner is an address: that one is on the boundary only."""
    units = town_layer("verblijfsobject")
    absent = {i for i, status in zip(units.identifiers, units.columns["status"]) if status in ABSENT_UNITS}
    chance = random.Random(17)
    words = set()
    for position in chance.sample(range(len(units.identifiers)), 30):
        place, is_corner = units.geometries[position], position % 3 == 0
        reach = 0 if is_corner else 12
        area = shapely.set_precision(box(place.x - reach, place.y - reach, place.x + 30, place.y + 30), 0.001)
        answer = post(town_server, area, niveau=3).json
        hits = {hit["id"]: hit for hit in answer["treffers"] if hit["laag"] == "verblijfsobject"}
        wanted = {
            identifier: "geldt" if geometry.within(area) else "raakt-alleen-grens"
            for identifier, geometry in zip(units.identifiers, units.geometries)
            if geometry.intersects(area) and identifier not in absent
        }
        assert {identifier: hit["toepasselijkheid"] for identifier, hit in hits.items()} == wanted
        assert not any({"oppervlakte", "aandeel"} & set(hit) for hit in hits.values())
        row = coverage(answer, "verblijfsobject")
        if row["toepasselijkheid"] != "onbekend":
            best = "geldt" if "geldt" in wanted.values() else "raakt-alleen-grens" if wanted else "geldt-niet"
            assert row["toepasselijkheid"] == best and not {"oppervlakte", "aandeel"} & set(row)
            words.add(best)
        words |= set(wanted.values())
    assert words >= {"geldt", "raakt-alleen-grens"}


def test_an_area_partly_outside_the_data_is_unknown_and_never_no(town_server, town_layer):
    union = shapely.union_all([g for g in town_layer("perceel").geometries])
    west, south, east, north = union.bounds
    area = box(west - 40, south - 40, west + 60, south + 60)
    for name in ("perceel", "bestemmingsplangebied", "enkelbestemming", "dubbelbestemming", "bouwvlak", "maatvoering"):
        if area.within(shapely.union_all(list(town_layer("perceel").geometries))):
            continue
        item = coverage(post(town_server, area).json, name)
        assert (item["toepasselijkheid"], item["reden"]) == ("onbekend", "buiten-dekking"), item
    far = post(town_server, box(30_000, 400_000, 30_100, 400_100)).json
    assert far["treffers"] == [] and all(item["toepasselijkheid"] == "onbekend" for item in far["dekking"])


def test_a_failing_layer_is_unknown_for_an_area_and_its_neighbours_are_not(town_copy, start_server, town_layer):
    area = town_layer("pand").geometries[5]
    for file in (town_copy / "layers/bouwvlak").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:100])
    server = start_server(town_copy)
    answer = server.post("/v1/stip/_zoek", {"geometrie": mapping(area), "niveau": 1}, crs=RD).json
    assert (coverage(answer, "bouwvlak")["toepasselijkheid"], coverage(answer, "bouwvlak")["reden"]) == ("onbekend", "storing")
    assert coverage(answer, "perceel")["toepasselijkheid"] == "geldt"
    assert any("bouwvlak" in line["nl"] and "missen" in line["nl"] for line in answer["hoofdlijnen"])


def test_levels_of_an_area_hold_each_other(town_server, town_layer):
    for area in town_layer("perceel").geometries[40:52]:
        levels = [post(town_server, area, niveau=level).json for level in (1, 2, 3, 4)]
        for less, more in zip(levels, levels[1:]):
            assert is_part(less, more) == []
        assert all(schema_errors(level, "StipRegels") == [] for level in levels)


# --- bad input


SQUARE = [[155000, 463000], [155010, 463000], [155010, 463010], [155000, 463010], [155000, 463000]]


def ring(count):
    points = [[155000 + 40 * math.cos(2 * math.pi * i / count), 463000 + 40 * math.sin(2 * math.pi * i / count)] for i in range(count)]
    return points + points[:1]


BAD = [
    (None, "ontbreekt"), ({}, "geen GeoJSON"), ([], "geen GeoJSON"),
    ({"type": "Polygon"}, "geen ringen"), ({"type": "Polygon", "coordinates": []}, "geen ringen"),
    ({"type": "MultiPolygon", "coordinates": []}, "leeg"), ({"type": "Point", "coordinates": []}, "paar getallen"),
    ({"type": "Point", "coordinates": [True, False]}, "paar getallen"),
    ({"type": "LineString", "coordinates": SQUARE}, "mogelijk is"),
    ({"type": "Feature", "geometry": None, "properties": {}}, "geometry"),
    ({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": []}]}, "mogelijk is"),
    ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, "niet gesloten"),
    ({"type": "Polygon", "coordinates": [SQUARE[:2] + SQUARE[-1:]]}, "vier posities"),
    ({"type": "Polygon", "coordinates": [[SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]]}, "snijdt of raakt"),
    ({"type": "Polygon", "coordinates": [[SQUARE[0], SQUARE[1], [155020, 463000], SQUARE[0]]]}, "geldig vlak"),
    ({"type": "Polygon", "coordinates": [[SQUARE[0]] * 4]}, "drie verschillende"),
    ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, "geldig vlak"),
    ({"type": "Polygon", "coordinates": [ring(50_001)]}, "50000"),
    ({"type": "Polygon", "coordinates": [[[y, x] for x, y in SQUARE]]}, "verwisseld"),
    ({"type": "Polygon", "coordinates": [[[5.3, 52.1], [5.31, 52.1], [5.31, 52.11], [5.3, 52.1]]]}, "graden"),
    ({"type": "Polygon", "coordinates": [[[1e9, 1e9], [1e9 + 1, 1e9], [1e9, 1e9 + 1], [1e9, 1e9]]]}, "buiten RD"),
    ({"type": "Polygon", "coordinates": [[["155000", "463000"]] * 5]}, "paar getallen"),
    ({"type": "Polygon", "coordinates": [[[155000], [155010], [155010], [155000]]]}, "paar getallen"),
]  # fmt: skip


@pytest.mark.parametrize("geometry, words", BAD, ids=range(len(BAD)))
def test_a_bad_area_is_refused_with_what_was_meant(town_server, geometry, words):
    answer = town_server.post("/v1/stip/_zoek", {"geometrie": geometry}, crs=RD)
    assert words in assert_problem(answer, 400)
    assert answer.json["errors"][0]["parameter"] == "geometrie"


def test_bad_bodies_and_members_are_refused(town_server):
    square = {"type": "Polygon", "coordinates": [SQUARE]}
    assert "RD-coördinaten" in assert_problem(town_server.post("/v1/stip/_zoek", {"geometrie": square}), 400)
    assert "niet aangeboden" in assert_problem(town_server.post("/v1/stip/_zoek", {"geometrie": square}, crs="EPSG:31370"), 400)
    assert_problem(town_server.post("/v1/stip/_zoek", b"{", crs=RD), 400)
    assert_problem(town_server.post("/v1/stip/_zoek", b'{"geometrie":{"type":"Point","coordinates":[1e400,NaN]}}', crs=RD), 400)
    assert_problem(town_server.post("/v1/stip/_zoek", b"[" * 100_000, crs=RD), 400)
    assert_problem(town_server.post("/v1/stip/_zoek", b" " * (5 << 20), crs=RD), 413)
    assert_problem(town_server.post("/v1/stip/_zoek", {"geometrie": square}, {"Content-Type": "text/plain"}, crs=RD), 415)
    assert_problem(town_server.get("/v1/stip/_zoek"), 405)
    for members in ({"niveau": 9}, {"niveau": True}, {"niveau": 2.5}, {"geldigOp": "2026-02-30"}, {"activiteit": " "}, {"straal": 1}):
        problem = town_server.post("/v1/stip/_zoek", {"geometrie": square, **members}, crs=RD)
        assert_problem(problem, 400)
        assert problem.json["errors"][0]["parameter"] in members


def test_a_third_coordinate_is_ignored_and_the_header_names_the_system(town_server):
    flat = {"type": "Polygon", "coordinates": [SQUARE]}
    tall = {"type": "Polygon", "coordinates": [[[*position, 12.5] for position in SQUARE]]}
    first = town_server.post("/v1/stip/_zoek", {"geometrie": flat}, crs=RD)
    second = town_server.post("/v1/stip/_zoek", {"geometrie": tall}, {"Content-Crs": f"<{RD}>"})
    assert first.status == second.status == 200 and first.json == second.json


def test_a_polygon_of_50_000_positions_is_answered(town_server, town_layer):
    centre = town_layer("perceel").geometries[100].centroid
    area = shapely.affinity.translate(shapely.Polygon(ring(49_999)), centre.x - 155000, centre.y - 463000)
    answer = post(town_server, area, niveau=2)
    assert answer.status == 200, answer.body[:300]
    assert abs(answer.json["oppervlakte"] - area.area) < 1


def test_an_area_that_would_keep_the_server_busy_is_refused_at_once(town_server, town_layer):
    centre = town_layer("perceel").geometries[100].centroid
    area = shapely.affinity.translate(shapely.affinity.scale(shapely.Polygon(ring(49_999)), 20, 20), centre.x - 155000, centre.y - 463000)
    answer = post(town_server, area)
    assert "kleiner vlak" in assert_problem(answer, 400) and answer.json["errors"][0]["parameter"] == "geometrie"


@pytest.mark.parametrize("path, words", [
    ("/v1/panden/998100000000001/stip", "0998100000000001"),
    ("/v1/panden/0998010000000001/stip", "/v1/adressen/0998010000000001"),
    ("/v1/adressen/0998100000000001/stip", "/v1/panden/0998100000000001"),
    ("/v1/panden/abc/stip", "16 cijfers"), ("/v1/adressen/0998300000000001/stip", "openbare ruimte"),
    ("/v1/percelen/123/stip", "14 cijfers"), ("/v1/percelen/Kerkstraat%2012/stip", "kadastrale aanduiding"),
    ("/v1/percelen/VBS00%20A%200/stip", "kadastrale aanduiding"),
    ("/v1/panden/0998100000000001/stip?niveau=9", "niveau"), ("/v1/panden/0998100000000001/stip?lon=5", "Onbekende parameter"),
])  # fmt: skip
def test_a_name_that_can_be_none_is_refused_with_what_was_meant(town_server, path, words):
    assert words in assert_problem(town_server.get(path), 400)


@pytest.mark.parametrize("path", [
    "/v1/panden/9999100000000000/stip", "/v1/adressen/9999010000000000/stip", "/v1/adressen/9999200000000000/stip",
    "/v1/percelen/99999999970000/stip", "/v1/percelen/XXX99%20Z%2099999/stip", "/v1/percelen/Nergenshuizen%20A%201/stip",
])  # fmt: skip
def test_an_unknown_object_is_404(town_server, path):
    assert_problem(town_server.get(path), 404)


def test_a_building_that_is_gone_is_410(start_server, tmp_path):
    place = box(155000, 463000, 155010, 463010)
    columns = {"identificatie": ["0998100000000007"], "status": ["Pand gesloopt"], "bouwjaar": ["1990"]}
    write_layer(tmp_path / "pand.gpkg", [place], columns, layer="pand")
    stip("import", tmp_path / "pand.gpkg", "--workspace", tmp_path / "w")
    server = start_server(tmp_path / "w")
    assert "er op" in assert_problem(server.get("/v1/panden/0998100000000007/stip"), 410)
    assert_problem(server.get("/v1/panden/0998100000000008/stip"), 404)
    # What was not imported is not known: no wrong "does not exist".
    assert "niet ingelezen" in assert_problem(server.get("/v1/percelen/84920229870000/stip"), 404)
