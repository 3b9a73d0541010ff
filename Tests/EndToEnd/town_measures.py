"""What a made-up municipality measures beside what was measured in real registers (dutch-data.md C4 and C5).

    python Tests/EndToEnd/town_measures.py [--buildings 33000] [--seeds 1,2,3,4]

prints the table. One municipality differs from the next, as real ones do: a tenth is asked of the mean of several, and half
of each. C4 has figures of a large city (Den Haag) and of a town (Doesburg) for buildings and addresses, and of the
inner city of Nijkerk (51 ha, shops and the streets around them) and the village of Gieterveen (56 ha) for plans. The made-up
municipality has an old centre, estates and villages; so:

- where city and town both have a figure, it lies between them, give or take a tenth; where one has, a tenth from that;
- the mix of dwellings in a building is Den Haag's in the old neighbourhoods only: the whole country has 0.87 to a building;
- plans of Centrum and Oudewijk together are held against Nijkerk, plans of villages against Gieterveen.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyogrio.raw
import shapely
from layer_files import read_layer
from stip_program import stip

TENTH = 0.1


@dataclass
class Row:
    """A measure: what was found, and from where to where the real figures go."""

    name: str
    column: str
    low: float
    high: float
    found: float
    tolerance: float = TENTH
    # Why the tolerance is another than a tenth.
    remark: str = ""
    # Rows that are not asked for are only told.
    is_asked: bool = True

    @property
    def target(self):
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"

    def allows(self, value, tolerance):
        return self.low * (1 - tolerance) - 1e-9 <= value <= self.high * (1 + tolerance) + 1e-9


def mean(rows):
    """Of the same measure in several municipalities."""
    return sum(row.found for row in rows) / len(rows)


def holds(rows):
    """Whether the same measure in several municipalities is as it is in real ones."""
    first = rows[0]
    widest = max(0.5, first.tolerance) if first.tolerance else 0
    return first.allows(mean(rows), first.tolerance) and all(first.allows(row.found, widest) for row in rows)


@dataclass
class Measures:
    rows: list = field(default_factory=list)

    def add(self, name, column, target, found, tolerance=TENTH, remark="", is_asked=True):
        low, high = target if isinstance(target, tuple) else (target, target)
        self.rows.append(Row(name, column, low, high, float(found), tolerance, remark, is_asked))

    def quantiles(self, name, column, values, targets, **how):
        for percentile, target in targets.items():
            self.add(f"{name} p{percentile}", column, target, np.percentile(values, percentile), **how)


def made(folder, buildings, seed):
    """A municipality's GeoPackages and plans, and a workspace with its plans."""
    out = Path(folder) / f"town{buildings}-{seed}"
    stip("synth", "--out", out, "--buildings", buildings, "--seed", seed)
    stip("import", *sorted((out / "imro").glob("*BP0*-VA01.gml")), "--workspace", out / "plans")
    return out


def table(file, layer):
    """Columns by name, with `geometry`."""
    meta, _, geometry, fields = pyogrio.raw.read(file, layer=layer)
    return {**dict(zip(meta["fields"], fields)), "geometry": shapely.from_wkb(geometry)}


