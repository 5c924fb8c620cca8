"""Signs: a place's number in the shape of its layer, swatches, patterns, the nine squares."""

from __future__ import annotations

from collections.abc import Iterable

from geo_app.glyphs import glyph_of
from geo_app.picture.ground import colour as ground_colour
from geo_app.picture.shapes import colour
from geo_app.picture.svg import number, tag, text
from geo_app.style import LAYERS

# The drawings stand in a box of 18 units.
_BOX = 18


def numbered(layer: str, n: int, x: float, y: float, size: float, *, rim: bool = False) -> str:
    """Return the number of a place in its layer's shape, centred on (x, y); `size` is the box's.

    With a rim it stands out from a map.
    """
    drawing = glyph_of(LAYERS[layer].symbol)
    scale = size / _BOX
    place = f"translate({number(x - size / 2)} {number(y - size / 2)}) scale({scale:.4f})"
    edge = {"stroke": "#FFFFFF", "stroke_width": 2.2} if rim else {}
    body = tag(
        "path", d=drawing.number, transform=place, fill=colour(layer), paint_order="stroke", **edge
    )
    figures = str(n)
    px = size * (0.42 if len(figures) > 2 else 0.5)
    middle = y + (drawing.middle - 9) * scale + px * 0.36
    return body + text(
        figures, x, middle, px, fill=ground_colour("glyph"), anchor="middle", bold=0.05
    )


def symbol(layer: str, kind: str, x: float, y: float, size: float) -> str:
    """Return a layer's own symbol, centred on (x, y)."""
    drawing = glyph_of(LAYERS[layer].symbol, kind)
    scale = size / _BOX
    white = ground_colour("glyph")
    line = {"fill": "none", "stroke": white, "stroke_width": 1.5, "stroke_linecap": "round"}
    parts = tag("path", d=drawing.body, fill=colour(layer))
    if drawing.strokes:
        parts += tag("path", d=drawing.strokes, stroke_linejoin="round", **line)
    if drawing.solid:
        parts += tag("path", d=drawing.solid, fill=white)
    place = f"translate({number(x - size / 2)} {number(y - size / 2)}) scale({scale:.4f})"
    return tag("g", parts, transform=place)


def swatch(layer: str, x: float, y: float, height: float) -> str:
    """Return how a layer is drawn, in small: a box of 28 × 17, its upper left corner at (x, y)."""
    look, _, sign = LAYERS[layer].swatch.partition("+")
    hue = colour(layer)
    line = {"fill": "none", "stroke": hue, "stroke_linecap": "round"}
    outline = "M3 13 6 3.5 20 2.5l4.5 6L18 14.5z"
    if look == "area":
        parts = tag("path", d=outline, fill=f"url(#p-{layer})", stroke=hue, stroke_width=1.5)
    elif look == "fill":
        parts = tag("path", d=outline, fill=hue, fill_opacity=0.12)
    elif look == "line":
        parts = tag("path", d="M1 13C9 13 11 4 27 4", stroke_width=3, **line) + tag(
            "circle", cx=12.5, cy=9, r=2.4, fill="#FFFFFF", stroke=hue, stroke_width=1.4
        )
    elif look == "ribbon":
        parts = "".join(
            tag("path", d="M3 12C10 12 14 5 25 5", stroke_width=w, stroke_opacity=o, **line)
            for w, o in ((9, 0.22), (1.3, 1))
        )
    elif look == "water":
        parts = tag("path", d="M1 12.5C10 12.5 9 5 14 5", stroke_width=2, **line)
    else:
        parts = symbol(layer, "", 14, 8.5, 17)
    if sign:
        parts += symbol(layer, "", 20, 8.5, 13)
    scale = height / 17
    return tag("g", parts, transform=f"translate({number(x)} {number(y)}) scale({scale:.4f})")


def nine(tasks: Iterable[int], x: float, y: float, size: float) -> str:
    """Return the nine squares with those of some tasks filled; upper left corner at (x, y)."""
    step = size / 17 * 6
    side = size / 17 * 5
    chosen = set(tasks)
    squares = {True: "", False: ""}
    for i in range(9):
        left, top = x + i % 3 * step, y + i // 3 * step
        square = f"M{number(left)} {number(top)}h{number(side)}v{number(side)}h{number(-side)}z"
        squares[i + 1 in chosen] += square
    return "".join(
        tag("path", d=data, fill=ground_colour("ink" if on else "line"))
        for on, data in squares.items()
        if data
    )


def patterns() -> str:
    """Return the fill patterns of the layers, as definitions `p-<layer>`."""
    return "".join(
        tag(
            "pattern",
            tag(
                "rect",
                width=style.pattern_px,
                height=style.pattern_px,
                fill=style.line.light,
                fill_opacity=style.fill_opacity,
            )
            + _hatching(style.pattern, style.pattern_px, style.line.light),
            id=f"p-{style.id}",
            width=style.pattern_px,
            height=style.pattern_px,
            patternUnits="userSpaceOnUse",
        )
        for style in LAYERS.values()
    )


def _hatching(pattern: str, px: int, hue: str) -> str:
    if pattern == "dots":
        return tag("circle", cx=px / 2, cy=px / 2, r=1, fill=hue, fill_opacity=0.5)
    third, far = px / 3, px + 1
    data = {
        "diagonal": f"M-1 {far}L{far} -1M-1 1L1 -1M{px - 1} {far}L{far} {px - 1}",
        "dashes": f"M1.5 {third:g}h{third:g}M{third * 2:g} {px - 1.5}h{third:g}",
        "cross": f"M0 {px / 2}h{px}M{px / 2} 0v{px}",
    }.get(pattern)
    if not data:
        return ""
    return tag("path", d=data, stroke=hue, stroke_width=0.9, stroke_opacity=0.42)


def certainty_line(certainty: str, x: float, y: float) -> str:
    """Return a sample of the line that says how exact a place is, 28 wide, centred on y."""
    band = {"surveyed": 0, "derived": 5, "schematic": 9}[certainty]
    data = f"M{number(x)} {number(y)}h28"
    hue = ground_colour("ink2")
    under = tag("path", d=data, stroke=hue, stroke_opacity=0.16, stroke_width=band) if band else ""
    return under + tag(
        "path",
        d=data,
        stroke=hue,
        stroke_width=2.4 if certainty == "surveyed" else 1.3,
        stroke_dasharray="6 4" if certainty == "schematic" else None,
    )
