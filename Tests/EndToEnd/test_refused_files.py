"""A file that can't be used gets one sentence that says what is wrong, and the workspace stays as it was."""

import json
import re
import shutil

import pytest
import shapely
from layer_files import checksums, write_layer
from stip_program import stip

SQUARES = [shapely.box(155000 + 20 * i, 463000, 155010 + 20 * i, 463010) for i in range(3)]


@pytest.fixture(scope="module")
def workspace(town, tmp_path_factory):
    return shutil.copytree(town, tmp_path_factory.mktemp("refused") / "workspace")


def assert_refused(workspace, file, says, *options):
    before = checksums(workspace)
    result = stip("import", file, "--workspace", workspace, *options, check=False)
    message = result.stderr.strip()
    assert result.returncode != 0, f"accepted:\n{result.stdout}"
    assert re.search(says, message, re.IGNORECASE), message
    assert file.name in message, f"the file is not named: {message}"
    assert len(message.splitlines()) == 1, f"more than one line: {message}"
    assert not re.search(r"fatal|backtrace|Swift\.|\.swift:|Optional\(", message), message
    assert checksums(workspace) == before, "the workspace has changed"


def moved(geometries, change):
    return [shapely.transform(geometry, change) for geometry in geometries]


def test_a_file_that_is_not_there(workspace, tmp_path):
    assert_refused(workspace, tmp_path / "weg.gpkg", "no file")


