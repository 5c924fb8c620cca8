"""GeoPackage 1.2: the plan's layers, styled, the tables related to them, and the context.

QGIS gives a layer one kind of symbol and one default style, so a theme has a table for its areas,
one for its lines and one for its points (`sci_areas`, `sci_points`), empty ones left out. A group
of mixed members has a row in each. `places` has every place once, and the other tables refer to it.

Version 1.2 is what GDAL 3.6 (Debian 12) reads without a warning. Lists are JSON text.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import geopandas
import pandas as pd
import pyogrio

from geo_app.errors import DataError, Fault
from geo_app.exports.gpkg_layers import Spatial, context_tables, plan_tables
from geo_app.exports.gpkg_tables import Style, add_styles, add_tables, name_columns
from geo_app.exports.qml import Dimension
from geo_app.exports.records import about_flat
from geo_app.exports.rows import NO_ROOM
from geo_app.exports.tables import Type, tables
from geo_app.plan import Plan
from geo_app.writing import write_whole

# Files made at different times from one plan are one file: a fixed date stands in every
# `last_change`. It says nothing of the data; `about` does.
_DATE = "2000-01-01T00:00:00.000Z"
_MULTI = {
    Dimension.AREAS: "MultiPolygon",
    Dimension.LINES: "MultiLineString",
    Dimension.POINTS: "MultiPoint",
}
_one_at_a_time = threading.Lock()  # GDAL's options are the whole process's


def write(plan: Plan, path: Path) -> None:
    """Write a GeoPackage; refuse while another program has the old one open for writing.

    SQLite keeps what such a program has changed in a file beside (`-wal`); with a new file under
    the old name those changes would be played into it.
    """
    refuse_if_open(path)
    write_whole(path, encode(plan))


def refuse_if_open(path: Path) -> None:
    """Raise DataError while another program has changes to a GeoPackage that it will write."""
    for suffix in ("-wal", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists() and beside.stat().st_size:
            what = f"another program has it open: {beside.name} lies beside it."
            mend = "Close it there (in QGIS: remove its layers), or write to another name."
            raise DataError([Fault(str(path), 0, "", what, mend)])


def encode(plan: Plan) -> bytes:
    """Return the bytes of a GeoPackage; the same bytes for the same plan.

    Raises
    ------
    DataError
        If there is no room for it where temporary files are made.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="geo-app-") as folder:
            file = Path(folder) / "plan.gpkg"
            parts = [*plan_tables(plan), *context_tables(plan)]
            _write_spatial(parts, file, plan)
            with contextlib.closing(sqlite3.connect(file)) as database:
                related = tables(plan)
                add_tables(database, related, _DATE)
                for part in parts:
                    name_columns(database, part.name, part.columns)
                styles = [Style(part.name, "geom", part.style()) for part in parts]
                add_styles(database, styles, related, _DATE)
            return file.read_bytes()
    except (OSError, sqlite3.OperationalError, *NO_ROOM) as error:
        what = f"the GeoPackage cannot be made: {str(error).rstrip('.')}."
        mend = f"Make room in {tempfile.gettempdir()}, or set TMPDIR to a folder that has some."
        raise DataError([Fault("export", 0, "", what, mend)]) from None


def _write_spatial(parts: list[Spatial], file: Path, plan: Plan) -> None:
    crs = plan.places.crs  # None where a datum has no code that would be true
    provenance = about_flat(plan)
    with _one_at_a_time, _dated(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided", UserWarning)
        for part in parts:
            data = pd.DataFrame(part.rows, columns=[c.name for c in part.columns], dtype=object)
            for column in part.columns:
                if column.type is Type.REAL:
                    data[column.name] = pd.to_numeric(data[column.name])
                elif column.type is Type.BOOLEAN:
                    data[column.name] = data[column.name].astype(bool)
                elif column.type is Type.INTEGER:
                    data[column.name] = pd.to_numeric(data[column.name]).astype("Int32")
            pyogrio.write_dataframe(
                geopandas.GeoDataFrame(data, geometry=part.shapes, crs=crs),
                file,
                layer=part.name,
                driver="GPKG",
                append=file.exists(),
                geometry_type=_MULTI[part.dimension],
                layer_metadata={**provenance, "layer": part.zh, "layer_en": part.en},
                dataset_metadata=None if file.exists() else provenance,
                dataset_options={} if file.exists() else {"VERSION": "1.2"},
                layer_options={
                    "GEOMETRY_NAME": "geom",
                    "IDENTIFIER": part.zh,
                    "DESCRIPTION": f"{part.en}. {provenance.get('note_en', '')}",
                },
            )


@contextlib.contextmanager
def _dated() -> Iterator[None]:
    # Waiting for the disk took 4 of 5.6 s; the file is temporary and nobody else sees it.
    wanted = {"OGR_CURRENT_DATE": _DATE, "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    before = {name: pyogrio.get_gdal_config_option(name) for name in wanted}
    pyogrio.set_gdal_config_options(wanted)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
