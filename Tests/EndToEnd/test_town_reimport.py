"""The made-up town imported from each of its formats: the same features, vertex for vertex, and nothing to report."""

import json
import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pyogrio.raw
import pytest
import shapely
from layer_files import read_layer, write_layer
from stip_program import stip

GML = "{http://www.opengis.net/gml}"
GROUND = ["wegdeel", "ondersteunendwegdeel", "waterdeel", "begroeidterreindeel", "onbegroeidterreindeel"]


@pytest.fixture(scope="module")
def imported(whole_town, tmp_path_factory):
    """Workspaces by source, and the layers' reports of their imports."""
    folder = tmp_path_factory.mktemp("reimported")
    plans = sorted((whole_town / "imro").glob("*BP0*-VA01.gml"))
    sources = {
        "bag.gpkg": [whole_town / "bag.gpkg"],
        "bag-extract": [whole_town / "bag-extract.zip"],
        "percelen.gpkg": [whole_town / "percelen.gpkg"],
        "dkk": [whole_town / "dkk"],
        "bgt": [whole_town / "bgt"],
        "plans": plans,
    }
    workspaces, reports = {}, {}
    for name, files in sources.items():
        workspaces[name] = folder / name
        said = json.loads(stip("import", *files, "--workspace", workspaces[name], "--json").stdout)
        reports[name] = [layer for report in said for layer in report["layers"]]
    return workspaces, reports


@pytest.fixture(scope="module")
def layer(imported, tmp_path_factory):
    """Reads a layer of one of the workspaces, once."""
    read, folder = {}, tmp_path_factory.mktemp("read")

    def rows(source, name):
        if (source, name) not in read:
            read[source, name] = read_layer(imported[0][source], name, folder)
        return read[source, name]

    return rows


def counts(town):
    return json.loads((town / "manifest.json").read_text())["counts"]


def by_identifier(rows):
    found = dict(zip(rows.identifiers, range(len(rows))))
    assert len(found) == len(rows), "an identifier occurs twice"
    return found


def assert_same(one, other, columns=()):
    """The same identifiers, vertices in the same order, and values of columns (`(name in one, name in other)`)."""
    first, second = by_identifier(one), by_identifier(other)
    assert first.keys() == second.keys()
    order = np.array([second[identifier] for identifier in one.identifiers])
    same = shapely.equals_exact(one.geometries, other.geometries[order], 0)
    assert np.array(one.identifiers)[~(same | (shapely.is_missing(one.geometries)))].tolist() == []
    for mine, theirs in columns:
        left, right = one.columns[mine], other.columns[theirs][order]
        assert [(a, b) for a, b in zip(left, right) if (a or None) != (b or None)] == [], mine


def findings(reports):
    return [(layer["layer"], finding) for layer in reports for finding in layer["findings"]]


def test_nothing_is_repaired_rejected_or_found_in_any_format(imported):
    for source, reports in imported[1].items():
        assert findings(reports) == [], source
        for layer in reports:
            assert layer["repaired"] == layer["rejected"] == layer["duplicate"] == layer["noded"] == 0, (source, layer)


def test_every_import_has_read_what_the_manifest_counts(whole_town, imported):
    expected, found = counts(whole_town), {}
    for source, reports in imported[1].items():
        for layer in reports:
            found[source, layer["layer"]] = found.get((source, layer["layer"]), 0) + layer["read"]
    kinds = {
        "WPL": "woonplaats",
        "OPR": "openbareruimte",
        "NUM": "nummeraanduiding",
        "VBO": "verblijfsobject",
        "PND": "pand",
        "LIG": "ligplaats",
        "STA": "standplaats",
    }
    for kind, name in kinds.items():
        # Versions of buildings and units that have ended are layers of their own.
        read = found["bag-extract", name] + found.get(("bag-extract", name + "geschiedenis"), 0)
        assert read == expected["voorkomen" + kind], kind
    for source, name in (
        ("bag.gpkg", "pand"),
        ("bag.gpkg", "verblijfsobject"),
        ("percelen.gpkg", "perceel"),
        ("dkk", "perceel"),
        ("dkk", "kadastralegrens"),
    ):
        assert found[source, name] == expected[name], (source, name)
    for name in [*GROUND, "spoor"]:
        assert found["bgt", "bgt_" + name] == expected[name], name
    assert found["bgt", "bgt_pand"] == expected["pand"]
    assert found["plans", "bestemmingsplangebied"] == expected["plan"]


def test_gdal_counts_the_same_voorkomens_in_the_extract(whole_town, tmp_path):
    """LVBAG reads the unpacked files of every kind."""
    expected = counts(whole_town)
    with zipfile.ZipFile(whole_town / "bag-extract.zip") as outer:
        for name in outer.namelist():
            if kind := re.fullmatch(r"0998([A-Z]{3})\d{8}\.zip", name):
                folder = tmp_path / kind[1]
                with zipfile.ZipFile(BytesIO(outer.read(name))) as inner:
                    inner.extractall(folder)
                files = list(folder.glob("*.xml"))
                said = [pyogrio.read_info(file, force_feature_count=True) for file in files]
                assert {info["driver"] for info in said} == {"LVBAG"}
                assert sum(info["features"] for info in said) == expected["voorkomen" + kind[1]], kind[1]
    assert len(list(tmp_path.iterdir())) == 7


