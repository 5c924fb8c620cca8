"""Plan → the one JSON that the map document holds: plain values, text and not offsets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from operator import itemgetter
from typing import Any

import numpy as np
import orjson
import pandas as pd

from geo_app import measures, schema, style, text
from geo_app.antimeridian import home_of, middle_of, unrolled
from geo_app.features import Feature
from geo_app.frames import records
from geo_app.mapdoc.columns import Said, pair, rows, written
from geo_app.mapdoc.packed import Shared, packed
from geo_app.mapdoc.prose import quotes, runs, spans
from geo_app.memory import paused_gc
from geo_app.plan import Plan
from geo_app.values import Span


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


def payload_parts(plan: Plan, *, lang: str = "", theme: str = "") -> Iterator[bytes]:
    """Yield `payload` in parts: whoever writes one after the other holds it in memory once."""
    plan = unrolled(plan)
    places = plan.places
    with paused_gc(), ThreadPoolExecutor(1) as aside:
        # The circles take as long as all the rest.
        anchors = measures.Anchors(np.asarray(places.geometry.values), places["seat"].tolist())
        circles = aside.submit(anchors.circles)
        rest, said = _rest(plan, places, lang or plan.lang, theme)
        yield rest[:-1] + b',"places":'
        yield from written(
            places, said, plan.about.get("centre"), lambda: anchors.at(circles.result())
        )
        yield b',"sources":' + orjson.dumps(said.sources.rows) + b"}"


def _rest(plan: Plan, places: pd.DataFrame, lang: str, theme: str) -> tuple[bytes, Said]:
    """Return all but the places as JSON, and what it says of them."""
    whole = _Payload(plan, places)
    return orjson.dumps(whole.rest(lang, theme), default=_plain), whole.said


def data_in(payload: bytes | str) -> dict[str, Any]:
    """Return the data as the document's modules see it, each place an object."""
    data: dict[str, Any] = orjson.loads(payload)
    data["places"] = rows(data["places"])
    return data


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
        groups: dict[str, list[str]] = defaultdict(list)
        for group, members in zip(self.places.index, self.places["members"], strict=True):
            for member in members or ():
                groups[member].append(group)
        promised: dict[str, list[int]] = defaultdict(list)
        for i, some in enumerate(self.targets["places"]):
            for place in dict.fromkeys(some.split()):
                promised[place].append(i)
        self.said = Said(
            quotes=quotes(self.mentions, self.through),
            groups=groups,
            outcomes=_shown_outcomes(plan.outcomes),
            targets=promised,
            sources=Shared(("title", "publisher", "date", "url")),
        )

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
            "outcomes": self.said.outcomes.get(row["id"], []),
        }


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
