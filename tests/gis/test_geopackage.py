"""The GeoPackage, read back with GDAL and with SQLite."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas
import pyogrio
import pytest
import shapely

from geo_app import style
from geo_app.api import Plan, load_plan
from geo_app.errors import DataError
from geo_app.exports import export, export_bytes
from geo_app.exports.gpkg_layers import split
from geo_app.exports.tables import PLACE, tables


@pytest.fixture(scope="module")
def file(plan: Plan, tmp_path_factory: Any) -> Path:
    out = tmp_path_factory.mktemp("gpkg") / "plan.gpkg"
    plan.export(out)
    return out


@pytest.fixture
def database(file: Path) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        yield connection
    connection.close()


def layers(file: Path) -> list[str]:
    return [name for name, _ in pyogrio.list_layers(file)]


def spatial(file: Path) -> list[str]:
    named = [name for name, kind in pyogrio.list_layers(file) if kind]
    return [name for name in named if not name.startswith("context_")]


def test_layers_are_named_and_ordered_as_the_manifest(file: Path, plan: Plan) -> None:
    found = [name.rsplit("_", 1)[0] for name in spatial(file)]
    assert list(dict.fromkeys(found)) == [layer.id for layer in plan.layers]
    assert layers(file)[-10:-1] == [table.name for table in tables(plan)]


def test_it_is_version_1_2_and_sound(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA user_version").fetchone() == (10200,)
    assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_titles_are_chinese_and_described_in_english(
    database: sqlite3.Connection, plan: Plan
) -> None:
    query = "SELECT table_name, identifier, description FROM gpkg_contents"
    said = {name: (title, about) for name, title, about in database.execute(query)}
    titles = {layer.id: layer for layer in plan.layers}
    assert said["newtown_areas"][0] == titles["newtown"].title
    assert said["sci_points"][0] == f"{titles['sci'].title}（点）"
    assert said["sci_points"][1].startswith(f"{titles['sci'].title_en}, points. Schematic, not")
    assert said["places"][0] == "地点"


def test_every_place_is_drawn_where_it_is(file: Path, plan: Plan) -> None:
    parts: dict[str, list[shapely.Geometry]] = {}
    for name in spatial(file):
        read = geopandas.read_file(file, layer=name)
        assert read.crs == "EPSG:4326"
        for row in read.itertuples():
            assert row.name == plan.places.loc[row.id, "name"]
            parts.setdefault(row.id, []).append(row.geometry)
    assert set(parts) == set(plan.places.index)
    for place, shape in plan.places.geometry.items():
        drawn = {kind: each for one in parts[str(place)] for kind, each in split(one).items()}
        whole = split(shape)
        assert set(drawn) == set(whole)
        for kind, each in whole.items():
            assert shapely.equals_exact(drawn[kind], each, 1e-6, normalize=True), place


def test_values_survive(file: Path, plan: Plan) -> None:
    read = geopandas.read_file(file, layer="rail_lines").set_index("id")
    rail = plan.places[plan.places["layer"] == "rail"]
    assert list(read.index) == list(rail.index)
    for place in rail.index:
        row, given = read.loc[place], rail.loc[place]
        assert tuple(json.loads(row["tasks"])) == given["tasks"]
        assert json.loads(row["sources"])[0]["says"] == given["sources"][0]["says"]
        for quote in plan.quotes(str(place)):
            assert quote["text"] in row["report_words"]


def test_related_tables_hold_every_row(database: sqlite3.Connection, plan: Plan) -> None:
    for table in tables(plan):
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        rows = database.execute(f"SELECT {columns} FROM {table.name} ORDER BY fid").fetchall()
        assert rows == [row[: len(table.columns)] for row in table.rows], table.name
    keys = database.execute("PRAGMA foreign_key_list(quotes)").fetchall()
    assert {(key[2], key[3], key[4]) for key in keys} == {
        ("places", "place_id", "id"),
        ("sentences", "sentence", "n"),
    }


def test_quotes_are_slices_of_the_report(database: sqlite3.Connection, plan: Plan) -> None:
    for start, end, text in database.execute("SELECT start_char, end_char, text FROM quotes"):
        assert plan.report.text[start:end] == text


def test_fields_have_names_in_both_languages(database: sqlite3.Connection) -> None:
    query = "SELECT column_name, name FROM gpkg_data_columns WHERE table_name = 'hub_points'"
    said = dict(database.execute(query).fetchall())
    assert set(said) == {column.name for column in PLACE}
    assert said["accuracy_m"] == "精度（米） Accuracy, metres"


def test_it_says_where_it_comes_from(file: Path, plan: Plan) -> None:
    for name in spatial(file):
        said = pyogrio.read_info(file, layer=name)["layer_metadata"]
        assert said["report_sha256"] == plan.report.sha256
        assert said["plan_version"] == plan.version
        assert said["licence"] == "ODbL-1.0"
        assert said["note_en"].startswith("Schematic, not statutory")
    whole = pyogrio.read_info(file, layer=spatial(file)[0])["dataset_metadata"]
    assert whole["report"] == plan.report.about["title"]


def test_every_table_has_a_default_style(database: sqlite3.Connection, file: Path) -> None:
    query = "SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"
    found = dict(database.execute(query).fetchall())
    assert set(found) == set(layers(file)) - {"layer_styles"}
    for name in spatial(file):
        hue = style.LAYERS[name.rsplit("_", 1)[0]].line.light
        text = found[name]
        ET.fromstring(text.split("\n", 1)[1])
        written = ",".join(str(int(hue[i : i + 2], 16)) for i in (1, 3, 5))
        assert written in text, name


def test_the_context_is_there_and_not_counted(file: Path, plan: Plan) -> None:
    context = [name for name in layers(file) if name.startswith("context_")]
    rows = sum(pyogrio.read_info(file, layer=name)["features"] for name in context)
    assert rows == len(plan.context)
    count = pyogrio.read_info(file, layer="places")["features"]
    assert count == len(plan)


def test_the_same_plan_makes_the_same_bytes(plan: Plan, file: Path) -> None:
    assert export_bytes(plan, "gpkg") == file.read_bytes()


def test_another_city_of_points_and_lines(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "qingshi.gpkg"
    plan = load_plan(city)
    plan.export(out)
    drawn = {place for name in spatial(out) for place in geopandas.read_file(out, layer=name)["id"]}
    assert drawn == set(plan.places.index)


def test_a_datum_without_a_code_names_none(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "plan.gcj02.gpkg"
    export(plan, out, datum="gcj02")
    assert pyogrio.read_info(out, layer="hub_points")["crs"] is None
    said = pyogrio.read_info(out, layer="hub_points")["layer_metadata"]
    assert "GCJ-02" in said["datum"]


def test_a_file_that_another_program_writes_to_is_left_alone(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "plan.gpkg"
    plan.export(out)
    before = out.read_bytes()
    with sqlite3.connect(out) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE ledger SET why = 'edited'")
        other.commit()
        with pytest.raises(DataError, match=r"another program has it open: plan.gpkg-wal"):
            plan.export(out)
    other.close()
    with sqlite3.connect(out) as read:
        assert read.execute("SELECT DISTINCT why FROM ledger").fetchall() == [("edited",)]
    read.close()
    plan.export(out)
    assert out.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_a_full_disk_keeps_the_old_file(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "plan.gpkg"
    out.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("geo_app.writing.os.fsync", full)
    with pytest.raises(DataError, match="No space left on device"):
        plan.export(out)
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_no_room_for_the_temporary_file_is_said(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    out = tmp_path / "plan.gpkg"
    out.write_bytes(b"old")
    import signal

    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, most))
    try:
        with pytest.raises(DataError, match="the GeoPackage cannot be made"):
            plan.export(out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        signal.signal(signal.SIGXFSZ, before)
    assert out.read_bytes() == b"old"
