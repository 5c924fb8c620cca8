"""Curves for drawing: rails bend through their stations, unknown corners are rounded.

Points are (x, y) in the sheet's units. Files and exports keep the data as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
_STEPS = 6
_TENSION = 0.38
# Rings with more vertices than this came from a survey of their own: they are not rounded.
_ROUNDED_BELOW = 40
# Vertices nearer to the line than this are not seen in print, units.
_TOLERANCE = 0.12


def lines_of(geometry: BaseGeometry) -> list[list[Point]]:
    """Return the lines of a geometry, rings of areas included, nothing of points."""
    if geometry.is_empty:
        return []
    if hasattr(geometry, "geoms"):
        return [line for part in geometry.geoms for line in lines_of(part)]
    if isinstance(geometry, shapely.Polygon):
        return [_points(ring) for ring in (geometry.exterior, *geometry.interiors)]
    if geometry.geom_type in ("LineString", "LinearRing"):
        return [_points(geometry)]
    return []


def points_of(geometry: BaseGeometry) -> list[Point]:
    """Return the points of a Point or MultiPoint."""
    return [(p.x, p.y) for p in getattr(geometry, "geoms", [geometry]) if p.geom_type == "Point"]


def simple(geometry: BaseGeometry) -> BaseGeometry:
    """Leave out the vertices that nobody would see."""
    return shapely.simplify(geometry, _TOLERANCE)


def splined(geometry: BaseGeometry) -> BaseGeometry:
    """Return lines as curves through all of their points (cubic Hermite)."""
    return shapely.MultiLineString([_spline(line) for line in lines_of(geometry)])


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Return lines and areas with their corners rounded (three passes of Chaikin)."""
    if "Polygon" not in geometry.geom_type:
        return shapely.MultiLineString([_chaikin(line, False) for line in lines_of(geometry)])
    polygons = []
    for part in getattr(geometry, "geoms", [geometry]):
        shell, *holes = [
            _chaikin(ring, True) if len(ring) < _ROUNDED_BELOW else ring for ring in lines_of(part)
        ]
        polygons.append(shapely.Polygon(shell, holes))
    return shapely.make_valid(shapely.MultiPolygon(polygons))


def _points(line: BaseGeometry) -> list[Point]:
    return [(x, y) for x, y, *_ in line.coords]


def _spline(line: Sequence[Point]) -> list[Point]:
    if len(line) < 3:
        return list(line)
    out: list[Point] = []
    for i in range(len(line) - 1):
        before, start = line[max(0, i - 1)], line[i]
        end, after = line[i + 1], line[min(len(line) - 1, i + 2)]
        for step in range(_STEPS):
            s = step / _STEPS
            out.append(
                (
                    _hermite(s, before, start, end, after, 0),
                    _hermite(s, before, start, end, after, 1),
                )
            )
    return [*out, line[-1]]


def _hermite(s: float, before: Point, a: Point, b: Point, after: Point, k: int) -> float:
    leave = (b[k] - before[k]) * _TENSION
    arrive = (after[k] - a[k]) * _TENSION
    s2, s3 = s * s, s * s * s
    return (
        (2 * s3 - 3 * s2 + 1) * a[k]
        + (s3 - 2 * s2 + s) * leave
        + (3 * s2 - 2 * s3) * b[k]
        + (s3 - s2) * arrive
    )


def _chaikin(line: Sequence[Point], closed: bool) -> list[Point]:
    path = list(line[:-1] if closed else line)
    for _ in range(3):
        pairs = zip(path, [*path[1:], path[0]], strict=True)
        cut = [p for a, b in pairs for p in (_between(a, b, 0.25), _between(a, b, 0.75))]
        path = cut if closed else [path[0], *cut[:-2], path[-1]]
    return [*path, path[0]] if closed else path


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


class Measured:
    """A line that can be asked for the point at a distance from its start."""

    def __init__(self, line: Iterable[Point]) -> None:
        self._line = shapely.LineString(line)
        self.length: float = self._line.length

    def at(self, distance: float) -> Point:
        """Return the point at a distance from the start."""
        point = self._line.interpolate(distance)
        return point.x, point.y
