"""Plans: checked, kept, found again."""

import json
import random
import shutil
import threading
import time

import pytest
import shapely
from stip_program import RD, Server, assert_problem, coverage


def square(x, y, size=10.0):
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def post(server, footprint, name="Schuur", **members):
    answer = server.post("/v1/plannen", {"naam": name, "footprint": footprint, "hoogte": 4.5, **members}, crs=RD)
    assert answer.status == 201, answer.body
    return answer


def near(server, x, y, radius):
    answer = server.get("/v1/plannen", x=x, y=y, crs=RD, straal=radius)
    assert answer.status == 200, answer.body
    return answer.json


@pytest.fixture(scope="module")
def server(town, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans")
    with Server(shutil.copytree(town, folder / "workspace"), folder / "server.log") as server:
        yield server


@pytest.fixture(scope="module")
def home(town_layer):
    """The corner of a building, in whole metres."""
    place = town_layer("pand").geometries[20].representative_point()
    return round(place.x), round(place.y)


def test_a_plan_is_checked_against_what_is_there(server, home):
    answer = server.post("/v1/plantoetsen", {"footprint": square(*home), "hoogte": 60, "goothoogte": 3}, crs=RD)
    assert answer.status == 200, answer.body
    check = answer.json
    assert abs(check["oppervlakte"] - 100) < 1e-6
    assert {"perceel", "pand", "enkelbestemming"} <= {part["laag"] for part in check["raakt"]}
    assert check["bevindingen"] and check["samenvatting"]["tekst"]
    assert check["samenvatting"]["uitkomst"] == "voldoet-niet"
    for finding in check["bevindingen"]:
        assert finding["uitkomst"] in {"voldoet", "voldoet-niet", "bijna", "niet-te-toetsen"}
        assert finding["regel"] and finding["waarom"]
        if {"gemeten", "grens"} <= finding.keys():
            assert finding["eenheid"]
    assert any("conflictgeometrie" in finding for finding in check["bevindingen"])


def test_the_parts_that_a_plan_touches_add_up(server, home):
    check = server.post("/v1/plantoetsen", {"footprint": square(*home), "hoogte": 3}, crs=RD).json
    parcels = [part for part in check["raakt"] if part["laag"] == "perceel"]
    assert abs(sum(part["oppervlakte"] for part in parcels) - 100) < 0.01
    for part in check["raakt"]:
        assert abs(part["aandeel"] - part["oppervlakte"] / 100) < 1e-3, part


def test_the_same_plan_gives_the_same_bytes(server, home):
    plan = {"footprint": square(*home), "hoogte": 7}
    assert len({server.post("/v1/plantoetsen", plan, crs=RD).body for _ in range(3)}) == 1


def test_a_check_and_a_click_know_the_same_layers(server, home):
    """What is unknown at every corner of a plan is unknown for the plan, and the reverse."""
    check = server.post("/v1/plantoetsen", {"footprint": square(*home, 1.0), "hoogte": 7}, crs=RD).json
    corners = [server.stip(home[0] + dx, home[1] + dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))]
    for layer in check["dekking"]:
        told = {coverage(corner, layer["laag"])["toepasselijkheid"] == "onbekend" for corner in corners}
        assert (layer["toepasselijkheid"] == "onbekend") in told, (layer, told)


def test_the_crs_may_come_in_a_header(server, home):
    plan = {"footprint": square(*home), "hoogte": 7}
    by_query = server.post("/v1/plantoetsen", plan, crs=RD)
    by_header = server.post("/v1/plantoetsen", plan, {"Content-Crs": f"<{RD}>"})
    assert by_header.status == 200 and by_header.body == by_query.body


def test_degrees_and_metres_give_the_same_area(server, home):
    corners = [
        server.stip(home[0] + dx, home[1] + dy)["locatie"]["crs84"]
        for dx, dy in ((0, 0), (10, 0), (10, 10), (0, 10), (0, 0))
    ]
    footprint = {"type": "Polygon", "coordinates": [[[corner["lon"], corner["lat"]] for corner in corners]]}
    answer = server.post("/v1/plantoetsen", {"footprint": footprint, "hoogte": 7})
    assert answer.status == 200 and abs(answer.json["oppervlakte"] - 100) < 0.05


