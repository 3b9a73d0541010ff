"""Killed imports, damaged files, imports while serving: the data is as before or as after, and nothing crashes."""

import os
import random
import shutil
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from layer_files import segment_checksums
from stip_program import RD, coverage, hits, start_stip, stip, stip_json, wait_until
from tile_reading import path_of, tile_of

LONG = os.environ.get("STIP_LONG") == "1"


@pytest.fixture(scope="module")
def place(town_layer):
    """A point in a pand, in RD metres."""
    point = town_layer("pand").geometries[30].representative_point()
    return round(point.x, 3), round(point.y, 3)


def segments_of(workspace, layer):
    files = sorted(path for path in (workspace / "layers" / layer).rglob("*") if path.is_file())
    assert files, f"layer {layer} has no files"
    return files


def flip_byte(path, share):
    """Changes one bit. Zeros before the end may be padding, which holds nothing: the byte before them is taken."""
    content = bytearray(path.read_bytes())
    position = min(int(len(content) * share), len(content) - 1)
    while content[position] == 0 and position > 0:
        position -= 1
    content[position] ^= 0x40
    path.write_bytes(content)


# A killed import


def test_a_killed_import_leaves_the_data_as_before_or_as_after(town, other_town_files, place, tmp_path):
    def answers(workspace):
        lookup = stip_json("lookup", "--workspace", workspace, "--rd", *place)
        return stip_json("info", "--workspace", workspace)["dataVersion"], hits(lookup), lookup["dataVersie"]

    done = shutil.copytree(town, tmp_path / "done")
    started = time.monotonic()
    stip("import", other_town_files, "--workspace", done)
    duration = time.monotonic() - started
    allowed = {"before": answers(town), "after": answers(done)}
    assert allowed["before"] != allowed["after"]

    seed = random.Random(41)
    workspace = shutil.copytree(town, tmp_path / "workspace")
    seen = []
    for round_number in range(40 if LONG else 12):
        process = start_stip("import", other_town_files, "--workspace", workspace)
        moment = seed.uniform(0, duration * 1.05)
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        now = answers(workspace)
        name = next((name for name, answer in allowed.items() if answer == now), None)
        assert name, f"round {round_number}, killed after {moment:.3f} s: {now}"
        seen.append(name)
        if name != "before":
            shutil.rmtree(workspace)
            shutil.copytree(town, workspace)
    assert "before" in seen, seen
    # What a killed import left behind is in nobody's way.
    stip("import", other_town_files, "--workspace", workspace)
    assert answers(workspace) == allowed["after"]
    assert segment_checksums(workspace) == segment_checksums(done)


# Damaged files


@pytest.mark.parametrize("share", [0.0, 0.002, 0.3, 0.6, 0.999])
def test_a_flipped_byte_makes_a_layer_unknown_and_never_wrong(town_copy, start_server, place, share):
    before = hits(stip_json("lookup", "--workspace", town_copy, "--rd", *place))
    flip_byte(segments_of(town_copy, "enkelbestemming")[0], share)
    server = start_server(town_copy)
    health = wait_until(
        "the server notices the damage", lambda: (now := server.health())["status"] == "verminderd" and now
    )
    assert any("enkelbestemming" in problem for problem in health["problemen"]), health["problemen"]
    answer = server.stip(*place)
    layer = coverage(answer, "enkelbestemming")
    assert (layer["toepasselijkheid"], layer["reden"]) == ("onbekend", "storing")
    assert layer["toelichting"]
    others = {hit for hit in before if hit[0] != "enkelbestemming"}
    assert {hit for hit in hits(answer) if hit[0] != "enkelbestemming"} == others
    # What depends on it is not said to be absent.
    for other in ("dubbelbestemming", "gebiedsaanduiding", "figuur"):
        assert coverage(answer, other)["toepasselijkheid"] != "geldt-niet"
    assert stip("info", "--workspace", town_copy, check=False).returncode != 0
    assert stip("doctor", "--workspace", town_copy, check=False).returncode != 0


def test_importing_again_heals_a_damaged_layer(town_copy, town_files, start_server, place):
    flip_byte(segments_of(town_copy, "perceel")[0], 0.5)
    server = start_server(town_copy)
    wait_until("the server notices the damage", lambda: server.health()["status"] == "verminderd")
    stip("import", town_files / "percelen.gpkg", "--workspace", town_copy)
    wait_until("the server is well again", lambda: server.health()["status"] == "goed")
    assert coverage(server.stip(*place), "perceel")["toepasselijkheid"] == "geldt"


