"""Bad input gets a problem that says what is wrong and what was probably meant."""

import json
import re
import socket
import subprocess
from urllib.parse import quote

import pytest
from stip_program import BINARIES, RD, assert_problem

SQUARE = [[[5.36, 52.53], [5.3602, 52.53], [5.3602, 52.5301], [5.36, 52.5301], [5.36, 52.53]]]


def polygon(rings):
    return {"type": "Polygon", "coordinates": rings}


def plan(rings=None, **members):
    return {"footprint": polygon(rings if rings is not None else SQUARE), "hoogte": 6, **members}


STIP = {
    "missing": ("", "lon"),
    "one is missing": ("lon=5.4", "lat"),
    "x without y": (f"x=155000&crs={RD}", "y"),
    "given twice": ("lon=5.4&lat=52.2&lon=5.5", "lon"),
    "unknown": ("lon=5.4&lat=52.2&zoom=3", "zoom"),
    "empty": ("lon=&lat=52.2", "lon"),
    "words": ("lon=oost&lat=52.2", "lon"),
    "NaN": ("lon=NaN&lat=52.2", "lon"),
    "infinite": ("lon=inf&lat=52.2", "lon"),
    "too large for a number": ("lon=1e400&lat=52.2", "lon"),
    "hexadecimal": ("lon=0x5&lat=52.2", "lon"),
    "comma": ("lon=5,4&lat=52.2", "lon"),
    "exchanged degrees": ("lon=52.2&lat=5.4", "verwisseld"),
    "RD as degrees": ("lon=155000&lat=463000", "RD.*28992"),
    "RD without crs": ("x=155000&y=463000", "RD.*28992"),
    "exchanged RD": (f"x=463000&y=155000&crs={RD}", "verwisseld"),
    "degrees as RD": (f"x=5.4&y=52.2&crs={RD}", "graden"),
    "Paris": ("lon=2.35&lat=48.85", "buiten"),
    "outside RD": (f"x=900000&y=900000&crs={RD}", "buiten"),
    "beyond the earth": ("lon=500&lat=95", "buiten"),
    "unknown crs": ("x=155000&y=463000&crs=http://www.opengis.net/def/crs/EPSG/0/31370", "crs|31370"),
    "crs that is none": ("lon=5.4&lat=52.2&crs=rd", "crs"),
    "both systems": (f"lon=5.4&lat=52.2&x=155000&y=463000&crs={RD}", "niet beide"),
}


@pytest.mark.parametrize("query, says", STIP.values(), ids=STIP.keys())
def test_a_wrong_place_is_explained(town_server, query, says):
    answer = town_server.get(f"/v1/stip?{query}")
    detail = assert_problem(answer, 400)
    assert re.search(says, detail), detail
    assert answer.json["errors"], "no parameter is named"


def test_all_errors_come_at_once(town_server):
    answer = town_server.get("/v1/stip?lon=oost&lat=NaN&zoom=3")
    assert_problem(answer, 400)
    assert {error["parameter"] for error in answer.json["errors"]} == {"lon", "lat", "zoom"}


def test_problems_speak_english_to_who_prefers_it(town_server):
    dutch = assert_problem(town_server.get("/v1/stip?lon=5.4"), 400)
    english = assert_problem(town_server.get("/v1/stip?lon=5.4", {"Accept-Language": "en-GB,nl;q=0.5"}), 400)
    assert "ontbreekt" in dutch and "missing" in english
    assert assert_problem(town_server.get("/v1/stip?lon=5.4", {"Accept-Language": "nl,en;q=0.5"}), 400) == dutch


