"""Whom to ask: `GET /v1/bevoegd-gezag`, over municipalities that lie in each other as Baarle-Nassau and Baarle-Hertog do."""

import random

import pytest
from layer_files import write_layer
from shapely import MultiPolygon, Point, Polygon, box
from stip_program import RD, Server, assert_problem, coverage, stip
from test_buildings import assert_same_facts
from test_contract import schema_errors

# Binnen lies in Buiten as two enclaves; in the larger of them lies a piece of Buiten again. Ernaast is a neighbour.
ENCLAVE, SMALL = box(121000, 391000, 123000, 393000), box(124000, 394000, 124500, 394500)
COUNTER = box(121800, 391800, 122200, 392200)
OUTER = box(120000, 390000, 126000, 396000).difference(ENCLAVE).difference(SMALL)
BUITEN = MultiPolygon([OUTER, COUNTER])
BINNEN = MultiPolygon([ENCLAVE.difference(COUNTER), SMALL])
ERNAAST = box(126000, 390000, 130000, 396000)
MUNICIPALITIES = {"GM0744": ("Buiten", BUITEN), "GM0999": ("Binnen", BINNEN), "GM0998": ("Ernaast", ERNAAST)}
# One province for all, and a water board that ends in the middle.
PROVINCES = {"PV30": ("Midden", box(120000, 390000, 130000, 396000))}
WATER_BOARDS = {"WS0652": ("De Beek", box(120000, 390000, 123000, 396000))}


def import_areas(folder, workspace, **layers):
    for layer, areas in layers.items():
        columns = {
            "identificatie": list(areas), "naam": [name for name, _ in areas.values()], "code": [i[2:] for i in areas],
        }
        path = write_layer(
            folder / f"{layer}.gpkg", [MultiPolygon([a]) if isinstance(a, Polygon) else a for _, a in areas.values()],
            columns, layer=layer, geometry_type="MultiPolygon",
        )
        stip("import", path, "--workspace", workspace)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("areas")
    import_areas(
        folder, folder / "w", gemeentegebied=MUNICIPALITIES, provinciegebied=PROVINCES, waterschapsgebied=WATER_BOARDS
    )
    with Server(folder / "w", folder / "log") as server:
        yield server


def ask(server, x, y, status=200, **query):
    answer = server.get("/v1/bevoegd-gezag", x=x, y=y, crs=RD, **query)
    assert answer.status == status, answer.body
    if status == 200:
        assert schema_errors(answer.json, "BevoegdGezag") == []
    return answer


def counters(answer):
    """By level: code and applicability of each authority."""
    return {
        (item["bestuurslaag"], item["activiteit"]["nl"]): {
            area["code"]: area["toepasselijkheid"] for area in item.get("gezagen", [])
        }
        for item in answer.json["loketten"]
    }


@pytest.mark.parametrize(
    "x, y, code",
    [
        (120500, 390500, "GM0744"), (121500, 391500, "GM0999"), (122000, 392000, "GM0744"), (124200, 394200, "GM0999"),
        (123500, 393500, "GM0744"), (128000, 393000, "GM0998"),
        # A millimetre inside and outside of the enclave and of what lies in it.
        (121000.001, 392000, "GM0999"), (120999.999, 392000, "GM0744"), (121800.001, 392000, "GM0744"),
        (121799.999, 392000, "GM0999"),
    ],
)
def test_enclaves_are_right(server, x, y, code):
    answer = ask(server, x, y, activiteit="dakkapel")
    assert counters(answer) == {("gemeente", "Alle andere activiteiten"): {code: "geldt"}}
    assert answer.json["loketten"][0]["bekend"] is True
    assert answer.json["loketten"][0]["bron"].startswith("Omgevingswet, artikel 5.8;")


@pytest.mark.parametrize(
    "x, y, codes",
    [
        (121000, 392000, ["GM0744", "GM0999"]), (121800, 392000, ["GM0744", "GM0999"]),
        (126000, 393000, ["GM0744", "GM0998"]), (124000, 394000, ["GM0744", "GM0999"]),
    ],
)
def test_on_a_border_both_are_named(server, x, y, codes):
    found = counters(ask(server, x, y, activiteit="uitbouw"))[("gemeente", "Alle andere activiteiten")]
    assert found == {code: "raakt-alleen-grens" for code in codes}


def test_random_places_agree_with_shapely(server):
    dice = random.Random(3)
    for _ in range(300):
        x, y = dice.randrange(120001, 130000), dice.randrange(390001, 396000)
        found = counters(ask(server, x, y, activiteit="erker"))[("gemeente", "Alle andere activiteiten")]
        expected = {code for code, (_, area) in MUNICIPALITIES.items() if area.intersects(Point(x, y))}
        assert set(found) == expected


