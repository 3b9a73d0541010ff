"""Our index against PostGIS: random points, windows and radii must find the same features.

Both sides work on the same integers, RD millimetres. PostGIS computes in floating point, so where the two differ exact
arithmetic decides, and only our error fails a test. STIP_SEED repeats a run.
"""

import os
import random
import shutil
import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import shapely
from conftest import NIJKERK_PLAN
from layer_files import read_layer
from stip_program import BINARIES, REPOSITORY, stip

CLUSTER = REPOSITORY / "Scripts" / "postgis-cluster"
DEN_HAAG = "bag/denhaag_bag_subset.gpkg"
# Columns of a question and the join that answers it. PostGIS keeps boxes as 32-bit floats, too coarse for millimetres: `&&`
# selects candidates and the box of whole numbers decides.
KINDS = {
    "point": ("x int, y int", "ST_Intersects(f.geometry, ST_Point(q.x, q.y))"),
    "window": (
        "min_x int, min_y int, max_x int, max_y int",
        "f.geometry && ST_MakeEnvelope(q.min_x, q.min_y, q.max_x, q.max_y)"
        " AND f.min_x <= q.max_x AND f.max_x >= q.min_x AND f.min_y <= q.max_y AND f.max_y >= q.min_y",
    ),
    "radius": ("x int, y int, radius int", "ST_DWithin(f.geometry, ST_Point(q.x, q.y), q.radius)"),
}


class Oracle:
    """A throw-away PostGIS."""

    def __init__(self, connection):
        self.connection = connection

    def run(self, sql, data=None):
        """The rows that the statements answer with, as lists of texts; `data` is what COPY reads."""
        command = ["psql", "--no-psqlrc", "--quiet", "--csv", "--tuples-only", "-v", "ON_ERROR_STOP=1", self.connection]
        arguments = [argument for statement in sql for argument in ("-c", statement)]
        result = subprocess.run([*command, *arguments], input=data, capture_output=True, text=True, timeout=600)
        assert result.returncode == 0, result.stderr
        return [line.split(",") for line in result.stdout.splitlines()]

    def load(self, table, identifiers, geometries):
        boxes = shapely.bounds(geometries).astype(int)
        lines = (
            f"{identifier}\t{wkb}\t{box[0]}\t{box[1]}\t{box[2]}\t{box[3]}\n"
            for identifier, wkb, box in zip(identifiers, shapely.to_wkb(geometries, hex=True), boxes)
        )
        self.run(
            [
                f"CREATE TABLE {table}" " (id text, geometry geometry, min_x int, min_y int, max_x int, max_y int)",
                f"COPY {table} FROM STDIN",
                f"CREATE INDEX ON {table} USING gist (geometry)",
                f"ANALYZE {table}",
            ],
            "".join(lines),
        )

    def differences(self, kind, table, questions):
        """How many features PostGIS finds in all, and what differs: a question's numbers, our answer, its answer."""
        columns, join = KINDS[kind]
        names = ", ".join(f"q.{column.split()[0]}" for column in columns.split(", "))
        rows = self.run(
            [
                f"CREATE TEMPORARY TABLE q (n int, {columns}, ours text)",
                "COPY q FROM STDIN (FORMAT csv, NULL '-')",
                "CREATE TEMPORARY TABLE theirs AS SELECT q.n, count(f.id) AS total,"
                " coalesce(string_agg(f.id, ' ' ORDER BY f.id COLLATE \"C\"), '') AS ids"
                f" FROM q LEFT JOIN {table} f ON {join} GROUP BY q.n",
                "SELECT count(*), sum(total) FROM theirs",
                f"SELECT {names}, q.ours, theirs.ids FROM q JOIN theirs USING (n) WHERE q.ours <> theirs.ids",
            ],
            questions.read_text(),
        )
        (count, total), *differing = rows
        return (
            int(count),
            int(total),
            [(list(map(int, row[:-2])), row[-2].split(), row[-1].split()) for row in differing],
        )


# Exact arithmetic, for what floating point may have got wrong


def paths(geometry):
    """The lines of whole numbers that a geometry is made of, rings closed."""
    parts = shapely.get_parts(geometry)
    if shapely.get_type_id(parts[0]) == shapely.GeometryType.POLYGON:
        parts = shapely.get_rings(parts)
    return [[(int(x), int(y)) for x, y in shapely.get_coordinates(part)] for part in parts]


def squared_distance_to_edge(point, start, end):
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = (x - ax) * dx + (y - ay) * dy
    share = min(max(Fraction(along, length), 0), 1) if length else 0
    return (ax + share * dx - x) ** 2 + (ay + share * dy - y) ** 2


