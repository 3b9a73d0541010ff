"""Tables that are not known by name: what a mapping file makes of them, and how it is refused; delimited texts."""

import csv
import gzip
import json
import zipfile
from random import Random

import numpy
import pyogrio
import pytest
import shapely
from stip_program import stip, stip_json

TREES = '''boomnummer;soort;hgt;geplant;gerooid;intern;x;y
0007;Quercus robur;12,5;1950-01-01;;a;155000,5;463000
0008;"Tilia; ""linde""";9;1960-01-01;2001-02-03;b;155010;463000
0009;Fagus;;1970-01-01;;c;;
'''
TREE = {
    "table": "bomen",
    "layer": "boom",
    "identifier": "boomnummer",
    "name": "soort",
    "validFrom": "geplant",
    "validUntil": "gerooid",
    "attributes": {"hgt": "hoogte", "intern": None},
    "crs": "EPSG:28992",
    "x": "x",
    "y": "Y",
}


def mapping(tmp_path, *tables):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({"tables": list(tables)}))
    return path


def imported(tmp_path, source, *options):
    result = stip("import", source, "--workspace", tmp_path / "w", "--json", *options)
    return {layer["layer"]: layer for report in json.loads(result.stdout) for layer in report["layers"]}


def exported(tmp_path, layer):
    stip("export", "--layer", layer, "--output", tmp_path / f"{layer}.gpkg", "--workspace", tmp_path / "w")
    meta, _, shapes, columns = pyogrio.raw.read(tmp_path / f"{layer}.gpkg")
    return list(meta["fields"]), shapely.from_wkb(shapes), dict(zip(meta["fields"], columns))


def test_a_delimited_text_with_a_mapping(tmp_path):
    (tmp_path / "bomen.csv").write_text(TREES)
    layers = imported(tmp_path, tmp_path / "bomen.csv", "--mapping", mapping(tmp_path, TREE))
    assert list(layers) == ["boom"]
    counts = {name: layers["boom"][name] for name in ("read", "imported", "historic", "withoutPlace")}
    assert counts == {"read": 3, "imported": 2, "historic": 1, "withoutPlace": 1}
    fields, shapes, values = exported(tmp_path, "boom")
    assert "hoogte" in fields and "hgt" not in fields and "intern" not in fields
    tree = list(values["stip_id"]).index("0007")
    assert (shapes[tree].x, shapes[tree].y) == (155000.5, 463000)
    assert values["stip_naam"][tree] == "Quercus robur"
    assert values["hoogte"][tree] == "12,5"


def test_several_columns_make_an_identifier_and_a_name_and_text_makes_a_place(tmp_path):
    (tmp_path / "vlakken.csv").write_text(
        'wijk,nummer,plaats\n01,7,"POLYGON ((5.38 52.15, 5.39 52.15, 5.39 52.16, 5.38 52.15))"\n01,8,"LINESTRING (5"\n02,9,\n'
    )
    entry = {"layer": "vlak", "identifier": ["wijk", "nummer"], "name": ["wijk", "nummer"], "crs": "EPSG:4326", "wkt": "plaats"}
    layers = imported(tmp_path, tmp_path / "vlakken.csv", "--mapping", mapping(tmp_path, entry))
    assert layers["vlak"]["rejected"] == 1 and "character" in layers["vlak"]["findings"][0]["detail"]
    _, shapes, values = exported(tmp_path, "vlak")
    assert sorted(values["stip_id"]) == ["01-7", "02-9"]
    plane = shapes[list(values["stip_id"]).index("01-7")]
    assert values["stip_naam"][list(values["stip_id"]).index("01-7")] == "01 7"
    assert 154_000 < plane.centroid.x < 156_000 and 462_000 < plane.centroid.y < 465_000


def test_two_tables_of_a_geopackage_become_one_layer_and_a_third_keeps_its_name(tmp_path):
    for number, table in enumerate(["noord", "zuid", "overig"]):
        pyogrio.raw.write(
            tmp_path / "g.gpkg",
            geometry=numpy.array([shapely.to_wkb(shapely.box(155000, 463000 + 100 * number, 155010, 463010 + 100 * number))], dtype=object),
            field_data=[numpy.array([f"00{number}"]), numpy.array(["x"])],
            fields=["code", "omschrijving"],
            geometry_type="Polygon",
            crs="EPSG:28992",
            layer=table,
            driver="GPKG",
            append=number > 0,
        )
    entries = [{"table": table, "layer": "wijk", "identifier": "CODE"} for table in ("noord", "zuid")]
    layers = imported(tmp_path, tmp_path / "g.gpkg", "--mapping", mapping(tmp_path, *entries))
    assert {name: layer["imported"] for name, layer in layers.items()} == {"wijk": 2, "overig": 1}
    answer = stip_json("lookup", "--workspace", tmp_path / "w", "--rd", 155_005, 463_105)
    assert [(hit["laag"], hit["id"]) for hit in answer["treffers"] if hit["laag"] == "wijk"] == [("wijk", "001")]


def test_the_same_table_in_other_wrappings_and_writings(tmp_path):
    entry = mapping(tmp_path, {key: value for key, value in TREE.items() if key != "table"})
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + TREES.replace("\n", "\r\n").encode())
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(TREES.encode()))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("map/bomen.csv", TREES)
    (tmp_path / "d.tsv").write_text(TREES.replace(";", "\t").replace('"Tilia\t ""linde"""', "Tilia"))
    (tmp_path / "e.csv").write_text("sep=|\n" + TREES.replace('"Tilia; ""linde"""', "Tilia").replace(";", "|"))
    for name in ["a.csv", "b.csv.gz", "c.zip", "d.tsv", "e.csv"]:
        layers = imported(tmp_path, tmp_path / name, "--mapping", entry)
        assert (layers["boom"]["read"], layers["boom"]["imported"], layers["boom"]["historic"]) == (3, 2, 1), name


