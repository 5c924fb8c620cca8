"""Small drawings of how each layer looks on the map, as images for labels."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from geo_app import style
from geo_app.glyphs import glyph_of

WIDTH, HEIGHT = 28, 17

_OUTLINE = "M3 13 6 3.5 20 2.5l4.5 6L18 14.5z"


@cache
def swatch(layer: str, theme: str) -> str:
    """Return a layer's swatch as a data URI of an SVG, 28 × 17 px.

    Parameters
    ----------
    layer
        A key of `style.LAYERS`; any other gets a plain square.
    theme
        "light" or "dark".

    Examples
    --------
    >>> swatch("rail", "light")[:25]
    'data:image/svg+xml,%3Csvg'
    """
    return "data:image/svg+xml," + quote(_svg(layer, int(theme == "dark")), safe="/=:;,")


def _svg(layer: str, theme: int) -> str:
    look = style.LAYERS.get(layer)
    if look is None:
        inside = f'<rect x="8" y="3" width="11" height="11" fill="{style.COLOURS["ink3"][theme]}"/>'
    else:
        colour, parts = look.line[theme], look.swatch.split("+")
        inside = _base(look, parts[0], colour, theme)
        if parts == ["symbol"]:
            inside += _symbol(look.symbol, colour, theme, (5.5, 0, 17))
        elif "symbol" in parts:
            inside += _symbol(look.symbol, colour, theme, (15, 4, 13))
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'


def _base(look: style.LayerStyle, part: str, colour: str, theme: int) -> str:
    if part in ("area", "fill"):
        tint, pattern = _pattern(look, colour)
        edge = f'stroke="{colour}" stroke-width="1.5"' if part == "area" else ""
        tint = 0.12 if part == "fill" else tint
        return f'{pattern}<path d="{_OUTLINE}" fill="{colour}" fill-opacity="{tint}" {edge}/>' + (
            f'<path d="{_OUTLINE}" fill="url(#p)"/>' if pattern else ""
        )
    stroke = f'fill="none" stroke="{colour}"'
    if part == "line":
        ground = style.COLOURS["panel"][theme]
        return (
            f'<path d="M1 13C9 13 11 4 27 4" {stroke} stroke-width="3"/>'
            f'<circle cx="12.5" cy="9" r="2.4" fill="{ground}" stroke="{colour}"'
            ' stroke-width="1.4"/>'
        )
    if part == "ribbon":
        curve = "M2 12C10 12 14 5 26 5"
        return (
            f'<path d="{curve}" {stroke} stroke-width="9" stroke-opacity=".22"'
            f' stroke-linecap="round"/><path d="{curve}" {stroke} stroke-width="1.3"/>'
        )
    if part == "water":
        return f'<path d="M1 12.5C10 12.5 9 5 14 5" {stroke} stroke-width="2"/>'
    return ""


def _pattern(look: style.LayerStyle, colour: str) -> tuple[float, str]:
    """Return the tint of an area and, where it has one, its pattern as a definition `p`."""
    drawn = {
        "diagonal": '<path d="M-1 8 8-1M-1 1 1-1M6 8 8 6" stroke-opacity=".42"/>',
        "dots": f'<circle cx="3.5" cy="3.5" r="1" fill="{colour}" fill-opacity=".5"/>',
        "dashes": '<path d="M1.5 3h3M6 7.5h3" stroke-opacity=".38"/>',
        "cross": '<path d="M0 3h6M3 0v6" stroke-opacity=".4"/>',
    }.get(look.pattern)
    if drawn is None:
        return look.fill_opacity, ""
    side = look.pattern_px
    stroke = "none" if look.pattern == "dots" else colour
    return look.fill_opacity, (
        f'<pattern id="p" width="{side}" height="{side}" patternUnits="userSpaceOnUse">'
        f'<g stroke="{stroke}" stroke-width=".9">{drawn}</g></pattern>'
    )


def _symbol(name: str, colour: str, theme: int, place: tuple[float, float, float]) -> str:
    glyph = glyph_of(name)
    x, y, size = place
    white = style.COLOURS["glyph"][theme]
    return (
        f'<g transform="translate({x} {y}) scale({size / 18:.3f})">'
        f'<path d="{glyph.body}" fill="{colour}"/>'
        f'<path d="{glyph.strokes}" fill="none" stroke="{white}" stroke-width="1.5"/>'
        f'<path d="{glyph.solid}" fill="{white}"/></g>'
    )
