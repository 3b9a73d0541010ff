"""Answers against oracles that were made from the same files by other programs."""

import json

import pytest
from stip_program import hits, stip


def test_a_hundred_clicks_in_nijkerk_give_what_the_oracle_gives(nijkerk_server, real_data):
    clicks = json.loads((real_data / "oracles/click_nijkerk.json").read_text())["clicks"]
    assert len(clicks) >= 100
    differences = []
    for click in clicks:
        found = hits(nijkerk_server.stip(click["x"], click["y"]))
        expected = {(hit["layer"], hit["id"], hit["naam"]) for hit in click["hits"]}
        if found != expected:
            differences.append((click["x"], click["y"], "missing", expected - found, "not expected", found - expected))
    assert differences == []


@pytest.fixture(scope="module")
def den_haag(session_directory, real_data):
    workspace = session_directory / "denhaag-workspace"
    stip("import", real_data / "bag/denhaag_bag_subset.gpkg", "--workspace", workspace)
    return workspace


@pytest.mark.parametrize("layer, prefix", [("verblijfsobject", "vbo"), ("pand", "pand")])
def test_counts_within_a_radius_in_den_haag_are_the_oracles(den_haag, real_data, layer, prefix):
    queries = json.loads((real_data / "oracles/radius_denhaag.json").read_text())["queries"]
    assert queries
    differences = []
    for query in queries:
        arguments = ["--rd", query["x"], query["y"], "--radius", query["r"], "--layer", layer, "--count"]
        count = int(stip("near", "--workspace", den_haag, *arguments).stdout)
        # Ambiguous: within 2 mm of the radius.
        if abs(count - query[f"{prefix}_within"]) > query[f"{prefix}_ambiguous"]:
            differences.append((query, count))
    assert differences == []
