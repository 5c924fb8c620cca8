"""Every format, written, and read back by GDAL and by one reader that is not GDAL.

Both the Changsha plan and one whose texts are meant to break writers: count, CRS, names, values,
the hash of each quotation, geometry within the format's precision.
"""

from __future__ import annotations

import csv
import functools
import gzip
import hashlib
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import flatgeobuf
import geopandas
import numpy as np
import openpyxl
import pmtiles.reader
import pyarrow.parquet
import pyogrio
import pytest
import shapefile
import shapely

from geo_app.api import Plan
from geo_app.exports import export, export_bytes
from geo_app.exports.csv import guarded
from geo_app.exports.kml import _NOT_XML as NOT_XML
from geo_app.exports.pmtiles import EXTENT, MAX_ZOOM
from geo_app.exports.records import NUMBERS, Record, about, records
from tests.gis import vector_tile
from tests.gis.hostile import hostile_plan

KML = "{http://www.opengis.net/kml/2.2}"
STEP = 1.5 * 360 / 2**MAX_ZOOM / EXTENT  # of a tile, degrees, with room for rounding
MICRODEGREE = 1.1e-6  # the sixth decimal, with room for rounding
# One suffix a module; GeoPackage, QGIS and PostGIS have tests of their own.
OURS = ("geojson", "geojsonl", "fgb", "parquet", "kml", "kmz", "csv", "xlsx", "pmtiles", "shp.zip")


@pytest.fixture(scope="module")
def hostile() -> Plan:
    return hostile_plan()


@pytest.fixture(params=["plan", "hostile"])
def any_plan(request: pytest.FixtureRequest) -> Plan:
    """Changsha, then the plan that breaks writers."""
    return request.getfixturevalue(request.param)


@functools.cache  # a plan never changes
def by_id(plan: Plan) -> dict[str, Record]:
    return {record.properties["id"]: record for record in records(plan)}


def hashes(quotes: Iterable[dict[str, Any]]) -> list[str]:
    return [hashlib.sha256(quote["text"].encode()).hexdigest() for quote in quotes]


def written(plan: Plan, suffix: str, folder: Path) -> Path:
    out = folder / f"计划.{suffix}"
    export(plan, out)
    return out


def same_shape(one: shapely.Geometry, other: shapely.Geometry, tolerance: float) -> bool:
    """The same positions in the same parts, wherever a ring begins and whichever way it turns."""
    return bool(shapely.equals_exact(one.normalize(), other.normalize(), tolerance))


def check(read: geopandas.GeoDataFrame, plan: Plan, *, tolerance: float = MICRODEGREE) -> None:
    """Compare what GDAL read, a row a place, lists as JSON text or nested."""
    wanted = by_id(plan)
    read = read.set_index("id")
    assert sorted(read.index) == sorted(wanted)
    for place, row in read.iterrows():
        properties, shape = wanted[place]
        assert row["name"] == properties["name"]
        assert row["extent_note"] == properties["extent_note"]
        assert json_of(row["tasks"]) == list(properties["tasks"])
        assert hashes(json_of(row["quotes"])) == hashes(properties["quotes"])
        assert json_of(row["sources"]) == json_of(json.dumps(properties["sources"]))
        assert row["link"] == f"?place={place}"
        for number in NUMBERS:
            found = float(row.get(number, np.nan) or np.nan)
            assert found == pytest.approx(properties.get(number, np.nan), nan_ok=True)
        assert same_shape(row.geometry, shape, tolerance), place


