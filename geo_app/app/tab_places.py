"""Places: a table of what is shown; a row that is selected goes to the map."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from geo_app import schema
from geo_app.app import session
from geo_app.app.source import Source
from geo_app.app.state import View
from geo_app.app.strings import say

if TYPE_CHECKING:
    import pandas as pd

    from geo_app import Plan

_TABLE = "place-table"
_TALLEST_PX = 760
_ROW_PX = 36
# As wide as the longest kind: what is cut off in a cell needs a click to be read.
_KIND_PX = {"zh": 96, "en": 195}


def draw(source: Source, shown: Plan, view: View) -> None:
    """Draw the table of the places shown."""
    if len(shown) == 0:
        st.text(say("none", view.lang))
        return
    st.html(f'<p class="geo-note">{escape(say("places-note", view.lang))}</p>')
    table = place_table(shown, view.lang)
    st.dataframe(
        table,
        key=_TABLE,
        hide_index=True,
        on_select=lambda: _show(source, [str(each) for each in table.index]),
        selection_mode="single-row",
        height=min(_TALLEST_PX, _ROW_PX * (len(table) + 1) + 4),
        row_height=_ROW_PX,
        placeholder="",
        column_config={
            say("col-accuracy", view.lang): st.column_config.NumberColumn(format="localized"),
            say("col-name", view.lang): st.column_config.TextColumn(width="medium"),
            say("col-kind", view.lang): st.column_config.TextColumn(width=_KIND_PX[view.lang]),
        },
    )


def _show(source: Source, ids: list[str]) -> None:
    rows = st.session_state[_TABLE]["selection"]["rows"]
    if rows:
        session.show(source, (ids[rows[0]],))


def place_table(shown: Plan, lang: str) -> pd.DataFrame:
    """Return the table, index id, one row a place; columns in the words of the language."""
    places = shown.places
    titles = {each.id: each.title_en if lang == "en" else each.title for each in shown.layers}
    kinds = {each.id: each.en if lang == "en" else each.zh for each in schema.KINDS.values()}
    group = say("group", lang)
    import pandas as pd

    named = pd.concat([shown.mentions, shown.through])
    sentences = named.groupby("place_id")["sentence"].nunique()
    name, other = ("name_en", "name") if lang == "en" else ("name", "name_en")
    columns = {
        "col-name": places[name],
        "col-other": places[other],
        "col-layer": places["layer"].map(titles),
        "col-kind": places["kind"].map(kinds),
        "col-tasks": places["tasks"].map(lambda tasks: " ".join(map(str, tasks))),
        "col-sentences": sentences.reindex(places.index, fill_value=0),
        "col-basis": [
            group if members else say(basis, lang)
            for basis, members in zip(places["basis"], places["members"], strict=True)
        ],
        "col-accuracy": places["accuracy_m"],
    }
    return pd.DataFrame({say(key, lang): column for key, column in columns.items()})
