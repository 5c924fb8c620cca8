"""Names of the ground: rivers, cities, districts, hills, lakes, towns, road numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import shapely

from geo_app.features import Feature
from geo_app.picture import curves
from geo_app.picture.board import Board, box_at
from geo_app.picture.fonts import HEI, SONG, text_width
from geo_app.picture.ground import colour, shape_of
from geo_app.picture.svg import Outlines, number, tag, text
from geo_app.picture.words import Speech


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of name is set, and from which to which zoom."""

    kinds: tuple[str, ...]
    colour: str
    size: float
    spacing: float
    family: str
    least: tuple[float, float]  # for ranks 1 and 2, for the others
    most: float = 99
    leans: bool = False


# In the order in which they are placed.
_RULES = (
    Rule(("city_label",), "t-city", 13, 0, HEI, (0, 0), 12),
    Rule(("district_label",), "t-dist", 14, 0.35, HEI, (9, 9), 13.5),
    Rule(("island",), "t-hill", 12, 0.1, SONG, (11.6, 11.6)),
    Rule(("hill_label", "hill"), "t-hill", 12, 0.1, SONG, (9.4, 11)),
    Rule(("lake",), "t-water", 12, 0, SONG, (10.8, 10.8), leans=True),
    Rule(("county_seat",), "t-place", 12, 0, HEI, (9.4, 9.4)),
    Rule(("town_label",), "t-place", 11.5, 0, HEI, (9.4, 9.8)),
)
_SHIELDS_FROM = 9.4
_SHIELD = 9.0
# size, gap in em, distance between two names of one river
_MAIN = (16.0, 3.2, 420.0)
_OTHER = (12.0, 2.1, 620.0)
# Chinese water names lean left.
_LEAN = "skewX(12)"


def name_ground(
    context: Iterable[Feature], board: Board, outlines: Outlines, said: set[str], say: Speech
) -> str:
    """Name the ground where there is room.

    Parameters
    ----------
    said
        Names that stand already as places; they are not written twice.
    """
    context = list(context)
    written = said | {name.rstrip("市县区") for name in said}
    rivers = [f for f in context if _words(f, say) not in said]
    out = _rivers(rivers, board, outlines, say)
    zoom = board.frame.zoom
    for rule in _RULES:
        some = [f for f in context if f.properties["kind"] in rule.kinds]
        for feature in sorted(some, key=lambda f: f.properties.get("rank", 3)):
            least = rule.least[feature.properties.get("rank", 3) > 2]
            if least < zoom < rule.most:
                out += _name(feature, rule, board, outlines, written, say)
    if zoom > _SHIELDS_FROM:
        out += [_shield(road, board) for road in context if road.properties.get("ref")]
    return "".join(out)


def _words(feature: Feature, say: Speech) -> str:
    properties = feature.properties
    return say.pick(properties.get("name"), properties.get("name_en"))


def _name(
    feature: Feature,
    rule: Rule,
    board: Board,
    outlines: Outlines,
    written: set[str],
    say: Speech,
) -> list[str]:
    words = _words(feature, say)
    there = board.frame.project(shape_of(feature))
    if not words or words in written:
        return []
    if "Polygon" in there.geom_type:
        parts = getattr(there, "geoms", [there])
        there = shapely.maximum_inscribed_circle(max(parts, key=lambda p: p.area), tolerance=1)
        there = shapely.Point(there.coords[0])
    x, y = there.centroid.x, there.centroid.y
    spacing = 0.04 if say.english and rule.spacing else rule.spacing
    w = text_width(words, rule.size, rule.family, spacing) - spacing * rule.size
    box = box_at(x, y, w + 2, rule.size * 1.2)
    if not board.is_free(box):
        return []
    board.take(f"ground {words}", box)
    written.add(words)
    return [_set(words, x, y, rule, spacing, outlines)]


