"""JSON-FG: places in RD and other systems, arcs, times, feature types; judged by shapely."""

import json
import math
import os
import pathlib

import pyogrio
import pytest
import shapely
from stip_program import stip

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
SQUARE = [[[155000, 463000], [155010, 463000], [155010, 463010], [155000, 463010], [155000, 463000]]]


def feature(identifier, place=None, **members):
    place = place or {"type": "Polygon", "coordinates": SQUARE}
    return {"type": "Feature", "id": identifier, "time": None, "geometry": None, "place": place, "properties": {"naam": "n"}} | members


def collection(*features, **members):
    root = {"type": "FeatureCollection", "conformsTo": ["http://www.opengis.net/spec/json-fg-1/0.3/conf/core"]}
    return root | members | {"features": list(features)}


def imported(tmp_path, document, *options, name="f.json"):
    (tmp_path / name).write_text(document if isinstance(document, str) else json.dumps(document))
    result = stip("import", tmp_path / name, "--workspace", tmp_path / "w", "--json", *options)
    return {layer["layer"]: layer for report in json.loads(result.stdout) for layer in report["layers"]}


def exported(tmp_path, layer):
    stip("export", "--layer", layer, "--output", tmp_path / f"{layer}.gpkg", "--workspace", tmp_path / "w")
    meta, _, shapes, columns = pyogrio.raw.read(tmp_path / f"{layer}.gpkg")
    values = dict(zip(meta["fields"], columns))
    return dict(zip(values["stip_id"], shapely.from_wkb(shapes))), values


@pytest.mark.parametrize("members", [{"coordRefSys": RD}, {"coordRefSys": "[EPSG:28992]"}, {"coordRefSys": {"type": "Reference", "href": RD}}])
def test_a_place_in_rd_is_taken_as_it_is(tmp_path, members):
    assert imported(tmp_path, collection(feature("a"), featureType="Kavel", **members))["kavel"]["imported"] == 1
    shapes, _ = exported(tmp_path, "kavel")
    assert shapes["a"].equals(shapely.Polygon(SQUARE[0]))


def test_the_system_may_stand_behind_the_features_or_in_one_of_them(tmp_path):
    root = json.dumps(collection(feature("a"), featureType="kavel"))[:-1] + f', "coordRefSys": "{RD}"}}'
    assert imported(tmp_path, root)["kavel"]["imported"] == 1
    other = collection(feature("a", coordRefSys=RD), feature("b", featureType=["weg"], coordRefSys=RD), featureType="kavel")
    assert {name: layer["imported"] for name, layer in imported(tmp_path, other).items()} == {"kavel": 1, "weg": 1}


def test_degrees_stand_in_the_order_of_their_system(tmp_path):
    # The tower of Amersfoort, where RD has its (155000, 463000).
    longitude, latitude = 5.38720621, 52.15517440
    point = lambda first, second: {"type": "Point", "coordinates": [first, second]}  # noqa: E731
    features = [
        feature("authority", point(latitude, longitude), coordRefSys="http://www.opengis.net/def/crs/EPSG/0/4258"),
        feature("crs84", point(longitude, latitude)),
        feature("geometry") | {"place": None, "geometry": point(longitude, latitude)},
    ]
    assert imported(tmp_path, collection(*features, featureType="punt"))["punt"]["imported"] == 3
    shapes, _ = exported(tmp_path, "punt")
    for identifier, shape in shapes.items():
        assert math.hypot(shape.x - 155000, shape.y - 463000) < 0.5, identifier
        assert shape.equals(shapes["crs84"])


def test_arcs_become_lines_within_five_millimetres(tmp_path):
    half = lambda *points: {"type": "CircularString", "coordinates": points}  # noqa: E731
    disc = {
        "type": "CurvePolygon",
        "geometries": [half([154990, 463000], [155000, 463010], [155010, 463000], [155000, 462990], [154990, 463000])],
    }
    line = {"type": "CompoundCurve", "geometries": [{"type": "LineString", "coordinates": [[155000, 463000], [155010, 463000]]}, half([155010, 463000], [155015, 463005], [155020, 463000])]}
    layers = imported(tmp_path, collection(feature("disc", disc), feature("line", line), coordRefSys=RD, featureType="boog"))
    assert layers["boog"]["imported"] == 2
    shapes, _ = exported(tmp_path, "boog")
    assert shapes["disc"].symmetric_difference(shapely.Point(155000, 463000).buffer(10, 256)).area < 2 * math.pi * 10 * 0.005
    assert abs(shapes["line"].length - (10 + math.pi * 5)) < 0.02


