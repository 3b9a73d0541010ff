"""Every real file of the registers: the report of its import accounts for each feature that an independent reader counts."""

import collections
import csv
import gzip
import io
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import zipfile

import pytest
from lxml import etree
from stip_program import stip

DATA = os.environ.get("STIP_TEST_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="needs real Dutch files: set STIP_TEST_DATA to their directory")
ROOT = pathlib.Path(DATA or ".")
PARSER = {"recover": True, "huge_tree": True}


def files(*patterns):
    return sorted(str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern)) if DATA else []


def imported(path, tmp_path):
    """Reports of an import that must succeed, after the sum of each layer was checked."""
    result = stip("import", ROOT / path, "--workspace", tmp_path / "w", "--json", "--threads", 2)
    reports = json.loads(result.stdout)
    for report in reports:
        for layer in report["layers"]:
            parts = layer["imported"] + layer["historic"] + layer["duplicate"] + layer["rejected"]
            assert layer["read"] == parts, layer
    return reports


def read_counts(reports):
    counts = collections.Counter()
    for report in reports:
        for layer in report["layers"]:
            counts[layer["layer"]] += layer["read"]
    return counts


def local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def documents(path):
    """The XML documents behind a path, as (name, bytes)."""
    data = (ROOT / path).read_bytes()
    if path.endswith(".gz"):
        return [(path, gzip.decompress(data))]
    if not path.endswith(".zip"):
        return [(path, data)]
    found = []
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in archive.namelist():
        if "__MACOSX" in name or pathlib.PurePath(name).name.startswith("."):
            continue
        if name.lower().endswith((".xml", ".gml")):
            found.append((name, archive.read(name)))
    return found


def elements(path):
    for _, data in documents(path):
        yield etree.fromstring(data, etree.XMLParser(**PARSER))


@pytest.mark.parametrize("path", files("bag/nlextract/*PND*.zip", "bag/nlextract/expand-0221/0221*.xml"))
def test_bag_extract(path, tmp_path):
    wanted = collections.Counter()
    for root in elements(path):
        for element in root.iter("{*}bagObject"):
            wanted[local(element[0]).lower()] += 1
    found = collections.Counter()
    for layer, count in read_counts(imported(path, tmp_path)).items():
        # Versions that have ended are layers of their own.
        found[layer.removesuffix("geschiedenis")] += count
    assert found == wanted


@pytest.mark.parametrize("path", files("imro/imro2012/*.gml", "imro/imro2008/*.gml", "imro/nasty/*.gml.gz", "imro/nasty/2012*.gml"))
def test_plan(path, tmp_path):
    wanted = collections.Counter()
    for root in elements(path):
        # One file is a single object without a collection around it.
        objects = [member[0] for member in root.iter("{*}featureMember")] or [root]
        for element in objects:
            if local(element) != "MetadataIMRObestand":
                wanted[local(element).lower()] += 1
    assert sum(wanted.values()) > 0
    assert read_counts(imported(path, tmp_path)) == wanted


@pytest.mark.parametrize("path", files("bgt/*.zip", "bgt/*.gml", "brk/dkk_v5_otterlo/*_pand.gml", "brk/dkk_v5_otterlo/*label.gml"))
def test_bgt(path, tmp_path):
    wanted = collections.Counter()
    for root in elements(path):
        for member in root.iter("{*}cityObjectMember"):
            wanted["objects"] += 1
            # House numbers are features of their own.
            wanted["numbers"] += len(list(member.iter("{*}Nummeraanduidingreeks")))
    counts = read_counts(imported(path, tmp_path))
    numbers = counts.pop("bgt_nummeraanduidingreeks", 0)
    assert sum(counts.values()) == wanted["objects"]
    assert numbers == wanted["numbers"]


@pytest.mark.parametrize("path", files("brk/dkk_v5_otterlo/*grens.gml", "brk/dkk_v5_otterlo/*perceel.gml", "brk/dkk_v5_otterlo/*kwaliteit.gml", "brk/dkk_v3/*"))
def test_kadastrale_kaart(path, tmp_path):
    kinds = {"perceel", "kadastralegrens", "kwaliteit", "annotatie", "bebouwing"}
    wanted = 0
    for root in elements(path):
        for element in root.iter():
            inside = next((True for parent in element.iterancestors() if local(parent).lower() in kinds), False)
            if local(element).lower() in kinds and not inside and len(element) > 1:
                wanted += 1
    assert wanted > 0
    assert sum(read_counts(imported(path, tmp_path)).values()) == wanted


