"""The notice that the files of the plan have changed, with a button that loads them."""

from __future__ import annotations

import streamlit as st

from geo_app.app import session
from geo_app.app.plans import Plans, Shelf
from geo_app.app.source import Source
from geo_app.app.state import View
from geo_app.app.strings import say
from geo_app.app.watch import fingerprint
from geo_app.errors import DataError

# Each open page asks so often, in about a millisecond; a page that is closed does not.
_EVERY_S = 3
_MOST_FAULTS = 3
_REFUSED = "refused"


def draw(plans: Plans, source: Source, view: View) -> None:
    """Draw the notice once the files have changed; the shipped plan has none that could."""
    shelf = plans.get(source.slug)
    if shelf is not None and shelf.data is not None:
        _notice(shelf, source, view.lang)


@st.fragment(run_every=_EVERY_S)
def _notice(shelf: Shelf, source: Source, lang: str) -> None:
    if not shelf.is_behind(source):
        return
    with st.container(key="changed"):
        found, faults = st.session_state.get(_REFUSED) or ("", ())
        # Faults are those of what was tried; files that changed again may be better.
        refused = shelf.data is not None and found == fingerprint(shelf.data)
        if refused:
            st.text(say("not-reloaded", lang, n=len(faults)))
            st.text("\n".join(faults[:_MOST_FAULTS]))
            if len(faults) > _MOST_FAULTS:
                st.text(say("more-faults", lang, n=len(faults) - _MOST_FAULTS))
        else:
            st.text(say("changed", lang))
        if st.button(say("again" if refused else "reload", lang), key="reload"):
            _renew(shelf)


def _renew(shelf: Shelf) -> None:
    """Show the newest edition; or, where it has faults, keep them for the notice."""
    assert shelf.data is not None
    tried = fingerprint(shelf.data)
    try:
        shelf.renew()
    except DataError as error:
        st.session_state[_REFUSED] = tried, tuple(map(str, error.faults))
        st.rerun(scope="fragment")
    session.ask_for(shelf)
    st.rerun()
