"""Random filters in CQL2 text against SQLite and shapely over the same features."""

import os
import random
import sqlite3

import pytest
import shapely
from layer_files import read_layer
from test_ogc_features import ROOT, all_pages, identifiers, parameters


@pytest.fixture(scope="module")
def database(town, session_directory):
    """The layer `pand` as SQLite sees it, and its geometries by identifier."""
    layer = read_layer(town, "pand", session_directory)
    connection = sqlite3.connect(session_directory / "town-workspace-pand.gpkg")
    connection.execute("PRAGMA case_sensitive_like = ON")
    return connection, dict(zip(layer.identifiers, layer.geometries)), layer


class RandomFilter:
    """A condition as CQL2 and as SQL."""

    numbers = {"bouwjaar": (1890, 2026), "hoogte": (1, 20), "oppervlakte_min": (20, 300)}
    texts = ["status", "gebruiksdoel", "dakvorm", "buurt", "naam", "identificatie"]

    def __init__(self, seed, connection):
        self.random = random.Random(seed)
        self.values = {
            name: [row[0] for row in connection.execute(f'SELECT DISTINCT "{self.column(name)}" FROM pand') if row[0]]
            for name in self.texts
        }

    @staticmethod
    def column(name):
        return {"naam": "stip_naam", "id": "stip_id"}.get(name, name)

    def make(self, depth):
        pick = self.random.random()
        if depth > 0 and pick < 0.7:
            left, right = self.make(depth - 1), self.make(depth - 1)
            if pick < 0.25:
                return tuple(f"({a}) AND ({b})" for a, b in zip(left, right))
            if pick < 0.5:
                return tuple(f"({a}) OR ({b})" for a, b in zip(left, right))
            return tuple(f"NOT ({a})" for a in left)
        return self.number() if self.random.random() < 0.5 else self.text()

    def number(self):
        name = self.random.choice(list(self.numbers))
        low, high = self.numbers[name]
        a, b = (self.random.choice([self.random.randint(low, high), round(self.random.uniform(low, high), 1)]) for _ in "ab")
        column = f'"{name}"'
        negation = self.random.choice(["", "NOT "])
        return self.random.choice(
            [
                self.both(f"{column} {self.random.choice(['=', '<>', '<', '<=', '>', '>='])} {a}"),
                self.both(f"{column} {negation}BETWEEN {min(a, b)} AND {max(a, b)}"),
                self.both(f"{column} {negation}IN ({a}, {b}, {self.random.randint(low, high)})"),
                self.both(f"{column} IS {negation}NULL"),
                (f"{a} < {name}", f"{a} < {column}"),
            ]
        )

    @staticmethod
    def both(text):
        return text, text

    def text(self):
        name = self.random.choice(self.texts)
        value = self.random.choice(self.values[name] or ["x"])
        quoted = "'" + value.replace("'", "''") + "'"
        pattern = list(value)
        for _ in range(self.random.randint(1, 3)):
            pattern[self.random.randrange(len(pattern))] = self.random.choice(["%", "_", "%"])
        pattern = "'" + "".join(pattern).replace("'", "''") + "'"
        sql = f'"{self.column(name)}"'
        comparison = self.random.choice(["=", "<>", "<", "<=", ">", ">="])
        negation = self.random.choice(["", "NOT "])
        return self.random.choice(
            [
                (f"{name} {comparison} {quoted}", f"{sql} {comparison} {quoted}"),
                (f"{name} {negation}LIKE {pattern}", f"{sql} {negation}LIKE {pattern}"),
                (f"{name} {negation}IN ({quoted}, 'x')", f"{sql} {negation}IN ({quoted}, 'x')"),
                (f"CASEI({name}) = CASEI({quoted.upper()})", f"lower({sql}) = lower({quoted})"),
                (f"CASEI({name}) LIKE CASEI({pattern.upper()})", f"lower({sql}) LIKE lower({pattern})"),
                (f"{name} IS {negation}NULL", f"{sql} IS {negation}NULL"),
            ]
        )


