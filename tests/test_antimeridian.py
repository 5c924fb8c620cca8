"""A plan on both sides of 180 degrees: read, filtered, measured, drawn and written as one."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pmtiles.reader
import pyarrow.parquet as pq
import pyproj
import pytest
import shapely

from geo_app import load_plan
from geo_app.antimeridian import home_of, rolled, unrolled, within
from geo_app.api import Plan
from geo_app.checks import check
from geo_app.errors import DataError
from geo_app.exports import export_bytes
from geo_app.exports.ogc_api import ogc_config
from geo_app.mapdoc.payload import data_in, payload
from geo_app.picture import lay_out
from geo_app.rules.geometries import is_near
from geo_app.rules.manifest import bbox_of
from geo_app.site import write_site
from geo_app.values import Bbox

CITY = Path(__file__).resolve().parent / "strait_city"
BOX = [179.72, -16.93, -179.877, -16.68]  # of its places


@pytest.fixture(scope="module")
def strait() -> Plan:
    return load_plan(CITY)


def test_nothing_is_wrong_with_it() -> None:
    assert check(CITY) == []


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_no_file_claims_a_datum_of_china_where_it_moves_nothing(strait: Plan, datum: str) -> None:
    with pytest.raises(DataError, match="is a datum of maps of China, and no place"):
        export_bytes(strait, "geojson", datum=datum)
    assert export_bytes(strait, "geojson", datum="cgcs2000")


@pytest.mark.parametrize(
    ("given", "good"),
    [
        ([179.5, -17, -179.5, -16], True),
        ([-180, -17, 180, -16], True),
        ([113.7, 27.9, 112.5, 28.5], False),  # west and east the wrong way round
        ([170, -17, 170, -16], False),
        ([179.5, -16, -179.5, -17], False),
        ([179.5, -17, 180.5, -16], False),
    ],
)
def test_a_home_may_lie_across(given: list[float], good: bool) -> None:
    assert (bbox_of(given) is not None) is good


def test_near_home_is_near_it_on_both_sides() -> None:
    home = Bbox(179.5, -17, -179.5, -16)
    assert is_near(-178, -16, home)
    assert is_near(177, -16, home)
    assert not is_near(-170, -16, home)
    assert not is_near(0, -16, home)
    assert is_near(0, -16, Bbox(-180, -17, 180, -16))


def test_a_box_across_finds_both_shores(strait: Plan) -> None:
    def ids(*bbox: float) -> set[str]:
        return set(strait.filter(bbox=Bbox(*bbox)).places.index)

    assert ids(179.5, -17.2, -179.5, -16.5) == set(strait.places.index)
    assert ids(-179.9, -17.2, -179.5, -16.5) == {"matei-airfield", "bouma-park"}
    assert ids(179.5, -17.2, 179.8, -16.5) == {"buca-port", "somosomo-ferry"}


@pytest.mark.parametrize("lng", [180, -180, 179.9999, -179.9999, 180.0001, -180.0001])
def test_what_is_planned_on_the_line_itself_is_found_from_either_side(
    strait: Plan, lng: float
) -> None:
    assert list(strait.at(lng, -16.85).places.index) == ["bouma-park"]
    assert list(strait.at(lng, -16.74).places.index) == ["somosomo-ferry"]


def test_it_is_drawn_in_one_piece(strait: Plan) -> None:
    drawn = unrolled(strait)
    shapes = drawn.places.geometry
    assert home_of(strait) == Bbox(179.5, -17.15, 180.5, -16.5)
    assert shapes.total_bounds.tolist() == pytest.approx([179.72, -16.93, 180.123, -16.68])
    assert shapes["bouma-park"].geom_type == "Polygon"
    assert shapes["somosomo-ferry"].geom_type == "LineString"
    assert shapes["matei-airfield"].x == pytest.approx(180.123)
    context = [each.geometry["type"] for each in drawn.context if each.geometry]
    assert sorted(context) == ["Point", "Point", "Polygon", "Polygon"]
    assert drawn.about["centre"] == pytest.approx([180.02, -16.8])
    assert unrolled(drawn).places.geometry.equals(shapes)
    # what was given stays as it was
    assert strait.places.geometry["bouma-park"].geom_type == "MultiPolygon"
    assert strait.about["home"] == [179.5, -17.15, -179.5, -16.5]


def test_areas_lengths_and_distances_do_not_go_round_the_world(strait: Plan) -> None:
    places = {each["id"]: each for each in data_in(payload(strait))["places"]}
    assert 100 < places["bouma-park"]["areaKm2"] < 250
    assert 30 < places["somosomo-ferry"]["lengthKm"] < 50
    assert not any(each["farKm"] or each["wide"] for each in places.values())


def test_cut_and_joined_again_a_shape_is_the_same() -> None:
    box = shapely.box(179, -18, 181, -17)
    cut = rolled(box)
    parts = [each.bounds for each in shapely.get_parts(cut)]
    assert parts == [(179, -18, 180, -17), (-180, -18, -179, -17)]
    assert rolled(shapely.Point(180.5, 1)) == shapely.Point(-179.5, 1)
    assert rolled(shapely.box(180, 0, 181, 1)).bounds == (-180, 0, -179, 1)
    assert rolled(shapely.box(179, 0, 180, 1)) == shapely.box(179, 0, 180, 1)
    assert [within(lng) for lng in (180, -180, 181, -181, 541)] == [180, -180, -179, 179, -179]


def test_exports_keep_to_180_degrees_and_say_where_they_lie(strait: Plan, tmp_path: Path) -> None:
    strait.export(tmp_path / "plan.geojson")
    shapes = json.loads((tmp_path / "plan.geojson").read_text("utf-8"))
    assert shapely.from_geojson(json.dumps(shapes)).bounds == (-180, -16.93, 180, -16.68)
    strait.export(tmp_path / "plan.parquet")
    meta = json.loads(pq.read_metadata(tmp_path / "plan.parquet").metadata[b"geo"])
    assert meta["columns"]["geometry"]["bbox"] == pytest.approx(BOX)
    tiles = pmtiles.reader.Reader(pmtiles.reader.MemorySource(export_bytes(strait, "pmtiles")))
    assert tiles.header()["center_lon_e7"] / 1e7 == pytest.approx(179.9215)
    served = ogc_config(strait, "pygeoapi", "postgresql://me@localhost/d")
    assert " ".join(map(str, BOX)) in " ".join(re.findall(r"-?\d+\.\d+", served))


def test_the_qgis_project_stands_over_the_strait(strait: Plan, tmp_path: Path) -> None:
    strait.export(tmp_path / "plan.qgz")
    with zipfile.ZipFile(tmp_path / "plan.qgz") as packed:
        root = ET.fromstring(packed.read("plan.qgs"))
    view = root.find("ProjectViewSettings/DefaultViewExtent")
    assert view is not None
    assert root.findtext("projectCrs/spatialrefsys/authid") == "EPSG:3832"
    back = pyproj.Transformer.from_crs(3832, 4326, always_xy=True)
    west, south = back.transform(float(view.get("xmin", "")), float(view.get("ymin", "")))
    east, north = back.transform(float(view.get("xmax", "")), float(view.get("ymax", "")))
    assert (west, south, east, north) == pytest.approx(strait.about["home"])
    assert 100_000 < float(view.get("xmax", "")) - float(view.get("xmin", "")) < 120_000


def test_the_poster_shows_all_its_places_at_its_own_scale(strait: Plan) -> None:
    (sheet,) = lay_out(strait, paper="A4", lang="en")
    scales = [int(each.replace(",", "")) for each in re.findall(r"1:([\d,]+)", sheet.svg)]
    assert scales
    assert all(100_000 < each < 2_000_000 for each in scales), scales
    assert "Bouma Park" in sheet.svg
    assert "Matei Airfield" in sheet.svg


def test_its_pages_draw_each_place_where_it_is(strait: Plan, tmp_path: Path) -> None:
    write_site(strait, tmp_path / "public")
    page = (tmp_path / "public" / "p" / "matei-airfield.html").read_text("utf-8")
    assert "-16.69000, -179.87700 <small>WGS 84" in page
    park = (tmp_path / "public" / "p" / "bouma-park.html").read_text("utf-8")
    (path,) = re.findall(r'<path class="f" d="([^"]+)"', park)
    xs = [float(each) for each in re.findall(r"[ML](-?[\d.]+) ", path)]
    assert 100 < max(xs) - min(xs) < 640
