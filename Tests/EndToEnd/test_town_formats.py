"""The made-up town in its other formats: GDAL and an XML parser read them, and they say the same as the GeoPackages."""

import io
import json
import re
import zipfile
from xml.etree import ElementTree

import numpy as np
import pyogrio.raw
import pytest
import shapely
from layer_files import read_layer
from stip_program import stip, stip_json

GML = "{http://www.opengis.net/gml}"
GML32 = "{http://www.opengis.net/gml/3.2}"
KINDS = ["WPL", "OPR", "NUM", "VBO", "PND", "LIG", "STA"]


@pytest.fixture(scope="module")
def extract(whole_town, tmp_path_factory):
    """The XML files of the BAG extract, unpacked."""
    folder = tmp_path_factory.mktemp("extract")
    with zipfile.ZipFile(whole_town / "bag-extract.zip") as outer:
        names = outer.namelist()
        assert names == ["Leveringsdocument-BAG-Extract.xml", *(f"0998{kind}01012026.zip" for kind in KINDS)]
        for name in names[1:]:
            with zipfile.ZipFile(io.BytesIO(outer.read(name))) as inner:
                assert inner.testzip() is None
                inner.extractall(folder)
    return folder


def rows(path, layer=None):
    meta, _, geometry, fields = pyogrio.raw.read(path, layer=layer)
    # Unclosed rings are no geometries to GEOS.
    shapes = None if geometry is None else shapely.from_wkb(geometry, on_invalid="ignore")
    return shapes, dict(zip(meta["fields"], fields))


def polygon(element, space):
    def ring(boundary):
        points = []
        for values in boundary.iter(space + "posList"):
            numbers = [float(number) for number in values.text.split()]
            points += list(zip(numbers[::2], numbers[1::2]))[1 if points else 0 :]
        return points

    return shapely.Polygon(
        ring(element.find(space + "exterior")), [ring(hole) for hole in element.findall(space + "interior")]
    )


def overlap(geometries):
    first, second = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    pairs = first < second
    return shapely.area(shapely.intersection(geometries[first[pairs]], geometries[second[pairs]])).sum()


def counts_of(folder):
    return json.loads((folder / "manifest.json").read_text())["counts"]


def municipality(folder):
    return rows(folder / "bestuurlijkegebieden.gpkg", "gemeentegebied")[0][0]


def members(path, name):
    """Every element of this local name in a large file."""
    for _, element in ElementTree.iterparse(path):
        if element.tag.rsplit("}")[-1] == name:
            yield element
            element.clear()


def child(element, name):
    return next((part.text for part in element if part.tag.rsplit("}")[-1] == name), None)


def test_gdal_reads_every_file_of_the_extract_and_none_is_too_long(extract):
    for kind in KINDS:
        files = sorted(extract.glob(f"0998{kind}*.xml"))
        assert files, kind
        for file in files:
            geometries, columns = rows(file)
            assert 0 < len(columns["identificatie"]) <= 10_000
            assert geometries is None or not shapely.is_missing(geometries).any() or kind in ("OPR", "NUM")


def test_the_extract_has_the_buildings_of_the_geopackage_vertex_for_vertex(whole_town, extract):
    current = {}
    for file in extract.glob("0998PND*.xml"):
        geometries, columns = rows(file)
        for place, end in enumerate(columns["eindGeldigheid"]):
            if end is None or np.isnat(np.datetime64(end)):
                identifier = columns["identificatie"][place].split(".")[-1]
                current[identifier] = (geometries[place], columns["status"][place])
    geometries, columns = rows(whole_town / "bag.gpkg", "pand")
    assert set(columns["identificatie"]) == set(current)
    for identifier, status, geometry in zip(columns["identificatie"], columns["status"], geometries):
        assert current[identifier][1] == status
        assert shapely.equals_exact(shapely.force_2d(current[identifier][0]), geometry, 1e-9), identifier


