"""What tiles the land does so: no gap, no overlap, no sliver."""

import shapely
from layer_files import read_layer


def overlapping_area(geometries):
    """The area in m² that two features share, over all pairs."""
    first, second = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    pairs = first < second
    return shapely.area(shapely.intersection(geometries[first[pairs]], geometries[second[pairs]])).sum()


def holes(geometry):
    return [shapely.Polygon(ring) for part in shapely.get_parts(geometry) for ring in part.interiors]


def assert_covers_its_plans(workspace, folder):
    planes = read_layer(workspace, "enkelbestemming", folder).geometries
    areas = read_layer(workspace, "bestemmingsplangebied", folder).geometries
    assert shapely.is_valid(planes).all() and shapely.is_valid(areas).all()
    union, plan = shapely.union_all(planes), shapely.union_all(areas)
    assert shapely.area(shapely.difference(plan, union)) < 0.1
    assert shapely.area(shapely.difference(union, plan)) < 0.1
    assert overlapping_area(planes) < 1e-3
    # A shared arc that was not made the same from both sides leaves holes thinner than a centimetre.
    assert [hole.wkt for hole in holes(union) if hole.area < 0.1 or shapely.minimum_clearance(hole) < 0.01] == []


def test_the_enkelbestemmingen_of_nijkerk_cover_the_plan(nijkerk, tmp_path):
    assert_covers_its_plans(nijkerk, tmp_path)


def test_the_enkelbestemmingen_of_the_town_cover_its_plans(town, tmp_path):
    assert_covers_its_plans(town, tmp_path)


def test_the_percelen_of_the_town_do_not_overlap(town_layer):
    parcels = town_layer("perceel").geometries
    assert shapely.is_valid(parcels).all()
    assert overlapping_area(parcels) < 1e-3
    assert [hole.wkt for hole in holes(shapely.union_all(parcels)) if hole.area < 0.1] == []
