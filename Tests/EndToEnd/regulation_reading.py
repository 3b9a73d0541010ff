"""A second reading of regulations of the Omgevingswet (STOP, IMOW, GIO), with lxml."""

import zipfile
from collections import Counter
from pathlib import Path

import lxml.etree as lxml

LOCATIONS = {"Gebied", "Lijn", "Punt"}
GROUPS = {"Gebiedengroep", "Lijnengroep", "Puntengroep", "Ambtsgebied"}
RULES = {"RegelVoorIedereen", "Instructieregel", "Omgevingswaarderegel"}
OWN = {"Activiteit": "activiteit", "Gebiedsaanwijzing": "gebiedsaanwijzing", "Pons": "pons", "Tekstdeel": "tekstdeel",
       "Regelingsgebied": "regelingsgebied", "Regeltekst": "regeltekst", "Divisie": "regeltekst",
       "Omgevingsnorm": "omgevingsnorm", "Omgevingswaarde": "omgevingsnorm"}
WHOLE = {"RegelingCompact", "RegelingKlassiek", "RegelingTijdelijkdeel", "RegelingVrijetekst"}
PARTS = {"Boek", "Deel", "Hoofdstuk", "Titel", "Afdeling", "Paragraaf", "Subparagraaf", "Subsubparagraaf", "Artikel",
         "Lid", "Divisie", "Divisietekst", "Bijlage", "Toelichting", "AlgemeneToelichting",
         "ArtikelgewijzeToelichting", "Motivering", "InleidendeTekst"}
XLINK = "{http://www.w3.org/1999/xlink}href"


def name_of(element):
    return lxml.QName(element).localname if isinstance(element.tag, str) else ""


def parsed(data):
    # Real packages declare xmlns:schemaLocation="a b", which is no URI: lxml has to be told to go on.
    return lxml.fromstring(data, lxml.XMLParser(recover=True, huge_tree=True))


def documents(path):
    path = Path(path)
    if path.is_file() and path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".gml"))]
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return [file.read_bytes() for file in files if file.suffix in (".xml", ".gml")]


def within(element, names):
    return any(name_of(ancestor) in names for ancestor in element.iterancestors())


def counted(paths):
    """Rows of each table, by a second reading of the same files."""
    counts = Counter()
    wanted, places = set(), []
    for path in paths:
        regulations = 0
        for data in documents(path):
            root = parsed(data)
            regulations += len({e.text for e in root.iter("{*}FRBRWork") if e.text.startswith("/akn/nl/act/")}) > 0
            for container in root.iter("{*}owObject"):
                for element in container:
                    name = name_of(element)
                    if not name:
                        continue
                    hrefs = [e.get(XLINK) for e in element.iter("{*}locatieaanduiding") for e in e.iter() if e.get(XLINK)]
                    counts["locatieverwijzing"] += len(hrefs)
                    if name in LOCATIONS:
                        counts["locatie"] += 1
                        wanted.add(next(element.iter("{*}GeometrieRef")).get(XLINK).lower())
                    elif name in GROUPS:
                        counts["locatiegroep"] += 1
                        members = [e for e in element.iter("{*}groepselement") for e in e.iter() if e.get(XLINK)]
                        counts["groepselement"] += len(members) + len(list(element.iter("{*}bestuurlijkeGrenzenID")))
                    elif name in RULES:
                        counts["juridischeregel"] += 1
                        counts["activiteitaanduiding"] += len(list(element.iter("{*}ActiviteitLocatieaanduiding")))
                        counts["regelverwijzing"] += len(list(element.iter("{*}GebiedsaanwijzingRef"))) + len(
                            list(element.iter("{*}OmgevingsnormRef"))
                        ) + len(list(element.iter("{*}OmgevingswaardeRef")))
                    else:
                        counts[OWN.get(name, "overigowobject")] += 1
                        counts["normwaarde"] += len(list(element.iter("{*}Normwaarde")))
            places += [e.findtext(".//{*}id").lower() for e in root.iter("{*}Locatie")]
            for element in root.iter():
                if name_of(element) in PARTS and element.get("wId") and within(element, WHOLE | {"RegelingMutatie"}):
                    removed = [element, *element.iterancestors()]
                    counts["tekstelement"] += not any(
                        e.get("wijzigactie") == "verwijder" or name_of(e) == "Verwijder" for e in removed
                    )
        counts["regeling"] += 1 if regulations else 0
    used = set()
    for place in places:
        if place in wanted and place not in used:
            used.add(place)
        else:
            counts["geoinformatieobject"] += 1
    return {layer: count for layer, count in counts.items() if count}
