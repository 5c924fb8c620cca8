"""Targets: what the report promised, beside what is on record since. Stated, never judged.

Below them what it promised of no one place: rows of the ledger that an outcome is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo_app.app import component, session
from geo_app.app.ledger import ledger_sentences
from geo_app.app.source import Source
from geo_app.app.state import View
from geo_app.app.strings import say
from geo_app.schema import Confidence, Status

if TYPE_CHECKING:
    from geo_app import Plan

Row = dict[str, Any]
_WORDS = (
    *("promised", "since", "no-outcome", "on-map", "on-map-1", "citywide", "more-records"),
    *("note", "commitments"),
)


def draw(source: Source, view: View) -> None:
    """Draw the targets of the tasks chosen; a target's button shows its places on the map."""
    lang = view.lang
    rows, commitments = shown_rows(source, view)
    newest = max(map(_newest, (*rows, *commitments)), default="")
    dated = f"<b>{escape(say('newest', lang, date=newest))}</b> " if newest else ""
    st.html(f'<p class="geo-note">{dated}{escape(say("targets-note", lang))}</p>')
    if not rows and not commitments:
        st.text(say("no-targets", lang))
        return
    component.mount_targets(
        rows=rows,
        commitments=commitments,
        words={
            **{key: say(key, lang) for key in _WORDS},
            "text-lang": source.plan().report.grammar.tag,
        },
        on_chosen_change=lambda: _show(source),
    )


def _show(source: Source) -> None:
    asked = component.sent("chosen", "target-list")
    known = source.known().places
    places = tuple(sorted(each for each in asked or () if each in known))
    if places:
        session.show(source, places)


def shown_rows(source: Source, view: View) -> tuple[list[Row], list[Row]]:
    """Return the targets and the commitments of the tasks chosen; with a record, if that is asked.

    Those with evidence come first, the newest on top; then the others, in the order of the
    report. That nothing was found is no evidence. A record of low confidence is not shown.
    """
    both = _rows(source.plan().version, view.lang, source)

    def is_shown(row: Row) -> bool:
        named = not view.tasks or not set(view.tasks).isdisjoint(row["tasks"])
        return named and bool(_newest(row) or not view.outcome)

    targets, commitments = ([row for row in rows if is_shown(row)] for rows in both)
    return targets, commitments


def _newest(row: Row) -> str:
    return next((str(each["asOf"]) for each in row["records"] if not each["absent"]), "")


@st.cache_data(show_spinner=False, max_entries=4)
def _rows(version: str, lang: str, _source: Source) -> tuple[list[Row], list[Row]]:
    """Return what the list shows of the whole plan, a dict a target and a dict a commitment."""
    plan = _source.plan()
    records = records_about(plan, lang)
    places = plan.places["members"]
    targets = [_target(_source, each, places, records, lang) for _, each in plan.targets.iterrows()]
    sentences = ledger_sentences(plan)
    commitments = [
        _commitment(plan, row["words"], found, records[row["words"]], lang)
        for (_, row), found in zip(plan.ledger.iterrows(), sentences, strict=True)
        if row["words"] in records and found
    ]
    return (
        sorted(targets, key=_newest, reverse=True),
        sorted(commitments, key=_newest, reverse=True),
    )


def _target(
    source: Source,
    target: pd.Series,
    members: pd.Series,
    records: dict[str, list[Row]],
    lang: str,
) -> Row:
    plan = source.plan()
    end = "_en" if lang == "en" else ""
    sentence = plan.report.sentences[target["sentence"]].text if target["sentence"] >= 0 else ""
    places = [source.known().places.get(each, each) for each in target["places"].split()]
    about = [target["id"], *_with_members(places, members)]
    return {
        "id": target["id"],
        "tasks": [int(target["task"])],
        "task": _task_name(plan, int(target["task"]), lang),
        **_cut(sentence, target["words"], target["in"]),
        "indicator": target[f"indicator{end}"],
        "value": value_text(target, lang),
        "deadline": target[f"deadline{end}"],
        "places": places,
        "records": _newest_first(each for key in about for each in records.get(key, ())),
    }


def _commitment(
    plan: Plan, words: str, found: tuple[int, ...], records: list[Row], lang: str
) -> Row:
    """Return a row of the ledger as the list shows it: its first sentence, and its records."""
    sentence = plan.report.sentences[found[0]]
    return {
        "id": words,
        "tasks": sorted({plan.report.sentences[each].task for each in found}),
        "task": _task_name(plan, sentence.task, lang),
        **_cut(sentence.text, words, ""),
        "indicator": "",
        "value": "",
        "deadline": "",
        "places": [],
        "records": _newest_first(records),
    }


def _cut(sentence: str, words: str, within: str) -> Row:
    """Cut a sentence at the words that are marked in it; without them only they are shown."""
    phrase = within or words
    start = sentence.find(phrase) + phrase.find(words) if phrase in sentence else -1
    before, after = (sentence[:start], sentence[start + len(words) :]) if start >= 0 else ("", "")
    return {"before": before, "words": words, "after": after}


def _task_name(plan: Plan, number: int, lang: str) -> str:
    task = next((each for each in plan.report.tasks if each.number == number), None)
    if task is None:
        return say("other-text", lang)
    return f"{number} {task.title_en if lang == 'en' else task.title}"


def _with_members(places: Iterable[str], members: pd.Series) -> list[str]:
    """Return the ids and, for a group, those of its members of any depth; each once."""
    found: dict[str, None] = {}
    for place in places:
        found[place] = None
        found.update(dict.fromkeys(_with_members(members.get(place) or (), members)))
    return list(found)


def _newest_first(records: Iterable[Row]) -> list[Row]:
    """Return the records, newest first; those that found nothing at the end."""
    newest = sorted(records, key=lambda each: str(each["asOf"]), reverse=True)
    return sorted(newest, key=lambda each: bool(each["absent"]))


def value_text(target: pd.Series, lang: str) -> str:
    """Return what a target commits to: comparator, value and unit, in words.

    Examples
    --------
    >>> target = {"comparator": "reach", "value": "270", "unit": "公里", "unit_en": "km"}
    >>> value_text(target, "zh"), value_text(target, "en")
    ('达到 270公里', 'reach 270 km')
    """
    unit = target["unit_en"] if lang == "en" else target["unit"]
    joint = " " if lang == "en" and unit != "%" else ""
    return say(target["comparator"], lang, v=f"{target['value']}{joint}{unit}".strip())


def records_about(plan: Plan, lang: str) -> dict[str, list[Row]]:
    """Return the outcomes by what they are about: a place or target, by id; words of the ledger."""
    names = plan.places["name_en" if lang == "en" else "name"]
    found: dict[str, list[Row]] = {}
    outcomes = plan.outcomes
    for _, each in outcomes[outcomes["confidence"] != Confidence.LOW].iterrows():
        publisher = each["publisher"]
        found.setdefault(each["about"], []).append(
            {
                "about": names.get(each["about"], ""),
                "status": say(each["status"], lang),
                "absent": each["status"] == Status.NO_RECORD,
                "asOf": each["as_of"],
                "says": each["says_en"] if lang == "en" else each["says"],
                "source": say("curator", lang) if publisher == "curator" else publisher,
                "title": each["title"],
                "date": each["date"],
                "words": each["words"],
                "url": each["url"],
                "note": (lang == "en" and each["note_en"]) or each["note"],
            }
        )
    return found
