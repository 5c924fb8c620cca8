"""Plan → the one JSON that the map document holds: plain values, text and not offsets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import pandas as pd
import shapely
from pypinyin import lazy_pinyin
from shapely.geometry.base import BaseGeometry

from geo_app import measures, schema, style, text
from geo_app.measures import DECIMALS
from geo_app.plan import Plan
from geo_app.report import Sentence
from geo_app.values import Span

Pair = dict[str, str]


def payload(plan: Plan, *, lang: str = "zh", theme: str = "") -> bytes:
    """Return the document's data as JSON, UTF-8.

    Parameters
    ----------
    plan
        What is shown; places are referred to by their index in its order.
    lang, theme
        How the document starts; it holds both languages and both themes.
    """
    return orjson.dumps(_Payload(plan).whole(lang, theme), default=_plain)


def pair(zh: Any, en: Any = None) -> Pair:
    """Return a text in both languages; the Chinese one stands in where English is missing."""
    return {"zh": str(zh), "en": str(en or zh)}


class _Payload:
    """Builds the parts, with the indexes that they share."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.places = plan.places
        self.index = {place: i for i, place in enumerate(self.places.index)}
        self.mentions = plan.mentions
        self.through = plan.through
        self.targets = plan.targets
        self.outcomes = _shown_outcomes(plan.outcomes)

    def whole(self, lang: str, theme: str) -> dict[str, Any]:
        about, report = self.plan.about, self.plan.report
        return {
            "version": self.plan.version,
            "lang": lang,
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
            "home": self._home("home"),
            "homePhone": self._home("home_phone"),
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
            "kinds": {kind.id: pair(kind.zh, kind.en) for kind in schema.KINDS.values()},
            "style": style.for_browser(),
            "sentences": self._sentences(),
            "reader": self._reader(),
            "places": [self._place(i, row) for i, row in enumerate(self.places.itertuples())],
            "targets": [self._target(row) for _, row in self.targets.iterrows()],
            "context": [_context(f.properties, f.geometry) for f in self.plan.context],
            "strings": {
                "zh": {key: both[0] for key, both in text.DOCUMENT.items()},
                "en": {key: both[1] for key, both in text.DOCUMENT.items()},
            },
        }

    def _home(self, key: str) -> list[float]:
        given = self.plan.about.get(key) or self.plan.about.get("home")
        return list(given or self.places.total_bounds)

    def _sentences(self) -> list[dict[str, Any]]:
        """Sentences as runs: plain text, and words with the places that they name."""
        members: dict[Span, list[int]] = {}
        for _, span, place in _spans(self.through):
            members.setdefault(span, []).append(self.index[place])
        words: dict[int, dict[Span, list[int]]] = {}
        for sentence, span, place in _spans(self.mentions):
            words.setdefault(sentence, {}).setdefault(span, []).append(self.index[place])
        return [
            {
                "task": s.task,
                "section": s.section,
                "kind": s.kind,
                "runs": _runs(s, words.get(i, {}), members),
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

    def _place(self, index: int, row: Any) -> dict[str, Any]:
        geometry: BaseGeometry = row.geometry
        is_group = bool(row.members)
        accuracy = None if pd.isna(row.accuracy_m) else float(row.accuracy_m)
        at = measures.anchor(geometry, row.seat)
        far = measures.far_km(self.plan.about.get("centre"), at)
        area, length, measured = measures.size(geometry, row.area_km2, row.length_km)
        inferred = pair(row.inferred, row.inferred_en) if row.inferred else None
        return {
            "id": row.Index,
            "formerly": row.formerly or [],
            "name": pair(row.name, row.name_en),
            "short": pair(row.short or row.name, row.short_en or row.name_en),
            "aliases": row.aliases or [],
            "pinyin": " ".join(lazy_pinyin(row.name)),
            "layer": row.layer,
            "kind": row.kind,
            "geometry": orjson.Fragment(shapely.to_geojson(_rounded(geometry))),
            "certainty": style.certainty(row.basis, geometry.geom_type, accuracy or 0),
            "basis": row.basis,
            "accuracy": accuracy,
            "tasks": row.tasks,
            "quotes": self._quotes(row.Index),
            "anchor": at,
            "bbox": [round(x, DECIMALS) for x in geometry.bounds],
            "areaKm2": area,
            "lengthKm": length,
            "measured": measured,
            "farKm": far,
            "wide": measures.is_wide(row.layer, geometry),
            "atRest": measures.is_at_rest(row.layer, geometry, accuracy or 0, is_group),
            "members": row.members or [],
            "groups": [g for g, of in self.places["members"].items() if of and row.Index in of],
            "inferred": inferred,
            "note": pair(row.extent_note, row.extent_note_en),
            "districts": row.districts or [],
            "seat": row.seat,
            "stations": [
                {"name": pair(s["name"], s.get("name_en")), "at": [s["lng"], s["lat"]]}
                for s in row.stations or ()
            ],
            "sources": [_source(s) for s in row.sources],
            "outcomes": self.outcomes.get(row.Index, []),
            "targets": [
                i for i, places in enumerate(self.targets["places"]) if row.Index in places.split()
            ],
        }

    def _quotes(self, place: str) -> list[dict[str, Any]]:
        own = self.mentions.loc[self.mentions["place_id"] == place, "sentence"]
        through = self.through[self.through["place_id"] == place]
        via = dict(zip(through["sentence"], through["group"], strict=True))
        quotes = [{"s": int(s), "via": None} for s in sorted(set(own))]
        return quotes + [{"s": int(s), "via": group} for s, group in via.items()]

    def _target(self, row: pd.Series) -> dict[str, Any]:
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


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"not JSON: {value!r}")


def _spans(mentions: pd.DataFrame) -> Iterator[tuple[int, Span, str]]:
    """Yield sentence, span and place of each mention."""
    columns = ("sentence", "start", "end", "place_id")
    for sentence, start, end, place in zip(*(mentions[c].tolist() for c in columns), strict=True):
        yield sentence, Span(start, end), place


def _runs(
    sentence: Sentence, words: Mapping[Span, list[int]], members: Mapping[Span, list[int]]
) -> list[Any]:
    runs: list[Any] = []
    at = sentence.span.start
    for span in sorted(words):
        start, end = span
        if at < start:
            runs.append(sentence.text[at - sentence.span.start : start - sentence.span.start])
        named = dict.fromkeys([*words[span], *members.get(span, ())])
        cut = sentence.text[start - sentence.span.start : end - sentence.span.start]
        runs.append({"t": cut, "p": list(named)})
        at = end
    if at < sentence.span.end:
        runs.append(sentence.text[at - sentence.span.start :])
    return runs


def _shown_outcomes(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the outcomes by what they are about, newest first, without low confidence."""
    shown = frame[frame["confidence"] != schema.Confidence.LOW]
    found: dict[str, list[dict[str, Any]]] = {}
    for _, row in shown.sort_values("as_of", ascending=False, kind="stable").iterrows():
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
                "note": row["note"],
            }
        )
    return found


def _source(source: Mapping[str, str]) -> dict[str, Any]:
    says = pair(source["says"], source.get("says_en")) if source.get("says") else None
    keys = ("title", "publisher", "date", "url")
    return {**{key: source[key] for key in keys if source.get(key)}, "says": says}


def _context(properties: Mapping[str, Any], geometry: Mapping[str, Any] | None) -> dict[str, Any]:
    name = properties.get("name")
    return {
        "kind": properties["kind"],
        "name": pair(name, properties.get("name_en")) if name else None,
        "rank": properties.get("rank", 3),
        "ref": properties.get("ref"),
        "width": properties.get("width_m"),
        "geometry": geometry,
    }


def _rounded(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.set_precision(geometry, 10**-DECIMALS, mode="pointwise")
