"""The tileset `basis`."""

import json
import math
import random

import pyogrio.raw
import pytest
import shapely
from stip_program import REPOSITORY, assert_problem, hits
from tile_reading import EXTENT, POLYGON_LAYERS, decode, geometries, path_of, tile_of, tiles_over

ZOOMS = [8, 10, 12, 13, 14, 15, 16, 17, 18]


@pytest.fixture(scope="module")
def tileset(town_server):
    answer = town_server.get("/tiles/basis")
    assert answer.status == 200 and answer.media_type == "application/json"
    return answer.json


@pytest.fixture(scope="module")
def town_tiles(town_server, tileset):
    """Tiles at every zoom over the town, decoded: all at low zooms, a seeded sample where they are many."""
    seed = random.Random(20)
    decoded = {}
    for z in ZOOMS:
        tiles = tiles_over(tileset["bounds"], z)
        for tile in tiles if len(tiles) <= 60 else seed.sample(tiles, 60):
            answer = town_server.get(path_of(tile))
            assert answer.status in (200, 204), answer.body
            if answer.status == 200:
                decoded[tile] = decode(answer.body)
    assert {tile[0] for tile in decoded} == set(ZOOMS)
    return decoded


def test_the_tileset_describes_itself(tileset, town_server):
    definition = json.loads((REPOSITORY / "Tiles/basis.json").read_text())
    assert tileset["tilejson"] == "3.0.0"
    assert tileset["tiles"] == [f"{town_server.address}/tiles/basis/{{z}}/{{x}}/{{y}}"]
    assert tileset["minzoom"] <= 8 and tileset["maxzoom"] == definition["maxzoom"]
    west, south, east, north = tileset["bounds"]
    assert 3 < west < east < 7.5 and 50.5 < south < north < 54
    lon, lat, _ = tileset["center"]
    assert west <= lon <= east and south <= lat <= north
    assert tileset["attribution"]
    assert [(layer["id"], layer["minzoom"]) for layer in tileset["vector_layers"]] == expected_layers(definition, 0)
    described = {layer["id"]: layer for layer in definition["layers"]}
    for layer in tileset["vector_layers"]:
        name = layer["id"].removesuffix("_label")
        if name.endswith("_aantal"):
            assert set(layer["fields"]) == {"aantal", "oppervlakte"} and layer["volledig"] is False
            continue
        if name == "stip":
            assert set(layer["fields"]) == set(described) and "volledig" not in layer
            continue
        assert layer["volledig"] is True
        attributes = described[name]["attributes"]
        assert set(layer["fields"]) >= {"id", "naam"} | {attribute["name"] for attribute in attributes}


def expected_layers(definition, zooms_sooner):
    """(id, minzoom) of the layers, of those with their label points and of those with their number below."""
    layers = []
    for layer in definition["layers"]:
        layers.append((layer["id"], max(0, layer["minzoom"] - zooms_sooner)))
        if "labelMinzoom" in layer:
            layers.append((layer["id"] + "_label", max(0, layer["labelMinzoom"] - zooms_sooner)))
        if layer["minzoom"] > zooms_sooner:
            layers.append((layer["id"] + "_aantal", 0))
    return layers + [("stip", 0)]


def test_the_rd_tileset_describes_itself(town_server):
    definition = json.loads((REPOSITORY / "Tiles/basis.json").read_text())
    address = "/tiles/basis/NetherlandsRDNewQuad"
    tileset = town_server.get(address).json
    assert tileset["tiles"] == [f"{town_server.address}{address}/{{z}}/{{x}}/{{y}}"]
    # Geonovum Praktijkrichtlijn Vector Tiling, in the words of GDAL.
    assert tileset["crs"] == "EPSG:28992" and tileset["tile_dimension_zoom_0"] == 880803.84
    assert tileset["tile_origin_upper_left_x"] == -285401.92 and tileset["tile_origin_upper_left_y"] == 903401.92
    assert [(layer["id"], layer["minzoom"]) for layer in tileset["vector_layers"]] == expected_layers(definition, 4)
    assert town_server.get(address + "/metadata.json").json["crs"] == "EPSG:28992"
    assert_problem(town_server.get("/tiles/basis/AmersfoortQuad"), 404)