def squared_distance(point, geometry):
    """Zero inside a polygon and on an edge."""
    lines = paths(geometry)
    edges = [edge for line in lines for edge in zip(line, line[1:] or line)]
    if shapely.get_dimensions(geometry) == 2:
        x, y = point
        crossings = 0
        for (ax, ay), (bx, by) in edges:
            if (ay > y) != (by > y):
                side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
                crossings += (side > 0) == (by > ay)
        if crossings % 2 == 1:
            return 0
    return min(squared_distance_to_edge(point, *edge) for edge in edges)


def belongs(kind, numbers, geometry):
    """Whether a feature answers a question, exactly."""
    if kind == "window":
        box = [int(value) for value in shapely.bounds(geometry)]
        return box[0] <= numbers[2] and box[2] >= numbers[0] and box[1] <= numbers[3] and box[3] >= numbers[1]
    radius = numbers[2] if kind == "radius" else 0
    return squared_distance((numbers[0], numbers[1]), geometry) <= radius**2


# Fixtures


@pytest.fixture(scope="module")
def oracle():
    # Not in pytest's own directory: user postgres can't reach that when root runs the tests.
    directory = tempfile.mkdtemp(prefix="stip-postgis-")
    started = subprocess.run([CLUSTER, "start", directory], capture_output=True, text=True, timeout=120)
    if "PostGIS is not installed" in started.stderr:
        shutil.rmtree(directory)
        pytest.skip(started.stderr.strip())
    assert started.returncode == 0, started.stderr
    yield Oracle(started.stdout.strip())
    subprocess.run([CLUSTER, "stop", directory], check=True, timeout=120)


@pytest.fixture(scope="module")
def sources(session_directory):
    """Makes a workspace by name, once."""
    made = {}

    def workspace(name, real_data=None):
        if name not in made:
            made[name] = session_directory / f"postgis-{name}"
            if name == "town":
                files = session_directory / "postgis-town-files"
                stip("synth", "--out", files, "--buildings", 2000, "--seed", 3)
            else:
                files = real_data / {"denhaag": DEN_HAAG, "nijkerk": NIJKERK_PLAN}[name]
            stip("import", files, "--workspace", made[name])
        return made[name]

    return workspace


@pytest.fixture(scope="module")
def loaded(oracle, session_directory):
    """Brings a layer into PostGIS, once: its table, and its geometries by identifier for exact arithmetic."""
    tables = {}

    def load(workspace, layer):
        table = f"{Path(workspace).name}_{layer}".replace("-", "_")
        if table not in tables:
            rows = read_layer(workspace, layer, session_directory)
            present = ~(shapely.is_missing(rows.geometries) | shapely.is_empty(rows.geometries))
            geometries = shapely.transform(rows.geometries[present], lambda metres: np.rint(metres * 1000))
            identifiers = np.array(rows.identifiers)[present]
            assert len(set(identifiers)) == len(identifiers) > 0
            oracle.load(table, identifiers, geometries)
            tables[table] = dict(zip(identifiers, geometries))
        return table, tables[table]

    return load


@pytest.fixture
def assert_agreement(oracle, loaded, tmp_path, capsys):
    def assert_agreement(workspace, layer, kind, count):
        table, geometries = loaded(workspace, layer)
        seed = int(os.environ.get("STIP_SEED") or random.getrandbits(63))
        questions = tmp_path / "questions.csv"
        command = [BINARIES / "query-probe", "dump", "--workspace", workspace, "--layer", layer, "--kind", kind]
        subprocess.run(
            [*command, "--count", str(count), "--seed", str(seed), "--out", questions], check=True, timeout=300
        )
        asked, found, differences = oracle.differences(kind, table, questions)
        ours_wrong = []
        for numbers, ours, theirs in differences:
            for identifier in set(ours) ^ set(theirs):
                if belongs(kind, numbers, geometries[identifier]) != (identifier in ours):
                    ours_wrong.append((numbers, identifier, "ours" if identifier in ours else "theirs"))
        said = f"{asked} of kind {kind} in {table}, seed {seed}: {found} found, {len(differences)} differ"
        with capsys.disabled():
            print(f"\n  {said}", end="")
        assert not ours_wrong, f"{said}, {len(ours_wrong)} by our error, such as {ours_wrong[:5]}"
        assert asked == count
        # Questions that find nothing would prove nothing.
        assert found > count / 4, said

    return assert_agreement


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layer", ["perceel", "pand", "enkelbestemming", "verblijfsobject"])
def test_25000_questions_to_a_layer_of_the_town(sources, assert_agreement, layer, kind):
    assert_agreement(sources("town"), layer, kind, 25_000)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "source, layer", [("denhaag", "pand"), ("denhaag", "verblijfsobject"), ("nijkerk", "enkelbestemming")]
)
def test_10000_questions_to_a_real_layer(sources, assert_agreement, real_data, source, layer, kind):
    assert_agreement(sources(source, real_data), layer, kind, 10_000)
