"""Tables of PDOK, Kadaster and CBS by name and columns: which layer they become, and how their identifiers are written."""

import json

import numpy
import pyogrio
import pytest
import shapely
from stip_program import stip, stip_json

SQUARE = shapely.box(155_000, 463_000, 155_100, 463_100)


def written(path, table, columns, append=False):
    names = list(columns)
    pyogrio.raw.write(
        path,
        geometry=numpy.array([shapely.to_wkb(SQUARE)], dtype=object),
        field_data=[numpy.array([columns[name]]) for name in names],
        fields=names,
        geometry_type="Polygon",
        crs="EPSG:28992",
        layer=table,
        driver="GPKG",
        append=append,
    )
    return path


@pytest.mark.parametrize(
    "table, columns, layer, identifier, name",
    [
        ("gemeentegebied", {"identificatie": "GM0233", "naam": "Ermelo", "code": "0233"}, "gemeentegebied", "GM0233", "Ermelo"),
        ("gemeente_gegeneraliseerd", {"statcode": "GM0233", "statnaam": "Ermelo"}, "gemeentegebied", "GM0233", "Ermelo"),
        ("gemeenten", {"gemeentecode": 233, "gemeentenaam": "Ermelo"}, "gemeentegebied", "GM0233", "Ermelo"),
        ("provinciegebied", {"code": "25", "naam": "Gelderland"}, "provinciegebied", "PV25", "Gelderland"),
        ("waterschappen", {"code": "621", "naam": "Vallei en Veluwe"}, "waterschapsgebied", "WS0621", "Vallei en Veluwe"),
        ("kadastrale_grens", {"identificatie_lokaal_id": "12345", "type_grens_waarde": "Definitief"}, "kadastralegrens", "12345", "Definitief"),
        ("openbare_ruimte", {"identificatie": "0221300000000001", "naam": "Dorpsstraat"}, "openbareruimte", "0221300000000001", "Dorpsstraat"),
        ("woonplaats", {"identificatie": "2096", "woonplaats": "Doesburg"}, "woonplaats", "2096", "Doesburg"),
        ("wegdeel", {"lokaal_id": "G0998.01", "relatieve_hoogteligging": 0, "bronhouder": "G0998", "function": "fietspad"}, "bgt_wegdeel", "G0998.01", "fietspad"),
        ("bgt_TrafficArea", {"lokaalID": "G0998.01", "relatieveHoogteligging": 0, "bronhouder": "G0998", "terminationDate": "2999-01-01"}, "bgt_wegdeel", "G0998.01", None),
        ("pand", {"lokaal_id": "G0998.02", "relatieve_hoogteligging": 0, "bgt_status": "bestaand"}, "bgt_pand", "G0998.02", None),
        # A column of numbers has lost the zeros.
        ("pand", {"identificatie": 796100000431787, "status": "Pand in gebruik", "bouwjaar": 2010}, "pand", "0796100000431787", "Pand uit 2010"),
        ("woonplaats", {"identificatie": 96, "woonplaats": "Doesburg"}, "woonplaats", "0096", "Doesburg"),
        ("perceel", {"lokaalID": "470485338", "sectie": "B", "perceelnummer": 6931}, "perceel", "470485338", "B 6931"),
        # Something else under a known name stays what it is.
        ("gemeenten", {"id": "7", "omschrijving": "kaart"}, "gemeenten", "7", None),
    ],
)  # fmt: skip
def test_a_table_becomes_the_layer_of_its_register(table, columns, layer, identifier, name, tmp_path):
    source = written(tmp_path / "t.gpkg", table, columns)
    reports = json.loads(stip("import", source, "--workspace", tmp_path / "w", "--json").stdout)
    assert [item["layer"] for item in reports[0]["layers"]] == [layer]
    answer = stip_json("lookup", "--workspace", tmp_path / "w", "--rd", 155_050, 463_050)
    hit = next(item for item in answer["treffers"] if item["laag"] == layer)
    assert (hit["id"], hit.get("naam")) == (identifier, name)


def test_ended_terrain_is_history(tmp_path):
    columns = {"lokaal_id": "G0998.01", "relatieve_hoogteligging": 0, "bronhouder": "G0998", "termination_date": "2018-01-02"}
    source = written(tmp_path / "t.gpkg", "waterdeel", columns)
    layer = json.loads(stip("import", source, "--workspace", tmp_path / "w", "--json").stdout)[0]["layers"][0]
    assert (layer["layer"], layer["read"], layer["historic"]) == ("bgt_waterdeel", 1, 1)


def test_areas_that_cbs_delivers_simplified_too_keep_their_own_name(tmp_path):
    columns = {"statcode": "GM0233", "statnaam": "Ermelo"}
    written(tmp_path / "t.gpkg", "gemeente_gegeneraliseerd", columns)
    source = written(tmp_path / "t.gpkg", "gemeente_niet_gegeneraliseerd", columns, append=True)
    reports = json.loads(stip("import", source, "--workspace", tmp_path / "w", "--json").stdout)
    found = {layer["layer"]: (layer["imported"], layer["duplicate"]) for layer in reports[0]["layers"]}
    assert found == {"gemeentegebied": (1, 0), "gemeente_gegeneraliseerd": (1, 0)}
    hits = stip_json("lookup", "--workspace", tmp_path / "w", "--rd", 155_050, 463_050)["treffers"]
    assert [(hit["laag"], hit["id"]) for hit in hits if hit["laag"] == "gemeentegebied"] == [("gemeentegebied", "GM0233")]
