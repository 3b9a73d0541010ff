"""Draws the signs of the map: each is a function from a place in pixels to a colour, sampled 16 times a pixel."""

import json
import math
import struct
import zlib

SAMPLES = 4
NOTHING = (0, 0, 0, 0)


def disc(x, y, centre_x, centre_y, radius):
    return math.hypot(x - centre_x, y - centre_y) <= radius


def hatch(colour, period, thickness, falling=False):
    """Slanting lines that join at the edges of a square of one period."""

    def at(x, y):
        along = (x - y if falling else x + y) % period
        return colour if along < thickness else NOTHING

    return at


def dots(colour, period, radius):
    def at(x, y):
        return colour if disc(x % period, y % period, period / 2, period / 2, radius) else NOTHING

    return at


def tree(x, y):
    crown, shade = (122, 168, 96, 255), (98, 143, 77, 255)
    if not disc(x, y, 8, 8, 6.5):
        return NOTHING
    return crown if disc(x, y, 7.2, 7.2, 5.2) else shade


def plan(x, y):
    """A drop with its tip at the bottom, and a white sheet in it."""
    violet, white = (91, 42, 134, 255), (255, 255, 255, 255)
    in_drop = disc(x, y, 10, 8.5, 7.5) or (y > 10 and abs(x - 10) <= (20 - y) * 0.66 and y < 20)
    if not in_drop:
        return NOTHING
    if 6.6 <= x <= 13.4 and 4.4 <= y <= 12.4:
        is_line = 7.8 <= x <= 12.2 and any(row <= y <= row + 0.9 for row in (6, 8, 10))
        return violet if is_line else white
    return violet


# Name, width and height in pixels, drawing.
SIGNS = [
    ("arcering-dubbel", 12, 12, hatch((143, 74, 20, 150), 12, 1.2)),
    ("arcering-gebied", 16, 16, hatch((122, 61, 184, 130), 16, 1.1, falling=True)),
    ("stippen", 8, 8, dots((90, 120, 80, 160), 8, 0.9)),
    ("boom", 16, 16, tree),
    ("plan", 20, 20, plan),
]
GAP = 2


def pixel(draw, x, y, scale):
    """The mean colour of a pixel, with the alpha of all samples."""
    total = [0.0, 0.0, 0.0, 0.0]
    for step_y in range(SAMPLES):
        for step_x in range(SAMPLES):
            red, green, blue, alpha = draw((x + (step_x + 0.5) / SAMPLES) / scale, (y + (step_y + 0.5) / SAMPLES) / scale)
            for place, value in enumerate((red * alpha, green * alpha, blue * alpha, alpha)):
                total[place] += value
    if total[3] == 0:
        return bytes(4)
    colours = [round(value / total[3]) for value in total[:3]]
    return bytes(colours + [round(total[3] / SAMPLES**2)])


def png(width, height, rows):
    def chunk(kind, contents):
        body = kind + contents
        return struct.pack(">I", len(contents)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def sheet(scale):
    """One image with all signs, and where each is in it."""
    width = sum((sign[1] + GAP) * scale for sign in SIGNS)
    height = max(sign[2] for sign in SIGNS) * scale
    rows = [bytearray(width * 4) for _ in range(height)]
    places, left = {}, 0
    for name, sign_width, sign_height, draw in SIGNS:
        for y in range(sign_height * scale):
            for x in range(sign_width * scale):
                rows[y][(left + x) * 4 : (left + x + 1) * 4] = pixel(draw, x, y, scale)
        places[name] = {
            "x": left, "y": 0, "width": sign_width * scale, "height": sign_height * scale, "pixelRatio": scale
        }  # fmt: skip
        left += (sign_width + GAP) * scale
    return png(width, height, rows), places


def make(directory):
    for suffix, scale in (("", 1), ("@2x", 2)):
        image, places = sheet(scale)
        (directory / f"stip{suffix}.png").write_bytes(image)
        (directory / f"stip{suffix}.json").write_text(json.dumps(places, indent=2) + "\n")
