"""The view of one session: between the URL, the widgets and the map, so that they never differ.

The widgets hold the filter (their keys are below), the session the rest. `current` reads them all
as one `View`; `adopt` sets them all from one; `publish` writes the URL.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo_app.app import component
from geo_app.app.plain import plain
from geo_app.app.source import Source
from geo_app.app.state import PARAMETERS, View, read_query, widen, write_query
from geo_app.app.strings import LANGUAGES, say

TASKS, LANG, TAB, SEARCH, OUTCOME = "tasks", "lang", "tab", "search", "outcome"


def layer_key(layer: str) -> str:
    """Return the key of a layer's checkbox."""
    return f"layer-{layer}"


def begin(source: Source) -> None:
    """Take the view from the URL when a session begins, and when the reader goes back to one."""
    query = {name: st.query_params[name] for name in PARAMETERS if name in st.query_params}
    session = st.session_state
    if "view" not in session:
        session.chosen, session.number, session.url = (), 0, None
    elif query == session.url or current(source) != session.view:
        # A rerun that brings a new choice may still carry the URL before the last one: the
        # widgets are right. Only a URL that changed alone was changed by the reader.
        _let_go(source)
        return
    view, unknown = read_query(query, source.known())
    adopt(source, view)
    session.url = query
    if unknown:
        session.notice = say("bad-link", view.lang, what=plain(", ".join(unknown)))


def _let_go(source: Source) -> None:
    """Let go of what was chosen, where the filter was just changed and hides it now."""
    view, last = current(source), st.session_state.view
    if view.filter == last.filter or view.places != last.places:
        return
    hidden = {row.id for row in source.rows() if not view.shows(row)}
    if not hidden.isdisjoint(view.places):
        st.session_state.number += 1
        _choose(tuple(place for place in view.places if place not in hidden))


def adopt(source: Source, view: View) -> None:
    """Set every widget from a view. Only before they are drawn: at the start or in a callback."""
    session = st.session_state
    session[TASKS] = list(view.tasks)
    for layer in source.known().layers:
        session[layer_key(layer)] = layer not in view.hidden
    session[LANG], session[TAB], session[OUTCOME] = view.lang, view.tab, view.outcome
    if view.places != session.chosen:
        session.number += 1
    _choose(view.places)


def _choose(places: tuple[str, ...]) -> None:
    st.session_state.chosen = places
    st.session_state[SEARCH] = places[0] if len(places) == 1 else None


def current(source: Source) -> View:
    """Return what the widgets and the session say now."""
    session = st.session_state
    tasks = session.get(TASKS) or ()
    return View(
        tasks=tuple(task for task in source.known().tasks if task in tasks),
        hidden=tuple(
            layer for layer in source.known().layers if not session.get(layer_key(layer), True)
        ),
        outcome=bool(session.get(OUTCOME)),
        places=session.chosen,
        lang=session.get(LANG) or LANGUAGES[0],
        tab=session.get(TAB) or "map",
    )


def kept(source: Source) -> View:
    """Return the view as far as the plan still holds what it names."""
    view, places = current(source), source.known().places
    return replace(
        view, places=tuple(sorted({places[each] for each in view.places if each in places}))
    )


def publish(view: View) -> None:
    """Write the view to the URL, where it differs; parameters of others stay."""
    st.session_state.view = view
    st.session_state.url = write_query(view)
    now = st.query_params.to_dict()
    others = {name: value for name, value in now.items() if name not in PARAMETERS}
    wanted = st.session_state.url | others
    if wanted != now:
        st.query_params.from_dict(wanted)


def show(source: Source, places: tuple[str, ...]) -> None:
    """Go to the map and choose these places there; a filter that hides one is widened."""
    view = replace(current(source), places=places, tab="map")
    wider = widen(view, [row for row in source.rows() if row.id in places])
    if wider != view:
        st.session_state.notice = say("lifted", view.lang)
    # Choosing again what is chosen already opens its card again.
    st.session_state.number += 1
    st.session_state.chosen = places
    adopt(source, wider)


def on_search(source: Source) -> None:
    """Go to the place found; nothing found: choose nothing."""
    found = st.session_state[SEARCH]
    if found:
        show(source, (found,))
    else:
        st.session_state.number += 1
        st.session_state.chosen = ()


def on_selected(source: Source) -> None:
    """Follow what the reader chose on the map."""
    ids = component.sent("selected") or ()
    _choose(tuple(sorted(each for each in ids if each in source.known().places)))


def on_filter(source: Source) -> None:
    """Follow the filter that the reader set in the document: it has a button to clear it."""
    asked = component.sent("filter")
    if not asked:
        return
    known = source.known()
    layers, now = asked["layers"], current(source)
    view = replace(
        now,
        tasks=tuple(task for task in known.tasks if task in asked["tasks"]),
        hidden=tuple(layer for layer in known.layers if layer not in layers),
        # The document can lift this part of the filter, and not set it.
        outcome=now.outcome and asked.get("places") is not None,
    )
    adopt(source, view)


def on_language(source: Source) -> None:
    """Follow the language that the reader set in the document."""
    asked = component.sent("language")
    if asked in LANGUAGES:
        st.session_state[LANG] = asked
