"""What a place looks like on the map: areas, ribbons, lines and circles, by layer and certainty.

The same rules as the map document's: see the style guide's table of basis and geometry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.picture import curves
from geo_app.picture.entries import Entry
from geo_app.picture.frame import Frame
from geo_app.picture.svg import number, path_data, tag
from geo_app.style import (
    AREA_WIDTH,
    BAND_MAX_PX,
    DASHES,
    LAYERS,
    PLAIN_FILL_ABOVE_KM2,
    PLAN_ORDER,
    WIDE_FILL_ABOVE_KM2,
    WIDTHS,
    Ramp,
)

# A ribbon on both banks is wider than the river, or it would hide under it. Metres.
_BANK_M = {"corridor": 1000, "green": 1500}
_BANK_MORE = Ramp(9, 13, 9, 16)
_BAND_OPACITY = 0.13
# From this error on a point wears its circle, and only while it can be seen as one, units.
_CIRCLE_FROM_M = 300
_CIRCLE = (13, 74)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A place on one map: its geometry there, curves included, cut to the frame exactly."""

    entry: Entry
    shape: BaseGeometry
    seen: BaseGeometry


@dataclass(frozen=True, slots=True)
class Sheet:
    """The plan's drawing in one frame, by the height at which each part lies."""

    banks: str
    areas: str
    lines: str
    rails: str
    circles: str
    drawn: tuple[Drawn, ...]


def draw_plan(entries: Iterable[Entry], frame: Frame) -> Sheet:
    """Draw every place that rests on the map and has something in the frame."""
    drawn = [found for e in _bottom_first(entries) if (found := _drawn(e, frame))]
    areas, lines, rails, banks, circles = [], [], [], [], []
    for each in drawn:
        entry = each.entry
        if entry.seat:
            continue
        if entry.shape == "area":
            areas.append(_area(each, frame))
        elif entry.shape == "point":
            circles.append(_circles(each, frame))
        elif entry.layer in _BANK_M and entry.basis == "along-river":
            banks.append(_bank(each, frame))
        elif entry.layer == "rail" or entry.kind == "river_crossing":
            lines.append(_band(each, frame, "schematic_line") if entry.layer == "rail" else "")
            rails.append(_cased(each, frame))
        else:
            lines.append(_ribbon(each, frame))
    return Sheet(
        "".join(banks),
        "".join(areas),
        "".join(lines),
        "".join(rails),
        "".join(circles),
        tuple(drawn),
    )


def colour(layer: str) -> str:
    """Return a layer's line colour in the light theme."""
    return LAYERS[layer].line.light


def label_colour(layer: str) -> str:
    """Return a layer's label colour in the light theme."""
    return LAYERS[layer].label.light


def _bottom_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: (PLAN_ORDER.index(e.layer), -e.area_km2, e.number))


def _drawn(entry: Entry, frame: Frame) -> Drawn | None:
    if not entry.at_rest or entry.shape == "group":
        return None
    if entry.seat:
        there: BaseGeometry = shapely.Point(frame.point(*entry.at))
    else:
        there = _softened(entry, frame.project(entry.geometry))
    seen = frame.cut(there, 0)
    return None if seen.is_empty else Drawn(entry, frame.cut(there), seen)


def _softened(entry: Entry, there: BaseGeometry) -> BaseGeometry:
    soft = entry.certainty == "schematic" or entry.layer == "corridor"
    if entry.shape == "line":
        if entry.layer == "rail":
            return curves.splined(there)
        return curves.rounded(there) if soft and not entry.stations else there
    if entry.shape == "area":
        return curves.rounded(there) if soft else shapely.make_valid(there)
    return there


def _data(each: Drawn) -> str:
    lines = curves.lines_of(curves.simple(each.shape))
    return path_data(lines, closed=each.entry.shape == "area")


def _stroke(data: str, layer: str, width: float, **more: object) -> str:
    look: dict[str, object] = {"fill": "none", "stroke": colour(layer)}
    look |= {"stroke_width": number(width), "stroke_linejoin": "round"}
    return tag("path", d=data, **{**look, **more})


def _dash(name: str, entry: Entry) -> str | None:
    dash = DASHES[name] if entry.certainty == "schematic" else None
    return f"{dash[0]} {dash[1]}" if dash else None


def _area(each: Drawn, frame: Frame) -> str:
    entry = each.entry
    data = _data(each)
    km2 = entry.area_km2
    quiet = km2 > WIDE_FILL_ABOVE_KM2
    fill = colour(entry.layer) if km2 > PLAIN_FILL_ABOVE_KM2 else f"url(#p-{entry.layer})"
    opacity = (0.05 if quiet else 0.085) if km2 > PLAIN_FILL_ABOVE_KM2 else None
    parts = [tag("path", d=data, fill=fill, fill_opacity=opacity, fill_rule="evenodd")]
    if not quiet:
        parts.append(_band(each, frame, entry.certainty))
    wide = AREA_WIDTH[entry.certainty] * frame.width(WIDTHS["area_factor"])
    dash = _dash("area", entry)
    parts.append(_stroke(data, entry.layer, wide * (0.8 if quiet else 1), stroke_dasharray=dash))
    return "".join(parts)


def _band(each: Drawn, frame: Frame, certainty: str) -> str:
    entry = each.entry
    if entry.shape == "line" and entry.certainty != "schematic":
        return ""
    most = BAND_MAX_PX[certainty] * (0.7 if entry.layer == "region" else 1)
    wide = min(2 * entry.accuracy / frame.metres, most)
    if not wide:
        return ""
    return _stroke(_data(each), entry.layer, wide, stroke_opacity=_BAND_OPACITY)


def _ribbon(each: Drawn, frame: Frame) -> str:
    entry = each.entry
    water = entry.layer == "water"
    ribbon = frame.width(WIDTHS["waterway_ribbon" if water else "corridor_ribbon"])
    thin = frame.width(WIDTHS["waterway" if water else "corridor"])
    dash = None if water else _dash("corridor", entry)
    data = _data(each)
    return _stroke(
        data, entry.layer, ribbon, stroke_opacity=0.12, stroke_linecap="round"
    ) + _stroke(data, entry.layer, thin, stroke_dasharray=dash, stroke_linecap="round")


def _bank(each: Drawn, frame: Frame) -> str:
    layer = each.entry.layer
    river = _BANK_M[layer] / frame.metres + frame.width(_BANK_MORE)
    wide = max(river, frame.width(WIDTHS["bank"])) + (6 if layer == "green" else 0)
    return _stroke(_data(each), layer, wide, stroke_opacity=0.2, stroke_linecap="round")


def _cased(each: Drawn, frame: Frame) -> str:
    entry = each.entry
    name = "rail" if entry.layer == "rail" else "crossing"
    data = _data(each)
    case = _stroke(data, entry.layer, frame.width(WIDTHS[f"{name}_case"]), stroke="#FFFFFF")
    dash = _dash(name, entry)
    return case + _stroke(data, entry.layer, frame.width(WIDTHS[name]), stroke_dasharray=dash)


def _circles(each: Drawn, frame: Frame) -> str:
    entry = each.entry
    radius = entry.accuracy / frame.metres
    if entry.accuracy < _CIRCLE_FROM_M or not _CIRCLE[0] < radius < _CIRCLE[1]:
        return ""
    hue = colour(entry.layer)
    look = {"fill": hue, "fill_opacity": 0.07, "stroke": hue, "stroke_width": 1}
    return "".join(
        tag("circle", cx=x, cy=y, r=radius, **look, stroke_dasharray="1 3", stroke_linecap="round")
        for x, y in curves.points_of(each.shape)
    )
