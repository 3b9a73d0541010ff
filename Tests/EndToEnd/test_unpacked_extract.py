"""An extract of the BAG that was unpacked is the same data as its zip: addresses stand in one file, and what has them in another."""

import zipfile

import pytest
from layer_files import read_layer
from stip_program import stip, stip_json

LAYERS = ["pand", "verblijfsobject", "nummeraanduiding", "openbareruimte", "woonplaats", "pandgeschiedenis"]


def unpacked(archive, folder, deeper):
    """The zips of an extract in a folder, or the XML files in those."""
    with zipfile.ZipFile(archive) as outer:
        outer.extractall(folder)
    if deeper:
        for inner in sorted(folder.glob("0*.zip")):
            with zipfile.ZipFile(inner) as file:
                file.extractall(folder)
            inner.unlink()
    return folder


@pytest.mark.parametrize("deeper", [False, True], ids=["zips", "XML"])
def test_an_unpacked_extract_is_one_source(whole_town, tmp_path, deeper):
    archive = whole_town / "bag-extract.zip"
    folder = unpacked(archive, tmp_path / "extract", deeper)
    stip("import", archive, "--workspace", tmp_path / "whole")
    told = stip("import", folder, "--workspace", tmp_path / "parts").stdout
    assert told.count("as BAG 0998") == 1, told
    counts = [
        {layer["layer"]: layer["features"] for layer in stip_json("info", "--workspace", tmp_path / name)["layers"]}
        for name in ("whole", "parts")
    ]
    assert counts[0] == counts[1]
    for layer in LAYERS:
        whole, parts = (read_layer(tmp_path / name, layer, tmp_path) for name in ("whole", "parts"))
        assert whole.identifiers == parts.identifiers
        assert (whole.geometries is None) == (parts.geometries is None), layer
        if whole.geometries is not None:
            assert list(map(str, whole.geometries)) == list(map(str, parts.geometries)), layer
        for column, values in whole.columns.items():
            assert list(map(str, values)) == list(map(str, parts.columns[column])), (layer, column)
    addresses = read_layer(tmp_path / "parts", "verblijfsobject", tmp_path).columns
    assert sum(street is not None for street in addresses["openbare_ruimte"]) > 0.9 * len(addresses["openbare_ruimte"])


def test_two_extracts_in_a_folder_are_two_sources(whole_town, tmp_path):
    folder = unpacked(whole_town / "bag-extract.zip", tmp_path / "extracts", False)
    for path in sorted(folder.glob("0998*.zip")):
        # Another gemeente's, as far as the name tells.
        (folder / path.name.replace("0998", "0997", 1)).write_bytes(path.read_bytes())
    told = stip("import", folder, "--workspace", tmp_path / "workspace").stdout
    assert told.count("as BAG 0998") == 1 and told.count("as BAG 0997") == 1


def test_one_file_alone_keeps_its_name(whole_town, tmp_path):
    folder = unpacked(whole_town / "bag-extract.zip", tmp_path / "extract", False)
    panden = next(folder.glob("*PND*.zip"))
    assert f"as {panden.name}" in stip("import", panden, "--workspace", tmp_path / "workspace").stdout
