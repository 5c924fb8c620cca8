"""Plan → files that GIS tools read. The suffix chooses the format.

A format is one module of this package, listed in `FORMATS`, with one function:
`encode(plan) -> bytes`; or, where it is more than one file, `write(plan, path) -> None`, which
leaves the old files intact if it fails. What the module gets is `prepared`: its places (and
context) stand in the datum asked for, `plan.places.crs` is None where no CRS would be true, and
`records` and `about` say the rest.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo_app.datum import NAMES, Datum
from geo_app.errors import DataError, Fault, did_you_mean
from geo_app.exports.addresses import is_database, without_password
from geo_app.writing import write_whole

if TYPE_CHECKING:  # `geo-app export --help` must not wait for geopandas
    from types import ModuleType

    from geo_app.plan import Plan


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its suffix, the module that makes it, what it keeps and what it loses.

    `wgs84_only`: its standard fixes the datum, and readers have no way to be told of another.
    """

    suffix: str
    module: str
    title: str
    keeps: str
    loses: str = ""
    wgs84_only: bool = False

    def encode(self, plan: Plan) -> bytes:
        """Return the places of a plan in this format.

        Raises
        ------
        DataError
            If the format is more than one file, or a package that it needs is missing.
        """
        module = self.load()
        if not hasattr(module, "encode"):
            what = f"{self.title} is more than one file."
            raise DataError([Fault("export", 0, "", what, "Name a file to write it to.")])
        data: bytes = module.encode(plan)
        return data

    def write(self, plan: Plan, path: Path) -> None:
        """Write the places of a plan to a file: the whole new file, or the old one stays."""
        module = self.load()
        if hasattr(module, "write"):
            module.write(plan, path)
        else:
            write_whole(path, self.encode(plan))

    def load(self) -> ModuleType:
        """Import the format's module; raise DataError if a package that it needs is missing."""
        try:
            return importlib.import_module(f"geo_app.exports.{self.module}")
        except ModuleNotFoundError as error:
            if str(error.name).startswith("geo_app"):
                raise
            what = f'{self.title} needs the package "{error.name}", which is not installed.'
            mend = f"Run: pip install {error.name}."
            raise DataError([Fault("export", 0, "", what, mend)]) from None


FORMATS: dict[str, Format] = {
    each.suffix: each
    for each in (
        Format("geojson", "geojson", "GeoJSON (RFC 7946)", "everything, nested"),
        Format("json", "geojson", "GeoJSON (RFC 7946)", "everything, nested"),
        Format("geojsonl", "geojsonl", "GeoJSON sequence", "everything, one feature a line"),
        Format("geojsons", "geojsonl", "GeoJSON sequence", "everything, one feature a line"),
        Format("geojsonseq", "geojsonl", "GeoJSON sequence", "everything, one feature a line"),
        Format(
            "gpkg",
            "geopackage",
            "GeoPackage 1.2, styled for QGIS, with related tables and the context",
            "everything, lists as JSON text",
            "geometry collections: a mixed group is a row in each of its tables",
        ),
        Format(
            "qgz",
            "qgis_project",
            "QGIS project, with a GeoPackage of its name beside it",
            "everything, our look, map tips and relations",
            wgs84_only=True,
        ),
        Format(
            "fgb",
            "flatgeobuf",
            "FlatGeobuf",
            "everything, lists as JSON text",
            "the order: its index sorts the rows by position",
        ),
        Format("parquet", "geoparquet", "GeoParquet 1.1", "everything, nested, CRS, bbox covering"),
        Format(
            "kml",
            "kml",
            "KML 2.2, a folder a layer, our colours",
            "everything, all values as text",
            "control characters",
            wgs84_only=True,
        ),
        Format(
            "kmz",
            "kmz",
            "KMZ: the same, zipped",
            "everything, all values as text",
            "control characters",
            wgs84_only=True,
        ),
        Format(
            "csv",
            "csv",
            "CSV with lng, lat and WKT, UTF-8 with BOM",
            "everything, lists as JSON text",
            "types; ' stands before text that a spreadsheet would run (= + - @)",
        ),
        Format(
            "xlsx",
            "xlsx",
            "Excel: places, quotes, targets, outcomes, ledger, about",
            "everything but the outlines, and the tables",
            "geometry: one position a place",
        ),
        Format(
            "pmtiles",
            "pmtiles",
            "PMTiles 3, zoom 3 to 8, a tile layer a layer",
            "names, tasks, quotations, accuracy, sources",
            "vertices nearer than 10 m; shapes are cut at tile edges",
            wgs84_only=True,
        ),
        Format(
            "html",
            "html",
            "The map itself, one file that opens without a network",
            "everything that the map shows, and the report",
            "what only the tables hold",
            wgs84_only=True,
        ),
        Format(
            "shp.zip",
            "shapefile",
            "Shapefile, zipped: a file a layer and geometry type",
            "quotations and sources whole in side tables",
            "names beyond 10 letters (fields.csv), text beyond 254 bytes, nesting",
        ),
    )
}

