"""The index: every place with its number, name and quotation, in columns, by layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geo_app.features import Layer
from geo_app.picture.board import Box
from geo_app.picture.entries import INFERRED, Clause, Entry
from geo_app.picture.fonts import SONG
from geo_app.picture.ground import colour
from geo_app.picture.shapes import label_colour
from geo_app.picture.symbols import nine, numbered, swatch
from geo_app.picture.typeset import Line, Run, Style, draw_line, line_end, wrap
from geo_app.picture.words import Speech

_GAP = 15.0
# A column holds about so many characters beside the number.
_CHARACTERS = 17.5
_LEADING = 1.32
# Above a heading, in lines; at a column's top it falls away.
_HEADROOM = 0.5


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (entry None) or a place, set for a column's width; sizes in units."""

    layer: str
    entry: Entry | None
    lines: tuple[Line, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Setting:
    """The type of an index: size, columns and their width."""

    size: float
    columns: int
    width: float

    @property
    def left(self) -> float:
        """Where text stands beside the number."""
        return self.size * 2.05

    @property
    def leading(self) -> float:
        """From baseline to baseline."""
        return self.size * _LEADING


@dataclass(frozen=True, slots=True)
class Placed:
    """Blocks in columns: SVG, and the box of each place by id."""

    svg: str
    boxes: dict[str, Box] = field(default_factory=dict)


def setting(size: float, width: float) -> Setting:
    """Return columns for a type size that fill a width."""
    one = size * (_CHARACTERS + 2.05)
    columns = max(1, round((width + _GAP) / (one + _GAP)))
    return Setting(size, columns, (width - _GAP * (columns - 1)) / columns)


def blocks(
    layers: Iterable[Layer],
    entries: Sequence[Entry],
    quotes: Mapping[str, Clause | None],
    how: Setting,
    say: Speech,
) -> list[Block]:
    """Set headings and places, in order."""
    found: list[Block] = []
    for layer in layers:
        mine = [entry for entry in entries if entry.layer == layer.id]
        if not mine:
            continue
        found.append(_heading(layer, len(mine), how, say))
        found += [_block(entry, quotes[entry.id], how, say) for entry in mine]
    return found


def _heading(layer: Layer, n: int, how: Setting, say: Speech) -> Block:
    name = Style(how.size * 1.14, label_colour(layer.id), bold=0.04)
    count = Style(how.size * 0.95, colour("ink3"))
    runs = [Run(say.pick(layer.title, layer.title_en), name), Run(f" {n}", count)]
    lines = wrap(runs, how.width - how.size * 3.4)
    return Block(layer.id, None, tuple(lines), how.leading * (len(lines) + _HEADROOM + 0.35))


def _block(entry: Entry, clause: Clause | None, how: Setting, say: Speech) -> Block:
    size = how.size
    said = Style(size, "#3A3D40", SONG)
    note = Style(size * 0.92, colour("ink3"))
    runs = [Run(entry.name, Style(size, colour("ink"), bold=0.04))]
    runs += [Run(INFERRED if entry.inferred else "", note), Run(" ", said)]
    if clause:
        marked = Style(size, "#3A3D40", SONG, mark=colour("mark"))
        runs += [Run(("…" if clause.cut_before else "") + clause.before, said)]
        runs += [Run(clause.words, marked)]
        runs += [Run(clause.after + ("…" if clause.cut_after else ""), said)]
    else:
        runs.append(Run(say("no_quote"), note))
    if entry.notes:
        runs.append(Run(" " + " · ".join(entry.notes), note))
    lines = wrap([r for r in runs if r.text], how.width - how.left)
    # The number and the nine squares below it take two lines.
    return Block(entry.layer, entry, tuple(lines), how.leading * max(2, len(lines)) + size * 0.28)


def balanced(found: Sequence[Block], columns: int) -> float:
    """Return the least height at which blocks fit into so many columns."""
    if not found:
        return 0.0
    low = max(_need(found, i) for i in range(len(found)))
    high = sum(b.height for b in found) + 1
    while high - low > 0.5:
        middle = (low + high) / 2
        done = fill(found, columns, middle)
        low, high = (low, middle) if sum(map(len, done)) == len(found) else (middle, high)
    return high


def fill(found: Sequence[Block], columns: int, height: float) -> list[list[Block]]:
    """Fill columns in order, as far as they go; a heading stays with its first place."""
    out: list[list[Block]] = []
    i = 0
    for _ in range(columns):
        column: list[Block] = []
        room = height
        while i < len(found):
            # A place taller than a whole column overflows it rather than be lost.
            if _need(found, i) > room and column:
                break
            column.append(found[i])
            room -= found[i].height
            i += 1
        out.append(column)
    return out


def _need(found: Sequence[Block], i: int) -> float:
    """Return what a block needs below it: a heading also the place that follows."""
    follows = found[i].entry is None and i + 1 < len(found)
    return found[i].height + (found[i + 1].height if follows else 0.0)


def draw(columns: Sequence[Sequence[Block]], x: float, y: float, how: Setting) -> Placed:
    """Draw columns from (x, y) on."""
    parts: list[str] = []
    boxes: dict[str, Box] = {}
    for i, column in enumerate(columns):
        left, top = x + i * (how.width + _GAP), y
        for j, block in enumerate(column):
            if not j and block.entry is None:
                top -= how.leading * _HEADROOM
            parts.append(_draw_block(block, left, top, how))
            if block.entry:
                right = left + how.left + max(map(line_end, block.lines))
                bottom = top + how.leading * max(2, len(block.lines))
                boxes[block.entry.id] = (left, top, right, bottom)
            top += block.height
    return Placed("".join(parts), boxes)


def _draw_block(block: Block, left: float, top: float, how: Setting) -> str:
    size = how.size
    entry = block.entry
    if entry is None:
        base = top + how.leading * _HEADROOM + size * 1.02
        out = swatch(block.layer, left - size * 0.2, base - size * 1.12, size * 1.5)
        for i, line in enumerate(block.lines):
            out += draw_line(line, left + size * 2.9, base + i * how.leading)
        return out
    sign = size * 1.42
    out = numbered(entry.layer, entry.number, left + sign / 2, top + sign / 2, sign)
    base = top + size * 1.02
    for i, line in enumerate(block.lines):
        out += draw_line(line, left + how.left, base + i * how.leading)
    side = size * 0.86
    return out + nine(entry.tasks, left + (sign - side) / 2, top + sign + size * 0.2, side)
