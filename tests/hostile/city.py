"""A city every text of which is hostile: each string of the corpus in each field, in rotation.

Place `i` has in its field `k` the string `i + k`: so over all places every field holds every string
alone, as it stands. What a city has once (its titles, its note …) holds all of them, joined.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from geo_app import schema
from geo_app.rules.tables import WORDS_LIMIT

# The texts of a place: properties, and keys of the one entry of its lists.
PLACE_TEXTS = (
    *("name", "name_en", "short", "short_en", "extent_note", "extent_note_en"),
    *("deviation", "deviation_en", "inferred", "inferred_en"),
)
SOURCE_TEXTS = ("title", "publisher", "says", "says_en")
CONTEXT_TEXTS = ("name", "name_en", "ref", "source")
TABLE_TEXTS = {
    "targets.csv": (
        "words",
        "indicator",
        "indicator_en",
        "unit",
        "unit_en",
        "deadline",
        "deadline_en",
    ),
    "outcomes.csv": ("says", "says_en", "title", "publisher", "words", "unit", "note"),
    "ledger.csv": ("words", "why", "why_en"),
    "numbers.csv": ("words", "why", "why_en"),
}
_REST = {
    "targets.csv": {"task": "1", "comparator": "reach", "value": "1"},
    "outcomes.csv": {"status": "opened", "as_of": "2024", "confidence": "high"},
    "ledger.csv": {"reason": "whole-city"},
    "numbers.csv": {},
}
_JOINT = " ¦ "
_SHORT = 60  # what is joined, and stands in the report's lines, leaves out longer strings


class Rotation:
    """The corpus, turned: `of(i, k)` is the string of place `i` in its field `k`."""

    def __init__(self, strings: Sequence[str]) -> None:
        self.strings = strings
        self.joined = _JOINT.join(line(each) for each in strings if len(each) <= _SHORT)

    def of(self, i: int, k: int) -> str:
        return self.strings[(i + k) % len(self.strings)]

    def texts(self, i: int, names: Iterable[str], first: int) -> dict[str, str]:
        return {name: self.of(i, first + k) for k, name in enumerate(names)}


def line(text: str) -> str:
    """Return a text as a line of the report has it: without line ends, not indented."""
    return text.replace("\n", " ").strip()


def sentence(rotation: Rotation, i: int) -> str:
    return f"{line(rotation.of(i, 40))[:2000]}〔{i}〕在此。"


def place(rotation: Rotation, i: int) -> dict[str, Any]:
    """Return the properties of place `i`."""
    stations = [{**rotation.texts(i, ("name", "name_en"), 20), "lng": 120.5, "lat": 30.1}]
    return {
        "id": f"p-{i}",
        **rotation.texts(i, PLACE_TEXTS, 0),
        "aliases": [rotation.of(i, 30)],
        "kind": "logistics_hub",
        "mentions": [{"words": sentence(rotation, i)[:-3]}],
        "basis": "surveyed",
        "accuracy_m": 50,
        "stations": stations,
        "sources": [rotation.texts(i, SOURCE_TEXTS, 12)],
        "districts": [rotation.of(i, 31)],
    }


def row(rotation: Rotation, table: str, i: int) -> dict[str, str]:
    """Return the cells of row `i` of a table."""
    texts = rotation.texts(i, TABLE_TEXTS[table], 50)
    keys = {"id": f"{table[0]}-{i}", "about": f"p-{i}", "places": f"p-{i}"}
    if table in ("ledger.csv", "numbers.csv"):  # rows without an id differ by their words
        keys["in"] = f"{texts['words']}〔{i}〕"
    if table == "outcomes.csv":
        texts["words"] = texts["words"][:WORDS_LIMIT]
    columns = [column.name for column in schema.TABLES[table]]
    return {name: {**texts, **_REST[table], **keys}.get(name, "") for name in columns}


def report_lines(rotation: Rotation) -> list[str]:
    lines = [rotation.joined, "  关键词 1".strip(), f"  {rotation.joined}", f"  {rotation.joined}"]
    lines += ["  【报告点击】", f"  {rotation.joined}。", "  【具体举措】"]
    for i in range(len(rotation.strings)):
        lines += [f"  {line(rotation.of(i, 41))[:2000]}", f"  {sentence(rotation, i)}"]
    return lines


def write_city(folder: Path, strings: Sequence[str]) -> Rotation:
    """Write the folder of the city; return what stands where in it."""
    rotation = Rotation(strings)
    count = len(strings)
    for name in ("seeds", "layers/plan", "layers/context"):
        (folder / name).mkdir(parents=True)
    _write_features(folder / "layers/plan/hub.geojson", [place(rotation, i) for i in range(count)])
    context = [
        {**rotation.texts(i, CONTEXT_TEXTS, 0), "kind": "district_label", "rank": 1}
        | {"basis": "surveyed", "accuracy_m": 100}
        for i in range(count)
    ]
    _write_features(folder / "layers/context/labels.geojson", context)
    for table in schema.TABLES:
        _write_table(folder / "layers" / table, [row(rotation, table, i) for i in range(count)])
    gloss = [{"text": sentence(rotation, i), "en": rotation.of(i, 42)} for i in range(count)]
    _write_table(folder / "seeds/gloss.csv", gloss)
    (folder / "seeds/report.txt").write_text("\n\n".join(report_lines(rotation)) + "\n", "utf-8")
    _write_descriptions(folder, rotation.joined)
    return rotation


def _write_features(path: Path, features: Iterable[dict[str, Any]]) -> None:
    whole = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {
                "type": "Point",
                "coordinates": [120.45 + 0.008 * (i % 25), 30.02 + 0.008 * (i // 25)],
            },
        }
        for i, properties in enumerate(features)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": whole}), "utf-8")


def _write_table(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _toml(values: dict[str, object]) -> str:
    return "".join(
        f"{key} = {json.dumps(each, ensure_ascii=False)}\n" for key, each in values.items()
    )


def _write_descriptions(folder: Path, text: str) -> None:
    texts = ("title", "title_en", "note", "note_en", "licence", "attribution", "review")
    plan: dict[str, object] = dict.fromkeys(texts, text)
    plan["home"] = [120.40, 30.00, 120.70, 30.20]
    of_layer: dict[str, object] = {"id": "hub", "file": "plan/hub.geojson"}
    of_layer |= dict.fromkeys(("title", "title_en", "description", "description_en"), text)
    parts = (
        f"[plan]\n{_toml(plan)}\n[[layer]]\n{_toml(of_layer)}",
        '[[context]]\nfile = "context/labels.geojson"',
        f"[coverage]\n{_toml({'toponyms': [text]})}",
    )
    (folder / "layers/layers.toml").write_text("\n".join(parts), "utf-8")
    names = ("title", "title_en", "publisher", "publisher_en", "date", "subtitle", "subtitle_en")
    about: dict[str, object] = {"file": "report.txt", **dict.fromkeys(names, text)}
    task: dict[str, object] = dict.fromkeys(("title_en", "short", "short_en"), text)
    whole = f"{_toml(about)}\n[[task]]\n{_toml(task)}"
    (folder / "seeds/report.toml").write_text(whole, "utf-8")
