"""The BGT of Otterlo, 35 layers with arcs and history, against an oracle that another program made of the same files."""

import pyogrio
import pytest
import shapely
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
