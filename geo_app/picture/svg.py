"""SVG written by hand: elements as strings, numbers short, text escaped."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence

from geo_app.picture.fonts import HEI, fonts, text_width

Point = tuple[float, float]


def number(value: float) -> str:
    """Write a length with at most two decimals.

    Examples
    --------
    >>> number(2.0), number(1.456), number(-0.001)
    ('2', '1.46', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """Return an element. `_` in an attribute's name stands for `-`; None leaves it out."""
    parts = []
    for key, value in attributes.items():
        if value is None:
            continue
        said = number(value) if isinstance(value, float) else escape(str(value))
        parts.append(f' {key.rstrip("_").replace("_", "-")}="{said}"')
    return (
        f"<{name}{''.join(parts)}>{content}</{name}>" if content else (f"<{name}{''.join(parts)}/>")
    )


def escape(text: str) -> str:
    """Return text that may stand in SVG: markup escaped, control characters left out."""
    kept = (c for c in text if unicodedata.category(c) not in ("Cc", "Cs"))
    return html.escape("".join(kept), quote=True)


def path_data(lines: Iterable[Sequence[Point]], *, closed: bool = False) -> str:
    """Return path data through the points of each line."""
    parts = []
    for line in lines:
        points = [f"{number(x)} {number(y)}" for x, y in line]
        if len(points) > 1:
            parts.append("M" + "L".join(points) + ("z" if closed else ""))
    return "".join(parts)


def text(
    words: str,
    x: float,
    y: float,
    size: float,
    *,
    fill: str,
    family: str = HEI,
    anchor: str = "",
    bold: float = 0.0,
    spacing: float = 0.0,
) -> str:
    """Return a line of text, its baseline at y.

    `anchor` is "middle" or "end". `bold` thickens the strokes by so many em: the typefaces have
    one weight.
    """
    if anchor:
        wide = text_width(words, size, family, spacing) - spacing * size
        x -= wide / 2 if anchor == "middle" else wide
    return tag(
        "text",
        escape(fonts()[family].legible(words)),
        x=float(x),
        y=float(y),
        font_size=float(size),
        font_family=None if family == HEI else family,
        fill=fill,
        stroke=fill if bold else None,
        stroke_width=bold * size if bold else None,
        stroke_linejoin="round" if bold else None,
        letter_spacing=float(spacing * size) if spacing else None,
    )


class Outlines:
    """Outlines of characters, defined once and used wherever a halo needs them.

    A halo drawn as a second, stroked text would be found twice by whoever searches the picture.
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self._paths: list[str] = []

    def halo(
        self,
        words: str,
        x: float,
        y: float,
        size: float,
        *,
        colour: str,
        width: float,
        family: str = HEI,
        spacing: float = 0.0,
    ) -> str:
        """Return a halo for the text that starts at x with its baseline at y."""
        font = fonts()[family]
        uses = []
        at = 0.0
        for character in words:
            if key := self._key(character, family):
                uses.append(f'<use href="#{key}" x="{number(at)}"/>')
            at += (font.advance(character) + spacing) * 1000
        scale = size / 1000
        return tag(
            "g",
            "".join(uses),
            transform=f"translate({number(x)} {number(y)}) scale({scale:.5f})",
            fill="none",
            stroke=colour,
            stroke_width=float(width / scale),
            stroke_linejoin="round",
        )

    def _key(self, character: str, family: str) -> str:
        if (character, family) not in self._ids:
            outline = fonts()[family].outline(character)
            key = f"o{len(self._paths)}" if outline else ""
            if outline:
                self._paths.append(f'<path id="{key}" d="{outline}"/>')
            self._ids[character, family] = key
        return self._ids[character, family]

    def defs(self) -> str:
        """Return the definitions of all outlines that were used."""
        return "".join(self._paths)
