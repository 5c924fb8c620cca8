"""What the document's data says shorter than it was, without losing any of it.

Positions are whole hundred-thousandths of a degree (1 m), each but the first as the step from the
one before it: a third of the bytes of GeoJSON. `unpack.js` turns them back, `open.js` what is
compressed as a whole.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
import shapely

from geo_app.measures import DECIMALS, Numbers, Shapes

_UNITS = 10**DECIMALS
# How deep the lists of positions lie in the coordinates of a geometry.
_DEPTH = {
    "MultiPoint": 0,
    "LineString": 0,
    "MultiLineString": 1,
    "Polygon": 1,
    "MultiPolygon": 2,
}


def gzipped(text: bytes) -> bytes:
    """Return a text compressed, as base64: what stands in a document must be text again."""
    # Without the time, so that the same plan makes the same document.
    return base64.b64encode(gzip.compress(text, 9, mtime=0))


def packed(geometries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return GeoJSON geometries with their coordinates as steps, in a member `at`.

    Parameters
    ----------
    geometries
        GeoJSON, (lng, lat) in degrees.

    Examples
    --------
    >>> packed([{"type": "LineString", "coordinates": [(112.9, 28.1), (112.90002, 28.09999)]}])
    [{'type': 'LineString', 'at': [11290000, 2810000, 2, -1]}]
    """
    chains = [each for geometry in geometries for each in _chains(geometry)]
    ends = np.cumsum([0, *map(len, chains)])
    numbers = list(chain.from_iterable(chain.from_iterable(chains)))
    if len(numbers) != 2 * ends[-1]:  # some have a height, too
        numbers = [number for each in chains for at in each for number in at[:2]]
    steps = _steps(np.array(numbers, dtype=float).reshape(-1, 2), ends)
    return [_with(steps, each) for each in geometries]


def _chains(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """Yield the lists of positions of a geometry, from its first to its last."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _chains(part)
    elif kind == "Point":
        yield [geometry["coordinates"]]
    else:
        yield from _leaves(geometry["coordinates"], _DEPTH[kind])


def _leaves(nested: Any, depth: int) -> Iterator[Any]:
    if not depth:
        yield nested
        return
    for part in nested:
        yield from _leaves(part, depth - 1)


def _with(steps: Iterator[list[int]], geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a geometry with the next of the steps in place of its lists of positions."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_with(steps, part) for part in geometry["geometries"]]}
    depth = _DEPTH.get(kind, 0)
    return {"type": kind, "at": _nested(steps, geometry["coordinates"], depth)}


def _nested(steps: Iterator[list[int]], like: Any, depth: int) -> list[Any]:
    return [_nested(steps, part, depth - 1) for part in like] if depth else next(steps)


def packed_all(geometries: Shapes) -> list[dict[str, Any]]:
    """Return many geometries as `packed` does, each kind in one pass over its positions."""
    found: list[dict[str, Any]] = [{}] * len(geometries)
    types = shapely.get_type_id(geometries)
    for each in np.unique(types):
        which = np.flatnonzero(types == each)
        if each == shapely.GeometryType.GEOMETRYCOLLECTION:
            several = _packed_collections(geometries[which])
        else:
            several = _packed_of_a_kind(geometries[which])
        for i, one in zip(which.tolist(), several, strict=True):
            found[i] = one
    return found


def _packed_collections(geometries: Shapes) -> list[dict[str, Any]]:
    parts = packed_all(shapely.get_parts(geometries))
    ends = np.cumsum([0, *shapely.get_num_geometries(geometries)]).tolist()
    return [
        {"type": "GeometryCollection", "geometries": parts[start:end]}
        for start, end in pairwise(ends)
    ]


def _packed_of_a_kind(geometries: Shapes) -> list[dict[str, Any]]:
    _, positions, found = shapely.to_ragged_array(geometries)
    offsets: list[Any] = list(found) or [np.arange(len(positions) + 1)]
    at: list[Any] = list(_steps(positions[:, :2], offsets[0]))
    for deeper in offsets[1:]:
        at = [at[start:end] for start, end in pairwise(deeper.tolist())]
    kind = geometries[0].geom_type
    return [{"type": kind, "at": each} for each in at]


def _steps(positions: Numbers, ends: np.ndarray[Any, Any]) -> Iterator[list[int]]:
    """Yield the steps of each list of positions; `ends` says where they end, from 0 on."""
    units = np.rint(positions * _UNITS).astype(np.int64)
    steps = np.diff(units, axis=0, prepend=0)
    starts = ends[:-1][ends[:-1] < len(units)]  # an empty list at the end starts nowhere
    steps[starts] = units[starts]
    flat = steps.ravel().tolist()
    return (flat[2 * start : 2 * end] for start, end in pairwise(ends.tolist()))


class Shared:
    """Rows that many places have in common, each kept once and referred to by its number."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        self.rows: list[dict[str, str]] = []
        self._numbers: dict[tuple[str | None, ...], int] = {}

    def number(self, row: Mapping[str, str]) -> int:
        """Return the index of what a row says under the keys; it is kept if it is new."""
        said = tuple(map(row.get, self.keys))
        number = self._numbers.setdefault(said, len(self.rows))
        if number == len(self.rows):
            self.rows.append(
                {key: value for key, value in zip(self.keys, said, strict=True) if value}
            )
        return number
