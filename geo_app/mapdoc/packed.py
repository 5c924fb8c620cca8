"""What the document's data says shorter than it was, without losing any of it.

Positions are whole hundred-thousandths of a degree (1 m), each but the first as the step from the
one before it: a third of the bytes of GeoJSON. `unpack.js` turns them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from geo_app.measures import DECIMALS, Shapes

_UNITS = 10**DECIMALS
# How deep the lists of positions lie in the coordinates of a geometry.
_DEPTH = {
    "MultiPoint": 0,
    "LineString": 0,
    "MultiLineString": 1,
    "Polygon": 1,
    "MultiPolygon": 2,
}


def packed(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a GeoJSON geometry with its coordinates as steps, in a member `at`.

    Parameters
    ----------
    geometry
        GeoJSON, (lng, lat) in degrees.

    Examples
    --------
    >>> packed({"type": "LineString", "coordinates": [(112.9, 28.1), (112.90002, 28.09999)]})
    {'type': 'LineString', 'at': [11290000, 2810000, 2, -1]}
    """
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [packed(part) for part in geometry["geometries"]]}
    at = geometry["coordinates"]
    return {"type": kind, "at": _steps([at]) if kind == "Point" else _nested(at, _DEPTH[kind])}


def packed_all(geometries: Shapes) -> list[dict[str, Any]]:
    """Return many geometries as `packed` does, each kind in one pass over its positions."""
    found: list[dict[str, Any]] = [{}] * len(geometries)
    types = shapely.get_type_id(geometries)
    for each in np.unique(types):
        which = np.flatnonzero(types == each)
        if each == shapely.GeometryType.GEOMETRYCOLLECTION:
            several = [packed(shapely.geometry.mapping(geometries[i])) for i in which]
        else:
            several = _packed_of_a_kind(geometries[which])
        for i, one in zip(which.tolist(), several, strict=True):
            found[i] = one
    return found


def _packed_of_a_kind(geometries: Shapes) -> list[dict[str, Any]]:
    _, positions, found = shapely.to_ragged_array(geometries)
    offsets: list[Any] = list(found) or [np.arange(len(positions) + 1)]
    units = np.rint(positions[:, :2] * _UNITS).astype(np.int64)
    steps = np.diff(units, axis=0, prepend=0)
    starts = offsets[0][:-1]
    steps[starts] = units[starts]
    flat = steps.ravel().tolist()
    at: list[Any] = [flat[2 * start : 2 * end] for start, end in pairwise(offsets[0].tolist())]
    for deeper in offsets[1:]:
        at = [at[start:end] for start, end in pairwise(deeper.tolist())]
    kind = geometries[0].geom_type
    return [{"type": kind, "at": each} for each in at]


def _nested(at: Any, depth: int) -> list[Any]:
    return [_nested(part, depth - 1) for part in at] if depth else _steps(at)


def _steps(positions: Iterable[Iterable[float]]) -> list[int]:
    steps: list[int] = []
    lng = lat = 0
    for x, y, *_ in positions:
        to = round(x * _UNITS), round(y * _UNITS)
        steps += [to[0] - lng, to[1] - lat]
        lng, lat = to
    return steps


class Shared:
    """Rows that many places have in common, each kept once and referred to by its number."""

    def __init__(self) -> None:
        self.rows: list[dict[str, str]] = []
        self._numbers: dict[tuple[tuple[str, str], ...], int] = {}

    def number(self, row: dict[str, str]) -> int:
        """Return the index of a row, which is kept if it is new."""
        key = tuple(row.items())
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(row)
        return self._numbers[key]
