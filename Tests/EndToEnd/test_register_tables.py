"""Tables of PDOK, Kadaster and CBS by name and columns: which layer they become, and how their identifiers are written."""

import json

import numpy
import pyogrio
import pytest
import shapely
from stip_program import stip, stip_json

SQUARE = shapely.box(155_000, 463_000, 155_100, 463_100)


def written(path, table, columns):
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