def json_of(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    return json.loads(value) if isinstance(value, str) else value


def test_geojson(any_plan: Plan, tmp_path: Path) -> None:
    out = written(any_plan, "geojson", tmp_path)
    read = geopandas.read_file(out)
    assert read.crs == "EPSG:4326"
    check(read, any_plan)
    assert list(read["id"]) == list(any_plan.places.index)
    raw = json.loads(out.read_text("utf-8"))
    assert raw["about"] == about(any_plan)
    for feature in raw["features"]:
        record = by_id(any_plan)[feature["properties"]["id"]]
        assert feature["properties"] == json.loads(json.dumps(record.properties))
        assert same_shape(shapely.geometry.shape(feature["geometry"]), record.geometry, 0)


@pytest.mark.parametrize("suffix", ["geojsonl", "geojsons", "geojsonseq"])
def test_geojson_sequence(any_plan: Plan, suffix: str, tmp_path: Path) -> None:
    out = written(any_plan, suffix, tmp_path)
    read = pyogrio.read_dataframe(out)
    assert read.crs == "EPSG:4326"
    check(read, any_plan)
    assert list(read["id"]) == list(any_plan.places.index)
    lines = out.read_bytes().splitlines()
    assert len(lines) == len(any_plan)
    for line, record in zip(lines, by_id(any_plan).values(), strict=True):
        properties = json.loads(line)["properties"]
        assert properties.items() >= json.loads(json.dumps(record.properties)).items()
        assert properties["report_sha256"] == any_plan.report.sha256
        assert properties["plan_version"] == any_plan.version


def test_flatgeobuf(any_plan: Plan, tmp_path: Path) -> None:
    out = written(any_plan, "fgb", tmp_path)
    read = pyogrio.read_dataframe(out)
    assert read.crs == "EPSG:4326"
    check(read, any_plan, tolerance=0)
    assert set(read["report_sha256"]) == {any_plan.report.sha256}
    with out.open("rb") as file:
        features = flatgeobuf.load(file)["features"]
    assert len(features) == len(any_plan)
    for feature in features:
        record = by_id(any_plan)[feature["properties"]["id"]]
        assert feature["properties"]["name"] == record.properties["name"]
        assert hashes(json.loads(feature["properties"]["quotes"])) == hashes(
            record.properties["quotes"]
        )
        assert same_shape(shapely.geometry.shape(feature["geometry"]), record.geometry, 0)


def test_flatgeobuf_has_an_index_to_read_a_box_by(plan: Plan, tmp_path: Path) -> None:
    out = written(plan, "fgb", tmp_path)
    assert pyogrio.read_info(out)["capabilities"]["fast_spatial_filter"]


def test_kml(any_plan: Plan, tmp_path: Path) -> None:
    out = written(any_plan, "kml", tmp_path)
    _check_kml(any_plan, out, ET.parse(out).getroot())


def test_kmz(any_plan: Plan, tmp_path: Path) -> None:
    out = written(any_plan, "kmz", tmp_path)
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["doc.kml"]
        root = ET.fromstring(archive.read("doc.kml"))
    _check_kml(any_plan, out, root)


def _check_kml(plan: Plan, out: Path, root: ET.Element) -> None:
    wanted = by_id(plan)
    titles = {layer.id: layer.title for layer in plan.layers}
    seen = []
    for title, _ in pyogrio.list_layers(out):
        read = pyogrio.read_dataframe(out, layer=title)
        assert read.crs == "EPSG:4326"
        for _, row in read.iterrows():
            properties, shape = wanted[row["id"]]
            assert titles[properties["layer"]] == title
            assert row["Name"] == properties["name"]
            assert row["description"] == wanted[row["id"]].quotation
            assert hashes(json.loads(row["quotes"])) == hashes(properties["quotes"])
            assert same_shape(shapely.force_2d(row.geometry), shape, MICRODEGREE)
            seen.append(row["id"])
    assert sorted(seen) == sorted(wanted)
    marks = root.findall(f".//{KML}Placemark")
    assert sorted(mark.get("id", "") for mark in marks) == sorted(wanted)
    styles = {style.get("id") for style in root.iter(f"{KML}Style")}
    for mark in marks:
        properties = wanted[mark.get("id", "")].properties
        data = {each.get("name"): each.findtext(f"{KML}value") for each in mark.iter(f"{KML}Data")}
        assert data["extent_note"] == properties["extent_note"]
        assert json_of(data["sources"]) == json_of(json.dumps(properties["sources"]))
        assert mark.findtext(f"{KML}styleUrl", "")[1:] in styles
    head = root.findtext(f"{KML}Document/{KML}description", "")
    assert plan.report.sha256 in head
    assert plan.version in head


def test_what_xml_cannot_hold_is_left_out_of_kml() -> None:
    assert NOT_XML.sub("", "a\x00\x0b\x1f\ufffe\ud800b\t\n😀") == "ab\t\n😀"


def test_geoparquet(any_plan: Plan, tmp_path: Path) -> None:
    """The wheel of GDAL has no Parquet driver: geopandas and pyarrow read it, each its own way."""
    out = written(any_plan, "parquet", tmp_path)
    read = geopandas.read_parquet(out)
    assert read.crs == "EPSG:4326"
    assert list(read["id"]) == list(any_plan.places.index)
    table = pyarrow.parquet.read_table(out)
    meta = {key.decode(): json.loads(value) for key, value in table.schema.metadata.items()}
    assert meta["about"] == about(any_plan)
    column = meta["geo"]["columns"]["geometry"]
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    for row, shape in zip(table.to_pylist(), read.geometry, strict=True):
        record = by_id(any_plan)[row["id"]]
        assert row["bbox"] == dict(
            zip(("xmin", "ymin", "xmax", "ymax"), record.geometry.bounds, strict=True)
        )
        assert same_shape(shapely.from_wkb(row["geometry"]), record.geometry, 0)
        assert shape.equals(record.geometry)
        assert without_nulls(row) == json.loads(json.dumps(record.properties))


def without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    """Drop what is null, at any depth: Parquet's structs hold every key."""
    found = {key: value for key, value in row.items() if key not in ("geometry", "bbox")}
    return _no_nulls(found)


def _no_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _no_nulls(each) for key, each in value.items() if each is not None}
    return [_no_nulls(each) for each in value] if isinstance(value, list) else value


