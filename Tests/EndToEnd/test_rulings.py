"""A ruling of a court about a plan is published beside it and not worked into it (IMRO2012, Besluitgebied_X): the plan says so where the
ruling lies. Written here in the shape of a published one."""

import shutil

import pytest
from layer_files import read_layer
from stip_program import Server, stip
from test_second_plan import point_in_plan

PLAN = "NL.IMRO.0267.BP0174-0001"
RULING = "NL.IMRO.0267.BP0174-GU01"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


def ruling(x, y, kind, role):
    ring = " ".join(f"{x + dx:.3f} {y + dy:.3f}" for dx, dy in ((-2, -2), (2, -2), (2, 2), (-2, 2), (-2, -2)))

    def surface(number):
        return (
            f'<imro:geometrie><gml:Polygon gml:id="g{number}" srsName="urn:ogc:def:crs:EPSG::28992"><gml:exterior><gml:LinearRing>'
            f"<gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></imro:geometrie>"
        )

    def identifier(local, version=""):
        version = f"<imro:versie>{version}</imro:versie>" if version else ""
        return (
            f"<imro:identificatie><imro:NEN3610ID><imro:namespace>NL.IMRO</imro:namespace><imro:lokaalID>{local}</imro:lokaalID>"
            f"{version}</imro:NEN3610ID></imro:identificatie>"
        )

    return f"""<?xml version="1.0" encoding="UTF-8"?>
<imro:FeatureCollectionIMRO gml:id="Collectie" xmlns:imro="http://www.geonovum.nl/imro/2012/1.1" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:gml="http://www.opengis.net/gml/3.2"><imro:featureMember><imro:Besluitgebied_X gml:id="{RULING}">{identifier("0267.BP0174", "GU01")}
<imro:typePlan>{kind}</imro:typePlan><imro:naamOverheid>gemeente Nijkerk</imro:naamOverheid><imro:overheidsCode>0267</imro:overheidsCode>
<imro:naam>Besluit over het plan</imro:naam><imro:planstatusInfo><imro:PlanstatusEnDatum><imro:planstatus>vastgesteld</imro:planstatus>
<imro:datum>2022-06-30</imro:datum></imro:PlanstatusEnDatum></imro:planstatusInfo><imro:verwijzingNaarExternPlanInfo>
<imro:ExternPlanReferentie_XGB><imro:idnExternPlan>{PLAN}</imro:idnExternPlan><imro:rolExternPlan>{role}</imro:rolExternPlan>
</imro:ExternPlanReferentie_XGB></imro:verwijzingNaarExternPlanInfo>{surface(1)}</imro:Besluitgebied_X></imro:featureMember>
<imro:featureMember><imro:Besluitvlak_X gml:id="NL.IMRO.0267.BG1-00">{identifier("0267.BG1-00")}
<imro:naam>Besluitvlak</imro:naam>{surface(2)}<imro:besluitgebied xlink:href="#{RULING}"/></imro:Besluitvlak_X></imro:featureMember>
</imro:FeatureCollectionIMRO>"""


@pytest.mark.parametrize(
    ("kind", "role", "is_told"),
    [
        ("gerechtelijke uitspraak", "ten gevolge van extern plan/besluit", True),
        ("reactieve aanwijzing", "ten gevolge van extern plan/besluit", True),
        ("gerechtelijke uitspraak", "gebruik van informatie in extern plan/besluit", False),
        ("omgevingsvergunning", "ten gevolge van extern plan/besluit", False),
    ],
)
def test_a_plan_says_that_a_court_decided_about_it(nijkerk, tmp_path, kind, role, is_told):
    workspace = shutil.copytree(nijkerk, tmp_path / "workspace")
    x, y = point_in_plan(workspace, PLAN, tmp_path)
    (tmp_path / "ruling.gml").write_text(ruling(x, y, kind, role))
    stip("import", tmp_path / "ruling.gml", "--workspace", workspace)
    areas = read_layer(workspace, "bestemmingsplangebied", tmp_path)
    area = areas.geometries[areas.identifiers.index(PLAN)]
    beyond = next(
        place
        for place in (area.buffer(-distance).representative_point() for distance in (1, 5, 10, 20))
        if abs(place.x - x) > 3 or abs(place.y - y) > 3
    )
    with Server(workspace, tmp_path / "log") as server:

        def plans(x, y):
            answer = server.get(f"/v1/stip?x={x:.3f}&y={y:.3f}&crs={RD}&niveau=2").json
            return {plan["id"]: plan for plan in answer["plannen"]}

        here = plans(x, y)
        assert here[PLAN].get("beoordeeldIn") == ([RULING] if is_told else None)
        assert ("toelichting" in here[PLAN]) == is_told and here[PLAN]["regelstatus"] == "geldend"
        assert here[RULING]["naam"] == "Besluit over het plan"
        if is_told:
            assert list(here).index(RULING) == list(here).index(PLAN) + 1
        there = plans(beyond.x, beyond.y)
        assert RULING not in there and "beoordeeldIn" not in there[PLAN]


def test_a_ruling_alone_is_not_the_plan_that_holds(tmp_path):
    (tmp_path / "ruling.gml").write_text(ruling(160000, 470000, "gerechtelijke uitspraak", "ten gevolge van extern plan/besluit"))
    stip("import", tmp_path / "ruling.gml", "--workspace", tmp_path / "w")
    with Server(tmp_path / "w", tmp_path / "log") as server:
        lines = server.get(f"/v1/stip?x=160000&y=470000&crs={RD}&niveau=1").json["hoofdlijnen"]
    assert lines[0]["nl"] == "Wij weten niet welk plan hier geldt. Vraag het de gemeente."
    assert lines[1]["nl"] == "Hier geldt: Besluit over het plan."


@pytest.mark.parametrize(
    ("was", "now", "absent"),
    [
        ("", "", "geldt-niet"),
        ("<imro:planstatus>", "<imro:planstatus>goedkeuring onthouden", "onbekend"),
        ("<imro:naam>", "<imro:naam>TAM-omgevingsplan ", "onbekend"),
    ],
)
def test_only_a_plan_that_holds_whole_shows_what_is_not_there(real_data, tmp_path, was, now, absent):
    text = (real_data / f"imro/imro2012/{PLAN}.gml").read_text()
    start = text.index("<imro:Bestemmingsplangebied ")
    head = text[start:]
    (tmp_path / f"{PLAN}.gml").write_text(text[:start] + (head.replace(was, now, 1) if was else head))
    stip("import", tmp_path / f"{PLAN}.gml", "--workspace", tmp_path / "w")
    x, y = point_in_plan(tmp_path / "w", PLAN, tmp_path)
    with Server(tmp_path / "w", tmp_path / "log") as server:
        coverage = server.get(f"/v1/stip?x={x}&y={y}&crs={RD}").json["dekking"]
    assert {layer["toepasselijkheid"] for layer in coverage if layer["laag"] == "lettertekenaanduiding"} == {absent}
