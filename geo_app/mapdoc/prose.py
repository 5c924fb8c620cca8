"""The report's sentences in the document: runs of text, and the places that each names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from geo_app.report import Sentence
from geo_app.values import Span


def quotes(mentions: pd.DataFrame, through: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return, by place, the sentences that name it by its own words, then those through a group."""
    own: dict[str, set[int]] = defaultdict(set)
    columns = (mentions["place_id"].tolist(), mentions["sentence"].tolist())
    for place, sentence in zip(*columns, strict=True):
        own[place].add(sentence)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place, sentences in own.items():
        found[place] = [{"s": sentence, "via": None} for sentence in sorted(sentences)]
    via: dict[tuple[str, int], str] = {}
    members = (through[name].tolist() for name in ("place_id", "sentence", "group"))
    for place, sentence, group in zip(*members, strict=True):
        via[place, sentence] = group
    for (place, sentence), group in via.items():
        found[place].append({"s": sentence, "via": group})
    return found


def spans(mentions: pd.DataFrame) -> Iterator[tuple[int, Span, str]]:
    """Yield sentence, span and place of each mention."""
    columns = ("sentence", "start", "end", "place_id")
    for sentence, start, end, place in zip(*(mentions[c].tolist() for c in columns), strict=True):
        yield sentence, Span(start, end), place


def runs(
    sentence: Sentence, words: Mapping[Span, list[int]], members: Mapping[Span, list[int]]
) -> list[Any]:
    """Return a sentence as plain text and words with the places that they name."""
    found: list[Any] = []
    at = sentence.span.start
    for span in sorted(words):
        start, end = span
        if at < start:
            found.append(sentence.text[at - sentence.span.start : start - sentence.span.start])
        named = dict.fromkeys([*words[span], *members.get(span, ())])
        cut = sentence.text[start - sentence.span.start : end - sentence.span.start]
        found.append({"t": cut, "p": list(named)})
        at = end
    if at < sentence.span.end:
        found.append(sentence.text[at - sentence.span.start :])
    return found
