"""What tiles say at zooms at which they do not show everything."""

import json

import pytest
import shapely
from stip_program import REPOSITORY
from tile_reading import (
    EXTENT,
    MERCATOR,
    RD_QUAD,
    ZOOMS_AHEAD,
    decode,
    geometries,
    in_tile_units,
    path_of,
)

LAYERS = json.loads((REPOSITORY / "Tiles/basis.json").read_text())["layers"]


@pytest.fixture(scope="module", params=[MERCATOR, RD_QUAD])
def matrix_set(request):
    return request.param


@pytest.fixture(scope="module")
def world(matrix_set, town_server):
    """Every tile that is not empty at each zoom below the deepest at which a layer begins: down from zoom 0."""
    deepest = max(layer["minzoom"] for layer in LAYERS) - ZOOMS_AHEAD[matrix_set] + 1
    found, level = {}, [(0, 0, 0)]
    for z in range(deepest + 1):
        below = []
        for tile in level:
            answer = town_server.get(path_of(tile, matrix_set))
            assert answer.status in (200, 204)
            if answer.status == 200:
                found[tile] = decode(answer.body)
                _, x, y = tile
                below += [(z + 1, 2 * x + dx, 2 * y + dy) for dx in (0, 1) for dy in (0, 1)]
        level = below
    assert {z for z, _, _ in found} == set(range(deepest + 1))
    return found


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer["id"])
def test_counts_add_up_to_the_layer_at_every_zoom(layer, matrix_set, world, town_layer):
    name = layer["id"]
    shapes = town_layer(name).geometries if name in imported(world) else []
    first = max(0, layer["minzoom"] - ZOOMS_AHEAD[matrix_set])
    totals = dict.fromkeys(range(first), (0, 0))
    for (z, _, _), layers in world.items():
        features = layers.get(f"{name}_aantal", {"features": []})["features"]
        assert z < first or not features, "either all features or their number"
        for feature in features:
            count, area = totals[z]
            totals[z] = count + feature["properties"]["aantal"], area + feature["properties"].get("oppervlakte", 0)
    exact = sum(shape.area for shape in shapes)
    for z, (count, area) in totals.items():
        assert count == len(shapes), f"zoom {z}"
        # Each cell's rounded to a square metre.
        assert abs(area - exact) <= max(len(shapes), 1), f"zoom {z}"


def imported(world):
    return set().union(*(stip_layer(layers) for layers in world.values()))


def stip_layer(layers):
    (feature,) = layers["stip"]["features"]
    assert feature["geometry"]["coordinates"] == [EXTENT // 2, EXTENT // 2]
    return feature["properties"]


def test_every_tile_says_which_layers_are_complete(matrix_set, world):
    minimum = {layer["id"]: max(0, layer["minzoom"] - ZOOMS_AHEAD[matrix_set]) for layer in LAYERS}
    for (z, _, _), layers in world.items():
        said = stip_layer(layers)
        assert said and said == {name: z >= minimum[name] for name in said}
        for name in layers:
            base = name.removesuffix("_aantal")
            if base in said:
                assert said[base] is (base == name)


def test_cells_are_squares_that_do_not_overlap_and_have_one_number_each(world):
    numbers = {}
    for tile, layers in world.items():
        for name in layers:
            if not name.endswith("_aantal"):
                continue
            for feature, cell in geometries(layers[name]):
                left, top, right, bottom = cell.bounds
                side = right - left
                assert side == bottom - top and cell.area == side * side and side in ((64,) if name == "pand_aantal" else (256, 512, 1024))
                assert left % side == top % side == 0 and 0 <= left < EXTENT and 0 <= top < EXTENT
                assert numbers.setdefault((name, feature["id"]), (tile, left, top)) == (tile, left, top)


def test_a_feature_is_counted_where_it_lies(matrix_set, world, town_layer):
    if matrix_set != RD_QUAD:
        pytest.skip("cells are squares of the register's own plane in RD tiles only")
    shapes = town_layer("pand").geometries
    compared = 0
    for tile, layers in world.items():
        if tile[0] != 8:
            continue
        here = in_tile_units(RD_QUAD, tile, shapes)
        for feature, cell in geometries(layers.get("pand_aantal", {"features": []})):
            inside, touching = shapely.within(here, cell).sum(), shapely.intersects(here, cell).sum()
            assert inside <= feature["properties"]["aantal"] <= touching
            compared += 1
    assert compared > 3
