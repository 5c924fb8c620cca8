"""Whether what is drawn is about as large as its source states, or a sentence says why not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo_app.errors import Fault
from geo_app.rulebook import At, fault
from geo_app.rules.geometries import position_lists

if TYPE_CHECKING:
    from geo_app.features import Feature

AREA_SHARE = 0.10  # an outline drawn from words
LENGTH_SHARE = 0.05  # a line drawn through its stations
# Kilometres a degree of latitude; of longitude times the cosine of the latitude. Within 0.5 %
# of the ellipsoid between the tropics and 60 degrees.
_DEGREE_KM = 111.2


def size_faults(
    properties: Mapping[str, Any], geometry: Mapping[str, Any], at: At
) -> Iterator[Fault]:
    """Yield where a stated area or length differs from the drawing, both well-formed, and no
    `deviation` says why.
    """
    if properties.get("deviation"):
        return
    stated = properties.get("area_km2")
    if stated and "Polygon" in geometry["type"]:
        drawn = area_km2(geometry)
        if abs(drawn - stated) > AREA_SHARE * stated:
            yield fault("area-differs", at, drawn=f"{drawn:.1f}", stated=f"{stated:g}")
    stated = properties.get("length_km")
    if stated and "Line" in geometry["type"]:
        drawn = length_km(geometry)
        if abs(drawn - stated) > LENGTH_SHARE * stated:
            yield fault("length-differs", at, drawn=f"{drawn:.1f}", stated=f"{stated:g}")


def of_group_sizes(places: Iterable[Feature]) -> Iterator[Fault]:
    """Yield the groups whose stated area is not that of their members, all of them areas.

    Parameters
    ----------
    places
        Well-formed. A group of which a member is missing, a site or a line is not asked.
    """
    known = {place.id: place for place in places}
    for place in known.values():
        parts = list(_leaves(place, known))
        if place.geometry is None and all(_is_area(each) for each in parts):
            drawn = [each.geometry for each in parts if each and each.geometry]
            polygons = [polygon for each in drawn for polygon in _polygons(each)]
            whole = {"type": "MultiPolygon", "coordinates": polygons}
            yield from size_faults(place.properties, whole, At(place.file, place.line, place.id))


def _leaves(place: Feature, known: Mapping[str, Feature]) -> Iterator[Feature | None]:
    """Yield what a group is made of in the end, each once; None for a member that is missing."""
    seen, ways = {place.id}, [place.id]
    while ways:
        feature = known.get(ways.pop())
        members = feature.properties.get("members", ()) if feature else ()
        if not members:
            yield feature
        below = [each for each in members if each not in seen]
        seen.update(below)
        ways += below


def _is_area(place: Feature | None) -> bool:
    return place is not None and place.geometry is not None and "Polygon" in place.geometry["type"]


def area_km2(geometry: Mapping[str, Any]) -> float:
    """Return the area of a Polygon or MultiPolygon, WGS 84, in square kilometres."""
    return sum(
        _ring_km2(ring) * (-1 if hole else 1)
        for polygon in _polygons(geometry)
        for hole, ring in enumerate(polygon)
    )


def length_km(geometry: Mapping[str, Any]) -> float:
    """Return the length of a LineString or MultiLineString, WGS 84, in kilometres."""
    lines = position_lists(geometry["type"], geometry["coordinates"]) or []
    return sum(
        math.dist(one, other) for line in map(_plane, lines) for one, other in pairwise(line)
    )


def _polygons(geometry: Mapping[str, Any]) -> list[Any]:
    held: list[Any] = geometry["coordinates"]
    return [held] if geometry["type"] == "Polygon" else held


def _ring_km2(ring: Sequence[Sequence[float]]) -> float:
    flat = _plane(ring)
    pairs = zip(flat, flat[1:] + flat[:1], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def _plane(positions: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Project positions to kilometres round their own middle."""
    lng, lat = (sum(each[k] for each in positions) / len(positions) for k in (0, 1))
    scale = _DEGREE_KM * math.cos(math.radians(lat))
    return [((each[0] - lng) * scale, (each[1] - lat) * _DEGREE_KM) for each in positions]
