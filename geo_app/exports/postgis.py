"""PostGIS: schema `plan`, written in one transaction, so that a failure leaves the old data.

Tables that have the right form are emptied and filled again, not dropped: grants, views and those
who read meanwhile are not disturbed. The schema's comment holds a hash of the form.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, LiteralString

import shapely

from geo_app.errors import DataError, Fault
from geo_app.exports.addresses import without_password
from geo_app.exports.tables import Column, Table, Type, tables
from geo_app.plan import Plan

try:
    import psycopg
    from psycopg import sql
except ImportError:
    _what = "PostGIS needs the package psycopg, which is not installed."
    _mend = "Run: pip install 'geo-app[postgis]'."
    raise DataError([Fault("export", 0, "", _what, _mend)]) from None

SCHEMA = "plan"
_MARK = "geo-app"
_CONNECT_S = 10
_LOCK_S = 10
# Exports to one database wait for each other; any number that is ours will do.
_TURN = 0x67656F617070
_SQL: dict[Type, LiteralString] = {
    Type.TEXT: "text",
    Type.JSON: "jsonb",
    Type.INTEGER: "integer",
    Type.REAL: "double precision",
    Type.BOOLEAN: "boolean",
}


def write(plan: Plan, url: str) -> None:
    """Write a plan to the schema `plan` of a database.

    Parameters
    ----------
    plan
        In WGS 84 or CGCS2000.
    url
        "postgresql://user:password@host:port/database"; what it leaves out, libpq takes from
        PGPASSWORD, ~/.pgpass and so on.

    Raises
    ------
    DataError
        If the database refuses, has no PostGIS, holds another schema `plan`, or dies midway. Its
        message holds no password.
    """
    given = tables(plan)
    try:
        with _connect(url) as connection, connection.cursor() as cursor:
            _fill(cursor, given, plan, without_password(url))
    except psycopg.Error as error:
        raise DataError([_fault(url, error)]) from None


def _connect(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(url, connect_timeout=_CONNECT_S, application_name="geo-app")
    except psycopg.ProgrammingError:  # its message would repeat the address, password and all
        what = "the address cannot be read."
        mend = "Write postgresql://user:password@host:port/database, special characters as %40."
        raise DataError([Fault(without_password(url), 0, "", what, mend)]) from None


def _fill(cursor: psycopg.Cursor, given: Sequence[Table], plan: Plan, where: str) -> None:
    srid = plan.places.crs.to_epsg()
    cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_S}s'")
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_TURN,))
    home = _postgis(cursor)
    form = list(_statements(given, srid, home))
    hashed = hashlib.sha256("\n".join(each.as_string(cursor) for each in form).encode())
    mark = f"{_MARK} {hashed.hexdigest()[:16]}"
    if _is_as_marked(cursor, given, mark, where):
        for table in reversed(given):
            cursor.execute(sql.SQL("DELETE FROM {}").format(_named(table.name)))
    else:
        for statement in form:
            cursor.execute(statement)
    for table in given:
        _copy(cursor, table, srid)
    says = f"{mark} · {plan.about.get('title')} / {plan.about.get('title_en')}"
    cursor.execute(_comment("SCHEMA", sql.Identifier(SCHEMA), says))
    for table in given:
        cursor.execute(sql.SQL("ANALYZE {}").format(_named(table.name)))


def _postgis(cursor: psycopg.Cursor) -> str:
    """Return the schema in which PostGIS is, which is made if it may be."""
    find = (
        "SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace "
        "WHERE extname = 'postgis'"
    )
    if not (found := cursor.execute(find).fetchone()):
        cursor.execute("CREATE EXTENSION postgis")
        found = cursor.execute(find).fetchone()
    return str(found[0]) if found else "public"


def _is_as_marked(cursor: psycopg.Cursor, given: Sequence[Table], mark: str, where: str) -> bool:
    """Say whether the tables are there in this form; raise if others stand in their place."""
    row = cursor.execute(
        "SELECT coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace "
        "WHERE nspname = %s",
        (SCHEMA,),
    ).fetchone()
    there = {
        name
        for (name,) in cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s)", (SCHEMA,)
        )
    } & {table.name for table in given}
    if there and not (row and row[0].startswith(_MARK)):
        what = f'its schema "{SCHEMA}" holds {", ".join(sorted(there))}, not written by geo-app.'
        mend = "Rename that schema, or choose another database."
        raise DataError([Fault(where, 0, "", what, mend)])
    return bool(row and row[0].startswith(f"{mark} ") and len(there) == len(given))


def _statements(given: Sequence[Table], srid: int, home: str) -> Iterator[sql.Composed]:
    yield sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA))
    for table in reversed(given):
        yield sql.SQL("DROP TABLE IF EXISTS {}").format(_named(table.name))
    for table in given:
        yield _create(table, srid, home)
        yield _comment("TABLE", _named(table.name), f"{table.zh} / {table.en}")
        for column in table.columns:
            where = sql.SQL("{}.{}").format(_named(table.name), sql.Identifier(column.name))
            yield _comment("COLUMN", where, f"{column.zh} / {column.en}")
            if column.refers and column.name != table.key[0]:
                yield _index(table.name, column.name)
        if table.name == "places":
            shape = sql.SQL("{}.geom").format(_named(table.name))
            yield _comment("COLUMN", shape, f"几何，EPSG:{srid} / Geometry, EPSG:{srid}")
            index = "CREATE INDEX places_geom_idx ON {} USING gist (geom)"
            yield sql.SQL(index).format(_named(table.name))


def _create(table: Table, srid: int, home: str) -> sql.Composed:
    lines = [_column(table, column) for column in table.columns]
    if table.name == "places":
        type_ = sql.SQL("geom {}.geometry(Geometry,{}) NOT NULL")
        lines.append(type_.format(sql.Identifier(home), sql.Literal(srid)))
    key = sql.SQL(", ").join(map(sql.Identifier, table.key))
    lines.append(sql.SQL("PRIMARY KEY ({})").format(key))
    body = sql.SQL(", ").join(lines)
    return sql.SQL("CREATE TABLE {} ({})").format(_named(table.name), body)


def _column(table: Table, column: Column) -> sql.Composed:
    line = sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(_SQL[column.type]))
    if column.refers:
        line += sql.SQL(" REFERENCES {}").format(_named(column.refers))
    return line


def _index(table: str, column: str) -> sql.Composed:
    name = sql.Identifier(f"{table}_{column}_idx")
    form = sql.SQL("CREATE INDEX {} ON {} ({})")
    return form.format(name, _named(table), sql.Identifier(column))


def _comment(what: LiteralString, name: sql.Composable, says: str) -> sql.Composed:
    return sql.SQL("COMMENT ON {} {} IS {}").format(sql.SQL(what), name, sql.Literal(says))


def _copy(cursor: psycopg.Cursor, table: Table, srid: int) -> None:
    names = [column.name for column in table.columns]
    if table.name == "places":
        names.append("geom")
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(_named(table.name), columns)
    with cursor.copy(statement) as copy:
        for row in table.rows:
            copy.write_row(_cells(row, srid))


def _cells(row: tuple[Any, ...], srid: int) -> list[Any]:
    return [
        shapely.to_wkb(shapely.set_srid(cell, srid), hex=True, include_srid=True)
        if isinstance(cell, shapely.Geometry)
        else cell
        for cell in row
    ]


def _named(table: str) -> sql.Identifier:
    return sql.Identifier(SCHEMA, table)


def _fault(url: str, error: psycopg.Error) -> Fault:
    """Return one line that says what the database said, without the password."""
    said = re.sub(r"\s+", " ", str(error).split("\n")[0]).strip().rstrip(".")
    password = psycopg.conninfo.conninfo_to_dict(url).get("password")
    if password:
        said = said.replace(str(password), "…")
    what, mend = f"the database says: {said}.", "Nothing was changed; mend it and run again."
    if isinstance(error, psycopg.errors.LockNotAvailable):
        mend = f"Another program has held the tables for {_LOCK_S} s. Nothing was changed."
    elif isinstance(error, psycopg.errors.UndefinedFile | psycopg.errors.FeatureNotSupported):
        mend = "Install PostGIS on its server (Debian: postgresql-15-postgis-3)."
    elif isinstance(error, psycopg.errors.InsufficientPrivilege):
        mend = "Nothing was changed. Its owner must GRANT CREATE, or run: CREATE EXTENSION postgis."
    elif isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        what = f"no connection, or it broke: {said}."
        mend = "Nothing was changed. Is the server running, and are name and password right?"
    return Fault(without_password(url), 0, "", what, mend)
