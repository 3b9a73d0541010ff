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
HOLDERS = PARTS - {"Artikel", "Lid", "Divisietekst", "InleidendeTekst"}
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


def removed(element):
    return any(e.get("wijzigactie") == "verwijder" or name_of(e) == "VerwijderdeTekst" for e in (element, *element.iterancestors()))


def said(part):
    """What a part says, of one that holds others without these."""
    parent = next((a.get("wId") for a in part.iterancestors() if name_of(a) in PARTS), None)
    pieces = [part.get("eId"), parent]

    def add(element):
        pieces.append(element.text)
        for child in element:
            is_own = name_of(child) not in PARTS or name_of(part) not in HOLDERS
            if is_own and child.get("wijzigactie") != "verwijder" and name_of(child) != "VerwijderdeTekst":
                add(child)
            pieces.append(child.tail)

    add(part)
    return name_of(part), " ".join(" ".join(piece or "" for piece in pieces).split())


def apply(change, text):
    """A change of STOP's renvooi, in the text."""
    kind, where = name_of(change), change.get("positie")
    [old] = text.xpath("//*[@wId=$wId]", wId=change.get("wat") or change.get("context"))
    new = [child for child in change.iterchildren("*") if name_of(child) not in ("Nummer", "Wat")]
    parent, position = old.getparent(), old.getparent().index(old)
    assert kind in ("Vervang", "Verwijder", "VoegToe") and where in (None, "voor", "na", "bovenaan", "onderaan"), (kind, where)
    if kind == "VoegToe" and where in ("bovenaan", "onderaan"):
        parent, position = old, 0 if where == "bovenaan" else len(old)
    elif kind == "VoegToe":
        position += where == "na"
    else:
        parent.remove(old)
    for child in reversed(new if kind != "Verwijder" else []):
        parent.insert(position, child)


def text_versions(paths):
    """How many versions the parts of the text have after the changes, delivery by delivery."""
    count, text, before = 0, None, {}
    for path in paths:
        for root in map(parsed, documents(path)):
            for whole in root.iter(*(f"{{*}}{name}" for name in WHOLE)):
                text = whole
            for change in (change for mutation in root.iter("{*}RegelingMutatie") for change in mutation.iterchildren("*")):
                apply(change, text)
        parts = [] if text is None else [e for e in text.iter("*") if name_of(e) in PARTS and e.get("wId") and not removed(e)]
        now = {part.get("wId"): said(part) for part in parts}
        count += sum(before.get(wid) != what for wid, what in now.items())
        before = now
    return count


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
        counts["regeling"] += 1 if regulations else 0
    counts["tekstelement"] = text_versions(paths)
    used = set()
    for place in places:
        if place in wanted and place not in used:
            used.add(place)
        else:
            counts["geoinformatieobject"] += 1
    return {layer: count for layer, count in counts.items() if count}
