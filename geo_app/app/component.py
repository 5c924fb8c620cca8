"""The map's frame and the wire that carries commands to it: two Streamlit components.

Their scripts are given inline, read from the package, and need no manifest: an installed wheel, an
editable install and a source checkout work alike.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import streamlit as st

_FRONTEND = files("geo_app.app") / "frontend"


def _text(name: str) -> str:
    return (_FRONTEND / name).read_text("utf-8")


_frame = st.components.v2.component(
    "geo_app.frame",
    html='<div class="geo-frame"></div>',
    js=_text("frame.js"),
    css=_text("frame.css"),
    isolate_styles=False,
)
_control = st.components.v2.component(
    "geo_app.control", html="<span hidden></span>", js=_text("control.js"), isolate_styles=False
)
_targets = st.components.v2.component(
    "geo_app.targets",
    html='<div class="geo-targets"></div>',
    js=_text("targets.js"),
    css=_text("targets.css"),
    isolate_styles=False,
)
KEY = "map-frame"


def mount_frame(*, path: str, names: list[str], title: str, **on_change: Any) -> None:
    """Mount the document at `path`, relative to the page.

    Parameters
    ----------
    path
        While it stays the same, the frame stays as it is.
    names
        What the page's address calls the plan that stands there. Where it names another, the page
        just changed plans, and the rest of the address is about the old one.
    title
        Name of the frame, for assistive technology.
    on_change
        `on_selected_change`, `on_filter_change`, `on_language_change`: called when the reader does
        so in the document; `sent(name)` says what.
    """
    _frame(key=KEY, data={"key": KEY, "path": path, "names": names, "title": title}, **on_change)


def command(
    *,
    tasks: list[int],
    layers: list[str],
    only: tuple[list[str], str] | None,
    chosen: tuple[list[str], int],
    lang: str,
    theme: str,
) -> None:
    """Tell the document what to show; only what changed reaches it.

    Parameters
    ----------
    tasks
        None named: all.
    layers
        Those shown.
    only
        Ids of the places that pass the rest of the filter, and what that is called; None: all.
    chosen
        Ids, and the number of the choice; the document obeys only a new number.
    lang, theme
        "zh" or "en"; "light" or "dark".
    """
    ids, number = chosen
    filter_: dict[str, Any] = {"tasks": tasks, "layers": layers, "places": None}
    if only:
        filter_ |= {"places": only[0], "name": only[1]}
    data = {
        "key": KEY,
        "filter": filter_,
        "select": {"ids": ids, "number": number},
        "lang": lang,
        "theme": theme,
    }
    _control(key="map-control", data=data)


def mount_targets(
    *,
    rows: list[dict[str, Any]],
    commitments: list[dict[str, Any]],
    words: dict[str, str],
    **on_change: Any,
) -> None:
    """Mount the list of targets and, below it, of commitments without a place.

    `on_chosen_change` is called when the places of one are to be shown.
    """
    _targets(
        key="target-list",
        data={"rows": rows, "commitments": commitments, "words": words},
        **on_change,
    )


def sent(name: str, key: str = KEY) -> Any:
    """Return what the component sent under a name, inside its callback; None if nothing."""
    return (st.session_state.get(key) or {}).get(name)