@pytest.mark.parametrize("layer", ["pand", "enkelbestemming", "perceel"])
def test_a_file_truncated_while_serving_is_no_crash(town_copy, start_server, place, layer):
    server = start_server(town_copy)
    degrees = server.stip(*place)["locatie"]["crs84"]
    pand = next(hit["id"] for hit in server.stip(*place)["treffers"] if hit["laag"] == "pand")
    for file in segments_of(town_copy, layer):
        os.truncate(file, 4096 if file.stat().st_size > 8192 else 0)
    for z in range(12, 19):
        answer = server.get(path_of(tile_of(degrees["lon"], degrees["lat"], z)[0]))
        assert answer.status in (200, 204, 503), answer.body
    for number in range(40):
        answer = server.get("/v1/stip", x=place[0] + number, y=place[1] - number, crs=RD)
        assert answer.status in (200, 503), answer.body
        if answer.status == 200:
            assert coverage(answer.json, layer)["toepasselijkheid"] != "geldt-niet"
    assert server.get(f"/v1/panden/{pand}/model?formaat=glb").status in (200, 404, 503)
    footprint = [[place[0], place[1]], [place[0] + 9, place[1]], [place[0] + 9, place[1] + 9], [place[0], place[1]]]
    plan = {"footprint": {"type": "Polygon", "coordinates": [footprint]}, "hoogte": 5}
    assert server.post("/v1/plantoetsen", plan, crs=RD).status in (200, 503)
    assert server.is_running
    wait_until("the server says that it is impaired", lambda: server.health()["status"] == "verminderd")


@pytest.mark.parametrize("content", [b"", b"{", b"\x00" * 500, b'{"checksum":"0","manifest":{}}'])
def test_a_damaged_manifest_is_named(town_copy, content):
    (town_copy / "manifest.tsv").write_bytes(content)
    for arguments in (["info"], ["lookup", "--rd", "155000", "463000"]):
        result = stip(*arguments, "--workspace", town_copy, check=False)
        assert result.returncode != 0 and "manifest" in result.stderr, result.stderr


def test_a_manifest_damaged_while_serving_leaves_the_old_data(town_copy, start_server, place):
    server = start_server(town_copy)
    before = hits(server.stip(*place))
    content = bytearray((town_copy / "manifest.tsv").read_bytes())
    content[len(content) // 2] ^= 1
    (town_copy / "manifest.tsv").write_bytes(content)
    health = wait_until("the server notices", lambda: (now := server.health())["status"] == "verminderd" and now)
    assert any("manifest" in problem for problem in health["problemen"])
    assert hits(server.stip(*place)) == before


def test_two_imports_at_once_do_not_mix(town_copy, town_files, other_town_files):
    first = start_stip("import", other_town_files, "--workspace", town_copy)
    second = stip("import", town_files, "--workspace", town_copy, check=False)
    first.wait(120)
    assert stip_json("info", "--workspace", town_copy)["problems"] == []
    if second.returncode != 0:
        assert "import" in second.stderr


# Imports while serving


def test_no_request_fails_during_repeated_imports(town_copy, town_files, other_town_files, start_server, place):
    server = start_server(town_copy)
    degrees = server.stip(*place)["locatie"]["crs84"]
    tile = [path_of(tile_of(degrees["lon"], degrees["lat"], z)[0]) for z in (13, 15, 17)]
    stop, imports = threading.Event(), []

    def keep_importing():
        while not stop.is_set():
            files = other_town_files if len(imports) % 2 == 0 else town_files
            imports.append(stip("import", files, "--workspace", town_copy, check=False).returncode)

    def ask(number):
        match number % 5:
            case 0:
                answer = server.get(tile[number % 3], {"Accept-Encoding": "gzip"})
            case 1:
                answer = server.get("/tiles/basis")
            case 2:
                answer = server.get("/v1/plannen", x=place[0], y=place[1], crs=RD, straal=100)
            case _:
                answer = server.get("/v1/stip", x=place[0] + number % 50, y=place[1], crs=RD)
        return number, answer.status, answer.body[:200]

    importer = threading.Thread(target=keep_importing)
    importer.start()
    failed = []
    try:
        with ThreadPoolExecutor(4) as pool:
            for number, status, body in pool.map(ask, range(10_000 if LONG else 2_000)):
                if status not in (200, 204):
                    failed.append((number, status, body))
        # A fast machine may be done before the second import.
        while len(imports) < 2:
            number, status, body = ask(int(time.monotonic() * 1000))
            if status not in (200, 204):
                failed.append((number, status, body))
    finally:
        stop.set()
        importer.join()
    assert failed == []
    assert set(imports) == {0}
    wait_until(
        "the server serves the last import",
        lambda: server.health()["dataVersie"] == stip_json("info", "--workspace", town_copy)["dataVersion"],
    )
    assert server.health()["status"] == "goed"
