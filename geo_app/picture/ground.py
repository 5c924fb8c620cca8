"""The ground beneath the plan: hills, water, roads, railways, in the style of the map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo_app.features import Feature
from geo_app.picture import curves
from geo_app.picture.frame import Frame
from geo_app.picture.svg import number, path_data, tag
from geo_app.style import COLOURS, WIDTHS, Ramp

# Least width of a river, units by zoom: main rivers and the others.
_MAIN_RIVER = Ramp(9, 13, 1.6, 3.2)
_OTHER_RIVER = Ramp(9, 13, 1.0, 2.0)
_SLEEPERS = Ramp(9, 14, 0.5, 1.7)


def colour(name: str) -> str:
    """Return a colour of the light theme: a picture is printed on white."""
    return COLOURS[name].light


def draw_hills(context: Iterable[Feature], frame: Frame) -> str:
    """Return the hills; what lies on both banks of a river is drawn between them and the water."""
    return _areas(_of(context, "hill"), frame, colour("hill"))


def draw_ground(context: Iterable[Feature], frame: Frame) -> str:
    """Return water, roads and railways, bottom to top."""
    context = list(context)
    parts = [
        _lines([river], frame, colour("water"), _river_width(river, frame))
        for river in _of(context, "river")
    ]
    edge = {"stroke": colour("waterline"), "stroke-width": "0.6"}
    parts.append(_areas(_of(context, "river_area", "lake"), frame, colour("water"), edge))
    parts.append(_areas(_of(context, "island"), frame, colour("isle"), edge))
    roads = _of(context, "arterial", "ring_road", "expressway", "bridge")
    wide = [(road, _road_width(road, frame)) for road in roads]
    parts += [_lines([r], frame, colour("roadcase"), w + 1.6) for r, w in wide if w]
    parts += [_lines([r], frame, colour("road"), w) for r, w in wide if w]
    rails = _of(context, "railway", "high_speed_railway")
    parts.append(_lines(rails, frame, colour("railctx"), frame.width(WIDTHS["context_railway"])))
    thin = frame.width(_SLEEPERS)
    parts.append(_lines(rails, frame, colour("road"), thin, {"stroke-dasharray": "7 7"}))
    metro = _of(context, "metro_2021")
    parts.append(_lines(metro, frame, colour("metro"), _from("context_metro", frame), curved=True))
    return "".join(parts)


def shape_of(feature: Feature) -> BaseGeometry:
    """Return a feature's geometry, WGS 84; an empty one where it has none."""
    return shape(dict(feature.geometry)) if feature.geometry else shapely.Point()


def _of(context: Iterable[Feature], *kinds: str) -> list[Feature]:
    return [f for f in context if f.properties["kind"] in kinds]


def _river_width(river: Feature, frame: Frame) -> float:
    least = _MAIN_RIVER if river.properties.get("rank", 3) <= 2 else _OTHER_RIVER
    wide = float(river.properties.get("width_m", 0))
    return max(wide / frame.metres, frame.width(least))


def _road_width(road: Feature, frame: Frame) -> float:
    kind = road.properties["kind"]
    if kind == "ring_road":
        return frame.width(WIDTHS["context_ring_road"])
    if kind == "expressway":
        main = road.properties.get("rank", 3) <= 1
        return frame.width(WIDTHS["context_expressway_ring" if main else "context_expressway"])
    return _from("context_arterial", frame)


def _from(name: str, frame: Frame) -> float:
    """Return a width, or nothing below the zoom at which its ramp begins."""
    ramp = WIDTHS[name]
    return 0.0 if frame.zoom < ramp.z0 else frame.width(ramp)


def _data(feature: Feature, frame: Frame, *, area: bool, curved: bool = False) -> str:
    geometry = shape_of(feature)
    if ("Polygon" in geometry.geom_type) != area:
        return ""
    there = frame.project(geometry)
    if curved:
        there = curves.splined(there)
    if area and not there.is_valid:
        there = shapely.make_valid(there)
    return path_data(curves.lines_of(curves.simple(frame.cut(there))), closed=area)


def _areas(
    features: Iterable[Feature], frame: Frame, fill: str, more: dict[str, Any] | None = None
) -> str:
    data = "".join(_data(f, frame, area=True) for f in features)
    extra = {key.replace("-", "_"): value for key, value in (more or {}).items()}
    return tag("path", d=data, fill=fill, fill_rule="evenodd", **extra) if data else ""


def _lines(
    features: Iterable[Feature],
    frame: Frame,
    stroke: str,
    width: float,
    more: dict[str, Any] | None = None,
    *,
    curved: bool = False,
) -> str:
    data = "".join(_data(f, frame, area=False, curved=curved) for f in features)
    if not data or not width:
        return ""
    extra = {key.replace("-", "_"): value for key, value in (more or {}).items()}
    look = {"fill": "none", "stroke": stroke, "stroke_linejoin": "round"}
    cap = None if extra else "round"
    return tag("path", d=data, **look, stroke_linecap=cap, stroke_width=number(width), **extra)
