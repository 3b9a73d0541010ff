"""Coverages as shapely (GEOS) sees them: noding, importances, gaps, overlaps and labels of the generated town, a real plan and
real BGT terrain."""

import subprocess

import numpy as np
import pyogrio
import pytest
import shapely
from conftest import NIJKERK_PLAN
from stip_program import BINARIES, stip

TOLERANCES = [1, 50, 300, 1_000, 3_000, 10_000]


class Judged:
    """What coverage-probe makes of features; coordinates are millimetres from the lower left corner."""

    def __init__(self, geometries, groups, path):
        self.origin = np.floor(shapely.total_bounds(geometries)[:2])
        rings = []
        for feature, (geometry, group) in enumerate(zip(geometries, groups)):
            for polygon in shapely.get_parts(geometry):
                for role, ring in enumerate([polygon.exterior, *polygon.interiors]):
                    points = np.rint(np.asarray(ring.coords)[:-1, :2] * 1_000).astype(int)
                    if ring.is_ccw != (role == 0):
                        points = points[::-1]
                    numbers = " ".join(map(str, points.ravel()))
                    rings.append(f"{feature} {group} {min(role, 1)} {numbers}\n")
        path.write_text("".join(rings))
        output = subprocess.run(
            [BINARIES / "coverage-probe", "judge", path], capture_output=True, text=True, check=True
        ).stdout
        self.lines = {}
        self.rings = [[] for _ in geometries]
        for line in output.splitlines():
            kind, *numbers = line.split()
            if kind == "ring":
                values = np.array(numbers[2:], dtype=np.int64).reshape(-1, 3)
                values[:, :2] -= (self.origin * 1_000).astype(np.int64)
                self.rings[int(numbers[0])].append((int(numbers[1]), values))
            else:
                self.lines.setdefault(kind, []).append([float(number) for number in numbers])

    def point(self, x, y):
        return shapely.Point(x - self.origin[0] * 1_000, y - self.origin[1] * 1_000)

    def drawn(self, tolerance):
        """The features with the vertices of at least this importance."""
        return [self.feature(rings, tolerance) for rings in self.rings]

    @staticmethod
    def feature(rings, tolerance):
        polygons = []
        for role, values in rings:
            kept = values[values[:, 2] >= tolerance][:, :2]
            if role == 0:
                polygons.append((kept, []))
            elif len(kept) >= 3:
                polygons[-1][1].append(kept)
        return shapely.MultiPolygon([(exterior, holes) for exterior, holes in polygons if len(exterior) >= 3])


def polygons_of(path, **reading):
    frame = pyogrio.raw.read(path, **reading)
    geometries = shapely.from_wkb(frame[2])
    keep = shapely.get_dimensions(geometries) == 2
    return shapely.set_precision(geometries[keep], 0.001, mode="pointwise"), keep, frame


@pytest.fixture(scope="session", params=["percelen", "pand", "enkelbestemming", "begroeidterreindeel"])
def judged(request, session_directory, town_files):
    """Features as they come from the import, or from the file where nothing was invalid."""
    path = session_directory / f"{request.param}.txt"
    if request.param == "percelen":
        geometries, _, _ = polygons_of(town_files / "percelen.gpkg")
    elif request.param == "pand":
        geometries, _, _ = polygons_of(town_files / "bag.gpkg", layer="pand")
    elif request.param == "enkelbestemming":
        plan = request.getfixturevalue("real_data") / NIJKERK_PLAN
        workspace = session_directory / "plan"
        stip("import", plan, "--workspace", workspace)
        exported = session_directory / "enkelbestemming.gpkg"
        stip("export", "--workspace", workspace, "--layer", "enkelbestemming", "--output", exported)
        geometries, _, _ = polygons_of(exported)
    else:
        source = request.getfixturevalue("real_data") / "bgt/oracle_otterlo_actueel.gpkg"
        geometries, _, _ = polygons_of(source, layer="begroeidterreindeel")
        geometries = geometries[shapely.is_valid(geometries)]
    return Judged(geometries, [0] * len(geometries), path)


def test_noding_leaves_a_valid_coverage(judged):
    noded = judged.drawn(0)
    assert all(shapely.is_valid(noded))
    # What is not valid as a coverage has been told.
    assert shapely.coverage_is_valid(noded) or "overlap" in judged.lines or "refused" in judged.lines


@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_nothing_opens_or_breaks_at_a_tolerance(judged, tolerance):
    before = judged.drawn(0)
    after = judged.drawn(tolerance)
    if not shapely.coverage_is_valid(before):
        pytest.skip("the source itself is no coverage")
    assert all(shapely.is_valid(after))
    assert shapely.coverage_is_valid([feature for feature in after if not feature.is_empty])
    # The same parts touch the same others, and the number of holes of the whole stays.
    assert holes(before) >= holes(after)


def holes(features):
    return int(np.sum(shapely.get_num_interior_rings(shapely.get_parts(shapely.coverage_union_all(features)))))


def test_overlaps_are_those_of_shapely(judged):
    features = np.array(judged.drawn(0))
    tree = shapely.STRtree(features)
    pairs = tree.query(features, predicate="intersects").T
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    areas = shapely.area(shapely.intersection(features[pairs[:, 0]], features[pairs[:, 1]]))
    expected = {tuple(pair): area for pair, area in zip(pairs.tolist(), areas) if area >= 1}
    found = {(int(line[0]), int(line[1])): line[2] for line in judged.lines.get("overlap", [])}
    assert "unjudged" not in judged.lines
    for pair in expected.keys() | found.keys():
        assert found.get(pair, 0) == pytest.approx(expected.get(pair, 0), rel=1e-6, abs=2_000)


def test_gaps_are_the_uncovered_faces(judged):
    features = judged.drawn(0)
    lines = shapely.unary_union(shapely.boundary(features))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = shapely.point_on_surface(faces)
    tree = shapely.STRtree(np.array(features))
    covered = np.unique(tree.query(inside, predicate="intersects")[0])
    uncovered = np.delete(faces, covered)
    areas = shapely.area(uncovered)
    found = [line[0] for line in judged.lines.get("gap", []) + judged.lines.get("uncovered", [])]
    assert sum(found) == pytest.approx(sum(areas), rel=1e-6, abs=1_000 * (1 + len(areas)))
    wide = [area for area in areas if area > 100_000]
    assert len([area for area in found if area > 100_000]) == len(wide)
    for area, width, x, y, *_ in judged.lines.get("gap", []):
        if width > 4:
            assert any(shapely.contains(uncovered, judged.point(x, y)))


def test_labels_stand_inside_near_the_best_place(judged):
    features = judged.drawn(0)
    labels = {int(line[0]): judged.point(*line[1:]) for line in judged.lines["label"]}
    assert len(labels) == len(features)
    for feature, label in labels.items():
        parts = shapely.get_parts(features[feature])
        largest = parts[np.argmax(shapely.area(parts))]
        assert largest.contains(label)
        minx, miny, maxx, maxy = largest.bounds
        side = min(maxx - minx, maxy - miny)
        circle = shapely.maximum_inscribed_circle(largest, tolerance=side / 100)
        # Noding may have moved the boundary by a millimetre after the label was found.
        assert largest.boundary.distance(label) >= shapely.length(circle) - 0.1 * side - 2
