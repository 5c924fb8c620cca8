"""`layers/` is read whole, what can be drawn is drawn, and a place keeps what its file says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo_app import schema
from geo_app.datum import NAMES, Datum, convert
from geo_app.errors import DataError
from geo_app.features import Feature
from geo_app.frames import read_layers, shapes_of
from geo_app.geojson import RawFeature
from geo_app.layers import Layers, load_layers, scan_layers
from geo_app.rulebook import rule_of
from geo_app.rules.features import of_feature, of_landmarks
from geo_app.rules.manifest import bbox_of
from geo_app.rules.relations import between_features
from geo_app.schema_doc import layer_guide
from geo_app.values import Bbox, LngLat

HOME = Bbox(112.5, 27.9, 113.7, 28.6)
SQUARE = [[113.0, 28.0], [113.1, 28.0], [113.1, 28.1], [113.0, 28.1], [113.0, 28.0]]
HOLE = [[113.02, 28.02], [113.02, 28.04], [113.04, 28.04], [113.04, 28.02], [113.02, 28.02]]
OUTSIDE = [[x + 1, y] for x, y in HOLE]


def feature(geometry: Any, **properties: Any) -> RawFeature:
    whole = {
        "id": "a",
        "name": "甲",
        "name_en": "A",
        "kind": "region",
        "basis": "surveyed",
        "accuracy_m": 500,
        "extent_note": "甲",
        "extent_note_en": "A",
        "sources": [{"publisher": "curator", "says": "甲", "says_en": "A"}],
    }
    kept = {key: value for key, value in (whole | properties).items() if value is not ...}
    return RawFeature(1, {"type": "Feature", "properties": kept, "geometry": geometry})


def rules_of(geometry: Any, **properties: Any) -> list[str]:
    found = of_feature(feature(geometry, **properties), "f", "region", schema.PLACE, home=HOME)
    return [rule_of(each) for each in found]


POINT = {"type": "Point", "coordinates": [113.0, 28.0]}


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    "geometry",
    [
        POINT,
        {"type": "Point", "coordinates": [113, 28], "bbox": [113, 28, 113, 28]},
        {"type": "MultiPoint", "coordinates": [[113.0, 28.0], [113.0, 28.0]]},
        {"type": "LineString", "coordinates": SQUARE[:2]},
        {"type": "MultiLineString", "coordinates": [SQUARE[:2], SQUARE[2:4]]},
        polygon(SQUARE),
        polygon(SQUARE, HOLE),
        {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [OUTSIDE[::-1]]]},
        {"type": "Point", "coordinates": [91.0, 29.3]},  # far away, and true
    ],
)
def test_a_sound_geometry_of_every_type(geometry: Any) -> None:
    assert rules_of(geometry) == []


@pytest.mark.parametrize(
    ("geometry", "rule"),
    [
        ({}, "geometry-shape"),
        ("POINT(113 28)", "geometry-shape"),
        ({"type": "Point"}, "geometry-coordinates"),
        ({"type": "Point", "coordinates": {}}, "geometry-coordinates"),
        ({"type": "Point", "coordinates": [[113, 28]]}, "geometry-coordinates"),
        ({"type": "Polygon", "coordinates": 5}, "geometry-coordinates"),
        ({"type": "MultiPolygon", "coordinates": [SQUARE]}, "geometry-coordinates"),
        ({"type": "LineString", "coordinates": [SQUARE]}, "geometry-coordinates"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "geometry-empty"),
        ({"type": "Polygon", "coordinates": [[]]}, "geometry-empty"),
        ({"type": "MultiPoint", "coordinates": []}, "geometry-empty"),
        ({"type": "Point", "coordinates": [113]}, "position-numbers"),
        ({"type": "Point", "coordinates": [True, 28]}, "position-numbers"),
        ({"type": "Point", "coordinates": [113, None]}, "position-numbers"),
        ({"type": "Point", "coordinates": [10**400, 28]}, "position-numbers"),
        ({"type": "Point", "coordinates": [113, 28, 55]}, "position-height"),
        ({"type": "Point", "coordinates": [193, 28]}, "position-range"),
        ({"type": "Point", "coordinates": [28, 113]}, "position-swapped"),
        ({"type": "Point", "coordinates": [113, 89]}, "position-nowhere"),
        ({"type": "LineString", "coordinates": [[113, 28], [113, 28]]}, "line-short"),
        (polygon(SQUARE[:3]), "ring-open"),
        (polygon(SQUARE[:2]), "ring-short"),
        (polygon([SQUARE[0]] * 4), "area-invalid"),
        (polygon(SQUARE, OUTSIDE), "area-invalid"),
        (polygon(SQUARE, HOLE, HOLE), "area-invalid"),
        (polygon(SQUARE, HOLE[::-1]), "ring-winding"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE[::-1]]]}, "area-invalid"),
    ],
)
def test_what_is_wrong_with_a_geometry_is_one_fault(geometry: Any, rule: str) -> None:
    assert rules_of(geometry) == [rule]


def test_a_position_is_swapped_only_where_the_plan_would_be() -> None:
    europe = Bbox(9.0, 45.0, 9.4, 45.6)
    swapped = feature({"type": "Point", "coordinates": [45.2, 9.1]})
    (found,) = of_feature(swapped, "f", "region", schema.PLACE, home=europe)
    assert rule_of(found) == "position-swapped"
    assert of_feature(swapped, "f", "region", schema.PLACE) == []


@pytest.mark.parametrize(
    ("properties", "rule"),
    [
        ({"id": ...}, "property-missing"),
        ({"id": "Ä"}, "slug"),
        ({"id": "a--b"}, "slug"),
        ({"id": 5}, "slug"),
        ({"name": 5}, "property-shape"),
        ({"name": "  "}, "property-empty"),
        ({"kind": 5}, "property-shape"),
        ({"kind": []}, "property-empty"),
        ({"basis": ["surveyed"]}, "basis-unknown"),
        ({"accuracy_m": True}, "property-shape"),
        ({"accuracy_m": 0}, "property-shape"),
        ({"accuracy_m": None}, "property-null"),
        ({"aliases": '["a"]'}, "property-shape"),
        ({"aliases": ["a", ""]}, "property-shape"),
        ({"seat": [113, 28, 1]}, "property-shape"),
        ({"seat": [113, 91]}, "property-shape"),
        ({"mentions": {"words": "a"}}, "property-shape"),
        ({"mentions": ["a"]}, "property-shape"),
        ({"mentions": [{"words": "a", "task": 0}]}, "entry-value"),
        ({"mentions": [{"words": "a", "task": "5"}]}, "entry-value"),
        ({"sources": [{"publisher": "", "says": "a", "says_en": "a"}]}, "entry-value"),
        ({"members": "b"}, "property-shape"),
    ],
)
def test_what_is_wrong_with_a_property_is_one_fault(properties: Any, rule: str) -> None:
    geometry = None if "members" in properties else POINT
    found = [each for each in rules_of(geometry, **properties) if each != "group-basis"]
    assert found[:1] == [rule]


@pytest.mark.parametrize(
    ("url", "rules"),
    [
        ("https://www.rednet.cn/a", []),
        ("http://rednet.cn", []),
        ("https://rednet.cn.evil.com/", ["url-host"]),
        ("https://evilrednet.cn/", ["url-host"]),
        ("https://www.rednet.cn@evil.com/", ["url"]),
        ("javascript:alert(1)", ["url"]),
        ("https://[", ["url"]),
        ("https:///a", ["url"]),
        ("https://www.rednet.cn/a b", ["url"]),
    ],
)
def test_a_link_leads_to_its_publishers_own_host(url: str, rules: list[str]) -> None:
    source = {"publisher": "红网", "says": "甲", "says_en": "A", "url": url}
    assert rules_of(POINT, sources=[source]) == rules


@pytest.mark.parametrize("date", ["2024", "2024-07", "2024-07-04"])
def test_dates_may_be_as_exact_as_they_are_known(date: str) -> None:
    source = {"publisher": "红网", "says": "甲", "says_en": "A", "date": date}
    assert rules_of(POINT, sources=[source]) == []


def test_a_basis_that_is_a_list_is_no_traceback() -> None:
    assert rules_of(None, members=["b"], basis=[1], accuracy_m=...) == ["basis-unknown"]


def test_a_group_needs_no_accuracy_and_no_geometry() -> None:
    assert rules_of(None, members=["b"], basis="composed", accuracy_m=...) == []


def place(name: str, **properties: Any) -> Feature:
    return Feature("f", 1, "region", {"id": name, **properties}, None)


def test_a_ring_of_groups_is_one_fault() -> None:
    groups = [place("a", members=["b"]), place("b", members=["c"]), place("c", members=["a"])]
    (found,) = between_features(groups)
    assert "a → b → c → a" in found.what


def test_a_group_of_itself_is_a_ring() -> None:
    (found,) = between_features([place("a", members=["a"])])
    assert rule_of(found) == "group-cycle"


def test_a_place_may_be_in_two_groups() -> None:
    groups = [place("a", members=["c"]), place("b", members=["c", "a"]), place("c")]
    assert between_features(groups) == []


def test_two_places_cannot_claim_one_former_id() -> None:
    found = between_features([place("a", formerly=["x"]), place("b", formerly=["x"])])
    assert [rule_of(each) for each in found] == ["formerly-taken"]


@pytest.mark.parametrize("value", [None, [1, 2, 3], [3, 2, 1, 0], "1,2,3,4", [0, 0, 0, 1, 2]])
def test_what_is_no_bbox(value: Any) -> None:
    assert bbox_of(value) is None


def test_the_city_is_read(city: Path) -> None:
    layers = load_layers(city / "layers")
    assert [each.id for each in layers.layers] == ["newtown", "rail", "hub"]
    assert [each.id for each in layers.places] == [
        "north-new-town",
        "two-gateways",
        "tram-line-01",
        "qingshi-east-station",
    ]
    assert [each.properties["kind"] for each in layers.context] == ["river", "county_seat"]
    assert {name: len(rows) for name, rows in layers.tables.items()} == {
        "targets.csv": 2,
        "outcomes.csv": 3,
        "ledger.csv": 8,
        "numbers.csv": 3,
    }


def test_a_feature_and_a_row_know_their_line(city: Path) -> None:
    layers = load_layers(city / "layers")
    for each in layers.places:
        line = (city / each.file).read_text("utf-8").splitlines()[each.line - 1]
        assert f'"id": "{each.id}"' in line
    for row in layers.tables["targets.csv"]:
        line = (city / row.file).read_text("utf-8").splitlines()[row.line - 1]
        assert line.startswith(row.cells["id"])


def test_a_row_has_every_column(city: Path) -> None:
    path = city / "layers" / "numbers.csv"
    path.write_text('words,why,why_en\n\n"1\n号",b,c\nshort\nd,e,f,g\n', "utf-8")
    layers, faults = scan_layers(city / "layers")
    rows = layers.tables["numbers.csv"]
    assert [row.line for row in rows] == [3, 5, 6]
    assert dict(rows[1].cells) == {"words": "short", "in": "", "why": "", "why_en": ""}
    assert [rule_of(each) for each in faults].count("row-ragged") == 2


def test_a_table_that_is_not_there_has_no_rows(city: Path) -> None:
    (city / "layers" / "outcomes.csv").unlink()
    assert load_layers(city / "layers").tables["outcomes.csv"] == ()


def test_faults_of_care_are_for_check_alone(city: Path) -> None:
    path = city / "layers" / "plan" / "rail.geojson"
    whole = json.loads(path.read_text("utf-8"))
    whole["features"][0]["geometry"]["coordinates"][1].reverse()
    whole["features"][0]["geometry"]["coordinates"][1] = [120.5350000001, 30.1]
    path.write_text(json.dumps(whole), "utf-8")
    assert scan_layers(city / "layers")[1] == []
    (found,) = scan_layers(city / "layers", thorough=True)[1]
    assert rule_of(found) == "position-decimals"


def test_every_fault_is_told_at_once(city: Path) -> None:
    for name in ("rail", "hub"):
        path = city / "layers" / "plan" / f"{name}.geojson"
        path.write_text(path.read_text("utf-8").replace('"name_en"', '"nameen"', 1), "utf-8")
    with pytest.raises(DataError) as caught:
        load_layers(city / "layers")
    assert len({each.file for each in caught.value.faults}) == 2


def test_the_manifest_may_be_anything(tmp_path: Path) -> None:
    for text in ("", "plan = 1\nlayer = 2\n", "[[layer]]\n[[context]]\n", "[layer]\na = 1\n"):
        (tmp_path / "layers.toml").write_text(text, "utf-8")
        found, faults = scan_layers(tmp_path)
        assert isinstance(found, Layers)
        assert faults


def test_places_become_a_geodataframe(city: Path) -> None:
    places = read_layers(city / "layers")
    assert places.crs == "EPSG:4326"
    assert places.loc["north-new-town", "layer"] == "newtown"
    assert not places.loc["two-gateways", "geometry"].is_empty


def test_reading_needs_no_geopandas() -> None:
    program = "import sys, geo_app.layers; print('geopandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_a_surveyed_point_of_another_datum_is_recognised(datum: Datum) -> None:
    true = LngLat(113.0, 28.2)
    landmark = Feature("c", 1, "", {"name": "甲"}, {"type": "Point", "coordinates": [*true]})
    shifted = convert(true, source=Datum.WGS84, target=datum)
    point = {"type": "Point", "coordinates": [*shifted]}
    station = {"name": "甲", "lng": shifted.lng, "lat": shifted.lat}
    for properties, geometry in (
        ({"name": "甲"}, point),
        ({"name": "乙", "aliases": ["甲"]}, point),
        ({"name": "乙", "stations": [station]}, None),
    ):
        one = Feature("f", 1, "hub", {"id": "a", "basis": "surveyed", **properties}, geometry)
        (found,) = of_landmarks([one], [landmark])
        assert f"looks like {NAMES[datum]}" in found.what


@pytest.mark.parametrize("off", [(0.0, 0.0), (0.006, 0.0), (-0.0055, 0.0036), (0.05, 0.0)])
def test_a_point_that_is_merely_elsewhere_is_not(off: tuple[float, float]) -> None:
    point = {"type": "Point", "coordinates": [113.0 + off[0], 28.2 + off[1]]}
    place = Feature("f", 1, "hub", {"id": "a", "basis": "surveyed", "name": "甲"}, point)
    landmark = Feature("c", 1, "", {"name": "甲"}, {"type": "Point", "coordinates": [113.0, 28.2]})
    assert of_landmarks([place], [landmark]) == []


def test_the_guide_is_generated_from_the_schema(changsha: Path) -> None:
    guide = (changsha / "layers" / "README.md").read_text("utf-8")
    assert guide == layer_guide(), "run: python -m geo_app.schema_doc > layers/README.md"


def test_shapes_made_together_are_those_made_one_by_one() -> None:
    square = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
    hole = [[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [1.0, 1.0]]
    apart = [[9.0, 9.0], [9.5, 9.0], [9.5, 9.5], [9.0, 9.0]]
    by_type: dict[str, list[Any]] = {
        "Point": [[1.0, 2.0], [3.0, 4.0]],
        "MultiPoint": [[[1.0, 2.0]], [[1.0, 2.0], [3.0, 4.0]]],
        "LineString": [square[:2], square[:4]],
        "MultiLineString": [[square[:2], square[1:4]], [apart[:3]]],
        "Polygon": [[square, hole], [apart]],
        "MultiPolygon": [[[square, hole], [apart]], [[apart]]],
    }
    mixed = [
        {"type": kind, "coordinates": each[i]} for i in (0, 1) for kind, each in by_type.items()
    ]
    one_by_one = [shapely.geometry.shape(each) for each in mixed]
    assert [each.wkt for each in shapes_of(mixed)] == [each.wkt for each in one_by_one]
    assert shapes_of([]) == []
