"""A folder that is watched: new and changed files are imported once, half-written ones are left alone."""

import shutil
import signal
import time

from stip_program import start_stip, stip_json, wait_until
from test_regulation_changes import article, changed, decision, delivery, texts, whole


def counts(workspace):
    try:
        return {layer["layer"]: layer["features"] for layer in stip_json("info", "--workspace", workspace)["layers"]}
    except AssertionError:
        return {}


def test_new_and_changed_files_are_imported_and_nothing_twice(town_files, tmp_path):
    folder, workspace = tmp_path / "in", tmp_path / "w"
    folder.mkdir()
    watching = start_stip("import", "--watch", folder, "--workspace", workspace, "--interval", 0.2)
    try:
        shutil.copy(town_files / "percelen.gpkg", folder / "percelen.gpkg")
        wait_until("the parcels are imported", lambda: counts(workspace).get("perceel"))
        # A file that keeps growing is a download under way.
        plan = next((town_files / "imro").glob("*.gml"))
        content = plan.read_bytes()
        with open(folder / plan.name, "wb") as growing:
            for start in range(0, len(content), len(content) // 8 + 1):
                growing.write(content[start : start + len(content) // 8 + 1])
                growing.flush()
                assert "enkelbestemming" not in counts(workspace)
                time.sleep(0.1)
        wait_until("the plan is imported", lambda: counts(workspace).get("enkelbestemming"))
    finally:
        watching.send_signal(signal.SIGTERM)
        watching.wait(10)
    before = (workspace / "manifest.tsv").stat().st_mtime_ns
    watching = start_stip("import", "--watch", folder, "--workspace", workspace, "--interval", 0.2)
    try:
        time.sleep(2)
        assert (workspace / "manifest.tsv").stat().st_mtime_ns == before
    finally:
        watching.send_signal(signal.SIGTERM)
        watching.wait(10)


def test_a_change_of_a_regulation_is_read_with_the_regulation_that_came_before(tmp_path):
    folder, workspace = tmp_path / "in", tmp_path / "w"
    folder.mkdir()

    def put(name, text, **members):
        shutil.make_archive(str(tmp_path / name), "zip", delivery(tmp_path / name, text, **members))
        shutil.move(tmp_path / f"{name}.zip", folder / f"{name}.zip")

    put("a", decision(whole(article("1", (1, "oud"))), "2024-01-01"), wids=["w__art_1"])
    watching = start_stip("import", "--watch", folder, "--workspace", workspace, "--interval", 0.2)
    try:
        wait_until("the regulation is imported", lambda: counts(workspace).get("regeling") == 1)
        put("b", decision(changed(f'<VoegToe context="w__art_1" positie="na">{article("2", (1, "nieuw"))}</VoegToe>'), "2025-03-01"))
        wait_until("its change is applied", lambda: "w__art_2" in texts(workspace, tmp_path))
    finally:
        watching.send_signal(signal.SIGTERM)
        watching.wait(10)
    assert "w__art_1" in texts(workspace, tmp_path)
