"""The sidebar: title, language, search, the filter by task, layer and outcome, exports."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from geo_app.app import component, export_panel, session
from geo_app.app.plain import plain
from geo_app.app.plans import Plans
from geo_app.app.source import Source
from geo_app.app.state import PLAN, View
from geo_app.app.strings import say
from geo_app.text import LANGUAGES

_MOST_PILLS = 6  # more plans than these are a list that can be searched


def draw(plans: Plans, source: Source, view: View) -> None:
    """Draw the sidebar."""
    if len(plans) > 1:
        _plans(plans, view.lang)
    _title(source, view.lang)
    _search(source, view.lang)
    _filter(source, view.lang)
    export_panel.draw(source, view.lang)


def _plans(plans: Plans, lang: str) -> None:
    titles = {shelf.slug: session.title_of(shelf.newest, lang) for shelf in plans}
    same = {slug for slug, title in titles.items() if [*titles.values()].count(title) > 1}

    def change() -> None:
        if shelf := plans.get(st.session_state[PLAN]):
            session.ask_for(shelf)

    def label(slug: str) -> str:
        return plain(f"{titles[slug]} · {slug}" if slug in same else titles[slug])

    how: dict[str, Any] = {"format_func": label, "key": PLAN, "on_change": change}
    if len(titles) <= _MOST_PILLS:
        st.pills(say("plan", lang), list(titles), required=True, **how)
    else:
        st.selectbox(say("plan", lang), list(titles), **how)


def _title(source: Source, lang: str) -> None:
    brief, end = source.brief(), "" if lang == "zh" else "_en"
    title = brief.about.get(f"title{end}") or brief.about.get("title", "")
    subtitle = brief.report_about.get(f"subtitle{end}", "")
    st.html(
        f'<h1 class="geo-title" lang="{"en" if end else "zh-Hans"}">{escape(title)}</h1>'
        f'<p class="geo-subtitle">{escape(subtitle)}</p>'
    )
    st.segmented_control(
        say("language", lang),
        LANGUAGES,
        format_func=lambda each: say(f"lang-{each}", lang),
        key=session.LANG,
        default=session.default(session.LANG),
        required=True,
        label_visibility="collapsed",
    )


def _search(source: Source, lang: str) -> None:
    labels = source.labels(lang)
    st.selectbox(
        say("search", lang),
        list(labels),
        index=None,
        format_func=lambda place: labels[place],
        key=session.SEARCH,
        placeholder=say("search-hint", lang),
        # As in the document: what holds the words, not what holds their letters here and there.
        filter_mode="contains",
        on_change=session.on_search,
        args=(source,),
    )


def _filter(source: Source, lang: str) -> None:
    """Mount the filter, with what stays the same in each run; the rest is in the command."""
    brief = source.brief()
    english = lang == "en"
    names = {
        each.number: (english and (each.short_en or each.title_en)) or each.short or each.title
        for each in brief.tasks
    }
    component.mount_filter(
        tasks=list(names.items()),
        layers=[(each.id, each.title_en if english else each.title) for each in brief.layers],
        words={key: say(key, lang) for key in ("tasks", "layers", "outcome")}
        | {"help": say("outcome-help", lang)},
        on_filter_change=lambda: session.on_panel(source),
    )
