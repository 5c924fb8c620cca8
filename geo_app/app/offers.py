"""The files that the page offers: what each is, what it is called, and how it is made."""

from __future__ import annotations

import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo_app.app.source import Source
from geo_app.app.state import PLAN, View
from geo_app.datum import Datum

if TYPE_CHECKING:
    from geo_app import Plan

# The poster needs these, which come with the extra `picture`.
_PRESS = ("typst", "pylopdf_fonts_zh_cn")
# Readers would take a file with positions in these for one in WGS 84.
_OBFUSCATED = (Datum.GCJ02, Datum.BD09)


class Offer(NamedTuple):
    """A file on offer. `suffix`: where it is not the format; `placed`: its datum is asked."""

    format: str
    mime: str
    suffix: str = ""
    placed: bool = True

    def refuses(self, datum: Datum) -> bool:
        """Say whether its standard fixes another datum."""
        from geo_app.exports import FORMATS

        fixed = not self.placed or FORMATS[self.format].wgs84_only
        return fixed and datum in _OBFUSCATED


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


@cache
def offers() -> dict[str, Offer]:
    """Return what this machine can make, by format."""
    can_print = all(find_spec(name) for name in _PRESS)
    return {each.format: each for each in OFFERS if each.format != "pdf" or can_print}


def shown_of(source: Source, view: View) -> Plan:
    """Return the plan that the view's filter leaves."""
    return source.plan().filter(
        tasks=view.tasks or None,
        layers=view.shown_layers(source.known()) if view.hidden else None,
        places=[row.id for row in source.rows() if row.recorded] if view.outcome else None,
    )


def file_name(source: Source, view: View, offer: Offer, datum: Datum) -> str:
    """Return what the file is called: plan, filter and datum, where they are not the usual ones."""
    tasks = "-task-" + "-".join(map(str, view.tasks)) if view.tasks else ""
    part = "-part" if view.hidden or view.outcome else ""
    place = "" if datum is Datum.WGS84 else f".{datum}"
    suffix = offer.suffix or offer.format
    return f"{source.address.get(PLAN, PLAN)}{tasks}{part}{place}.{suffix}"


def file_bytes(
    plan: Plan, offer: Offer, *, datum: str = "wgs84", lang: str = "zh", base: str
) -> bytes:
    """Return the file; the modules that make it are loaded now and not before.

    Parameters
    ----------
    plan
        All of it is in the file.
    base
        Address of the page, to which the links in the file lead.
    """
    if offer.format == "pdf":
        from geo_app.picture import draw_bytes

        return draw_bytes(plan, "pdf", lang=lang)
    if offer.format == "html":
        from geo_app.mapdoc import map_bytes

        return map_bytes(plan, lang=lang)
    from geo_app.exports import export, export_bytes

    if offer.format != "qgz":
        return export_bytes(plan, offer.format, datum=datum, link_base=base)
    from geo_app.exports.zipped import zipped

    with tempfile.TemporaryDirectory(prefix="geo-app-") as folder:
        # The project names the GeoPackage beside it: the two keep their names.
        export(plan, Path(folder) / "plan.qgz", datum=datum, link_base=base)
        return zipped({each.name: each.read_bytes() for each in sorted(Path(folder).iterdir())})