def test_geoparquet_by_duckdb(any_plan: Plan, tmp_path: Path) -> None:
    """DuckDB knows the type without its spatial extension, which comes from the network alone."""
    read = duckdb.read_parquet(str(written(any_plan, "parquet", tmp_path)))
    kinds = dict(zip(read.columns, map(str, read.types), strict=True))
    assert kinds["geometry"].startswith("GEOMETRY")
    rows = read.project("id, name, tasks, quotes, geometry, bbox.xmin").fetchall()
    assert [row[0] for row in rows] == list(any_plan.places.index)
    for place, name, tasks, quotes, wkb, xmin in rows:
        record = by_id(any_plan)[place]
        assert name == record.properties["name"]
        assert list(tasks) == list(record.properties["tasks"])
        assert hashes(quotes) == hashes(record.properties["quotes"])
        assert xmin == record.geometry.bounds[0]
        assert same_shape(shapely.from_wkb(wkb), record.geometry, 0)


def test_geoparquet_skips_by_bbox(plan: Plan, tmp_path: Path) -> None:
    out = written(plan, "parquet", tmp_path)
    box = (112.9, 28.1, 113.0, 28.3)
    some = geopandas.read_parquet(out, bbox=box)
    assert set(plan.filter(bbox=box).places.index) <= set(some["id"])
    assert len(some) < len(plan)


def test_geoparquet_has_the_same_columns_whatever_is_chosen(plan: Plan, tmp_path: Path) -> None:
    few = plan.filter(places=["malanshan"])
    one = pyarrow.parquet.read_schema(written(few, "parquet", tmp_path))
    assert one.equals(pyarrow.parquet.read_schema(written(plan, "parquet", tmp_path)))


