"""A small drawing of where a place lies: the waters and ring roads of the plan, and the place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.plan import Plan

WIDTH = 640
HEIGHT = 320
# Of the drawing, in px: finer than a screen shows.
_FINE_PX = 0.6
# A place fills at most this share of the drawing, so that its surroundings tell where it is.
_FILLS = 0.5
_LEAST_DEG = 0.16  # 16 km: nearer than that nothing around would be in sight
_WATER = ("river_area", "lake")
_LINES = {"river": "w", "ring_road": "o", "expressway": "o", "high_speed_railway": "t"}


class Locator:
    """Draws places of one plan on the same ground."""

    def __init__(self, plan: Plan) -> None:
        self.ground: list[tuple[str, BaseGeometry]] = []
        for feature in plan.context:
            kind = feature.properties["kind"]
            if feature.geometry and (kind in _WATER or kind in _LINES):
                role = "a" if kind in _WATER else _LINES[kind]
                self.ground.append((role, shapely.geometry.shape(dict(feature.geometry))))
        self.cities = [
            (f.properties["name"], f.properties.get("name_en", ""), f.geometry["coordinates"])
            for f in plan.context
            if f.properties["kind"] in ("district_label", "city_label") and f.geometry
        ]

    def draw(self, geometry: BaseGeometry, label: str) -> str:
        """Return the SVG of a place; `label` is its text for those who do not see it."""
        sheet = _Sheet(geometry)
        parts = [
            f'<path class="{role}" d="{path}"/>'
            for role, shape in self.ground
            if (path := sheet.path(shape))
        ]
        parts += [_place(sheet, part) for part in getattr(geometry, "geoms", [geometry])]
        parts += self._names(sheet)
        return (
            f'<svg class="locator" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="{label}">{"".join(parts)}</svg>'
        )

    def _names(self, sheet: _Sheet) -> list[str]:
        taken: list[tuple[float, float]] = []
        found = []
        for name, _, at in self.cities:
            x, y = sheet.pixel(at)
            free = all(abs(x - a) > 90 or abs(y - b) > 22 for a, b in taken)
            if 30 < x < WIDTH - 30 and 16 < y < HEIGHT - 12 and free:
                taken.append((x, y))
                found.append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(name)}</text>')
        return found


class _Sheet:
    """Web Mercator around a place: degrees → px of the drawing."""

    def __init__(self, geometry: BaseGeometry) -> None:
        west, south, east, north = geometry.bounds
        middle = (west + east) / 2, (_mercator(south) + _mercator(north)) / 2
        width = max((east - west) / _FILLS, _LEAST_DEG)
        height = max((_mercator(north) - _mercator(south)) / _FILLS, _LEAST_DEG / 2)
        self.scale = min(WIDTH / width, HEIGHT / height)
        self.left = middle[0] - WIDTH / 2 / self.scale
        self.top = middle[1] + HEIGHT / 2 / self.scale
        half = WIDTH / 1.8 / self.scale
        self.box = (middle[0] - half, south - half, middle[0] + half, north + half)

    def pixel(self, at: Iterable[float]) -> tuple[float, float]:
        lng, lat, *_ = at
        return (lng - self.left) * self.scale, (self.top - _mercator(lat)) * self.scale

    def path(self, shape: BaseGeometry) -> str:
        inside = shapely.clip_by_rect(shape, *self.box)
        if inside.is_empty:
            return ""
        return _path(self, shapely.simplify(inside, _FINE_PX / self.scale).__geo_interface__)


def _mercator(lat: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


def _place(sheet: _Sheet, part: BaseGeometry) -> str:
    if isinstance(part, shapely.GeometryCollection):
        return "".join(_place(sheet, each) for each in part.geoms)
    if part.geom_type in ("Point", "MultiPoint"):
        spots = [sheet.pixel(p.coords[0]) for p in getattr(part, "geoms", [part])]
        return "".join(f'<circle class="p" cx="{x:.1f}" cy="{y:.1f}" r="7"/>' for x, y in spots)
    role = "l" if "Line" in part.geom_type else "f"
    return f'<path class="{role}" d="{sheet.path(part)}"/>'


def _path(sheet: _Sheet, shape: Mapping[str, Any]) -> str:
    kind = shape["type"]
    if kind == "GeometryCollection":
        return "".join(_path(sheet, each) for each in shape["geometries"])
    at = shape["coordinates"]
    if kind == "LineString":
        return _line(sheet, at)
    if kind == "Polygon":
        return "".join(_line(sheet, ring) + "z" for ring in at)
    if kind == "MultiLineString":
        return "".join(_line(sheet, line) for line in at)
    if kind == "MultiPolygon":
        return "".join(_line(sheet, ring) + "z" for rings in at for ring in rings)
    return ""


def _line(sheet: _Sheet, positions: Any) -> str:
    pixels = [sheet.pixel(at) for at in positions]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pixels)
