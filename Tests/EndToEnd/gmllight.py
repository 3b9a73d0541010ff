"""The BGT's CityGML as gmllight, the flat form that PDOK delivers too (IMGeo 2.1 simple)."""

import zipfile

from lxml import etree

GML = "http://www.opengis.net/gml"
IMGEO = "http://www.geostandaarden.nl/imgeo/2.1"
SIMPLE = f"{IMGEO}/simple/gml31"
KINDS = {
    "TrafficArea": "Wegdeel", "AuxiliaryTrafficArea": "OndersteunendWegdeel", "Railway": "Spoor",
    "PlantCover": "BegroeidTerreindeel", "SolitaryVegetationObject": "VegetatieObject", "BuildingPart": "Pand",
    "BuildingInstallation": "GebouwInstallatie", "BridgeConstructionElement": "Overbruggingsdeel", "TunnelPart": "Tunneldeel",
}  # fmt: skip
# Their type is CityGML's function.
FURNITURE = {
    "Bak", "Bord", "GebouwInstallatie", "Installatie", "Kast", "Mast", "Paal", "Put", "Sensor", "Straatmeubilair",
    "Waterinrichtingselement", "Weginrichtingselement",
}  # fmt: skip
DATES = {"creationDate": "objectBeginTijd", "terminationDate": "objectEindTijd"}


def flattened(archive, target):
    """Writes every document of a zip anew."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as light:
        for name in source.namelist():
            light.writestr(name, document(source.read(name)))


def document(city_gml):
    root = etree.Element(f"{{{GML}}}FeatureCollection", nsmap={"gml": GML, "imgeo-s": SIMPLE})
    for member in etree.fromstring(city_gml):
        if len(member) == 0:
            continue
        name = etree.QName(member[0]).localname
        kind = KINDS.get(name, name)
        feature = etree.SubElement(etree.SubElement(root, f"{{{GML}}}featureMember"), f"{{{SIMPLE}}}{kind}")
        numbers = 0
        for element in list(member[0]):
            if etree.QName(element).localname == "nummeraanduidingreeks":
                numbers += 1
            for flat, text, children in properties(element, kind, numbers):
                added = etree.SubElement(feature, f"{{{SIMPLE}}}{flat}")
                added.text = text
                added.extend(children)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def properties(element, kind, numbers):
    """Flat names with their text or their elements."""
    name = etree.QName(element).localname
    if name == "identificatie":
        leaves = [leaf for leaf in element.iter() if len(leaf) == 0]
        return [(f"identificatie.{etree.QName(leaf).localname}", leaf.text, []) for leaf in leaves]
    if name == "openbareRuimteNaam":
        return label(element, name)
    if name == "nummeraanduidingreeks":
        prefix = f"{name}_{numbers}"
        dwellings = [leaf for leaf in element.iter() if etree.QName(leaf).localname.startswith("identificatieBAGVBO")]
        return label(element, prefix) + [
            (f"{prefix}.{etree.QName(leaf).localname}", leaf.text, []) for leaf in dwellings
        ]
    for shape in ("geometrie2d", "kruinlijn"):
        if name.startswith(shape):
            return [(shape, None, list(element))]
    return [(flat(name, kind), element.text, [])]


def label(element, prefix):
    parts = [(f"{prefix}.tekst", element.find(f".//{{{IMGEO}}}tekst").text, [])]
    for number, place in enumerate(element.iter(f"{{{IMGEO}}}Labelpositie"), 1):
        point, angle = place.find(f"{{{IMGEO}}}plaatsingspunt"), place.find(f"{{{IMGEO}}}hoek")
        parts.append((f"{prefix}.positie_{number}.plaatsingspunt", None, list(point)))
        parts.append((f"{prefix}.positie_{number}.hoek", angle.text, []))
    return parts


def flat(name, kind):
    if name == "function":
        return "bgt-type" if kind in FURNITURE else "bgt-functie"
    if name == "class":
        return {"BegroeidTerreindeel": "bgt-fysiekVoorkomen", "Overbruggingsdeel": "typeOverbruggingsdeel"}.get(kind, "bgt-type")
    if name == "surfaceMaterial":
        return "bgt-fysiekVoorkomen"
    if name.endswith("OpTalud"):
        return "opTalud"
    for general in ("plus-functie", "plus-fysiekVoorkomen", "plus-type"):
        if name.startswith(general):
            return general
    return DATES.get(name, name)
