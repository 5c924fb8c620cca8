"""Chinese and Latin text broken into lines: no line begins with 。 or ends with “."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.picture.fonts import HEI, fonts
from geo_app.picture.svg import escape, number, tag

# Never at the start of a line, and never at its end.
NOT_FIRST = frozenset(",.:;!?%)]}、，。：；！？）》」』”’】〉·…—–～※")
NOT_LAST = frozenset("([{（《「『“‘【〈—–")

# Their left half is empty: at the start of a line they would seem to be indented.
_HALF_EMPTY = frozenset("（《「『“‘【〈")


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks; `bold` in em, `mark` is the highlighter's colour behind it."""

    size: float
    fill: str
    family: str = HEI
    bold: float = 0.0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Piece:
    """A run's part on one line, `x` from the line's start."""

    text: str
    style: Style
    x: float
    width: float


Line = tuple[Piece, ...]


def wrap(runs: list[Run], width: float, *, indent: float = 0.0) -> list[Line]:
    """Break runs into lines of at most `width`; the first starts at `indent`.

    A single character wider than the line still gets one.
    """
    table = fonts()
    chars = [(c, run.style) for run in runs for c in run.text]
    sizes = [table[s.family].advance(c) * s.size for c, s in chars]
    lines: list[Line] = []
    start, at = 0, indent
    i = 0
    while i < len(chars):
        # The fonts' figures fit to a hundredth; a line may be that much too long.
        if at + sizes[i] > width + 0.01 and i > start:
            cut = _break_before(chars, start, i)
            lines.append(_line(chars, sizes, start, cut, indent if not lines else 0.0))
            while cut < len(chars) and chars[cut][0] == " ":
                cut += 1
            start, i, at = cut, cut, 0.0
            continue
        at += sizes[i]
        i += 1
    if start < len(chars):
        lines.append(_line(chars, sizes, start, len(chars), indent if not lines else 0.0))
    return lines


def _break_before(chars: list[tuple[str, Style]], start: int, end: int) -> int:
    for cut in range(end, start, -1):
        if may_break(chars[cut - 1][0], chars[cut][0]):
            return cut
    return end


def may_break(before: str, after: str) -> bool:
    """Say whether a line may end between two characters.

    Examples
    --------
    >>> may_break("长", "沙"), may_break("长", "。"), may_break("“", "长"), may_break(",", "5")
    (True, False, False, False)
    """
    if after in NOT_FIRST or before in NOT_LAST or after == " " or "\u00a0" in (before, after):
        return False
    if before == " ":
        return True
    latin = before.isascii() and after.isascii()
    return not latin or (before in ",;:/" and not after.isdigit())


def _line(
    chars: list[tuple[str, Style]], sizes: list[float], start: int, end: int, x: float
) -> Line:
    pieces: list[Piece] = []
    i = start
    if not x and chars[i][0] in _HALF_EMPTY:
        x = -chars[i][1].size * 0.45
    while i < end:
        j = i
        while j < end and chars[j][1] is chars[i][1]:
            j += 1
        wide = sum(sizes[i:j])
        pieces.append(Piece("".join(c for c, _ in chars[i:j]), chars[i][1], x, wide))
        x += wide
        i = j
    return tuple(pieces)


def line_end(line: Line) -> float:
    """Return where a line ends, from its start."""
    return line[-1].x + line[-1].width if line else 0.0


def draw_line(line: Line, x: float, y: float) -> str:
    """Return a line as SVG: highlighter first, then one text element, its baseline at y."""
    marks = "".join(
        tag(
            "rect",
            x=x + p.x - 0.4,
            y=y - p.style.size * 0.9,
            width=p.width + 0.8,
            height=p.style.size * 1.18,
            fill=p.style.mark,
        )
        for p in line
        if p.style.mark
    )
    spans = "".join(_span(p, x) for p in line)
    return marks + (f'<text y="{number(y)}">{spans}</text>' if spans else "")


def _span(piece: Piece, x: float) -> str:
    style = piece.style
    return tag(
        "tspan",
        escape(fonts()[style.family].legible(piece.text)),
        x=x + piece.x,
        font_size=float(style.size),
        font_family=None if style.family == HEI else style.family,
        fill=style.fill,
        stroke=style.fill if style.bold else None,
        stroke_width=style.bold * style.size if style.bold else None,
    )
