"""Addresses of databases, as far as they can be told without a driver."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from geo_app.errors import DataError, Fault

SCHEMES = ("postgresql://", "postgres://")


class Address(NamedTuple):
    """Where a database is and who asks; the password is left to PGPASSWORD or ~/.pgpass."""

    host: str
    port: int
    user: str
    database: str


def is_database(out: object) -> bool:
    """Say whether a target is a database and not a file."""
    return str(out).startswith(SCHEMES)


def without_password(url: str) -> str:
    """Return an address that can be shown.

    Examples
    --------
    >>> without_password("postgresql://geo:a/b@c@localhost:5432/geo?password=x&sslmode=require")
    'postgresql://geo@localhost:5432/geo?sslmode=require'
    """
    shown = re.sub(r"(://[^:/@]*):.*@", r"\1@", url)
    shown = re.sub(r"(?<=[?&])(?:ssl)?password=[^&]*(&|$)", "", shown)
    return shown.rstrip("?&")


def read_address(url: str) -> Address:
    """Return the parts of postgresql://user@host:port/database; what is left out is libpq's usual.

    Examples
    --------
    >>> read_address("postgresql://geo@db.example/city")
    Address(host='db.example', port=5432, user='geo', database='city')
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError:
        parts, port = urlsplit(""), 0
    if f"{parts.scheme}://" not in SCHEMES or not port:
        what = "this is no address of a database."
        mend = "Write postgresql://user@host:port/database."
        raise DataError([Fault(without_password(url), 0, "", what, mend)])
    user = unquote(parts.username or "postgres")
    database = unquote(parts.path.lstrip("/")) or user
    return Address(unquote(parts.hostname or "127.0.0.1"), port, user, database)
