"""Links onward: those that an authority writes down in `verwijzingen.json`, and the decision trees that are loaded."""

import json
import shutil
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest
from stip_program import BINARIES, RD, REPOSITORY, Server, stip

LINKS = {
    "verwijzingen": [
        {"rel": "loket", "href": "https://loket.example/{gemeentecode}", "titel": {"nl": "Naar het loket", "en": "To the counter"}},
        {"rel": "zaak", "href": "https://zaak.example/?wat={activiteit}&plek={lon},{lat}", "titel": {"nl": "Begin een zaak", "en": "Start a case"}},
        {"rel": "dossier", "href": "https://dossier.example/{regel}", "titel": {"nl": "Dossier", "en": "File"}},
        {"rel": "betaling", "href": "https://leges.example/?voor={activiteit}", "titel": {"nl": "Betaal leges", "en": "Pay the fee"}},
        {"rel": "loket", "href": "https://elders.example/", "titel": {"nl": "Elders", "en": "Elsewhere"}, "gemeentecode": "GM0001"},
    ]
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A town with its border and its decision trees."""
    folder = tmp_path_factory.mktemp("onward")
    formats = [part for name in ("geopackage", "imro", "gebieden", "sttr") for part in ("--format", name)]
    stip("synth", "--out", folder / "files", "--buildings", 400, "--seed", 3, *formats)
    stip("import", folder / "files", "--workspace", folder / "plain")
    return folder / "plain"


@pytest.fixture(scope="module")
def servers(workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("onward-served")
    linked = shutil.copytree(workspace, folder / "linked")
    (linked / "verwijzingen.json").write_text(json.dumps(LINKS))
    with Server(workspace, folder / "plain.log") as plain, Server(linked, folder / "linked.log") as server:
        yield plain, server


@pytest.fixture(scope="module")
def point(servers):
    (found, *_) = servers[0].get("/v1/zoek", q="Voorbeeldstad", soort="gemeente", aantal=1).json["resultaten"] or [None]
    found = found or servers[0].get("/v1/zoek", q="Kerkstraat").json["resultaten"][0]
    return found["locatie"]["rd"]["x"], found["locatie"]["rd"]["y"]


def ask(server, point, **query):
    return server.get("/v1/stip", x=point[0], y=point[1], crs=RD, **query).json


def onward(document):
    return [link for link in document["links"] if not link["rel"].startswith("niveau-")]


def test_nothing_is_made_up_where_nothing_was_written_down(servers, point):
    answer = ask(servers[0], point, niveau=3)
    assert {link["rel"] for link in onward(answer)} <= {"beslisboom"}
    # Every rule has an address of its own.
    assert {link["rel"] for rule in answer["regels"] for link in rule["links"]} <= {"beslisboom", "regel"}


def test_the_answer_links_to_what_needs_no_rule_and_has_all_its_values(servers, point):
    code = ask(servers[1], point, niveau=2)["bestuur"][0]["code"]
    links = {link["rel"]: link for link in onward(ask(servers[1], point, niveau=1))}
    assert links["loket"]["href"] == f"https://loket.example/{code}"
    assert links["loket"]["titel"] == {"nl": "Naar het loket", "en": "To the counter"}
    # Without an activity there is no case to begin, and no rule to name.
    assert not {"zaak", "dossier", "betaling"} & set(links)
    asked = {link["rel"]: link["href"] for link in onward(ask(servers[1], point, niveau=1, activiteit="boom & tuin"))}
    query = parse_qs(urlsplit(asked["zaak"]).query)
    degrees = ask(servers[1], point)["locatie"]["crs84"]
    assert query["wat"] == ["boom & tuin"] and [float(v) for v in query["plek"][0].split(",")] == [degrees["lon"], degrees["lat"]]
    assert asked["betaling"] == "https://leges.example/?voor=boom%20%26%20tuin"


def test_every_rule_links_to_its_own_dossier(servers, point):
    rules = ask(servers[1], point, niveau=3)["regels"]
    assert rules
    for rule in rules:
        (link,) = [link for link in rule["links"] if link["rel"] == "dossier"]
        assert link["href"].startswith("https://dossier.example/") and " " not in link["href"]
        own = {link["rel"] for link in rule["links"]}
        assert ("betaling" in own) == (rule["soort"] == "activiteit")


def test_the_page_has_the_links_too(servers, point):
    page = servers[1].get("/v1/stip", {"Accept": "text/html"}, x=point[0], y=point[1], crs=RD, niveau=3).body.decode()
    for link in onward(ask(servers[1], point, niveau=3)):
        assert link["href"].replace("&", "&amp;") in page and link["titel"]["nl"] in page


def test_trees_of_the_municipality_are_linked_and_lead_to_them(servers, point):
    links = [link for link in onward(ask(servers[0], point, niveau=1)) if link["rel"] == "beslisboom"]
    assert len(links) == 5
    for link in links:
        answer = servers[0].get(link["href"])
        assert answer.status == 200 and answer.json["id"] in link["href"].replace("%20", " ")
    (tree,) = [link for link in onward(ask(servers[0], point, activiteit="dakkapel")) if link["rel"] == "beslisboom"]
    assert "akkapel" in tree["href"]
    assert all(link["rel"] != "beslisboom" for link in onward(ask(servers[0], point, activiteit="vuurwerk")))


@pytest.mark.parametrize("entry, words", [
    ({"rel": "winkel", "href": "https://a.example/", "titel": {"nl": "a", "en": "b"}}, "winkel"),
    ({"rel": "loket", "href": "loket.example", "titel": {"nl": "a", "en": "b"}}, "https://"),
    ({"rel": "loket", "href": "https://a.example/{bsn}", "titel": {"nl": "a", "en": "b"}}, "{gemeentecode}"),
    ({"rel": "loket", "href": "https://a.example/"}, "titel"),
])  # fmt: skip
def test_a_wrong_file_stops_the_start_and_says_why(workspace, tmp_path, entry, words):
    copy = shutil.copytree(workspace, tmp_path / "w")
    (copy / "verwijzingen.json").write_text(json.dumps({"verwijzingen": [entry]}))
    ended = subprocess.run(
        [BINARIES / "stip", "serve", "--workspace", copy, "--port", "0"], capture_output=True, text=True, timeout=60, cwd=REPOSITORY
    )
    assert ended.returncode == 1 and "verwijzingen.json" in ended.stderr and words in ended.stderr
