"""Official publications as KOOP's search service answers them, in XML and JSON: the same features from both."""

import json
import math

import pyogrio
import pytest
import shapely
from lxml import etree
from stip_program import stip, stip_json

NAMES = (
    'xmlns:overheidwetgeving="http://standaarden.overheid.nl/wetgeving/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse" xmlns:gzd="http://standaarden.overheid.nl/sru"'
)
POINT = {"Punt": {"geometrie": "POINT(155000.5  463000)", "locatiepunt": "52.15517440,5.38720621", "geometrielabel": "Markt 1"}}
PLANE = {"Vlak": {"geometrie": "POLYGON ((155000 463000, 155010 463000, 155010 463010, 155000 463000))", "geometrielabel": "Markt"}}
LINE = {"Lijn": {"geometrie": "LINESTRING (155000 463000, 155100 463000)"}}
TWO_POINTS = {"Vlak": {"geometrie": "POLYGON ((155000 463000, 155010 463010, 155000 463000))"}}
DEGREES = {"Vlak": TWO_POINTS["Vlak"] | {"locatiegebied": "POLYGON((5.387 52.155,5.388 52.155,5.388 52.156,5.387 52.155))"}}
WHOLE = {"Gemeente": {"gemeentenaam": "Amersfoort", "ligtInProvincie": "Utrecht"}}
ADDRESS = {"Adres": {"postcode": "3811 AA", "huisnummer": 1, "locatiepunt": "52.15517440 5.38720621"}}

# Identifier, its markings, and what becomes of it: area, length or number of points of the publication itself, and the
# kinds of markings beside it.
CASES = [
    ("gmb-2026-1", [POINT], ("points", 1), []),
    ("gmb-2026-2", [POINT, {"Punt": {"geometrie": "POINT (155200 463000)"}}], ("points", 2), []),
    ("gmb-2026-3", [PLANE], ("area", 50), []),
    ("gmb-2026-4", [LINE], ("length", 100), []),
    ("gmb-2026-5", [PLANE, POINT, LINE], ("area", 50), ["Lijn", "Punt"]),
    ("gmb-2026-6", [WHOLE], None, []),
    ("gmb-2026-7", [], None, []),
    ("gmb-2026-8", [TWO_POINTS], None, ["rejected"]),
    ("gmb-2026-9", [TWO_POINTS, POINT], ("points", 1), ["rejected"]),
    ("gmb-2026-10", [DEGREES], ("area", None), []),
    ("gmb-2026-11", [ADDRESS], ("points", 1), []),
    ("gmb-2026-12", [{"Punt": {"geometrie": "POINT (5.38 52.15)"}}], None, ["rejected"]),
    ("gmb-2026-13", [{"Vlak": {"geometrie": "VLAK ((155000"}}], None, ["rejected"]),
]


def meta(identifier, markings):
    return {
        "owmskern": {
            "identifier": identifier,
            "title": f"Rectificatie: vergunning {identifier} & meer",
            "type": {"scheme": "OVERHEIDop.Rubriek", "$": "omgevingsvergunning"},
            "creator": {"scheme": "OVERHEID.Gemeente", "$": "Amersfoort"},
            "modified": "2026-03-02",
        },
        "owmsmantel": {"available": "2026-03-01", "subject": [{"$": "bouwen"}, {"$": "wonen"}]},
        "tpmeta": {"publicatienummer": 104512, "datumEindeReactietermijn": "2026-04-12"}
        | ({"gebiedsmarkering": markings if len(markings) != 1 else markings[0]} if markings else {}),
    }


def as_json(cases, **members):
    records = [
        {"recordData": {"gzd": {"originalData": {"meta": meta(*case[:2])}, "enrichedData": {"preferredUrl": f"https://zoek.nl/{case[0]}.html"}}}}
        for case in cases
    ]
    return json.dumps({"searchRetrieveResponse": {"numberOfRecords": len(cases), "records": {"record": records if len(records) != 1 else records[0]}} | members})


