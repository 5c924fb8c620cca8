"""A notice when the files of the plan have changed since it was read, and a button to read them."""

from __future__ import annotations

import streamlit as st

from geo_app.app import session
from geo_app.app.plain import plain
from geo_app.app.source import Source
from geo_app.app.strings import say
from geo_app.errors import DataError

# How often a page that nobody touches asks; what it asks is some dozens of `stat`.
EVERY_S = 2.0
_SHOWN = 3
_FAULTS = "reload-faults"


def watch(source: Source, lang: str) -> None:
    """Draw the notice, once there is something to say; a plan that was packaged never changes."""
    if source.data is not None:
        _notice(source, lang, source.plan().version)


@st.fragment(run_every=EVERY_S)
def _notice(source: Source, lang: str, drawn: str) -> None:
    # Another session may have read the files already: then this page is what is behind.
    if not source.is_stale and source.plan().version == drawn:
        st.session_state.pop(_FAULTS, None)
        return
    with st.container(key="stale"):
        st.markdown(say("stale", lang))
        if st.button(say("reload", lang), key="reload", width="stretch"):
            st.session_state.pop(_FAULTS, None)
            try:
                if source.is_stale:
                    source.reload()
                st.rerun()
            except DataError as error:
                st.session_state[_FAULTS] = [str(each) for each in error.faults]
        if faults := st.session_state.get(_FAULTS):
            st.markdown(say("reload-faults", lang, n=len(faults)))
            for fault in faults[:_SHOWN]:
                st.markdown(f"- {plain(fault)}")


def follow(source: Source) -> None:
    """Let go of what a plan that was read anew does not hold any more."""
    version = source.plan().version
    if st.session_state.setdefault("version", version) == version:
        return
    st.session_state.version = version
    session.adopt(source, session.kept(source))