def test_csv(any_plan: Plan, tmp_path: Path) -> None:
    out = written(any_plan, "csv", tmp_path)
    wanted = by_id(any_plan)
    read = pyogrio.read_dataframe(out).set_index("id")
    assert list(read.index) == list(wanted)
    for place, row in read.iterrows():
        assert same_shape(row.geometry, wanted[place].geometry, 0)
        assert row["name"] == guarded(wanted[place].properties["name"])
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
    for row, (place, record) in zip(rows, wanted.items(), strict=True):
        assert row["id"] == place
        assert row["extent_note"] == guarded(record.properties["extent_note"])
        assert hashes(json.loads(row["quotes"])) == hashes(record.properties["quotes"])
        assert (float(row["lng"]), float(row["lat"])) == record.anchor
        assert row["report_sha256"] == any_plan.report.sha256
        assert row["datum"] == "WGS 84"


@pytest.mark.parametrize("suffix", ["csv", "shp.zip"])
def test_no_cell_of_a_csv_runs_as_a_formula(hostile: Plan, suffix: str) -> None:
    data = export_bytes(hostile, suffix)
    tables = [data] if suffix == "csv" else _csv_in_zip(data)
    for table in tables:
        for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


def _csv_in_zip(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.endswith(".csv")]


def test_xlsx(any_plan: Plan, tmp_path: Path) -> None:
    out = written(any_plan, "xlsx", tmp_path)
    wanted = by_id(any_plan)
    sheets = ["places", "quotes", "targets", "outcomes", "ledger", "about"]
    assert [name for name, _ in pyogrio.list_layers(out)] == sheets
    read = pyogrio.read_dataframe(out, layer="places")
    assert list(read["name"]) == [record.properties["name"] for record in wanted.values()]
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == sheets
    rows = list(book["places"].iter_rows(values_only=True))
    for values, record in zip(rows[1:], wanted.values(), strict=True):
        row = dict(zip(rows[0], values, strict=True))
        assert row["name"] == record.properties["name"]
        assert row["extent_note"] == record.properties["extent_note"]
        assert row["accuracy_m"] == record.properties.get("accuracy_m")
        assert (row["lng"], row["lat"]) == record.anchor
        assert hashes(json.loads(row["quotes"])) == hashes(record.properties["quotes"])
    quotes = list(book["quotes"].iter_rows(values_only=True, min_row=2))
    flat = [quote for record in wanted.values() for quote in record.properties["quotes"]]
    assert [row[-1] for row in quotes] == hashes(flat)
    assert [row[6] for row in quotes] == [quote["text"] for quote in flat]
    assert book["targets"].max_row == len(any_plan.targets) + 1
    assert book["ledger"].max_row == len(any_plan.ledger) + 1
    assert dict(book["about"].iter_rows(values_only=True))["report_sha256"] == (
        any_plan.report.sha256
    )


def test_no_cell_of_a_workbook_is_a_formula(hostile: Plan, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(hostile, "xlsx", tmp_path))
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}


# pyproj says it of a single position, with a numpy before 2.4.
@pytest.mark.filterwarnings("ignore:Conversion of an array with ndim > 0:DeprecationWarning")
def test_pmtiles_by_gdal(any_plan: Plan, tmp_path: Path) -> None:
    """Without the regions: GDAL goes through all tiles for each layer, and they lie in 2900."""
    some = any_plan.filter(layers=[name for name in _used(any_plan) if name != "region"])
    out = written(some, "pmtiles", tmp_path)
    wanted = by_id(some)
    assert [name for name, _ in pyogrio.list_layers(out)] == _used(some)
    for name in _used(some):
        read = pyogrio.read_dataframe(out, layer=name)
        assert read.crs == "EPSG:3857"
        assert set(read["id"]) == {i for i, r in wanted.items() if r.properties["layer"] == name}
        boxes = read.to_crs(4326).bounds.groupby(read["id"])
        boxes = boxes.agg({"minx": "min", "miny": "min", "maxx": "max", "maxy": "max"})
        for place, box in boxes.iterrows():
            assert tuple(box) == pytest.approx(wanted[place].geometry.bounds, abs=STEP)
        for _, row in read.drop_duplicates("id").iterrows():
            assert row["name"] == wanted[row["id"]].properties["name"]
            assert row["quotation"] == wanted[row["id"]].quotation


