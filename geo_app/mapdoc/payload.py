"""Plan → the one JSON that the map document holds: plain values, text and not offsets."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import orjson
import pandas as pd
import shapely

from geo_app import measures, schema, style, text
from geo_app.antimeridian import home_of, middle_of, unrolled
from geo_app.features import Feature
from geo_app.frames import records
from geo_app.mapdoc.packed import Shared, packed, packed_all
from geo_app.mapdoc.pinyin import pinyin
from geo_app.mapdoc.prose import quotes, runs, spans
from geo_app.measures import DECIMALS
from geo_app.memory import paused_gc
from geo_app.plan import Plan
from geo_app.values import Span

Pair = dict[str, str]
# So many places are JSON objects at once; more would be memory for nothing.
_AT_ONCE = 1000


def payload(plan: Plan, *, lang: str = "", theme: str = "") -> bytes:
    """Return the document's data as JSON, UTF-8.

    Parameters
    ----------
    plan
        What is shown; places are referred to by their index in its order.
    lang, theme
        How the document starts; it holds both languages and both themes.
    """
    return b"".join(payload_parts(plan, lang=lang, theme=theme))


def payload_parts(plan: Plan, *, lang: str = "", theme: str = "") -> list[bytes]:
    """Return `payload` in parts: joined, they are it; in memory it then stands once, not thrice."""
    plan = unrolled(plan)
    places = plan.places
    shapes, seats = np.asarray(places.geometry.values), places["seat"].tolist()
    parts = [slice(start, start + _AT_ONCE) for start in range(0, len(places), _AT_ONCE)]
    with paused_gc(), ThreadPoolExecutor(1) as aside:
        # The circles take as long as all the rest.
        anchors = [measures.Anchors(shapes[part], seats[part]) for part in parts]
        circles = [aside.submit(each.circles) for each in anchors]
        whole = _Payload(plan, places)
        rest = orjson.dumps(whole.rest(lang or plan.lang, theme), default=_plain)
        found = whole.places_in(parts, anchors, circles)
        some = [each for part in found for each in (b",", part)]
        sources = orjson.dumps(whole.sources.rows)
    return [rest[:-1], b',"sources":', sources, b',"places":[', *some[1:], b"]}"]


def pair(zh: str, en: str | None = None) -> Pair:
    """Return a text in both languages; the Chinese one stands in where English is missing."""
    return {"zh": zh, "en": en or zh}


@cache
def _constants() -> dict[str, orjson.Fragment]:
    """Return what every plan's data says alike, as JSON."""
    strings = text.DOCUMENT.items()
    said = {
        "kinds": {kind.id: pair(kind.zh, kind.en) for kind in schema.KINDS.values()},
        "style": style.for_browser(),
        "strings": {
            "zh": {key: both[0] for key, both in strings},
            "en": {key: both[1] for key, both in strings},
        },
    }
    return {key: orjson.Fragment(orjson.dumps(each, default=_plain)) for key, each in said.items()}