@pytest.mark.parametrize("name", ["pand", "verblijfsobject", "ligplaats", "standplaats"])
def test_the_extract_and_the_geopackage_give_the_same_objects(layer, name):
    columns = {"pand": [("bouwjaar", "bouwjaar"), ("status", "status")], "verblijfsobject": [("oppervlakte", "oppervlakte")]}
    assert_same(layer("bag.gpkg", name), layer("bag-extract", name), columns.get(name, []))


def test_the_extract_and_the_geopackage_give_the_same_places(layer):
    one, other = layer("bag.gpkg", "woonplaats"), layer("bag-extract", "woonplaats")
    assert sorted(one.columns["stip_naam"]) == sorted(other.columns["stip_naam"])
    assert shapely.equals_exact(one.geometries, other.geometries, 0).all()


def test_the_kadastrale_kaart_in_both_forms_gives_the_same_parcels(layer):
    same = ["sectie", "perceelnummer", "kadastrale_grootte_waarde", "akr_kadastrale_gemeente_code_waarde", "stip_naam"]
    assert_same(layer("percelen.gpkg", "perceel"), layer("dkk", "perceel"), [(name, name) for name in same])


def test_every_boundary_names_parcels_that_have_it(layer):
    parcels, lines = layer("dkk", "perceel"), layer("dkk", "kadastralegrens")
    places = by_identifier(parcels)
    for side in ("perceel_links", "perceel_rechts"):
        named = np.array([name is not None for name in lines.columns[side]])
        positions = [places[name] for name in lines.columns[side][named]]
        borders = shapely.boundary(parcels.geometries[positions])
        shared = shapely.intersection(borders, lines.geometries[named])
        assert np.allclose(shapely.length(shared), shapely.length(lines.geometries[named]), atol=1e-6)
    assert set(lines.columns["kwaliteit"]) <= set("ABCDE")


# BGT


def segments(element):
    """The lines and arcs of a GML 3.1.1 ring, each as its control points."""
    for part in element.iter(GML + "posList"):
        yield np.array(part.text.split(), dtype=float).reshape(-1, 2)


def centre(a, b, c):
    """Of the circle through three points."""
    (bx, by), (cx, cy) = b - a, c - a
    doubled = 2 * (bx * cy - by * cx)
    return a + np.array([cy * (bx**2 + by**2) - by * (cx**2 + cy**2), bx * (cx**2 + cy**2) - cx * (bx**2 + by**2)]) / doubled


def test_the_bgt_is_imported_vertex_for_vertex_and_arcs_within_a_centimetre(whole_town, layer):
    arcs = straight = 0
    for name in [*GROUND, "pand"]:
        rows = layer("bgt", "bgt_" + name)
        shapes = dict(zip(rows.identifiers, rows.geometries))
        for _, member in ElementTree.iterparse(whole_town / f"bgt/bgt_{name}.gml"):
            if not member.tag.endswith("}cityObjectMember"):
                continue
            identifier = next(part.text for part in member.iter() if part.tag.endswith("}lokaalID"))
            shape = shapes.pop(identifier)
            own = {(round(x, 3), round(y, 3)) for x, y in shapely.get_coordinates(shape)}
            drawn = {tuple(point) for part in segments(member) for point in part.round(3).tolist()}
            if curves := [element for element in member.iter(GML + "Arc")]:
                assert drawn <= own, identifier
                for curve in curves:
                    a, b, c = next(segments(curve))
                    middle = centre(a, b, c)
                    radius = np.hypot(*(a - middle))
                    # The circle between the ends lies within a centimetre, and the rounding to millimetres, of the border.
                    angles = np.unwrap(np.arctan2(*(np.array([a, b, c]) - middle).T[::-1]))
                    around = np.linspace(angles[0], angles[2], 50)
                    circle = middle + radius * np.column_stack([np.cos(around), np.sin(around)])
                    far = shapely.distance(shape.boundary, shapely.points(circle)).max()
                    assert far < 0.011, (identifier, far)
                    arcs += 1
            else:
                assert drawn == own, identifier
                straight += 1
            member.clear()
        assert shapes == {}, name
    assert arcs > 50 and straight > 5000


