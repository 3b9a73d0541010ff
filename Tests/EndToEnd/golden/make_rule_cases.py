"""Works out rule cases from the source files, with lxml and shapely alone: which rule of which document holds at which
point. Writes rule_cases.tsv, which test_rules.py asks of the program. Run it again when a case is to be added:

    python make_rule_cases.py DIRECTORY_OF_REAL_FILES > rule_cases.tsv

A third of the cases of each family or more are points where the rule does not hold. Points lie at least 1 m from every
boundary of the family, so that no rounding decides; they are RD metres.
"""

import random
import sys
from pathlib import Path

import lxml.etree as etree
from shapely import Point
from shapely.geometry import Polygon
from shapely.ops import unary_union

XLINK = "{http://www.w3.org/1999/xlink}href"
MARGIN = 1.0
DAY = "2026-01-01"
CASES = 16


def root(path):
    return etree.parse(str(path), etree.XMLParser(recover=True, huge_tree=True)).getroot()


def concept(text):
    return text.rsplit("/", 1)[-1]


def area(element):
    """The polygons below an element, as one geometry. The files used here have no arcs in the areas used here."""
    found = []
    for polygon in element.iter("{*}Polygon", "{*}PolygonPatch"):
        rings = []
        for boundary in polygon.iter("{*}exterior", "{*}interior"):
            numbers = [float(n) for text in boundary.iter("{*}posList") for n in text.text.split()]
            rings.append(list(zip(numbers[::2], numbers[1::2])))
        found.append(Polygon(rings[0], rings[1:]).buffer(0))
    return unary_union(found)


class Regulation:
    """Gemeentestad with its two changes: the last version of every object, which is what holds today."""

    def __init__(self, folders):
        self.objects, self.places = {}, {}
        for folder in folders:
            for file in sorted(folder.glob("ow*.xml")):
                for holder in root(file).iter("{*}owObject"):
                    for element in holder:
                        if isinstance(element.tag, str):
                            self.objects[element.findtext("{*}identificatie") or f"{file}{element.sourceline}"] = element
            for file in sorted(folder.glob("*.gml")):
                for place in root(file).iter("{*}Locatie"):
                    self.places[place.findtext(".//{*}id").lower()] = area(place)

    def kind(self, *names):
        return [e for e in self.objects.values() if etree.QName(e).localname in names]

    def location(self, identifier):
        element = self.objects[identifier]
        if etree.QName(element).localname == "Gebied":
            return self.places[next(element.iter("{*}GeometrieRef")).get(XLINK).lower()]
        if etree.QName(element).localname == "Gebiedengroep":
            members = [e.get(XLINK) for e in element.iter("{*}GebiedRef")]
            return unary_union([self.location(member) for member in members])
        return None

    def locations(self, element):
        references = [e.get(XLINK) for p in element.iterchildren("{*}locatieaanduiding") for e in p if isinstance(e.tag, str)]
        areas = [self.location(reference) for reference in references]
        return None if any(a is None for a in areas) else unary_union(areas)


