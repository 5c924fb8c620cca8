"""Targets: what the report promised, beside what is on record since. Stated, never judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo_app.app import component, session
from geo_app.app.source import Source
from geo_app.app.state import View
from geo_app.app.strings import say
from geo_app.schema import Confidence, Status

if TYPE_CHECKING:
    from geo_app import Plan

_WORDS = ("promised", "since", "no-outcome", "on-map", "on-map-1", "citywide", "more-records")


def draw(source: Source, shown: Plan, view: View) -> None:
    """Draw the targets of the tasks chosen; a target's button shows its places on the map."""
    lang = view.lang
    st.html(f'<p class="geo-note">{say("targets-note", lang)}</p>')
    rows = target_rows(source, shown, lang)
    if not rows:
        st.text(say("no-targets", lang))
        return
    component.mount_targets(
        rows=rows,
        words={key: say(key, lang) for key in _WORDS},
        on_chosen_change=lambda: _show(source),
    )


def _show(source: Source) -> None:
    asked = component.sent("chosen", "target-list")
    known = source.known().places
    places = tuple(sorted(each for each in asked or () if each in known))
    if places:
        session.show(source, places)


def target_rows(source: Source, shown: Plan, lang: str) -> list[dict[str, Any]]:
    """Return what the list shows, a dict a target.

    Those with evidence come first, the newest on top; then the others, in the order of the
    report. That nothing was found is no evidence. A record of low confidence is not shown.
    """
    records = _records(source.plan(), lang)
    rows = [_row(source, target, records, lang) for _, target in shown.targets.iterrows()]

    def newest(row: dict[str, Any]) -> str:
        return next((each["asOf"] for each in row["records"] if not each["absent"]), "")

    return sorted(rows, key=newest, reverse=True)


def _row(
    source: Source, target: pd.Series, records: dict[str, list[dict[str, Any]]], lang: str
) -> dict[str, Any]:
    plan = source.plan()
    end = "_en" if lang == "en" else ""
    sentence = plan.report.sentences[target["sentence"]].text if target["sentence"] >= 0 else ""
    words = target["words"]
    phrase = target["in"] or words
    start = sentence.find(phrase) + phrase.find(words) if phrase in sentence else -1
    task = next((t for t in plan.report.tasks if str(t.number) == str(target["task"])), None)
    title = "" if task is None else (task.title_en if lang == "en" else task.title)
    places = [source.known().places.get(each, each) for each in target["places"].split()]
    about = [target["id"], *_with_members(places, plan.places["members"])]
    return {
        "id": target["id"],
        "task": f"{target['task']} {title}".strip(),
        "before": sentence[:start] if start >= 0 else "",
        "words": words,
        "after": sentence[start + len(words) :] if start >= 0 else "",
        "indicator": target[f"indicator{end}"],
        "value": value_text(target, lang),
        "deadline": target[f"deadline{end}"],
        "places": places,
        "records": _newest_first(each for key in about for each in records.get(key, ())),
    }


def _with_members(places: Iterable[str], members: pd.Series) -> list[str]:
    """Return the ids and, for a group, those of its members of any depth; each once."""
    found: dict[str, None] = {}
    for place in places:
        found[place] = None
        found.update(dict.fromkeys(_with_members(members.get(place) or (), members)))
    return list(found)


def _newest_first(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
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


def _records(plan: Plan, lang: str) -> dict[str, list[dict[str, Any]]]:
    """Return the outcomes by the id of the place or target that they are about."""
    names = plan.places["name_en" if lang == "en" else "name"]
    found: dict[str, list[dict[str, Any]]] = {}
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
            }
        )
    return found
