"""Layers read through `stip export`, files to import, and checksums of a workspace."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio.raw
import shapely
from stip_program import stip


@dataclass
class LayerRows:
    """A layer's features: geometries in RD and columns by name, in the same order."""

    geometries: np.ndarray
    columns: dict

    def __len__(self):
        return len(self.geometries)

    @property
    def identifiers(self):
        return list(self.columns["stip_id"])


def read_layer(workspace, name, folder):
    path = Path(folder) / f"{Path(workspace).name}-{name}.gpkg"
    path.unlink(missing_ok=True)
    stip("export", "--workspace", workspace, "--layer", name, "-o", path)
    meta, _, geometry, fields = pyogrio.raw.read(path)
    return LayerRows(shapely.from_wkb(geometry), dict(zip(meta["fields"], fields)))


def write_layer(path, geometries, columns, crs="EPSG:28992", driver=None, layer=None, geometry_type="Polygon"):
    """Writes a file with GDAL."""
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array(geometries, dtype=object)),
        field_data=[np.array(values, dtype=object) for values in columns.values()],
        fields=list(columns),
        geometry_type=geometry_type,
        crs=crs,
        driver=driver or ("GeoJSON" if str(path).endswith("json") else "GPKG"),
        layer=layer,
    )
    return path


def checksums(folder, *patterns):
    """SHA-256 of every file below a folder (or of those that match), by path; lock files hold a process number."""
    found = {path for pattern in (patterns or ("**/*",)) for path in Path(folder).glob(pattern)}
    files = [path for path in found if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def segment_checksums(workspace):
    return checksums(workspace, "layers/**/*", "manifest.tsv")
