"""The ledger, found in the text: which sentences hold the words of each of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo_app.mentions import Name, find_mentions

if TYPE_CHECKING:
    from geo_app import Plan


def ledger_sentences(plan: Plan) -> list[tuple[int, ...]]:
    """Return for each row of the ledger the indexes of the sentences where its words stand.

    Found as places are: in one pass, the longest words first, so that 长沙 inside the name of a
    place is not taken for the city.
    """
    from geo_app.frames import records

    names = [
        Name(entry["words"], str(place), entry.get("task", 0), entry.get("in", ""))
        for place, entries in plan.places["mentions"].items()
        for entry in entries or ()
    ]
    names += [
        Name(row["words"], "", int(row["task"] or 0), row["in"], line=index)
        for index, row in enumerate(records(plan.ledger))
    ]
    found: list[set[int]] = [set() for _ in range(len(plan.ledger))]
    for mention in find_mentions(plan.report, names):
        if not mention.place:
            found[mention.name.line].add(mention.sentence)
    return [tuple(sorted(each)) for each in found]


def tasks_of(plan: Plan, sentences: tuple[int, ...]) -> tuple[int, ...]:
    """Return the tasks in which sentences stand; 0 is outside the tasks."""
    return tuple(sorted({plan.report.sentences[each].task for each in sentences}))
