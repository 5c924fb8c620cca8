"""The exports: the four most common as buttons, all of them below, made only when asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from geo_app.app.sizes import Key, estimate, size_text
from geo_app.app.source import Source
from geo_app.app.state import PLAN, View
from geo_app.app.strings import say
from geo_app.datum import Datum

if TYPE_CHECKING:
    from geo_app import Plan

# The poster needs these, which come with the extra `picture`.
_PRESS = ("typst", "pylopdf_fonts_zh_cn")
# Readers would take a file with positions in these for one in WGS 84.
_OBFUSCATED = (Datum.GCJ02, Datum.BD09)
_MOST_KNOWN = 500  # sizes that are kept, of all sessions
_SCOPE, _FORMAT, _DATUM = "export-scope", "export-format", "export-datum"


class Offer(NamedTuple):
    """A file on offer. `suffix`: where it is not the format; `placed`: its datum is asked."""

    format: str
    mime: str
    suffix: str = ""
    placed: bool = True

    @property
    def is_wgs84_only(self) -> bool:
        """Say whether its standard fixes the datum."""
        from geo_app.exports import FORMATS

        return not self.placed or FORMATS[self.format].wgs84_only


_ZIP, _XML = "application/zip", "application/vnd.google-earth"
OFFERS: tuple[Offer, ...] = (
    Offer("geojson", "application/geo+json"),
    Offer("gpkg", "application/geopackage+sqlite3"),
    Offer("kml", f"{_XML}.kml+xml"),
    Offer("pdf", "application/pdf", placed=False),
    Offer("qgz", _ZIP, "qgis.zip"),
    Offer("kmz", f"{_XML}.kmz"),
    Offer("csv", "text/csv"),
    Offer("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Offer("parquet", "application/vnd.apache.parquet"),
    Offer("fgb", "application/flatgeobuf"),
    Offer("shp.zip", _ZIP),
    Offer("pmtiles", "application/vnd.pmtiles"),
    Offer("html", "text/html", placed=False),
)
_COMMON = ("geojson", "gpkg", "kml", "pdf")


def draw(source: Source, shown: Plan, view: View) -> None:
    """Draw the panel; `shown` is the plan that the view's filter leaves."""
    offers = {each.format: each for each in OFFERS if each.format != "pdf" or _can_print()}
    with st.container(key="exports"):
        chosen = _scope(source.plan(), shown, view.lang)
        file = _Files(source, chosen, view)
        columns = st.columns(2, gap="small")
        for index, format_ in enumerate(each for each in _COMMON if each in offers):
            with columns[index % 2]:
                file.button(offers[format_], Datum.WGS84, f"export-{format_}")
        with st.expander(say("more-formats", view.lang)):
            _more(file, offers, view.lang)


def _scope(whole: Plan, shown: Plan, lang: str) -> Plan:
    """Ask whether what is shown or everything is exported, where the two differ."""
    if len(shown) == len(whole):
        title = say("export-all", lang, n=len(whole))
        st.html(f'<p class="geo-label">{escape(title)}</p>')
        return whole
    counts = {"shown": len(shown), "everything": len(whole)}
    asked = st.segmented_control(
        say("export", lang),
        list(counts),
        format_func=lambda each: say(f"export-{each}", lang, n=counts[each]),
        default="shown",
        required=True,
        key=_SCOPE,
        width="stretch",
    )
    return whole if asked == "everything" else shown


def _more(file: _Files, offers: dict[str, Offer], lang: str) -> None:
    # Pills, not a list that drops down: nothing covers the page, or calls up a phone's keyboard.
    format_ = st.pills(
        say("format", lang),
        list(offers),
        default="qgz",
        format_func=lambda each: say(f"format-{each}", lang),
        key=_FORMAT,
        required=True,
    )
    offer = offers[format_]
    st.html(f'<p class="geo-hint">{escape(say(f"about-{format_}", lang))}</p>')
    datum = Datum.WGS84
    if offer.placed:
        datum = Datum(
            st.pills(
                say("datum", lang),
                [str(each) for each in Datum],
                default=str(Datum.WGS84),
                format_func=lambda each: say(f"datum-{each}", lang),
                key=_DATUM,
                required=True,
            )
        )
        refused = offer.is_wgs84_only and datum in _OBFUSCATED
        about = "about-datum-refused" if refused else f"about-datum-{datum}"
        st.html(f'<p class="geo-hint">{escape(say(about, lang))}</p>')
        if refused:
            return
    file.button(offer, datum, "export-more")


class _Files:
    """The files of one choice of places: their buttons, names and sizes."""

    def __init__(self, source: Source, chosen: Plan, view: View) -> None:
        self.source, self.chosen, self.view = source, chosen, view
        self.ids = tuple(chosen.places.index)
        self.is_whole = len(chosen) == len(source.rows())
        # The links in a file lead to the page that it came from.
        page = f"{(st.context.url or '').split('?')[0].rstrip('/')}/"
        self.base = f"{page}?{urlencode(source.address)}" if source.address else page

    def button(self, offer: Offer, datum: Datum, key: str) -> None:
        """Draw a button that makes the file when it is pressed; it turns while that takes."""
        lang = self.view.lang
        about = Key(offer.format, datum, lang, self.ids)
        st.download_button(
            f"{say(f'button-{offer.format}', lang)} *{self._size(about)}*",
            data=self._writer(offer, about),
            file_name=self._name(offer, datum),
            mime=offer.mime,
            key=key,
            on_click="ignore",
            width="stretch",
            disabled=not self.ids,
        )

    def _size(self, about: Key) -> str:
        if known := self.source.made.get(about):
            return size_text(known)
        guess = estimate(about.format, self.source.weights(), self.ids)
        return "" if guess is None or not self.ids else f"≈ {size_text(guess)}"

    def _name(self, offer: Offer, datum: Datum) -> str:
        tasks = self.view.tasks if not self.is_whole else ()
        named = "-task-" + "-".join(map(str, tasks)) if tasks else ""
        if not self.is_whole and (self.view.hidden or self.view.outcome):
            named += "-part"
        place = "" if datum is Datum.WGS84 else f".{datum}"
        return f"{self.source.address.get(PLAN, PLAN)}{named}{place}.{offer.suffix or offer.format}"

    def _writer(self, offer: Offer, about: Key) -> Callable[[], bytes]:
        source, chosen, base = self.source, self.chosen, self.base

        def write() -> bytes:
            data = _made(chosen, offer, about, base)
            while len(source.made) >= _MOST_KNOWN:
                source.made.pop(next(iter(source.made)))
            source.made[about] = len(data)
            return data

        return write


@cache
def _can_print() -> bool:
    return all(find_spec(name) for name in _PRESS)


def _made(plan: Plan, offer: Offer, about: Key, base: str) -> bytes:
    """Return the file; the modules that make it are loaded now and not before."""
    if offer.format == "pdf":
        from geo_app.picture import draw_bytes

        return draw_bytes(plan, "pdf", lang=about.lang)
    if offer.format == "html":
        from geo_app.mapdoc import map_bytes

        return map_bytes(plan, lang=about.lang)
    from geo_app.exports import export, export_bytes

    if offer.format != "qgz":
        return export_bytes(plan, offer.format, datum=about.datum, link_base=base)
    from geo_app.exports.zipped import zipped

    with tempfile.TemporaryDirectory(prefix="geo-app-") as folder:
        # The project names the GeoPackage beside it: the two keep their names.
        export(plan, Path(folder) / "plan.qgz", datum=about.datum, link_base=base)
        return zipped({each.name: each.read_bytes() for each in sorted(Path(folder).iterdir())})