def test_pmtiles_by_another_reader(any_plan: Plan) -> None:
    wanted = by_id(any_plan)
    source = pmtiles.reader.MemorySource(export_bytes(any_plan, "pmtiles"))
    meta = pmtiles.reader.Reader(source).metadata()
    assert meta["about"] == about(any_plan)
    assert [layer["id"] for layer in meta["vector_layers"]] == _used(any_plan)
    seen = set()
    for (zoom, _, _), tile in pmtiles.reader.all_tiles(source):
        for name, features in vector_tile.layers(gzip.decompress(tile)).items():
            for feature in features:
                record = wanted[feature["id"]]
                assert record.properties["layer"] == name
                assert feature["name"] == record.properties["name"]
                assert feature["quotation"] == record.quotation
                seen.add((zoom, feature["id"]))
    assert {place for zoom, place in seen if zoom == MAX_ZOOM} == set(wanted)


def _used(plan: Plan) -> list[str]:
    return [layer.id for layer in plan.layers if (plan.places["layer"] == layer.id).any()]


def test_shapefile(any_plan: Plan, tmp_path: Path) -> None:
    out = written(any_plan, "shp.zip", tmp_path)
    wanted = by_id(any_plan)
    found: dict[str, list[shapely.Geometry]] = {}
    for name, _ in pyogrio.list_layers(out):
        read = pyogrio.read_dataframe(out, layer=name)
        assert read.crs == "EPSG:4326"
        assert max(map(len, read.columns.drop("geometry"))) <= 10
        for _, row in read.iterrows():
            properties = wanted[row["id"]].properties
            assert name.startswith(properties["layer"])
            assert properties["name"].startswith(row["name"])
            assert wanted[row["id"]].quotation.startswith(row["quote"])
            assert row["quote"]
            found.setdefault(row["id"], []).append(row.geometry)
    assert sorted(found) == sorted(wanted)
    for place, parts in found.items():
        whole = shapely.union_all(parts)
        assert shapely.hausdorff_distance(whole, shapely.union_all(wanted[place].geometry)) < 1e-6


def test_shapefile_and_its_side_tables_by_other_readers(any_plan: Plan, tmp_path: Path) -> None:
    out = written(any_plan, "shp.zip", tmp_path)
    wanted = by_id(any_plan)
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        assert all(name.isascii() for name in names)
        assert {archive.read(name) for name in names if name.endswith(".cpg")} == {b"UTF-8"}
        quotes = _rows(archive.read("quotes.csv"))
        fields = {row["field"] for row in _rows(archive.read("fields.csv"))}
        readme = archive.read("README.txt").decode()
        archive.extractall(tmp_path)
    for row in quotes:
        row["text"] = row["text"].removeprefix("'")
    for place, record in wanted.items():
        assert hashes(q for q in quotes if q["id"] == place) == hashes(record.properties["quotes"])
    assert any_plan.report.sha256 in readme
    ids = set()
    for name in (name for name in names if name.endswith(".shp")):
        with shapefile.Reader(tmp_path / name) as reader:
            for each in reader.iterShapeRecords():
                row = each.record.as_dict()
                assert set(row) == fields
                assert wanted[row["id"]].properties["name"].strip() == row["name"].strip()
                ids.add(row["id"])
    assert ids == set(wanted)


def _rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("suffix", OURS)
def test_the_same_plan_gives_the_same_bytes(any_plan: Plan, suffix: str) -> None:
    assert export_bytes(any_plan, suffix) == export_bytes(any_plan, suffix)


@pytest.mark.parametrize("suffix", OURS)
def test_every_format_holds_one_place_alone(plan: Plan, suffix: str) -> None:
    for place in ("malanshan", "metro-line-06"):
        assert export_bytes(plan.filter(places=[place]), suffix)
