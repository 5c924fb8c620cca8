"""What the poster says of each place: its number, name, quotation, and where it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo_app import measures, style
from geo_app.picture.typeset import NOT_FIRST
from geo_app.picture.words import Speech
from geo_app.plan import Plan
from geo_app.report import Sentence
from geo_app.values import Span

# Stands beside a place that the report does not name; the foot says what it means.
INFERRED = "※"
# A clause ends at these; the report writes ASCII commas.
STOPS = frozenset(",:;。，：；！？!?")
# A clause shorter than this takes in the one beside it.
LEAST = 14
# So much of a clause is given up to cut it between two items of a list.
_ITEM = 7
_DIRECTIONS = ("E", "NE", "N", "NW", "W", "SW", "S", "SE")
# Which sentence is quoted first where several name a place.
_KINDS = {"sentence": 0, "statement": 1, "heading": 2, "aim": 3, "title": 4}


class Clause(NamedTuple):
    """A slice of the report with the words that name a place inside it."""

    before: str
    words: str
    after: str
    cut_before: bool
    cut_after: bool

    @property
    def text(self) -> str:
        """The slice, word for word."""
        return self.before + self.words + self.after


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the poster. Anchor and geometry are WGS 84 degrees, distances km."""

    number: int
    id: str
    layer: str
    kind: str
    name: str
    short: str
    tasks: tuple[int, ...]
    geometry: BaseGeometry
    basis: str
    accuracy: float
    certainty: str
    shape: str
    at: tuple[float, float]
    seat: bool
    far_km: int
    direction: str
    at_rest: bool
    wide: bool
    area_km2: float
    stations: tuple[tuple[float, float], ...] = ()
    inferred: bool = False
    notes: tuple[str, ...] = field(default=())


def entries(plan: Plan, say: Speech) -> tuple[Entry, ...]:
    """Return the places of a plan, numbered from 1, layer by layer in the order of the text.

    Parameters
    ----------
    plan
        Its places become entries.
    say
        The language of names and notes.
    """
    places = plan.places
    order = [layer.id for layer in plan.layers]
    first = {p: found[1].start if found else 10**9 for p, found in _spans(plan).items()}
    ids = sorted(places.index, key=lambda p: (order.index(places.at[p, "layer"]), first[p], p))
    numbers = {place: i for i, place in enumerate(ids, 1)}
    rows = {row.Index: row for row in places.itertuples()}
    named = set(plan.mentions["place_id"])
    return tuple(_entry(plan, rows[place], numbers, place in named, say) for place in ids)


def clauses(plan: Plan, reach: int) -> dict[str, Clause | None]:
    """Return the quotation of each place by its id; None for one that the report does not name.

    Parameters
    ----------
    plan
        Its places are quoted: by their own words, else by those of a group they belong to.
    reach
        How many characters of the sentence are kept on each side of the words.
    """
    return {place: _clause(plan, found, reach) for place, found in _spans(plan).items()}


def _entry(plan: Plan, row: Any, numbers: Mapping[str, int], is_named: bool, say: Speech) -> Entry:
    geometry: BaseGeometry = row.geometry
    group = bool(row.members)
    accuracy = 0.0 if pd.isna(row.accuracy_m) else float(row.accuracy_m)
    at = measures.anchor(geometry, row.seat)
    far = measures.far_km(plan.about.get("centre"), at)
    shape = "group" if group else _shape(geometry.geom_type)
    wide = measures.is_wide(row.layer, geometry)
    direction = _direction(plan.about.get("centre"), at) if far else ""
    at_rest = measures.is_at_rest(row.layer, geometry, accuracy, group)
    return Entry(
        number=numbers[row.Index],
        id=row.Index,
        layer=row.layer,
        kind=row.kind,
        name=say.pick(row.name, row.name_en),
        short=say.pick(row.short or row.name, row.short_en or row.name_en),
        tasks=tuple(row.tasks),
        geometry=geometry,
        basis=row.basis,
        accuracy=accuracy,
        certainty=style.certainty(row.basis, geometry.geom_type, accuracy),
        shape=shape,
        at=(at[0], at[1]),
        seat=row.layer == "region" and shape == "area" and bool(row.seat),
        far_km=far,
        direction=direction,
        at_rest=at_rest,
        wide=wide,
        area_km2=measures.area_km2(geometry) if shape == "area" else 0.0,
        stations=tuple((s["lng"], s["lat"]) for s in row.stations or ()),
        inferred=bool(row.inferred) and not is_named,
        notes=tuple(_notes(row, numbers, (far, direction, wide, at_rest), say)),
    )


