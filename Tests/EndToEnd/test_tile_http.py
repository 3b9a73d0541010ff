"""How tiles are handed out: codings, validators, caching, lists of layers, days, bad requests, the plans' own tileset."""

import json
import subprocess
import threading

import pytest
from stip_program import RD, assert_problem, stip, wait_until
from tile_reading import decode, path_of, tile_of


@pytest.fixture(scope="module")
def centre(town_server):
    lon, lat, _ = town_server.get("/tiles/basis").json["center"]
    return lon, lat


@pytest.fixture(scope="module")
def central(centre):
    tile, _ = tile_of(*centre, 15)
    return path_of(tile)


def unpacked(answer):
    if answer.headers["Content-Encoding"] == "zstd":
        return subprocess.run(["zstd", "-d", "-c"], input=answer.body, capture_output=True, check=True).stdout
    return answer.identity


# Codings and validators


def test_every_coding_has_the_same_tile_under_a_tag_of_its_own(town_server, central):
    plain = town_server.get(central)
    tags = {plain.headers["ETag"]}
    for coding in ("gzip", "zstd"):
        answer = town_server.get(central, {"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding and "Accept-Encoding" in answer.headers["Vary"]
        assert unpacked(answer) == plain.body and len(answer.body) < len(plain.body) * 0.7
        tags.add(answer.headers["ETag"])
        not_modified = town_server.get(central, {"Accept-Encoding": coding, "If-None-Match": answer.headers["ETag"]})
        assert (not_modified.status, not_modified.body) == (304, b"")
        for name in ("ETag", "Vary", "Cache-Control"):
            assert not_modified.headers[name] == answer.headers[name]
        head = town_server.request("HEAD", central, {"Accept-Encoding": coding})
        assert (head.status, head.headers["Content-Length"]) == (200, str(len(answer.body)))
        assert head.headers["Content-Encoding"] == coding
    assert len(tags) == 3 and not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize(
    "accepted, coding",
    [
        ("gzip, deflate, br, zstd", "zstd"), ("gzip;q=1, zstd;q=0.4", "gzip"), ("br", None), ("identity", None),
        ("identity, gzip;q=0.1", None), ("gzip;q=0", None), ("*", "zstd"), ("x-gzip", "gzip"), ("zstd;q=0, gzip", "gzip"),
        ("GZIP ; Q=0.3", "gzip"), ("*;q=0.1, gzip;q=0.2", "gzip"), ("identity;q=0.5, *;q=0", None), ("gzip;q=abc", None),
        ("gzip;q=-1", None), (" , ,gzip,", "gzip"), ("identity;q=0, *", "zstd"), ("", None),
    ],
)  # fmt: skip
def test_weights_are_honoured(town_server, central, accepted, coding):
    assert town_server.get(central, {"Accept-Encoding": accepted}).headers["Content-Encoding"] == coding


@pytest.mark.parametrize("refused", ["identity;q=0", "*;q=0", "identity;q=0, gzip;q=0, zstd;q=0"])
def test_when_every_coding_is_refused_the_answer_says_which_there_are(town_server, central, refused):
    assert "zstd, gzip, identity" in assert_problem(town_server.get(central, {"Accept-Encoding": refused}), 406)


def test_any_of_several_tags_or_a_star_is_a_match(town_server, central):
    tag = town_server.get(central).headers["ETag"]
    for header in (f'"a", {tag}', "*", f"W/{tag}"):
        assert town_server.get(central, {"If-None-Match": header}).status == 304
    assert town_server.get(central, {"If-None-Match": '"a", "b"'}).status == 200


def test_many_who_ask_for_a_cold_tile_at_once_get_the_same_bytes(town_copy, start_server, central):
    server = start_server(town_copy)
    answers = []

    def ask():
        answers.append(server.get(central, {"Accept-Encoding": "gzip"}))

    threads = [threading.Thread(target=ask) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status for answer in answers} == {200} and len({answer.body for answer in answers}) == 1


# Layers and days


def test_a_list_of_layers_is_those_layers_and_no_others(town_server, central):
    whole = decode(town_server.get(central).body)
    path = central.replace("basis", "pand,perceel,pand")
    some = decode(town_server.get(path).body)
    del whole["stip"]
    (told,) = some.pop("stip")["features"]
    assert told["properties"] == {"pand": True, "perceel": True}
    assert some == {name: layer for name, layer in whole.items() if name.removesuffix("_label") in ("pand", "perceel")}
    other_order = town_server.get(central.replace("basis", "perceel,pand"))
    assert other_order.headers["ETag"] == town_server.get(path).headers["ETag"]
    description = town_server.get("/tiles/perceel,pand").json
    names = {layer["id"].removesuffix("_label").removesuffix("_aantal") for layer in description["vector_layers"]}
    assert names == {"pand", "perceel", "stip"}
    assert "/tiles/perceel,pand/{z}/{x}/{y}" in description["tiles"][0]


def test_a_day_chooses_what_is_valid_on_it(tmp_path, start_server):
    """A zoning layer with a version that takes the place of another, and a feature that is yet to come."""
    square = "POLYGON (({0} 463000, {1} 463000, {1} 463100, {0} 463100, {0} 463000))"
    rows = ["id;naam;van;tot;vorm"]
    for identifier, name, start, end, x in (
        ("A", "nu", "2010-01-01", "2500-01-01", 155000), ("A", "straks", "2500-01-01", "", 155000),
        ("B", "later", "2600-01-01", "", 155200),
    ):  # fmt: skip
        rows.append(f"{identifier};{name};{start};{end};{square.format(x, x + 100)}")
    (tmp_path / "zones.csv").write_text("\n".join(rows))
    table = {
        "layer": "gebiedsaanduiding", "identifier": "id", "name": "naam", "validFrom": "van", "validUntil": "tot",
        "crs": "EPSG:28992", "wkt": "vorm",
    }  # fmt: skip
    (tmp_path / "zones.json").write_text(json.dumps({"tables": [table]}))
    workspace = tmp_path / "w"
    stip("import", tmp_path / "zones.csv", "--mapping", tmp_path / "zones.json", "--workspace", workspace)
    server = start_server(workspace)
    place = server.stip(155050, 463050)["locatie"]["crs84"]
    tile, _ = tile_of(place["lon"], place["lat"], 15)

    def names(**query):
        answer = server.get(path_of(tile), **query)
        if answer.status == 204:
            return set(), answer.headers["ETag"]
        features = decode(answer.body)["gebiedsaanduiding"]["features"]
        return {feature["properties"]["naam"] for feature in features}, answer.headers["ETag"]

    assert names()[0] == {"nu"}
    assert names(geldigOp="2009-12-31")[0] == set()
    assert names(geldigOp="2499-12-31")[0] == {"nu"}
    assert names(geldigOp="2500-01-01")[0] == {"straks"}
    assert names(datetime="2550-05-31T12:00:00Z") == names(geldigOp="2550-06-01"), "nothing changes in between"
    assert names(geldigOp="2600-01-01")[0] == {"straks", "later"}
    assert len({names(geldigOp=day)[1] for day in ("2009-12-31", "2499-12-31", "2500-01-01", "2600-01-01")}) == 4
    assert names(geldigOp="2400-01-01")[1] == names()[1]


@pytest.mark.parametrize("day", ["gisteren", "2020-13-01", "2020-02-30", "2020-01-01/2021-01-01", "..", "", "2020"])
def test_a_day_that_is_none_is_refused(town_server, central, day):
    assert_problem(town_server.get(central, geldigOp=day), 400)


# Bad requests


@pytest.mark.parametrize(
    "path, status",
    [
        ("basis/-1/0/0", 400), ("basis/3/-1/0", 400), ("basis/3/0/1.5", 400), ("basis/3/0x1/0", 400),
        ("basis/3/1e2/0", 400), ("basis/x/y/z", 400), ("basis/99999999999999999999/0/0", 400), ("basis/23/0/0", 404),
        ("basis/3/8/0", 404), ("basis/3/0/8", 404), ("basis/NetherlandsRDNewQuad/17/0/0", 404),
        ("basis/Nergens/3/0/0", 404), ("perceel,nergens/3/0/0", 404), ("perceel,,pand/3/0/0", 404), ("/3/0/0", 404),
        ("basis,plannen/3/0/0", 404), ("perceel,plan/3/0/0", 400), (",".join(["perceel"] * 1000) + "/3/0/0", 400),
        (",".join(f"laag{n}" for n in range(60)) + "/3/0/0", 404), ("basis/3/%30/0", 400), ("basis/3/0/0?kleur=rood", 400),
        ("basis/3/0/0?geldigOp=2020-01-01&geldigOp=2020-01-02", 400),
        ("basis/3/0/0?geldigOp=2020-01-01&datetime=2020-01-01", 400), ("../../etc/passwd", 400), ("%2e%2e/3/0/0", 404),
    ],
)  # fmt: skip
def test_a_bad_request_gets_a_reason(town_server, path, status):
    assert_problem(town_server.get(f"/tiles/{path}"), status)


# The plans


def test_a_kept_plan_is_in_the_next_tile_and_changes_no_other(town_copy, start_server, town_layer):
    server = start_server(town_copy)
    lon, lat, _ = server.get("/tiles/basis").json["center"]
    place = town_layer("pand").geometries[12].representative_point()
    x, y = round(place.x), round(place.y)

    def keep(name, x, y):
        ring = [[x, y], [x + 10, y], [x + 10, y + 10], [x, y + 10], [x, y]]
        plan = {"naam": name, "footprint": {"type": "Polygon", "coordinates": [ring]}, "hoogte": 6.5, "goothoogte": 3}
        answer = server.post("/v1/plannen", plan, crs=RD)
        assert answer.status == 201, answer.body
        return answer.json["id"]

    where = server.stip(x + 5, y + 5)["locatie"]["crs84"]
    tile, _ = tile_of(where["lon"], where["lat"], 16)
    path = path_of(tile).replace("basis", "plannen")
    z, column, row = tile
    far = path_of((z, column + 400, row)).replace("basis", "plannen")
    before, far_before, basis = server.get(path), server.get(far), server.get(path_of(tile))
    assert (before.status, far_before.status) == (204, 204)

    identifier = keep("Dakkapel", x, y)
    answer = server.get(path)
    assert answer.status == 200 and answer.headers["ETag"] != before.headers["ETag"]
    layers = decode(answer.body)
    (plan,) = layers["plan"]["features"]
    assert plan["properties"] == {"id": identifier, "naam": "Dakkapel", "versie": 1, "hoogte": 6.5, "goothoogte": 3.0}
    assert [label["properties"]["id"] for label in layers["plan_label"]["features"]] == [identifier]
    assert server.get(far).headers["ETag"] == far_before.headers["ETag"]
    assert server.get(path_of(tile)).headers["ETag"] == basis.headers["ETag"], "a plan changes no tile of the registers"

    keep("Schuur", x + 20, y)
    names = {feature["properties"]["naam"] for feature in decode(server.get(path).body)["plan"]["features"]}
    assert names == {"Dakkapel", "Schuur"}

    server.stop()
    again = start_server(town_copy)
    kept = decode(again.get(path).body)["plan"]["features"]
    assert {feature["properties"]["naam"] for feature in kept} == {"Dakkapel", "Schuur"}, "also after a restart"


def test_a_changed_register_changes_the_tile(town_copy, other_town_files, start_server, central):
    server = start_server(town_copy)
    before = server.get(central, {"Accept-Encoding": "gzip"})
    stip("import", other_town_files, "--workspace", town_copy)
    after = wait_until(
        "another tag",
        lambda: (answer := server.get(central)) and answer.headers["ETag"] not in (before.headers["ETag"],) and answer,
    )
    assert server.get(central, {"If-None-Match": before.headers["ETag"]}).status in (200, 204)
    assert after.status in (200, 204)