DATABASE = Format(
    "postgresql://…",
    "postgis",
    "PostGIS, schema plan",
    "everything, lists as JSON, keys and indexes",
    wgs84_only=True,
)
PICTURES = ("png", "pdf", "svg")  # made by `geo-app picture`


def export(
    plan: Plan,
    out: str | Path,
    *,
    format: str | None = None,
    datum: str = Datum.WGS84,
    link_base: str = "",
) -> None:
    """Write the places of a plan to a file: the whole new file, or the old one stays.

    Parameters
    ----------
    plan
        What is written: exactly its places, in its order.
    out
        The file; its suffix chooses the format unless `format` does. Or a database,
        "postgresql://user@host/name": see `geo_app.exports.postgis`.
    format
        A suffix without its dot, "geojson".
    datum
        "wgs84", "cgcs2000", "gcj02" or "bd09": what the positions refer to. The last two have
        no CRS that a file could name, so the file's name must hold theirs: "plan.gcj02.csv".
    link_base
        Address of the page, put before each place's `link`; relative links without it.

    Raises
    ------
    DataError
        If the format is unknown, cannot hold the datum, or needs a package that is missing; if
        the datum is one of China and no place lies there; if the plan holds no place; if the
        file's name does not say the datum; if it cannot be written.
    """
    if is_database(out):
        _to_database(plan, str(out), format, Datum(datum), link_base)
        return
    path = Path(out)
    chosen = _format(format) if format else _format(format_of(path))
    _ask_for_datum_in_name(path, chosen, Datum(datum))
    chosen.write(prepared(plan, chosen, Datum(datum), link_base), path)


def _to_database(plan: Plan, url: str, format: str | None, datum: Datum, link_base: str) -> None:
    if format:
        what = f'a database has no format "{format}".'
        raise DataError([Fault(without_password(url), 0, "", what, "Leave out the format.")])
    DATABASE.load().write(prepared(plan, DATABASE, datum, link_base), url)


def export_bytes(
    plan: Plan, format: str, *, datum: str = Datum.WGS84, link_base: str = ""
) -> bytes:
    """Return the places of a plan in a format; see `export`."""
    chosen = _format(format)
    return chosen.encode(prepared(plan, chosen, Datum(datum), link_base))


def prepared(plan: Plan, format: Format, datum: Datum, link_base: str) -> Plan:
    """Return the plan as a format's module gets it: in its datum, with the base of its links.

    Raises
    ------
    DataError
        If it holds no place, the format cannot hold the datum, or it means nothing there.
    """
    from geo_app.exports.datums import datums_of, in_datum, with_link_base

    if not len(plan):
        what = "no place meets the conditions, so there is nothing to write."
        raise DataError([Fault("export", 0, "", what, "Leave out a condition.")])
    if format.wgs84_only and datum in (Datum.GCJ02, Datum.BD09):
        what = f"{format.suffix} is WGS 84 by its standard; positions in {NAMES[datum]} would lie."
        free = [each.suffix for each in FORMATS.values() if not each.wgs84_only]
        mend = f"Choose of: {', '.join(free)}."
        raise DataError([Fault("export", 0, "", what, mend)])
    if datum not in datums_of(plan):
        what = f"{NAMES[datum]} is a datum of maps of China, and no place of the plan lies there."
        raise DataError([Fault("export", 0, "", what, "Leave out the datum: it is WGS 84.")])
    return with_link_base(in_datum(plan, datum), link_base)


def format_of(path: Path) -> str:
    """Return the format that a file's suffix names.

    Raises
    ------
    DataError
        If none has it; the message lists them and names a near miss.
    """
    name = path.name.lower()
    fitting = [suffix for suffix in FORMATS if name.endswith(f".{suffix}")]
    if fitting:
        return max(fitting, key=len)
    suffix = path.suffix.lower().lstrip(".")
    if suffix in PICTURES:
        what = f'"{path.suffix}" is a picture, and export writes data.'
        raise DataError([Fault(str(path), 0, "", what, f'Run: geo-app picture "{path}".')])
    hint = did_you_mean(suffix, FORMATS) if suffix else ""
    what = f'the suffix "{path.suffix}" names no format.{hint}'
    mend = f"Choose of: {', '.join('.' + each for each in FORMATS)}."
    raise DataError([Fault(str(path), 0, "", what, mend)])


def _format(name: str) -> Format:
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS)
        what = f'there is no format "{name}".{hint}'
        raise DataError([Fault("export", 0, "", what, f"Choose of: {', '.join(FORMATS)}.")])
    return FORMATS[name]


def _ask_for_datum_in_name(path: Path, format: Format, datum: Datum) -> None:
    if datum in (Datum.WGS84, Datum.CGCS2000) or datum in path.name.lower():
        return
    end = f".{format.suffix}"
    stem = path.name[: -len(end)] if path.name.lower().endswith(end) else path.stem
    what = f"positions in {NAMES[datum]} look like WGS 84, so the file's name must say it."
    mend = f'Write to "{path.with_name(f"{stem}.{datum}{end}")}".'
    raise DataError([Fault(str(path), 0, "", what, mend)])
