"""A plan is checked against the plans that hold where it lies: not against drafts, nor against what was replaced or fell."""

import shutil

import pytest
import shapely
from layer_files import read_layer
from stip_program import RD, Server, stip

PLAN = "NL.IMRO.0267.BP0174-0001"


def square(place, size=2.0):
    x, y = round(place.x, 3), round(place.y, 3)
    return {"type": "Polygon", "coordinates": [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]]}


def checked(server, footprint):
    answer = server.post("/v1/plantoetsen", {"footprint": footprint, "hoogte": 3}, crs=RD)
    assert answer.status == 200, answer.body
    return answer.json


def outcomes(check):
    return {(finding["regel"], finding["uitkomst"]) for finding in check["bevindingen"]}


def sources(check):
    return {finding["bron"]["plan"] for finding in check["bevindingen"] if finding.get("bron", {}).get("plan")}


@pytest.mark.parametrize("status", [None, "geheel in werking", "niet in werking", "vervallen"])
def test_a_bouwvlak_of_a_plan_that_does_not_hold_allows_nothing(nijkerk, tmp_path, status):
    workspace = shutil.copytree(nijkerk, tmp_path / "workspace")
    if status:
        (tmp_path / "manifest.xml").write_text(
            '<Manifest xmlns="http://www.geonovum.nl/stri/2012/1.0" OverheidsCode="0267" NaamOverheid="Nijkerk" Datum="2025-01-01">'
            f'<Dossier Id="NL.IMRO.0267.BP0174" Status="{status}"><Plan Id="{PLAN}"><Naam>Plan</Naam></Plan></Dossier></Manifest>'
        )
        stip("import", tmp_path / "manifest.xml", "--workspace", workspace)
    zones = read_layer(workspace, "bouwvlak", tmp_path)
    zone = max(zones.geometries, key=shapely.area)
    with Server(workspace, tmp_path / "log") as server:
        check = checked(server, square(zone.representative_point(), 1))
    holds = status in (None, "geheel in werking")
    assert (("bouwvlak", "voldoet") in outcomes(check)) == holds, check["bevindingen"]
    assert (PLAN in sources(check)) == holds
    assert any(part["laag"] == "bouwvlak" for part in check["raakt"]), "what lies there is still told"


def test_below_a_pons_the_rules_of_the_omgevingsplan_are_said_not_to_be_tested(whole_town, tmp_path):
    workspace = tmp_path / "workspace"
    plans = sorted((whole_town / "imro").glob("*.gml"))
    stip("import", *plans, *(whole_town / name for name in ("bestuurlijkegebieden.gpkg", "bag.gpkg", "omgevingsplan")), "--workspace", workspace)
    homes = read_layer(workspace, "pand", tmp_path).geometries
    with Server(workspace, tmp_path / "log") as server:
        seen = set()
        for place in (home.representative_point() for home in homes[:: max(1, len(homes) // 60)]):
            answer = server.get("/v1/stip", x=round(place.x, 3), y=round(place.y, 3), crs=RD, niveau=2).json
            replaced = {plan["id"] for plan in answer["plannen"] if plan["regelstatus"] in ("vervangen", "in ontwikkeling")}
            has_pons = any("pons" in plan.get("toelichting", {}).get("nl", "") for plan in answer["plannen"])
            check = checked(server, square(place, 0.5))
            assert not sources(check) & replaced, (place, replaced)
            said = [finding for finding in check["bevindingen"] if "in plaats van het bestemmingsplan" in finding["waarom"]]
            assert bool(said) == has_pons, (place, check["bevindingen"])
            if has_pons:
                assert said[0]["uitkomst"] == "niet-te-toetsen" and check["samenvatting"]["uitkomst"] != "voldoet"
            seen.add(has_pons)
        assert seen == {True, False}