@pytest.mark.parametrize("name", ["leeg.gpkg", "leeg.gml", "leeg.geojson"])
def test_an_empty_file(workspace, tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    assert_refused(workspace, tmp_path / name, "empty|0 bytes")


def test_an_empty_directory(workspace, tmp_path):
    (tmp_path / "niets").mkdir()
    assert_refused(workspace, tmp_path / "niets", "no file|empty")


FOREIGN = {
    "plaatje.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
    "tekst.gpkg": b"This is not a GeoPackage.\n" * 100,
    "zomaar.gml": b"<?xml version='1.0'?><recept><stap>Kook het water.</stap></recept>",
    "pagina.gml": b"<!DOCTYPE html><html><body><p>Niet gevonden</body></html>",
    "archief.zip": b"PK\x03\x04" + b"\x00" * 200,
    "ruis.geojson": bytes(range(256)) * 20,
    "halve.geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","geom',
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file(workspace, tmp_path, name):
    (tmp_path / name).write_bytes(FOREIGN[name])
    assert_refused(workspace, tmp_path / name, "not a format|damaged|does not read|not one feature|no features")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_half_a_geopackage(workspace, town_files, tmp_path, share):
    content = (town_files / "bag.gpkg").read_bytes()
    (tmp_path / "half.gpkg").write_bytes(content[: int(len(content) * share)])
    assert_refused(workspace, tmp_path / "half.gpkg", "damaged|not a format")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_half_a_plan(workspace, town_files, tmp_path, share):
    plan = sorted(town_files.rglob("*.gml"))[0]
    content = plan.read_bytes()
    (tmp_path / plan.name).write_bytes(content[: int(len(content) * share)])
    assert_refused(workspace, tmp_path / plan.name, "damaged|cut off")


def test_a_table_without_features(workspace, tmp_path):
    file = write_layer(tmp_path / "kaal.gpkg", SQUARES[:0], {"naam": []}, layer="kaal")
    assert_refused(workspace, file, "no features")


@pytest.mark.parametrize("extension", ["gpkg", "geojson"])
def test_degrees_that_are_called_rd(workspace, tmp_path, extension):
    squares = [shapely.box(5.38 + i / 100, 52.15, 5.381 + i / 100, 52.151) for i in range(3)]
    file = write_layer(tmp_path / f"graden.{extension}", squares, {"naam": ["a", "b", "c"]}, layer="vlak")
    assert_refused(workspace, file, "degrees")


def test_exchanged_axes(workspace, tmp_path):
    squares = moved(SQUARES, lambda points: points[:, ::-1])
    file = write_layer(tmp_path / "assen.gpkg", squares, {"naam": ["a", "b", "c"]}, layer="vlak")
    assert_refused(workspace, file, "axes|swapped|exchanged")


def test_exchanged_degrees(workspace, tmp_path):
    squares = [shapely.box(52.15, 5.38, 52.151, 5.381)]
    file = write_layer(tmp_path / "assen.geojson", squares, {"naam": ["a"]}, crs="EPSG:4326", layer="vlak")
    assert_refused(workspace, file, "axes|swapped|exchanged|outside")


def test_another_country(workspace, tmp_path):
    squares = [shapely.box(2.35, 48.85, 2.36, 48.86)]
    file = write_layer(tmp_path / "parijs.gpkg", squares, {"naam": ["a"]}, crs="EPSG:4326", layer="vlak")
    assert_refused(workspace, file, "outside")


def test_metres_that_are_not_of_this_country(workspace, tmp_path):
    squares = moved(SQUARES, lambda points: points + [800_000, 4_000_000])
    file = write_layer(tmp_path / "ver.gpkg", squares, {"naam": ["a", "b", "c"]}, layer="vlak")
    assert_refused(workspace, file, "outside")


def test_a_coordinate_system_that_we_do_not_know(workspace, tmp_path):
    file = write_layer(tmp_path / "stelsel.gpkg", SQUARES, {"naam": ["a", "b", "c"]}, crs="EPSG:31370", layer="vlak")
    assert_refused(workspace, file, "coordinate system.*31370")


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_degrees_without_a_coordinate_system(workspace, tmp_path):
    squares = [shapely.box(5.38, 52.15, 5.381, 52.151)]
    file = write_layer(tmp_path / "zonder.gpkg", squares, {"naam": ["a"]}, crs=None, layer="vlak")
    assert_refused(workspace, file, "degrees")


def test_nothing_but_collapsed_polygons(workspace, tmp_path):
    lines = [shapely.Polygon([(155000, 463000), (155010, 463000), (155020, 463000)])]
    file = write_layer(tmp_path / "plat.gpkg", lines, {"naam": ["a"]}, layer="vlak")
    assert_refused(workspace, file, "not one feature|area")


def test_a_table_that_is_not_there(workspace, town_files):
    assert_refused(workspace, town_files / "bag.gpkg", "no layer|no table", "--layer", "bestaatniet")


def test_one_bad_file_does_not_hide_what_is_wrong_with_it(workspace, town_files, tmp_path):
    """Beside a good file, a bad one is still named and the exit code still says so."""
    folder = tmp_path / "samen"
    folder.mkdir()
    shutil.copy(town_files / "percelen.gpkg", folder / "percelen.gpkg")
    (folder / "stuk.gpkg").write_bytes(b"not a GeoPackage")
    result = stip("import", folder, "--workspace", workspace, check=False)
    assert result.returncode != 0 and "stuk.gpkg" in result.stderr


NASTY = {
    "gpkg_nasty/test_broken_geopackage.gpkg": "damaged|not a format",
    "gpkg_nasty/test_dimensions.gpkg": "degrees|outside",
    "imro/nasty/axis_swapped_4326_excerpt.gml": "axes|swapped|exchanged|not a format|IMRO",
}


@pytest.mark.parametrize("name", NASTY)
def test_a_known_bad_file(workspace, real_data, name):
    assert_refused(workspace, real_data / name, NASTY[name])


@pytest.mark.parametrize("name", ["test_geometry_empty", "test_geometry_null", "test_geometry_spatialite"])
def test_a_file_without_usable_places_is_refused_or_reported(workspace, real_data, name, tmp_path):
    file = real_data / f"gpkg_nasty/{name}.gpkg"
    copy = shutil.copytree(workspace, tmp_path / "w")
    result = stip("import", file, "--workspace", copy, "--json", check=False)
    if result.returncode != 0:
        assert len(result.stderr.strip().splitlines()) == 1 and file.name in result.stderr
    else:
        for layer in (layer for report in json.loads(result.stdout) for layer in report["layers"]):
            assert layer["read"] == layer["imported"] + layer["historic"] + layer["duplicate"] + layer["rejected"]


def test_a_file_of_good_and_bad_features_is_imported_and_reported(real_data, tmp_path):
    file = real_data / "nasty_synthetic/nasty_rd.geojson"
    result = stip("import", file, "--workspace", tmp_path / "w", "--json")
    (layer,) = (layer for report in json.loads(result.stdout) for layer in report["layers"])
    assert layer["read"] == 26
    assert layer["read"] == layer["imported"] + layer["historic"] + layer["duplicate"] + layer["rejected"]
    codes = {finding["code"] for finding in layer["findings"]}
    assert {"axes-swapped", "degrees", "invalid-repaired"} <= codes, codes
    assert layer["rejected"] >= 3 and layer["imported"] >= 14


MUTATIONS = """<mlm:bagMutaties xmlns:ml="http://www.kadaster.nl/schemas/mutatielevering-generiek/1.0"
 xmlns:mlm="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-mutaties-lvc/v20200601"
 xmlns:Objecten="www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601"><ml:mutatieBericht>{}</ml:mutatieBericht></mlm:bagMutaties>"""


def test_mutations_of_the_bag_without_their_stand_and_a_day_without_mutations(workspace, tmp_path):
    file = tmp_path / "9999MUT01012026-02012026-000001.xml"
    place = "<Objecten:Woonplaats><Objecten:identificatie>2096</Objecten:identificatie></Objecten:Woonplaats>"
    wordt = f"<ml:wordt><mlm:bagObject>{place}</mlm:bagObject></ml:wordt>"
    file.write_text(MUTATIONS.format(f"<ml:mutatieGroep><ml:toevoeging>{wordt}</ml:toevoeging></ml:mutatieGroep>"))
    assert_refused(workspace, file, "mutations of the BAG.*together with the stand")
    file.write_text(MUTATIONS.format(""))
    assert_refused(workspace, file, "holds no features")