def test_all_layers_of_the_bgt_together_are_a_coverage_of_the_municipality(whole_town, layer):
    features = np.concatenate([layer("bgt", "bgt_" + name).geometries for name in [*GROUND, "pand"]])
    assert shapely.is_valid(features).all()
    assert shapely.coverage_is_valid(features)
    frame = shapely.from_wkb(pyogrio.raw.read(whole_town / "bestuurlijkegebieden.gpkg", layer="gemeentegebied")[2])[0]
    union = shapely.coverage_union_all(features)
    assert len(shapely.get_parts(union)) == 1 and len(shapely.get_parts(union)[0].interiors) == 0
    assert shapely.area(shapely.symmetric_difference(union, frame)) < 1e-3


def test_the_buildings_of_the_bgt_are_those_of_the_bag(layer):
    drawn, registered = layer("bgt", "bgt_pand"), layer("bag.gpkg", "pand")
    places = by_identifier(registered)
    order = [places.pop(identifier) for identifier in drawn.columns["identificatie_bagpnd"]]
    assert places == {}
    same = shapely.equals(drawn.geometries, registered.geometries[order])
    # A footprint is drawn with the vertices that its neighbours have on its walls.
    far = shapely.hausdorff_distance(drawn.geometries[~same], registered.geometries[order][~same])
    assert (far < 0.002).all()
    assert same.mean() > 0.2


# Coverages


def test_parcels_and_every_plan_are_coverages(imported, layer):
    parcels = layer("percelen.gpkg", "perceel").geometries
    assert shapely.coverage_is_valid(parcels)
    planes = layer("plans", "enkelbestemming")
    plans = layer("plans", "bestemmingsplangebied")
    areas = dict(zip(plans.identifiers, plans.geometries))
    for plan, area in areas.items():
        own = planes.geometries[planes.columns["planId"] == plan]
        assert len(own) > 1
        assert shapely.coverage_is_valid(own), plan
        union = shapely.coverage_union_all(own)
        assert shapely.area(shapely.symmetric_difference(union, area)) < 1e-3, plan
    for source in ("percelen.gpkg", "dkk", "plans", "bgt"):
        codes = {finding["code"] for _, finding in findings(imported[1][source])}
        assert codes.isdisjoint({"gap", "overlap", "overlap-unknown", "border-not-joined"}), source


class AlteredParcels:
    """The parcels of the town, and what the import says of them when one in the middle was altered."""

    def __init__(self, town, folder):
        meta, _, geometry, fields = pyogrio.raw.read(town / "percelen.gpkg")
        self.folder = folder
        self.shapes = shapely.from_wkb(geometry)
        self.columns = dict(zip(meta["fields"], fields))
        whole = shapely.coverage_union_all(self.shapes)
        self.chosen = next(
            i for i, shape in enumerate(self.shapes) if 150 < shape.area < 300 and shape.distance(whole.boundary) > 50
        )

    def grown(self):
        """All parcels, one of them half a metre larger on all sides: nothing is uncovered."""
        shapes = self.shapes.copy()
        larger = shapely.buffer(shapes[self.chosen], 0.5, join_style="mitre")
        shapes[self.chosen] = shapely.set_precision(larger, 0.001)
        assert shapely.area(shapely.difference(shapely.union_all(self.shapes), shapely.union_all(shapes))) < 1e-9
        return shapes

    def findings(self, shapes, keep=slice(None)):
        columns = {key: values[keep] for key, values in self.columns.items()}
        file = write_layer(self.folder / "percelen.gpkg", shapes[keep], columns, layer="perceel")
        reports = json.loads(stip("import", file, "--workspace", self.folder / "w", "--json").stdout)
        return [finding for _, finding in findings([layer for report in reports for layer in report["layers"]])]


@pytest.fixture
def altered(whole_town, tmp_path):
    return AlteredParcels(whole_town, tmp_path)


def test_a_parcel_that_is_taken_out_is_told_as_a_gap(altered):
    """The reports above are empty because nothing is wrong, not because nobody looked."""
    keep = np.arange(len(altered.shapes)) != altered.chosen
    (gap,) = altered.findings(altered.shapes, keep)
    assert gap["code"] == "gap"
    assert np.allclose(gap["box"], np.array(altered.shapes[altered.chosen].bounds) * 1000, atol=2)


def test_a_parcel_that_grows_is_told_as_an_overlap_with_each_neighbour(altered):
    shapes = altered.grown()
    found = [finding for finding in altered.findings(shapes) if finding["code"] == "overlap"]
    told = {frozenset([finding["identifier"], finding["detail"][5:19]]) for finding in found}
    identifiers = altered.columns["identificatie_lokaal_id"]
    shared = shapely.area(shapely.intersection(shapes, shapes[altered.chosen]))
    neighbours = np.flatnonzero(shared > 1e-3)
    neighbours = neighbours[neighbours != altered.chosen]
    own = identifiers[altered.chosen]
    assert len(neighbours) >= 3
    assert told == {frozenset([own, identifiers[i]]) for i in neighbours}


def test_a_parcel_that_grows_is_no_gap(altered):
    assert [finding for finding in altered.findings(altered.grown()) if finding["code"] == "gap"] == []
