"""The layers of the BGT that cover the ground together: what is missing or there twice is told, whichever layer it is in."""

import json
import re
import zipfile

import numpy as np
import pyogrio.raw
import pytest
import shapely
from layer_files import read_layer
from stip_program import stip

LAYERS = [
    "wegdeel", "ondersteunendwegdeel", "waterdeel", "ondersteunendwaterdeel", "begroeidterreindeel", "onbegroeidterreindeel",
    "pand", "overigbouwwerk", "kunstwerkdeel", "scheiding",
]  # fmt: skip
CODES = {"gap", "overlap", "overlap-unknown", "border-not-joined"}


def zipped(town, target, altered=None, without=()):
    """The town's BGT as one delivery; `altered` changes the text of the buildings."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((town / "bgt").glob("*.gml")):
            if file.stem in without:
                continue
            text = file.read_text()
            archive.writestr(file.name, altered(text) if altered and file.stem == "bgt_pand" else text)
    return target


def findings(delivery, workspace):
    reports = json.loads(stip("import", delivery, "--workspace", workspace, "--json").stdout)
    layers = [layer for report in reports for layer in report["layers"]]
    return [(layer["layer"], found) for layer in layers for found in layer["findings"] if found["code"] in CODES]


@pytest.fixture(scope="module")
def ground(whole_town, tmp_path_factory):
    """The findings of the whole, and one building of it that touches no other."""
    folder = tmp_path_factory.mktemp("ground")
    found = findings(zipped(whole_town, folder / "bgt.zip"), folder / "w")
    rows = read_layer(folder / "w", "bgt_pand", folder)
    tree = shapely.STRtree(rows.geometries)
    alone = [
        position
        for position, shape in enumerate(rows.geometries)
        if len(tree.query(shape, predicate="intersects")) == 1 and shape.area > 40
    ]
    return found, rows.identifiers[alone[0]], rows.geometries[alone[0]]


def members(text, identifier):
    return [part for part in re.findall(r"\s*<cityObjectMember>.*?</cityObjectMember>", text, re.DOTALL) if identifier in part]


def test_files_unpacked_into_a_folder_are_judged_as_the_zip_is(whole_town, tmp_path):
    def without_a_layer(delivery):
        return sorted((layer, f["code"], f.get("box")) for layer, f in findings(delivery, tmp_path / f"{delivery.stem}-w"))

    zip_file = zipped(whole_town, tmp_path / "zip.zip", without=("bgt_waterdeel",))
    with zipfile.ZipFile(zip_file) as archive:
        archive.extractall(tmp_path / "folder")
    found = without_a_layer(tmp_path / "folder")
    assert found and found == without_a_layer(zip_file)
    sources = json.loads(stip("info", "--workspace", tmp_path / "folder-w", "--json").stdout)
    assert {layer["sources"][0]["source"] for layer in sources["layers"]} == {"folder"}


def test_a_town_without_mistakes_tells_of_none(ground):
    assert ground[0] == []


def test_a_building_that_is_missing_leaves_a_gap_between_other_layers(whole_town, ground, tmp_path):
    _, identifier, shape = ground

    def without(text):
        for member in members(text, identifier):
            text = text.replace(member, "")
        return text

    ((_, gap),) = findings(zipped(whole_town, tmp_path / "bgt.zip", without), tmp_path / "w")
    assert gap["code"] == "gap"
    assert np.allclose(gap["box"], np.array(shape.bounds) * 1000, atol=2)
    assert float(re.search(r"([\d.]+) m²", gap["detail"])[1]) == pytest.approx(shape.area, abs=0.05)


def test_a_building_that_is_there_twice_overlaps(whole_town, ground, tmp_path):
    _, identifier, shape = ground
    other = identifier[:-4] + "0000"

    def twice(text):
        return text.replace("</CityModel>", "".join(members(text, identifier)).replace(identifier, other) + "</CityModel>")

    found = findings(zipped(whole_town, tmp_path / "bgt.zip", twice), tmp_path / "w")
    assert [(layer, finding["code"]) for layer, finding in found] == [("bgt_pand", "overlap")]
    assert {found[0][1]["identifier"], found[0][1]["detail"].split(":")[0].removeprefix("with ")} == {identifier, other}


def test_a_delivery_without_all_of_the_ground_is_not_judged(whole_town, tmp_path):
    assert findings(zipped(whole_town, tmp_path / "bgt.zip", without=["bgt_wegdeel"]), tmp_path / "w") == []


def test_the_gaps_of_otterlo_are_the_holes_that_geos_finds(real_data, tmp_path):
    """The oracle's current objects, read by another program and united by GEOS."""
    shapes = []
    for name in LAYERS:
        meta, _, geometry, columns = pyogrio.raw.read(real_data / "bgt/oracle_otterlo_actueel.gpkg", layer=name)
        levels = dict(zip(meta["fields"], columns))["relatieve_hoogteligging"]
        shapes += [shape for shape, level in zip(shapely.from_wkb(geometry), levels) if int(level) == 0 and shape.area > 0]
    union = shapely.union_all(shapely.set_precision(shapely.make_valid(shapes), 0.001))
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    expected = sorted(hole.area for hole in holes if 0.01 < hole.area <= 10_000)
    found = [finding for _, finding in findings(real_data / "bgt/otterlo.zip", tmp_path / "w") if finding["code"] == "gap"]
    areas = sorted(float(re.search(r"([\d.]+) m²", finding["detail"])[1]) for finding in found)
    assert len(areas) == len(expected) > 50
    assert areas == pytest.approx(expected, rel=0.02, abs=0.1)
