"""A second plan beside the first."""

import shutil

import shapely
from conftest import NIJKERK_PLAN
from layer_files import read_layer, segment_checksums
from stip_program import hits, stip, wait_until
from tile_reading import path_of, tile_of, tiles_over

SECOND_PLAN = "imro/imro2012/NL.IMRO.0664.BPBS02-VG99.gml"


def point_in_plan(workspace, plan, folder):
    areas = read_layer(workspace, "bestemmingsplangebied", folder)
    place = areas.geometries[areas.identifiers.index(plan)].representative_point()
    return round(place.x, 3), round(place.y, 3)


def test_both_plans_answer_and_tiles_elsewhere_keep_their_etag(nijkerk, real_data, start_server, tmp_path):
    workspace = shutil.copytree(nijkerk, tmp_path / "workspace")
    first = point_in_plan(workspace, "NL.IMRO.0267.BP0174-0001", tmp_path)
    server = start_server(workspace)
    before = server.stip(*first)
    place = before["locatie"]["crs84"]
    inside = [path_of(tile_of(place["lon"], place["lat"], z)[0]) for z in (13, 14, 15, 16, 18)]
    inside += [path_of(tile) for tile in tiles_over(server.get("/tiles/basis").json["bounds"], 14)]
    tags = {path: server.get(path).headers["ETag"] for path in inside}
    version = server.health()["dataVersie"]

    stip("import", real_data / SECOND_PLAN, "--workspace", workspace)
    wait_until("the server serves the second plan", lambda: server.health()["dataVersie"] != version)

    assert hits(server.stip(*first)) == hits(before)
    second = point_in_plan(workspace, "NL.IMRO.0664.BPBS02-VG99", tmp_path)
    layers = {layer for layer, _, _ in hits(server.stip(*second))}
    assert {"bestemmingsplangebied", "enkelbestemming"} <= layers
    assert {path: server.get(path).headers["ETag"] for path in inside} == tags
    for path, tag in tags.items():
        assert server.get(path, {"If-None-Match": tag}).status == 304

    # A tile over the second plan is new, and one that holds both has changed.
    lon, lat = (server.stip(*second)["locatie"]["crs84"][axis] for axis in ("lon", "lat"))
    assert server.get(path_of(tile_of(lon, lat, 14)[0])).status == 200


def test_importing_a_plan_again_gives_the_same_bytes(nijkerk, real_data, tmp_path):
    workspace = shutil.copytree(nijkerk, tmp_path / "workspace")
    before = segment_checksums(workspace)
    stip("import", real_data / NIJKERK_PLAN, "--workspace", workspace)
    assert segment_checksums(workspace) == before


def test_the_order_of_importing_does_not_matter(real_data, tmp_path):
    for name, order in (("a", (NIJKERK_PLAN, SECOND_PLAN)), ("b", (SECOND_PLAN, NIJKERK_PLAN))):
        for plan in order:
            stip("import", real_data / plan, "--workspace", tmp_path / name)
    assert segment_checksums(tmp_path / "a") == segment_checksums(tmp_path / "b")


def test_a_changed_delivery_replaces_its_own_features_only(town_copy, town_files, other_town_files, tmp_path):
    parcels = read_layer(town_copy, "perceel", tmp_path)
    stip("import", other_town_files / "bag.gpkg", "--workspace", town_copy)
    (tmp_path / "after").mkdir()
    after = read_layer(town_copy, "perceel", tmp_path / "after")
    assert after.identifiers == parcels.identifiers
    assert shapely.equals_exact(after.geometries, parcels.geometries).all()
    assert len(read_layer(town_copy, "pand", tmp_path / "after")) < 600
