"""Map styles and what they need: every layer, font, sign and address of a style is there, on this server."""

import json
import re
import struct

import pytest
from stip_program import REPOSITORY, assert_problem

STYLES = ["bestemmingen", "kaart"]


@pytest.fixture(scope="module")
def styles(town_server):
    listed = town_server.get("/styles").json["stijlen"]
    assert [style["naam"] for style in listed] == STYLES
    return {style["naam"]: town_server.get(style["adres"]).json for style in listed}


def strings(node):
    """Every text in a document."""
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from strings(child)


def fields(message):
    """(number, value) of a protobuf message."""

    def varint(position):
        value = shift = 0
        while True:
            byte = message[position]
            value |= (byte & 127) << shift
            position, shift = position + 1, shift + 7
            if byte < 128:
                return value, position

    position = 0
    while position < len(message):
        key, position = varint(position)
        value, position = varint(position)
        if key & 7 == 2:
            value, position = message[position : position + value], position + value
        yield key >> 3, value


def glyphs_of(server, font, start):
    answer = server.get(f"/glyphs/{font.replace(' ', '%20')}/{start}-{start + 255}.pbf")
    assert answer.status == 200 and answer.media_type == "application/x-protobuf"
    (stack,) = [value for number, value in fields(answer.body) if number == 1]
    return [dict(fields(value)) for number, value in fields(stack) if number == 3]


@pytest.mark.parametrize("name", STYLES)
def test_a_style_names_only_what_this_server_has(styles, town_server, name):
    style = styles[name]
    assert style["version"] == 8
    for text in strings(style):
        if "://" in text:
            assert text.startswith(town_server.address + "/"), text
    described = {}
    for source, definition in style["sources"].items():
        tilejson = town_server.get(definition["url"]).json
        described[source] = {layer["id"] for layer in tilejson["vector_layers"]}
    identifiers = [layer["id"] for layer in style["layers"]]
    assert len(identifiers) == len(set(identifiers))
    for layer in style["layers"]:
        if layer["type"] != "background":
            assert layer["source-layer"] in described[layer["source"]], layer["id"]


@pytest.mark.parametrize("name", STYLES)
def test_attributes_of_a_style_are_in_the_tiles(styles, town_server, name):
    for layer in styles[name]["layers"]:
        if layer["type"] == "background":
            continue
        tilejson = town_server.get(styles[name]["sources"][layer["source"]]["url"]).json
        known = next(found["fields"] for found in tilejson["vector_layers"] if found["id"] == layer["source-layer"])
        used = re.findall(r'\["(?:get|has)", "(\w+)"\]', json.dumps(layer))
        assert set(used) <= set(known), (layer["id"], set(used) - set(known))


def test_zoning_has_the_colours_of_svbp(styles):
    (fill,) = [layer for layer in styles["bestemmingen"]["layers"] if layer["id"] == "bestemming"]
    colours = fill["paint"]["fill-color"]
    table = dict(zip(colours[2:-1:2], colours[3:-1:2]))
    assert table["wonen"] == "rgb(255, 255, 0)" and table["verkeer"] == "rgb(205, 205, 205)"
    assert table["cultuur en ontspanning"] == "rgb(255, 60, 130)" and len(table) == 23


def test_fonts_and_signs_of_styles_are_there(styles, town_server):
    signs = town_server.get("/sprites/stip.json").json
    for style in styles.values():
        assert style["glyphs"] == f"{town_server.address}/glyphs/{{fontstack}}/{{range}}.pbf"
        for layer in style["layers"]:
            for font in layer.get("layout", {}).get("text-font", []):
                assert len(glyphs_of(town_server, font, 0)) > 150, font
            for text in (layer.get("layout", {}).get("icon-image"), layer["paint"].get("fill-pattern")):
                assert text is None or text in signs


@pytest.mark.parametrize("suffix, scale", [("", 1), ("@2x", 2)])
def test_signs_lie_within_their_picture(town_server, suffix, scale):
    signs = town_server.get(f"/sprites/stip{suffix}.json").json
    picture = town_server.get(f"/sprites/stip{suffix}.png")
    assert picture.media_type == "image/png" and picture.body.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture.body[16:24])
    for name, sign in signs.items():
        assert sign["pixelRatio"] == scale
        assert 0 <= sign["x"] and sign["x"] + sign["width"] <= width and sign["y"] + sign["height"] <= height, name


def test_a_glyph_is_a_field_with_a_border_of_three_pixels(town_server):
    glyphs = {glyph[1]: glyph for glyph in glyphs_of(town_server, "Open Sans Regular", 0)}
    for code in map(ord, "AgyéW0"):
        glyph = glyphs[code]
        assert len(glyph[2]) == (glyph[3] + 6) * (glyph[4] + 6)
        # Inside beyond the outline's 191, and nothing of it on the border.
        assert max(glyph[2]) > 200 and max(glyph[2][: glyph[3] + 6]) < 191
        assert 0 < glyph[7] < 30
    assert 2 not in glyphs[32] and glyphs[32][7] > 0


def test_a_range_without_characters_is_an_empty_answer(town_server):
    assert glyphs_of(town_server, "Open Sans Regular", 0x4E00) == []
    assert len(glyphs_of(town_server, "Nergens,Open Sans Italic", 0)) > 150


@pytest.mark.parametrize(
    "path",
    [
        "styles/nergens", "styles/..%2fbasis", "glyphs/Nergens/0-255.pbf", "glyphs/Open%20Sans%20Regular/0-256.pbf",
        "glyphs/Open%20Sans%20Regular/1-256.pbf", "glyphs/Open%20Sans%20Regular/65536-65791.pbf",
        "glyphs/Open%20Sans%20Regular/-256--1.pbf", "glyphs/..%2f..%2fvendor/0-255.pbf", "glyphs/%00/0-255.pbf",
        "sprites/made-by", "sprites/..%2fglyphs%2fmade-by", "vendor/glyphs",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(town_server, path):
    assert_problem(town_server.get(f"/{path}"), 404)


def test_unchanged_styles_and_glyphs_are_not_sent_again(town_server):
    for path in ("/styles/kaart", "/glyphs/Open%20Sans%20Regular/0-255.pbf", "/sprites/stip.png"):
        tag = town_server.get(path).headers["ETag"]
        assert town_server.get(path, {"If-None-Match": tag}).status == 304


def test_the_tilesets_document_their_attributes():
    for path in (REPOSITORY / "Tiles").glob("*.json"):
        for layer in json.loads(path.read_text())["layers"]:
            assert layer["description"] and all(attribute["description"] for attribute in layer["attributes"])