def as_xml(cases, tail=""):
    prefixes = {"identifier", "title", "type", "creator", "modified", "available", "subject"}

    def element(name, value):
        if isinstance(value, list):
            return "".join(element(name, item) for item in value)
        tag = f"{'dcterms' if name in prefixes else 'overheidwetgeving'}:{name}"
        text = value.get("$") if isinstance(value, dict) and "$" in value else None if isinstance(value, dict) else str(value)
        inner = "".join(element(*item) for item in value.items()) if text is None else text.replace("&", "&amp;")
        scheme = f' scheme="{value["scheme"]}"' if isinstance(value, dict) and "scheme" in value else ""
        return f"<{tag}{scheme}>{inner}</{tag}>"

    records = "".join(
        "<sru:record><sru:recordData><gzd:gzd><gzd:originalData>" + element("meta", meta(*case[:2])) + "</gzd:originalData>"
        f"<gzd:enrichedData><gzd:preferredUrl>https://zoek.nl/{case[0]}.html</gzd:preferredUrl></gzd:enrichedData></gzd:gzd></sru:recordData></sru:record>"
        for case in cases
    )
    return f"<sru:searchRetrieveResponse {NAMES}><sru:numberOfRecords>{len(cases)}</sru:numberOfRecords><sru:records>{records}</sru:records>{tail}</sru:searchRetrieveResponse>"


