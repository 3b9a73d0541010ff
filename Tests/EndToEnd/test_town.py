"""The made-up town: written, imported, looked at."""

import json
import re

import pyogrio
import pytest
from layer_files import checksums, segment_checksums
from stip_program import hits, stip, stip_json


def test_the_same_seed_gives_the_same_bytes(town_files, tmp_path):
    stip("synth", "--out", tmp_path, "--buildings", 800, "--seed", 7)
    assert checksums(tmp_path) == checksums(town_files)


def test_another_seed_gives_another_town(town_files, tmp_path):
    stip("synth", "--out", tmp_path, "--buildings", 800, "--seed", 9)
    written, first = checksums(tmp_path), checksums(town_files)
    # Plans with the same kinds of ground have the same rules.
    drawn = {name: checksum for name, checksum in written.items() if not name.endswith(".html")}
    assert drawn and [name for name, checksum in drawn.items() if checksum == first.get(name)] == []


def test_every_register_is_in_the_workspace(town):
    info = stip_json("info", "--workspace", town)
    counts = {layer["layer"]: layer["features"] for layer in info["layers"]}
    assert info["problems"] == []
    for layer in (
        "perceel",
        "pand",
        "verblijfsobject",
        "bestemmingsplangebied",
        "enkelbestemming",
        "bouwvlak",
        "maatvoering",
    ):
        assert counts.get(layer, 0) > 0, f"no {layer}: {counts}"
    assert 600 <= counts["pand"] <= 1200


def test_the_report_of_an_import_adds_up(town_files, tmp_path):
    reports = json.loads(stip("import", town_files, "--workspace", tmp_path / "w", "--json").stdout)
    assert reports
    for layer in (layer for report in reports for layer in report["layers"]):
        parts = layer["imported"] + layer["historic"] + layer["duplicate"] + layer["rejected"]
        assert layer["read"] == parts, layer


def test_importing_a_file_again_gives_the_same_bytes(town_copy, town_files):
    before = segment_checksums(town_copy)
    stip("import", town_files, "--workspace", town_copy)
    assert segment_checksums(town_copy) == before


def test_a_workspace_made_anew_has_the_same_bytes(town, town_files, tmp_path):
    stip("import", town_files, "--workspace", tmp_path / "w")
    assert segment_checksums(tmp_path / "w") == segment_checksums(town)


def test_a_healthy_server_says_so(town, town_server):
    health = town_server.health()
    info = stip_json("info", "--workspace", town)
    assert health["status"] == "goed" and health["problemen"] == []
    assert health["dataVersie"] == info["dataVersion"]
    assert {layer["laag"]: layer["aantal"] for layer in health["lagen"]} == {
        layer["layer"]: layer["features"] for layer in info["layers"]
    }


def test_the_command_and_the_server_give_the_same_answer(town, town_server, town_layer):
    place = town_layer("pand").geometries[5].representative_point()
    x, y = round(place.x, 3), round(place.y, 3)
    by_command = stip_json("lookup", "--workspace", town, "--rd", x, y)
    by_server = town_server.stip(x, y)
    assert hits(by_command) == hits(by_server)
    assert {hit[0] for hit in hits(by_server)} >= {"pand", "perceel", "enkelbestemming", "bestemmingsplangebied"}
    place = by_server["locatie"]["crs84"]
    by_degrees = stip_json("lookup", "--workspace", town, "--lonlat", place["lon"], place["lat"])
    assert hits(by_degrees) == hits(by_server)


def test_an_address_is_found_through_its_pand(town_server, town_layer):
    residences = town_layer("verblijfsobject")
    place = residences.geometries[0]
    answer = town_server.stip(round(place.x, 3), round(place.y, 3))
    found = [hit for hit in answer["treffers"] if hit["laag"] == "verblijfsobject"]
    assert residences.identifiers[0] in {hit["id"] for hit in found}


def test_outside_the_data_nothing_is_said_not_to_apply(town_server):
    answer = town_server.stip(250000, 580000)
    assert answer["treffers"] == []
    assert {layer["toepasselijkheid"] for layer in answer["dekking"]} == {"onbekend"}
    assert {layer["reden"] for layer in answer["dekking"]} <= {"buiten-dekking", "geen-data"}


@pytest.mark.parametrize("extension", ["gpkg", "fgb", "geojson"])
def test_an_export_replaces_the_file_that_is_there(town, tmp_path, extension):
    file = tmp_path / f"pand.{extension}"
    layers = stip_json("info", "--workspace", town)["layers"]
    count = next(layer["features"] for layer in layers if layer["layer"] == "pand")
    for _ in range(2):
        stip("export", "--workspace", town, "--layer", "pand", "-o", file)
        assert pyogrio.read_info(file)["features"] == count


def test_the_doctor_finds_a_working_installation(town):
    result = stip("doctor", "--workspace", town)
    assert "PROBLEM" not in result.stdout


@pytest.mark.parametrize(
    "command", ["", "import", "info", "lookup", "near", "export", "synth", "model", "serve", "doctor"]
)
def test_every_command_explains_itself(command):
    result = stip(*([command] if command else []), "--help")
    assert re.search("USAGE|OVERVIEW", result.stdout) and len(result.stdout.splitlines()) > 3


def test_a_wrong_command_line_ends_with_a_message_and_64(town):
    for arguments in (["near", "--workspace", town, "--rd", "1", "2"], ["lookup", "--workspace", town], ["nonsense"]):
        result = stip(*arguments, check=False)
        assert result.returncode == 64, (arguments, result.returncode, result.stderr)
        assert "Error" in result.stderr
