"""What is measured on a place: where its name stands, how large and how far it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app import style
from geo_app.values import Bbox

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Shapes = np.ndarray[Any, np.dtype[np.object_]]

_EARTH = pyproj.Geod(ellps="WGS84")
DECIMALS = 5  # of a degree, 1 m: finer than any accuracy in the layers, a sixth less to send
# Nearer than this the place is on the sheet, or just off it; no distance is said.
FAR_KM = 95


def anchor(geometry: BaseGeometry, seat: Iterable[float] | None) -> list[float]:
    """Return where the name stands, (lng, lat) degrees.

    At the seat, in the middle of a line, well inside an area.
    """
    anchors = Anchors(np.array([geometry]), [seat])
    return anchors.at(anchors.circles())[0]


class Anchors:
    """Where the names of many places stand; see `anchor`.

    In two steps: the circles take long, and no Python, so they can be looked for aside.
    """

    def __init__(self, geometries: Shapes, seats: Sequence[Iterable[float] | None]) -> None:
        self._seats = seats
        self._free = np.array([not seat for seat in seats], dtype=bool)
        self._largest = _largest_parts(geometries[self._free])
        types = shapely.get_type_id(self._largest)
        self._lines = types == shapely.GeometryType.LINESTRING
        self._areas = types == shapely.GeometryType.POLYGON
        bounds = shapely.bounds(self._largest[self._areas])
        self._tolerance = (bounds[:, 2] - bounds[:, 0]) / 50

    def circles(self) -> Shapes:
        """Return the radii of the largest circles within the areas."""
        # One call: whoever computes aside waits for Python's lock after each.
        radii: Shapes = shapely.maximum_inscribed_circle(
            self._largest[self._areas], tolerance=self._tolerance
        )
        return radii

    def at(self, circles: Shapes) -> list[list[float]]:
        """Return where the names stand."""
        found = shapely.centroid(self._largest)
        found[self._lines] = shapely.line_interpolate_point(
            self._largest[self._lines], 0.5, normalized=True
        )
        found[self._areas] = shapely.get_point(circles, 0)
        points = np.full(len(self._seats), None, dtype=object)
        points[self._free] = found
        at = np.round(np.column_stack([shapely.get_x(points), shapely.get_y(points)]), DECIMALS)
        return [
            [round(x, DECIMALS) for x in seat] if seat else mine
            for mine, seat in zip(at.tolist(), self._seats, strict=True)
        ]


def _largest_parts(geometries: Shapes) -> Shapes:
    """Return of each geometry its part of the largest area, else of the greatest length."""
    largest = geometries.copy()
    several = shapely.get_type_id(geometries) >= shapely.GeometryType.MULTIPOINT
    parts, of = shapely.get_parts(geometries[several], return_index=True)
    first = -np.arange(len(parts))
    order = np.lexsort((first, shapely.length(parts), shapely.area(parts), of))
    last = np.searchsorted(of, np.arange(several.sum()), side="right") - 1
    largest[several] = parts[order][last]
    return largest


def bbox_of(geometries: Iterable[BaseGeometry]) -> Bbox:
    """Return the narrowest box around geometries, WGS 84 degrees; there must be one.

    West is greater than east where that box crosses the antimeridian (RFC 7946 §5.2).

    Examples
    --------
    >>> bbox_of([shapely.Point(10, 1), shapely.Point(12, 2)])
    Bbox(west=10.0, south=1.0, east=12.0, north=2.0)
    >>> bbox_of([shapely.box(179, -18, 180, -17), shapely.box(-180, -18, -178, -17)])
    Bbox(west=179.0, south=-18.0, east=-178.0, north=-17.0)
    """
    bounds = shapely.bounds(shapely.get_parts(np.array(list(geometries), dtype=object)))
    bounds = bounds[np.argsort(bounds[:, 0], kind="stable")]
    wests, easts = bounds[:, 0], np.maximum.accumulate(bounds[:, 2])
    gaps = wests[1:] - easts[:-1]
    south, north = float(bounds[:, 1].min()), float(bounds[:, 3].max())
    if len(gaps) and gaps.max() > 360 - (easts[-1] - wests[0]):
        at = int(gaps.argmax())
        return Bbox(float(wests[at + 1]), south, float(easts[at]), north)
    return Bbox(float(wests[0]), south, float(easts[-1]), north)


def width(geometry: BaseGeometry) -> float:
    """Return how wide a geometry is, degrees of longitude."""
    west, _, east, _ = geometry.bounds
    return float(east - west)


def fars_km(centre: Iterable[float] | None, at: Sequence[Sequence[float]]) -> list[int]:
    """Return the distances of many positions from the plan's centre; see `far_km`."""
    if not centre or not len(at):
        return [0] * len(at)
    lng, lat = centre
    # Lists: of arrays that hold one position pyproj makes a number, if numpy is older than 2.4.
    lngs, lats = zip(*at, strict=True)
    _, _, metres = _EARTH.inv([lng] * len(at), [lat] * len(at), list(lngs), list(lats))
    return [km if (km := round(each / 1000)) > FAR_KM else 0 for each in metres]