def imported(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    result = stip("import", tmp_path / name, "--workspace", tmp_path / "w", "--json", "--source", "publicaties")
    report = json.loads(result.stdout)[0]
    assert report["format"] == "publicaties"
    return {layer["layer"]: layer for layer in report["layers"]}, report


def exported(tmp_path, layer):
    output = tmp_path / f"{layer}.gpkg"
    output.unlink(missing_ok=True)
    stip("export", "--layer", layer, "--output", output, "--workspace", tmp_path / "w")
    meta, _, shapes, columns = pyogrio.raw.read(output)
    values = dict(zip(meta["fields"], (list(column) for column in columns)))
    return dict(zip(values["stip_id"], shapely.from_wkb(shapes))), values


@pytest.mark.parametrize("name, text", [("p.xml", as_xml(CASES)), ("p.json", as_json(CASES))])
def test_every_kind_of_marking(tmp_path, name, text):
    layers, report = imported(tmp_path, name, text)
    publications = layers["publicatie"]
    assert (publications["read"], publications["imported"], publications["rejected"]) == (len(CASES), len(CASES), 0)
    shapes, values = exported(tmp_path, "publicatie")
    for identifier, _, wanted, _ in CASES:
        shape = shapes[identifier]
        if wanted is None:
            assert shape is None, identifier
        elif wanted[0] == "points":
            assert len(shapely.get_parts(shape)) == wanted[1] and shape.geom_type.endswith("Point"), identifier
        else:
            assert wanted[1] in (None, round(getattr(shape, wanted[0]), 3)), identifier
    assert abs(shapes["gmb-2026-10"].area - 3806) < 20, "a triangle of 0.001 by 0.001 degree"
    assert math.hypot(shapes["gmb-2026-11"].x - 155000, shapes["gmb-2026-11"].y - 463000) < 0.5
    markings = layers["publicatie_markering"]
    assert markings["imported"] == sum(kind != "rejected" for case in CASES for kind in case[3])
    rejected = {finding["identifier"]: finding["code"] for finding in markings["findings"]}
    assert rejected == {
        "gmb-2026-8#1": "too-few-points",
        "gmb-2026-9#1": "too-few-points",
        "gmb-2026-12#1": "degrees",
        "gmb-2026-13#1": "unreadable",
    }
    _, beside = exported(tmp_path, "publicatie_markering")
    assert sorted(zip(beside["publicatie"], beside["soort"])) == [(case[0], kind) for case in CASES for kind in case[3] if kind != "rejected"]
    row = values["stip_id"].index("gmb-2026-6")
    assert values["stip_naam"][row] == "Rectificatie: vergunning gmb-2026-6 & meer"
    told = {field: str(values[field][row]) for field in ("type", "creator", "creator_scheme", "subject", "gebiedsmarkering", "gemeentenaam", "preferred_url")}
    assert told == {
        "type": "omgevingsvergunning",
        "creator": "Amersfoort",
        "creator_scheme": "OVERHEID.Gemeente",
        "subject": "bouwen; wonen",
        "gebiedsmarkering": "Gemeente",
        "gemeentenaam": "Amersfoort",
        "preferred_url": "https://zoek.nl/gmb-2026-6.html",
    }
    assert str(values["datum_einde_reactietermijn"][row])[:10] == "2026-04-12"
    assert any("read in degrees" in note for note in report["notes"])


def test_xml_and_json_give_the_same(tmp_path):
    found = []
    for name, text in [("p.xml", as_xml(CASES)), ("p.json", as_json(CASES))]:
        imported(tmp_path, name, text)
        shapes, values = exported(tmp_path, "publicatie")
        order = sorted(range(len(values["stip_id"])), key=lambda row: values["stip_id"][row])
        found.append({field: [str(column[row]) for row in order] for field, column in values.items()})
        found[-1] |= {identifier: shapely.to_wkt(shape) for identifier, shape in shapes.items()}
    assert {field: found[0].get(field) for field in found[1]} == found[1]
    assert set(found[0]) == set(found[1])


def test_one_record_the_same_record_twice_and_the_page_that_follows(tmp_path):
    layers, _ = imported(tmp_path, "one.json", as_json(CASES[:1]))
    assert layers["publicatie"]["imported"] == 1
    layers, _ = imported(tmp_path, "twice.xml", as_xml([CASES[0], CASES[0]]))
    assert (layers["publicatie"]["imported"], layers["publicatie"]["duplicate"]) == (1, 1)
    for name, text in [
        ("page.xml", as_xml(CASES[:2], "<sru:nextRecordPosition>3</sru:nextRecordPosition>")),
        ("page.json", as_json(CASES[:2], nextRecordPosition=3)),
    ]:
        _, report = imported(tmp_path, name, text)
        assert any("startRecord=3" in note for note in report["notes"])


def test_an_answer_without_records(tmp_path):
    wrong = (
        '<searchRetrieveResponse xmlns="http://docs.oasis-open.org/ns/search-ws/sruResponse" xmlns:d="urn:d"><version>2.0</version>'
        "<diagnostics><d:diagnostic><d:uri>info:srw/diagnostic/1/10</d:uri><d:message>line 1:13 mismatched input</d:message></d:diagnostic></diagnostics></searchRetrieveResponse>"
    )
    for name, text, says in [
        ("wrong.xml", wrong, "line 1:13 mismatched input"),
        ("wrong.json", json.dumps({"searchRetrieveResponse": {"diagnostics": {"diagnostic": {"message": "no such index"}}}}), "no such index"),
        ("none.xml", as_xml([]), "no features"),
        ("none.json", json.dumps({"searchRetrieveResponse": {"numberOfRecords": 0}}), "no features"),
        ("half.json", as_json(CASES)[:900], "damaged or cut off"),
        ("half.xml", as_xml(CASES)[:900], "half.xml"),
    ]:
        (tmp_path / name).write_text(text)
        result = stip("import", tmp_path / name, "--workspace", tmp_path / "w", check=False)
        assert result.returncode == 1 and says in result.stderr, (name, result.stderr)


def test_the_publications_of_a_made_up_town(tmp_path):
    stip("synth", "--out", tmp_path / "town", "--buildings", 4000, "--format", "publicaties")
    paths = sorted((tmp_path / "town").glob("*.xml"))
    wanted, points = 0, {}
    for path in paths:
        for record in etree.parse(path).iter("{*}record"):
            wanted += 1
            text = record.findtext(".//{*}Punt/{*}geometrie")
            if text:
                points[record.findtext(".//{*}identifier")] = shapely.from_wkt(text)
    result = stip("import", *paths, "--workspace", tmp_path / "w", "--json")
    assert sum(layer["imported"] for report in json.loads(result.stdout) for layer in report["layers"]) == wanted > 20
    shapes, _ = exported(tmp_path, "publicatie")
    for identifier, point in points.items():
        assert shapes[identifier].equals_exact(point, 1e-9), identifier
    identifier, point = next(iter(points.items()))
    answer = stip_json("near", "--workspace", tmp_path / "w", "--rd", point.x, point.y, "--radius", 1, "--layer", "publicatie")
    assert identifier in json.dumps(answer)
