"""Archives of tiles: `stip tiles build`, `merge`, `verify`, and serving them."""

import gzip
import json
import os
import re
import shutil
import signal
import sqlite3

import pyogrio
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from stip_program import start_stip, stip, stip_json, wait_until
from tile_reading import decode, geometries, path_of, tile_of, tiles_over

ZOOMS = range(10, 18)
COUNTS = re.compile(r"(\d+) tiles \((\d+) different\).*; (\d+) drawn, (\d+) kept")


def build(workspace, out, *options, matrix_set="WebMercatorQuad", zoom="10-17"):
    """Builds an archive; tiles, different contents, drawn and kept."""
    said = stip("tiles", "build", "--workspace", workspace, "--out", out, "--matrix-set", matrix_set, "--zoom", zoom, *options)
    return [int(number) for number in COUNTS.search(said.stdout).groups()]


def problems(file, *options):
    said = stip("tiles", "verify", file, *options, "--json", check=False)
    found = json.loads(said.stdout)["problems"]
    assert (said.returncode == 0) == (found == []), said.stdout
    return found


@pytest.fixture(scope="module")
def archives(town, tmp_path_factory):
    """The town in both formats."""
    folder = tmp_path_factory.mktemp("archives")
    files = {end: folder / f"town.{end}" for end in ("pmtiles", "mbtiles")}
    counts = {end: build(town, file) for end, file in files.items()}
    assert counts["pmtiles"] == counts["mbtiles"]
    return files


@pytest.fixture(scope="module")
def tiles(archives):
    """What the package pmtiles reads, by (z, x, y)."""
    with open(archives["pmtiles"], "rb") as file:
        return {tile: bytes(stored) for tile, stored in all_tiles(MmapSource(file))}


# The formats, as others read them


