"""What the dossier of a plan says of how it stands (STRI2012, the manifest of an authority), from a manifest that is imported apart."""

import shutil
import zipfile

import pytest
from stip_program import Server, stip
from test_second_plan import point_in_plan

PLAN = "NL.IMRO.0267.BP0174-0001"


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("geheel onherroepelijk in werking", "geldend"),
        ("deels in werking", "geldend"),
        ("deels vernietigd", "geldend"),
        ("niet in werking", "in ontwikkeling"),
        ("vervallen", "vervallen"),
    ],
)
def test_a_plan_stands_as_its_dossier(nijkerk, tmp_path, status, standing):
    workspace = shutil.copytree(nijkerk, tmp_path / "workspace")
    manifest = tmp_path / "manifest.xml"
    manifest.write_text(
        '<Manifest xmlns="http://www.geonovum.nl/stri/2012/1.0" OverheidsCode="0267" NaamOverheid="Nijkerk" Datum="2025-01-01">'
        f'<Dossier Id="NL.IMRO.0267.BP0174" Status="{status}"><Plan Id="{PLAN}"><Naam>Plan</Naam></Plan></Dossier></Manifest>'
    )
    stip("import", manifest, "--workspace", workspace)
    x, y = point_in_plan(workspace, PLAN, tmp_path)
    with Server(workspace, tmp_path / "log") as server:
        answer = server.get(f"/v1/stip?x={x}&y={y}&crs=http://www.opengis.net/def/crs/EPSG/0/28992&niveau=2").json
    [plan] = [plan for plan in answer["plannen"] if plan["id"] == PLAN]
    assert plan["regelstatus"] == standing
    assert bool(answer["vrijheden"] or answer["beperkingen"]) == (standing == "geldend")
    assert ("toelichting" in plan) == (status == "deels in werking" or status == "deels vernietigd")
    said = [line["nl"] for line in answer["hoofdlijnen"]]
    assert any(line.startswith("Dit geldt nog niet") for line in said) == (standing == "in ontwikkeling")


def manifest(path, status, day):
    path.write_text(
        f'<Manifest xmlns="http://www.geonovum.nl/stri/2012/1.0" OverheidsCode="0267" NaamOverheid="Nijkerk" Datum="{day}">'
        f'<Dossier Id="NL.IMRO.0267.BP0174" Status="{status}"><Plan Id="{PLAN}"><Naam>Plan</Naam></Plan></Dossier></Manifest>'
    )


@pytest.mark.parametrize("form", ["zip", "apart"])
def test_the_newest_manifest_tells(real_data, tmp_path, form):
    """Also where an older one came with the plan."""
    workspace = tmp_path / "workspace"
    plan = real_data / f"imro/imro2012/{PLAN}.gml"
    manifest(tmp_path / "manifest.xml", "geheel in werking", "2020-01-01")
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "plan.zip", "w") as archive:
            archive.write(plan, plan.name)
            archive.write(tmp_path / "manifest.xml", "manifest.xml")
        stip("import", tmp_path / "plan.zip", "--workspace", workspace)
    else:
        stip("import", plan, tmp_path / "manifest.xml", "--workspace", workspace)
    manifest(tmp_path / "manifest.xml", "vervallen", "2025-01-01")
    stip("import", tmp_path / "manifest.xml", "--workspace", workspace)
    x, y = point_in_plan(workspace, PLAN, tmp_path)
    with Server(workspace, tmp_path / "log") as server:
        answer = server.get(f"/v1/stip?x={x}&y={y}&crs=http://www.opengis.net/def/crs/EPSG/0/28992&niveau=2").json
    assert {plan["id"]: plan["regelstatus"] for plan in answer["plannen"]}[PLAN] == "vervallen"