def sides(geometries):
    """Short and long side of the smallest rectangle around each."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(geometries)).reshape(-1, 5, 2)
    one = np.hypot(*(corners[:, 1] - corners[:, 0]).T)
    other = np.hypot(*(corners[:, 2] - corners[:, 1]).T)
    return np.minimum(one, other), np.maximum(one, other)


def measured(town):
    """All rows of the table for a folder that `made` gave."""
    measures = Measures()
    measure_buildings(measures, town)
    measure_addresses(measures, town)
    measure_plans(measures, town)
    return measures.rows


def measure_buildings(measures, town):
    pand = table(town / "bag.gpkg", "pand")
    shapes, counts = pand["geometry"], pand["aantal_verblijfsobjecten"]
    areas = shapely.area(shapes)
    measures.quantiles("footprint, m²", "Den Haag", areas, {5: 4.4, 25: 10.4, 75: 92.4})
    measures.quantiles("footprint, m²", "Doesburg–Den Haag", areas, {50: (51, 55.8), 95: (175, 213), 99: (814, 978)})
    measures.add("footprint, m², mean", "Doesburg–Den Haag", (83, 91), areas.mean())
    vertices = shapely.get_num_coordinates(shapes) - 1
    measures.quantiles("vertices of a pand", "Den Haag", vertices, {50: 6, 90: 16, 95: 19, 99: 37})
    is_house = (counts == 1) & (areas > 35) & (areas < 140)
    width, depth = sides(shapes[is_house])
    measures.quantiles("house width, m", "Den Haag", width, {5: 4.8, 50: 6.3, 95: 9.9})
    measures.quantiles("house depth, m", "Den Haag", depth, {5: 8.7, 50: 11.8, 95: 17.1})
    is_shed = (counts == 0) & (areas < 30)
    width, length = sides(shapes[is_shed])
    measures.add("sheds, share of panden", "Den Haag", 0.37, is_shed.mean())
    measures.quantiles("shed width, m", "Den Haag", width, {5: 1.3, 50: 2.2, 95: 3.7})
    measures.quantiles("shed length, m", "Den Haag", length, {5: 2.2, 50: 3.3, 95: 7.2})
    years = pand["bouwjaar"]
    measures.add("built 1960–1989", "Doesburg", 0.55, ((years >= 1960) & (years < 1990)).mean())
    is_dwelt = counts > 0
    heights = {5: 2.4, 25: 7.8, 50: 9.1, 75: 10, 90: 12.1, 99: 18.7}
    measures.quantiles("height, m", "n = 214", pand["hoogte"][is_dwelt], heights)
    roofs = pand["dakvorm"][is_dwelt]
    measures.add("slanted roofs", "n = 214", 0.72, np.isin(roofs, ["zadeldak", "schilddak"]).mean())
    few = dict(tolerance=0.16, remark="one standard error of a share in 214 roofs is a sixth")
    measures.add("horizontal roofs", "n = 214", 0.15, (roofs == "plat dak").mean(), **few)
    measures.add("several horizontal roofs", "n = 214", 0.12, (roofs == "meerdere platte daken").mean(), **few)
    parcels = shapely.area(table(town / "percelen.gpkg", "perceel")["geometry"])
    measures.add("parcel, m², median", "C4, rows", (130, 250), np.median(parcels), tolerance=0)


def measure_addresses(measures, town):
    pand, unit = table(town / "bag.gpkg", "pand"), table(town / "bag.gpkg", "verblijfsobject")
    counts = pand["aantal_verblijfsobjecten"]
    is_old = np.array([name == "Centrum" or name.startswith("Oudewijk") for name in pand["buurt"]])
    in_old = counts[is_old & (counts > 0)]
    measures.quantiles("VBO in a pand, old town", "Den Haag", in_old, {50: 1, 75: 3, 90: 6, 95: 8, 99: 30})
    measures.add("VBO to a pand", "Netherlands", 9_883_310 / 11_310_057, counts.sum() / len(counts))
    uses = unit["gebruiksdoel"]
    for use, share in (("woonfunctie", 0.88), ("overige gebruiksfunctie", 0.065)):
        measures.add(use, "Den Haag", share, (uses == use).mean())
    for use, share in (("winkelfunctie", 0.017), ("kantoorfunctie", 0.0135), ("industriefunctie", 0.008)):
        remark = "a third of a percent of all: one estate more or less"
        measures.add(use, "Den Haag", share, (uses == use).mean(), tolerance=0.0033 / share, remark=remark)
    living = unit["oppervlakte"][uses == "woonfunctie"]
    measures.quantiles("living area, m²", "Den Haag", living, {5: 50, 50: 82, 95: 174, 99: 239})
    to_postcode = np.unique(unit["postcode"], return_counts=True)[1]
    measures.add("addresses to a postcode, median", "Den Haag", 22, np.median(to_postcode))


def kind(plan):
    """`Dorp` of `NL.IMRO.0998.BP0002Dorp-VA01`."""
    return plan.split(".")[-1].split("-")[0][6:]


class Plans:
    """The plans of some kinds of neighbourhood, and what lies in them."""

    LAYERS = "enkelbestemming bouwvlak maatvoering bouwaanduiding functieaanduiding gebiedsaanduiding dubbelbestemming figuur"

    def __init__(self, workspace):
        with tempfile.TemporaryDirectory() as folder:
            self.areas = read_layer(workspace, "bestemmingsplangebied", folder)
            self.layers = {name: read_layer(workspace, name, folder) for name in self.LAYERS.split()}

    def hectares(self, *kinds):
        chosen = [kind(plan) in kinds for plan in self.areas.identifiers]
        return shapely.area(self.areas.geometries[chosen]).sum() / 1e4

    def chosen(self, layer, *kinds):
        return np.array([kind(plan) in kinds for plan in self.layers[layer].columns["planId"]])

    def sizes(self, layer, *kinds):
        return shapely.area(self.layers[layer].geometries[self.chosen(layer, *kinds)])

    def count(self, *kinds):
        # C4 counts without the figures (lines for façades and the like).
        return sum(self.chosen(layer, *kinds).sum() for layer in self.layers if layer != "figuur")


def measure_plans(measures, town):
    plans = Plans(town / "plans")
    for kinds, column, zone, built, share, objects in (
        (("Centrum", "Oudewijk"), "Nijkerk", {50: 760, 90: 5_100}, 350, 0.32, 20),
        (("Dorp",), "Gieterveen", {50: 4_510}, 535, 0.11, 3.9),
    ):
        name, hectares = "/".join(kinds), plans.hectares(*kinds)
        measures.quantiles(f"enkelbestemming, m², {name}", column, plans.sizes("enkelbestemming", *kinds), zone)
        measures.quantiles(f"bouwvlak, m², {name}", column, plans.sizes("bouwvlak", *kinds), {50: built})
        covered = plans.sizes("bouwvlak", *kinds).sum() / 1e4 / hectares
        measures.add(f"bouwvlak, share of {name}", column, share, covered)
        measures.add(f"plan objects/ha, {name}", column, objects, plans.count(*kinds) / hectares)
    old = ("Centrum", "Oudewijk")
    for layer in ("bouwaanduiding", "functieaanduiding"):
        each = plans.chosen(layer, *old).sum() / plans.hectares(*old)
        measures.add(f"{layer}/ha, Centrum/Oudewijk", "C4", (0.6, 3.4), each, tolerance=0)
    measure_rules(measures, plans, town)
    measure_uses(measures, plans)
    measure_density(measures, plans, town)


def measure_rules(measures, plans, town):
    pairs, percentages = {}, []
    for text in plans.layers["maatvoering"].columns["maatvoering"]:
        values = {item["waardeType"].split(" (")[0]: item["waarde"] for item in json.loads(text)}
        if "maximum goothoogte" in values:
            pair = f"{values['maximum goothoogte']}/{values['maximum bouwhoogte']}"
            pairs[pair] = pairs.get(pair, 0) + 1
        if "maximum bebouwingspercentage" in values:
            percentages.append(int(values["maximum bebouwingspercentage"]))
    rank = sorted(pairs, key=pairs.get, reverse=True).index("6/9") + 1
    measures.add("rank of eaves 6 and ridge 9 m among the heights", "C4", 1, rank, tolerance=0)
    measures.add("bebouwingspercentage, lowest", "C4", (15, 100), min(percentages), tolerance=0)
    measures.add("bebouwingspercentage, highest", "C4", (15, 100), max(percentages), tolerance=0)
    with_arc = every = 0
    for file in (town / "imro").glob("*BP0*-VA01.gml"):
        for member in file.read_text().split("<imro:featureMember>")[1:]:
            if "<imro:Bestemmingsplangebied" not in member and "posList" in member:
                every += 1
                with_arc += "<gml:Arc" in member
    measures.add("plan objects with arcs", "C4", (0.02, 0.27), with_arc / every, tolerance=0)


def measure_uses(measures, plans):
    """Nijkerk alone has this mix of uses: told, not asked for."""
    zones, old = plans.layers["enkelbestemming"], ("Centrum", "Oudewijk")
    chosen = plans.chosen("enkelbestemming", *old)
    uses, sizes = zones.columns["bestemmingshoofdgroep"][chosen], shapely.area(zones.geometries[chosen])
    for use, share in (("wonen", 0.31), ("verkeer", 0.26), ("centrum", 0.17), ("tuin", 0.07)):
        found = sizes[uses == use].sum() / sizes.sum()
        measures.add(f"{use}, share of Centrum/Oudewijk", "Nijkerk", share, found, is_asked=False)


def measure_density(measures, plans, town):
    """C5's table of neighbourhoods is an estimate, but for the centre: told, not asked for."""
    pand = table(town / "bag.gpkg", "pand")
    places = shapely.centroid(pand["geometry"])
    building, plan = shapely.STRtree(plans.areas.geometries).query(places, predicate="intersects")
    kinds = np.array([kind(identifier) for identifier in plans.areas.identifiers])[plan]
    areas = shapely.area(pand["geometry"])
    for name, panden, units, ground in (
        ("Centrum", (3_500, 5_300), (6_000, 8_600), (0.30, 0.36)),
        ("Oudewijk", (3_000, 4_500), (6_000, 8_000), (0.28, 0.35)),
        ("Tuinwijk", (3_000, 4_000), (2_700, 3_500), (0.20, 0.26)),
        ("Nieuwland", (2_800, 3_800), (2_500, 3_200), (0.20, 0.25)),
        ("Parkwijk", (1_200, 1_800), (900, 1_300), (0.12, 0.16)),
        ("Dorp", (900, 1_500), (700, 1_100), (0.10, 0.15)),
        ("Bedrijvenpark", (350, 600), (250, 450), (0.30, 0.40)),
        ("Buitengebied", (20, 60), (8, 20), (0, 0.01)),
    ):
        chosen, hectares = building[kinds == name], plans.hectares(name)
        for what, target, found in (
            ("pand/km²", panden, len(chosen) / hectares * 100),
            ("VBO/km²", units, pand["aantal_verblijfsobjecten"][chosen].sum() / hectares * 100),
            ("GSI", ground, areas[chosen].sum() / hectares / 1e4),
        ):
            measures.add(f"{what}, {name}", "C5", target, found, is_asked=False)


def by_measure(towns):
    """The rows of the same measure in all towns together."""
    return list(zip(*(measured(town) for town in towns)))


def markdown(measures):
    """A line of a table for every measure."""
    yield "| measure | real figures of | real | mean | each | |"
    yield "|---|---|---:|---:|---:|---|"
    for rows in measures:
        first = rows[0]
        verdict = "told only" if not first.is_asked else ("" if holds(rows) else "**differs**")
        notes = "; ".join(text for text in (verdict, first.remark) if text)
        each = ", ".join(f"{row.found:.4g}" for row in rows)
        yield f"| {first.name} | {first.column} | {first.target} | {mean(rows):.4g} | {each} | {notes} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--buildings", type=int, default=33_000)
    parser.add_argument("--seeds", default="1,2,3,4")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stip-measures-") as folder:
        towns = [made(folder, options.buildings, int(seed)) for seed in options.seeds.split(",")]
        print("\n".join(markdown(by_measure(towns))))


if __name__ == "__main__":
    main()