def test_layers_appear_from_their_zoom_on(tileset, town_tiles):
    minimum = {layer["id"]: layer["minzoom"] for layer in tileset["vector_layers"]}
    seen = {}
    for (z, _, _), layers in town_tiles.items():
        for name in layers:
            assert z >= minimum[name], f"{name} at zoom {z}"
            seen.setdefault(name, set()).add(z)
    for name in ("perceel", "pand", "verblijfsobject", "enkelbestemming", "bestemmingsplangebied"):
        assert seen[name] == {z for z in ZOOMS if z >= minimum[name]}, name


def test_every_polygon_is_valid_at_every_zoom(town_tiles):
    broken = []
    for tile, layers in town_tiles.items():
        for name in layers.keys() & POLYGON_LAYERS:
            for feature, geometry in geometries(layers[name]):
                if not geometry.is_valid or geometry.area <= 0 or "Polygon" not in geometry.geom_type:
                    reason = shapely.is_valid_reason(geometry)
                    broken.append(f"{tile} {name} {feature['properties']['id']}: {geometry.geom_type} {reason}")
    assert broken == []


def test_layers_follow_the_specification(town_tiles):
    for tile, layers in town_tiles.items():
        for name, layer in layers.items():
            assert (layer["version"], layer["extent"]) == (2, EXTENT), (tile, name)
            assert layer["features"], f"{tile}: layer {name} without features"


def test_a_feature_has_one_number_in_all_tiles(town_tiles):
    numbers = {}
    for layers in town_tiles.values():
        for name, layer in layers.items():
            if name == "stip" or name.endswith("_aantal"):
                continue
            here = [feature["id"] for feature in layer["features"]]
            assert len(here) == len(set(here)), f"{name} repeats a number within a tile"
            for feature in layer["features"]:
                identifier = feature["properties"]["id"]
                assert numbers.setdefault((name, identifier), feature["id"]) == feature["id"]
                assert 0 < feature["id"] < 2**53
                if name in ("pand", "verblijfsobject", "perceel") and identifier.isdigit():
                    assert feature["id"] == int(identifier)
    assert len(numbers) > 1000


def test_the_attributes_the_page_draws_by_are_there(town_tiles):
    at_17 = [layers for (z, _, _), layers in town_tiles.items() if z == 17]
    groups = {
        f["properties"].get("bestemmingshoofdgroep")
        for t in at_17
        for f in t.get("enkelbestemming", {"features": []})["features"]
    }
    heights = [f["properties"].get("hoogte") for t in at_17 for f in t.get("pand", {"features": []})["features"]]
    assert None not in groups and groups
    assert heights and all(isinstance(height, (int, float)) and height > 0 for height in heights if height is not None)
    assert any(height is not None for height in heights)


def test_the_number_of_panden_is_the_same_at_every_zoom(town_server, tileset, town_layer):
    for z in (13, 14, 15, 16):
        found = set()
        for tile in tiles_over(tileset["bounds"], z):
            answer = town_server.get(path_of(tile))
            if answer.status == 200:
                found |= {f["properties"]["id"] for f in decode(answer.body).get("pand", {"features": []})["features"]}
        assert found == set(town_layer("pand").identifiers), f"zoom {z}"


@pytest.mark.parametrize("z", [14, 16, 18])
def test_tiles_and_stip_agree_on_the_bestemming(z, town_server, tileset):
    seed = random.Random(z)
    west, south, east, north = tileset["bounds"]
    tiles, compared = {}, 0
    for _ in range(150):
        lon, lat = round(seed.uniform(west, east), 9), round(seed.uniform(south, north), 9)
        tile, place = tile_of(lon, lat, z)
        if tile not in tiles:
            answer = town_server.get(path_of(tile))
            layers = decode(answer.body) if answer.status == 200 else {}
            tiles[tile] = geometries(layers.get("enkelbestemming", {"features": []}))
        drawn = {feature["properties"]["id"] for feature, geometry in tiles[tile] if geometry.contains(place)}
        answer = town_server.get("/v1/stip", lon=lon, lat=lat).json
        told = {identifier for layer, identifier, _ in hits(answer) if layer == "enkelbestemming"}
        compared += len(told)
        if drawn != told:
            # Vertices are rounded to whole units, so a boundary may lie up to one unit away.
            nearest = min((geometry.boundary.distance(place) for _, geometry in tiles[tile]), default=EXTENT)
            assert nearest <= 1, f"({lon}, {lat}) zoom {z}: tile {drawn}, stip {told}, {nearest} units from a boundary"
    assert compared > 30


