"""The BGT of Otterlo, 35 layers with arcs and history, against an oracle that another program made of the same files."""

import json

import pyogrio
import pytest
import shapely
from gmllight import flattened
from stip_program import stip, stip_json

LAYERS = {
    "begroeidterreindeel", "gebouwinstallatie", "kunstwerkdeel", "onbegroeidterreindeel", "ondersteunendwaterdeel",
    "ondersteunendwegdeel", "overbruggingsdeel", "overigbouwwerk", "pand", "scheiding", "waterdeel", "wegdeel",
}  # fmt: skip


@pytest.fixture(scope="module")
def otterlo(session_directory, real_data):
    workspace = session_directory / "otterlo-workspace"
    reports = stip_json("import", real_data / "bgt/otterlo.zip", "--workspace", workspace)
    for layer in (layer for report in reports for layer in report["layers"]):
        assert layer["read"] == layer["imported"] + layer["historic"] + layer["duplicate"] + layer["rejected"], layer
    return workspace


def test_the_oracle_has_the_layers_that_are_compared(real_data):
    assert {name for name, _ in pyogrio.list_layers(real_data / "bgt/oracle_otterlo_actueel.gpkg")} == LAYERS


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_current_objects_have_the_oracles_count_and_area(otterlo, real_data, session_directory, layer):
    _, _, wkb, _ = pyogrio.raw.read(real_data / "bgt/oracle_otterlo_actueel.gpkg", layer=layer)
    expected = shapely.area(shapely.from_wkb(wkb))
    found = shapely.area(shapely.from_wkb(exported(otterlo, layer, session_directory)))
    assert len(found) == len(expected)
    assert found.sum() == pytest.approx(expected.sum(), rel=1e-3)


def exported(workspace, layer, directory):
    file = directory / f"bgt_{layer}.gpkg"
    stip("export", "--layer", f"bgt_{layer}", "--output", file, "--workspace", workspace)
    return pyogrio.raw.read(file)[2]


def test_gmllight_gives_the_same_features_as_city_gml(otterlo, real_data, session_directory):
    """PDOK delivers the BGT in both."""
    folder = session_directory / "gmllight"
    folder.mkdir()
    flattened(real_data / "bgt/otterlo.zip", folder / "otterlo.zip")
    workspace = folder / "workspace"
    reports = stip_json("import", folder / "otterlo.zip", "--workspace", workspace)
    layers = [layer["layer"] for report in reports for layer in report["layers"]]
    assert len(layers) > 20
    for layer in layers:
        assert features(workspace, layer, folder / "light.geojson") == features(otterlo, layer, folder / "city.geojson"), layer


def features(workspace, layer, file):
    """All of a layer in their order; properties compare whatever their order."""
    stip("export", "--layer", layer, "--output", file, "--workspace", workspace)
    features = json.loads(file.read_text())["features"]
    file.unlink()
    return features


def test_a_document_without_namespaces_is_the_bgt_too(session_directory):
    """Excerpts that people send each other have lost them."""
    ring = "<gml:posList>155000 463000 155010 463000 155010 463010 155000 463000</gml:posList>"
    shape = f"<gml:Polygon><gml:exterior><gml:LinearRing>{ring}</gml:LinearRing></gml:exterior></gml:Polygon>"
    file = session_directory / "uittreksel.gml"
    file.write_text(
        "<gml><gml:featureMember><imgeo-s:OverigBouwwerk gml:id='b1'><imgeo-s:objectBeginTijd>2017-05-03</imgeo-s:objectBeginTijd>"
        "<imgeo-s:identificatie.lokaalID>G0998.1</imgeo-s:identificatie.lokaalID><imgeo-s:bgt-type>open loods</imgeo-s:bgt-type>"
        f"<imgeo-s:geometrie2d>{shape}</imgeo-s:geometrie2d></imgeo-s:OverigBouwwerk></gml:featureMember></gml>"
    )
    [report] = stip_json("import", file, "--workspace", session_directory / "uittreksel-workspace")
    [layer] = report["layers"]
    assert (layer["layer"], layer["imported"], layer["rejected"]) == ("bgt_overigbouwwerk", 1, 0)


MUTATIONS = """<mlb:bgtMutaties xmlns="http://www.opengis.net/citygml/2.0" xmlns:imgeo="http://www.geostandaarden.nl/imgeo/2.1"
 xmlns:ml="http://www.kadaster.nl/schemas/mutatielevering-generiek/2.0" xmlns:gml="http://www.opengis.net/gml"
 xmlns:mlb="http://www.kadaster.nl/schemas/mutatielevering-bgt/1.0"><ml:mutatieBericht>{}</ml:mutatieBericht></mlb:bgtMutaties>"""


def mutated(state, number, function="niet-bgt", more=""):
    ring = "<gml:posList>155000 463000 155010 463000 155010 463010 155000 463000</gml:posList>"
    return (
        f"<ml:{state}><mlb:bgtObject><cityObjectMember><imgeo:OverigeScheiding gml:id='b{number}'>"
        f"<imgeo:identificatie><imgeo:lokaalID>G0998.{number}</imgeo:lokaalID></imgeo:identificatie>"
        f"<imgeo:bgt-type>{function}</imgeo:bgt-type>{more}<imgeo:geometrie2dOverigeConstructie><gml:Polygon><gml:exterior>"
        f"<gml:LinearRing>{ring}</gml:LinearRing></gml:exterior></gml:Polygon></imgeo:geometrie2dOverigeConstructie>"
        f"</imgeo:OverigeScheiding></cityObjectMember></mlb:bgtObject></ml:{state}>"
    )


def test_changes_to_a_delivery_are_refused_and_additions_are_not(tmp_path):
    """As a stand, an object that ended would come back."""
    file = tmp_path / "delta.xml"
    for groups in (
        "<ml:wijziging>" + mutated("was", 1) + mutated("wordt", 1) + "</ml:wijziging>",
        "<ml:toevoeging>" + mutated("wordt", 1) + "</ml:toevoeging><ml:verwijdering>" + mutated("was", 2) + "</ml:verwijdering>",
    ):
        file.write_text(MUTATIONS.format(f"<ml:mutatieGroep>{groups}</ml:mutatieGroep>"))
        result = stip("import", file, "--workspace", tmp_path / "w", check=False)
        assert result.returncode == 1 and "holds changes to a delivery of the BGT" in result.stderr, result.stderr
        assert not (tmp_path / "w" / "layers").exists()
    file.write_text(MUTATIONS.format("<ml:mutatieGroep><ml:toevoeging>" + mutated("wordt", 1) + "</ml:toevoeging></ml:mutatieGroep>"))
    [report] = stip_json("import", file, "--workspace", tmp_path / "w")
    assert [(layer["layer"], layer["imported"]) for layer in report["layers"]] == [("bgt_overigescheiding", 1)]


def test_the_plus_type_names_what_is_no_bgt(tmp_path):
    file = tmp_path / "plus.xml"
    plus = mutated("wordt", 1, more="<imgeo:plus-type>hek</imgeo:plus-type>")
    file.write_text(MUTATIONS.format(plus + mutated("wordt", 2) + mutated("wordt", 3, "muur", "<imgeo:plus-type>x</imgeo:plus-type>")))
    stip("import", file, "--workspace", tmp_path / "w")
    found = features(tmp_path / "w", "bgt_overigescheiding", tmp_path / "x.geojson")
    names = {feature["properties"]["stip_id"]: feature["properties"]["stip_naam"] for feature in found}
    assert names == {"G0998.1": "hek", "G0998.2": None, "G0998.3": "muur"}
