"""Every real file of the registers: the report of its import accounts for each feature that an independent reader counts."""

import collections
import gzip
import io
import json
import os
import pathlib
import sqlite3
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
    assert read_counts(imported(path, tmp_path)) == wanted


@pytest.mark.parametrize("path", files("imro/imro2012/*.gml", "imro/imro2008/*.gml", "imro/nasty/*.gml.gz"))
def test_plan(path, tmp_path):
    wanted = collections.Counter()
    for root in elements(path):
        for member in root.iter("{*}featureMember"):
            if local(member[0]) != "MetadataIMRObestand":
                wanted[local(member[0]).lower()] += 1
    assert sum(wanted.values()) > 0
    assert read_counts(imported(path, tmp_path)) == wanted


@pytest.mark.parametrize("path", files("bgt/*.zip", "bgt/*.gml", "brk/dkk_v5_otterlo/*_pand.gml"))
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


@pytest.mark.parametrize("path", files("brk/dkk_v5_otterlo/*grens.gml", "brk/dkk_v5_otterlo/*perceel.gml", "brk/dkk_v3/*"))
def test_kadastrale_kaart(path, tmp_path):
    kinds = {"perceel", "kadastralegrens", "annotatie", "bebouwing"}
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


def test_papers_of_plans(tmp_path):
    counts = read_counts(imported("imro/manifest/manifest2012.xml", tmp_path))
    root = next(elements("imro/manifest/manifest2012.xml"))
    assert sum(counts.values()) == sum(1 for element in root.iter() if local(element) == "Dossier" for _ in element.iter("{*}Plan"))


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
