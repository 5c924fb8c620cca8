"""What must hold of the geometry of one feature: GeoJSON, WGS 84, [lng, lat], right-hand rule.

The rules go from the coarse to the fine, and a coarse fault ends the matter: nobody is told of
the winding of a ring that crosses itself. Repeats within a feature are folded into one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from operator import mul
from typing import Any

from geo_app.errors import Fault, did_you_mean
from geo_app.geojson import DECIMALS
from geo_app.rulebook import At, fault, folded, listed, shown
from geo_app.rules.properties import is_number
from geo_app.values import Bbox

Position = list[Any]

# How deep the positions of a type lie, and what its coordinates are in words.
DEPTHS: dict[str, tuple[int, str]] = {
    "Point": (0, "a position"),
    "MultiPoint": (1, "a list of positions"),
    "LineString": (1, "a list of positions"),
    "MultiLineString": (2, "a list of lists of positions"),
    "Polygon": (2, "a list of rings of positions"),
    "MultiPolygon": (3, "a list of lists of rings of positions"),
}
_METRES = 1000  # a number beyond this is no degree: metres of a projected CRS
_METRES_HINT = " (these look like metres; QGIS asks for the CRS when it saves: EPSG:4326)"
_POLE = 85.06  # degrees; no web map shows what lies beyond
_NEAR_HOME = 3.0  # degrees round the plan's home in which a swapped position would land
_UNITS = 10**DECIMALS
_INVALID = {
    "Self-intersection": "a ring crosses itself",
    "Ring Self-intersection": "a ring touches itself",
    "Hole lies outside shell": "a hole lies outside its outer ring",
    "Holes are nested": "a hole lies in another hole",
    "Nested holes": "a hole lies in another hole",
    "Interior is disconnected": "the holes cut the area apart",
    "Nested shells": "one part of the area lies in another",
    "Duplicate Rings": "a ring stands twice",
    "Too few points in geometry component": "a ring has too few different positions",
}


def of_geometry(
    geometry: object, at: At, kind: str, allowed: Sequence[str], home: Bbox | None
) -> Iterator[Fault]:
    """Yield what is wrong with a geometry that is not null.

    Parameters
    ----------
    geometry
        As read from JSON.
    kind
        Of the feature, or "".
    allowed
        The geometry types that the kind may have; empty where the kind is unknown.
    home
        Where the plan lies, to recognise swapped positions; None where it is not known.
    """
    if not isinstance(geometry, dict) or "type" not in geometry:
        yield fault("geometry-shape", at, found=shown(geometry))
        return
    found = geometry["type"]
    if found == "GeometryCollection":
        yield fault("geometry-collection", at)
        return
    if not isinstance(found, str) or found not in DEPTHS:
        near = did_you_mean(str(found), DEPTHS)
        yield fault("geometry-type", at, found=shown(found), near=near, allowed=listed(DEPTHS))
        return
    for key in geometry.keys() - {"type", "coordinates", "bbox"}:
        near = did_you_mean(key, ("coordinates",))
        yield fault(
            "member-of-json",
            at,
            where="the geometry",
            key=key,
            near=near,
            allowed="type, coordinates, bbox",
        )
    if allowed and found not in allowed:
        yield fault("geometry-of-kind", at, kind=kind, found=found, allowed=listed(allowed))
    yield from _of_coordinates(found, geometry.get("coordinates"), at, home)


def _of_coordinates(found: str, coordinates: Any, at: At, home: Bbox | None) -> Iterator[Fault]:
    depth, shape = DEPTHS[found]
    if coordinates == []:
        yield fault("geometry-empty", at, found=found)
        return
    parts = position_lists(found, coordinates)
    if parts is None:
        yield fault("geometry-coordinates", at, type=found, shape=shape, found=shown(coordinates))
        return
    if not all(parts):
        yield fault("geometry-empty", at, found=f"a part of the {found}")
        return
    positions = [each for part in parts for each in part]
    wrong = [] if _are_plain(positions, home) else list(_of_positions(positions, at, home))
    yield from wrong
    if any(not _is_mended_by_rounding(each) for each in wrong):
        return
    around = _leads_around(parts) if found not in ("Point", "MultiPoint") else None
    if around:
        yield fault("position-across", at, a=shown(around[0]), b=shown(around[1]))
        return
    if depth >= 2 and "Polygon" in found:
        yield from _of_rings(found, coordinates, parts, at)
    elif "Line" in found:
        short = [part for part in parts if len({tuple(each[:2]) for each in part}) < 2]
        if short:
            yield fault("line-short", at, found=len(short[0]))
    if found not in ("Point", "MultiPoint"):
        yield from _twice_running(parts, at, "Polygon" in found)


def _leads_around(parts: Iterable[list[Position]]) -> tuple[Position, Position] | None:
    """Return an edge of more than half the world: on a plane it is drawn the other way."""
    for part in parts:
        lngs = [each[0] for each in part]
        if max(lngs) - min(lngs) > 180:  # only then may an edge be so long
            for edge in pairwise(part):
                if abs(edge[0][0] - edge[1][0]) > 180:
                    return edge
    return None


def position_lists(found: str, coordinates: Any) -> list[list[Position]] | None:
    """Return the lists of positions of a geometry: one a line or ring; None if malformed.

    A position is any list that holds no list; whether it is two numbers is asked elsewhere.
    """
    level = [coordinates]
    for _ in range(max(DEPTHS[found][0] - 1, 0)):
        if not all(isinstance(each, list) for each in level):
            return None
        level = [part for each in level for part in (each or [[]])]
    parts = [[part] for part in level] if found == "Point" else level
    for part in parts:
        if not isinstance(part, list):
            return None
        if not all(isinstance(each, list) for each in part):
            return None
        if list in map(type, chain.from_iterable(part)):
            return None
    return parts


def _is_mended_by_rounding(wrong: Fault) -> bool:
    return "decimals" in wrong.what


def _of_positions(positions: Iterable[Position], at: At, home: Bbox | None) -> Iterator[Fault]:
    wrong: dict[str, list[Position]] = {}
    for each in positions:
        rule = _rule_of_position(each, home)
        if rule:
            wrong.setdefault(rule, []).append(each)
    for rule, found in wrong.items():
        values: dict[str, object] = {"found": folded([shown(each) for each in found], "position")}
        if rule == "position-height":
            level = all(each[2:] == [0] for each in found)
            values["tidy"] = ", or run geo-app tidy" if level else ""
        elif rule == "position-range":
            metres = any(abs(value) > _METRES for value in found[0][:2])
            values["hint"] = _METRES_HINT if metres else ""
        elif rule == "position-decimals":
            values["limit"] = DECIMALS
        yield fault(rule, at, **values)


def _are_plain(positions: Sequence[Position], home: Bbox | None) -> bool:
    """Whether positions are what nearly all are: pairs of rounded numbers near the plan's home.

    Those of one geometry are looked at together, as thousands of single looks take a while. Where
    this says no, `_rule_of_position` finds what is wrong, if anything.
    """
    if home is None or set(map(len, positions)) != {2}:
        return False
    lngs, lats = zip(*positions, strict=True)
    if not {*map(type, lngs), *map(type, lats)} <= {float, int}:  # True is neither
        return False
    return (
        max(-180.0, home.west - _NEAR_HOME) <= min(lngs)
        and max(lngs) <= min(180.0, home.west + _width(home) + _NEAR_HOME)
        and max(-_POLE, home.south - _NEAR_HOME) <= min(lats)
        and max(lats) <= min(_POLE, home.north + _NEAR_HOME)
        and (0 not in lngs or 0 not in lats)
        and _are_rounded(lngs)
        and _are_rounded(lats)
    )


def _are_rounded(degrees: Iterable[float]) -> bool:
    """Whether none has more decimals than it may: the same as `round`, in a third of its time."""
    # Divided, the nearest whole number gives the float that is nearest to the decimal number.
    return all([round(each * _UNITS) / _UNITS == each for each in degrees])


def _rule_of_position(each: Position, home: Bbox | None) -> str:
    if len(each) < 2 or not all(map(is_number, each)):
        return "position-numbers"
    if len(each) > 2:
        return "position-height"
    lng, lat = each
    if abs(lat) > 90 and abs(lat) <= 180 and abs(lng) <= 90:
        return "position-swapped"
    if abs(lng) > 180 or abs(lat) > 90:
        return "position-range"
    if home and looks_swapped(lng, lat, home):
        return "position-swapped"
    if abs(lat) > _POLE or (lng == 0 and lat == 0):
        return "position-nowhere"
    if round(lng, DECIMALS) != lng or round(lat, DECIMALS) != lat:
        return "position-decimals"
    return ""


def looks_swapped(lng: float, lat: float, home: Bbox) -> bool:
    """Whether a position lies near the plan's home only once its two numbers change places."""
    return is_near(lat, lng, home) and not is_near(lng, lat, home)


