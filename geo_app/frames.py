"""The loaded layers as frames: the places as a GeoDataFrame, the tables as DataFrames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app import schema
from geo_app.features import Feature, Row
from geo_app.geojson import DECIMALS
from geo_app.layers import Layers, load_layers
from geo_app.rules.geometries import DEPTHS

CRS = "EPSG:4326"
# Frames show the columns in the order of the schema, with the layer after the kind.
COLUMNS = tuple(p.name for p in schema.PLACE if p.name != "id")
_AT = COLUMNS.index("kind") + 1
PLACE_COLUMNS = (*COLUMNS[:_AT], "layer", *COLUMNS[_AT:])


def read_layers(folder: Path) -> geopandas.GeoDataFrame:
    """Read the places of `layers/` as a GeoDataFrame.

    Parameters
    ----------
    folder
        The folder that holds `layers.toml`.

    Returns
    -------
    GeoDataFrame
        One row a place, index `id`, EPSG:4326; a column for each property of the schema and
        `layer`; a list is a tuple, an absent property None. The geometry of a group is
        composed of its members'.

    Raises
    ------
    DataError
        With every fault of form.
    """
    return places_frame(load_layers(folder))


def places_frame(layers: Layers) -> geopandas.GeoDataFrame:
    """Return the places, index `id`, EPSG:4326; a group's geometry is composed of its members'.

    Lists become tuples, so that a frame's cells cannot be changed by accident; an absent property
    is None.
    """
    by_id = {place.id: place for place in layers.places}
    drawn = [place for place in layers.places if place.geometry is not None]
    made = shapes_of([place.geometry for place in drawn if place.geometry])
    shapes = {place.id: shape for place, shape in zip(drawn, made, strict=True)}
    for place in layers.places:
        _compose(place, by_id, shapes)
    said = [place.properties for place in layers.places]
    columns = {name: [_frozen(each.get(name)) for each in said] for name in COLUMNS}
    columns["layer"] = [place.layer for place in layers.places]
    data = pd.DataFrame(columns, columns=list(PLACE_COLUMNS), dtype=object)
    for column in ("accuracy_m", "area_km2", "length_km"):
        data[column] = pd.to_numeric(data[column])
    data.index = pd.Index([place.id for place in layers.places], name="id", dtype=object)
    geometry = [shapes[place.id] for place in layers.places]
    return geopandas.GeoDataFrame(data, geometry=geometry, crs=CRS)


def _compose(
    place: Feature, by_id: Mapping[str, Feature], shapes: dict[str, BaseGeometry]
) -> BaseGeometry:
    if place.id not in shapes:
        members = place.properties.get("members", ())
        shapes[place.id] = together([_compose(by_id[m], by_id, shapes) for m in members])
    return shapes[place.id]


def shapes_of(geometries: Sequence[Mapping[str, Any]]) -> list[BaseGeometry]:
    """Return GeoJSON geometries, which are free of faults, as shapes: all of a type at once."""
    found: dict[int, BaseGeometry] = {}
    for kind in {each["type"] for each in geometries}:
        places = [i for i, each in enumerate(geometries) if each["type"] == kind]
        level: list[Any] = [geometries[i]["coordinates"] for i in places]
        offsets = []  # where each line, ring and area begins, from the outermost to the innermost
        for _ in range(DEPTHS[kind][0]):
            offsets.append(np.array([0, *accumulate(map(len, level))]))
            level = list(chain.from_iterable(level))
        numbers = np.fromiter(chain.from_iterable(level), float, 2 * len(level))
        type_ = shapely.GeometryType[kind.upper()]
        shapes = shapely.from_ragged_array(type_, numbers.reshape(-1, 2), tuple(offsets[::-1]))
        found.update(zip(places, shapes, strict=True))
    return [found[i] for i in range(len(geometries))]


def together(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Compose geometries: a multi-geometry where all are of one kind, else a collection.

    Areas are united, so that members that touch or overlap make one outline.

    Examples
    --------
    >>> together([shapely.Point(0, 0), shapely.Point(1, 1)]).wkt
    'MULTIPOINT ((0 0), (1 1))'
    """
    flat = [part for each in parts for part in getattr(each, "geoms", [each])]
    kinds = {part.geom_type for part in flat}
    if kinds == {"Polygon"}:
        # On the grid of the files: rounded later, thin holes would collapse and be invalid.
        return shapely.union_all(flat, grid_size=10.0**-DECIMALS)
    if kinds == {"LineString"}:
        return shapely.MultiLineString(flat)
    if kinds == {"Point"}:
        return shapely.MultiPoint(flat)
    return shapely.GeometryCollection(flat)


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return value


def table_frame(rows: Iterable[Row], name: str) -> pd.DataFrame:
    """Return a table of `layers/` as a frame of text columns, in the order of the schema."""
    columns = [column.name for column in schema.TABLES[name]]
    data = [[row.cells.get(column) or "" for column in columns] for row in rows]
    return pd.DataFrame(data, columns=columns, dtype=object)


def records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as dicts: `to_dict` and `iterrows` first look at every cell, and to
    ask a frame for each of its columns takes longer than to copy them all.
    """
    names = frame.columns.tolist()
    for row in frame.to_numpy(dtype=object).tolist():
        yield dict(zip(names, row, strict=True))
