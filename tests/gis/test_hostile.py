"""The hostile city in the programs of others: PostGIS holds its texts, QGIS shows them as texts."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geo_app.api import Plan
from geo_app.cli import main
from geo_app.exports.tables import Type, tables
from tests.gis.conftest import Database

HERE = Path(__file__).resolve().parent


@pytest.mark.postgis
def test_a_database_holds_each_text_and_nothing_else(
    postgres: Database, hostile_city: Path, hostile: Plan
) -> None:
    import psycopg

    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE hostile")
    database = postgres._replace(name="hostile")
    result = CliRunner().invoke(main, ["export", database.url, "--data", str(hostile_city)])
    assert result.exit_code == 0, result.output
    assert result.output == f"{len(hostile)} places written to {database.shown}\n"
    with psycopg.connect(database.url) as connection:
        found = {
            name
            for (name,) in connection.execute(
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'plan'"
            )
        }
        assert found == {table.name for table in tables(hostile)}
        (said,) = connection.execute("SELECT obj_description('plan'::regnamespace)").fetchall()
        assert said[0].endswith(f"{hostile.about['title']} / {hostile.about['title_en']}")
        for table in tables(hostile):
            names = ", ".join(column.name for column in table.columns)
            rows = connection.execute(f"SELECT {names} FROM plan.{table.name}").fetchall()
            kinds = [column.type for column in table.columns]
            want = [map(as_read, row, kinds) for row in table.rows]
            assert sorted(map(as_text, rows)) == sorted(map(as_text, want)), table.name


def as_read(value: Any, kind: Type) -> Any:
    return json.loads(value) if kind is Type.JSON and isinstance(value, str) else value


def as_text(row: Iterable[Any]) -> str:
    return json.dumps(list(row), sort_keys=True, ensure_ascii=False)


def as_qt(text: str) -> str:
    return text.removeprefix("\ufeff")  # Qt takes it for the mark of a byte order


class _Tip(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(f"{tag} {' '.join(name for name, _ in attrs)}".strip())

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.qgis
def test_qgis_shows_each_text_and_evaluates_none(
    hostile_city: Path, hostile: Plan, qgis_python: str, tmp_path: Path
) -> None:
    hostile.export(tmp_path / "plan.qgz")
    done = subprocess.run(
        [qgis_python, HERE / "qgis_tips.py", tmp_path],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["read"], said["error"]
    assert said["invalid"] == []
    assert said["title"] == hostile.about["title"]
    assert hostile.about["note"] in said["copyright"]
    assert all(each.split("|")[0].endswith("plan.gpkg") for each in said["sources"])
    places = hostile.places
    assert set(said["tips"]) == set(places.index)
    for place, shown in said["tips"].items():
        name, other, short = map(as_qt, places.loc[place, ["name", "name_en", "short"]])
        tip = _Tip(shown["html"])
        assert tip.elements <= {"div style", "b", "span style", "br"}, (place, tip.elements)
        assert name in tip.words, place
        assert other in tip.words, place
        for quote in hostile.quotes(place):
            assert as_qt(quote["text"]) in tip.words, place
        assert shown["name"] == name
        assert shown["error"] == ""
        assert shown["label"] in (name, short), place