def test_the_history_of_the_extract_has_the_measured_shares(extract):
    versions, same_day, dates = {}, 0, {}
    for file in extract.glob("0998PND*.xml"):
        for pand in members(file, "Pand"):
            identifier = child(pand, "identificatie")
            version = next(part for part in pand.iter() if part.tag.endswith("}Voorkomen"))
            versions[identifier] = versions.get(identifier, 0) + 1
            begin, end = child(version, "beginGeldigheid"), child(version, "eindGeldigheid")
            same_day += begin == end
            dates.setdefault(identifier, []).append((begin, end))
    counts = np.bincount(list(versions.values()), minlength=7)[1:]
    assert len(counts) == 6, "at most six voorkomens"
    # Doesburg: 3,937, 2,850, 651, 294, 58 and 7 of 7,797.
    for count, share in zip(counts, [0.505, 0.366, 0.083, 0.038, 0.0074]):
        assert abs(count / counts.sum() - share) < 0.02
    assert 0 < same_day < 0.006 * counts.sum()
    for periods in dates.values():
        assert [end for _, end in periods[:-1]] == [begin for begin, _ in periods[1:]]
        assert periods[-1][1] is None


def test_stip_reads_the_extract_to_the_same_features_as_the_geopackage(whole_town, tmp_path):
    for name, source in (("a", "bag.gpkg"), ("b", "bag-extract.zip")):
        stip("import", whole_town / source, "--workspace", tmp_path / name)
    for layer in ("pand", "verblijfsobject"):
        one, other = (read_layer(tmp_path / name, layer, tmp_path) for name in ("a", "b"))
        geometries = dict(zip(other.identifiers, other.geometries))
        assert set(one.identifiers) == set(geometries)
        pairs = zip(one.identifiers, one.geometries)
        assert [i for i, geometry in pairs if not shapely.equals_exact(geometry, geometries[i], 1e-6)] == []


def test_the_kadastrale_kaart_has_the_same_parcels_and_a_line_around_each(whole_town):
    geometries, columns = rows(whole_town / "percelen.gpkg", "perceel")
    parcels = dict(zip(columns["identificatie_lokaal_id"], geometries))
    found = 0
    for parcel in members(whole_town / "dkk/kadastralekaart_perceel.gml", "Perceel"):
        drawn = polygon(next(parcel.iter(GML32 + "Polygon")), GML32)
        assert shapely.equals_exact(drawn.normalize(), parcels[child(parcel, "identificatie")].normalize(), 0)
        found += 1
    assert found == len(parcels)
    lengths, left_areas, identifiers = dict.fromkeys(parcels, 0.0), dict.fromkeys(parcels, 0.0), set()
    for line in members(whole_town / "dkk/kadastralekaart_kadastralegrens.gml", "KadastraleGrens"):
        identifiers.add(child(line, "identificatie"))
        numbers = [float(number) for number in next(line.iter(GML32 + "posList")).text.split()]
        x, y = np.array(numbers[::2]) - 160_000, np.array(numbers[1::2]) - 528_000
        doubled = (x[:-1] * y[1:] - x[1:] * y[:-1]).sum()
        for side, sign in (("perceelLinks", 1), ("perceelRechts", -1)):
            parcel = child(line, side)
            if parcel:
                lengths[parcel] += np.hypot(np.diff(x), np.diff(y)).sum()
                left_areas[parcel] += sign * doubled / 2
    for identifier, parcel in parcels.items():
        assert abs(lengths[identifier] - parcel.length) < 1e-6
        # Only with every line's left and right on the right side do they enclose the parcel.
        assert abs(left_areas[identifier] - parcel.area) < 1e-3
    qualities = [child(item, "vanKadastraleGrens") for item in members(whole_town / "dkk/kadastralekaart_kwaliteit.gml", "Kwaliteit")]
    assert {quality for quality in qualities if quality} == identifiers


def test_ground_and_buildings_of_the_bgt_cover_the_municipality(whole_town):
    geometries, arcs = [], 0
    for file in sorted((whole_town / "bgt").glob("*.gml")):
        for member in members(file, "cityObjectMember"):
            arcs += any(True for _ in member.iter(GML + "Arc"))
            geometries += [polygon(element, GML) for element in member.iter(GML + "Polygon")]
    geometries = np.array(geometries)
    assert shapely.is_valid(geometries).all()
    assert abs(shapely.area(geometries).sum() - municipality(whole_town).area) < 1e-3
    assert overlap(geometries) < 1e-6
    assert arcs > 50