def points(chance, inside, window, count, others=()):
    """Half of the points inside, half in the window around; none near a boundary."""
    edges = unary_union([inside.boundary, *(o.boundary for o in others)])
    x0, y0, x1, y1 = window.bounds
    ix0, iy0, ix1, iy1 = inside.bounds
    found = {True: [], False: []}
    for _ in range(200_000):
        within = len(found[True]) < count // 2
        box = (ix0, iy0, ix1, iy1) if within else (x0, y0, x1, y1)
        point = Point(round(chance.uniform(box[0], box[2]), 3), round(chance.uniform(box[1], box[3]), 3))
        holds = inside.contains(point)
        if len(found[holds]) < (count // 2 if holds else count - count // 2) and edges.distance(point) > MARGIN:
            found[holds].append(point)
        if len(found[True]) + len(found[False]) == count:
            break
    return [(point, True) for point in found[True]] + [(point, False) for point in found[False]]


def regulation_cases(data, chance):
    town = Regulation([data / f"imow/gemeentestad/{name}" for name in ("opdracht", "opdracht_4a", "opdracht_4b")])
    work = "/akn/nl/act/gm0297/2019/reg456"
    everything = unary_union(list(town.places.values()))
    window = everything.envelope.buffer(200)
    for element in town.kind("Gebiedsaanwijzing"):
        for point, holds in points(chance, town.locations(element), window, CASES):
            yield "functie", work, point, element.findtext("{*}identificatie"), element.findtext("{*}naam"), holds
    for norm in town.kind("Omgevingsnorm", "Omgevingswaarde"):
        for value in norm.iter("{*}Normwaarde"):
            inside = town.locations(value)
            if inside is None or inside.is_empty:
                continue
            number = value.findtext("{*}kwantitatieveWaarde")
            says = f"ten hoogste {number} m" if number else (
                value.findtext("{*}kwalitatieveWaarde") or value.findtext("{*}waardeInRegeltekst"))
            for point, holds in points(chance, inside, window, CASES):
                yield "norm", work, point, value.findtext("{*}identificatie"), says, holds
    for rule in town.kind("RegelVoorIedereen", "Instructieregel", "Omgevingswaarderegel"):
        for place in rule.iter("{*}ActiviteitLocatieaanduiding"):
            inside = town.locations(place)
            if inside is None or inside.is_empty:
                continue
            says = concept(place.findtext("{*}activiteitregelkwalificatie")).lower()
            for point, holds in points(chance, inside, window, 4):
                yield "activiteit", work, point, place.findtext("{*}identificatie"), says, holds
    (pons,) = town.kind("Pons")
    plan = root(next((data / "imro/imro2012").glob("NL.IMRO.0297.*.gml")))
    (extent,) = plan.iter("{*}Bestemmingsplangebied")
    plan_area, pons_area = area(extent), town.locations(pons)
    name = extent.get("{http://www.opengis.net/gml/3.2}id")
    for point, _ in points(chance, plan_area & pons_area, plan_area & pons_area, 28, [plan_area, pons_area]):
        if (plan_area & pons_area).contains(point):
            yield "pons", name, point, name, "vervangen", True
    outside = plan_area - pons_area
    for point, holds in points(chance, outside.buffer(-MARGIN), outside, 20, [plan_area, pons_area]):
        if holds:
            yield "pons", name, point, name, "in ontwikkeling", True
    beyond = pons_area - plan_area
    for point, holds in points(chance, beyond.buffer(-MARGIN), beyond, 40, [plan_area, pons_area]):
        if holds:
            yield "pons", name, point, name, "vervangen", False


def plan_cases(data, chance):
    plan = root(data / "imro/imro2012/NL.IMRO.0267.BP0174-0001.gml")
    document = "NL.IMRO.0267.BP0174-0001"
    identifier = "{http://www.opengis.net/gml/3.2}id"
    (extent,) = plan.iter("{*}Bestemmingsplangebied")
    window = area(extent)
    families = [("bestemming", "Enkelbestemming", 24), ("bestemming", "Dubbelbestemming", 2), ("maat", "Maatvoering", 24),
                ("aanduiding", "Bouwaanduiding", 12), ("aanduiding", "Functieaanduiding", 12)]
    for family, kind, number in families:
        objects = [o for o in plan.iter("{*}" + kind) if not list(o.iter("{*}Arc", "{*}Circle", "{*}ArcString"))]
        chosen = [o for o in objects if area(o).area > 40]
        for element in chance.sample(chosen, min(number, len(chosen))):
            inside = area(element)
            for point, holds in points(chance, inside, window, 3 if number > 12 else 4):
                if kind != "Maatvoering":
                    yield family, document, point, element.get(identifier), element.findtext("{*}naam"), holds
                    continue
                for place, measure in enumerate(element.iter("{*}WaardeEnType"), 1):
                    kind_text, value = measure.findtext("{*}waardeType"), measure.findtext("{*}waarde")
                    side = "ten hoogste" if kind_text.startswith("max") else "ten minste"
                    unit = {"(m)": " m", "(%)": " %", "(m2)": " m²", "(graden)": " °"}.get(kind_text.split()[-1], "")
                    says = f"{side} {value.replace(',', '.')}{unit}"
                    yield family, document, point, f"{element.get(identifier)}/{place}", says, holds


def main():
    data = Path(sys.argv[1])
    chance = random.Random(20260101)
    print("familie", "document", "x", "y", "dag", "regel", "zegt", "geldt", sep="\t")
    for family, document, point, rule, says, holds in [*regulation_cases(data, chance), *plan_cases(data, chance)]:
        print(family, document, f"{point.x:.3f}", f"{point.y:.3f}", DAY, rule, says, "ja" if holds else "nee", sep="\t")


main()
