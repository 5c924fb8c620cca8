"""The page, as Streamlit runs it from top to bottom for each session and each change."""

from __future__ import annotations

import streamlit as st

from geo_app.app import (
    component,
    look,
    renewal,
    session,
    sidebar,
    tab_coverage,
    tab_places,
    tab_targets,
)
from geo_app.app.offers import shown_of
from geo_app.app.opening import ROUTE
from geo_app.app.plans import Plans, served
from geo_app.app.source import ChangedError, Source
from geo_app.app.state import TABS, View, count_layers, count_outcomes, count_tasks
from geo_app.app.strings import say
from geo_app.errors import DataError
from geo_app.text import LANGUAGES


def draw() -> None:
    """Draw the page, or the faults of the data folder."""
    st.set_page_config(layout="wide", initial_sidebar_state=300, page_title="geo-app")
    plans = served()
    source = session.enter(plans)
    theme = st.context.theme.type or "light"
    try:
        if source.ready:
            source.brief()
        else:
            with st.spinner(say("loading", "zh"), show_time=True):
                source.brief()
    except DataError as error:
        _faults(error, theme)
        return
    session.begin(source)
    view = session.current(source)
    try:
        _show(plans, source, view, theme)
    except ChangedError:
        st.text(say("changed-before", view.lang))
    renewal.draw(plans, source, view)
    if notice := st.session_state.pop("notice", None):
        st.toast(notice)
    session.publish(source, view)


def _show(plans: Plans, source: Source, view: View, theme: str) -> None:
    st.html(look.sheet(theme, view.tab, source.known().layers))
    st.set_page_config(page_title=session.title_of(source, view.lang))
    count = sum(view.shows(row) for row in source.rows())
    # The map first: it can begin while the sidebar is still on its way.
    targets, _ = tab_targets.shown_rows(source, view)
    _tabs(view, targets=len(targets), places=count)
    _map(source, view, theme, count)
    with st.sidebar:
        sidebar.draw(plans, source, view)
    with st.container(key="list-box"):
        if view.tab == "targets":
            tab_targets.draw(source, view)
        elif view.tab == "places":
            tab_places.draw(source, shown_of(source, view), view)
        elif view.tab == "coverage":
            tab_coverage.draw(source, view)


def _recorded(source: Source) -> list[str]:
    return [row.id for row in source.rows() if row.recorded]


def _tabs(view: View, *, targets: int, places: int) -> None:
    counts = {"targets": targets, "places": places}
    st.segmented_control(
        say("tab", view.lang),
        TABS,
        format_func=lambda tab: say(f"tab-{tab}", view.lang, n=counts.get(tab, 0)),
        key=session.TAB,
        default=session.default(session.TAB),
        required=True,
        label_visibility="collapsed",
    )


def _map(source: Source, view: View, theme: str, shown: int) -> None:
    """Mount the map in every run: what a run leaves out, Streamlit takes away."""
    with st.container(key="map-box"):
        known = source.known()
        component.mount_frame(
            path=ROUTE.format(version=source.brief().version),
            names=[source.slug, ""] if source.is_default else [source.slug],
            title=say("map", view.lang),
            layers=list(known.layers),
            outcome=(_recorded(source), say("outcome-name", view.lang)),
            on_selected_change=lambda: session.on_selected(source),
            on_filter_change=lambda: session.on_filter(source),
            on_language_change=lambda: session.on_language(source),
        )
        rows = source.rows()
        component.command(
            heard=st.session_state.heard,
            filter_=view.filter,
            counts=(
                list(count_tasks(rows, view, known.tasks).values()),
                list(count_layers(rows, view, known.layers).values()),
                count_outcomes(rows, view),
            ),
            shown=shown,
            chosen=(view.places, st.session_state.number),
            lang=view.lang,
            theme=theme,
        )


def _faults(error: DataError, theme: str) -> None:
    st.html(look.sheet(theme, "map"))
    count = len(error.faults)
    with st.container(key="faults"):
        for lang in LANGUAGES:
            st.text(say("faults", lang, n=count))
        st.text("\n".join(str(fault) for fault in error.faults))
        # Any run reads the folder again.
        st.button(" · ".join(say("again", lang) for lang in LANGUAGES))


if __name__ == "__main__":  # as which Streamlit runs it
    draw()
