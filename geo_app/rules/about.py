"""What must hold of `seeds/report.toml`, which says what the text is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from geo_app.errors import Fault
from geo_app.grammar import GRAMMARS
from geo_app.rulebook import At, fault, shown
from geo_app.rules.properties import is_text
from geo_app.rules.texts import text_faults, texts_in

_REQUIRED = ("file", "title", "publisher", "date")
_OF_TASK = ("title_en", "short", "short_en")


def of_about(about: Mapping[str, Any], at: At) -> Iterator[Fault]:
    """Yield the faults of a description as `parse_toml` reads it."""
    for key in _REQUIRED:
        if not is_text(about.get(key)):
            yield fault("about-missing", at, key=key)
    for key, value in about.items():
        if key == "task":
            yield from _of_tasks(value, at)
        elif key not in _REQUIRED and not isinstance(value, str):
            yield fault("about-value", at, key=key, found=shown(value))
        for text in texts_in(value):
            yield from text_faults(key, text, at)
    if str(about.get("lang", "zh")) not in GRAMMARS:
        yield fault("about-lang", at, found=shown(about["lang"]), known=", ".join(GRAMMARS))
    file = about.get("file")
    if isinstance(file, str) and file.strip() and PurePath(file).name != file:
        yield fault("about-file", at, found=shown(file))


def _of_tasks(tasks: object, at: At) -> Iterator[Fault]:
    if not (isinstance(tasks, list) and all(isinstance(each, dict) for each in tasks)):
        example = '[[task]] with title_en = "…"'
        yield fault("manifest-section", at, where="[[task]]", example=example)
        return
    for task in tasks:
        for key in _OF_TASK:
            if key in task and not is_text(task[key]):
                yield fault("about-value", at, key=key, found=shown(task[key]))
