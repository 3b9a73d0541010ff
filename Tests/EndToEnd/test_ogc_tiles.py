"""OGC API Tiles under /ogc/v1: discovery, both matrix sets, row before column and errors
instead of empty answers."""

import pytest
from stip_program import assert_problem
from tile_reading import MATRIX, MERCATOR, RD_QUAD, decode

ROOT = "/ogc/v1"
TILESETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
SCHEME = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"


def link(document, rel):
    return next(link for link in document["links"] if link["rel"] == rel)["href"]


def followed(server, document, rel):
    answer = server.get(link(document, rel))
    assert answer.status == 200, (rel, answer.body)
    return answer.json


def limits_of(server, matrix_set, zoom, collection=None):
    path = f"{ROOT}/collections/{collection}/tiles" if collection else f"{ROOT}/tiles"
    limits = server.get(f"{path}/{matrix_set}").json["tileMatrixSetLimits"]
    return next(limit for limit in limits if limit["tileMatrix"] == str(zoom))


def middle(limits):
    return (limits["minTileRow"] + limits["maxTileRow"]) // 2, (limits["minTileCol"] + limits["maxTileCol"]) // 2


def test_everything_is_found_from_the_landing_page(town_server):
    landing = town_server.get(ROOT).json
    conformance = followed(town_server, landing, "conformance")["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core" in conformance
    assert "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt" in conformance
    tilesets = followed(town_server, landing, TILESETS)["tilesets"]
    assert {tileset["tileMatrixSetURI"].split("/")[-1] for tileset in tilesets} == {MERCATOR, RD_QUAD}
    for brief in tilesets:
        tileset = followed(town_server, brief, "self")
        assert tileset["dataType"] == "vector" and tileset["crs"] == brief["crs"]
        assert {layer["id"] for layer in tileset["layers"]} >= {"perceel", "pand", "enkelbestemming"}
        scheme = followed(town_server, tileset, SCHEME)
        assert len(scheme["tileMatrices"]) > 15
        limits = next(limit for limit in tileset["tileMatrixSetLimits"] if limit["tileMatrix"] == "12")
        row, column = middle(limits)
        template = link(tileset, "item")
        address = template.format(tileMatrix=12, tileRow=row, tileCol=column)
        answer = town_server.get(address)
        assert answer.status == 200 and answer.media_type == "application/vnd.mapbox-vector-tile"


@pytest.mark.parametrize("matrix_set", [MERCATOR, RD_QUAD])
def test_a_matrix_set_is_that_of_the_standard(town_server, matrix_set):
    document = town_server.get(f"{ROOT}/tileMatrixSets/{matrix_set}").json
    west, north, width = MATRIX[matrix_set]
    for zoom, matrix in enumerate(document["tileMatrices"]):
        assert matrix["id"] == str(zoom)
        assert matrix["pointOfOrigin"] == pytest.approx([west, north], abs=1e-6)
        assert matrix["cellSize"] * matrix["tileWidth"] * matrix["matrixWidth"] == pytest.approx(width, abs=1e-5)
        assert matrix["matrixWidth"] == matrix["matrixHeight"] == 2**zoom
    first = document["tileMatrices"][0]["scaleDenominator"]
    assert first == pytest.approx({MERCATOR: 559082264.028717, RD_QUAD: 12288000}[matrix_set], rel=1e-9)
    listed = town_server.get(f"{ROOT}/tileMatrixSets").json["tileMatrixSets"]
    assert {item["id"] for item in listed} == {MERCATOR, RD_QUAD}


@pytest.mark.parametrize("matrix_set, zoom", [(MERCATOR, 15), (RD_QUAD, 11)])
def test_a_tile_is_the_same_as_by_its_other_address(town_server, matrix_set, zoom):
    row, column = middle(limits_of(town_server, matrix_set, zoom))
    ogc = town_server.get(f"{ROOT}/tiles/{matrix_set}/{zoom}/{row}/{column}", {"Accept-Encoding": "gzip"})
    xyz = town_server.get(f"/tiles/basis/{matrix_set}/{zoom}/{column}/{row}", {"Accept-Encoding": "gzip"})
    assert ogc.status == 200 and ogc.body == xyz.body and ogc.headers["ETag"] == xyz.headers["ETag"]
    one = town_server.get(f"{ROOT}/collections/pand/tiles/{matrix_set}/{zoom}/{row}/{column}")
    assert set(decode(one.body)) - {"stip"} == {"pand"}
    some = town_server.get(f"{ROOT}/tiles/{matrix_set}/{zoom}/{row}/{column}", collections="perceel,pand")
    assert {name.split("_")[0] for name in decode(some.body)} - {"stip"} == {"pand", "perceel"}


def test_all_tiles_with_features_lie_within_the_limits(town_server):
    limits = limits_of(town_server, MERCATOR, 14, "pand")
    features = set()
    for row in range(limits["minTileRow"], limits["maxTileRow"] + 1):
        for column in range(limits["minTileCol"], limits["maxTileCol"] + 1):
            answer = town_server.get(f"{ROOT}/collections/pand/tiles/{MERCATOR}/14/{row}/{column}")
            assert answer.status in (200, 204)
            if answer.status == 200:
                features |= {f["properties"]["id"] for f in decode(answer.body).get("pand", {"features": []})["features"]}
    count = next(layer["aantal"] for layer in town_server.health()["lagen"] if layer["laag"] == "pand")
    assert len(features) == count


@pytest.mark.parametrize("zoom", [8, 12, 15, 18])
def test_swapped_row_and_column_is_an_error(town_server, zoom):
    row, column = middle(limits_of(town_server, MERCATOR, zoom))
    detail = assert_problem(town_server.get(f"{ROOT}/tiles/{MERCATOR}/{zoom}/{column}/{row}"), 404)
    assert "rij" in detail.lower()


@pytest.mark.parametrize(
    "path, status",
    [
        (f"tiles/{MERCATOR}/15/0/0", 404), (f"tiles/{MERCATOR}/15/40000/1", 404), (f"tiles/{MERCATOR}/30/0/0", 404),
        (f"tiles/{MERCATOR}/15/-1/3", 400), (f"tiles/{MERCATOR}/x/1/3", 400), ("tiles/Nergens/1/0/0", 404),
        ("tiles/Nergens", 404), ("tileMatrixSets/Nergens", 404), ("collections/nergens/tiles", 404),
        (f"collections/nergens/tiles/{MERCATOR}/0/0/0", 404), (f"tiles/{MERCATOR}/0/0/0?collections=plan", 400),
        (f"tiles/{MERCATOR}/0/0/0?collections=" + ",".join(["pand"] * 1000), 400),
        (f"tiles/{MERCATOR}/0/0/0?f=png", 400), (f"tiles/{MERCATOR}/0/0/0?datetime=2020-01-01/2021-01-01", 400),
        (f"tiles/{MERCATOR}?f=html5", 400), (f"collections/pand/tiles/{MERCATOR}/0/0/0?collections=perceel", 400),
    ],
)  # fmt: skip
def test_a_bad_request_gets_a_reason(town_server, path, status):
    assert_problem(town_server.get(f"{ROOT}/{path}"), status)
