"""Regulations of the Omgevingswet (STOP, IMOW, GIO): what the import counts is what lxml counts in the same files."""

import io
import random
import zipfile

import pytest

from regulation_reading import counted
from stip_program import stip, stip_json


def imported(workspace, *paths):
    return stip_json("import", *paths, "--workspace", workspace)


def read(report):
    return {layer["layer"]: layer["read"] for layer in report["layers"]}


@pytest.fixture
def imow(real_data):
    return real_data / "imow"


def packages(imow):
    town = imow / "gemeentestad"
    return [
        [next((imow / "download").glob("*.zip"))],
        [town / "opdracht"],
        [town / "opdracht", town / "opdracht_4a"],
        [town / "opdracht", town / "opdracht_4b"],
        [town / "opdracht", town / "opdracht_4a", town / "opdracht_4b"],
        *([file] for file in sorted((imow / "gio_large").glob("*.gml"))),
    ]


def test_every_row_of_every_package_is_counted_as_lxml_counts_it(imow, tmp_path):
    for number, paths in enumerate(packages(imow)):
        (report,) = imported(tmp_path / str(number), *paths)
        assert read(report) == counted(paths), paths
        for layer in report["layers"]:
            assert layer["rejected"] == 0, layer
            assert layer["read"] == layer["imported"] + layer["historic"] + layer["duplicate"], layer


def test_all_592_rules_of_ermelo_lie_on_the_municipality(imow, tmp_path):
    (report,) = imported(tmp_path / "w", next((imow / "download").glob("*.zip")))
    counts = read(report)
    assert counts["juridischeregel"] == 592 and counts["activiteit"] == 90
    # One reference of each rule, of each of the 601 activities, and of the regelingsgebied; no location but the ambtsgebied.
    assert counts["locatieverwijzing"] == 592 + 601 + 1 and "locatie" not in counts
    rows = table(tmp_path, "locatieverwijzing")
    assert {row["id"] for row in rows} == {"nl.imow-gm0233.ambtsgebied.9999999999"}
    assert sum(row["soort"] == "juridischeregel" for row in rows) == 592


def test_the_folder_around_packages_is_one_source_for_each_regulation(imow, tmp_path):
    (report,) = imported(tmp_path / "w", imow / "gemeentestad")
    assert report["source"] == "/akn/nl/act/gm0297/2019/reg456"
    assert read(report) == counted([imow / "gemeentestad" / name for name in ("opdracht", "opdracht_4a", "opdracht_4b")])


def test_a_change_gives_objects_a_second_version_from_its_day_on(imow, tmp_path):
    town = imow / "gemeentestad"
    imported(tmp_path / "w", town / "opdracht", town / "opdracht_4a", town / "opdracht_4b")
    hall = [row for row in table(tmp_path, "locatie") if row["id"] == "nl.imow-gm0297.gebied.2019000007"]
    assert sorted((row["geldig_van"], row["geldig_tot"]) for row in hall) == [
        ("2020-01-14", "2020-11-03"), ("2020-11-03", None)
    ]
    heights = [row for row in table(tmp_path, "normwaarde") if row["omgevingsnorm"].endswith("2019000002")]
    now = {row["kwantitatieveWaarde"] for row in heights if row["geldig_tot"] is None}
    before = {row["kwantitatieveWaarde"] for row in heights if row["geldig_tot"] == "2020-12-15"}
    assert now == {"7", "13", "15"} and before == {"7", "13"}


def table(tmp_path, layer):
    import json

    file = tmp_path / f"{layer}.geojson"
    file.unlink(missing_ok=True)
    stip("export", "--layer", layer, "--output", file, "--workspace", tmp_path / "w")
    rows = []
    for feature in json.loads(file.read_text())["features"]:
        rows.append({"id": feature["properties"]["stip_id"], **feature["properties"]})
    return rows


