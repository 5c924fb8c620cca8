"""Coverage: how much of the text is on the map, and what is not, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo_app.app.state import View
from geo_app.app.strings import say
from geo_app.mentions import Name, find_mentions
from geo_app.schema import Reason

if TYPE_CHECKING:
    from geo_app import Plan


def draw(plan: Plan, view: View) -> None:
    """Draw the totals of each task and the ledger, of the whole plan."""
    lang = view.lang
    where = _occurrences(plan.version, plan)
    totals = task_totals(plan, where, lang)
    html = [
        f'<p class="geo-note">{escape(say("coverage-note", lang))}</p>',
        _table(
            say("by-task", lang),
            list(totals.columns),
            [list(map(str, row)) for row in totals.itertuples(index=False)],
            numbers=range(1, len(totals.columns)),
            foot=True,
        ),
        _ledger(plan, where, lang),
    ]
    st.html("".join(html))


@st.cache_data(show_spinner=False, max_entries=1)
def _occurrences(version: str, _plan: Plan) -> list[tuple[int, ...]]:
    return ledger_tasks(_plan)


def ledger_tasks(plan: Plan) -> list[tuple[int, ...]]:
    """Return for each row of the ledger the tasks where its words stand; 0 is outside the tasks.

    Found as places are: in one pass, the longest words first, so that 长沙 inside the name of a
    place is not taken for the city.
    """
    names = [
        Name(entry["words"], str(place), entry.get("task", 0), entry.get("in", ""))
        for place, entries in plan.places["mentions"].items()
        for entry in entries or ()
    ]
    names += [
        Name(row["words"], "", int(row["task"] or 0), row["in"], line=index)
        for index, (_, row) in enumerate(plan.ledger.iterrows())
    ]
    tasks: list[set[int]] = [set() for _ in range(len(plan.ledger))]
    for mention in find_mentions(plan.report, names):
        if not mention.place:
            tasks[mention.name.line].add(plan.report.sentences[mention.sentence].task)
    return [tuple(sorted(each)) for each in tasks]


def task_totals(plan: Plan, where: Sequence[tuple[int, ...]], lang: str) -> pd.DataFrame:
    """Return for each task: sentences, sentences that name a place, places, ledger rows by reason.

    Parameters
    ----------
    where
        From `ledger_tasks`. A row of the ledger counts in every task where its words stand, and
        once in the total.

    Returns
    -------
    DataFrame
        A row for each task, one for the text outside the tasks, and the total.
    """
    sentences, reason_of = plan.sentences["task"], list(plan.ledger["reason"])
    named = pd.concat([plan.mentions, plan.through])
    reasons = [reason for reason in Reason if reason in reason_of]
    rows: list[list[str | int]] = []
    for task in (*(each.number for each in plan.report.tasks), 0, None):
        inside = named if task is None else named[named["task"] == task]
        listed = [r for r, tasks in zip(reason_of, where, strict=True) if task in (None, *tasks)]
        rows.append(
            [
                _name(plan, task, lang),
                len(sentences) if task is None else int((sentences == task).sum()),
                inside["sentence"].nunique(),
                len(plan) if task is None else inside["place_id"].nunique(),
                *(listed.count(reason) for reason in reasons),
            ]
        )
    heads = ["col-task", "col-all-sentences", "col-with-place", "col-places", *reasons]
    return pd.DataFrame(rows, columns=[say(head, lang) for head in heads])


def _name(plan: Plan, task: int | None, lang: str) -> str:
    if task is None:
        return say("total", lang)
    if task == 0:
        return say("other-text", lang)
    each = plan.report.tasks[task - 1]
    return f"{task} {each.title_en if lang == 'en' else each.title}"


def _ledger(plan: Plan, where: Sequence[tuple[int, ...]], lang: str) -> str:
    """Return the ledger as a table, by reason, in the order of the file."""
    ledger = plan.ledger
    if ledger.empty:
        return f'<p class="geo-note">{escape(say("empty-ledger", lang))}</p>'
    heads = [say(key, lang) for key in ("col-words", "col-tasks", "col-reason", "col-why")]
    why = ledger["why_en" if lang == "en" else "why"]
    found = list(zip(ledger["words"], where, ledger["reason"], why, strict=True))
    order = list(Reason)
    rows = [
        [words, " ".join(str(task) for task in tasks if task), say(reason, lang), text]
        for words, tasks, reason, text in sorted(found, key=lambda row: order.index(row[2]))
    ]
    return _table(say("ledger", lang, n=len(rows)), heads, rows, words=True)


def _table(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numbers: Iterable[int] = (),
    words: bool = False,
    foot: bool = False,
) -> str:
    """Return a table as HTML, every cell escaped; with `words` the first column is quotation."""
    number = set(numbers)

    def cell(tag: str, index: int, text: str) -> str:
        names = ["n"] if index in number else ["words"] if words and index == 0 else []
        if tag == "td" and text == "0":
            names.append("zero")
        mark = f' class="{" ".join(names)}"' if names else ""
        scope = ' scope="col"' if tag == "th" else ""
        quoted = ' lang="zh-Hans"' if "words" in names and tag == "td" else ""
        return f"<{tag}{mark}{scope}{quoted}>{escape(text)}</{tag}>"

    def line(tag: str, texts: Sequence[str]) -> str:
        return "<tr>" + "".join(cell(tag, i, text) for i, text in enumerate(texts)) + "</tr>"

    body, last = (rows[:-1], rows[-1:]) if foot else (rows, [])
    lines = "".join(line("td", row) for row in body)
    ends = "".join(line("td", row) for row in last)
    return (
        f'<div class="geo-scroll"><table class="geo-table"><caption>{escape(title)}</caption>'
        f"<thead>{line('th', heads)}</thead><tbody>{lines}</tbody>"
        f"<tfoot>{ends}</tfoot></table></div>"
    )