def _set(words: str, x: float, y: float, rule: Rule, spacing: float, outlines: Outlines) -> str:
    """One name, centred on (x, y), with its halo."""
    w = text_width(words, rule.size, rule.family, spacing) - spacing * rule.size
    ground = colour("water" if rule.colour == "t-water" else "land")
    wide = 2.0 if rule.colour == "t-water" else 2.8
    left, base = -w / 2, rule.size * 0.36
    look = {"family": rule.family, "spacing": spacing}
    halo = outlines.halo(
        words,
        left,
        base,
        rule.size,
        colour=ground,
        width=wide,
        **look,  # type: ignore[arg-type]
    )
    name = text(words, left, base, rule.size, fill=colour(rule.colour), **look)  # type: ignore[arg-type]
    lean = " " + _LEAN if rule.leans else ""
    return tag("g", halo + name, transform=f"translate({number(x)} {number(y)}){lean}")


def _rivers(context: Iterable[Feature], board: Board, outlines: Outlines, say: Speech) -> list[str]:
    """Names as Chinese maps set them: upright characters spread along the stream."""
    out = []
    zoom = board.frame.zoom
    rivers = [f for f in context if f.properties["kind"] == "river" and f.properties.get("name")]
    for river in sorted(rivers, key=lambda f: f.properties.get("rank", 3)):
        rank = river.properties.get("rank", 3)
        if rank > 1 and zoom <= (9.2 if rank == 2 else 10.6):
            continue
        there = board.frame.cut(board.frame.project(shape_of(river)), 0)
        for line in curves.lines_of(shapely.line_merge(there)):
            out += _river(_words(river, say), rank, line, board, outlines, say)
    return out


def _river(
    words: str,
    rank: int,
    line: list[tuple[float, float]],
    board: Board,
    outlines: Outlines,
    say: Speech,
) -> list[str]:
    size, gap_em, every = _MAIN if rank <= 1 else _OTHER
    pieces = [words] if say.english else list(words)
    stream = curves.Measured(line)
    gap = size * gap_em
    length = gap * (len(pieces) - 1)
    wide = max(text_width(piece, size, SONG) for piece in pieces) + 2
    rule = Rule((), "t-water", size, 0, SONG, (0, 0), leans=True)
    out = []
    start, last = gap / 2, -every
    while start + length < stream.length:
        if start - last >= every:
            spots = _readable([stream.at(start + i * gap) for i in range(len(pieces))])
            boxes = [box_at(x, y, wide, size * 1.2) for x, y in spots]
            if all(board.is_free(box) for box in boxes):
                for piece, (x, y), box in zip(pieces, spots, boxes, strict=True):
                    out.append(_set(piece, x, y, rule, 0, outlines))
                    board.take(f"ground {piece}", box)
                last = start + length
        start += size * 0.75
    return out


def _readable(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Turn the spots so that the name reads left to right, or downward."""
    (x1, y1), (x2, y2) = spots[0], spots[-1]
    flat = abs(x2 - x1) > abs(y2 - y1)
    backward = x1 > x2 + 2 if flat else y1 > y2 + 2
    return spots[::-1] if backward else spots


def _shield(road: Feature, board: Board) -> str:
    """Put a road's number on its shield."""
    words = str(road.properties["ref"])
    there = board.frame.cut(board.frame.project(shape_of(road)), 0)
    w = text_width(words, _SHIELD) + 8
    for line in sorted(map(curves.Measured, curves.lines_of(there)), key=lambda m: -m.length):
        for share in (0.5, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9):
            x, y = line.at(line.length * share)
            box = box_at(x, y, w + 2, 15)
            if not board.is_free(box):
                continue
            board.take(f"road {words}", box)
            plate = tag(
                "rect",
                x=x - w / 2,
                y=y - 6.5,
                width=w,
                height=13.0,
                rx=3,
                fill="#FFFFFF",
                stroke=colour("ctl"),
                stroke_width=0.8,
            )
            base = y + _SHIELD * 0.36
            return plate + text(words, x, base, _SHIELD, fill=colour("ink2"), anchor="middle")
    return ""
