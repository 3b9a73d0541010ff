"""Plan objects of structuurvisies, verordeningen and besluiten, whose geometry stands in objects of its own (IMRO2012 `begrenzing`)."""

import json

import pytest
import shapely
from stip_program import Server, stip

PLAN = "NL.IMRO.9923.Verordening-va01"
POINT = "x={}&y={}&crs=http%3A%2F%2Fwww.opengis.net%2Fdef%2Fcrs%2FEPSG%2F0%2F28992"


def square(identifier, west, kind="GeometrieBesluitobject_P1", more=""):
    ring = f"{west} 463000 {west + 100} 463000 {west + 100} 463100 {west} 463100 {west} 463000"
    return (
        f'<imro:{kind} gml:id="{identifier}"><imro:geometrie><gml:Polygon gml:id="{identifier}.g" srsName="urn:ogc:def:crs:EPSG::28992">'
        f"<gml:exterior><gml:LinearRing><gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></imro:geometrie>"
        f"<imro:idealisatie>indicatief</imro:idealisatie></imro:{kind}>"
    )


def bounded(*identifiers):
    return "".join(f'<imro:begrenzing xlink:href="#{identifier}"/>' for identifier in identifiers)


def area(*identifiers):
    return (
        f'<imro:Besluitgebied_P gml:id="{PLAN}"><imro:typePlan>provinciale verordening</imro:typePlan><imro:naam>Verordening ruimte'
        "</imro:naam><imro:planstatusInfo><imro:PlanstatusEnDatum><imro:planstatus>vastgesteld</imro:planstatus><imro:datum>2014-02-07"
        f"</imro:datum></imro:PlanstatusEnDatum></imro:planstatusInfo>{bounded(*identifiers)}</imro:Besluitgebied_P>"
    )


def zone(identifier, *boundaries, more=""):
    return (
        f'<imro:Besluitvlak_P gml:id="{identifier}"><imro:naam>{identifier}</imro:naam>{more}{bounded(*boundaries)}'
        f'<imro:besluitgebied xlink:href="#{PLAN}"/></imro:Besluitvlak_P>'
    )


def imported(tmp_path, *objects, check=True):
    members = "".join(f"<imro:featureMember>{item}</imro:featureMember>" for item in objects)
    (tmp_path / "plan.gml").write_text(
        '<?xml version="1.0"?><imro:FeatureCollectionIMRO gml:id="c" xmlns:imro="http://www.geonovum.nl/imro/2012/1.1"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:gml="http://www.opengis.net/gml/3.2">'
        f"{members}</imro:FeatureCollectionIMRO>"
    )
    result = stip("import", tmp_path / "plan.gml", "--workspace", tmp_path / "w", "--json", check=check)
    if not check:
        return result
    return {layer["layer"]: layer for report in json.loads(result.stdout) for layer in report["layers"]}


def shapes(tmp_path, layer):
    stip("export", "--workspace", tmp_path / "w", "--layer", layer, "-o", tmp_path / "x.geojson")
    features = json.loads((tmp_path / "x.geojson").read_text())["features"]
    (tmp_path / "x.geojson").unlink()
    return {
        feature["properties"]["stip_id"]: (feature["geometry"] and shapely.geometry.shape(feature["geometry"]), feature["properties"])
        for feature in features
    }


BOX = shapely.box(155000, 463000, 155100, 463100)
OTHER = shapely.box(155200, 463000, 155300, 463100)


@pytest.mark.parametrize("order", [1, -1], ids=["before", "behind"])
def test_objects_have_the_geometry_that_they_refer_to(tmp_path, order):
    boundaries = [square("g0", 155000, "GeometriePlangebied"), square("g1", 155000), square("g2", 155200)]
    plan = [area("g0"), zone("een", "g1"), zone("twee", "g1", "g2", more="<imro:idealisatie>exact</imro:idealisatie>")]
    layers = imported(tmp_path, *[item for group in (boundaries, plan)[::order] for item in group])
    # Every element of the file is accounted for, and none is twice on the map.
    assert {name: (layer["read"], layer["imported"]) for name, layer in layers.items()} == {
        "besluitgebied_p": (1, 1), "besluitvlak_p": (2, 2), "geometriebesluitobject_p1": (2, 2), "geometrieplangebied": (1, 1)
    }  # fmt: skip
    assert all(shape is None for shape, _ in shapes(tmp_path, "geometriebesluitobject_p1").values())
    assert shapes(tmp_path, "besluitgebied_p")[PLAN][0].equals(BOX)
    zones = shapes(tmp_path, "besluitvlak_p")
    assert zones["een"][0].equals(BOX) and zones["twee"][0].equals(shapely.union(BOX, OTHER))
    assert [zones[name][1]["idealisatie"] for name in ("een", "twee")] == ["indicatief", "exact"]
    with Server(tmp_path / "w", tmp_path / "log") as server:
        answer = server.get("/v1/stip?" + POINT.format(155250, 463050)).json
        assert [(hit["laag"], hit["naam"]) for hit in answer["treffers"]] == [("besluitvlak_p", "twee")]
        plans = server.get("/v1/stip?" + POINT.format(155050, 463050) + "&niveau=2").json["plannen"]
        assert [(plan["id"], plan["naam"]) for plan in plans] == [(PLAN, "Verordening ruimte")]


def test_what_nothing_refers_to_keeps_its_own_place(tmp_path):
    imported(tmp_path, area("g0"), square("g0", 155000, "GeometriePlangebied"), square("los", 155200))
    assert shapes(tmp_path, "geometriebesluitobject_p1")["los"][0].equals(OTHER)


def test_a_boundary_inside_the_object(tmp_path):
    inside = f"<imro:begrenzing>{square('g1', 155000)}</imro:begrenzing>"
    imported(tmp_path, area("g0"), square("g0", 155000, "GeometriePlangebied"), zone("een", more=inside))
    assert shapes(tmp_path, "besluitvlak_p")["een"][0].equals(BOX)


def test_a_boundary_that_is_not_there_rejects_its_object(tmp_path):
    layers = imported(tmp_path, area("g0"), square("g0", 155000, "GeometriePlangebied"), zone("een", "g0"), zone("twee", "weg"))
    assert (layers["besluitvlak_p"]["imported"], layers["besluitvlak_p"]["rejected"]) == (1, 1)
    report = stip("report", "--workspace", tmp_path / "w").stdout
    assert "twee" in report and "its begrenzing is weg, which the file does not hold" in report
