"""What was asked before is answered from memory: the same bytes, and never what was true before the data changed."""

import json
from urllib.parse import quote

import pytest
from stip_program import RD, stip, wait_until

TIMES = 4  # The first is noted, the second kept, the third comes from memory.


def place_of(workspace, folder):
    """Somewhere at a parcel of the town, as a query, and the parcel."""
    path = folder / "parcels.geojson"
    stip("export", "--workspace", workspace, "--layer", "perceel", "-o", path)
    feature = json.loads(path.read_text())["features"][0]
    ring = feature["geometry"]["coordinates"][0]
    ring = ring[0] if feature["geometry"]["type"] == "MultiPolygon" else ring
    x, y = (sum(part[axis] for part in ring[:-1]) / (len(ring) - 1) for axis in (0, 1))
    return f"x={x:.3f}&y={y:.3f}&crs={quote(RD, safe='')}", feature["properties"]["stip_id"]


@pytest.fixture(scope="module")
def place(town, tmp_path_factory):
    return place_of(town, tmp_path_factory.mktemp("place"))


@pytest.mark.parametrize("more", ["", "&niveau=1", "&niveau=2", "&niveau=3", "&niveau=4", "&activiteit=dakkapel", "&geldigOp=2020-01-01"])
def test_the_same_question_gets_the_same_bytes(place, town_server, more):
    query, _ = place
    path = f"/v1/stip?{query}{more}"
    answers = [town_server.get(path) for _ in range(TIMES)]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 1
    assert {answer.headers["Vary"] for answer in answers} == {"Accept"}
    again = town_server.get(path, headers={"If-None-Match": answers[0].headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    # Another address of the same place is another question, with the same answer.
    other = town_server.get(f"/v1/stip?{'&'.join(reversed((query + more).split('&')))}")
    assert other.body == answers[0].body
    head = town_server.request("HEAD", path)
    assert head.status == 200 and head.headers["ETag"] == answers[0].headers["ETag"]


def test_a_page_is_not_given_for_data_nor_data_for_a_page(place, town_server):
    query, parcel = place
    for path in (f"/v1/stip?{query}&niveau=2", f"/v1/percelen/{parcel}/stip?niveau=2"):
        kinds = {"text/html": "text/html", "application/json": "application/json", "*/*": "application/json"}
        for accept, kind in list(kinds.items()) * TIMES:
            answer = town_server.get(path, headers={"Accept": accept})
            assert answer.headers["Content-Type"].startswith(kind), (path, accept)


def test_a_wrong_question_stays_wrong(place, town_server):
    query, _ = place
    for _ in range(TIMES):
        assert town_server.get(f"/v1/stip?{query}&niveau=9").status == 400
        assert town_server.get(f"/v1/stip?{query}&niveau=2").status == 200


def test_other_data_and_other_trees_give_another_answer(town_copy, start_server, tmp_path, other_town_files):
    query, parcel = place_of(town_copy, tmp_path)
    server = start_server(town_copy)
    paths = [f"/v1/stip?{query}&niveau=2", f"/v1/percelen/{parcel}/stip?niveau=2"]

    def links():
        return [link["href"] for link in server.get(paths[0]).json["links"]]

    for path in paths * TIMES:
        assert server.get(path).status == 200
    version, before = server.health()["dataVersie"], links()
    stip("synth", "--out", tmp_path / "more", "--buildings", 800, "--seed", 7, "--format", "sttr", "--format", "gebieden")
    stip("import", tmp_path / "more", "--workspace", town_copy)
    wait_until("the trees are linked to", lambda: any("beslisbomen" in link for link in links()))
    assert not any("beslisbomen" in link for link in before)
    stip("import", other_town_files, "--workspace", town_copy)
    wait_until("the other town is served", lambda: server.health()["dataVersie"] != version)
    for path in paths:
        answer = server.get(path)
        if answer.status == 200:
            assert answer.json["dataVersie"] == server.health()["dataVersie"]
        else:
            assert answer.status == 404, "the parcel is gone"
