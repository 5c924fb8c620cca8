"""Targets: what the report promised, beside what is on record since. Stated, never judged.

Below them what it promised of no one place: rows of the ledger that an outcome is about.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from geo_app.app import component, session
from geo_app.app.source import Source
from geo_app.app.state import View
from geo_app.app.strings import say
from geo_app.app.target_rows import Row, newest_of

_WORDS = (
    *("promised", "since", "no-outcome", "on-map", "on-map-1", "citywide", "more-records"),
    *("note", "commitments"),
)


def draw(source: Source, view: View) -> None:
    """Draw the targets of the tasks chosen; a target's button shows its places on the map."""
    lang = view.lang
    rows, commitments = shown_rows(source, view)
    newest = max(map(newest_of, (*rows, *commitments)), default="")
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
            "text-lang": source.brief().text_lang,
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
    both = source.targets(view.lang)

    def is_shown(row: Row) -> bool:
        named = not view.tasks or not set(view.tasks).isdisjoint(row["tasks"])
        return named and bool(newest_of(row) or not view.outcome)

    targets, commitments = ([row for row in rows if is_shown(row)] for rows in both)
    return targets, commitments
