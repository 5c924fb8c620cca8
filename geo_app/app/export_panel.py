"""The exports: the four most common as buttons, all of them below, made only when asked for."""

from __future__ import annotations

from geo_app.app import component
from geo_app.app.downloads import FILE, SIZES
from geo_app.app.offers import offers
from geo_app.app.source import Source
from geo_app.app.strings import say
from geo_app.datum import Datum

_COMMON = ("geojson", "gpkg", "kml", "pdf")
_WORDS = (
    *("export", "export-all", "export-shown", "export-everything", "more-formats", "format"),
    *("datum", "about-datum-refused", "making", "not-made"),
)


def draw(source: Source, lang: str) -> None:
    """Mount the panel, with what stays the same in each run."""
    version = source.brief().version
    component.mount_exports(
        paths={
            "file": FILE.format(version=version, format=""),
            "sizes": SIZES.format(version=version),
        },
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
            }
            for each in offers().values()
        ],
        datums=[
            {
                "id": each,
                "name": say(f"datum-{each}", lang),
                "about": say(f"about-datum-{each}", lang),
            }
            for each in _datums(source)
        ],
        words={key: say(key, lang) for key in _WORDS},
    )


def _datums(source: Source) -> list[Datum]:
    """Return the datums worth asking for: beyond China there is but one."""
    return [*Datum] if source.brief().is_in_china else [Datum.WGS84]