def far_km(centre: Iterable[float] | None, at: list[float]) -> int:
    """Return the distance from the plan's centre, km, or 0 for what is not far."""
    return fars_km(centre, [at])[0]


def is_wide(layer: str, geometry: BaseGeometry) -> bool:
    """Say whether a region is too large to be drawn among the others."""
    return layer == "region" and width(geometry) > style.REST_REGION_DEG


def is_at_rest(layer: str, geometry: BaseGeometry, accuracy_m: float, is_group: bool) -> bool:
    """Say whether a place is drawn before it is chosen: no groups, wide or vague ones."""
    vague = layer == "corridor" and accuracy_m >= style.REST_CORRIDOR_M
    return not (is_group or is_wide(layer, geometry) or vague)


def size(
    geometry: BaseGeometry, stated_area: float, stated_length: float
) -> tuple[float | None, float | None, bool]:
    """Return area and length, km² and km: as the source states them, else measured (WGS 84).

    The third value says whether they are measured. A stated value that is absent is NaN.
    """
    return sizes(np.array([geometry]), [stated_area], [stated_length])[0]


def sizes(
    geometries: Shapes, stated_areas: Sequence[float], stated_lengths: Sequence[float]
) -> list[tuple[float | None, float | None, bool]]:
    """Return area and length of many places; see `size`."""
    types = shapely.get_type_id(geometries)
    measured = np.zeros(len(geometries))
    for kinds, of_kind in ((_AREAS, areas_km2), (_LINES, lengths_km)):
        which = np.isin(types, kinds)
        measured[which] = _three_digits(of_kind(geometries[which]))
    found: list[tuple[float | None, float | None, bool]] = []
    for of, value, stated_area, stated_length in zip(
        types.tolist(), measured.tolist(), stated_areas, stated_lengths, strict=True
    ):
        if stated_area == stated_area:
            found.append((float(stated_area), None, False))
        elif stated_length == stated_length:
            found.append((None, float(stated_length), False))
        elif of in _AREAS:
            found.append((value, None, True))
        else:
            found.append((None, value, True) if of in _LINES else (None, None, False))
    return found


_AREAS = (int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON))
_LINES = (int(shapely.GeometryType.LINESTRING), int(shapely.GeometryType.MULTILINESTRING))


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area of a polygon on the ellipsoid, km²."""
    return float(areas_km2(np.array([geometry]))[0])


def areas_km2(geometries: Shapes) -> Numbers:
    """Return areas on the ellipsoid, km²; 0 for lines and points.

    In the cylindrical equal-area projection, whose formula is exact (Snyder 1987, 10-15 and 3-12);
    an edge is straight in it, as it nearly is in longitude and latitude (RFC 7946, 3.1.1).
    """
    ecc = math.sqrt(_EARTH.es)

    def equal_area(positions: Numbers) -> Numbers:
        lng, sine = np.radians(positions[:, 0]), np.sin(np.radians(positions[:, 1]))
        log = np.log((1 - ecc * sine) / (1 + ecc * sine)) / (2 * ecc)
        q = (1 - _EARTH.es) * (sine / (1 - _EARTH.es * sine**2) - log)
        return np.column_stack([_EARTH.a * lng, _EARTH.a / 2 * q])

    areas: Numbers = shapely.area(shapely.transform(geometries, equal_area)) / 1e6
    return areas


def lengths_km(geometries: Shapes) -> Numbers:
    """Return lengths on the ellipsoid, km, by its radii of curvature at each edge's middle.

    Good to a millionth for edges of up to 10 km. Of areas, the lengths of their rings.
    """
    parts, of = shapely.get_parts(geometries, return_index=True)
    positions, part = shapely.get_coordinates(parts, return_index=True)
    middle = np.radians((positions[1:, 1] + positions[:-1, 1]) / 2)
    step = np.radians(np.diff(positions, axis=0))
    w = 1 - _EARTH.es * np.sin(middle) ** 2
    east = _EARTH.a / np.sqrt(w) * np.cos(middle) * step[:, 0]
    north = _EARTH.a * (1 - _EARTH.es) / w**1.5 * step[:, 1]
    within = part[1:] == part[:-1]
    metres = np.hypot(east, north) * within
    return np.bincount(of[part[:-1]], metres, minlength=len(geometries)) / 1000


def three_digits(value: float) -> float:
    """Round to three digits: more would claim what the drawing does not know.

    Examples
    --------
    >>> three_digits(1234.5), three_digits(4.8765)
    (1230.0, 4.88)
    """
    return float(_three_digits(np.array([value]))[0])


def _three_digits(values: Numbers) -> Numbers:
    # Python's round, not numpy's: it gives the shortest number that is written the same.
    digits = 2 - np.floor(np.log10(np.where(values == 0, 1, np.abs(values)))).astype(int)
    return np.array([round(v, d) for v, d in zip(values.tolist(), digits.tolist(), strict=True)])
