"""The geometry of tiles in both matrix sets, judged by GEOS against the exported layers."""

import math
import random
import subprocess

import numpy as np
import pyogrio.raw
import pytest
import shapely
from layer_files import read_layer
from stip_program import hits
from tile_reading import (
    BUFFER,
    EXTENT,
    MATRIX,
    MERCATOR,
    POLYGON_LAYERS,
    RD_QUAD,
    ZOOMS_AHEAD,
    decode,
    geometries,
    in_tile_units,
    path_of,
    projected,
    tiles_over_box,
)

# In WebMercatorQuad; four less in NetherlandsRDNewQuad.
ZOOMS = range(10, 19)
# Layers that fill the plane: (layer, the column that tells one filling from another).
COVERAGES = [("perceel", None), ("enkelbestemming", "planId")]
# Of the area of a layer in a tile: issue 4.
MOST_GAP_OR_OVERLAP = 0.0005 / 100
TILE = shapely.box(0, 0, EXTENT, EXTENT)


def grown(units):
    return shapely.box(-units, -units, EXTENT + units, EXTENT + units)


@pytest.fixture(scope="module", params=[MERCATOR, RD_QUAD])
def matrix_set(request):
    return request.param


@pytest.fixture(scope="module")
def source(matrix_set, town, session_directory):
    """Reads a layer of the town in the coordinates of the matrix set: geometries, columns."""
    read = {}

    def layer(name):
        if name not in read:
            read_layer(town, name, session_directory)
            path = projected(session_directory / f"{town.name}-{name}.gpkg", matrix_set)
            meta, _, geometry, fields = pyogrio.raw.read(path)
            read[name] = shapely.from_wkb(geometry), dict(zip(meta["fields"], fields))
        return read[name]

    return layer


@pytest.fixture(scope="module")
def tiles(matrix_set, source, town_server):
    """Decoded tiles by address: all over the town at low zooms, seeded blocks of neighbours where they are many."""
    seed = random.Random(31)
    west, south, east, north = shapely.total_bounds(source("perceel")[0])
    found = {}
    for mercator_zoom in ZOOMS:
        z = mercator_zoom - ZOOMS_AHEAD[matrix_set]
        side = MATRIX[matrix_set][2] / 2**z
        boxes = [(west, south, east, north)]
        if len(tiles_over_box(matrix_set, boxes[0], z)) > 40:
            corners = [(seed.uniform(west, east - side), seed.uniform(south, north - side)) for _ in range(10)]
            boxes = [(x, y, x + side, y + side) for x, y in corners]
        for tile in sorted({tile for box in boxes for tile in tiles_over_box(matrix_set, box, z)}):
            answer = town_server.get(path_of(tile, matrix_set))
            assert answer.status in (200, 204), answer.body
            layers = decode(answer.body) if answer.status == 200 else {}
            found[tile] = {name: geometries(layer) for name, layer in layers.items()}
    return found


@pytest.fixture(scope="module")
def minimum_zoom(matrix_set, town_server):
    document = town_server.get(f"/tiles/basis/{matrix_set}").json
    return {layer["id"]: layer["minzoom"] for layer in document["vector_layers"]}


def drawn_at(tiles, minimum_zoom, name):
    """(tile, features) for each tile at a zoom at which a layer is drawn."""
    return [(tile, layers.get(name, [])) for tile, layers in tiles.items() if tile[0] >= minimum_zoom[name]]


def test_every_polygon_is_valid(tiles):
    broken, count = [], 0
    for tile, layers in tiles.items():
        for name in layers.keys() & POLYGON_LAYERS:
            for feature, geometry in layers[name]:
                count += 1
                if not geometry.is_valid or geometry.area <= 0 or "Polygon" not in geometry.geom_type:
                    reason = shapely.is_valid_reason(geometry)
                    broken.append(f"{tile} {name} {feature['properties']['id']}: {geometry.geom_type} {reason}")
    assert broken == [] and count > 10_000


def rings_of(geometry):
    for polygon in getattr(geometry, "geoms", [geometry]):
        yield polygon.exterior, True
        for hole in polygon.interiors:
            yield hole, False


def test_rings_turn_as_the_specification_says_and_repeat_no_point(tiles):
    # MVT 2.1, 4.3.4.4: exteriors have positive area by the surveyor's formula in tile coordinates, holes negative.
    for tile, layers in tiles.items():
        for name in layers.keys() & POLYGON_LAYERS:
            for _, geometry in layers[name]:
                for ring, is_exterior in rings_of(geometry):
                    points = np.array(ring.coords)
                    assert (np.abs(np.diff(points, axis=0)).sum(axis=1) > 0).all(), (tile, name)
                    # shapely says counterclockwise for y upward; in the tile's frame that is positive area.
                    assert ring.is_ccw == is_exterior, (tile, name)


