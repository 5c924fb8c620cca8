"""The map's frame, the filter, and the wire that carries commands to both: Streamlit components.

Their scripts are given inline, read from the package, and need no manifest: an installed wheel, an
editable install and a source checkout work alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import streamlit as st

_FRONTEND = files("geo_app.app") / "frontend"


def _text(name: str) -> str:
    return (_FRONTEND / name).read_text("utf-8")


_frame = st.components.v2.component(
    "geo_app.frame",
    html='<div class="geo-frame"></div>',
    js=_text("asked.js") + _text("frame.js"),
    css=_text("frame.css"),
    isolate_styles=False,
)
_filter = st.components.v2.component(
    "geo_app.filter",
    html='<div class="geo-filter"></div>',
    js=_text("filter.js"),
    css=_text("pills.css") + _text("filter.css"),
    isolate_styles=False,
)
_exports = st.components.v2.component(
    "geo_app.exports",
    html='<div class="geo-exports"></div>',
    js=_text("exports.js"),
    css=_text("pills.css") + _text("exports.css"),
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
KEY, FILTER = "map-frame", "filter-panel"


def _plain(data: dict[str, Any]) -> tuple[dict[str, Any]]:
    """Return data as a script gets it: the first of a list.

    In a dict Streamlit looks for tables, and imports pandas to do so: 0.3 s of the first page.
    """
    return (data,)


def mount_frame(
    *,
    path: str,
    names: list[str],
    title: str,
    layers: list[str],
    outcome: tuple[list[str], str],
    **on_change: Any,
) -> None:
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
    layers
        All there are.
    outcome
        Ids of the places that pass the filter by outcome, and what the document calls it.
    on_change
        `on_selected_change`, `on_filter_change`, `on_language_change`: called when the reader does
        so in the document; `sent(name)` says what.
    """
    recorded, name = outcome
    data = {"path": path, "names": names, "title": title, "layers": layers}
    _frame(key=KEY, data=_plain(data | {"recorded": recorded, "outcome": name}), **on_change)


def mount_filter(
    *,
    tasks: list[tuple[int, str]],
    layers: list[tuple[str, str]],
    words: dict[str, str],
    **on_change: Any,
) -> None:
    """Mount the filter: the tasks, the layers, and whether something is on record since.

    `on_filter_change` is called when the reader changes it; `sent("filter", FILTER)` says to what.
    """
    data = {
        "tasks": [{"number": number, "name": name} for number, name in tasks],
        "layers": [{"id": layer, "title": title} for layer, title in layers],
        "words": words,
    }
    _filter(key=FILTER, data=_plain(data), **on_change)


def mount_exports(
    *,
    paths: dict[str, str],
    address: dict[str, str],
    everything: int,
    offers: list[dict[str, Any]],
    datums: list[dict[str, str]],
    words: dict[str, str],
) -> None:
    """Mount the exports. `paths`: of a file, without its format, and of the sizes of all.

    `everything`: so many places; `address`: query parameters that lead to the plan.
    """
    data: dict[str, Any] = {"paths": paths, "address": address, "everything": everything}
    data |= {"offers": offers, "datums": datums, "words": words}
    _exports(key="export-panel", data=_plain(data))


def command(
    *,
    heard: int,
    filter_: tuple[Sequence[int], Sequence[str], bool],
    counts: tuple[list[int], list[int], int],
    shown: int,
    chosen: tuple[Sequence[str], int],
    lang: str,
    theme: str,
) -> None:
    """Tell document, filter and exports what to show; only what changed reaches the document.

    Parameters
    ----------
    heard
        Number of the last filter that came from the panel; while it is an older one, the panel
        and the document keep to what was clicked.
    filter_
        Tasks (none named: all), layers that are hidden, and whether only places with a record.
    counts
        How many places each task, each layer, and the filter by outcome would show.
    shown
        How many places the filter leaves.
    chosen
        Ids, and the number of the choice; the document obeys only a new number.
    lang, theme
        "zh" or "en"; "light" or "dark".
    """
    tasks, hidden, outcome = filter_
    data = {
        "heard": heard,
        "filter": {"tasks": list(tasks), "hidden": list(hidden), "outcome": outcome},
        "counts": {"tasks": counts[0], "layers": counts[1], "outcome": counts[2]},
        "shown": shown,
        "select": {"ids": list(chosen[0]), "number": chosen[1]},
        "lang": lang,
        "theme": theme,
    }
    _control(key="map-control", data=_plain(data))


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
        data=_plain({"rows": rows, "commitments": commitments, "words": words}),
        **on_change,
    )


def sent(name: str, key: str = KEY) -> Any:
    """Return what the component sent under a name, inside its callback; None if nothing."""
    return (st.session_state.get(key) or {}).get(name)
