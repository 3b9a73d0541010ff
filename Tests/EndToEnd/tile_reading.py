"""Vector tiles decoded, and where they lie."""

import math

import mapbox_vector_tile
import shapely
from shapely.geometry import shape

EXTENT = 4096
# The layer's name is also its role: polygons, lines or points.
POLYGON_LAYERS = {
    "perceel",
    "pand",
    "bestemmingsplangebied",
    "enkelbestemming",
    "dubbelbestemming",
    "bouwvlak",
    "functieaanduiding",
    "bouwaanduiding",
    "maatvoering",
    "gebiedsaanduiding",
}


def decode(body):
    """The layers of a tile, geometries in tile units with y downwards."""
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})


def geometries(layer):
    return [(feature, shape(feature["geometry"])) for feature in layer["features"]]


def world_position(lon, lat):
    """Web Mercator, 0…1 from west to east and from north to south."""
    return (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


def tile_of(lon, lat, z):
    """(z, x, y) and the position in tile units."""
    x, y = (value * 2**z for value in world_position(lon, lat))
    place = shapely.Point((x - int(x)) * EXTENT, (y - int(y)) * EXTENT)
    return (z, int(x), int(y)), place


def tiles_over(bounds, z):
    west, south, east, north = bounds
    (_, left, bottom), _ = tile_of(west, south, z)
    (_, right, top), _ = tile_of(east, north, z)
    return [(z, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def path_of(tile):
    return "/tiles/basis/{}/{}/{}".format(*tile)
