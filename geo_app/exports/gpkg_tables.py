"""What a GeoPackage holds besides its layers: related tables, field names, default styles.

Plain SQL after GDAL has written the layers: GDAL writes no foreign keys. QGIS reads the aliases
of a style, other programs those of `gpkg_data_columns`; both are here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geo_app.exports.qml import alias, document, fields
from geo_app.exports.tables import PLACE, Column, Table, Type

_SQL = {
    Type.TEXT: "TEXT",
    Type.JSON: "TEXT",
    Type.INTEGER: "INTEGER",
    Type.REAL: "REAL",
    Type.BOOLEAN: "BOOLEAN",
}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE IF NOT EXISTS gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
INSERT OR IGNORE INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema',
  'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME);
"""


class Style(NamedTuple):
    """A table's default style: QML. `geometry` is its geometry column, or "" where it has none."""

    table: str
    geometry: str
    qml: str


def add_tables(database: sqlite3.Connection, given: Iterable[Table], date: str) -> None:
    """Add the tables with their keys; `places` without its geometry."""
    _prepare(database)
    for table in given:
        columns = table.columns
        database.execute(_create(table))
        names = ", ".join(_quoted(column.name) for column in columns)
        marks = ", ".join("?" * len(columns))
        rows = (row[: len(columns)] for row in table.rows)
        database.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
            "last_change) VALUES (?, 'attributes', ?, ?, ?)",
            (table.name, table.zh, table.en, date),
        )
        name_columns(database, table.name, columns)
    database.commit()


def add_styles(
    database: sqlite3.Connection, styles: Sequence[Style], given: Iterable[Table], date: str
) -> None:
    """Add default styles of the layers, and of the tables their aliases."""
    _prepare(database)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (date,),
    )
    plain = [Style(table.name, "", document(fields(table.columns))) for table in given]
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
        "update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, 'geo-app', '', ?)",
        [(each.table, each.geometry, each.table, each.qml, date) for each in (*styles, *plain)],
    )
    database.commit()


def name_columns(database: sqlite3.Connection, table: str, columns: Iterable[Column]) -> None:
    """Say what the columns are called, in Chinese and English."""
    meaning = "{} / {}".format
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) "
        "VALUES (?, ?, ?, ?, ?)",
        [(table, c.name, alias(c), c.zh, meaning(c.zh, c.en)) for c in columns],
    )


def _prepare(database: sqlite3.Connection) -> None:
    exists = "SELECT 1 FROM sqlite_master WHERE name = 'layer_styles'"
    if not database.execute(exists).fetchone():
        # Nobody else sees this file yet: a crash loses a temporary file.
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(_SCHEMA)


def _create(table: Table) -> str:
    lines = ["fid INTEGER PRIMARY KEY NOT NULL"]
    for column in table.columns:
        line = f"{_quoted(column.name)} {_SQL[column.type]}"
        if column.name in table.key:
            line += " NOT NULL"
        if column.refers:
            line += f" REFERENCES {column.refers} ({_key_of(column.refers)})"
        lines.append(line)
    lines.append(f"UNIQUE ({', '.join(map(_quoted, table.key))})")
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {table.name} (\n  {body}\n)"


def _key_of(table: str) -> str:
    return "n" if table in ("sentences", "ledger") else PLACE[0].name


def _quoted(name: str) -> str:
    return f'"{name}"'