@pytest.mark.parametrize("name", ["perceel", "pand", "enkelbestemming", "bestemmingsplangebied", "verblijfsobject"])
def test_what_a_tile_shows_is_what_the_layer_has_there(name, matrix_set, tiles, source, minimum_zoom):
    shapes, columns = source(name)
    identifiers = np.array(columns["stip_id"], dtype=object)
    compared = 0
    for tile, features in drawn_at(tiles, minimum_zoom, name):
        here = in_tile_units(matrix_set, tile, shapes)
        near = shapely.intersects(here, grown(BUFFER + 2))
        drawn = {feature["properties"]["id"] for feature, _ in features}
        assert drawn <= set(identifiers[near]), f"{tile} shows what is elsewhere"
        # What the grid can show inside the tile: more than a sliver one unit wide along its edge.
        inside = shapely.intersection(here[near], TILE)
        must = [
            not shape.is_empty and (shape.area == 0 or not shape.buffer(-1).is_empty or grown(-1).contains(whole))
            for shape, whole in zip(inside, here[near])
        ]
        expected = set(identifiers[near][np.array(must, dtype=bool)])
        assert expected <= drawn, f"{tile} lacks {sorted(expected - drawn)[:5]}"
        compared += len(drawn)
    assert compared > 500 or name == "bestemmingsplangebied"


@pytest.mark.parametrize("name,part", COVERAGES)
def test_neighbours_share_their_borders(name, part, matrix_set, tiles, source, minimum_zoom):
    shapes, columns = source(name)
    parts = np.array(columns[part] if part else [""] * len(shapes), dtype=object)
    total, cases = 0.0, []
    gap_total = overlap_total = 0.0
    for tile, features in drawn_at(tiles, minimum_zoom, name):
        here = in_tile_units(matrix_set, tile, shapes)
        near = shapely.intersects(here, TILE)
        for one in set(parts[near]):
            filled = shapely.union_all(shapely.intersection(here[near & (parts == one)], grown(BUFFER)))
            identifiers = set(np.array(columns["stip_id"], dtype=object)[parts == one])
            drawn = [
                shapely.intersection(geometry, TILE)
                for feature, geometry in features
                if feature["properties"]["id"] in identifiers
            ]
            union = shapely.union_all(drawn)
            overlap = sum(shape.area for shape in drawn) - union.area
            # A boundary of all of it may lie one unit away; inside, there are neighbours on both sides of each.
            gap = shapely.difference(shapely.intersection(filled.buffer(-1.01), TILE), union).area
            total += union.area
            gap_total += gap
            overlap_total += overlap
            if gap > 1e-6 or overlap > 1e-3:
                cases.append(f"{tile} {one}: gap {gap:.6f}, overlap {overlap:.6f}")
    assert total > 0
    print(f"{name} {matrix_set}: gap {gap_total / total:.2e}, overlap {overlap_total / total:.2e} of {total:.3g}")
    print(*cases, sep="\n")
    assert gap_total <= total * MOST_GAP_OR_OVERLAP and overlap_total <= total * MOST_GAP_OR_OVERLAP, cases


@pytest.mark.parametrize("name", ["perceel", "enkelbestemming"])
def test_tiles_meet_at_their_seams(name, matrix_set, tiles, minimum_zoom):
    compared = 0
    for (z, x, y), features in drawn_at(tiles, minimum_zoom, name):
        for dx, dy in ((1, 0), (0, 1)):
            if (z, x + dx, y + dy) not in tiles:
                continue
            # What both draw: within the buffer of each, less the unit by which cutting may move an edge.
            near, far = EXTENT - BUFFER + 1, EXTENT + BUFFER - 1
            strip = shapely.box(near, 0, far, EXTENT) if dx else shapely.box(0, near, EXTENT, far)
            other = {
                feature["properties"]["id"]: shapely.transform(
                    geometry, lambda points, step=(dx, dy): points + EXTENT * np.array(step)
                )
                for feature, geometry in tiles[(z, x + dx, y + dy)].get(name, [])
            }
            for feature, geometry in features:
                identifier = feature["properties"]["id"]
                mine = shapely.intersection(geometry, strip)
                theirs = shapely.intersection(other.get(identifier, shapely.Polygon()), strip)
                difference = shapely.symmetric_difference(mine, theirs)
                assert difference.buffer(-1).is_empty, f"{(z, x, y)} {name} {identifier}: {difference.area} units²"
                compared += not mine.is_empty
    assert compared > 100


