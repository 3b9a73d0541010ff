"""A source of more features than a block holds: several segments, the same on any number of threads, and a change in one
place changes one of them."""

import json

import numpy
import pyogrio
import pytest
import shapely
from layer_files import segment_checksums
from stip_program import stip, stip_json

SIDE = 400  # 160,000 parcels of 10 × 10 m, blocks hold 65,536
ORIGIN = (150_000, 460_000)


def parcels(path, moved=None):
    """A chessboard of parcels; `moved` gets a vertex more on its northern border, where no other parcel lies."""
    columns, rows = numpy.meshgrid(numpy.arange(SIDE), numpy.arange(SIDE))
    x, y = ORIGIN[0] + 10.0 * columns.ravel(), ORIGIN[1] + 10.0 * rows.ravel()
    shapes = shapely.box(x, y, x + 10, y + 10)
    if moved is not None:
        west, south = x[moved], y[moved]
        shapes[moved] = shapely.Polygon(
            [(west, south), (west + 10, south), (west + 10, south + 10), (west + 5, south + 11), (west, south + 10)]
        )
    numbers = numpy.arange(1, SIDE * SIDE + 1)
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(shapes),
        field_data=[numbers.astype(str).astype(object), numpy.full(len(numbers), "A", dtype=object), numbers],
        fields=["identificatie_lokaal_id", "sectie", "perceelnummer"],
        geometry_type="Polygon",
        crs="EPSG:28992",
        layer="perceel",
        driver="GPKG",
    )
    return path


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    folder = tmp_path_factory.mktemp("board")
    source = parcels(folder / "board.gpkg")
    reports = json.loads(stip("import", source, "--workspace", folder / "w", "--threads", 2, "--json").stdout)
    return folder, source, reports[0]["layers"][0]


def entries(workspace):
    return stip_json("info", "--workspace", workspace)["layers"][0]["sources"]


def test_blocks_hold_every_feature_once(board):
    folder, _, layer = board
    assert (layer["read"], layer["imported"], layer["findings"]) == (SIDE * SIDE, SIDE * SIDE, [])
    blocks = entries(folder / "w")
    assert len(blocks) >= 3
    assert [block["part"] for block in blocks] == list(range(len(blocks)))
    assert sum(block["featureCount"] for block in blocks) == SIDE * SIDE
    assert max(block["featureCount"] for block in blocks) <= 65_536


def test_one_thread_gives_the_same_bytes(board):
    folder, source, _ = board
    stip("import", source, "--workspace", folder / "w1", "--threads", 1)
    assert segment_checksums(folder / "w1") == segment_checksums(folder / "w")


def test_points_are_found_on_both_sides_of_every_border(board):
    folder, _, _ = board
    for column, row in ((0, 0), (199, 200), (200, 199), (399, 399), (123, 321)):
        x, y = ORIGIN[0] + 10 * column, ORIGIN[1] + 10 * row
        answer = stip_json("lookup", "--workspace", folder / "w", "--rd", x + 5, y + 5)
        assert [hit["id"] for hit in answer["treffers"]] == [str(row * SIDE + column + 1)]
        if 0 < column and 0 < row:
            corner = stip_json("lookup", "--workspace", folder / "w", "--rd", x, y)
            wanted = {str((row - dy) * SIDE + column - dx + 1) for dx in (0, 1) for dy in (0, 1)}
            assert {hit["id"] for hit in corner["treffers"]} == wanted


def test_a_change_in_one_place_changes_one_block(board, tmp_path):
    folder, source, _ = board
    before = {path for path in segment_checksums(folder / "w") if path.startswith("layers/")}
    named = len(entries(folder / "w"))
    changed = parcels(tmp_path / source.name, moved=SIDE * SIDE - 7)
    stip("import", changed, "--workspace", folder / "w")
    after = {path for path in segment_checksums(folder / "w") if path.startswith("layers/")}
    # The block as it was stays until the next import.
    assert len(after - before) == 1 and before <= after
    assert len(entries(folder / "w")) == named