# Articles 4.11 and 5.8 to 5.11 of the Omgevingswet and chapter 4 of the Omgevingsbesluit, read by hand: of water for the public
# supply only the province decides (Omgevingsbesluit 4.3), of an open bodemenergiesysteem too (4.6 under c).
ACTIVITIES = {
    "dakkapel bouwen": ("gemeente", "5.8"), "boom kappen": ("gemeente", "5.8"), "bouwsteiger": ("gemeente", "5.8"),
    "zwembad in de tuin": ("gemeente", "5.8"), "uitrit aanleggen": ("gemeente", "5.8"),
    "Natura 2000-activiteit": ("provincie", "5.10"), "Flora- en fauna-activiteit": ("provincie", "5.10"),
    "ontgronding": ("provincie", "5.10"), "ONTGRONDINGSACTIVITEIT": ("provincie", "5.10"),
    "vellen van een houtopstand": ("provincie", "4.11"), "grondwater voor drinkwater": ("provincie", "4.3"),
    "Grondwater onttrekken voor drinkwater": ("provincie", "4.3"), "open bodemenergiesysteem": ("provincie", "4.6"),
    "grondwater onttrekken": ("waterschap", "5.9"), "bronbemaling bij een bouwput": ("waterschap", "5.9"),
    "gelegenheid bieden tot zwemmen": ("provincie", "4.11"),
    "sloot dempen": ("waterschap", "5.9"), "aanlegsteiger": ("waterschap", "5.9"),
    "lozen op oppervlaktewater": ("waterschap", "5.9"), "wateronttrekking": ("waterschap", "5.9"),
    "mijnbouwlocatie": ("rijk", "5.11"), "bouwen bij een rijksweg": ("rijk", "5.11"),
}


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_each_activity_has_its_level_and_article(server, activity):
    level, article = ACTIVITIES[activity]
    found = [item for item in ask(server, 121500, 391500, activiteit=activity).json["loketten"]]
    assert [item["bestuurslaag"] for item in found] == [level]
    assert f"artikel {article}" in found[0]["bron"]
    codes = {"gemeente": ["GM0999"], "provincie": ["PV30"], "waterschap": ["WS0652"]}.get(level)
    assert [area["code"] for area in found[0].get("gezagen", [])] == (codes or [])


def test_one_name_may_be_several_activities(server):
    found = counters(ask(server, 121500, 391500, activiteit="duiker in Natura 2000"))
    assert found == {
        ("waterschap", "Wateractiviteit"): {"WS0652": "geldt"}, ("provincie", "Natura 2000-activiteit"): {"PV30": "geldt"},
    }


def test_without_an_activity_all_are_named_the_default_first(server):
    document = ask(server, 121500, 391500).json
    assert document["loketten"][0]["bestuurslaag"] == "gemeente"
    assert {item["bestuurslaag"] for item in document["loketten"]} == {"gemeente", "provincie", "waterschap", "rijk"}
    assert [area["code"] for area in document["bestuur"]] == ["GM0999", "PV30", "WS0652"]


def test_where_the_water_board_ends_it_is_unknown(server):
    answer = ask(server, 125000, 391000, activiteit="sloot dempen")
    counter = answer.json["loketten"][0]
    assert (counter["bekend"], counter["gezagen"]) == (False, [])
    row = coverage(answer.json, "waterschapsgebied")
    assert (row["toepasselijkheid"], row["reden"]) == ("onbekend", "buiten-dekking")


def test_a_layer_that_is_missing_is_unknown_and_not_nobody(tmp_path, start_server):
    import_areas(tmp_path, tmp_path / "w", provinciegebied=PROVINCES)
    server = start_server(tmp_path / "w")
    answer = ask(server, 121500, 391500, activiteit="dakkapel")
    assert (answer.json["loketten"][0]["bekend"], answer.json["loketten"][0]["gezagen"]) == (False, [])
    row = coverage(answer.json, "gemeentegebied")
    assert (row["toepasselijkheid"], row["reden"]) == ("onbekend", "geen-data")


def test_a_damaged_layer_is_unknown(tmp_path, start_server):
    import_areas(tmp_path, tmp_path / "w", gemeentegebied=MUNICIPALITIES)
    for file in (tmp_path / "w/layers/gemeentegebied").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:100])
    row = coverage(ask(start_server(tmp_path / "w"), 121500, 391500).json, "gemeentegebied")
    assert (row["toepasselijkheid"], row["reden"]) == ("onbekend", "storing")


def test_outside_is_404_with_the_nearest_municipality(server):
    detail = assert_problem(ask(server, 130150, 393000, 404), 404)
    assert "Ernaast" in detail and "150 meter" in detail


def test_wrong_questions_are_explained(server):
    assert_problem(server.get("/v1/bevoegd-gezag"), 400)
    assert "verwisseld" in assert_problem(server.get("/v1/bevoegd-gezag?lon=52.2&lat=5.4"), 400)
    for query in ("activiteit=", "activiteit=" + "a" * 101, "niveau=2", "geldigOp=gisteren"):
        assert_problem(server.get(f"/v1/bevoegd-gezag?x=121500&y=391500&crs={RD}&{query}"), 400)
    # Before the Omgevingswet other laws said who decides.
    assert_problem(ask(server, 121500, 391500, 404, geldigOp="2023-12-31"), 404)


def test_the_page_states_the_same_facts(server):
    for x, y in ((121500, 391500), (121000, 392000), (125000, 391000)):
        assert_same_facts(server, f"/v1/bevoegd-gezag?x={x}&y={y}&crs={RD}&activiteit=sloot%20dempen")
