"""A building as GLB."""

import io
import json
import struct

import numpy as np
import pytest
import shapely
import trimesh
from stip_program import assert_problem, stip


@pytest.fixture(scope="module")
def panden(town_layer):
    return town_layer("pand")


def model(server, identifier):
    answer = server.get(f"/v1/panden/{identifier}/model?formaat=glb")
    assert answer.status == 200, answer.body
    assert answer.media_type == "model/gltf-binary"
    return answer


def content(glb):
    """The JSON chunk of a GLB."""
    magic, version, length = struct.unpack_from("<4sII", glb)
    assert (magic, version, length) == (b"glTF", 2, len(glb))
    size, kind = struct.unpack_from("<I4s", glb, 12)
    assert kind == b"JSON"
    return json.loads(glb[20 : 20 + size])


def mesh(glb):
    """One mesh, vertices joined: those of a hard edge are stored once per face."""
    scene = trimesh.load(io.BytesIO(glb), file_type="glb")
    joined = scene.to_geometry()
    solid = trimesh.Trimesh(joined.vertices, joined.faces, process=False)
    solid.merge_vertices(merge_norm=True, merge_tex=True)
    return solid


def test_models_are_watertight_and_of_true_size(town_server, panden):
    for position in range(0, len(panden), max(1, len(panden) // 25)):
        identifier, footprint = panden.identifiers[position], panden.geometries[position]
        solid = mesh(model(town_server, identifier).body)
        assert solid.is_watertight and solid.is_winding_consistent, identifier
        width, height, depth = solid.extents
        register = panden.columns["hoogte"][position]
        if register is not None and not np.isnan(register):
            assert height == pytest.approx(register, abs=0.01), identifier
        # RD is not true to scale (up to 1 in 10,000) nor to north (up to 2 degrees); the volume is nearly so.
        assert solid.volume == pytest.approx(footprint.area * height, rel=0.002), identifier
        box = shapely.box(*footprint.bounds)
        assert width * depth == pytest.approx(box.area, rel=0.25), identifier


def test_a_model_says_what_it_is(town_server, panden):
    identifier = panden.identifiers[0]
    document = content(model(town_server, identifier).body)
    extras = document["nodes"][0]["extras"]
    assert identifier in json.dumps(extras)
    assert extras["identificatie"] == identifier
    assert extras["hoogteBron"] in ("register", "schatting")
    assert document["asset"]["version"] == "2.0"
    assert "extensionsRequired" not in document


def test_the_command_writes_the_same_bytes(town, town_server, panden, tmp_path):
    identifier = panden.identifiers[3]
    file = tmp_path / "pand.glb"
    stip("model", "pand", identifier, "-o", file, "--workspace", town)
    assert file.read_bytes() == model(town_server, identifier).body


def test_a_known_model_is_not_sent_again(town_server, panden):
    first = model(town_server, panden.identifiers[0])
    address = f"/v1/panden/{panden.identifiers[0]}/model?formaat=glb"
    assert town_server.get(address, {"If-None-Match": first.headers["ETag"]}).status == 304


def test_an_identifier_may_carry_its_namespace(town_server, panden):
    identifier = panden.identifiers[0]
    assert model(town_server, f"NL.IMBAG.Pand.{identifier}").body == model(town_server, identifier).body


def test_a_pand_that_is_not_there_and_a_format_that_is_not_offered(town, town_server, panden, tmp_path):
    assert_problem(town_server.get("/v1/panden/9999100000000000/model?formaat=glb"), 404)
    assert (
        "formaat"
        in assert_problem(town_server.get(f"/v1/panden/{panden.identifiers[0]}/model?formaat=usdz"), 400).lower()
    )
    result = stip("model", "pand", "9999100000000000", "-o", tmp_path / "x.glb", "--workspace", town, check=False)
    assert result.returncode != 0 and "9999100000000000" in result.stderr and not (tmp_path / "x.glb").exists()


def test_a_pand_without_height_gets_an_estimate_that_says_so(start_server, real_data, tmp_path):
    workspace = tmp_path / "w"
    stip("import", real_data / "bag/denhaag_bag_subset.gpkg", "--layer", "pand", "--workspace", workspace)
    server = start_server(workspace)
    x, y = 84266.663, 455567.363
    near = json.loads(
        stip("near", "--workspace", workspace, "--rd", x, y, "--radius", 50, "--layer", "pand", "--json").stdout
    )
    answer = model(server, near[0]["id"])
    assert content(answer.body)["nodes"][0]["extras"]["hoogteBron"] == "schatting"
    assert mesh(answer.body).is_watertight
