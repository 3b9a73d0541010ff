"""Plain GML, such as the answers of a WFS: no server is asked, identifiers keep their zeros, the main geometry is taken."""

import json
import socketserver
import threading

import pyogrio
import pytest
import shapely
from stip_program import stip

PLACE = "199845.78,323305.22 199844.02,323309.84 199830.25,323304.60 199845.78,323305.22"
BOUNDARY = (
    '<gml:Polygon srsName="EPSG:28992"><gml:outerBoundaryIs><gml:LinearRing>'
    f"<gml:coordinates>{PLACE}</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>"
)
POINT = '<gml:Point srsName="EPSG:28992"><gml:coordinates>199840.0,323306.0</gml:coordinates></gml:Point>'


def collection(table, *rows, schema=""):
    """Features with the elements of each row: a text, or a geometry in GML."""
    members = "".join(
        f'<gml:featureMember><b:{table} fid="{table}.{number}">'
        + "".join(f"<b:{name}>{value}</b:{name}>" for name, value in row.items())
        + f"</b:{table}></gml:featureMember>"
        for number, row in enumerate(rows)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs"'
        ' xmlns:gml="http://www.opengis.net/gml" xmlns:b="http://example.org/b"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{schema}>{members}</wfs:FeatureCollection>'
    )


def imported(tmp_path, text):
    (tmp_path / "antwoord.gml").write_text(text)
    result = stip("import", tmp_path / "antwoord.gml", "--workspace", tmp_path / "w", "--json")
    return [layer["layer"] for report in json.loads(result.stdout) for layer in report["layers"]]


def exported(tmp_path, layer):
    stip("export", "--layer", layer, "--output", tmp_path / "x.gpkg", "--workspace", tmp_path / "w")
    meta, _, shapes, columns = pyogrio.raw.read(tmp_path / "x.gpkg")
    return shapely.from_wkb(shapes), {name: list(values) for name, values in zip(meta["fields"], columns)}


def test_no_server_is_asked_for_the_schema(tmp_path):
    asked = []

    class Listener(socketserver.BaseRequestHandler):
        def handle(self):
            asked.append(self.request.recv(1000))

    with socketserver.TCPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/wfs?request=DescribeFeatureType&amp;typeName=b:pand"
        row = {"geometrie": BOUNDARY, "identificatie": "0363100012169587", "status": "Pand in gebruik", "bouwjaar": "1635"}
        schema = f' xsi:schemaLocation="http://example.org/b {address}"'
        assert imported(tmp_path, collection("pand", row, schema=schema)) == ["pand"]
        server.shutdown()
    assert asked == []


def test_what_begins_with_a_zero_is_no_number(tmp_path):
    rows = [
        {"geometrie": BOUNDARY, "identificatie": "0363100012169587", "status": "a", "bouwjaar": "1635", "hoogte": "7.5", "code": "12"},
        {"geometrie": BOUNDARY, "identificatie": "1363100012169587", "status": "b", "bouwjaar": "1980", "hoogte": "12", "code": "012"},
    ]
    imported(tmp_path, collection("pand", *rows))
    _, columns = exported(tmp_path, "pand")
    assert sorted(columns["stip_id"]) == ["0363100012169587", "1363100012169587"]
    assert sorted(columns["identificatie"]) == ["0363100012169587", "1363100012169587"]
    assert sorted(columns["code"]) == ["012", "12"]
    assert sorted(columns["bouwjaar"]) == [1635, 1980], "these are numbers"
    assert sorted(columns["hoogte"]) == [7.5, 12]


@pytest.mark.parametrize(
    "text", ["+12", "1e5", "0x10", "-", ".5", "5.", "-0", "12345678901234567890", "1.2345678901234567", "--1", "1 2", "١٢"]
)
def test_what_would_change_as_a_number_is_kept_as_it_is(tmp_path, text):
    imported(tmp_path, collection("ding", {"geometrie": POINT, "waarde": text}, {"geometrie": POINT, "waarde": "1"}))
    assert sorted(exported(tmp_path, "ding")[1]["waarde"]) == sorted([text, "1"])


def test_of_a_parcel_the_boundary_is_taken_and_not_the_place_of_its_number(tmp_path):
    row = {"begrenzing": BOUNDARY, "plaatscoordinaten": POINT, "lokaalID": "470485338", "sectie": "B", "perceelnummer": "6931"}
    assert imported(tmp_path, collection("Perceel", row)) == ["perceel"]
    shapes, columns = exported(tmp_path, "perceel")
    assert shapes[0].geom_type == "Polygon" and columns["stip_id"] == ["470485338"]