def test_gdal_reads_the_gml_files(whole_town, tmp_path):
    for file in [*(whole_town / "dkk").glob("*.gml"), *(whole_town / "bgt").glob("*.gml")]:
        copy = tmp_path / file.name
        copy.write_bytes(file.read_bytes())
        assert pyogrio.read_info(copy, force_feature_count=True)["features"] > 0, file.name


def test_parcels_places_and_frame_cover_the_same_land(whole_town):
    frame = municipality(whole_town)
    for file, layer in (("percelen.gpkg", "perceel"), ("bag.gpkg", "woonplaats")):
        geometries, _ = rows(whole_town / file, layer)
        assert shapely.is_valid(geometries).all()
        assert abs(shapely.area(geometries).sum() - frame.area) < 1e-3
        assert overlap(geometries) < 1e-6
        assert shapely.area(shapely.symmetric_difference(shapely.union_all(geometries), frame)) < 1e-3


def test_every_click_inside_a_plan_hits_one_enkelbestemming(whole_town, tmp_path):
    imro = [file for file in (whole_town / "imro").glob("*BP0*-VA01.gml")]
    stip("import", *imro, "--workspace", tmp_path / "w")
    planes = read_layer(tmp_path / "w", "enkelbestemming", tmp_path).geometries
    frame = municipality(whole_town)
    generator = np.random.default_rng(5)
    west, south, east, north = frame.bounds
    points = shapely.points(generator.uniform(west, east, 4000), generator.uniform(south, north, 4000))
    inside = points[shapely.contains(frame, points)]
    hits = shapely.STRtree(planes).query(inside, predicate="intersects")[0]
    assert (np.bincount(hits, minlength=len(inside)) == 1).all()


def test_publications_are_records_with_markings_in_rd(whole_town):
    kinds, identifiers = [], set()
    frame = municipality(whole_town)
    for file in sorted(whole_town.glob("publicaties-*.xml")):
        for record in members(file, "record"):
            identifiers.add(next(part.text for part in record.iter() if part.tag.endswith("}identifier")))
            marking = next(part for part in record.iter() if part.tag.endswith("}gebiedsmarkering"))[0]
            kinds.append(marking.tag.rsplit("}")[-1])
            wkt = child(marking, "geometrie")
            if wkt:
                assert frame.intersects(shapely.from_wkt(wkt))
    manifest = json.loads((whole_town / "manifest.json").read_text())
    assert len(identifiers) == len(kinds) == manifest["counts"]["publicatie"]
    assert kinds.count("Punt") > len(kinds) / 2 and "Vlak" in kinds and "Gemeente" in kinds


def test_permits_are_asked_for_and_then_decided_on_at_the_same_place(whole_town):
    """Publications come in pairs; of a parcel the marking is the parcel itself."""
    geometries, columns = rows(whole_town / "percelen.gpkg", "perceel")
    parcels = {
        (section, int(number)): geometry
        for section, number, geometry in zip(columns["sectie"], columns["perceelnummer"], geometries)
    }
    records = []
    for file in sorted(whole_town.glob("publicaties-*.xml")):
        for record in members(file, "record"):
            texts = {part.tag.rsplit("}")[-1]: part.text for part in record.iter() if part.text and part.text.strip()}
            marking = next(part for part in record.iter() if part.tag.endswith("}gebiedsmarkering"))[0]
            records.append((texts, marking.tag.rsplit("}")[-1]))
    stages, kinds = set(), set()
    for (asked, kind), (decided, other) in zip(records[::2], records[1::2]):
        assert kind == other and asked.get("geometrie") == decided.get("geometrie")
        assert asked["available"] < decided["available"] and asked.get("activiteit") == decided.get("activiteit")
        if kind == "Gemeente":
            continue
        assert asked["title"].startswith("Aanvraag omgevingsvergunning") and asked["activiteit"] in ("bouwen", "kappen", "inrit/uitweg")
        stages.add(decided["title"].split(" ")[0])
        kinds.add(kind)
        assert ("datumEindeReactietermijn" in decided) == decided["title"].startswith(("Verleende", "Geweigerde"))
        if kind == "Perceel":
            _, section, number = asked["geometrielabel"].split(" ")
            assert shapely.from_wkt(asked["geometrie"]).equals(parcels[section, int(number)])
    assert stages == {"Verleende", "Geweigerde", "Verlenging"} and kinds == {"Punt", "Vlak", "Perceel"}