def _notes(
    row: Any, numbers: Mapping[str, int], where: tuple[int, str, bool, bool], say: Speech
) -> Iterable[str]:
    far, direction, wide, at_rest = where
    if row.members:
        named = [numbers[m] for m in row.members if m in numbers]
        if named:
            yield f"{say('made_of')}\u00a0{ranges(named)}"
    elif far:
        yield f"{say(direction)}\u00a0{far:,}\u00a0km"
    elif wide:
        yield say("wide")
    elif not at_rest:
        yield say("vague")


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers with runs folded.

    Examples
    --------
    >>> ranges([7, 3, 4, 5, 9])
    '3–5 7 9'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return " ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else " ".join(map(str, run)) for run in runs
    )


def _shape(geometry_type: str) -> str:
    if "Polygon" in geometry_type:
        return "area"
    return "line" if "Line" in geometry_type else "point"


def _direction(centre: Iterable[float] | None, at: list[float]) -> str:
    lng, lat = centre or at
    angle = math.atan2(at[1] - lat, (at[0] - lng) * math.cos(math.radians(lat)))
    return _DIRECTIONS[round(angle / (math.pi / 4)) % 8]


def _spans(plan: Plan) -> dict[str, tuple[Sentence, Span] | None]:
    """Return the words to quote for each place: its own before a group's, a body before a title."""
    found: dict[str, tuple[tuple[int, ...], Sentence, Span]] = {}
    for through, frame in enumerate((plan.mentions, plan.through)):
        columns = [frame[c].tolist() for c in ("place_id", "sentence", "start", "end")]
        for place, index, start, end in zip(*columns, strict=True):
            sentence = plan.report.sentences[index]
            rank = (through, sentence.task == 0, _KINDS.get(sentence.kind, 5), start)
            if place not in found or rank < found[place][0]:
                found[place] = (rank, sentence, Span(start, end))
    return {p: found[p][1:] if p in found else None for p in plan.places.index}


def _clause(plan: Plan, found: tuple[Sentence, Span] | None, reach: int) -> Clause | None:
    if found is None:
        return None
    sentence, span = found
    text = plan.report.text
    low, high = sentence.span
    start = _left(text, span.start, max(low, span.start - reach), low)
    end = _right(text, span.end, min(high, span.end + reach), high)
    if end - start < LEAST and start > low and text[start - 1] in STOPS:
        start = _left(text, start - 1, max(low, span.start - reach), low)
    if end - start < LEAST and end < high and text[end] in STOPS:
        end = _right(text, end + 1, min(high, span.end + reach), high)
    if start > low and text[start - 1] not in STOPS:
        start = _after_comma(text, start, span.start)
    if end < high and text[end] not in STOPS:
        end = _before_comma(text, span.end, end)
    while start < span.start and text[start] in NOT_FIRST:
        start += 1
    while end > span.end and text[end - 1] in "“‘（(《、":
        end -= 1
    return Clause(
        text[start : span.start],
        text[span.start : span.end],
        text[span.end : end],
        start > low and text[start - 1] not in STOPS,
        end < high and text[end] not in STOPS,
    )


def _after_comma(text: str, start: int, end: int) -> int:
    """Begin a cut list with a whole item of it, and outside of quotation marks, if that is near."""
    near = min(end, start + _ITEM)
    at = max(text.find("、", start, near), _alone(text, start, near, "”", "“"))
    return start if at < 0 else at + 1


def _before_comma(text: str, start: int, end: int) -> int:
    at = text.rfind("、", max(start, end - _ITEM), end)
    opened = text.rfind("“", max(start, end - _ITEM), end)
    if opened > start and "”" not in text[opened:end]:
        at = opened if at < 0 else min(at, opened)
    return end if at < 0 else at


def _alone(text: str, start: int, end: int, closing: str, opening: str) -> int:
    """Return where a closing mark stands whose opening one was cut off, or -1."""
    at = text.find(closing, start, end)
    return -1 if at < 0 or opening in text[start:at] else at


def _left(text: str, at: int, least: int, low: int) -> int:
    while at > least and text[at - 1] not in STOPS:
        at -= 1
    return _whole_word(text, at, low, -1)


def _right(text: str, at: int, most: int, high: int) -> int:
    while at < most and text[at] not in STOPS:
        at += 1
    return _whole_word(text, at, high, 1)


def _whole_word(text: str, at: int, limit: int, step: int) -> int:
    """Move a cut out of a number or a Latin word."""

    def inside(i: int) -> bool:
        return 0 < i < len(text) and _is_latin(text[i - 1]) and _is_latin(text[i])

    while at != limit and inside(at):
        at += step
    return at


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ".%")
