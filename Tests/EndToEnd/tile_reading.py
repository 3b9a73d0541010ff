"""Vector tiles decoded, and where they lie."""

import math
import subprocess

import mapbox_vector_tile
import numpy as np
import shapely
from shapely.geometry import shape
from stip_program import REPOSITORY

EXTENT = 4096
# Units beyond the tile that are drawn too.
BUFFER = 64
MERCATOR, RD_QUAD = "WebMercatorQuad", "NetherlandsRDNewQuad"
# West edge, north edge and width of the matrix, in metres (OGC 17-083r4; Geonovum Praktijkrichtlijn Vector Tiling).
MATRIX = {
    MERCATOR: (-20037508.342789244, 20037508.342789244, 40075016.685578488),
    RD_QUAD: (-285401.92, 903401.92, 880803.84),
}
# At which zoom tiles are as small as at a zoom of WebMercatorQuad, as README.md says.
ZOOMS_AHEAD = {MERCATOR: 0, RD_QUAD: 4}
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


def path_of(tile, matrix_set=None):
    return "/tiles/basis/{}{}/{}/{}".format(matrix_set + "/" if matrix_set else "", *tile)


# In the coordinates of a matrix set


def tiles_over_box(matrix_set, box, z):
    """The tiles over (west, south, east, north), in metres of the matrix set."""
    west, north, width = MATRIX[matrix_set]
    side = width / 2**z
    columns = range(int((box[0] - west) // side), int((box[2] - west) // side) + 1)
    rows = range(int((north - box[3]) // side), int((north - box[1]) // side) + 1)
    return [(z, x, y) for x in columns for y in rows]


def in_tile_units(matrix_set, tile, shapes):
    """Geometries in metres of the matrix set, in units of a tile with y downwards."""
    west, north, width = MATRIX[matrix_set]
    z, x, y = tile
    unit = width / 2**z / EXTENT
    # From the tile's corner, which a float holds to a nanometre; coordinates in units of the whole matrix would lose more.
    origin = np.array([west + x * EXTENT * unit, north - y * EXTENT * unit])
    return shapely.transform(shapes, lambda points: (points - origin) / unit * np.array([1, -1]))


def projected(path, matrix_set):
    """A GeoPackage in RD, in the coordinates of a matrix set: by GDAL, with the official grid for RDNAPTRANS2018."""
    if matrix_set == RD_QUAD:
        return path
    grid = REPOSITORY / "Data/grids/nl_nsgi_rdtrans2018.gsb"
    out = path.with_name(f"{path.stem}-{matrix_set}.gpkg")
    out.unlink(missing_ok=True)
    pipeline = (
        "+proj=pipeline +step +inv +proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079"
        f" +x_0=155000 +y_0=463000 +ellps=bessel +step +proj=hgridshift +grids={grid} +step +proj=webmerc +ellps=WGS84"
    )
    subprocess.run(["ogr2ogr", "-ct", pipeline, "-t_srs", "EPSG:3857", out, path], check=True, capture_output=True)
    return out
