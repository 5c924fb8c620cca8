"""The exports: the four most common as buttons, all of them below, made only when asked for."""

from __future__ import annotations

from geo_app.app import component
from geo_app.app.downloads import ROUTE
from geo_app.app.offers import offers
from geo_app.app.sizes import Key, estimates, size_text
from geo_app.app.source import Source
from geo_app.app.state import View
from geo_app.app.strings import say
from geo_app.datum import Datum

_COMMON = ("geojson", "gpkg", "kml", "pdf")
_WORDS = (
    *("export", "export-all", "export-shown", "export-everything", "more-formats", "format"),
    *("datum", "about-datum-refused", "making", "not-made"),
)


def draw(source: Source, lang: str) -> None:
    """Mount the panel, with what stays the same in each run."""
    guesses = estimates(source.weights(), source.known().places.values())
    component.mount_exports(
        path=ROUTE.format(version=source.plan().version, format=""),
        address=source.address,
        everything=len(source.rows()),
        offers=[
            {
                "format": each.format,
                "button": say(f"button-{each.format}", lang),
                "name": say(f"format-{each.format}", lang),
                "about": say(f"about-{each.format}", lang),
                "common": each.format in _COMMON,
                "placed": each.placed,
                "refuses": [datum for datum in Datum if each.refuses(datum)],
                "size": _about(guesses.get(each.format)),
            }
            for each in offers().values()
        ],
        datums=[
            {
                "id": each,
                "name": say(f"datum-{each}", lang),
                "about": say(f"about-datum-{each}", lang),
            }
            for each in Datum
        ],
        words={key: say(key, lang) for key in _WORDS},
    )


def sizes(source: Source, view: View) -> tuple[int, list[str]]:
    """Return how many places are shown, and about how large each file of them is."""
    ids = [row.id for row in source.rows() if view.shows(row)]
    guesses = estimates(source.weights(), ids) if ids else {}
    texts = []
    for format_ in offers():
        known = source.made.get(Key(format_, Datum.WGS84, view.lang, view.filter))
        texts.append(size_text(known) if known else _about(guesses.get(format_)))
    return len(ids), texts


def _about(guess: int | None) -> str:
    return "" if guess is None else f"≈ {size_text(guess)}"