@pytest.mark.parametrize("path", files("bag/*.gpkg", "bag/gokoala/*.gpkg", "bgt/*.gpkg", "imro/*.gpkg", "gpkg_nasty/*.gpkg"))
def test_geopackage(path, tmp_path):
    result = stip("import", ROOT / path, "--workspace", tmp_path / "w", "--json", check=False)
    if path.endswith("test_broken_geopackage.gpkg"):
        assert result.returncode == 1 and "damaged" in result.stderr
        return
    if path.endswith(("test_dimensions.gpkg", "test_geometry_spatialite.gpkg")):
        # They say RD New and have coordinates within two units of zero.
        assert result.returncode == 1 and "look like degrees" in result.stderr
        return
    assert result.returncode == 0, result.stderr
    connection = sqlite3.connect(f"file:{ROOT / path}?mode=ro", uri=True)
    tables = [name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents WHERE data_type != 'tiles'")]
    wanted = sum(connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables)
    counts = collections.Counter()
    for report in json.loads(result.stdout):
        for layer in report["layers"]:
            counts["read"] += layer["read"]
            counts["kept"] += layer["imported"] + layer["historic"] + layer["duplicate"] + layer["rejected"]
    assert counts["read"] == counts["kept"] == wanted


@pytest.mark.parametrize("path", files("imro/manifest/*.xml"))
def test_papers_of_plans(path, tmp_path):
    root = next(elements(path))
    wanted = collections.Counter(plandossier=sum(1 for _ in root.iter("{*}Plan")))
    for part in [*root.iter("{*}Onderdelen"), *root.iter("{*}Supplementen")]:
        wanted["planonderdeel"] += len([child for child in part if local(child)])
    assert read_counts(imported(path, tmp_path)) == wanted


@pytest.mark.parametrize("path", files("bag/nlextract/*.csv", "bgt/*.csv"))
def test_delimited_text(path, tmp_path):
    with open(ROOT / path, newline="", encoding="utf-8") as file:
        wanted = sum(1 for row in csv.DictReader(file, delimiter=";"))
    counts = read_counts(imported(path, tmp_path))
    assert counts == {pathlib.PurePath(path).stem: wanted} and wanted > 400


@pytest.mark.parametrize("path", files("brk/*.json", "nasty_synthetic/*.geojson"))
def test_geojson(path, tmp_path):
    wanted = len(json.loads((ROOT / path).read_text())["features"])
    assert sum(read_counts(imported(path, tmp_path)).values()) == wanted > 0


@pytest.mark.parametrize(
    "path, says",
    [
        ("imro/nasty/axis_swapped_4326_excerpt.gml", "says that its coordinates are degrees, but they are metres of RD New.*east 120513.395, north 483651.787"),
        ("bag/nlextract/expand-0221/Leveringsdocument-BAG-Extract.xml", "delivery's own description"),
        ("gpkg_nasty/test_broken_geopackage.gpkg", "damaged"),
        ("oracles/click_nijkerk.json", "not a format that Stip reads"),
        ("oracles/radius_denhaag.json", "not a format that Stip reads"),
    ],
)  # fmt: skip
def test_what_can_not_be_imported_is_refused_in_one_sentence(path, says, tmp_path):
    result = stip("import", ROOT / path, "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and re.search(says, result.stderr), result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_mislabelled_file_is_right_once_it_has_the_label_that_the_message_names(tmp_path):
    subprocess.run(["ogr2ogr", "-oo", "WRITE_GFS=NO", "-a_srs", "EPSG:28992", tmp_path / "a.gpkg", ROOT / "imro/nasty/axis_swapped_4326_excerpt.gml"], check=True)
    imported(tmp_path / "a.gpkg", tmp_path)
    answer = stip("lookup", "--workspace", tmp_path / "w", "--rd", 120_500, 483_660, "--json").stdout
    assert "Groen - 1" in answer


def test_every_file_is_in_one_of_these_tests():
    tested = {"MANIFEST.tsv", "bag/nlextract/GEM-WPL-RELATIE-15092020-000001.xml"}
    for test in [value for name, value in globals().items() if name.startswith("test_")]:
        for mark in getattr(test, "pytestmark", []):
            if mark.name == "parametrize" and mark.args[0].startswith("path"):
                tested.update(case if isinstance(case, str) else case[0] for case in mark.args[1])
    for path in ROOT.rglob("*"):
        name = str(path.relative_to(ROOT))
        if path.is_file() and not name.startswith(("3d/", "imow/", "sttr/", "api/", "crs/")):
            assert name in tested, name


def test_municipalities_of_places(tmp_path):
    path = "bag/nlextract/GEM-WPL-RELATIE-15092020-000001.xml"
    wanted = sum(1 for root in elements(path) for _ in root.iter("{*}GemeenteWoonplaatsRelatie"))
    assert sum(read_counts(imported(path, tmp_path)).values()) == wanted > 0


def test_otterlo_areas_are_those_of_the_oracle(tmp_path):
    import pyogrio
    import shapely

    oracle = ROOT / "bgt/oracle_otterlo_actueel.gpkg"
    imported("bgt/otterlo.zip", tmp_path)
    for name, _ in pyogrio.list_layers(oracle):
        ours = tmp_path / f"{name}.gpkg"
        stip("export", "--layer", f"bgt_{name}", "--output", ours, "--workspace", tmp_path / "w")
        _, _, theirs, _ = pyogrio.raw.read(oracle, layer=name)
        _, _, found, _ = pyogrio.raw.read(ours)
        assert len(found) == len(theirs), name
        area, wanted = (sum(shapely.area(shapely.from_wkb(part)[shapely.from_wkb(part) != None])) for part in (found, theirs))  # noqa: E711
        assert abs(area - wanted) <= 1e-3 * max(1, wanted), name


# What becomes of each case: area in m² when it is kept, the finding, or neither.
NASTY = {
    "ok-square": (100, None),
    "bowtie": (50, "invalid-repaired"),
    "unclosed": (100, "ring-closed"),
    "two-points": (None, "too-few-points"),
    "zero-area": (None, "no-area"),
    "dup-vertices": (100, None),
    "spike": (100, "invalid-repaired"),
    "hole-outside": (104, "invalid-repaired"),
    "hole-touch-point": (92, None),
    "hole-touch-edge": (76, "invalid-repaired"),
    "nested-holes": (144, "invalid-repaired"),
    "cw-shell": (100, None),
    "multi-overlap": (175, "invalid-repaired"),
    "multi-touch": (200, None),
    "sliver": (0.03, None),
    "z-coords": (100, None),
    "axis-swapped": (None, "axes-swapped"),
    "wgs84-in-rd": (None, "degrees"),
    "null-geom": (0, None),
    "empty-geom": (0, None),
    "dup-id": (100, None),
    "unicode-NFC": (100, None),
    "unicode-NFD": (100, None),
    "quote-injection": (100, None),
    "huge-ring": (7853.98, None),
}


def test_nasty_geometries_get_the_treatment_that_they_expect(tmp_path):
    import pyogrio
    import shapely

    path = "nasty_synthetic/nasty_rd.geojson"
    features = {feature["properties"]["note"]: feature for feature in json.loads((ROOT / path).read_text())["features"]}
    assert len(features) == 26
    layer = imported(path, tmp_path)[0]["layers"][0]
    # The two versions of one identifier: the ended one is history.
    assert (layer["read"], layer["historic"], layer["withoutPlace"]) == (26, 1, 2)
    found = {finding["identifier"]: finding["code"] for finding in layer["findings"]}
    assert found == {name: code for name, (_, code) in NASTY.items() if code}
    stip("export", "--layer", layer["layer"], "--output", tmp_path / "n.gpkg", "--workspace", tmp_path / "w")
    meta, _, shapes, columns = pyogrio.raw.read(tmp_path / "n.gpkg")
    fields = dict(zip(meta["fields"], columns))
    geometries = shapely.from_wkb(shapes)
    areas = {name: round(float(shapely.area(part) or 0), 2) for name, part in zip(fields["stip_id"], geometries)}
    areas = {name: 0 if area != area else area for name, area in areas.items()}
    assert areas == {name: round(area, 2) for name, (area, _) in NASTY.items() if area is not None}
    assert all(shapely.is_valid(part) for part in geometries if part is not None)
    # Texts come back byte for byte.
    for note in fields["note"]:
        assert note in features
    kept = dict(zip(fields["stip_id"], fields["stip_naam"]))
    for feature in features.values():
        name = feature["properties"].get("naam")
        if name and feature.get("id") in kept:
            assert kept[feature["id"]].encode() == name.encode()
