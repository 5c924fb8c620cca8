"""`tidy` reads liberally, writes canonically, and refuses what it would lose."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app import schema
from geo_app.checks import check
from geo_app.errors import DataError
from geo_app.rulebook import rule_of
from geo_app.tidying import tidy, tidy_folder, tidy_table

SQUARE = [[113.0, 28.0], [113.1, 28.0], [113.1, 28.1], [113.0, 28.1], [113.0, 28.0]]
SOURCE = {"publisher": "curator", "says": "甲", "says_en": "A"}


def feature(slug: str = "a", /, geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"id": slug, **properties},
        "geometry": geometry or {"type": "Point", "coordinates": [113.0, 28.0]},
    }


def text(*features: Any, **members: Any) -> str:
    return json.dumps({"type": "FeatureCollection", **members, "features": features})


def tidied(*features: Any, **members: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(tidy(text(*features, **members)))["features"]
    return found


def drawn(kind: str, coordinates: Any) -> Any:
    (found,) = tidied(feature(geometry={"type": kind, "coordinates": coordinates}))
    assert found["geometry"]["type"] == kind
    return found["geometry"]["coordinates"]


def refused(source: str, **more: Any) -> list[str]:
    with pytest.raises(DataError) as caught:
        tidy(source, **more)
    return [rule_of(each) for each in caught.value.faults]


def test_the_city_is_canonical(city: Path) -> None:
    assert tidy_folder(city, only_check=True) == []


def test_the_changsha_plan_is_canonical(changsha: Path) -> None:
    assert [each.file for each in tidy_folder(changsha, only_check=True)] == []


# What QGIS, GDAL and geojson.io write


def test_a_lone_feature_becomes_a_collection() -> None:
    assert tidy(json.dumps(feature())) == tidy(text(feature()))


def test_bom_and_windows_line_ends_go() -> None:
    windows = "\ufeff" + tidy(text(feature(name_en="A"))).replace("\n", "\r\n")
    assert tidy(windows) == tidy(text(feature(name_en="A")))


def test_members_of_the_file_that_say_nothing_go() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    (found,) = tidied(feature(), name="green", crs=crs, bbox=[1, 2, 3, 4])
    assert found == feature()


def test_an_id_outside_the_properties_is_moved_in() -> None:
    outside = feature()
    outside["id"] = outside["properties"].pop("id")
    assert tidied(outside) == [feature()]
    assert tidied(feature() | {"id": "a"}) == [feature()]
    assert tidied(feature() | {"id": 17}) == [feature()]


def test_null_and_empty_properties_go() -> None:
    (found,) = tidied(feature(short=None, aliases=[], name="甲", name_en=""))
    assert found["properties"] == {"id": "a", "name": "甲"}


def test_lists_written_as_text_are_lists_again() -> None:
    (found,) = tidied(
        feature(
            aliases='[ "甲", "乙" ]',
            mentions='[ { "words": "甲", "task": 5 } ]',
            seat="[ 113.0, 28.0 ]",
            sources=json.dumps([SOURCE]),
            members='[ "b" ]',
        )
    )
    assert found["properties"]["aliases"] == ["甲", "乙"]
    assert found["properties"]["mentions"] == [{"words": "甲", "task": 5}]
    assert found["properties"]["seat"] == [113, 28]
    assert found["properties"]["sources"] == [SOURCE]
    assert found["properties"]["members"] == ["b"]


def test_a_text_that_only_looks_like_a_list_stays() -> None:
    (found,) = tidied(feature(name="[甲]", aliases="[甲"))
    assert found["properties"]["name"] == "[甲]"
    assert found["properties"]["aliases"] == "[甲"


def test_whole_numbers_are_written_as_such() -> None:
    assert '"accuracy_m": 500,' in tidy(text(feature(accuracy_m=500.0, extent_note="甲")))


def test_properties_stand_in_the_order_of_the_schema() -> None:
    (found,) = tidied(feature(kind="park", name="甲", formerly=["b"]))
    assert list(found["properties"]) == ["id", "formerly", "name", "kind"]
    (found,) = tidied(feature(sources=[{"says_en": "A", "publisher": "b", "says": "甲"}]))
    assert list(found["properties"]["sources"][0]) == ["publisher", "says", "says_en"]


def test_features_stand_in_the_order_of_their_ids() -> None:
    found = tidied(feature("line-10"), feature("line-02"), feature("area"))
    assert [each["properties"]["id"] for each in found] == ["area", "line-02", "line-10"]


def test_positions_are_rounded_everywhere() -> None:
    assert drawn("Point", [113.12345649999, 28.00000000001]) == [113.123456, 28]
    station = {"name": "甲", "lng": 113.1234567, "lat": 28.1}
    (found,) = tidied(feature(seat=[113.1234567, 28.1], stations=[station]))
    assert found["properties"]["seat"] == [113.123457, 28.1]
    assert found["properties"]["stations"] == [station | {"lng": 113.123457}]


def test_a_height_of_nothing_goes() -> None:
    assert drawn("LineString", [[113, 28, 0], [113, 29, 0.0]]) == [[113, 28], [113, 29]]


def test_rings_are_closed_and_wound_by_the_right_hand_rule() -> None:
    closed = [[int(x) if x == int(x) else x for x in each] for each in SQUARE]
    assert drawn("Polygon", [SQUARE[:-1]]) == [closed]
    assert drawn("Polygon", [SQUARE[::-1]]) == [closed]
    hole = [[113.02, 28.02], [113.04, 28.02], [113.04, 28.04], [113.02, 28.02]]
    assert drawn("MultiPolygon", [[SQUARE, hole]]) == [[closed, hole[::-1]]]


def test_positions_that_stand_twice_running_go() -> None:
    assert drawn("LineString", [[1, 1], [1, 1], [2, 2]]) == [[1, 1], [2, 2]]
    assert drawn("LineString", [[1, 1], [1, 1]]) == [[1, 1], [1, 1]]
    assert drawn("MultiPoint", [[1, 1], [1, 1]]) == [[1, 1], [1, 1]]


def test_context_keeps_its_order() -> None:
    rivers = [
        {"type": "Feature", "properties": {"name": name, "kind": "river"}, "geometry": None}
        for name in ("乙", "甲", "甲")
    ]
    found = json.loads(tidy(text(*rivers), table=schema.CONTEXT))["features"]
    assert [each["properties"]["name"] for each in found] == ["乙", "甲", "甲"]


# What would be lost


def crs(name: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


@pytest.mark.parametrize(
    ("source", "rules"),
    [
        (text(feature(colour="red")), ["property-unknown"]),
        (text(feature() | {"style": {}}), ["member-of-json"]),
        (text(feature(), metadata={}), ["member-of-json"]),
        (
            text(feature(geometry={"type": "Point", "coordinates": [1, 2], "z": 1})),
            ["member-of-json"],
        ),
        (text(feature(sources=[SOURCE | {"page": 5}])), ["entry-key-unknown"]),
        (text(feature(), feature()), ["id-twice"]),
        (text(feature() | {"id": "b"}), ["feature-two-ids"]),
        (text(feature(), crs=crs("EPSG:3857")), ["collection-crs"]),
        (text(feature(), crs=crs("urn:ogc:def:crs:EPSG::4490")), ["collection-crs"]),
        (text(feature(geometry={"type": "Point", "coordinates": [1, 2, 3]})), ["position-height"]),
        (text(feature(geometry={"type": "Point", "coordinates": ["1", 2]})), ["position-numbers"]),
        (text(feature(geometry={"type": "Point", "coordinates": [[1]]})), ["geometry-coordinates"]),
        (text(feature(geometry={"type": "Circle", "coordinates": []})), ["geometry-type"]),
        (
            text(feature(geometry={"type": "GeometryCollection", "geometries": []})),
            ["geometry-collection"],
        ),
        (text("a"), ["feature-shape"]),
        (text({"type": "Feature", "properties": None}), ["feature-properties"]),
        (text(feature()).replace('"id": "a"', '"id": "a", "id": "b"'), ["json-key-twice"]),
        (text(feature(area_km2=5)).replace("5}", "1e999}"), ["json-not-finite"]),
        (text(feature(aliases='["a", NaN]')), ["json-not-finite"]),
        (text(feature(sources='[{"says": "a", "says": "b"}]')), ["json-key-twice"]),
        ("", ["file-empty"]),
        ("[]", ["json-broken"]),
    ],
)
def test_what_would_be_lost_is_refused(source: str, rules: list[str]) -> None:
    assert refused(source) == rules


def test_every_reason_is_told_at_once() -> None:
    found = refused(text(feature("a", colour="red"), feature("b", size=3)))
    assert found == ["property-unknown", "property-unknown"]


def test_an_id_of_a_context_feature_is_refused() -> None:
    river = {"type": "Feature", "id": "way/1", "properties": {"kind": "river"}, "geometry": None}
    assert refused(text(river), table=schema.CONTEXT) == ["member-of-json"]


# Tables

NUMBERS = schema.TABLES["numbers.csv"]


def table(source: str) -> str:
    return tidy_table(source, file="numbers.csv", columns=NUMBERS)


def test_a_table_keeps_its_rows_in_order() -> None:
    windows = '\ufeff"words","in","why","why_en"\r\n"乙","","b","B, b"\r\n"甲",,a,A\r\n'
    assert table(windows) == 'words,in,why,why_en\n乙,,b,"B, b"\n甲,,a,A\n'


def test_columns_stand_in_the_order_of_the_schema() -> None:
    assert table("why,words\na,甲\n") == "words,why\n甲,a\n"


def test_empty_cells_beyond_the_header_go() -> None:
    assert table("words,why\n甲,a,,\n乙\n,\n,,,\n") == "words,why\n甲,a\n乙,\n"


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("words,colour\n甲,a\n", "column-unknown"),
        ("words,words\n甲,a\n", "column-twice"),
        ("words,why\n甲,a,b\n", "row-ragged"),
        ('words,why\n"甲"a,b\n', "table-broken"),
    ],
)
def test_what_a_table_would_lose_is_refused(source: str, rule: str) -> None:
    with pytest.raises(DataError) as caught:
        table(source)
    assert [rule_of(each) for each in caught.value.faults] == [rule]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=5)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=4))
def test_a_tidied_table_says_the_same_and_stays(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([[each.name for each in NUMBERS], *rows])
    once = table(out.getvalue())
    assert table(once) == once
    said = [row for row in rows if any(map(str.strip, row))]
    assert list(csv.reader(io.StringIO(once, newline="")))[1:] == said


# The folder


def test_a_folder_is_tidied_once(city: Path) -> None:
    path = city / "layers" / "plan" / "hub.geojson"
    canonical = path.read_bytes()
    path.write_text(json.dumps(json.loads(canonical)), "utf-8")
    ledger = city / "layers" / "ledger.csv"
    ledger.write_bytes(b"\xef\xbb\xbf" + ledger.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    promised = tidy_folder(city, only_check=True)
    assert path.read_bytes() == before
    assert [each.file for each in promised] == ["layers/plan/hub.geojson", "layers/ledger.csv"]
    assert tidy_folder(city) == promised
    assert path.read_bytes() == canonical
    assert tidy_folder(city) == []
    assert check(city) == []


def test_the_diff_is_what_would_mend_it(city: Path) -> None:
    path = city / "layers" / "plan" / "hub.geojson"
    path.write_text(path.read_text("utf-8").replace('"accuracy_m": 50,', '"accuracy_m": 50.0,'))
    (change,) = tidy_folder(city, only_check=True)
    assert '-        "accuracy_m": 50.0,\n+        "accuracy_m": 50,\n' in change.diff


def test_nothing_is_written_when_something_would_be_lost(city: Path) -> None:
    hub = city / "layers" / "plan" / "hub.geojson"
    hub.write_text(json.dumps(json.loads(hub.read_text("utf-8"))), "utf-8")
    rail = city / "layers" / "plan" / "rail.geojson"
    rail.write_text(rail.read_text("utf-8").replace('"short"', '"label"'), "utf-8")
    before = hub.read_bytes()
    with pytest.raises(DataError, match="label"):
        tidy_folder(city)
    assert hub.read_bytes() == before


@pytest.mark.parametrize("layer", ["newtown", "rail", "hub"])
def test_what_gdal_saves_is_tidied_back(city: Path, layer: str) -> None:
    """As QGIS saves: through GDAL, lists as JSON text, one feature a line, a name and a crs."""
    import geopandas

    path = city / "layers" / "plan" / f"{layer}.geojson"
    before = path.read_text("utf-8")
    features = json.loads(before)["features"]
    for each in features:
        for key, value in each["properties"].items():
            if isinstance(value, list):
                each["properties"][key] = json.dumps(value, ensure_ascii=False)
    places = geopandas.GeoDataFrame.from_features(features, crs="EPSG:4326")
    places.to_file(path, driver="GeoJSON")
    assert path.read_text("utf-8") != before
    assert tidy(path.read_text("utf-8")) == before


# Properties of tidy itself

DEGREES = st.floats(-89, 89)
POSITIONS = st.lists(st.tuples(DEGREES, DEGREES).map(list), min_size=1, max_size=8)
# Rings with a repeat or two, open or closed, either way round.
RINGS = POSITIONS.flatmap(lambda ring: st.sampled_from([ring, [*ring, ring[0]], [*ring, ring[-1]]]))
GEOMETRIES = st.one_of(
    st.builds(lambda each: {"type": "Point", "coordinates": each[0]}, POSITIONS),
    st.builds(lambda each: {"type": "MultiPoint", "coordinates": each}, POSITIONS),
    st.builds(lambda each: {"type": "LineString", "coordinates": each}, RINGS),
    st.builds(lambda each: {"type": "MultiLineString", "coordinates": each}, st.lists(RINGS)),
    st.builds(lambda each: {"type": "Polygon", "coordinates": each}, st.lists(RINGS)),
    st.builds(
        lambda each: {"type": "MultiPolygon", "coordinates": each}, st.lists(st.lists(RINGS))
    ),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
PROPERTIES = st.fixed_dictionaries(
    {"name": TEXTS},
    optional={
        "aliases": st.lists(TEXTS, min_size=1, max_size=3),
        "accuracy_m": st.floats(0.1, 1e6) | st.integers(1, 10**6),
        "mentions": st.lists(st.fixed_dictionaries({"words": TEXTS}), min_size=1, max_size=2),
        "sources": st.lists(
            st.fixed_dictionaries({"says": TEXTS, "publisher": TEXTS}), min_size=1, max_size=2
        ),
        "inferred": TEXTS,
    },
)
FEATURES = st.lists(
    st.tuples(st.integers(0, 99), PROPERTIES, GEOMETRIES),
    max_size=4,
    unique_by=lambda each: each[0],
)


def collection(drawn: list[tuple[int, dict[str, Any], Any]]) -> str:
    return text(*(feature(f"p-{n:02}", shape, **said) for n, said, shape in drawn))


@settings(deadline=None)  # the machine may be busy
@given(FEATURES)
def test_tidying_twice_is_tidying_once(drawn: Any) -> None:
    once = tidy(collection(drawn))
    assert tidy(once) == once


@settings(deadline=None)  # the machine may be busy
@given(FEATURES)
def test_every_property_is_kept(drawn: Any) -> None:
    found = json.loads(tidy(collection(drawn)))["features"]
    expected = [{"id": f"p-{n:02}", **said} for n, said, _ in sorted(drawn, key=lambda d: d[0])]
    assert [each["properties"] for each in found] == expected


def flat(value: Any) -> list[list[float]]:
    if value and isinstance(value[0], (int, float)):
        return [value]
    return [position for each in value for position in flat(each)]


@settings(deadline=None)  # the machine may be busy
@given(GEOMETRIES)
def test_no_position_moves_by_more_than_a_millionth_of_a_degree(geometry: Any) -> None:
    (found,) = tidied(feature(geometry=geometry))
    before, after = flat(geometry["coordinates"]), flat(found["geometry"]["coordinates"])
    assert bool(before) == bool(after)
    for one, many in ((before, after), (after, before)):
        for each in one:
            assert any(max(abs(a - b) for a, b in zip(each, p, strict=True)) <= 1e-6 for p in many)
