"""Level 3 tells how far the point lies from the nearest boundary of each area, and how accurate that boundary is."""

import random

import pytest
import shapely
from layer_files import read_layer
from shapely import Point
from stip_program import RD, Server, stip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A town with its parcels and their boundaries by the cadastral map, whose quality it states, and plans."""
    folder = tmp_path_factory.mktemp("distance")
    stip("synth", "--out", folder / "files", "--buildings", 400, "--seed", 9, "--format", "dkk", "--format", "imro")
    stip("import", folder / "files", "--workspace", folder / "w")
    return folder / "w"


@pytest.fixture(scope="module")
def layers(workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("distance-export")
    return {name: read_layer(workspace, name, folder) for name in ("perceel", "enkelbestemming", "kadastralegrens")}


@pytest.fixture(scope="module")
def server(workspace, tmp_path_factory):
    with Server(workspace, tmp_path_factory.mktemp("distance-log") / "server.log") as running:
        yield running


def ask(server, point, **query):
    answer = server.get("/v1/stip", x=f"{point.x:.3f}", y=f"{point.y:.3f}", crs=RD, **query)
    assert answer.status == 200, answer.body
    return answer.json


def test_the_distance_is_that_of_shapely_and_the_class_that_of_the_nearest_boundary(server, layers):
    chance = random.Random(8)
    parcels, boundaries = layers["perceel"], layers["kadastralegrens"]
    grades = boundaries.columns["kwaliteit"]
    compared = graded = 0
    for position in chance.sample(range(len(parcels)), 120):
        west, south, east, north = parcels.geometries[position].bounds
        point = Point(round(chance.uniform(west, east), 3), round(chance.uniform(south, north), 3))
        for hit in ask(server, point, niveau=3)["treffers"]:
            if hit["laag"] not in layers:
                continue
            layer = layers[hit["laag"]]
            distance = layer.geometries[layer.identifiers.index(hit["id"])].boundary.distance(point)
            assert abs(hit["afstandTotGrensCm"] - distance * 100) <= 0.06, hit["id"]
            compared += 1
            if hit["laag"] == "perceel":
                near = shapely.distance(boundaries.geometries, point) <= distance + 0.0005
                here = {grade for grade, is_near in zip(grades, near) if is_near and grade}
                # Rounding may bring in a second one; none may be more accurate than what lies nearest.
                if here:
                    graded += 1
                    assert hit["nauwkeurigheid"]["klasse"] >= max(here)
            else:
                assert hit["nauwkeurigheid"]["toelichting"]["nl"]
    assert compared > 150 and graded > 80


def test_on_the_boundary_it_is_zero_and_only_there(server, layers):
    ring = layers["perceel"].geometries[7].exterior
    corner = Point(ring.coords[0])
    on_it = [hit for hit in ask(server, corner, niveau=3)["treffers"] if hit["laag"] == "perceel"]
    assert on_it and all(hit["afstandTotGrensCm"] == 0 and hit["toepasselijkheid"] == "raakt-alleen-grens" for hit in on_it)
    # A millimetre inside.
    inner = layers["perceel"].geometries[7].representative_point()
    hits = [hit for hit in ask(server, inner, niveau=3)["treffers"] if hit["laag"] == "perceel"]
    assert [hit["afstandTotGrensCm"] > 0 for hit in hits] == [True]


def test_below_level_3_and_of_areas_no_distance_is_told(server, layers):
    point = layers["perceel"].geometries[3].representative_point()
    assert "treffers" not in ask(server, point, niveau=2)
    assert all("afstandTotGrensCm" not in hit for hit in ask(server, point)["treffers"])
    parcel = server.get(f"/v1/percelen/{layers['perceel'].identifiers[3]}/stip", niveau=3).json
    assert parcel["treffers"] and all("afstandTotGrensCm" not in hit for hit in parcel["treffers"])


def test_without_cadastral_boundaries_the_class_is_null_with_the_reason(town_server, town_layer):
    point = town_layer("perceel").geometries[3].representative_point()
    (hit,) = [hit for hit in ask(town_server, point, niveau=3)["treffers"] if hit["laag"] == "perceel"]
    assert hit["nauwkeurigheid"]["klasse"] is None and "niet ingelezen" in hit["nauwkeurigheid"]["toelichting"]["nl"]
