"""The drawings of the symbols, one table for the map, the pictures and the styles of exports.

SVG path data in a box of 18 units. White strokes are 1.5 units wide with round ends.
"""

from __future__ import annotations

from typing import NamedTuple


class Glyph(NamedTuple):
    """A symbol: the body in its layer's colour; on it strokes and solid parts in `glyph` white.

    `number` is the body where it carries a number, as on a poster; `middle` the height at which
    the number is centred.
    """

    body: str
    strokes: str
    solid: str = ""
    number: str = ""
    middle: float = 9


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"


def _box(x: float, y: float, w: float, h: float, r: float) -> str:
    arc = f"a{r:g} {r:g} 0 0 1"
    return (
        f"M{x + r:g} {y:g}h{w - 2 * r:g}{arc} {r:g} {r:g}v{h - 2 * r:g}{arc} {-r:g} {r:g}"
        f"h{2 * r - w:g}{arc} {-r:g} {-r:g}v{2 * r - h:g}{arc} {r:g} {-r:g}z"
    )


GLYPHS: dict[str, Glyph] = {
    "newtown": Glyph(
        _box(2.5, 2.5, 13, 13, 1.5), "M6 12V8h3v4M9 12V5.5h3.2V12", "", _box(1.5, 2, 15, 14, 1.5)
    ),
    "park": Glyph(
        "M2 15.5V5.6l4.4 3V5.6l4.4 3V3H16v12.5z",
        "M5.5 12.2h7",
        "",
        "M.6 17V4.4l5.6-2.8v2.8l5.6-2.8v2.8l5.6-2.8V17z",
        10.6,
    ),
    "sci": Glyph(
        "M9 1.6l6.5 3.7v7.4L9 16.4l-6.5-3.7V5.3z",
        _circle(9, 9, 2.1),
        "",
        "M5 1.4h8L17.6 9 13 16.6H5L.4 9z",
    ),
    "rail": Glyph(
        _box(2.5, 2, 13, 14, 4),
        "M6 5.5h6v4.6H6zM6.4 13.2l1-1.4M11.6 13.2l-1-1.4",
        "",
        _box(1, 2, 16, 14, 5),
    ),
    "hub": Glyph(
        _box(1.8, 1.8, 14.4, 14.4, 3.4),
        "M5.8 5h6.4v5.4H5.8zM6.2 13.6l1.3-2M11.8 13.6l-1.3-2M5.8 8h6.4",
        "",
        _box(1.4, 1.8, 15.2, 14.4, 3.4),
    ),
    "airport": Glyph(
        _box(1.8, 1.8, 14.4, 14.4, 3.4),
        "",
        "M9 3.6c.7 0 1 .8 1 1.6v2l4 2.5v1.3l-4-1.2v2.3l1.2 1v1L9 13.5l-2.2.6v-1l1.2-1V9.8L4 11"
        "V9.7l4-2.5v-2c0-.8.3-1.6 1-1.6z",
        _box(1.4, 1.8, 15.2, 14.4, 3.4),
    ),
    "water": Glyph(
        _circle(9, 9, 7.4),
        "M9 5.6v8M5.4 9.8c.2 2.4 1.6 3.7 3.6 3.8 2-.1 3.4-1.4 3.6-3.8M7 7.4h4",
        _circle(9, 4.7, 1.3),
        _circle(9, 9, 7.9),
    ),
    "corridor": Glyph(
        "M1.5 13.5 12 3h4.5v4.5L6 16.5H1.5z",
        "M5 13.5 13 5.7M13.2 8.6V5.5h-3.1",
        "",
        "M.6 2.6h12.6L17.8 9l-4.6 6.4H.6z",
    ),
    "culture": Glyph(
        "M9 1.2 16.8 9 9 16.8 1.2 9z",
        "M5.7 8.4 9 5.8l3.3 2.6M6.8 8.4v3.2h4.4V8.4",
        "",
        "M9-.6 18.6 9 9 18.6-.6 9z",
    ),
    "green": Glyph(
        "M9 1.5c4.3 0 7.2 2.9 7.2 6.6 0 4.2-3.3 6.6-7.2 8.4-3.9-1.8-7.2-4.2-7.2-8.4"
        "C1.8 4.4 4.7 1.5 9 1.5z",
        "M9 13.8V7M9 10.6 6.3 8.4M9 9.4l2.5-2",
        "",
        "M9 .8c4.8 0 8 3 8 7 0 4.6-3.6 7.6-8 9.6-4.4-2-8-5-8-9.6 0-4 3.2-7 8-7z",
        8.4,
    ),
    "biz": Glyph(
        "M9 1.6 16.6 7 13.7 16H4.3L1.4 7z",
        "M6.3 12.6V8.3h5.4v4.3zM7.5 8.3c0-2.6 3-2.6 3 0",
        "",
        "M9 .4 17.8 6.6 14.8 16.8H3.2L.2 6.6z",
        9.8,
    ),
    "region": Glyph(_circle(9, 9, 6.8), _circle(9, 9, 3.3), "", _circle(9, 9, 7.9)),
}


def glyph_of(symbol: str, kind: str = "") -> Glyph:
    """Return the drawing of a symbol; a kind that has its own (an airport) comes first."""
    return GLYPHS.get(kind) or GLYPHS.get(symbol) or GLYPHS["region"]