class _Payload:
    """Builds the parts, with the indexes that they share."""

    def __init__(self, plan: Plan, places: pd.DataFrame) -> None:
        self.plan = plan
        self.places = places
        self.index = {place: i for i, place in enumerate(self.places.index)}
        self.mentions = plan.mentions
        self.through = plan.through
        self.targets = plan.targets
        self.outcomes = _shown_outcomes(plan.outcomes)
        self.sources = Shared(("title", "publisher", "date", "url"))
        self.groups: dict[str, list[str]] = defaultdict(list)
        for group, members in zip(self.places.index, self.places["members"], strict=True):
            for member in members or ():
                self.groups[member].append(group)
        self.quotes = quotes(self.mentions, self.through)
        self.promised: dict[str, list[int]] = defaultdict(list)
        for i, promised in enumerate(self.targets["places"]):
            for place in dict.fromkeys(promised.split()):
                self.promised[place].append(i)

    def rest(self, lang: str, theme: str) -> dict[str, Any]:
        about, report = self.plan.about, self.plan.report
        return {
            "version": self.plan.version,
            "lang": lang,
            "textLang": report.grammar.tag,
            "theme": theme,
            "title": pair(about.get("title", report.about["title"]), about.get("title_en")),
            "subtitle": pair(report.about.get("subtitle", ""), report.about.get("subtitle_en")),
            "note": pair(about.get("note", ""), about.get("note_en")),
            "review": about.get("review", ""),
            "attribution": about.get("attribution", ""),
            "report": {
                "title": pair(report.about["title"], report.about.get("title_en")),
                "publisher": pair(report.about["publisher"], report.about.get("publisher_en")),
                "date": report.about["date"],
            },
            "home": list(home_of(self.plan)),
            "homePhone": list(home_of(self.plan, "home_phone")),
            "middle": middle_of(self.plan),
            "tasks": [
                {
                    "n": t.number,
                    "name": pair(t.title, t.title_en),
                    "short": pair(t.short, t.short_en),
                }
                for t in report.tasks
            ],
            "layers": [
                {
                    "id": layer.id,
                    "title": pair(layer.title, layer.title_en),
                    "description": pair(layer.description, layer.description_en),
                }
                for layer in self.plan.layers
            ],
            **_constants(),
            "sentences": self._sentences(),
            "reader": self._reader(),
            "targets": [self._target(row) for row in records(self.targets)],
            "context": _context(self.plan.context),
        }

    def _sentences(self) -> list[dict[str, Any]]:
        """Sentences as runs: plain text, and words with the places that they name."""
        members: dict[Span, list[int]] = {}
        for _, span, place in spans(self.through):
            members.setdefault(span, []).append(self.index[place])
        words: dict[int, dict[Span, list[int]]] = {}
        for sentence, span, place in spans(self.mentions):
            words.setdefault(sentence, {}).setdefault(span, []).append(self.index[place])
        return [
            {
                "task": s.task,
                "section": s.section,
                "kind": s.kind,
                "runs": runs(s, words.get(i, {}), members),
                **({"gloss": gloss} if gloss else {}),
            }
            for i, (s, gloss) in enumerate(
                zip(self.plan.report.sentences, self.plan.glosses, strict=True)
            )
        ]

    def _reader(self) -> list[dict[str, Any]]:
        blocks = []
        for block in self.plan.report.blocks:
            row: dict[str, Any] = {"kind": block.kind, "task": block.task}
            if block.sentences:
                row["sentences"] = list(block.sentences)
            else:
                row["text"] = self.plan.report.quote(block.span)
            blocks.append(row)
        return blocks

    def places_in(
        self,
        parts: Iterable[slice],
        anchors: Iterable[measures.Anchors],
        circles: Iterable[Future[measures.Shapes]],
    ) -> Iterator[bytes]:
        """Yield the places of each part as JSON objects, without brackets around them."""
        places = self.places
        syllables = [pinyin(name) for name in places["name"].tolist()]
        columns = (places.index.tolist(), *(places[name].tolist() for name in _COLUMNS))
        rows = list(map(_Row._make, zip(*columns, syllables, strict=True)))
        shapes = np.asarray(places.geometry.values)
        for part, anchor, circle in zip(parts, anchors, circles, strict=True):
            some, packed = rows[part], packed_all(shapes[part])
            drawn = self._drawn(some, shapes[part], anchor.at(circle.result()))
            found = list(map(self._place, some, packed, drawn))
            yield orjson.dumps(found, default=_plain)[1:-1]

    def _drawn(
        self, rows: Sequence[_Row], shapes: measures.Shapes, at: list[list[float]]
    ) -> Iterator[_Drawn]:
        """Return what is measured on places, for all of them at once."""
        bounds = shapely.bounds(shapes)
        wide = (bounds[:, 2] - bounds[:, 0] > style.REST_REGION_DEG).tolist()
        sizes = measures.sizes(
            shapes, [row.area_km2 for row in rows], [row.length_km for row in rows]
        )
        types = [_TYPES[each] for each in shapely.get_type_id(shapes).tolist()]
        boxes = np.round(bounds, DECIMALS).tolist()
        far = measures.fars_km(self.plan.about.get("centre"), at)
        return map(_Drawn, at, boxes, sizes, far, wide, types)

    def _place(self, row: _Row, geometry: dict[str, Any], drawn: _Drawn) -> dict[str, Any]:
        is_group = bool(row.members)
        is_whole = is_group and all(member in self.index for member in row.members or ())
        metres = 0.0 if math.isnan(row.accuracy_m) else row.accuracy_m
        is_wide = drawn.wide and row.layer == "region"
        vague = row.layer == "corridor" and metres >= style.REST_CORRIDOR_M
        area, length, measured = drawn.size
        return {
            "id": row.id,
            "formerly": row.formerly or [],
            "name": pair(row.name, row.name_en),
            "short": pair(row.short or row.name, row.short_en or row.name_en),
            "aliases": row.aliases or [],
            "pinyin": row.pinyin,
            "layer": row.layer,
            "kind": row.kind,
            "geometry": None if is_whole else geometry,
            "certainty": style.certainty(row.basis, drawn.type, metres),
            "basis": row.basis,
            "accuracy": metres or None,
            "tasks": row.tasks,
            "quotes": self.quotes.get(row.id, []),
            "anchor": drawn.anchor,
            "bbox": drawn.bbox,
            "areaKm2": area,
            "lengthKm": length,
            "measured": measured,
            "farKm": drawn.far_km,
            "wide": is_wide,
            "atRest": not (is_group or is_wide or vague),
            "members": row.members or [],
            "groups": self.groups.get(row.id, []),
            "inferred": pair(row.inferred, row.inferred_en) if row.inferred else None,
            "note": pair(row.extent_note, row.extent_note_en),
            "deviation": pair(row.deviation, row.deviation_en) if row.deviation else None,
            "districts": row.districts or [],
            "seat": row.seat,
            "stations": [
                {"name": pair(s["name"], s.get("name_en")), "at": [s["lng"], s["lat"]]}
                for s in row.stations or ()
            ],
            "sources": [self._source(s) for s in row.sources],
            "outcomes": self.outcomes.get(row.id, []),
            "targets": self.promised.get(row.id, []),
        }

    def _source(self, source: Mapping[str, str]) -> dict[str, Any]:
        says = pair(source["says"], source.get("says_en")) if source.get("says") else None
        return {"n": self.sources.number(source), "says": says}

    def _target(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        value = float(row["value"])
        return {
            "id": row["id"],
            "task": int(row["task"]),
            "sentence": int(row["sentence"]),
            "words": row["words"],
            "indicator": pair(row["indicator"], row["indicator_en"]),
            "value": int(value) if value.is_integer() else value,
            "unit": pair(row["unit"], row["unit_en"]),
            "comparator": row["comparator"],
            "deadline": pair(row["deadline"], row["deadline_en"]) if row["deadline"] else None,
            "places": [self.index[p] for p in row["places"].split() if p in self.index],
            "outcomes": self.outcomes.get(row["id"], []),
        }


class _Row(NamedTuple):
    """What the document says of a place, as the plan's columns hold it."""

    id: str
    formerly: tuple[str, ...] | None
    name: str
    name_en: str
    short: str | None
    short_en: str | None
    aliases: tuple[str, ...] | None
    layer: str
    kind: str
    basis: str
    tasks: tuple[int, ...]
    members: tuple[str, ...] | None
    inferred: str | None
    inferred_en: str | None
    extent_note: str
    extent_note_en: str
    deviation: str | None
    deviation_en: str | None
    districts: tuple[str, ...] | None
    seat: tuple[float, float] | None
    stations: tuple[Mapping[str, Any], ...] | None
    sources: tuple[Mapping[str, str], ...]
    accuracy_m: float
    area_km2: float
    length_km: float
    pinyin: str


class _Drawn(NamedTuple):
    """What is measured on the drawing of a place."""

    anchor: list[float]
    bbox: list[float]
    size: tuple[float | None, float | None, bool]
    far_km: int
    wide: bool
    type: str


_COLUMNS = _Row._fields[1:-1]
# Names of the geometry types by their numbers.
_TYPES = (
    *("Point", "LineString", "LinearRing", "Polygon"),
    *("MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"),
)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"not JSON: {value!r}")


def _shown_outcomes(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the outcomes by what they are about, newest first, without low confidence."""
    shown = [row for row in records(frame) if row["confidence"] != schema.Confidence.LOW]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(shown, key=itemgetter("as_of"), reverse=True):
        found.setdefault(row["about"], []).append(
            {
                "status": row["status"],
                "asOf": row["as_of"],
                "says": pair(row["says"], row["says_en"]),
                "title": row["title"],
                "publisher": row["publisher"],
                "date": row["date"],
                "url": row["url"],
                "words": row["words"],
            }
        )
    return found


def _context(features: Sequence[Feature]) -> list[dict[str, Any]]:
    shapes = iter(packed([each.geometry for each in features if each.geometry]))
    found = []
    for each in features:
        properties, name = each.properties, each.properties.get("name")
        found.append(
            {
                "kind": properties["kind"],
                "name": pair(name, properties.get("name_en")) if name else None,
                "rank": properties.get("rank", 3),
                "ref": properties.get("ref"),
                "width": properties.get("width_m"),
                "geometry": next(shapes) if each.geometry else None,
            }
        )
    return found
