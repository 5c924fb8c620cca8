"""The sidebar: title, language, search, the filter by task and layer, exports."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING

import streamlit as st

from geo_app.app import session
from geo_app.app.source import Source
from geo_app.app.state import View, count_layers, count_tasks
from geo_app.app.strings import LANGUAGES, PAGE, say

if TYPE_CHECKING:
    from geo_app import Plan

# What a download is called on its button (a key of the page's words where it has two languages),
# its format and its media type.
_EXPORTS = (
    ("GeoJSON", "geojson", "application/geo+json"),
    ("GeoPackage", "gpkg", "application/geopackage+sqlite3"),
    ("KML", "kml", "application/vnd.google-earth.kml+xml"),
    ("poster", "pdf", "application/pdf"),
)
# The poster needs these, which come with the extra `picture`.
_PRESS = ("typst", "pylopdf_fonts_zh_cn")


def draw(source: Source, shown: Plan, view: View) -> None:
    """Draw the sidebar; `shown` is the plan that the view's filter leaves."""
    _title(source, view.lang)
    _search(source, view.lang)
    _tasks(source, view)
    _layers(source, view)
    _exports(shown, view)


def _title(source: Source, lang: str) -> None:
    plan, end = source.plan(), "" if lang == "zh" else "_en"
    title = plan.about.get(f"title{end}") or plan.about.get("title", "")
    subtitle = plan.report.about.get(f"subtitle{end}", "")
    st.html(
        f'<h1 class="geo-title" lang="{"en" if end else "zh-Hans"}">{escape(title)}</h1>'
        f'<p class="geo-subtitle">{escape(subtitle)}</p>'
    )
    st.segmented_control(
        say("language", lang),
        LANGUAGES,
        format_func=lambda each: say(f"lang-{each}", lang),
        key=session.LANG,
        required=True,
        label_visibility="collapsed",
    )


def _search(source: Source, lang: str) -> None:
    labels = _search_labels(source, lang)
    st.selectbox(
        say("search", lang),
        list(labels),
        index=None,
        format_func=lambda place: labels[place],
        key=session.SEARCH,
        placeholder=say("search-hint", lang),
        on_change=session.on_search,
        args=(source,),
    )


@st.cache_data(show_spinner=False)
def _labels(version: str, lang: str, _plan: Plan) -> dict[str, str]:
    """Return the searchable label of each place: its name, and all by which one may look for it."""
    from pypinyin import lazy_pinyin

    labels = {}
    for place in _plan.places.itertuples():
        names = [place.name, place.name_en] if lang == "zh" else [place.name_en, place.name]
        names += [*(place.aliases or ()), "".join(lazy_pinyin(place.name))]
        labels[str(place.Index)] = " · ".join(dict.fromkeys(name for name in names if name))
    return labels


def _search_labels(source: Source, lang: str) -> dict[str, str]:
    plan = source.plan()
    return _labels(plan.version, lang, plan)


def _tasks(source: Source, view: View) -> None:
    tasks = {task.number: task for task in source.plan().report.tasks}
    counts = count_tasks(source.rows(), view, tasks)

    def label(number: int) -> str:
        task = tasks[number]
        short = task.short_en or task.title_en if view.lang == "en" else task.short or task.title
        return f"{number} {short} *{counts[number]}*"

    st.pills(
        say("tasks", view.lang),
        list(tasks),
        selection_mode="multi",
        format_func=label,
        key=session.TASKS,
    )


def _layers(source: Source, view: View) -> None:
    layers = source.plan().layers
    counts = count_layers(source.rows(), view, [layer.id for layer in layers])
    with st.container(key="layers"):
        st.html(f'<p class="geo-label">{escape(say("layers", view.lang))}</p>')
        for layer in layers:
            title = layer.title_en if view.lang == "en" else layer.title
            st.checkbox(
                f"{title} *{counts[layer.id]}*",
                key=session.layer_key(layer.id),
                width="stretch",
            )


def _exports(shown: Plan, view: View) -> None:
    with st.container(key="exports"):
        st.html(f'<p class="geo-label">{escape(say("export", view.lang, n=len(shown)))}</p>')
        columns = st.columns(2, gap="small")
        known = [each for each in _EXPORTS if each[1] != "pdf" or _can_print()]
        for index, (name, format_, mime) in enumerate(known):
            with columns[index % 2]:
                st.download_button(
                    say(name, view.lang) if name in PAGE else name,
                    # Made when asked for, not in each run.
                    data=_writer(shown, format_, view.lang),
                    file_name=f"plan{_suffix(view)}.{format_}",
                    mime=mime,
                    key=f"export-{format_}",
                    on_click="ignore",
                    width="stretch",
                    disabled=len(shown) == 0,
                )


@cache
def _can_print() -> bool:
    return all(find_spec(name) for name in _PRESS)


def _writer(shown: Plan, format_: str, lang: str) -> Callable[[], bytes]:
    def write() -> bytes:
        if format_ == "pdf":
            from geo_app.picture import draw_bytes

            return draw_bytes(shown, format_, lang=lang)
        from geo_app.exports import export_bytes

        return export_bytes(shown, format_)

    return write


def _suffix(view: View) -> str:
    return "-task-" + "-".join(map(str, view.tasks)) if view.tasks else ""