def test_times_say_which_features_hold(tmp_path):
    features = [
        feature("past", time={"interval": ["1990-01-01", "2000-12-31"]}),
        feature("open", time={"interval": ["1990-01-01", ".."]}),
        feature("future", time={"interval": ["..", "2999-12-31T00:00:00Z"]}),
        feature("instant", time={"date": "2020-05-06"}),
        feature("strange", time={"interval": ["gisteren", ".."]}),
    ]
    layer = imported(tmp_path, collection(*features, coordRefSys=RD, featureType="kavel"))["kavel"]
    assert (layer["read"], layer["imported"], layer["historic"], layer["rejected"]) == (5, 3, 1, 1)
    assert "gisteren" in layer["findings"][0]["detail"]
    _, values = exported(tmp_path, "kavel")
    assert values["time"][list(values["stip_id"]).index("instant")] == "2020-05-06"


def test_what_can_not_be_read_is_rejected_with_its_reason(tmp_path):
    features = [
        feature("good"),
        feature("solid", {"type": "Polyhedron", "coordinates": []}),
        feature("belgian", coordRefSys="http://www.opengis.net/def/crs/EPSG/0/31370"),
        feature("words", {"type": "Point", "coordinates": ["a", "b"]}),
        feature("even", {"type": "CircularString", "coordinates": [[155000, 463000], [155001, 463000]]}),
        {"type": "Kavel"},
    ]
    layer = imported(tmp_path, collection(*features, coordRefSys=RD, featureType="kavel"))["kavel"]
    assert (layer["read"], layer["imported"], layer["rejected"]) == (6, 1, 5)
    details = " ".join(finding["detail"] for finding in layer["findings"])
    for word in ["Polyhedron", "31370", '["a","b"]', "odd number", "no Feature"]:
        assert word in details


def test_a_known_feature_type_and_a_mapping(tmp_path):
    properties = {"identificatie": "NL.IMBAG.Pand.0503100000012345", "status": "Pand in gebruik", "bouwjaar": 1950}
    document = collection(feature("7", properties=properties), feature("8", properties=properties | {"extra": [1]}), coordRefSys=RD, featureType="pand")
    assert imported(tmp_path, document)["pand"]["imported"] == 2
    shapes, values = exported(tmp_path, "pand")
    assert set(shapes) == {"0503100000012345"} and "Pand uit 1950" in values["stip_naam"]
    mapping = tmp_path / "m.json"
    mapping.write_text(json.dumps({"tables": [{"table": "pand", "layer": "gebouw", "identifier": "extra"}]}))
    # A column that only some features have is no mistake; one that none has is.
    assert imported(tmp_path, document, "--mapping", mapping)["gebouw"]["imported"] == 2
    mapping.write_text(json.dumps({"tables": [{"table": "pand", "layer": "gebouw", "identifier": "nergens"}]}))
    result = stip("import", tmp_path / "f.json", "--mapping", mapping, "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and "column nergens" in result.stderr and "bouwjaar" in result.stderr


def test_a_property_called_feature_type_makes_no_json_fg(tmp_path):
    point = {"type": "Point", "coordinates": [155000, 463000]}
    plain = {"type": "Feature", "properties": {"featureType": "boom"}, "geometry": point}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    assert imported(tmp_path, {"type": "FeatureCollection", "name": "bomen", "crs": crs, "features": [plain]})["bomen"]["imported"] == 1


def test_a_document_that_breaks_off_is_refused_whole(tmp_path):
    text = json.dumps(collection(feature("a"), coordRefSys=RD, featureType="kavel"))
    for end in (len(text) // 2, len(text) - 1):
        (tmp_path / "f.json").write_text(text[:end])
        result = stip("import", tmp_path / "f.json", "--workspace", tmp_path / "w", check=False)
        assert result.returncode == 1 and "damaged or cut off at byte" in result.stderr, result.stderr
        assert not (tmp_path / "w" / "layers").exists()


@pytest.mark.skipif(not os.environ.get("STIP_TEST_DATA"), reason="needs real files: set STIP_TEST_DATA")
def test_what_gokoala_answers(tmp_path):
    for path in sorted(pathlib.Path(os.environ["STIP_TEST_DATA"]).glob("api/gokoala_expected/*jsonfg.json")):
        wanted = json.loads(path.read_text())["features"]
        result = stip("import", path, "--workspace", tmp_path / "w", "--json")
        layer = json.loads(result.stdout)[0]["layers"][0]
        assert layer["read"] == layer["imported"] == len(wanted) > 0, path.name