def test_random_filters_pass_what_sqlite_selects(town_server, database):
    connection, _, layer = database
    seed = int(os.environ.get("STIP_SEED", random.randrange(1 << 30)))
    filters = RandomFilter(seed, connection)
    counts = []
    for number in range(300):
        cql, sql = filters.make(depth=number % 5)
        wanted = {row[0] for row in connection.execute(f"SELECT stip_id FROM pand WHERE {sql}")}
        found = identifiers(all_pages(town_server, "pand", limit=1000, filter=cql))
        assert len(found) == len(set(found)) and set(found) == wanted, f"seed {seed}, {number}: {cql}"
        counts.append(len(wanted))
    assert sum(0 < count < len(layer) for count in counts) > 150, f"seed {seed}: too few filters choose"


def test_random_areas_pass_what_shapely_finds(town_server, database):
    _, geometries, _ = database
    seed = int(os.environ.get("STIP_SEED", random.randrange(1 << 30)))
    chance = random.Random(seed)
    x1, y1, x2, y2 = shapely.total_bounds(list(geometries.values()))
    chosen = 0
    for _ in range(60):
        x, y = chance.uniform(x1, x2), chance.uniform(y1, y2)
        spots = [
            (round(x + chance.uniform(-400, 400), 3), round(y + chance.uniform(-400, 400), 3))
            for _ in range(chance.randint(3, 12))
        ]
        area = shapely.convex_hull(shapely.MultiPoint(spots))
        if chance.random() < 0.5:
            area = area.difference(area.centroid.buffer(60, quad_segs=3))
            area = shapely.set_precision(area, 0.001)
        if chance.random() < 0.3:
            # Exactly along a building: touching counts for one relation, not for the other.
            area = chance.choice(list(geometries.values()))
        if area.geom_type not in ("Polygon", "MultiPolygon") or area.is_empty:
            continue
        text = shapely.to_wkt(area, rounding_precision=3)
        for name, relation in (("S_INTERSECTS", shapely.intersects), ("S_WITHIN", shapely.within)):
            wanted = {i for i, geometry in geometries.items() if relation(geometry, area)}
            found = identifiers(
                all_pages(
                    town_server, "pand", limit=1000, filter=f"{name}(geometrie, {text})",
                    filter_crs="http://www.opengis.net/def/crs/EPSG/0/28992",
                )
            )
            assert set(found) == wanted, f"seed {seed}: {name} {text}"
            chosen += 0 < len(wanted) < len(geometries)
    assert chosen > 30, f"seed {seed}"


def test_parameters_of_properties_are_equalities(town_server, database):
    connection, _, _ = database
    for name, value in connection.execute("SELECT 'bouwjaar', bouwjaar FROM pand UNION SELECT 'buurt', buurt FROM pand"):
        wanted = {row[0] for row in connection.execute(f'SELECT stip_id FROM pand WHERE "{name}" = ?', (value,))}
        found = identifiers(all_pages(town_server, "pand", limit=1000, **{name: value}))
        assert set(found) == wanted, (name, value)


def test_hostile_filters_are_answered(town_server):
    """Pieces of filters in any order: an answer or a reason, never a failure."""
    seed = int(os.environ.get("STIP_SEED", random.randrange(1 << 30)))
    chance = random.Random(seed)
    pieces = (
        "bouwjaar status geometrie id = <> < >= AND OR NOT ( ) , IN BETWEEN LIKE IS NULL 'x' 1 -2.5 CASEI( DATE('2020-01-01')"
        " S_INTERSECTS( POINT(5.4 52.7) BBOX(5,52,6,53) POLYGON(( 5 52 \" ' \x00 é % TRUE"
    ).split(" ")
    for _ in range(400):
        text = " ".join(chance.choice(pieces) for _ in range(chance.randint(1, 14)))
        answer = town_server.get(f"{ROOT}/collections/pand/items", **parameters({"filter": text, "limit": 1}))
        assert answer.status in (200, 400), f"seed {seed}: {text!r}: {answer.body}"
