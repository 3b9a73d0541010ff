"""Words with typing errors against all names, by a distance of our own: what is near is found, and in the order of nearness."""

import random

import numpy as np
import pyogrio.raw
import pytest
import shapely
from stip_program import Server, stip
from test_search import ask

LETTERS = "abcdefghijklmnoprstuvwz"
# Ends of words that stand for a kind of street: these are spelled out first.
SHORT = ("str", "ln", "wg", "pln", "sgl", "dk", "grcht")


def distance(left, right):
    """Optimal string alignment: letters wrong, missing, too many, or two neighbours exchanged."""
    return matrix(left, right)[-1][-1]


def matrix(left, right):
    """Row i, column j: how far the first i letters of one are from the first j of the other."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows


def changed(word, dice, errors):
    """The word with some letters wrong."""
    while (found := changed_once(word, dice, errors)).endswith(SHORT):
        pass
    return found


def changed_once(word, dice, errors):
    letters = list(word)
    for _ in range(errors):
        place = dice.randrange(len(letters))
        kind = dice.randrange(4)
        if kind == 0 and len(letters) > 4:
            del letters[place]
        elif kind == 1:
            letters[place] = dice.choice(LETTERS)
        elif kind == 2:
            letters.insert(place, dice.choice(LETTERS))
        elif place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


@pytest.fixture(scope="module")
def names():
    dice = random.Random(7)
    found = set()
    while len(found) < 1000:
        word = "".join(dice.choice(LETTERS) for _ in range(dice.randrange(4, 13)))
        if not word.endswith(SHORT):
            found.add(word)
    return sorted(found)


@pytest.fixture(scope="module")
def server(names, tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    count = len(names)
    columns = {
        "identificatie": [f"0998010{i:09d}" for i in range(count)], "gebruiksdoel": ["woonfunctie"] * count,
        "oppervlakte": [100] * count, "openbare_ruimte": [name.capitalize() for name in names], "huisnummer": [1] * count,
        "woonplaats": ["Dorp"] * count, "nummeraanduidingidentificatie": [f"0998200{i:09d}" for i in range(count)],
    }
    path = folder / "bag.gpkg"
    pyogrio.raw.write(
        path, geometry=shapely.to_wkb(shapely.points(np.arange(count) + 150000.0, np.full(count, 450000.0))),
        field_data=[np.array(values, dtype=object if isinstance(values[0], str) else int) for values in columns.values()],
        fields=list(columns), geometry_type="Point", crs="EPSG:28992", layer="verblijfsobject", driver="GPKG",
    )
    stip("import", path, "--workspace", folder / "w")
    with Server(folder / "w", folder / "log") as server:
        yield server


@pytest.mark.parametrize("errors", [0, 1, 2])
def test_a_word_is_found_as_its_distance_allows(server, names, errors):
    dice = random.Random(errors)
    for _ in range(100):
        question = changed(dice.choice(names), dice, errors)
        allowed = 0 if len(question) < 4 else 1 if len(question) < 8 else 2
        # A full stop behind it: the word is whole, and stands for no longer one.
        shown = [r["weergave"].split(",")[0].lower() for r in ask(server, question + ".", soort="straat", aantal=50)]
        near = {name for name in names if abs(len(name) - len(question)) <= 2 and distance(name, question) <= allowed}
        assert set(shown) == near, (question, near)
        distances = [distance(name, question) for name in shown]
        assert distances == sorted(distances), (question, shown)


def test_what_is_being_typed_stands_for_all_that_begins_so(server, names):
    dice = random.Random(9)
    for _ in range(60):
        whole = dice.choice([name for name in names if len(name) > 7])
        question = changed(whole[: dice.randrange(5, len(whole))], dice, 1)
        allowed = 0 if len(question) < 4 else 1 if len(question) < 8 else 2
        near = {name for name in names if min(row[-1] for row in matrix(name, question)) <= allowed}
        if len(near) <= 50:
            shown = {r["weergave"].split(",")[0].lower() for r in ask(server, question, soort="straat", aantal=50)}
            assert shown == near, question