def test_gdal_puts_a_tile_where_it_belongs(town_server, tileset, tmp_path):
    lon, lat, _ = tileset["center"]
    tile, _ = tile_of(lon, lat, 16)
    folder = tmp_path / str(tile[0]) / str(tile[1])
    folder.mkdir(parents=True)
    file = folder / f"{tile[2]}.pbf"
    file.write_bytes(town_server.get(path_of(tile)).body)
    try:
        meta, _, wkb, fields = pyogrio.raw.read(f"MVT:{file}", layer="pand")
    except pyogrio.errors.DataSourceError as error:
        pytest.skip(f"this GDAL does not read vector tiles: {error}")
    assert "3857" in meta["crs"]
    identifiers = fields[list(meta["fields"]).index("id")]
    for geometry, identifier in list(zip(shapely.from_wkb(wkb), identifiers))[:10]:
        place = geometry.representative_point()
        half = 20037508.342789244
        x, y = (place.x / half + 1) / 2, (1 - place.y / half) / 2
        at_lon, at_lat = lon_lat(x, y)
        answer = town_server.get("/v1/stip", lon=at_lon, lat=at_lat).json
        assert identifier in {i for layer, i, _ in hits(answer) if layer == "pand"}


def lon_lat(x, y):
    return x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


# What the wire says


@pytest.fixture(scope="module")
def central(tileset):
    lon, lat, _ = tileset["center"]
    return path_of(tile_of(lon, lat, 15)[0])


def test_a_tile_says_what_it_is(town_server, central):
    answer = town_server.get(central)
    assert answer.status == 200
    assert answer.media_type == "application/vnd.mapbox-vector-tile"
    assert answer.headers["API-Version"] == "1.0.0"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "accept-encoding" in (answer.headers["Vary"] or "").lower()
    assert answer.headers["ETag"].startswith('"') and answer.headers["Content-Encoding"] is None


def test_gzip_has_the_same_contents_and_another_etag(town_server, central):
    plain, packed = town_server.get(central), town_server.get(central, {"Accept-Encoding": "br, gzip;q=0.8"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.identity == plain.body and len(packed.body) < len(plain.body)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert town_server.get(central, {"Accept-Encoding": "gzip;q=0"}).headers["Content-Encoding"] is None
    assert town_server.get(central, {"If-None-Match": packed.headers["ETag"]}).status == 200


def test_repeated_tiles_are_the_same_bytes(town_server, central):
    assert len({town_server.get(central, {"Accept-Encoding": "gzip"}).body for _ in range(5)}) == 1


@pytest.mark.parametrize("form", ["{tag}", '"other", {tag}', '{tag} , "other"', "W/{tag}", "*"])
def test_a_known_tile_is_not_sent_again(town_server, central, form):
    tag = town_server.get(central).headers["ETag"]
    answer = town_server.get(central, {"If-None-Match": form.format(tag=tag)})
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == tag and answer.headers["API-Version"] == "1.0.0"


def test_another_etag_gets_the_tile(town_server, central):
    assert town_server.get(central, {"If-None-Match": '"other"'}).status == 200


def test_head_says_what_get_would(town_server, central):
    for path in (central, "/tiles/basis", "/health", "/"):
        head, get = town_server.request("HEAD", path), town_server.get(path)
        assert (head.status, head.body) == (200, b""), path
        for name in ("Content-Type", "ETag", "Content-Length", "API-Version"):
            assert head.headers[name] == get.headers[name], (path, name)


def test_a_tile_where_nothing_lies_is_204(town_server):
    answer = town_server.get("/tiles/basis/14/0/0")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["ETag"]


@pytest.mark.parametrize("address", ["14/16384/0", "14/0/16384", "0/1/0", "99/0/0", "14/99999999999999999999/0"])
def test_an_address_outside_the_matrix_is_refused(town_server, address):
    answer = town_server.get(f"/tiles/basis/{address}")
    assert_problem(answer, 400 if "9999999999" in address else 404)


@pytest.mark.parametrize("address", ["a/0/0", "14/x/0", "14/0/1.5", "14/0/0x10", "14/%20/0", "14/0/1e3"])
def test_an_address_that_is_no_number_is_refused(town_server, address):
    assert_problem(town_server.get(f"/tiles/basis/{address}"), 400)


def test_an_unknown_tileset_is_not_found(town_server):
    assert_problem(town_server.get("/tiles/other"), 404)
    assert_problem(town_server.get("/tiles/other/14/0/0"), 404)