def test_a_change_without_its_regulation_is_refused_with_what_to_do(imow, tmp_path):
    result = stip("import", imow / "gemeentestad" / "opdracht_4a", "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and "stip import REGULATION CHANGE1" in result.stderr
    assert not (tmp_path / "w" / "manifest.tsv").exists()


def test_a_zip_in_a_zip_and_a_folder_give_the_same_data(imow, tmp_path):
    town = imow / "gemeentestad" / "opdracht"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for file in sorted(town.iterdir()):
            archive.write(file, f"OW-bestanden/{file.name}" if file.name.startswith("ow") else file.name)
    with zipfile.ZipFile(tmp_path / "levering.zip", "w") as archive:
        archive.writestr("pakket.zip", inner.getvalue())
    (folder,) = imported(tmp_path / "a", town)
    (packed,) = imported(tmp_path / "b", tmp_path / "levering.zip")
    assert read(folder) == read(packed) and folder["source"] == packed["source"]


@pytest.mark.parametrize("seed", range(6))
def test_damaged_packages_are_refused_or_counted_and_never_crash(imow, tmp_path, seed):
    """Bytes changed, cut and doubled at random places in one file of a package; the seed names the case."""
    town = imow / "gemeentestad" / "opdracht"
    chance = random.Random(seed)
    files = sorted(file for file in town.iterdir() if file.name.startswith(("ow", "akn")) or file.suffix == ".gml")
    for round in range(10):
        victim = chance.choice(files)
        data = bytearray(victim.read_bytes())
        for _ in range(chance.randint(1, 4)):
            place, kind = chance.randrange(len(data)), chance.randrange(4)
            if kind == 0:
                data[place] = chance.randrange(256)
            elif kind == 1:
                del data[place : place + chance.randint(1, 400)]
            elif kind == 2:
                data[place:place] = data[place : place + chance.randint(1, 400)]
            else:
                data = data[: max(1, place)] if chance.random() < 0.2 else data
        package = tmp_path / f"p{round}"
        package.mkdir()
        for file in town.iterdir():
            (package / file.name).write_bytes(bytes(data) if file == victim else file.read_bytes())
        result = stip("import", package, "--workspace", tmp_path / f"w{round}", "--json", check=False)
        assert result.returncode in (0, 1), (seed, round, victim.name, result.stderr)
        if result.returncode == 1:
            assert result.stderr.startswith(("Error: ", "Warning: ")) and len(result.stderr.splitlines()[0]) > 20


def test_what_is_wrong_with_an_object_is_told_with_its_line(imow, tmp_path):
    town = imow / "gemeentestad" / "opdracht"
    package = tmp_path / "p"
    package.mkdir()
    for file in town.iterdir():
        text = file.read_bytes()
        if file.name == "owLocaties-Gemeentestad.xml":
            text = text.replace(b"50EA019E-3C96-4631-A76C-35BCF4D7AB6D", b"00000000-0000-0000-0000-000000000000")
        if file.name == "owActiviteiten-Gemeentestad.xml":
            text = text.replace(b"<rol:identificatie>nl.imow-gm0297.activiteit.2019000241</rol:identificatie>", b"")
        (package / file.name).write_bytes(text)
    (report,) = imported(tmp_path / "w", package)
    layers = {layer["layer"]: layer for layer in report["layers"]}
    (missing,) = [f for f in layers["locatie"]["findings"] if f["code"] == "unreadable"]
    assert "no geometry" in missing["detail"] and missing["identifier"].endswith("gebied.2019000001")
    line = next(n for n, l in enumerate((package / "owLocaties-Gemeentestad.xml").read_text().splitlines(), 1) if "<l:Gebied>" in l)
    assert missing["place"] == f"owLocaties-Gemeentestad.xml regel {line}"
    (nameless,) = [f for f in layers["activiteit"]["findings"] if f["code"] == "unreadable"]
    assert "identificatie" in nameless["detail"] and nameless["place"] == "owActiviteiten-Gemeentestad.xml regel 31"
