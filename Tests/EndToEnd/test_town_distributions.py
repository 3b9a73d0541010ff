"""The made-up town has the measured sizes (dutch-data.md C4), within a tenth.

C4 has a town (Doesburg) and a large city (Den Haag). Where both have a figure the made-up municipality, which has an old
centre, estates and villages, has to lie between them or a tenth beyond; a few dozen halls more or less decide about the
largest hundredth. The mix of dwellings in a building follows Den Haag in the old
neighbourhoods only: the whole country has 0.87 dwellings to a building, which Den Haag's quantiles would double."""

import numpy as np
import pyogrio.raw
import pytest
import shapely
from stip_program import stip


@pytest.fixture(scope="module", params=[1, 5])
def registers(request, tmp_path_factory):
    """Columns of pand, verblijfsobject and perceel of an average municipality, with `geometry`."""
    out = tmp_path_factory.mktemp("measured") / f"town{request.param}"
    stip("synth", "--out", out, "--buildings", 33000, "--seed", request.param, "--format", "geopackage")

    def table(file, layer):
        meta, _, geometry, fields = pyogrio.raw.read(out / file, layer=layer)
        return {**dict(zip(meta["fields"], fields)), "geometry": shapely.from_wkb(geometry)}

    return {
        "pand": table("bag.gpkg", "pand"),
        "verblijfsobject": table("bag.gpkg", "verblijfsobject"),
        "perceel": table("percelen.gpkg", "perceel"),
    }


def assert_quantiles(values, expected, tolerance=0.1):
    """`expected`: percentile → value."""
    found = {percentile: float(np.percentile(values, percentile)) for percentile in expected}
    wrong = {p: (found[p], value) for p, value in expected.items() if abs(found[p] - value) > tolerance * value + 1e-9}
    assert not wrong, f"percentile: (found, expected) {wrong}"


def sides(geometries):
    """Short and long side of the smallest rectangle around each."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(geometries)).reshape(-1, 5, 2)
    one = np.hypot(*(corners[:, 1] - corners[:, 0]).T)
    other = np.hypot(*(corners[:, 2] - corners[:, 1]).T)
    return np.minimum(one, other), np.maximum(one, other)


def test_no_building_stands_in_another(registers):
    footprints = registers["pand"]["geometry"]
    assert shapely.is_valid(footprints).all()
    first, second = shapely.STRtree(footprints).query(footprints, predicate="intersects")
    shared = shapely.area(shapely.intersection(footprints[first], footprints[second]))
    assert (shared[first != second] == 0).all()


def test_footprints(registers):
    areas = shapely.area(registers["pand"]["geometry"])
    assert_quantiles(areas, {5: 4.4, 25: 10.4, 75: 92.4})
    for percentile, (town, city) in {50: (51, 55.8), 95: (175, 213), 99: (814, 978)}.items():
        assert 0.9 * town < np.percentile(areas, percentile) < 1.1 * city, percentile
    assert 0.9 * 83 < areas.mean() < 1.1 * 91


def test_vertices(registers):
    assert_quantiles(shapely.get_num_coordinates(registers["pand"]["geometry"]) - 1, {50: 6, 90: 16, 95: 19, 99: 37})


def test_houses(registers):
    pand = registers["pand"]
    areas = shapely.area(pand["geometry"])
    chosen = (pand["aantal_verblijfsobjecten"] == 1) & (areas > 35) & (areas < 140)
    width, depth = sides(pand["geometry"][chosen])
    assert_quantiles(width, {50: 6.3, 95: 9.9})
    assert_quantiles(depth, {5: 8.7, 50: 11.8, 95: 17.1}, 0.12)


def test_sheds(registers):
    pand = registers["pand"]
    areas = shapely.area(pand["geometry"])
    sheds = (pand["aantal_verblijfsobjecten"] == 0) & (areas < 30)
    assert abs(sheds.mean() - 0.37) < 0.037
    width, length = sides(pand["geometry"][sheds])
    assert_quantiles(width, {5: 1.3, 50: 2.2, 95: 3.7})
    assert_quantiles(length, {5: 2.2, 50: 3.3, 95: 7.2}, 0.15)


def test_dwellings_in_a_building(registers):
    pand = registers["pand"]
    counts = pand["aantal_verblijfsobjecten"]
    old = np.array([name == "Centrum" or name.startswith("Oudewijk") for name in pand["buurt"]])
    assert_quantiles(counts[old & (counts > 0)], {50: 1, 75: 3, 90: 6, 95: 8, 99: 30})
    assert abs(counts.sum() / len(counts) - 9_883_310 / 11_310_057) < 0.087


def test_uses(registers):
    uses = registers["verblijfsobject"]["gebruiksdoel"]
    shares = {
        "woonfunctie": 0.88,
        "overige gebruiksfunctie": 0.065,
        "winkelfunctie": 0.017,
        "kantoorfunctie": 0.0135,
        "industriefunctie": 0.008,
    }
    found = {use: float((uses == use).mean()) for use in shares}
    # Small shares hang on how many estates a town has: within a third of a per cent of all.
    for use, share in shares.items():
        assert abs(found[use] - share) < max(0.1 * share, 0.0033), found


def test_floor_areas(registers):
    unit = registers["verblijfsobject"]
    living = unit["oppervlakte"][unit["gebruiksdoel"] == "woonfunctie"]
    assert_quantiles(living, {5: 50, 50: 82, 95: 174, 99: 239})


def test_addresses_to_a_postcode(registers):
    counts = np.unique(registers["verblijfsobject"]["postcode"], return_counts=True)[1]
    assert_quantiles(counts, {50: 22})


def test_years(registers):
    years = registers["pand"]["bouwjaar"]
    assert abs(((years >= 1960) & (years < 1990)).mean() - 0.55) < 0.06


def test_heights_and_roofs(registers):
    pand = registers["pand"]
    dwelt = pand["aantal_verblijfsobjecten"] > 0
    assert_quantiles(pand["hoogte"][dwelt], {5: 2.4, 25: 7.8, 50: 9.1, 75: 10, 90: 12.1, 99: 18.7})
    roofs = pand["dakvorm"][dwelt]
    assert abs(np.isin(roofs, ["zadeldak", "schilddak"]).mean() - 0.72) < 0.072
    assert abs((roofs == "plat dak").mean() - 0.15) < 0.03
    assert abs((roofs == "meerdere platte daken").mean() - 0.12) < 0.03


def test_parcels_of_rows(registers):
    # Gardens of rows and pairs are most of them.
    areas = shapely.area(registers["perceel"]["geometry"])
    assert_quantiles(areas, {50: 190}, 0.2)