def test_the_other_instruments_are_imported_as_plans(whole_town, tmp_path):
    names = ["BP9001Parkeren-VA01", "VB9001Centrum-VA01", "TAM9001-VA01"]
    files = [whole_town / f"imro/NL.IMRO.0998.{name}.gml" for name in names]
    reports = json.loads(stip("import", *files, "--workspace", tmp_path / "w", "--json").stdout)
    assert sum(layer["rejected"] for report in reports for layer in report["layers"]) == 0
    layers = {layer["layer"]: layer["features"] for layer in stip_json("info", "--workspace", tmp_path / "w")["layers"]}
    assert sum(count for name, count in layers.items() if re.search("gebied(_x)?$", name)) >= 3, layers


def test_dirt_is_counted_in_the_manifest_and_found_by_the_import(tmp_path):
    formats = [part for name in ("geopackage", "bag", "bgt") for part in ("--format", name)]
    stip("synth", "--out", tmp_path / "t", "--buildings", 14000, "--seed", 3, *formats, "--dirt")
    dirt = json.loads((tmp_path / "t/manifest.json").read_text())["dirt"]
    shapes = ["bowTie", "spike", "repeatedPoints", "sliver", "overlap", "unclosedRing"]
    assert all(dirt[kind] >= 1 for kind in shapes), dirt
    geometries, columns = rows(tmp_path / "t/bag.gpkg", "pand")
    identifiers, counts = np.unique(columns["identificatie"], return_counts=True)
    assert (counts == 2).sum() == dirt["repeated"] and counts.max() == 2
    assert (columns["bouwjaar"] == 9999).sum() >= dirt["unknownYear"]
    units = rows(tmp_path / "t/bag.gpkg", "verblijfsobject")[1]
    numbers = set(rows(tmp_path / "t/bag.gpkg", "nummeraanduiding")[1]["identificatie"])
    references = units["nummeraanduidingidentificatie"]
    assert sum(reference not in numbers for reference in references) == dirt["danglingAddress"]
    buildings = [text.split(",") for text in units["pandidentificatie"]]
    known = set(identifiers)
    assert sum(not known.issuperset(parts) for parts in buildings) == dirt["danglingBuilding"]
    assert sum(len(parts) > 1 for parts in buildings) == dirt["inTwoBuildings"]
    for source, layer, rows_read, repeated in (
        ("bag.gpkg", "pand", len(geometries), dirt["repeated"]),
        ("bag-extract.zip", "pand", counts_of(tmp_path / "t")["voorkomenPND"], dirt["repeated"]),
        # The BGT has no identificatie twice.
        ("bgt", "bgt_pand", counts_of(tmp_path / "t")["pand"], 0),
    ):
        reports = json.loads(stip("import", tmp_path / "t" / source, "--workspace", tmp_path / source, "--json").stdout)
        pand = next(part for report in reports for part in report["layers"] if part["layer"] == layer)
        # Ended versions of an extract are a layer of their own.
        ended = [part["read"] for report in reports for part in report["layers"] if part["layer"] == "pandgeschiedenis"]
        assert pand["read"] + sum(ended) == rows_read, source
        assert pand["duplicate"] == repeated, source
        found = {}
        for finding in pand["findings"]:
            found[finding["code"]] = found.get(finding["code"], 0) + 1
        # A bow-tie and a spike are invalid; double points, a sliver and a small overlap are valid polygons.
        expected = {"ring-closed": dirt["unclosedRing"], "invalid-repaired": dirt["bowTie"] + dirt["spike"]}
        if source == "bgt":
            # The ground is judged as a whole: what a mended building and its neighbours no longer share is told too.
            assert found.pop("overlap") >= dirt["overlap"] and found.pop("gap", 0) <= sum(expected.values())
        assert found == expected, source