@pytest.mark.parametrize("name", ["perceel", "pand", "enkelbestemming"])
def test_tiles_and_stip_agree(name, matrix_set, tiles, source, minimum_zoom, town_server):
    """The tile at a random point shows what stip finds there, unless a boundary is within one unit."""
    seed = random.Random(8)
    west, north, width = MATRIX[matrix_set]
    candidates = [(tile, features) for tile, features in drawn_at(tiles, minimum_zoom, name) if features]
    compared = 0
    for tile, features in seed.sample(candidates, min(len(candidates), 40)):
        z, column, row = tile
        unit = width / 2**z / EXTENT
        for _ in range(6):
            # In the box of a feature, so that small ones are met too; boundaries of those next to it lie there as well.
            left, top, right, bottom = shapely.intersection(seed.choice(features)[1], TILE).bounds
            if not right > left:
                continue
            u, v = seed.uniform(left, right), seed.uniform(top, bottom)
            x, y = west + (column * EXTENT + u) * unit, north - (row * EXTENT + v) * unit
            if matrix_set == RD_QUAD:
                answer = town_server.stip(round(x, 4), round(y, 4))
            else:
                half = MATRIX[MERCATOR][2] / 2
                lon, lat = x / half * 180, math.degrees(math.atan(math.sinh(y / half * math.pi)))
                answer = town_server.get("/v1/stip", lon=round(lon, 9), lat=round(lat, 9)).json
            told = {identifier for layer, identifier, _ in hits(answer) if layer == name}
            place = shapely.Point(u, v)
            drawn = {feature["properties"]["id"] for feature, geometry in features if geometry.contains(place)}
            compared += len(told)
            if drawn != told:
                nearest = min(geometry.boundary.distance(place) for _, geometry in features)
                assert nearest <= 1, f"{tile} ({u}, {v}): tile {drawn}, stip {told}, {nearest} units from a boundary"
    assert compared > 20


@pytest.mark.parametrize("name", ["perceel", "enkelbestemming"])
def test_every_feature_has_one_label_in_one_tile(name, matrix_set, source, town_server):
    shapes, columns = source(name)
    exact = dict(zip(columns["stip_id"], shapes))
    z = 17 - ZOOMS_AHEAD[matrix_set]
    seen = {}
    for tile in tiles_over_box(matrix_set, shapely.total_bounds(shapes), z):
        answer = town_server.get(path_of(tile, matrix_set))
        layers = decode(answer.body) if answer.status == 200 else {}
        for feature, place in geometries(layers.get(name + "_label", {"features": []})):
            identifier = feature["properties"]["id"]
            assert identifier not in seen, f"{identifier} in {seen.get(identifier)} and {tile}"
            seen[identifier] = tile
            assert 0 <= place.x < EXTENT and 0 <= place.y < EXTENT
            polygon = in_tile_units(matrix_set, tile, np.array([exact[identifier]]))[0]
            # The square of the grid that holds the place.
            square = shapely.box(place.x, place.y, place.x + 1, place.y + 1)
            assert polygon.distance(square) < 0.1, f"{tile} {identifier}"
    assert set(seen) == set(exact)


def test_gdal_reads_rd_tiles_over_http_at_the_right_place(town_server, town_layer, tmp_path):
    panden = town_layer("pand")
    z, unit = 12, 880803.84 / 2**12 / EXTENT
    middle = shapely.Point(shapely.centroid(shapely.MultiPoint([shape.centroid for shape in panden.geometries])))
    box = (middle.x - 60, middle.y - 60, middle.x + 60, middle.y + 60)
    out = tmp_path / "read.gpkg"
    subprocess.run(
        ["ogr2ogr", "-spat", *map(str, box), out, f"MVT:{town_server.address}/tiles/basis/{RD_QUAD}/{z}", "pand"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    meta, _, geometry, fields = pyogrio.raw.read(out)
    assert "28992" in meta["crs"]
    identifiers = fields[list(meta["fields"]).index("id")]
    exact = dict(zip(panden.identifiers, panden.geometries))
    inside = shapely.box(*box)
    drawn = {}
    for identifier, shape in zip(identifiers, shapely.from_wkb(geometry)):
        drawn.setdefault(identifier, []).append(shape)
    expected = {identifier for identifier, shape in exact.items() if inside.intersects(shape)}
    assert expected and expected <= set(drawn)
    for identifier in expected:
        # GDAL cuts at tile edges and gives the parts.
        whole = shapely.union_all(drawn[identifier])
        assert shapely.hausdorff_distance(whole, exact[identifier]) < 2 * unit
