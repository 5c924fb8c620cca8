"""Configuration of servers that publish the schema `plan` as OGC API, unchanged.

pygeoapi (a YAML file) serves places as features and vector tiles; tipg (settings for its
environment) every table as features, and places as vector tiles. No file holds a password: both
take it from PGPASSWORD, or as libpq does from ~/.pgpass.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from geo_app.exports.addresses import Address, read_address
from geo_app.exports.records import about_flat
from geo_app.measures import bbox_of
from geo_app.plan import Plan

SERVERS = ("pygeoapi", "tipg")
_SCHEMA = "plan"
_HOME = "http://127.0.0.1:5000"
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
# License pages by the id that a manifest gives.
_LICENCES = {"ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/"}


def ogc_config(plan: Plan, server: str, url: str) -> str:
    """Return a server's configuration for the plan in a database.

    Parameters
    ----------
    plan
        What `export` wrote there; its titles, box, note and licence go into the configuration.
    server
        "pygeoapi" or "tipg".
    url
        "postgresql://user@host:port/database".

    Raises
    ------
    DataError
        If `url` is no such address.
    ValueError
        If `server` is another.
    """
    at = read_address(url)
    if server == "pygeoapi":
        return _pygeoapi(plan, at)
    if server == "tipg":
        return _tipg(plan, at)
    raise ValueError(f'there is no recipe for "{server}"; choose of {", ".join(SERVERS)}.')


def _tipg(plan: Plan, at: Address) -> str:
    settings = {
        "POSTGRES_HOST": at.host,
        "POSTGRES_PORT": at.port,
        "POSTGRES_USER": at.user,
        "POSTGRES_DBNAME": at.database,
        "TIPG_NAME": plan.about.get("title", ""),
        "TIPG_DB_SCHEMAS": json.dumps([_SCHEMA]),
        # Else PostGIS' own functions (st_squaregrid …) are published too.
        "TIPG_DB_EXCLUDE_FUNCTION_SCHEMAS": json.dumps(["public"]),
        "TIPG_DB_ONLY_SPATIAL_TABLES": "false",
        "TIPG_DEFAULT_MAXZOOM": 16,
        "TIPG_SET_MVT_LAYERNAME": "true",
    }
    head = "# tipg: save as .env where it starts; the password comes from PGPASSWORD or ~/.pgpass\n"
    return head + "".join(f"{name}={_shell(value)}\n" for name, value in settings.items())


def _shell(value: object) -> str:
    """Return a value as both a shell and python-dotenv read it."""
    written = str(value)
    if written.isalnum():
        return written
    return "'" + written.replace("'", "’") + "'"


def _pygeoapi(plan: Plan, at: Address) -> str:
    of = about_flat(plan)
    title = {"zh-CN": of.get("plan", ""), "en-US": of.get("plan_en", "")}
    credit = of.get("attribution", "")
    about = {
        "zh-CN": f"{of.get('note', '')}。{credit}".strip("。"),
        "en-US": f"{of.get('note_en', '')}. {credit}".strip(". "),
    }
    bbox = [float(each) for each in bbox_of(plan.places.geometry)]
    places = {
        "type": "collection",
        "title": title,
        "description": about,
        "keywords": [layer.title for layer in plan.layers],
        "links": [],
        "extents": {"spatial": {"bbox": bbox, "crs": _CRS84}},
        "providers": [_features(at), _tiles(at)],
    }
    whole = {
        "server": _server(credit),
        "logging": {"level": "ERROR"},
        "metadata": _metadata(title, about, of.get("licence", "")),
        "resources": {"places": places},
    }
    head = "# pygeoapi; the password comes from PGPASSWORD. Change server.url to the public one.\n"
    return head + "\n".join(_yaml(whole)) + "\n"


def _server(attribution: str) -> dict[str, Any]:
    return {
        "bind": {"host": "127.0.0.1", "port": 5000},
        "url": _HOME,
        "mimetype": "application/json; charset=UTF-8",
        "encoding": "utf-8",
        "languages": ["zh-CN", "en-US"],
        "gzip": False,
        "limits": {"default_items": 20, "max_items": 1000},
        "map": {"url": "", "attribution": attribution},
    }


def _metadata(title: dict[str, str], about: dict[str, str], licence: str) -> dict[str, Any]:
    publisher = {"name": title["zh-CN"], "url": _HOME}
    return {
        "identification": {
            "title": title,
            "description": about,
            "keywords": ["规划", "planning"],
            "keywords_type": "theme",
            "terms_of_service": licence,
            "url": _HOME,
        },
        "license": {"name": licence, "url": _LICENCES.get(licence, _HOME)},
        "provider": publisher,
        "contact": publisher,
    }


def _features(at: Address) -> dict[str, Any]:
    return {"type": "feature", "name": "PostgreSQL", **_source(at)}


def _tiles(at: Address) -> dict[str, Any]:
    return {
        "type": "tile",
        "name": "MVT-postgresql",
        **_source(at),
        "options": {"zoom": {"min": 0, "max": 16}},
        "format": {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"},
    }


def _source(at: Address) -> dict[str, Any]:
    return {
        "data": {
            "host": at.host,
            "port": at.port,
            "dbname": at.database,
            "user": at.user,
            "password": _Plain("${PGPASSWORD:-}"),
            "search_path": [_SCHEMA, "public"],
        },
        "id_field": "id",
        "table": "places",
        "geom_field": "geom",
    }


class _Plain(str):
    """Text that must stand without quotation marks, or pygeoapi does not fill it in."""


def _yaml(value: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Yield the lines of a mapping; scalars and flat lists as JSON, which YAML includes."""
    for key, each in value.items():
        if isinstance(each, Mapping) and each:
            yield f"{indent}{key}:"
            yield from _yaml(each, indent + "  ")
        elif isinstance(each, list) and each and isinstance(each[0], Mapping):
            yield f"{indent}{key}:"
            for item in each:
                first, *rest = _yaml(item, "")
                yield f"{indent}  - {first}"
                yield from (f"{indent}    {line}" for line in rest)
        else:
            plain = isinstance(each, _Plain)
            yield f"{indent}{key}: {each if plain else json.dumps(each, ensure_ascii=False)}"
