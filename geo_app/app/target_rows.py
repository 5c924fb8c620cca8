"""What the list of targets shows, as plain values: the page needs no table to draw it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from geo_app.app.ledger import ledger_sentences
from geo_app.app.strings import say
from geo_app.schema import Confidence, Status

if TYPE_CHECKING:
    import pandas as pd

    from geo_app import Plan

Row = dict[str, Any]


def target_rows(plan: Plan, ids: Mapping[str, str], lang: str) -> tuple[list[Row], list[Row]]:
    """Return what the list shows of the whole plan, a dict a target and a dict a commitment.

    Parameters
    ----------
    plan
        All of it.
    ids
        Every id of a place, former ones too, to today's.
    lang
        "zh" or "en".
    """
    from geo_app.frames import records

    about = records_about(plan, lang)
    members = plan.places["members"]
    targets = [_target(plan, ids, members, each, about, lang) for each in records(plan.targets)]
    sentences = ledger_sentences(plan)
    commitments = [
        _commitment(plan, words, found, about[words], lang)
        for words, found in zip(plan.ledger["words"].tolist(), sentences, strict=True)
        if words in about and found
    ]
    return (
        sorted(targets, key=newest_of, reverse=True),
        sorted(commitments, key=newest_of, reverse=True),
    )


def newest_of(row: Row) -> str:
    """Return the date of the newest record that found something, "" where there is none."""
    return next((str(each["asOf"]) for each in row["records"] if not each["absent"]), "")


def _target(
    plan: Plan,
    ids: Mapping[str, str],
    members: pd.Series,
    target: Mapping[str, Any],
    records: dict[str, list[Row]],
    lang: str,
) -> Row:
    end = "_en" if lang == "en" else ""
    sentence = plan.report.sentences[target["sentence"]].text if target["sentence"] >= 0 else ""
    places = [ids.get(each, each) for each in target["places"].split()]
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


def value_text(target: Mapping[str, Any], lang: str) -> str:
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
    from geo_app.frames import records

    names = plan.places["name_en" if lang == "en" else "name"]
    found: dict[str, list[Row]] = {}
    for each in records(plan.outcomes):
        if each["confidence"] == Confidence.LOW:
            continue
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
