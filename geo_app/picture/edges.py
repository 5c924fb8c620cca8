"""Places beyond a map's frame: pills at its edge with number, name and distance."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from geo_app.picture.board import Board, Box, box_at, overlap
from geo_app.picture.entries import Entry
from geo_app.picture.fonts import text_width
from geo_app.picture.ground import colour as ground_colour
from geo_app.picture.shapes import colour, label_colour
from geo_app.picture.svg import number, tag, text
from geo_app.picture.symbols import numbered

NAME = 11.5
FAR = 10.0
_SYMBOL = 15.0
_HEIGHT = 22.0
_SIDE = 6.0
_ARROW = "M1 1.5 9 5 1 8.5 3 5z"


def point_beyond(entries: Iterable[Entry], board: Board, most: int) -> tuple[str, list[Entry]]:
    """Point to places that lie off the sheet, the nearer and more named first.

    Returns
    -------
    tuple
        The SVG, and the places for which there was no room.
    """
    away = sorted(
        (e for e in entries if _is_away(e, board)),
        key=lambda e: (e.wide, -len(e.tasks), e.far_km, e.number),
    )
    out: list[str] = []
    left: list[Entry] = []
    for entry in away:
        drawn = _pointer(entry, board) if len(out) < most else ""
        if drawn:
            out.append(drawn)
        else:
            left.append(entry)
    return "".join(out), left


def _is_away(entry: Entry, board: Board) -> bool:
    if entry.shape == "group":
        return False
    x, y = board.frame.point(*entry.at)
    if board.frame.holds(x, y):
        return False
    return bool(entry.far_km) or entry.wide or entry.shape == "point" or entry.seat


def _pointer(entry: Entry, board: Board) -> str:
    frame = board.frame
    x, y = frame.point(*entry.at)
    dx, dy = x - (frame.x + frame.w / 2), y - (frame.y + frame.h / 2)
    far = f"{entry.far_km:,} km" if entry.far_km else ""
    widths = [text_width(entry.short, NAME), text_width(far, FAR)]
    w = 8 + 12 + _SYMBOL + 4 + widths[0] + (5 + widths[1] if far else 0) + 9
    spot = _spot(board, dx, dy, w)
    if not spot:
        return ""
    board.take(entry.id, box_at(*spot, w, _HEIGHT))
    return _pill(entry, far, spot, (w, widths[0]), math.degrees(math.atan2(dy, dx)))


def _pill(
    entry: Entry, far: str, spot: tuple[float, float], widths: Sequence[float], angle: float
) -> str:
    x, y = spot
    w, name = widths
    left = x - w / 2
    plate = tag(
        "rect",
        x=left,
        y=y - _HEIGHT / 2 + 1,
        width=w,
        height=_HEIGHT - 2,
        rx=10.0,
        fill="#FFFFFF",
        stroke=ground_colour("line2"),
        stroke_width=0.8,
    )
    turn = f"translate({number(left + 8)} {number(y - 5)}) rotate({angle:.1f} 5 5)"
    arrow = tag("path", d=_ARROW, fill=colour(entry.layer), transform=turn)
    sign = numbered(entry.layer, entry.number, left + 20 + _SYMBOL / 2, y, _SYMBOL)
    at = left + 20 + _SYMBOL + 4
    out = plate + arrow + sign
    out += text(entry.short, at, y + NAME * 0.36, NAME, fill=label_colour(entry.layer), bold=0.02)
    if far:
        out += text(far, at + name + 5, y + FAR * 0.36, FAR, fill=ground_colour("ink3"))
    return out


def _spot(board: Board, dx: float, dy: float, w: float) -> tuple[float, float] | None:
    """Find the first free spot along the edge, near where the ray to the place leaves it."""
    f = board.frame
    mx, my = f.w / 2 - w / 2 - _SIDE, f.h / 2 - _HEIGHT / 2 - _SIDE
    at_side = abs(mx / (dx or 1e-9)) < abs(my / (dy or 1e-9))
    k = min(abs(mx / (dx or 1e-9)), abs(my / (dy or 1e-9)))
    for i in range(40):
        step = (1 if i % 2 else -1) * ((i + 1) // 2)
        x = f.w / 2 + dx * k + (0 if at_side else step * 24)
        y = f.h / 2 + dy * k + (step * (_HEIGHT + 2) if at_side else 0)
        x = f.x + min(max(x, w / 2 + _SIDE), f.w - w / 2 - _SIDE)
        y = f.y + min(max(y, _HEIGHT / 2 + _SIDE), f.h - _HEIGHT / 2 - _SIDE)
        box: Box = box_at(x, y, w + 4, _HEIGHT + 2)
        if board.is_inside(box, 0) and not any(overlap(box, other) for _, other in board.taken):
            return x, y
    return None
