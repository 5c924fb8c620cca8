"""Coverage: how much of the text is on the map, and what is not, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from geo_app.app.ledger import ledger_sentences, tasks_of
from geo_app.app.source import Source
from geo_app.app.state import View
from geo_app.app.strings import say
from geo_app.app.target_rows import records_about
from geo_app.schema import Reason

if TYPE_CHECKING:
    import pandas as pd

    from geo_app import Plan


def draw(source: Source, view: View) -> None:
    """Draw the totals of each task and the ledger, of the whole plan."""
    lang, plan = view.lang, source.plan()
    found = _occurrences(plan.version, plan)
    where = [tasks_of(plan, each) for each in found]
    totals = task_totals(plan, where, lang)
    html = [
        f'<p class="geo-note">{escape(say("coverage-note", lang))}</p>',
        _table(
            say("by-task", lang),
            list(totals.columns),
            [list(map(str, row)) for row in totals.itertuples(index=False)],
            numbers=range(1, len(totals.columns)),
            foot=True,
            look="counts",
        ),
        _ledger(plan, found, lang),
    ]
    st.html("".join(html))


@st.cache_data(show_spinner=False, max_entries=1)
def _occurrences(version: str, _plan: Plan) -> list[tuple[int, ...]]:
    return ledger_sentences(_plan)


def task_totals(plan: Plan, where: Sequence[tuple[int, ...]], lang: str) -> pd.DataFrame:
    """Return for each task: sentences, sentences that name a place, places, ledger rows by reason.

    Parameters
    ----------
    where
        The tasks of each row of the ledger. It counts in every task where its words stand, and
        once in the total.

    Returns
    -------
    DataFrame
        A row for each task, one for the text outside the tasks, and the total.
    """
    sentences, reason_of = plan.sentences["task"], list(plan.ledger["reason"])
    import pandas as pd

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


class _Quoted(NamedTuple):
    """Words of the report, and the sentences where they stand."""

    words: str
    sentences: tuple[str, ...]
    lang: str


def _ledger(plan: Plan, found: Sequence[tuple[int, ...]], lang: str) -> str:
    """Return the ledger as a table, by reason, in the order of the file."""
    ledger = plan.ledger
    if ledger.empty:
        return f'<p class="geo-note">{escape(say("empty-ledger", lang))}</p>'
    heads = [say(f"col-{key}", lang) for key in ("words", "tasks", "reason", "why")]
    records = records_about(plan, lang)
    order = list(Reason)
    why = ledger["why_en" if lang == "en" else "why"]
    rows: list[tuple[int, list[str | _Quoted]]] = [
        (
            order.index(reason),
            [
                _Quoted(
                    words,
                    tuple(plan.report.sentences[each].text for each in sentences),
                    plan.report.grammar.tag,
                ),
                " ".join(str(task) for task in tasks_of(plan, sentences) if task),
                say(reason, lang),
                "\n".join([text, *map(_record, records.get(words, ()))]),
            ],
        )
        for words, sentences, reason, text in zip(
            ledger["words"], found, ledger["reason"], why, strict=True
        )
    ]
    rows.sort(key=lambda row: row[0])
    return _table(say("ledger", lang, n=len(rows)), heads, [row for _, row in rows])


def _record(record: Mapping[str, Any]) -> str:
    cited = ", ".join(filter(None, (record["source"], record["date"])))
    source = f" ({cited})" if cited else ""
    return f"{record['asOf']} {record['status']}: {record['says']}{source}"


def _table(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str | _Quoted]],
    *,
    numbers: Iterable[int] = (),
    foot: bool = False,
    look: str = "ledger",
) -> str:
    """Return a table as HTML, every cell escaped; words of the report unfold to their sentences."""
    number = set(numbers)

    def cell(tag: str, index: int, value: str | _Quoted) -> str:
        if isinstance(value, _Quoted):
            lines = "".join(f"<q>{escape(each)}</q>" for each in value.sentences)
            inside = f"<summary>{escape(value.words)}</summary>{lines}"
            return f'<td class="words" lang="{value.lang}"><details>{inside}</details></td>'
        names = ["n"] if index in number else []
        if tag == "td" and value == "0":
            names.append("zero")
        mark = f' class="{" ".join(names)}"' if names else ""
        scope = ' scope="col"' if tag == "th" else ""
        text = escape(value).replace("\n", "<br>")
        return f"<{tag}{mark}{scope}>{text}</{tag}>"

    def line(tag: str, cells: Sequence[str | _Quoted]) -> str:
        return "<tr>" + "".join(cell(tag, i, value) for i, value in enumerate(cells)) + "</tr>"

    body, last = (rows[:-1], rows[-1:]) if foot else (rows, [])
    lines = "".join(line("td", row) for row in body)
    ends = "".join(line("td", row) for row in last)
    return (
        f'<div class="geo-scroll"><table class="geo-table {look}">'
        f"<caption>{escape(title)}</caption>"
        f"<thead>{line('th', heads)}</thead><tbody>{lines}</tbody>"
        f"<tfoot>{ends}</tfoot></table></div>"
    )
