"""One map of the poster: ground, plan, numbers, names, pointers, scale bar."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.features import Feature
from geo_app.picture.board import Board, box_at
from geo_app.picture.curves import points_of
from geo_app.picture.edges import point_beyond
from geo_app.picture.entries import Entry
from geo_app.picture.fonts import text_width
from geo_app.picture.frame import Frame
from geo_app.picture.ground import colour, draw_ground, draw_hills
from geo_app.picture.marks import mark_places
from geo_app.picture.names import name_ground
from geo_app.picture.shapes import Drawn, draw_plan
from geo_app.picture.shapes import colour as layer_colour
from geo_app.picture.svg import Outlines, number, tag, text
from geo_app.picture.words import Speech

_CAPTION = 13.0
_SMALL = 10.5
_BAR_WIDE = 120.0


@dataclass(frozen=True, slots=True)
class Map:
    """A finished map: its SVG, what of it is taken, and which places have their number on it."""

    svg: str
    board: Board
    numbered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a map is to show.

    `inset` is the frame of a nearer map; to it are left, of the places that it numbers (`left`),
    those that lie mostly on its ground.
    """

    title: str
    frame: Frame
    pointers: int = 0
    inset: Frame | None = None
    left: frozenset[str] = frozenset()


def draw_map(
    context: Sequence[Feature],
    entries: Sequence[Entry],
    asked: Asked,
    outlines: Outlines,
    say: Speech,
) -> Map:
    """Draw one map; see `Asked`."""
    frame = asked.frame
    board = Board(frame)
    plan = draw_plan(entries, frame)
    furniture = _caption(asked, board) + _scale_bar(board, say)
    inside, drawn = _parted(plan.drawn, asked)
    pointers, left = point_beyond(entries, board, asked.pointers) if asked.pointers else ("", [])
    more = _more(len(left), board, say) if asked.pointers else ""
    marked = mark_places(drawn, board, outlines)
    said = {words for e in entries if e.id in marked.numbers for words in (e.short, e.name)}
    names = name_ground(context, board, outlines, said, say)
    clip = f"c{number(frame.x)}-{number(frame.y)}"
    size = {"x": frame.x, "y": frame.y, "width": frame.w, "height": frame.h}
    edge = {"fill": "none", "stroke": colour("line2"), "stroke_width": 1}
    ground = [
        tag("rect", **size, fill=colour("land")),
        draw_hills(context, frame),
        plan.banks,
        draw_ground(context, frame),
        tag("g", plan.areas, style="mix-blend-mode:multiply") if plan.areas else "",
        plan.lines,
        plan.rails,
        plan.circles,
        "".join(_dot(each) for each in inside),
        _inset(asked),
    ]
    svg = (
        tag("clipPath", tag("rect", **size), id=clip)
        + tag("g", "".join(ground), clip_path=f"url(#{clip})")
        + "".join((*marked.threads, names, *marked.names, *marked.symbols))
        + pointers
        + more
        + tag("rect", **size, **edge)
        + furniture
    )
    return Map(svg, board, frozenset(marked.numbers))


def _parted(drawn: Iterable[Drawn], asked: Asked) -> tuple[list[Drawn], list[Drawn]]:
    """Part what is left to the nearer map from the rest."""
    drawn = list(drawn)
    if asked.inset is None:
        return [], drawn
    west, south, east, north = asked.inset.bbox
    x1, y1 = asked.frame.point(west, north)
    x2, y2 = asked.frame.point(east, south)
    box = shapely.box(x1, y1, x2, y2)
    inside = [d for d in drawn if d.entry.id in asked.left and _mostly(d, box)]
    return inside, [d for d in drawn if d not in inside]


def _mostly(each: Drawn, box: BaseGeometry) -> bool:
    """Say whether more than half of a place lies in a box."""
    part = each.seen.intersection(box)
    if each.seen.area:
        return bool(part.area > each.seen.area / 2)
    if each.seen.length:
        return bool(part.length > each.seen.length / 2)
    return not part.is_empty


def _dot(each: Drawn) -> str:
    if each.entry.shape != "point" and not each.entry.seat:
        return ""
    look = {"fill": layer_colour(each.entry.layer), "stroke": "#FFFFFF", "stroke_width": 0.8}
    return "".join(tag("circle", cx=x, cy=y, r=2.6, **look) for x, y in points_of(each.shape))


def _inset(asked: Asked) -> str:
    if asked.inset is None:
        return ""
    west, south, east, north = asked.inset.bbox
    x1, y1 = asked.frame.point(west, north)
    x2, y2 = asked.frame.point(east, south)
    look = {"fill": "none", "stroke": colour("ink"), "stroke_width": 0.9}
    return tag("rect", x=x1, y=y1, width=x2 - x1, height=y2 - y1, **look)


def _caption(asked: Asked, board: Board) -> str:
    frame = asked.frame
    w = text_width(asked.title, _CAPTION) + 22
    board.take("caption", (frame.x, frame.y, frame.x + w + 2, frame.y + 28))
    plate = tag(
        "rect",
        x=frame.x,
        y=frame.y,
        width=w,
        height=26,
        fill="#FFFFFF",
        stroke=colour("line2"),
        stroke_width=1,
    )
    at = frame.x + 11, frame.y + 18
    return plate + text(asked.title, *at, _CAPTION, fill=colour("ink"), bold=0.03)


def _scale_bar(board: Board, say: Speech) -> str:
    """Draw a bar of a round length, near the lower left corner."""
    frame = board.frame
    most = _BAR_WIDE * frame.metres
    unit = 10 ** math.floor(math.log10(most))
    metres = max(step * unit for step in (1, 2, 5) if step * unit <= most)
    wide = metres / frame.metres
    words = f"{metres / 1000:g} {say('km')}" if metres >= 1000 else f"{metres:g} {say('m')}"
    x, y = frame.x + 12, frame.y + frame.h - 12
    plate = wide + text_width(words, _SMALL) + 20
    board.take("scale", (x - 6, y - 14, x - 6 + plate, y + 8))
    back = tag(
        "rect",
        x=x - 6,
        y=y - 14,
        width=plate,
        height=21,
        rx=3,
        fill=colour("land"),
        fill_opacity=0.85,
    )
    data = f"M{number(x)} {number(y - 5)}v5h{number(wide)}v-5"
    bar = tag("path", d=data, fill="none", stroke=colour("ink"), stroke_width=1.2)
    return back + bar + text(words, x + wide + 6, y + 1, _SMALL, fill=colour("ink2"))


def _more(n: int, board: Board, say: Speech) -> str:
    """How many places beyond the map have no pointer, in the lower right corner."""
    if not n:
        return ""
    words = say("beyond", n=n)
    w = text_width(words, _SMALL) + 12
    f = board.frame
    x, y = f.x + f.w - w / 2 - 6, f.y + f.h - 14
    for _ in range(20):
        box = box_at(x, y, w, 20)
        if board.is_free(box):
            board.take("beyond", box)
            plate = tag(
                "rect",
                x=box[0],
                y=box[1],
                width=w,
                height=20,
                rx=3,
                fill=colour("land"),
                fill_opacity=0.85,
            )
            return plate + text(words, x, y + 4, _SMALL, fill=colour("ink2"), anchor="middle")
        y -= 12
    return ""
