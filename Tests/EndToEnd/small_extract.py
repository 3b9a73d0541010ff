"""BAG 2.0 extracts of a few objects, written as Kadaster writes them, for what made-up towns do not have."""

import zipfile

NAMESPACES = " ".join(
    f'xmlns:{prefix}="www.kadaster.nl/schemas/lvbag/imbag/{name}/v20200601"'
    for prefix, name in (("O", "objecten"), ("R", "objecten-ref"), ("H", "historie"))
)


def voorkomen(number=1, begin="2010-01-01", end=None):
    until = f"<H:eindGeldigheid>{end}</H:eindGeldigheid><H:eindRegistratie>{end}T10:00:00.000</H:eindRegistratie>" if end else ""
    return (
        f"<O:voorkomen><H:Voorkomen><H:voorkomenidentificatie>{number}</H:voorkomenidentificatie>"
        f"<H:beginGeldigheid>{begin}</H:beginGeldigheid>{until}</H:Voorkomen></O:voorkomen>"
    )


def reference(kind, identifier):
    return f'<R:{kind}Ref domein="NL.IMBAG.{kind}">{identifier}</R:{kind}Ref>'


def bag_object(kind, identifier, status, content, history=None):
    return (
        f'<b:bagObject><O:{kind}><O:identificatie domein="NL.IMBAG.{kind}">{identifier}</O:identificatie>{content}'
        f"<O:status>{status}</O:status>{history or voorkomen()}</O:{kind}></b:bagObject>"
    )


def polygon(ring):
    points = " ".join(f"{x} {y} 0.0" for x, y in [*ring, ring[0]])
    return (
        '<O:geometrie><gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3"><gml:exterior><gml:LinearRing>'
        f"<gml:posList>{points}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></O:geometrie>"
    )


def building(identifier, ring, year=1987, status="Pand in gebruik", history=None):
    year = f"<O:oorspronkelijkBouwjaar>{year}</O:oorspronkelijkBouwjaar>"
    return "PND", bag_object("Pand", identifier, status, polygon(ring) + year, history)


def town(identifier, name, ring):
    return "WPL", bag_object("Woonplaats", identifier, "Woonplaats aangewezen", f"<O:naam>{name}</O:naam>{polygon(ring)}")


def street(identifier, name, place):
    place = f"<O:ligtIn>{reference('Woonplaats', place)}</O:ligtIn>"
    return "OPR", bag_object("OpenbareRuimte", identifier, "Naamgeving uitgegeven", f"<O:naam>{name}</O:naam>{place}")


def number(identifier, house, street, postcode, letter=""):
    letter = f"<O:huisletter>{letter}</O:huisletter>" if letter else ""
    content = (
        f"<O:huisnummer>{house}</O:huisnummer>{letter}<O:postcode>{postcode}</O:postcode>"
        f"<O:ligtAan>{reference('OpenbareRuimte', street)}</O:ligtAan>"
    )
    return "NUM", bag_object("Nummeraanduiding", identifier, "Naamgeving uitgegeven", content)


def unit(identifier, point, buildings, main, secondary=(), area=100, status="Verblijfsobject in gebruik", history=None):
    place = f'<gml:Point srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3"><gml:pos>{point[0]} {point[1]} 0.0</gml:pos></gml:Point>'
    content = (
        f"<O:heeftAlsHoofdadres>{reference('Nummeraanduiding', main)}</O:heeftAlsHoofdadres>"
        + "".join(f"<O:heeftAlsNevenadres>{reference('Nummeraanduiding', item)}</O:heeftAlsNevenadres>" for item in secondary)
        + f"<O:geometrie><O:punt>{place}</O:punt></O:geometrie><O:gebruiksdoel>woonfunctie</O:gebruiksdoel>"
        + f"<O:oppervlakte>{area}</O:oppervlakte>"
        + "".join(f"<O:maaktDeelUitVan>{reference('Pand', item)}</O:maaktDeelUitVan>" for item in buildings)
    )
    return "VBO", bag_object("Verblijfsobject", identifier, status, content, history)


def write_extract(path, *objects):
    """A zip with a document for each kind of object."""
    with zipfile.ZipFile(path, "w") as archive:
        for kind in ("WPL", "OPR", "NUM", "VBO", "PND"):
            stands = "".join(f"<sl:stand>{text}</sl:stand>" for found, text in objects if found == kind)
            archive.writestr(
                f"0998{kind}01012026-000001.xml",
                f'<?xml version="1.0" encoding="UTF-8"?><b:bagStand {NAMESPACES} xmlns:gml="http://www.opengis.net/gml/3.2" '
                'xmlns:b="http://extract" xmlns:sl="http://www.kadaster.nl/schemas/standlevering-generiek/1.0">'
                f"<sl:standBestand><sl:inhoud><sl:objectTypen><sl:objectType>{kind}</sl:objectType></sl:objectTypen>"
                f"</sl:inhoud>{stands}</sl:standBestand></b:bagStand>",
            )
    return path
