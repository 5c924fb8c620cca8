"""The view of one session: between the URL, the widgets and the map, so that they never differ.

The widgets hold language, tab and search (their keys are below), the session the filter and the
choice. `current` reads them all
as one `View`; `adopt` sets them all from one; `publish` writes the URL. `enter` says which plan is
shown, and in which edition; where that changes, as much of the view comes along as exists there.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo_app.app import component
from geo_app.app.plain import plain
from geo_app.app.plans import Plans, Shelf
from geo_app.app.source import Source
from geo_app.app.state import PARAMETERS, PLAN, TABS, View, asked_of, read_query, widen, write_query
from geo_app.app.strings import say
from geo_app.text import LANGUAGES

LONGEST_NAME = 30  # of a plan, in a notice
LANG, TAB, SEARCH = "lang", "tab", "search"


def enter(plans: Plans) -> Source:
    """Return the edition to show: that of the URL, or the one that was asked for on the page."""
    session = st.session_state
    query = {name: st.query_params[name] for name in (PLAN, *PARAMETERS) if name in st.query_params}
    if "view" not in session:
        session.chosen, session.number, session.url = (), 0, None
        session.filter, session.heard = View().filter, 0
        _follow(plans, query)
    elif shelf := session.pop("asked", None):
        session.is_elsewhere = session.source.slug != shelf.slug
        now = session.source
        session.coming = write_query(current(now), now.known().lang)
        _stand(shelf.newest)
    elif _goes_back() and query != session.url and current(session.source) == session.view:
        # Any other rerun may still carry the URL before the last one, where the way to the reader
        # is long: a filter that was asked for twice would be undone. And one that brings a new
        # choice is newer than the step.
        _follow(plans, query)
    found: Source = session.source
    return found


def _goes_back() -> bool:
    """Say whether Back or Forward of the browser led to this run: only they change its URL."""
    run = get_script_run_ctx(suppress_warning=True)
    return run is not None and run.is_history_navigation


def _follow(plans: Plans, query: dict[str, str]) -> None:
    """Take plan and view from the URL. What was asked of an unknown plan is asked of no other."""
    session = st.session_state
    slug = query.pop(PLAN, "")
    shelf = plans.get(slug)
    session.lost = "" if shelf else slug
    session.linked = query if shelf else {name: query[name] for name in ("lang",) if name in query}
    shelf = shelf or plans.default
    now = session.get("source")
    # Going back in one plan is no reason to read another edition of it.
    _stand(now if now and now.slug == shelf.slug else shelf.newest)


def _stand(source: Source) -> None:
    st.session_state.source = source
    st.session_state[PLAN] = source.slug


def ask_for(shelf: Shelf) -> None:
    """Show the newest edition of a plan from the next run on."""
    st.session_state.asked = shelf


def begin(source: Source) -> None:
    """Set the widgets where the URL or another plan brought a view; once the plan is read."""
    session = st.session_state
    notices = []
    is_first = "view" not in session
    if "linked" in session:
        view, unknown = read_query(session.pop("linked"), source.known())
        if lost := session.pop("lost"):
            title = title_of(source, view.lang)
            lost = plain(lost[:LONGEST_NAME])
            notices.append(say("no-plan", view.lang, what=lost, title=plain(title)))
        if unknown:
            notices.append(say("bad-link", view.lang, what=plain(", ".join(unknown))))
    elif "coming" in session:
        view, _ = read_query(session.pop("coming"), source.known())
    else:
        _let_go(source)
        return
    if is_first:
        # A page whose server is a new one brings what its widgets show, and perhaps a click that
        # the address does not know yet: so they are only told what they begin with otherwise.
        session.first = {LANG: view.lang, TAB: view.tab}
        session.filter = view.filter
        session.number += bool(view.places)
        _choose(view.places)
    else:
        adopt(source, view)
    if notices:
        session.notice = "\n\n".join(notices)


def default(key: str) -> str | None:
    """Return what a widget begins with, in the first run of a session; later it has a value."""
    session = st.session_state
    return None if key in session or "first" not in session else str(session.first[key])


def title_of(source: Source, lang: str) -> str:
    """Return what the plan is called: by its manifest, else by its report."""
    of, from_ = source.brief().about, source.brief().report_about
    end = "_en" if lang == "en" else ""
    names = of.get(f"title{end}"), of.get("title"), from_.get(f"title{end}"), from_.get("title")
    return str(next(filter(None, names), source.slug))


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
    session.filter = view.filter
    session[LANG], session[TAB] = view.lang, view.tab
    if view.places != session.chosen:
        session.number += 1
    _choose(view.places)


def _choose(places: tuple[str, ...]) -> None:
    st.session_state.chosen = places
    st.session_state[SEARCH] = places[0] if len(places) == 1 else None


def current(source: Source) -> View:
    """Return what the widgets and the session say now."""
    session = st.session_state
    tasks, hidden, outcome = session.filter
    return View(
        tasks=tuple(task for task in source.known().tasks if task in tasks),
        hidden=tuple(layer for layer in source.known().layers if layer in hidden),
        outcome=outcome,
        places=session.chosen,
        lang=session.get(LANG) or default(LANG) or source.known().lang,
        tab=session.get(TAB) or default(TAB) or TABS[0],
    )


def publish(source: Source, view: View) -> None:
    """Write plan and view to the URL, where they differ; parameters of others stay.

    Where the map stood, and what else the document had open, is left behind with its plan.
    """
    st.session_state.view = view
    st.session_state.url = source.address | write_query(view, source.known().lang)
    now = st.query_params.to_dict()
    others = {name: value for name, value in now.items() if name not in (PLAN, *PARAMETERS)}
    if st.session_state.pop("is_elsewhere", False):
        others = {}
    wanted = st.session_state.url | others
    if wanted != now:
        st.query_params.from_dict(wanted)
    if current(source) != view:
        # A widget brought what was clicked before this session began.
        st.rerun()


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


def on_panel(source: Source) -> None:
    """Follow the filter that the reader set in the sidebar, unless it is one that was heard."""
    asked = component.sent("filter", component.FILTER)
    number = asked.get("number") if isinstance(asked, dict) else None
    if isinstance(number, int) and number > st.session_state.heard:
        st.session_state.heard = number
        st.session_state.filter = asked_of(asked, current(source), source.known()).filter


def on_filter(source: Source) -> None:
    """Follow the filter that the reader set in the document: it has a button to clear it."""
    asked = component.sent("filter")
    if not asked:
        return
    now = current(source)
    asked["hidden"] = [each for each in source.known().layers if each not in asked["layers"]]
    # The document can lift this part of the filter, and not set it.
    asked["outcome"] = now.outcome and asked.get("places") is not None
    adopt(source, asked_of(asked, now, source.known()))


def on_language(source: Source) -> None:
    """Follow the language that the reader set in the document."""
    asked = component.sent("language")
    if asked in LANGUAGES:
        st.session_state[LANG] = asked