def test_pmtiles_reads_header_and_metadata(archives, town, tiles):
    with open(archives["pmtiles"], "rb") as file:
        reader = Reader(MmapSource(file))
        header, metadata = reader.header(), reader.metadata()
    assert header["version"] == 3 and header["clustered"]
    assert header["tile_type"] == TileType.MVT
    assert header["tile_compression"] == header["internal_compression"] == Compression.GZIP
    assert header["addressed_tiles_count"] == len(tiles) > 50
    assert header["tile_contents_count"] == len(set(tiles.values())) <= header["tile_entries_count"]
    assert (header["min_zoom"], header["max_zoom"]) == (min(z for z, _, _ in tiles), max(z for z, _, _ in tiles))
    bounds = [header[name] / 1e7 for name in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")]
    assert 3 < bounds[0] < bounds[2] < 7.5 and 50.5 < bounds[1] < bounds[3] < 54
    layers = {layer["id"]: layer for layer in metadata["vector_layers"]}
    assert {"perceel", "pand", "enkelbestemming"} <= layers.keys()
    assert layers["perceel"]["minzoom"] == 14 and layers["perceel"]["fields"]["sectie"] == "String"
    assert metadata["tile_matrix_set"] == "WebMercatorQuad" and metadata["crs"] == "EPSG:3857"
    assert metadata["stip"]["dataVersion"] == stip_json("info", "--workspace", town)["dataVersion"]


def test_the_sections_lie_as_go_pmtiles_verifies_them(archives):
    """Its command `verify` wants sections to add up to the file, the root within 16 KiB, entries in order."""
    with open(archives["pmtiles"], "rb") as file:
        header = Reader(MmapSource(file)).header()
    lengths = header["metadata_length"] + header["leaf_directory_length"] + header["tile_data_length"]
    assert archives["pmtiles"].stat().st_size == 16384 + lengths
    assert header["root_offset"] + header["root_length"] <= 16384
    assert header["min_zoom"] <= header["center_zoom"] <= header["max_zoom"]


def test_both_formats_have_the_same_tiles(archives, tiles):
    connection = sqlite3.connect(archives["mbtiles"])
    rows = connection.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles").fetchall()
    assert {(z, x, 2**z - 1 - row): data for z, x, row, data in rows} == tiles
    metadata = dict(connection.execute("SELECT name, value FROM metadata"))
    assert metadata["format"] == "pbf" and metadata["minzoom"] == "10" and metadata["maxzoom"] == "17"
    assert {"perceel", "pand"} <= {layer["id"] for layer in json.loads(metadata["json"])["vector_layers"]}
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_tile_is_the_one_that_is_served(tiles, town_server):
    """And at the zooms of the archive no other tile is served."""
    bounds = town_server.get("/tiles/basis").json["bounds"]
    for z in ZOOMS:
        for tile in tiles_over(bounds, z):
            answer = town_server.get(path_of(tile))
            if tile in tiles:
                assert answer.status == 200 and gzip.decompress(tiles[tile]) == answer.identity, tile
            else:
                assert answer.status == 204, tile
    outside = [tile for tile in tiles if tile not in set(tiles_over(bounds, tile[0]))]
    # Buffers may bring something into the tiles around.
    for tile in outside:
        assert gzip.decompress(tiles[tile]) == town_server.get(path_of(tile)).identity


def test_tiles_decode_to_valid_polygons(tiles):
    zoomed = [tile for tile in tiles if tile[0] >= 14]
    for tile in zoomed[:: max(1, len(zoomed) // 20)]:
        layers = decode(gzip.decompress(tiles[tile]))
        assert layers
        for name in layers.keys() & {"perceel", "pand"}:
            assert all(geometry.is_valid for _, geometry in geometries(layers[name])), (tile, name)


@pytest.mark.parametrize("end", ["pmtiles", "mbtiles"])
def test_gdal_reads_the_archive_at_the_right_place(archives, town_layer, end):
    assert {"perceel", "pand", "enkelbestemming"} <= {name for name, _ in pyogrio.list_layers(archives[end])}
    parcels = pyogrio.raw.read(archives[end], layer="perceel")
    meta, _, geometry, fields = parcels
    assert meta["crs"] == "EPSG:3857"
    drawn = set(fields[list(meta["fields"]).index("id")])
    own = town_layer("perceel")
    assert drawn == set(own.identifiers)
    # RD to EPSG:3857 by the scale at this place: the same extent within half a percent.
    extent = shapely.total_bounds(shapely.from_wkb(geometry))
    true = shapely.total_bounds(own.geometries)
    stretch = 1 / 0.613  # 1 / cos(latitude)
    assert (extent[2] - extent[0]) / (true[2] - true[0]) == pytest.approx(stretch, rel=0.03)
    assert (extent[3] - extent[1]) / (true[3] - true[1]) == pytest.approx(stretch, rel=0.03)


def test_rd_archives_say_so_and_hold_the_served_tiles(town, town_server, tmp_path):
    file = tmp_path / "rd.pmtiles"
    build(town, file, matrix_set="NetherlandsRDNewQuad", zoom="8-12")
    with open(file, "rb") as opened:
        source = MmapSource(opened)
        metadata = Reader(source).metadata()
        stored = {tile: bytes(data) for tile, data in all_tiles(source)}
    assert metadata["tile_matrix_set"] == "NetherlandsRDNewQuad" and metadata["crs"] == "EPSG:28992"
    assert metadata["tile_origin_upper_left_x"] == -285401.92 and metadata["tile_origin_upper_left_y"] == 903401.92
    assert metadata["tile_dimension_zoom_0"] == 880803.84
    assert len(stored) > 100
    for (z, x, y), data in list(stored.items())[::7]:
        answer = town_server.get(f"/tiles/basis/NetherlandsRDNewQuad/{z}/{x}/{y}")
        assert gzip.decompress(data) == answer.identity
    assert problems(file, "--workspace", town) == []
    build(town, tmp_path / "rd.mbtiles", matrix_set="NetherlandsRDNewQuad", zoom="8-12")
    rows = dict(sqlite3.connect(tmp_path / "rd.mbtiles").execute("SELECT name, value FROM metadata"))
    assert rows["crs"] == "EPSG:28992" and rows["tile_dimension_zoom_0"] == "880803.84"


def test_rd_tiles_of_an_archive_lie_where_the_parcels_do(town, town_layer, tmp_path):
    """GDAL reads one tile with the grid that the metadata of the archive says."""
    file = tmp_path / "rd.pmtiles"
    build(town, file, "--layers", "perceel", matrix_set="NetherlandsRDNewQuad", zoom="11")
    with open(file, "rb") as opened:
        source = MmapSource(opened)
        metadata = Reader(source).metadata()
        stored = {tile: bytes(data) for tile, data in all_tiles(source)}
    (z, x, y), data = max(stored.items(), key=lambda item: len(item[1]))
    folder = tmp_path / str(z) / str(x)
    folder.mkdir(parents=True)
    (folder / f"{y}.mvt").write_bytes(gzip.decompress(data))
    keys = ("crs", "tile_origin_upper_left_x", "tile_origin_upper_left_y", "tile_dimension_zoom_0")
    described = {key: metadata[key] for key in keys}
    (tmp_path / "metadata.json").write_text(json.dumps({**described, "json": json.dumps({"vector_layers": []})}))
    options = {"METADATA_FILE": str(tmp_path / "metadata.json"), "CLIP": "NO"}
    meta, _, geometry, fields = pyogrio.raw.read(f"MVT:{folder / f'{y}.mvt'}", layer="perceel", **options)
    assert "28992" in meta["crs"]
    own = town_layer("perceel")
    places = dict(zip(own.identifiers, own.geometries))
    side = 880803.84 / 2**z
    tile_box = shapely.box(
        -285401.92 + x * side, 903401.92 - (y + 1) * side, -285401.92 + (x + 1) * side, 903401.92 - y * side
    )
    unit = side / 4096
    identifiers = fields[list(meta["fields"]).index("id")]
    assert len(identifiers) > 20
    for identifier, drawn in zip(identifiers, shapely.from_wkb(geometry)):
        true = shapely.intersection(places[identifier], tile_box)
        if true.area > 1:
            assert shapely.intersection(drawn, tile_box).area == pytest.approx(true.area, abs=true.length * unit + 1)


# Building


@pytest.mark.parametrize("end", ["pmtiles", "mbtiles"])
def test_one_thread_and_many_make_the_same_bytes(archives, town, tmp_path, end):
    for threads in (1, 2, 3):
        file = tmp_path / f"{threads}.{end}"
        build(town, file, "--threads", threads)
        assert file.read_bytes() == archives[end].read_bytes()


@pytest.mark.parametrize("end", ["pmtiles", "mbtiles"])
def test_shards_put_together_are_the_whole(archives, town, tmp_path, end):
    shards = []
    for number in (3, 1, 4, 2):
        shards.append(tmp_path / f"part-{number}.{'mbtiles' if number == 2 else 'pmtiles'}")
        build(town, shards[-1], "--shard", f"{number}/4", "--threads", number)
    merged = tmp_path / f"merged.{end}"
    stip("tiles", "merge", merged, *shards)
    assert merged.read_bytes() == archives[end].read_bytes()
    refused = stip("tiles", "merge", tmp_path / "less.pmtiles", *shards[1:], check=False)
    assert refused.returncode == 1 and "shard 3/4 is missing" in refused.stderr
    assert not (tmp_path / "less.pmtiles").exists()


def test_a_killed_build_leaves_what_was_there_and_can_be_started_again(town, tmp_path, archives):
    file = tmp_path / "town.pmtiles"
    file.write_bytes(b"what was there")
    part = tmp_path / ".town.pmtiles.part"
    options = ["--workspace", town, "--out", file, "--matrix-set", "WebMercatorQuad", "--threads", 1]
    started = start_stip("tiles", "build", *options, "--zoom", "10-21")
    wait_until("the part grows", lambda: part.exists() and part.stat().st_size > 16384)
    second = stip("tiles", "build", *options, "--zoom", "10-15", check=False)
    assert second.returncode == 1 and "locked" in second.stderr
    assert started.poll() is None, "the build ended before it was killed: give it more zooms"
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    assert file.read_bytes() == b"what was there" and part.exists()
    build(town, file)
    assert file.read_bytes() == archives["pmtiles"].read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["town.pmtiles"]


@pytest.mark.parametrize("end", ["pmtiles", "mbtiles"])
def test_after_a_changed_import_only_changed_tiles_are_drawn(archives, town_copy, town_files, tmp_path, end):
    old = archives[end]
    tiles, _, drawn, kept = build(town_copy, tmp_path / f"same.{end}", "--previous", old)
    assert (drawn, kept) == (0, tiles)
    assert (tmp_path / f"same.{end}").read_bytes() == old.read_bytes()
    # One plan is delivered anew, a little different.
    plan = sorted(town_files.rglob("NL.IMRO*.gml"))[0]
    changed = tmp_path / plan.name
    changed.write_text(re.sub(r"(<imro:naam>)", r"\1Nieuw ", plan.read_text(), count=3))
    stip("import", changed, "--workspace", town_copy)
    new = tmp_path / f"new.{end}"
    tiles, _, drawn, kept = build(town_copy, new, "--previous", old)
    assert 0 < drawn < tiles / 2 and kept + drawn == tiles
    build(town_copy, tmp_path / f"fresh.{end}")
    assert new.read_bytes() == (tmp_path / f"fresh.{end}").read_bytes()
    assert problems(new, "--workspace", town_copy) == []
    assert any("data version" in problem for problem in problems(old, "--workspace", town_copy))


def test_an_area_and_layers_can_be_chosen(town, tiles, tmp_path):
    # The one with most in it has parcels in its middle.
    z, x, y = max((tile for tile in tiles if tile[0] == 15), key=lambda tile: len(tiles[tile]))
    west, east = (column / 2**z * 360 - 180 for column in (x + 0.25, x + 0.75))
    # The latitude by halving.
    low, high = 50.0, 54.0
    for _ in range(60):
        middle = (low + high) / 2
        (_, _, row), place = tile_of(west, middle, z)
        low, high = (middle, high) if row + place.y / 4096 > y + 0.5 else (low, middle)
    file = tmp_path / "area.pmtiles"
    box = f"{west},{low - 1e-4},{east},{low + 1e-4}"
    counts = build(town, file, "--bbox", box, "--layers", "perceel", zoom="14-16")
    with open(file, "rb") as opened:
        found = {tile: bytes(data) for tile, data in all_tiles(MmapSource(opened))}
    assert counts[0] == len(found)
    assert {tile for tile in found if tile[0] == 15} == {(z, x, y)}
    assert {tile for tile in found if tile[0] == 14} == {(14, x // 2, y // 2)}
    assert all(set(decode(gzip.decompress(data))) <= {"perceel", "perceel_label", "perceel_aantal", "stip"} for data in found.values())


@pytest.mark.parametrize(
    "options, said",
    [
        (["--zoom", "5-3"], "zoom"),
        (["--zoom", "0-23"], "zooms 0 to 22"),
        (["--zoom", "a"], "zoom"),
        (["--matrix-set", "Onbekend"], "matrix-set"),
        (["--out", "a.zip"], ".pmtiles"),
        (["--bbox", "5,52,4,53"], "bbox"),
        (["--shard", "3/2"], "shard"),
        (["--threads", "0"], "threads"),
        (["--valid-on", "2026-02-30"], "valid-on"),
        (["--compression", "13"], "compression"),
    ],
)
def test_a_wrong_command_line_is_told(town, tmp_path, options, said):
    chosen = {"--out": tmp_path / "a.pmtiles", "--matrix-set": "WebMercatorQuad", "--zoom": "10-12"}
    chosen.update([options])
    answer = stip("tiles", "build", "--workspace", town, *[part for pair in chosen.items() for part in pair], check=False)
    assert answer.returncode == 64 and said in answer.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options, said",
    [
        (["--layers", "perceel,onbekend"], "no layer onbekend"),
        (["--bbox", "6.9,50.8,7,50.9"], "Nothing was written"),
        (["--previous", "none.pmtiles"], "none.pmtiles"),
    ],
)
def test_what_can_not_be_built_is_told(town, tmp_path, options, said):
    answer = stip(
        "tiles", "build", "--workspace", town, "--out", tmp_path / "a.pmtiles", "--matrix-set", "WebMercatorQuad",
        "--zoom", "10-12", *options, check=False,
    )  # fmt: skip
    assert answer.returncode == 1 and said in answer.stderr, answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_archive_is_found(archives, tmp_path):
    for end in ("pmtiles", "mbtiles"):
        assert problems(archives[end]) == []
    damaged = bytearray(archives["pmtiles"].read_bytes())
    damaged[20000] ^= 255
    (tmp_path / "a.pmtiles").write_bytes(damaged)
    found = problems(tmp_path / "a.pmtiles")
    assert any("checksum" in problem for problem in found) and any("can't be read" in problem for problem in found)
    connection = sqlite3.connect(shutil.copy(archives["mbtiles"], tmp_path / "a.mbtiles"))
    connection.execute("DELETE FROM map WHERE zoom_level = 12")
    connection.commit()
    connection.close()
    assert problems(tmp_path / "a.mbtiles") != []


@pytest.fixture
def dated(tmp_path):
    """A workspace with an area in two versions, and one that is yet to come."""
    square = "POLYGON (({0} 463000, {1} 463000, {1} 463100, {0} 463100, {0} 463000))"
    rows = ["id;naam;van;tot;vorm"]
    for identifier, name, start, end, x in (
        ("A", "nu", "2010-01-01", "2500-01-01", 155000), ("A", "straks", "2500-01-01", "", 155000),
        ("B", "later", "2600-01-01", "", 155200),
    ):  # fmt: skip
        rows.append(f"{identifier};{name};{start};{end};{square.format(x, x + 100)}")
    (tmp_path / "zones.csv").write_text("\n".join(rows))
    table = {
        "layer": "gebiedsaanduiding", "identifier": "id", "name": "naam", "validFrom": "van", "validUntil": "tot",
        "crs": "EPSG:28992", "wkt": "vorm",
    }  # fmt: skip
    (tmp_path / "zones.json").write_text(json.dumps({"tables": [table]}))
    stip("import", tmp_path / "zones.csv", "--mapping", tmp_path / "zones.json", "--workspace", tmp_path / "w")
    return tmp_path / "w"


def test_an_archive_has_what_is_valid_on_a_day_and_serves_no_other(dated, tmp_path, start_server):
    def names(stored):
        features = decode(gzip.decompress(stored))["gebiedsaanduiding"]["features"]
        return {feature["properties"]["naam"] for feature in features}

    files = {}
    for day, expected in (("2400-01-01", {"nu"}), ("2550-06-01", {"straks"}), ("2650-01-01", {"straks", "later"})):
        file = tmp_path / f"{day}.pmtiles"
        build(dated, file, "--valid-on", day, zoom="14-15")
        with open(file, "rb") as opened:
            source = MmapSource(opened)
            assert Reader(source).metadata()["stip"]["validOn"] == day
            files[day] = {tile: bytes(data) for tile, data in all_tiles(source)}
        assert set().union(*(names(data) for data in files[day].values())) == expected
        assert problems(file, "--workspace", dated) == []
    (dated / "tiles").mkdir()
    shutil.copy(tmp_path / "2550-06-01.pmtiles", dated / "tiles")
    server = start_server(dated)
    assert used(server) == {"2550-06-01.pmtiles": True}
    for tile, stored in files["2550-06-01"].items():
        # Today differs from that day: drawn. The day before it does not: the very bytes of the archive.
        answer = server.get(path_of(tile), {"Accept-Encoding": "gzip"})
        assert answer.status == 204 or names(answer.body) == {"nu"}
        assert server.get(path_of(tile), {"Accept-Encoding": "gzip"}, geldigOp="2550-05-31").body == stored


# Serving


@pytest.fixture
def served(town_copy, archives, start_server):
    """A server whose workspace has the archive of Web Mercator."""
    (town_copy / "tiles").mkdir()
    shutil.copy(archives["pmtiles"], town_copy / "tiles" / "town.pmtiles")
    return start_server(town_copy)


def used(server):
    return {archive["bestand"]: archive["gebruikt"] for archive in server.health()["tegelarchieven"]}


def test_tiles_come_out_of_the_archive(served, tiles, town_server):
    (archive,) = served.health()["tegelarchieven"]
    assert archive == {
        "bestand": "town.pmtiles", "tegelschema": "WebMercatorQuad", "zooms": [10, 17], "gebruikt": True
    }  # fmt: skip
    for tile, stored in list(tiles.items())[::5]:
        answer = served.get(path_of(tile), {"Accept-Encoding": "gzip"})
        assert answer.status == 200 and answer.headers["Content-Encoding"] == "gzip"
        assert answer.body == stored
        plain = served.get(path_of(tile), {"Accept-Encoding": "identity"})
        assert plain.headers["Content-Encoding"] is None and plain.body == gzip.decompress(stored)
        again = served.get(path_of(tile), {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]})
        assert again.status == 304
        # Other bytes than those that are drawn: another strong validator.
        drawn = town_server.get(path_of(tile), {"Accept-Encoding": "gzip"})
        assert drawn.headers["ETag"] != answer.headers["ETag"] and drawn.identity == answer.identity
    # Beyond its zooms tiles are drawn.
    z, x, y = max(tile for tile in tiles if tile[0] == 17)
    beyond = path_of((18, 2 * x, 2 * y))
    assert served.get(beyond).headers["ETag"] == town_server.get(beyond).headers["ETag"]


def test_an_outdated_archive_is_refused_and_its_tiles_are_drawn(served, town_copy, town_files, tmp_path, tiles):
    assert used(served) == {"town.pmtiles": True}
    plan = sorted(town_files.rglob("NL.IMRO*.gml"))[0]
    changed = tmp_path / plan.name
    changed.write_text(re.sub(r"(<imro:naam>)", r"\1Nieuw ", plan.read_text(), count=3))
    stip("import", changed, "--workspace", town_copy)
    wait_until("the archive is refused", lambda: used(served) == {"town.pmtiles": False})
    (archive,) = served.health()["tegelarchieven"]
    assert "data version" in archive["reden"]
    assert "town.pmtiles is not served" in served.log.read_text()
    assert served.get(path_of(next(iter(tiles)))).status == 200
    # Built anew over the old one it is taken up without a restart.
    build(town_copy, town_copy / "tiles" / "town.pmtiles", "--previous", town_copy / "tiles" / "town.pmtiles")
    wait_until("the new archive is served", lambda: used(served) == {"town.pmtiles": True})
    with open(town_copy / "tiles" / "town.pmtiles", "rb") as file:
        stored = {tile: bytes(data) for tile, data in all_tiles(MmapSource(file))}
    for tile, data in list(stored.items())[::9]:
        assert served.get(path_of(tile), {"Accept-Encoding": "gzip"}).body == data


def test_a_damaged_or_foreign_archive_does_not_keep_the_server_from_serving(town_copy, archives, start_server, tiles):
    folder = town_copy / "tiles"
    folder.mkdir()
    (folder / "broken.pmtiles").write_bytes(archives["pmtiles"].read_bytes()[:5000])
    (folder / "text.mbtiles").write_text("no archive")
    build(town_copy, folder / "parcels.pmtiles", "--layers", "perceel", zoom="14-15")
    server = start_server(town_copy)
    assert used(server) == {"broken.pmtiles": False, "text.mbtiles": False, "parcels.pmtiles": False}
    for tile, stored in list(tiles.items())[::20]:
        assert server.get(path_of(tile)).identity == gzip.decompress(stored)
