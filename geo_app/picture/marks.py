"""Numbers and names of the plan's places on a map: greedy, the important first, no overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.picture import curves
from geo_app.picture.board import Board, Box, box_at
from geo_app.picture.fonts import HEI, text_width
from geo_app.picture.ground import colour as ground_colour
from geo_app.picture.shapes import Drawn, colour, label_colour
from geo_app.picture.svg import Outlines, number, tag, text
from geo_app.picture.symbols import numbered
from geo_app.style import NAME_ORDER

SYMBOL = 17.0
NAME = 12.0
BIG = 13.5
PILL = 11.0
# An area this wide has its name set larger; one that shows less than this is not numbered.
_BIG_FROM = 150
_LEAST_AREA = 60
_LEAST_LINE = 14
_HALO = 3.2
_BOLD = 0.035
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.05, 0.95)
# A number moved further than this from its spot keeps a thread to it.
_THREAD_FROM = 9
_RINGS = (16, 23, 31, 40, 52, 66)


@dataclass
class Marked:
    """What was placed: SVG bottom to top, and the ids of the places that have their number."""

    threads: list[str] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)


def mark_places(drawn: Iterable[Drawn], board: Board, outlines: Outlines) -> Marked:
    """Give each place on a map its number, and its name where there is room.

    Parameters
    ----------
    drawn
        The places to be numbered, as they lie in the frame.
    board
        What is taken already; it takes what is placed.
    outlines
        Collects the outlines of the names' halos.
    """
    marked = Marked()
    order = sorted(
        drawn, key=lambda d: (NAME_ORDER.index(d.entry.layer), -_weight(d), d.entry.number)
    )
    spots: list[tuple[Drawn, float, float]] = []
    for each in order:
        if not _is_shown(each):
            continue
        if each.entry.layer == "rail":
            _pill(each, board, marked)
        elif spot := _number(each, board, marked):
            spots.append((each, *spot))
    for each, x, y in spots:
        _name(each, x, y, board, outlines, marked)
    return marked


def _weight(each: Drawn) -> float:
    return float(each.seen.area + each.seen.length)


def _is_shown(each: Drawn) -> bool:
    if each.entry.seat or each.entry.shape == "point":
        return True
    if each.entry.shape == "area":
        return bool(each.seen.area >= _LEAST_AREA)
    return bool(each.seen.length >= _LEAST_LINE)


def _pill(each: Drawn, board: Board, marked: Marked) -> None:
    """Put a railway's number and name in one pill on its line."""
    entry = each.entry
    figures = str(entry.number)
    w1 = text_width(figures, PILL) + 5
    for said, beside in ((entry.short, False), ("", False), (entry.short, True), ("", True)):
        w = w1 + text_width(said, PILL) + 13
        home = next(_along(each.seen))
        for x, y in _beside(home) if beside else _along(each.seen):
            box = box_at(x, y, w, 18)
            if not board.is_free(box):
                continue
            board.take(entry.id, box)
            if beside:
                marked.threads.append(_thread(entry.layer, home, (x, y)))
            marked.symbols.append(_pill_svg(each, said, box, w1))
            marked.numbers.add(entry.id)
            return


def _pill_svg(each: Drawn, words: str, box: Box, number_width: float) -> str:
    entry = each.entry
    ink = colour(entry.layer)
    dashed = entry.certainty == "schematic"
    fill, on = ("#FFFFFF", ink) if dashed else (ink, "#FFFFFF")
    left, top, right, bottom = box
    plate = tag(
        "rect",
        x=left + 0.75,
        y=top + 0.75,
        width=right - left - 1.5,
        height=bottom - top - 1.5,
        rx=8.2,
        fill=fill,
        stroke=ink if dashed else "#FFFFFF",
        stroke_width=1.4,
    )
    base = (top + bottom) / 2 + PILL * 0.36
    out = plate + text(str(entry.number), left + 7, base, PILL, fill=on, bold=0.06)
    if words:
        out += text(words, left + 7 + number_width, base, PILL, fill=on, bold=0.02)
    return out


