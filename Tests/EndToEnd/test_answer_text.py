"""Whatever stands in a source comes out of the answers as it went in: they are written by a writer of our own."""

import json

import pytest
from shapely import box
from stip_program import RD, Server, stip

TEXTS = [
    'aanhaling " en \\ en / ', "regel\nregel\r\n\ttab", "\x01\x1f\x7f", "é ë € 漢字 🏠 \u2028 \u2029", "", " ", "</script>&amp;", "null",
    "\\u0041", "a" * 5_000,
]  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory):


    folder = tmp_path_factory.mktemp("texts")
    places = [box(155000 + 20 * n, 463000, 155010 + 20 * n, 463010) for n in range(len(TEXTS))]
    columns = {
        "nummer": [f"{n}" for n in range(len(TEXTS))],
        "tekst": TEXTS,
        'kolom "met" \\ tekens': TEXTS[::-1],
        "getal": [float(n) / 7 for n in range(len(TEXTS))],
        "groot": [1e300, 1e-300, -0.0, 1e15, 123456789.125, 0.1, 1 / 3, 2.5e-7, -1e21, 42.0],
    }
    features = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [list(place.exterior.coords)]},
         "properties": {name: values[n] for name, values in columns.items()}}
        for n, place in enumerate(places)
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path = folder / "proef.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "name": "proef", "crs": crs, "features": features}))
    mapping = folder / "mapping.json"
    mapping.write_text(json.dumps({"tables": [{"layer": "proef", "identifier": ["nummer"], "name": "tekst"}]}))
    stip("import", path, "--mapping", mapping, "--workspace", folder / "w")
    with Server(folder / "w", folder / "server.log") as running:
        running.columns = columns
        yield running


def test_every_text_and_number_comes_out_as_it_went_in(server):
    for n in range(len(TEXTS)):
        for level in ({}, {"niveau": 3}, {"niveau": 4}):
            answer = server.get("/v1/stip", x=155005 + 20 * n, y=463005, crs=RD, **level)
            document = json.loads(answer.body.decode("utf-8"))
            (hit,) = [hit for hit in document["treffers"] if hit["laag"] == "proef"]
            assert hit["id"] == str(n)
            # An empty text is none to a source.
            assert hit.get("naam", "") == TEXTS[n].strip() or hit.get("naam", "") == TEXTS[n]
            for name, values in server.columns.items():
                if name in ("nummer", "tekst"):
                    continue
                assert hit["eigenschappen"].get(name, "") == values[n], (n, name)


def test_members_stand_in_the_order_of_their_names(server):
    def names(pairs):
        keys = [key for key, _ in pairs]
        assert keys == sorted(keys) and len(set(keys)) == len(keys), keys
        return dict(pairs)

    for level in ({}, {"niveau": 1}, {"niveau": 2}, {"niveau": 3}, {"niveau": 4}):
        answer = server.get("/v1/stip", x=155005, y=463005, crs=RD, **level)
        json.loads(answer.body, object_pairs_hook=names)
    json.loads(server.get("/v1/zoek", q="155005 463005").body, object_pairs_hook=names)
