"""`filter=` on tiles: the same tile with only the features that pass."""

import pytest
from stip_program import assert_problem
from tile_reading import decode, tile_of

FILTERS = {
    "bouwjaar > 1990": lambda p: p.get("bouwjaar", 0) > 1990,
    "CASEI(status) LIKE '%gebruik%' AND NOT bouwjaar BETWEEN 1950 AND 2000": (
        lambda p: "gebruik" in p.get("status", "").lower() and "bouwjaar" in p and not 1950 <= p["bouwjaar"] <= 2000
    ),
    "bouwjaar IS NULL": lambda p: "bouwjaar" not in p,
    "FALSE": lambda p: False,
}


@pytest.fixture(scope="module")
def central(town_server):
    lon, lat, _ = town_server.get("/tiles/basis").json["center"]
    z, x, y = tile_of(lon, lat, 15)[0]
    return f"{z}/{x}/{y}"


def features(answer, layer):
    """Tags by number, and geometry."""
    if answer.status == 204:
        return {}
    assert answer.status == 200, answer.body
    found = decode(answer.body).get(layer, {"features": []})["features"]
    return {feature["id"]: (feature["properties"], feature["geometry"]) for feature in found}


@pytest.mark.parametrize("text", FILTERS)
@pytest.mark.parametrize("matrix_set", ["", "NetherlandsRDNewQuad/"])
def test_a_filtered_tile_has_what_passes_as_it_was(town_server, central, text, matrix_set):
    path = f"/tiles/pand/{matrix_set}{central}"
    if matrix_set:
        bounds = town_server.get("/tiles/pand/NetherlandsRDNewQuad").json
        path = f"/tiles/pand/{matrix_set}" + rd_tile(town_server, bounds)
    whole = features(town_server.get(path), "pand")
    assert len(whole) > 10
    filtered = town_server.get(path, filter=text)
    assert features(filtered, "pand") == {n: f for n, f in whole.items() if FILTERS[text](f[0])}
    assert filtered.headers["ETag"] != town_server.get(path).headers["ETag"]
    again = town_server.get(path, {"If-None-Match": filtered.headers["ETag"]}, filter=f" ( {text} ) ")
    assert again.status == 304


def rd_tile(server, description):
    """A tile of RD zoom 10 in which buildings lie."""
    west, south, east, north = description["bounds"]
    place = server.get("/v1/stip", lon=(west + east) / 2, lat=(south + north) / 2).json["locatie"]["rd"]
    side = 880803.84 / 2**10
    return f"10/{int((place['x'] + 285401.92) / side)}/{int((903401.92 - place['y']) / side)}"


def test_an_area_in_rd_filters_tiles(town_server, central):
    path = f"/tiles/pand,perceel/{central}"
    whole = town_server.get(path)
    place = town_server.get("/v1/stip", lon=5.46, lat=52.74).json["locatie"]["rd"]
    box = f"S_INTERSECTS(geometrie, BBOX({place['x'] - 5000}, {place['y'] - 5000}, {place['x'] + 5000}, {place['y'] + 5000}))"
    rd = "http://www.opengis.net/def/crs/EPSG/0/28992"
    answer = town_server.request("GET", f"{path}?filter={box.replace(' ', '+')}&filter-crs={rd}")
    assert answer.body == whole.body


def test_layers_without_the_property_are_left_out(town_server, central):
    answer = town_server.get(f"/tiles/basis/{central}", filter="huisnummer > 0")
    assert {name.removesuffix("_label") for name in decode(answer.body) if name != "stip"} == {"verblijfsobject"}
    answer = town_server.get(f"/tiles/basis/{central}", filter="hoogte > 0 AND dakvorm IS NOT NULL")
    assert {name.removesuffix("_label") for name in decode(answer.body) if name != "stip"} == {"pand"}


@pytest.mark.parametrize(
    "query, part",
    [
        ({"filter": "bouwjaar >"}, "Teken 11"), ({"filter": "nergens = 1"}, "nergens"), ({"filter": "bouwjaar = 'x'"}, "getal"),
        ({"filter": "bouwjaar=1", "filter-lang": "sql"}, "cql2-text"), ({"filter": "bouwjaar=1", "filter-crs": "x"}, "x"),
        ({"filter": " OR ".join(["bouwjaar = 1"] * 600)}, "500"), ({"filters": "bouwjaar=1"}, "filters"),
    ],
)
def test_a_wrong_filter_of_a_tile_is_explained(town_server, central, query, part):
    assert part in assert_problem(town_server.get(f"/tiles/pand/{central}", **query), 400)
