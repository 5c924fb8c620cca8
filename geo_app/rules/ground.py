"""Features on a plane in metres, for what is asked of one place beside another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo_app.features import Feature

WATER = ("river_area", "lake", "river")  # kinds of the context
_DEGREE_M = 111_200.0  # of latitude; within 0.5 % of the ellipsoid between 0 and 60 degrees
_WIDEST_M = 20_000.0  # no river is wider; a number beyond it is a slip
_DECIMALS = 4  # of a degree, some 10 m: a position to look at


class Plane:
    """A plane true to scale at one latitude; 1 % off one degree further north or south.

    Parameters
    ----------
    latitude
        Degrees, WGS 84.
    """

    def __init__(self, latitude: float) -> None:
        self._east = _DEGREE_M * math.cos(math.radians(latitude))

    def shape(self, geometry: Mapping[str, Any]) -> BaseGeometry:
        """Return a well-formed GeoJSON geometry, WGS 84, in metres."""
        import shapely
        from shapely.geometry import shape

        return shapely.transform(shape(dict(geometry)), lambda flat: flat * [self._east, _DEGREE_M])

    def where(self, x: float, y: float) -> str:
        """Return a place on the plane as "lng, lat", for a message."""
        return f"{round(x / self._east, _DECIMALS)}, {round(y / _DEGREE_M, _DECIMALS)}"


def latitude_of(feature: Feature) -> float:
    """Return the latitude of a feature's first position, degrees."""
    found: Any = feature.geometry["coordinates"] if feature.geometry else [0, 0]
    while isinstance(found[0], list):
        found = found[0]
    return float(found[1])


def water_of(context: Iterable[Feature], plane: Plane) -> list[BaseGeometry]:
    """Return the water of the context in metres: areas, lakes, and rivers as wide as they say."""
    wet = []
    for each in context:
        if each.geometry and each.properties["kind"] in WATER:
            drawn = plane.shape(each.geometry)
            width = each.properties.get("width_m") if each.properties["kind"] == "river" else None
            half = min(width or 0, _WIDEST_M) / 2
            wet.append(drawn.buffer(half, quad_segs=2) if half else drawn)
    return wet