def is_near(lng: float, lat: float, home: Bbox) -> bool:
    """Whether a position lies within three degrees of the plan's home."""
    east = (lng - home.west + _NEAR_HOME) % 360  # of the western edge
    if east > _width(home) + 2 * _NEAR_HOME:
        return False
    return home.south - _NEAR_HOME <= lat <= home.north + _NEAR_HOME


def _width(home: Bbox) -> float:
    return (home.east - home.west) % 360 or 360


def _of_rings(
    found: str, coordinates: Any, rings: Sequence[list[Position]], at: At
) -> Iterator[Fault]:
    short = [ring for ring in rings if len(ring) < (4 if ring[0] == ring[-1] else 3)]
    if short:
        yield fault("ring-short", at, found=len(short[0]))
        return
    unclosed = [ring for ring in rings if ring[0] != ring[-1]]
    if unclosed:
        first, last = (", ".join(map(str, unclosed[0][k])) for k in (0, -1))
        yield fault("ring-open", at, first=first, last=last)
    invalid = _invalid(found, coordinates)
    if invalid:
        yield fault("area-invalid", at, found=invalid[0], where=invalid[1])
        return
    wrong = wrong_way(found, coordinates)
    if wrong:
        outer = sum(hole == 0 for hole in wrong)
        words = _counted(outer, "outer ring"), _counted(len(wrong) - outer, "hole")
        run = "runs" if len(wrong) == 1 else "run"
        yield fault("ring-winding", at, found=f"{' and '.join(filter(None, words))} {run}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}" if count else ""


def _invalid(found: str, coordinates: Any) -> tuple[str, str] | None:
    """Say why an area is invalid and where, by GEOS; None for a valid one."""
    import shapely

    polygons = [coordinates] if found == "Polygon" else coordinates
    rings = [[shapely.linearrings(ring) for ring in polygon] for polygon in polygons]
    shapes = [shapely.polygons(shell, holes or None) for shell, *holes in rings]
    area = shapes[0] if found == "Polygon" else shapely.multipolygons(shapes)
    if area.is_valid:
        return None
    match = re.fullmatch(r"(.+?)\[(.+)\]", shapely.is_valid_reason(area))
    reason, where = match.groups() if match else ("it is not valid", "?")
    lng, _, lat = where.partition(" ")
    return _INVALID.get(reason, f"the area is invalid ({reason})"), _rounded(lng, lat)


def _rounded(lng: str, lat: str) -> str:
    try:
        return f"{round(float(lng), DECIMALS)}, {round(float(lat), DECIMALS)}"
    except ValueError:
        return f"{lng}, {lat}"


def wrong_way(found: str, coordinates: Any) -> list[int]:
    """Return, for each ring that winds the wrong way, its index in its polygon (0: outer)."""
    polygons = [coordinates] if found == "Polygon" else coordinates
    return [
        hole
        for polygon in polygons
        for hole, ring in enumerate(polygon)
        if (area := doubled_area(ring)) != 0 and (area < 0) == (hole == 0)
    ]


def doubled_area(ring: Sequence[Position]) -> int:
    """Return twice the signed area of a ring in square millionths of a degree; > 0 is CCW.

    In whole numbers, so that turning a ring turns the sign and nothing else.
    """
    xs = [round(each[0] * _UNITS) for each in ring]
    ys = [round(each[1] * _UNITS) for each in ring]
    whole: int = sum(map(mul, xs, ys[1:] + ys[:1])) - sum(map(mul, xs[1:] + xs[:1], ys))
    return whole


def _twice_running(parts: Iterable[list[Position]], at: At, is_ring: bool) -> Iterator[Fault]:
    found = [
        shown(each)
        for part in parts
        for each, after in pairwise(part)
        if each == after and len(part) > (4 if is_ring else 2)
    ]
    if found:
        yield fault("position-twice", at, found=folded(found, "position"))
