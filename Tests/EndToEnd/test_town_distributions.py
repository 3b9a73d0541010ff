"""Made-up municipalities have the measured sizes (dutch-data.md C4); town_measures.py says which figures and why."""

import numpy as np
import pytest
import shapely
from town_measures import by_measure, holds, made, markdown, table

SEEDS = [1, 2, 3, 4]


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    """Average municipalities."""
    folder = tmp_path_factory.mktemp("measured")
    return [made(folder, 33_000, seed) for seed in SEEDS]


def test_the_measures_are_those_of_real_registers(towns):
    measures = by_measure(towns)
    print("\n".join(markdown(measures)))
    asked = [rows for rows in measures if rows[0].is_asked]
    assert len(asked) > 60
    assert [(rows[0].name, rows[0].target, [row.found for row in rows]) for rows in asked if not holds(rows)] == []


def test_no_building_stands_in_another(towns):
    for town in towns:
        footprints = table(town / "bag.gpkg", "pand")["geometry"]
        assert shapely.is_valid(footprints).all()
        first, second = shapely.STRtree(footprints).query(footprints, predicate="intersects")
        shared = shapely.area(shapely.intersection(footprints[first], footprints[second]))
        assert (shared[first != second] == 0).all(), town


def test_every_building_stands_on_one_municipality_s_parcels(towns):
    """None reaches over the edge of the land."""
    for town in towns:
        land = shapely.union_all(table(town / "percelen.gpkg", "perceel")["geometry"])
        footprints = table(town / "bag.gpkg", "pand")["geometry"]
        shapely.prepare(land)
        assert np.flatnonzero(~shapely.contains(land, footprints)).tolist() == [], town
