"""A plan on both sides of 180 degrees, as it is drawn: side by side, not a world apart.

Data and exports keep longitudes within ±180, geometries cut there and boxes whose west is greater
than their east (RFC 7946, 3.1.9 and 5.2). A drawing puts each part in the turn of the world that is
nearest to the middle of the plan's home: there longitudes go on beyond 180, and the cuts close.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import geopandas
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.features import Feature
from geo_app.measures import Shapes, bbox_of
from geo_app.plan import Plan
from geo_app.values import Bbox

# A plan whose home is farther from the antimeridian than this, degrees, has nothing across it.
_NEAR = 45.0
_BOXES = ("home", "home_phone")
_SEVERAL: dict[str, Callable[[list[BaseGeometry]], Any]] = {
    "MultiPoint": shapely.multipoints,
    "MultiLineString": shapely.multilinestrings,
    "MultiPolygon": shapely.multipolygons,
}


def home_of(plan: Plan, key: str = "home") -> Bbox:
    """Return the box that a plan shows first, east of its west: it may end beyond 180.

    Parameters
    ----------
    plan
        One without a home is shown whole.
    key
        "home", or "home_phone": the same on a narrow screen.
    """
    given = plan.about.get(key) or plan.about.get("home") or bbox_of(plan.places.geometry)
    west, south, east, north = map(float, given)
    return Bbox(west, south, east + 360 if east < west else east, north)


def middle_of(plan: Plan) -> float | None:
    """Return the longitude round which a plan is drawn, or None: far from the antimeridian."""
    west, _, east, _ = home_of(plan)
    middle = (west + east) / 2
    return middle if abs(middle) > 180 - _NEAR else None


def unrolled(plan: Plan) -> Plan:
    """Return a plan as it is drawn; itself, where it lies far from the antimeridian.

    Examples
    --------
    >>> from geo_app import load_plan
    >>> plan = load_plan()
    >>> unrolled(plan) is plan
    True
    """
    middle = middle_of(plan)
    if middle is None:
        return plan
    places = plan.places
    places["seat"] = [at and (_turned(at[0], middle), at[1]) for at in places["seat"]]
    places["stations"] = [_turned_stations(each, middle) for each in places["stations"]]
    shapes = _unrolled_shapes(np.asarray(places.geometry.values), middle)
    places = places.set_geometry(geopandas.GeoSeries(shapes, index=places.index, crs=places.crs))
    context = tuple(_unrolled_feature(each, middle) for each in plan.context)
    about = {**plan.about}
    for key in _BOXES:
        if key in about:
            about[key] = list(home_of(plan, key))
    if "centre" in about:
        about["centre"] = [_turned(about["centre"][0], middle), about["centre"][1]]
    return replace(plan, about=about, context=context, _places=places)


def rolled(shape: BaseGeometry) -> BaseGeometry:
    """Return a geometry within ±180 degrees, cut at the antimeridian if it leads over it.

    Examples
    --------
    >>> rolled(shapely.LineString([(179, -17), (181, -16)])).wkt
    'MULTILINESTRING ((179 -17, 180 -16.5), (-180 -16.5, -179 -16))'
    """
    west, _, east, _ = shape.bounds
    if -180 <= west and east <= 180:
        return shape
    parts: list[BaseGeometry] = []
    for turn in (-360, 0, 360):
        part = shapely.clip_by_rect(shape, turn - 180, -90, turn + 180, 90)
        if shapely.get_dimensions(part) == shapely.get_dimensions(shape):
            parts += shapely.get_parts(_shifted(part, -turn)).tolist()
    if len(parts) == 1:
        return parts[0]
    return _together(f"Multi{parts[0].geom_type}", parts)


def within(lng: float) -> float:
    """Return a longitude within ±180 degrees.

    Examples
    --------
    >>> within(180.5), within(180), within(-540)
    (-179.5, 180, -180)
    """
    return lng if abs(lng) <= 180 else (lng + 180) % 360 - 180


def _turned(lng: float, middle: float) -> float:
    return float(lng + 360 * round((middle - lng) / 360))


def _turned_stations(
    stations: Iterable[Mapping[str, Any]] | None, middle: float
) -> tuple[dict[str, Any], ...] | None:
    if stations is None:
        return None
    return tuple({**each, "lng": _turned(each["lng"], middle)} for each in stations)


def _unrolled_feature(feature: Feature, middle: float) -> Feature:
    if feature.geometry is None:
        return feature
    shape = _unrolled_shape(shapely.geometry.shape(dict(feature.geometry)), middle)
    return replace(feature, geometry=dict(shapely.geometry.mapping(shape)))


def _unrolled_shapes(shapes: Shapes, middle: float) -> Shapes:
    bounds = shapely.bounds(shapes)
    beyond = (bounds[:, 0] < middle - 180) | (bounds[:, 2] > middle + 180)
    found = shapes.copy()
    for i in np.flatnonzero(beyond):
        found[i] = _unrolled_shape(shapes[i], middle)
    return found


def _unrolled_shape(shape: BaseGeometry, middle: float) -> BaseGeometry:
    """Move each part to its turn, and join what was cut; a part itself is never torn."""
    if not hasattr(shape, "geoms"):
        return _moved(shape, middle)
    if isinstance(shape, shapely.GeometryCollection):
        return shapely.GeometryCollection([_unrolled_shape(each, middle) for each in shape.geoms])
    return _joined(shape.geom_type, [_moved(each, middle) for each in shape.geoms])


def _joined(kind: str, parts: list[BaseGeometry]) -> BaseGeometry:
    several = _together(kind, parts)
    if kind == "MultiPolygon":
        return shapely.union_all([several])
    if kind == "MultiLineString":
        return shapely.line_merge(several)
    return several


def _together(kind: str, parts: list[BaseGeometry]) -> BaseGeometry:
    several: BaseGeometry = _SEVERAL[kind](parts)
    return several


def _moved(part: BaseGeometry, middle: float) -> BaseGeometry:
    west, _, east, _ = part.bounds
    own = (west + east) / 2
    return _shifted(part, _turned(own, middle) - own)


def _shifted(shape: BaseGeometry, by: float) -> BaseGeometry:
    return shapely.transform(shape, lambda at: np.add(at, (by, 0))) if by else shape
