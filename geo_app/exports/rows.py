"""Plan → a flat GeoDataFrame, for the formats that GDAL writes."""

from __future__ import annotations

import contextlib
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import geopandas
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.geometry.base import BaseGeometry

from geo_app.errors import DataError, Fault
from geo_app.exports.records import FIELDS, NUMBERS, about_flat, flat, records
from geo_app.plan import Plan

# What pyogrio raises where GDAL cannot write on.
NO_ROOM = (DataSourceError, DataLayerError)
DIMENSIONS = ("point", "line", "area")


def frame_of(plan: Plan, *, origin: bool = False) -> geopandas.GeoDataFrame:
    """Return a row a place: `FIELDS` and `quotation`, lists as JSON text, absent ones null.

    Parameters
    ----------
    plan
        Its CRS, or that it has none, is taken over.
    origin
        Whether each row says where it comes from: for formats that have no better place.
    """
    found = list(records(plan))
    extra = about_flat(plan) if origin else {}
    rows = [{**flat(record), **extra} for record in found]
    data = pd.DataFrame(rows, columns=[*FIELDS, "quotation", *extra], dtype=object)
    for column in NUMBERS:
        data[column] = pd.to_numeric(data[column])
    geometry = [record.geometry for record in found]
    return geopandas.GeoDataFrame(data, geometry=geometry, crs=plan.places.crs)


def write_layer(frame: geopandas.GeoDataFrame, out: Path | BinaryIO, **how: Any) -> None:
    """Write a frame with GDAL; see `pyogrio.write_dataframe`. That it has no CRS may be meant."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided", UserWarning)
        pyogrio.write_dataframe(frame, out, **how)


def by_dimension(frame: geopandas.GeoDataFrame) -> dict[str, geopandas.GeoDataFrame]:
    """Return the rows that have points, lines and areas, each with those parts of its geometry.

    A row whose geometry is a collection is in more than one; an absent type is left out.

    Examples
    --------
    >>> shape = shapely.from_wkt("GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (0 0, 1 1))")
    >>> found = by_dimension(geopandas.GeoDataFrame({"id": ["a"]}, geometry=[shape]))
    >>> [(name, part.geometry.iloc[0].wkt) for name, part in found.items()]
    [('point', 'POINT (1 1)'), ('line', 'LINESTRING (0 0, 1 1)')]
    """
    found = {}
    for dimension, name in enumerate(DIMENSIONS):
        parts = [_parts(shape, dimension) for shape in frame.geometry]
        some = [part is not None for part in parts]
        if any(some):
            found[name] = frame[some].set_geometry([part for part in parts if part is not None])
            found[name] = found[name].set_crs(frame.crs) if frame.crs else found[name]
    return found


def _parts(shape: BaseGeometry, dimension: int) -> BaseGeometry | None:
    if not isinstance(shape, shapely.GeometryCollection):
        return shape if shapely.get_dimensions(shape) == dimension else None
    flat = [part for each in shape.geoms for part in getattr(each, "geoms", [each])]
    parts = [part for part in flat if shapely.get_dimensions(part) == dimension]
    if len(parts) <= 1:
        return parts[0] if parts else None
    many = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)[dimension]
    return many(parts)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for a while, for drivers that write files only.

    Raises
    ------
    DataError
        If there is no room in it.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="geo-app-") as folder:
            yield Path(folder)
    except (OSError, *NO_ROOM) as error:
        what = f"the temporary folder cannot be written: {str(error).rstrip('.')}."
        mend = "Make room in it, or set TMPDIR to another."
        raise DataError([Fault("export", 0, "", what, mend)]) from None