def _number(each: Drawn, board: Board, marked: Marked) -> tuple[float, float] | None:
    entry = each.entry
    home = _home(each)
    for x, y in _spots(each, home):
        box = box_at(x, y, SYMBOL + 1, SYMBOL + 1)
        if not board.is_free(box):
            continue
        board.take(entry.id, box)
        if math.hypot(x - home[0], y - home[1]) > _THREAD_FROM and not _covers(each, x, y):
            marked.threads.append(_thread(entry.layer, home, (x, y)))
        marked.symbols.append(numbered(entry.layer, entry.number, x, y, SYMBOL, rim=True))
        marked.numbers.add(entry.id)
        return x, y
    return None


def _covers(each: Drawn, x: float, y: float) -> bool:
    if each.entry.shape == "area" and not each.entry.seat:
        return bool(each.seen.covers(shapely.Point(x, y)))
    if each.entry.shape == "line":
        return bool(each.seen.distance(shapely.Point(x, y)) < _THREAD_FROM)
    return False


def _thread(layer: str, a: tuple[float, float], b: tuple[float, float]) -> str:
    data = f"M{number(a[0])} {number(a[1])}L{number(b[0])} {number(b[1])}"
    hue = colour(layer)
    dot = tag("circle", cx=a[0], cy=a[1], r=1.8, fill=hue)
    return tag("path", d=data, stroke=hue, stroke_width=0.9) + dot


def _home(each: Drawn) -> tuple[float, float]:
    """Where a number stands best: the anchor, or the middle of what is seen."""
    entry = each.entry
    if entry.shape == "point" or entry.seat:
        x, y = curves.points_of(each.seen)[0]
        return x, y
    if entry.shape == "line":
        return next(iter(_along(each.seen)))
    parts = [p for p in getattr(each.seen, "geoms", [each.seen]) if p.area]
    largest = max(parts, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=1)
    x, y = circle.coords[0]
    return x, y


def _along(seen: BaseGeometry) -> Iterator[tuple[float, float]]:
    lines = curves.lines_of(seen)
    longest = max((curves.Measured(line) for line in lines), key=lambda line: line.length)
    for share in _SHARES:
        yield longest.at(longest.length * share)


def _spots(each: Drawn, home: tuple[float, float]) -> Iterator[tuple[float, float]]:
    if each.entry.shape == "line":
        yield from _along(each.seen)
    yield home
    yield from _beside(home)


def _beside(home: tuple[float, float]) -> Iterator[tuple[float, float]]:
    for radius in _RINGS:
        for step in range(12):
            # East first, then its neighbours: a number reads best beside its place.
            turn = (step + 1) // 2 * (1 if step % 2 else -1)
            angle = turn * math.pi / 6
            yield home[0] + radius * math.cos(angle), home[1] + radius * math.sin(angle)


def _name(
    each: Drawn, x: float, y: float, board: Board, outlines: Outlines, marked: Marked
) -> None:
    entry = each.entry
    wide = math.sqrt(each.seen.envelope.area) if entry.shape == "area" else 0
    big = wide > _BIG_FROM and entry.layer != "region"
    size, spacing = (BIG, 0.06) if big else (NAME, 0.0)
    w = text_width(entry.short, size, HEI, spacing) + 3
    h = size * 1.22
    for dx, dy in _sides(w, h):
        box = box_at(x + dx, y + dy, w, h)
        if not board.is_free(box):
            continue
        board.take(f"{entry.id} name", box)
        left, base = box[0] + 1.5, y + dy + size * 0.36
        look = {"width": _HALO, "colour": ground_colour("land"), "spacing": spacing}
        marked.names.append(
            outlines.halo(entry.short, left, base, size, **look)  # type: ignore[arg-type]
            + text(
                entry.short,
                left,
                base,
                size,
                fill=label_colour(entry.layer),
                bold=_BOLD,
                spacing=spacing,
            )
        )
        return


def _sides(w: float, h: float) -> Iterator[tuple[float, float]]:
    side = SYMBOL / 2 + w / 2 + 1
    up = SYMBOL / 2 + h / 2
    yield from ((side, 0), (-side, 0), (0, up), (0, -up))
    yield from ((side * 0.8, up), (side * 0.8, -up), (-side * 0.8, up), (-side * 0.8, -up))
    yield from ((side, h * 0.5), (side, -h * 0.5), (-side, h * 0.5), (-side, -h * 0.5))