DEEP = b'{"footprint":' + b'{"type":"GeometryCollection","geometries":[' * 2000 + b"]}" * 2000 + b',"hoogte":6}'
BODIES = {
    "no body": (b"", ""),
    "no JSON": (b"{", ""),
    "null": (b"null", ""),
    "a list": (b"[]", ""),
    "a text": (b'"plan"', ""),
    "nothing in it": ({}, "footprint"),
    "footprint null": ({"footprint": None, "hoogte": 6}, "footprint"),
    "footprint text": ({"footprint": "POLYGON EMPTY", "hoogte": 6}, "footprint"),
    "a point": ({"footprint": {"type": "Point", "coordinates": [5.36, 52.53]}, "hoogte": 6}, "Polygon"),
    "no coordinates": ({"footprint": {"type": "Polygon"}, "hoogte": 6}, "coordinates|footprint"),
    "empty coordinates": (plan([]), ""),
    "empty ring": (plan([[]]), ""),
    "a collection": (
        {"footprint": {"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}, "hoogte": 6},
        "Polygon",
    ),
    "nested collections": (DEEP, ""),
    "brackets": (b"[" * 100_000, ""),
    "unclosed ring": (plan([SQUARE[0][:-1]]), "gesloten|sluit|eerste"),
    "three positions": (plan([[SQUARE[0][0], SQUARE[0][1], SQUARE[0][0]]]), ""),
    "bow tie": (
        plan([[SQUARE[0][0], SQUARE[0][2], SQUARE[0][1], SQUARE[0][3], SQUARE[0][0]]]),
        "zichzelf|snijdt|kruist",
    ),
    "crooked bow tie": (plan([[SQUARE[0][0], SQUARE[0][2], SQUARE[0][1], [5.36, 52.5304], SQUARE[0][0]]]), "zichzelf"),
    "no area": (plan([[[5.36, 52.53], [5.3602, 52.53], [5.3602, 52.53], [5.36, 52.53]]]), "punten|oppervlakte"),
    "position of one number": (plan([[[5.36], [5.3602], [5.3602], [5.36]]]), ""),
    "position of texts": (plan([[["5.36", "52.53"]] * 4]), ""),
    "null position": (plan([[None, None, None, None]]), ""),
    "huge coordinates": (plan([[[1e300, 1e300], [2e300, 1e300], [2e300, 2e300], [1e300, 1e300]]]), ""),
    "NaN": (b'{"footprint":{"type":"Polygon","coordinates":[[[NaN,1],[1,1],[1,2],[NaN,1]]]},"hoogte":6}', ""),
    "overflowing number": (
        b'{"footprint":{"type":"Polygon","coordinates":[[[1e999,1],[1,1],[1,2],[1e999,1]]]},"hoogte":6}',
        "",
    ),
    "RD as degrees": (plan([[[155000, 463000], [155010, 463000], [155010, 463010], [155000, 463000]]]), "RD|28992"),
    "exchanged degrees": (plan([[[lat, lon] for lon, lat in SQUARE[0]]]), "verwisseld"),
    "Paris": (plan([[[2.35, 48.85], [2.36, 48.85], [2.36, 48.86], [2.35, 48.85]]]), "buiten"),
    "hole outside": (plan([SQUARE[0], [[lon + 0.01, lat] for lon, lat in SQUARE[0]]]), ""),
    "no height": ({"footprint": polygon(SQUARE)}, "hoogte"),
    "height null": (plan(hoogte=None), "hoogte"),
    "height text": (plan(hoogte="hoog"), "hoogte"),
    "height negative": (plan(hoogte=-1), "hoogte"),
    "height zero": (plan(hoogte=0), "hoogte"),
    "height of a mountain": (plan(hoogte=1e9), "hoogte"),
    "eaves negative": (plan(goothoogte=-1), "goothoogte"),
    "eaves above the top": (plan(goothoogte=60), "goothoogte"),
    "unknown member": (plan(eigenaar="iemand"), "eigenaar"),
}


@pytest.mark.parametrize("body, says", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("path", ["/v1/plantoetsen", "/v1/plannen"])
def test_a_wrong_plan_is_explained(town_server, path, body, says):
    if path == "/v1/plannen" and isinstance(body, dict):
        body = {"naam": "Test", **body}
    detail = assert_problem(town_server.post(path, body), 400)
    assert re.search(says, detail), detail


@pytest.mark.parametrize("name, says", [(None, "naam"), ("", "naam"), (5, "naam"), ("x" * 10_000, "naam")])
def test_a_plan_needs_a_name(town_server, name, says):
    body = plan() if name is None else plan(naam=name)
    assert says in assert_problem(town_server.post("/v1/plannen", body), 400)


def test_a_ring_of_very_many_points_is_refused(town_server):
    ring = [[5.36 + i * 1e-8, 52.53 + (i % 2) * 1e-8] for i in range(60_000)]
    answer = town_server.post("/v1/plantoetsen", plan([[*ring, ring[0]]]))
    assert answer.status in (400, 413)
    assert_problem(answer, answer.status)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "image/png"]
)
def test_another_media_type_is_415(town_server, media_type):
    for path in ("/v1/plantoetsen", "/v1/plannen"):
        assert_problem(town_server.post(path, plan(), {"Content-Type": media_type}), 415)


def test_geo_json_and_a_charset_are_json(town_server):
    for media_type in ("application/geo+json", "application/json; charset=utf-8", "Application/JSON"):
        assert town_server.post("/v1/plantoetsen", plan(), {"Content-Type": media_type}).status == 200


def test_a_body_that_is_too_large_is_413(town_server):
    """Sent by hand: the server may answer and close before it has read everything."""
    size = 40_000_000
    with socket.create_connection(("127.0.0.1", town_server.port), timeout=30) as wire:
        head = ["POST /v1/plantoetsen HTTP/1.1", "Host: x", "Content-Type: application/json", f"Content-Length: {size}"]
        wire.sendall("\r\n".join([*head, "", ""]).encode())
        try:
            for _ in range(size // 100_000):
                wire.sendall(b" " * 100_000)
        except OSError:
            pass
        try:
            start = wire.recv(4096)
        except ConnectionResetError:
            pytest.skip("the connection was reset before the answer could be read")
    assert start.startswith(b"HTTP/1.1 413"), start[:200]
    assert town_server.get("/health").status == 200


METHODS = [
    ("POST", "/v1/stip", "GET"),
    ("DELETE", "/v1/stip", "GET"),
    ("GET", "/v1/plantoetsen", "POST"),
    ("DELETE", "/v1/plannen", "POST"),
    ("PUT", "/v1/plannen/1", "GET"),
    ("POST", "/tiles/basis", "GET"),
    ("PUT", "/tiles/basis/0/0/0", "GET"),
    ("POST", "/health", "GET"),
    ("PATCH", "/v1/panden/1/model", "GET"),
    ("POST", "/", "GET"),
    ("DELETE", "/v1/openapi.json", "GET"),
]


@pytest.mark.parametrize("method, path, allowed", METHODS)
def test_a_wrong_method_is_405_and_names_the_right_ones(town_server, method, path, allowed):
    answer = town_server.request(method, path)
    assert_problem(answer, 405)
    assert allowed in answer.headers["Allow"] and method not in answer.headers["Allow"].split(", ")


NOWHERE = [
    "/v1/stip/?lon=5.36&lat=52.53",
    "/v1/plannen/",
    "/tiles/basis/",
    "/tiles/basis/0/0/0/",
    "/health/",
    "/v1",
    "/v2/stip",
    "/nowhere",
    "/vendor/../app.js",
    "/vendor/%2e%2e/app.js",
    "/..%2f..%2fetc/passwd",
    "/%00",
    "/.git",
    "/vendor/",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_other_addresses_are_404(town_server, path):
    assert_problem(town_server.get(path), 404)


@pytest.mark.parametrize("identifier", ["onzin", "12", "0998100000000001; DROP TABLE", "9" * 5000])
def test_an_identifier_that_is_none_is_explained(town_server, identifier):
    for path in (f"/v1/panden/{quote(identifier)}/model", f"/v1/plannen/{quote(identifier)}"):
        answer = town_server.get(path)
        assert answer.status in (400, 404, 414, 431), (path[:80], answer.status)
        if answer.status in (400, 404):
            assert_problem(answer, answer.status)


def test_another_site_may_ask(town_server):
    answer = town_server.request(
        "OPTIONS", "/v1/plantoetsen", {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    )
    assert answer.status in (200, 204) and answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]


def test_after_all_this_the_server_is_well(town_server):
    assert town_server.health()["status"] == "goed"
    assert town_server.post("/v1/plantoetsen", json.dumps(plan()).encode()).status == 200


def test_names_of_one_letter_are_names(tmp_path):
    """Foundation's path functions end the program for some of them."""
    (tmp_path / "a").write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    program = BINARIES / "stip"
    for arguments in (["import", "a", "--workspace", "w"], ["info", "--workspace", "w"], ["synth", "--out", "t", "--buildings", "5"],
                      ["import", "t", "--workspace", "w"], ["report", "--workspace", "w"]):
        result = subprocess.run([program, *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert result.returncode in (0, 1), (arguments, result.stderr)
    assert (tmp_path / "w/manifest.tsv").exists()


def test_a_plus_sign_is_a_space_as_forms_and_libraries_write_it(town_server, town_layer):
    place = town_layer("pand").geometries[0].representative_point()
    at = f"x={place.x:.3f}&y={place.y:.3f}&crs=http://www.opengis.net/def/crs/EPSG/0/28992"
    answers = [town_server.get(f"/v1/stip?{at}&activiteit=boom{space}kappen").json for space in ("+", "%20")]
    assert answers[0] == answers[1] and answers[0]["activiteit"] == "boom kappen"
    # One that was not escaped before a number or a time zone is what it looks like.
    assert town_server.get(f"/v1/stip?x=+{at[2:]}").json == town_server.get(f"/v1/stip?{at}").json
    times = [f"2026-01-01T00:00:00{zone}" for zone in ("+01:00", "%2B01:00")]
    pages = [town_server.get(f"/ogc/v1/collections/pand/items?limit=1&datetime={text}").json for text in times]
    assert pages[0]["features"] == pages[1]["features"]