def test_a_kept_plan_can_be_read_again(server, home):
    answer = post(server, square(*home), name="Schuur ‘t Zand", goothoogte=3)
    plan = answer.json
    assert plan["naam"] == "Schuur ‘t Zand" and (plan["hoogte"], plan["goothoogte"]) == (4.5, 3)
    assert plan["versie"] == 1 and plan["toets"]["bevindingen"]
    assert plan["toets"]["dataVersie"] == plan["dataVersie"] == server.health()["dataVersie"]
    again = server.get(answer.headers["Location"])
    assert again.status == 200 and again.json == plan
    assert again.headers["ETag"], "a kept plan has no ETag"
    assert server.get(answer.headers["Location"], {"If-None-Match": again.headers["ETag"]}).status == 304


def test_a_radius_includes_what_lies_exactly_on_it(server):
    x, y = 170000.0, 505000.0
    plan = post(server, square(x, y)).json
    for radius, is_found in ((100, True), (100.001, True), (99.999, False), (1, False)):
        found = near(server, x - 100, y + 5, radius)
        assert ([item["id"] for item in found["plannen"]] == [plan["id"]]) == is_found, radius
        assert found["aantal"] == len(found["plannen"])
    item = near(server, x - 100, y + 5, 100)["plannen"][0]
    assert item["afstand"] == 100 and item["links"]["self"].endswith(f"/v1/plannen/{plan['id']}")
    # 3-4-5: the corner is exactly 50 m away.
    assert near(server, x - 30, y - 40, 50)["plannen"][0]["afstand"] == 50
    assert near(server, x - 30, y - 40, 49.999)["plannen"] == []
    assert near(server, x + 5, y + 5, 1)["plannen"][0]["afstand"] == 0


def test_distances_are_those_of_shapely_and_in_order(server):
    seed = random.Random(3)
    x, y = 190000.0, 505000.0
    footprints = {}
    for _ in range(40):
        footprint = square(
            x + round(seed.uniform(-800, 800), 3), y + round(seed.uniform(-800, 800), 3), round(seed.uniform(2, 40), 3)
        )
        footprints[post(server, footprint).json["id"]] = shapely.Polygon(footprint["coordinates"][0])
    for _ in range(20):
        place = shapely.Point(x + round(seed.uniform(-900, 900), 3), y + round(seed.uniform(-900, 900), 3))
        radius = round(seed.uniform(1, 900), 3)
        answer = near(server, place.x, place.y, radius)
        distances = {item["id"]: item["afstand"] for item in answer["plannen"]}
        expected = {
            key: polygon.distance(place) for key, polygon in footprints.items() if polygon.distance(place) <= radius
        }
        assert distances.keys() == expected.keys()
        assert all(abs(distances[key] - expected[key]) < 0.0011 for key in distances)
        assert list(distances.values()) == sorted(distances.values())


@pytest.mark.parametrize("radius", ["0", "-1", "50001", "veel", "NaN", ""])
def test_a_radius_outside_its_limits_is_refused(server, radius):
    answer = server.get(f"/v1/plannen?x=170000&y=505000&crs={RD}&straal={radius}")
    assert "straal" in assert_problem(answer, 400)


def test_an_unknown_plan_is_not_found(server):
    assert_problem(server.get("/v1/plannen/00000000-0000-4000-8000-000000000000"), 404)


def test_what_was_confirmed_survives_a_kill(town_copy, start_server, home):
    """Writers post without pause until the process is killed; every 201 must be there afterwards, unchanged."""
    for round_number in range(3):
        server = start_server(town_copy)
        confirmed = {}

        def write():
            while True:
                try:
                    answer = server.post(
                        "/v1/plannen", {"naam": "Plan", "footprint": square(*home), "hoogte": 5}, crs=RD
                    )
                except Exception:
                    return
                if answer.status == 201:
                    confirmed[answer.headers["Location"]] = answer.body

        writers = [threading.Thread(target=write) for _ in range(3)]
        for writer in writers:
            writer.start()
        time.sleep(0.6 + 0.2 * round_number)
        server.kill()
        for writer in writers:
            writer.join()
        assert len(confirmed) > 5
        restarted = start_server(town_copy)
        for location, body in confirmed.items():
            answer = restarted.get(location)
            assert answer.status == 200 and answer.json == json.loads(body), location
        restarted.stop()
