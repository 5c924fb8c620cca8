"""What is measured on a place: where its name stands, how large and how far it is."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app import style

_EARTH = pyproj.Geod(ellps="WGS84")
DECIMALS = 5  # of a degree, 1 m: finer than any accuracy in the layers, a sixth less to send
# Nearer than this the place is on the sheet, or just off it; no distance is said.
FAR_KM = 95


def anchor(geometry: BaseGeometry, seat: Iterable[float] | None) -> list[float]:
    """Return where the name stands, (lng, lat) degrees.

    At the seat, in the middle of a line, well inside an area.
    """
    if seat:
        return [round(x, DECIMALS) for x in seat]
    parts = list(getattr(geometry, "geoms", [geometry]))
    largest = max(parts, key=lambda part: (part.area, part.length))
    if largest.geom_type == "LineString":
        point = largest.interpolate(0.5, normalized=True)
    elif largest.geom_type == "Polygon":
        point = shapely.maximum_inscribed_circle(largest, tolerance=width(largest) / 50)
        point = shapely.Point(point.coords[0])
    else:
        point = largest.centroid
    return [round(point.x, DECIMALS), round(point.y, DECIMALS)]


def width(geometry: BaseGeometry) -> float:
    """Return how wide a geometry is, degrees of longitude."""
    west, _, east, _ = geometry.bounds
    return float(east - west)


def far_km(centre: Iterable[float] | None, at: list[float]) -> int:
    """Return the distance from the plan's centre, km, or 0 for what is not far."""
    if not centre:
        return 0
    lng, lat = centre
    _, _, metres = _EARTH.inv(lng, lat, at[0], at[1])
    km = round(metres / 1000)
    return km if km > FAR_KM else 0


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
    if not math.isnan(stated_area):
        return float(stated_area), None, False
    if not math.isnan(stated_length):
        return None, float(stated_length), False
    if geometry.geom_type.endswith("Polygon"):
        return three_digits(area_km2(geometry)), None, True
    if geometry.geom_type.endswith("LineString"):
        return None, three_digits(_EARTH.geometry_length(geometry) / 1000), True
    return None, None, False


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area of a polygon on the ellipsoid, km²."""
    area, _ = _EARTH.geometry_area_perimeter(geometry)
    return float(abs(area) / 1e6)


def three_digits(value: float) -> float:
    """Round to three digits: more would claim what the drawing does not know.

    Examples
    --------
    >>> three_digits(1234.5), three_digits(4.8765)
    (1230.0, 4.88)
    """
    if value == 0:
        return 0.0
    return round(value, 2 - math.floor(math.log10(abs(value))))