def test_a_delimited_text_without_a_mapping_is_a_table_without_places(tmp_path):
    # Windows-1252, a row too short, an empty line, a column without a name and one named twice.
    (tmp_path / "lijst.csv").write_bytes("naam,,code,code\nCaf\u00e9 \u20ac,x,0001,1\n\nkort,y\n".encode("cp1252"))
    result = stip("import", tmp_path / "lijst.csv", "--workspace", tmp_path / "w", "--json")
    report = json.loads(result.stdout)[0]
    layer = report["layers"][0]
    assert (layer["layer"], layer["read"], layer["imported"], layer["rejected"]) == ("lijst", 2, 1, 1)
    assert layer["findings"][0]["detail"] == "2 fields where the header has 4." and layer["findings"][0]["place"] == "regel 4"
    assert any("Windows-1252" in note for note in report["notes"])
    fields, _, values = exported(tmp_path, "lijst")
    assert values["stip_naam"][0] == "Caf\u00e9 \u20ac"
    assert {"kolom_2", "code", "code_2"} <= set(fields)
    assert values["code"][0] == "0001"


@pytest.mark.parametrize(
    "text, says",
    [
        ("{", "JSON.*damaged.*byte 1"),
        ("[]", "should be an object"),
        ('{"tables": []}', "a list of tables"),
        ('{"tables": [{"layer": "boom", "naam": "soort"}]}', "member naam.*there are: table, layer"),
        ('{"tables": [{"table": "bomen"}]}', 'which layer the table bomen becomes: add "layer"'),
        ('{"tables": [{"layer": "Boom!"}]}', "lower-case letters"),
        ('{"tables": [{"layer": "a"}, {"layer": "b"}]}', "speaks twice of all tables"),
        ('{"tables": [{"layer": "boom", "x": "x"}]}', 'half a place.*"wkt" alone'),
        ('{"tables": [{"layer": "boom", "crs": "EPSG:31370"}]}', "EPSG:31370"),
        ('{"tables": [{"layer": "boom", "identifier": "nummer"}]}', "column nummer.*it has: boomnummer, soort, hgt"),
        ('{"tables": [{"layer": "boom", "attributes": {"hgt": 3}}]}', "attributes.hgt.*number 3"),
        ('{"tables": [{"table": "struiken", "layer": "struik"}]}', "speaks of struiken, but .* has bomen"),
    ],
)
def test_a_mapping_that_can_not_be_used_says_why(tmp_path, text, says):
    import re

    (tmp_path / "bomen.csv").write_text(TREES)
    (tmp_path / "m.json").write_text(text)
    result = stip("import", tmp_path / "bomen.csv", "--mapping", tmp_path / "m.json", "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1, result.stdout
    assert re.search(says, result.stderr), result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_mapping_is_not_for_registers_in_formats_of_their_own(tmp_path, town_files):
    plan = next(town_files.rglob("*.gml"))
    result = stip("import", plan, "--mapping", mapping(tmp_path, TREE), "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and "Leave out --mapping" in result.stderr


@pytest.mark.parametrize("name", ["NL.IMRO*.gml", "bag*.zip"])
def test_a_part_of_a_register_in_a_format_of_its_own_is_not_imported(tmp_path, town_files, name):
    source = next(iter(sorted(town_files.rglob(name))), None)
    if source is None:
        pytest.skip(f"the town has no {name}")
    result = stip("import", source, "--layer", "pand", "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and "Leave out --layer" in result.stderr


@pytest.mark.parametrize("delimiter, seed", [(delimiter, seed) for delimiter in ";,\t|" for seed in (1, 2)])
def test_any_text_comes_back_as_python_wrote_it(tmp_path, delimiter, seed):
    random = Random(f"{delimiter}{seed}")
    alphabet = 'ab01 .-\n\r"\'é€😀\\' + ";,\t|"
    columns = ["code", "tekst", "meer"]
    rows = [[f"r{number:03}"] + ["".join(random.choices(alphabet, k=random.randrange(12))) for _ in range(2)] for number in range(60)]
    with open(tmp_path / "t.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=random.choice(["\n", "\r\n"]))
        # The header has the delimiter most, as it has no other.
        writer.writerows([columns, *rows])
    layers = imported(tmp_path, tmp_path / "t.csv", "--mapping", mapping(tmp_path, {"layer": "t", "identifier": "code"}))
    assert layers["t"]["imported"] == len(rows), f"seed {seed}"
    _, _, values = exported(tmp_path, "t")
    found = {code: [tekst, meer] for code, tekst, meer in zip(values["stip_id"], values["tekst"], values["meer"])}
    for code, *texts in rows:
        # An empty field is none.
        assert [text or "" for text in found[code]] == texts, f"seed {seed}, {code}"


@pytest.mark.parametrize(
    "content, says",
    [
        ('a;b\n1;"2\n', "closing quote"),
        ('a;b\n1;"2"3\n', "delimiter after a closing quote"),
        ("a;b\n1;\0\n", "zero byte"),
        ("\n\n", "no line with the names"),
        ("a;b\n", "no features"),
    ],
)
def test_a_damaged_delimited_text_says_where(tmp_path, content, says):
    (tmp_path / "t.csv").write_text(content)
    result = stip("import", tmp_path / "t.csv", "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and says in result.stderr, result.stderr
