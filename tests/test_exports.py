"""Exports: what they say, in which datum, and what happens when they cannot be written.

That every format is read by others: `tests/gis/test_formats.py`.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import pyarrow.parquet
import pyogrio
import pytest
import shapely

from geo_app import writing
from geo_app.api import Plan
from geo_app.datum import Datum, convert, distance_m
from geo_app.errors import DataError
from geo_app.exports import FORMATS, export, export_bytes, format_of
from geo_app.exports.records import about, records
from geo_app.values import LngLat

FREE = sorted({each.suffix for each in FORMATS.values() if not each.wgs84_only})
FIXED = sorted({each.suffix for each in FORMATS.values() if each.wgs84_only})


@pytest.fixture(scope="module")
def collection(plan: Plan) -> dict:
    return json.loads(export_bytes(plan, "geojson"))


def test_it_holds_exactly_the_places_of_the_plan(plan: Plan, collection: dict) -> None:
    ids = [feature["properties"]["id"] for feature in collection["features"]]
    assert ids == list(plan.places.index)
    smaller = plan.filter(tasks=[5], layers=["rail"])
    some = json.loads(export_bytes(smaller, "geojson"))
    assert [f["properties"]["id"] for f in some["features"]] == list(smaller.places.index)


def test_it_is_rfc_7946_to_the_letter(plan: Plan, collection: dict) -> None:
    text = export_bytes(plan, "geojson").decode()
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    assert "\\u" not in text
    assert "马栏山" in text
    for feature in collection["features"]:
        assert set(feature) == {"type", "properties", "geometry"}
        for polygon in _polygons(shapely.geometry.shape(feature["geometry"])):
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)
    coordinates = re.findall(
        r"-?\d+\.(\d+)", json.dumps([f["geometry"] for f in collection["features"]])
    )
    assert max(map(len, coordinates)) <= 6


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    if shape.geom_type == "Polygon":
        return [shape]
    return [polygon for part in getattr(shape, "geoms", ()) for polygon in _polygons(part)]


def test_quotes_are_nested_and_word_for_word(plan: Plan, collection: dict) -> None:
    for feature in collection["features"]:
        properties = feature["properties"]
        assert properties["quotes"]
        assert properties["tasks"] == list(plan.places.loc[properties["id"], "tasks"])
        for quote in properties["quotes"]:
            assert plan.report.text[quote["start"] : quote["end"]] == quote["text"]


def test_it_says_where_it_comes_from(plan: Plan, collection: dict) -> None:
    about = collection["about"]
    assert about["report"]["sha256"] == plan.report.sha256
    assert about["version"] == plan.version
    assert about["licence"] == "ODbL-1.0"
    assert about["note"]


def test_an_unknown_suffix_names_a_near_miss(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(DataError, match='Did you mean "geojson"'):
        export(plan, tmp_path / "plan.geojsn")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_target_that_cannot_be_written_keeps_the_old_file(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="it cannot be written: No such file or directory"):
        export(plan, tmp_path / "missing" / "plan.geojson")
    folder = tmp_path / "plan.geojson"
    folder.mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        export(plan, folder)
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []


def test_each_format_says_what_it_keeps() -> None:
    for suffix, each in FORMATS.items():
        assert suffix == each.suffix
        assert each.title
        assert each.keeps
        assert format_of(Path(f"a.b.{suffix.upper()}")) == suffix


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("plan.shp", 'Did you mean "shp.zip"'),
        ("plan.kmx", r"Did you mean \"km[lz]\""),
        ("plan", "Choose of: .geojson, "),
        ("plan.png", "Run: geo-app picture"),
    ],
)
def test_a_suffix_without_a_format(plan: Plan, name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=says):
        export(plan, tmp_path / name)
    with pytest.raises(DataError, match='no format "gpgk"'):
        export(plan, tmp_path / name, format="gpgk")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_plan_without_places_is_refused(plan: Plan, suffix: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no place meets the conditions"):
        export(plan.filter(bbox=(0, 0, 1, 1)), tmp_path / f"plan.{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_is_missing_is_named(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "geo_app.exports.xlsx", raising=False)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(DataError, match=r'needs the package "xlsxwriter".*pip install xlsxwriter'):
        export(plan, tmp_path / "plan.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_links_open_the_place_and_are_absolute_when_asked(plan: Plan) -> None:
    few = plan.filter(places=["malanshan"])
    (own,) = json.loads(export_bytes(few, "geojson"))["features"]
    assert own["properties"]["link"] == "?place=malanshan"
    base = "https://example.org/map/"
    (own,) = json.loads(export_bytes(few, "geojson", link_base=base))["features"]
    assert own["properties"]["link"] == "https://example.org/map/?place=malanshan"


def test_outcomes_of_low_confidence_are_not_told(plan: Plan) -> None:
    low = set(plan.outcomes.loc[plan.outcomes["confidence"] == "low", "says"])
    told = {
        outcome["says"]
        for record in records(plan)
        for outcome in record.properties.get("outcomes", ())
    }
    assert told
    assert not told & low


def _moved(at: Any, datum: str) -> LngLat:
    return convert(LngLat(*at), source=Datum.WGS84, target=Datum(datum))


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_every_position_is_moved(plan: Plan, datum: str) -> None:
    collection = json.loads(export_bytes(plan, "geojson", datum=datum))
    assert collection["about"]["datum"] in ("GCJ-02", "BD-09")
    assert "crs" not in collection
    for feature, record in zip(collection["features"], records(plan), strict=True):
        here = shapely.get_coordinates(shapely.geometry.shape(feature["geometry"]))
        there = shapely.get_coordinates(record.geometry)
        assert len(here) == len(there)
        for one, other in zip(here[:20], there[:20], strict=True):
            assert distance_m(LngLat(*one), _moved(other, datum)) < 0.2
        before, after = record.properties, feature["properties"]
        if "seat" in before:
            assert distance_m(LngLat(*after["seat"]), _moved(before["seat"], datum)) < 0.2
        for was, now in zip(before.get("stations", ()), after.get("stations", ()), strict=True):
            wanted = _moved((was["lng"], was["lat"]), datum)
            assert distance_m(LngLat(now["lng"], now["lat"]), wanted) < 0.2
            assert now["name"] == was["name"]


@pytest.mark.parametrize("suffix", FREE)
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_the_name_of_the_file_says_the_datum(
    plan: Plan, suffix: str, datum: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=rf'Write to ".*plan\.{datum}\.{re.escape(suffix)}"'):
        export(plan, tmp_path / f"plan.{suffix}", datum=datum)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", FIXED)
def test_a_format_of_one_datum_refuses_another(plan: Plan, suffix: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"is WGS 84 by its standard.*Choose of: geojson, "):
        export(plan, tmp_path / f"plan.gcj02.{suffix}", datum="gcj02")
    assert list(tmp_path.iterdir()) == []


def test_no_file_names_a_crs_that_would_be_a_lie(plan: Plan, tmp_path: Path) -> None:
    for suffix in ("fgb", "shp.zip", "csv"):
        out = tmp_path / f"plan.gcj02.{suffix}"
        export(plan, out, datum="gcj02")
        assert pyogrio.read_info(out, layer=_first(out))["crs"] is None
    export(plan, tmp_path / "plan.gcj02.parquet", datum="gcj02")
    assert geopandas.read_parquet(tmp_path / "plan.gcj02.parquet").crs is None
    meta = pyarrow.parquet.read_schema(tmp_path / "plan.gcj02.parquet").metadata
    assert json.loads(meta[b"about"])["datum"] == "GCJ-02"
    rows = csv.DictReader(
        io.StringIO((tmp_path / "plan.gcj02.csv").read_text("utf-8-sig"), newline="")
    )
    assert {row["datum"] for row in rows} == {"GCJ-02"}


def _first(out: Path) -> str:
    return str(pyogrio.list_layers(out)[0][0])


def test_cgcs2000_is_named_where_a_file_can(plan: Plan, tmp_path: Path) -> None:
    for suffix in ("fgb", "shp.zip"):
        out = tmp_path / f"plan.{suffix}"
        export(plan, out, datum="cgcs2000")
        assert pyogrio.read_info(out, layer=_first(out))["crs"] == "EPSG:4490"
    export(plan, tmp_path / "plan.parquet", datum="cgcs2000")
    read = geopandas.read_parquet(tmp_path / "plan.parquet")
    assert read.crs == "EPSG:4490"
    assert list(read.geometry) == [record.geometry for record in records(plan)]


def test_about_says_the_datum(plan: Plan) -> None:
    assert about(plan)["datum"] == "WGS 84"


# GeoPackage and QGIS projects are tested with their writer.
WHOLE = ("geojson", "geojsonl", "fgb", "parquet", "kml", "kmz", "csv", "xlsx", "pmtiles", "shp.zip")


@pytest.mark.parametrize("suffix", WHOLE)
@pytest.mark.parametrize("step", ["fsync", "replace", "write"])
def test_a_full_disk_leaves_the_old_file(
    plan: Plan, suffix: str, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / f"plan.{suffix}"
    out.write_bytes(b"the old file")
    few = plan.filter(places=["malanshan"])
    data = export_bytes(few, suffix)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if step == "write":
        monkeypatch.setattr(writing.os, "fdopen", _fdopen_that_fills(len(data) // 2))
    else:
        monkeypatch.setattr(writing.os, step, full)
    with pytest.raises(DataError, match="cannot be written: No space left on device"):
        export(few, out)
    monkeypatch.undo()
    assert out.read_bytes() == b"the old file"
    assert list(tmp_path.iterdir()) == [out]


def _fdopen_that_fills(room: int) -> Any:
    class Full(io.FileIO):
        def write(self, data: Any) -> int:
            super().write(data[:room])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return lambda handle, mode: Full(handle, mode)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB, where this may be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount command")
    if done.returncode:
        pytest.skip("a file system may not be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full_indeed(plan: Plan, small_disk: Path) -> None:
    out = small_disk / "plan.geojson"
    export(plan.filter(places=["malanshan"]), out)
    old = out.read_bytes()
    with pytest.raises(DataError, match="No space left on device"):
        export(plan, out)
    assert out.read_bytes() == old
    assert list(small_disk.iterdir()) == [out]


@pytest.mark.parametrize("suffix", ["pmtiles", "shp.zip"])
def test_no_room_for_temporary_files_is_one_message(
    plan: Plan, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(DataError, match="the temporary folder cannot be written"):
        export(plan.filter(places=["malanshan"]), tmp_path / f"plan.{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_keeps_the_old_file(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is for a user; root, as whom tests may run, could write anywhere."""
    out = tmp_path / "plan.geojson"
    out.write_bytes(b"the old file")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(writing.tempfile, "mkstemp", refused)
    with pytest.raises(DataError, match="cannot be written: Permission denied"):
        export(plan, out)
    assert out.read_bytes() == b"the old file"


def test_a_file_that_is_open_elsewhere_stays(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace what another program holds open."""
    out = tmp_path / "plan.xlsx"
    out.write_bytes(b"the old file")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(writing.os, "replace", refused)
    with pytest.raises(DataError, match="cannot be written: Permission denied"):
        export(plan.filter(places=["malanshan"]), out)
    assert out.read_bytes() == b"the old file"
    assert list(tmp_path.iterdir()) == [out]
