"""Our own sentences are plain Dutch (language level B1): short, and without words that official texts like and people do not."""

import json
import random
import re
import shutil

import pytest
from layer_files import read_layer
from stip_program import RD, REPOSITORY, Server, stip, stip_json

# Words to avoid, from the writing guides of the Dutch government (Rijksoverheid, Schrijfwijzer; Direct Duidelijk).
DIFFICULT = """
aangaande aanvang aanwenden abusievelijk additioneel adequaat alsdan alsmede alsnog alvorens annuleren behelst behoeve behoudens
belanghebbende benevens betreffende betreft bewerkstelligen bezigen conform continueren cruciaal daartoe
derhalve desbetreffende desgewenst desondanks diens dient dienen dientengevolge discrepantie doch doorgaans echter effectueren
eveneens evenals evident faciliteren fungeren geenszins geschieden hetgeen hetzij hierbij hieromtrent hiertoe hiervan ingevolge
indien indienen inherent initieel inzake jegens krachtens laatstgenoemde middels mits mitsdien momenteel nader
nadien namelijk navolgende nihil nochtans noodzakelijkerwijs omtrent onderhavige ongeacht onverwijld onverminderd optimaliseren
overeenkomstig participeren preferent prioriteren realiseren reeds relevant respectievelijk retourneren significant
slechts specifiek summier teneinde tevens thans toebehoren toezien uiterlijk uiteraard uitsluitend urgent
verschaffen verstrekken vigerend vigerende voornemens voornoemd voornoemde vooralsnog voorts wederom wenselijk
zodanig zorgdragen zulks
""".split()
DIFFICULT_PHRASES = ["dan wel", "naar aanleiding van", "van toepassing", "ten behoeve", "met betrekking tot", "in het kader van", "op grond van"]
LONGEST_HEADLINE = 140
MOST_HEADLINES = 7
MOST_WORDS_ON_AVERAGE = 15
# No single sentence, numbers and names apart, may be much longer.
MOST_WORDS = 20


def sentences(text):
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def own_words(text):
    """The words that are ours: without what a source calls things, which stands behind a colon or between quotes."""
    text = re.sub(r"'[^']*'", "", text)
    return [word.lower() for word in re.findall(r"[A-Za-zÀ-ÿ]+", re.sub(r":.*", "", text))]


def assert_plain(texts):
    counts = []
    for text in texts:
        for sentence in sentences(text):
            words = own_words(sentence)
            assert len(words) <= MOST_WORDS, text
            assert not set(words) & set(DIFFICULT), text
            assert not [phrase for phrase in DIFFICULT_PHRASES if phrase in " ".join(words)], text
            counts.append(len(words))
    assert counts and sum(counts) / len(counts) <= MOST_WORDS_ON_AVERAGE


def headlines(server, points):
    found = set()
    for x, y in points:
        answer = server.get("/v1/stip", x=x, y=y, crs=RD, niveau=1)
        assert answer.status == 200, answer.body
        lines = answer.json["hoofdlijnen"]
        assert 1 <= len(lines) <= MOST_HEADLINES
        for line in lines:
            assert len(line["nl"]) <= LONGEST_HEADLINE and len(line["en"]) <= LONGEST_HEADLINE, line
            found.add(line["nl"])
    return found


def places(workspace, count, seed):
    """Places in the boxes of the plans of a workspace, and where the ground is laid out by a regulation."""
    names = {layer["layer"] for layer in stip_json("info", "--workspace", workspace)["layers"]}
    dice = random.Random(seed)
    wanted = [name for name in ("enkelbestemming", "maatvoering", "gemeentegebied", "locatie") if name in names]
    found = []
    for name in wanted:
        shapes = [shape for shape in read_layer(workspace, name, workspace).geometries if shape is not None and not shape.is_empty]
        for shape in dice.sample(shapes, min(count, len(shapes))):
            point = shape.representative_point()
            found.append((round(point.x, 3), round(point.y, 3)))
    return found


def test_headlines_of_the_town_are_plain(town, town_server, tmp_path):
    workspace = shutil.copytree(town, tmp_path / "w")
    found = headlines(town_server, places(workspace, 150, 1))
    assert len(found) > 20
    assert_plain(found)


@pytest.fixture(scope="module")
def real_server(real_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    plans = sorted((real_data / "imro").rglob("NL.IMRO*.gml"))
    packages = [real_data / "imow/gemeentestad/opdracht", real_data / "imow/download/gm0233_omgevingsplan_Ermelo_2024-02-07.zip"]
    for path in [*plans, *packages]:
        stip("import", path, "--workspace", folder / "w", check=False)
    with Server(folder / "w", folder / "log") as server:
        yield server, folder / "w"


def test_headlines_of_real_plans_are_plain(real_server):
    server, workspace = real_server
    found = headlines(server, places(workspace, 120, 2))
    assert len(found) > 100
    assert_plain(found)


def test_statements_are_plain(real_server):
    server, workspace = real_server
    found = set()
    for x, y in random.Random(3).sample(places(workspace, 60, 4), 80):
        answer = server.get("/v1/stip", x=x, y=y, crs=RD, niveau=2).json
        for statement in answer["vrijheden"] + answer["beperkingen"]:
            found.add(statement["tekst"]["nl"])
        for procedure in answer["procedures"]:
            found |= {procedure[name]["nl"] for name in ("uitleg", "rechtsgevolg") if name in procedure}
    assert len(found) > 30
    assert_plain(found)


def texts(value):
    if isinstance(value, dict):
        if set(value) == {"nl", "en"}:
            yield value["nl"]
        else:
            for part in value.values():
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.mark.parametrize("name", ["bevoegd-gezag", "bruidsschat", "procedures"])
def test_what_stands_in_the_rule_files_is_plain(name):
    assert_plain(texts(json.loads((REPOSITORY / f"Data/rules/{name}.json").read_text())))
