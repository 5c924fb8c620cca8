"""GeoJSON text: lines, strictness, and the one canonical layout."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.errors import DataError
from geo_app.geojson import canonical, decode, read_collection, read_features, scalar
from geo_app.strict_json import parse_json

LONE = '{"type": "Feature",\n "properties": {\n  "id": "a"},\n "geometry": null}'
PAIR = '{"type": "FeatureCollection", "name": "x",\n "features": [\n{"a": 1},\n{"id": 2}]}'


def fault_of(text: str) -> str:
    with pytest.raises(DataError) as caught:
        read_collection(text, "f")
    (fault,) = caught.value.faults
    return f"{fault.line} {fault.what}"


def test_a_feature_has_the_line_of_its_id_or_of_its_brace() -> None:
    assert [each.line for each in read_features(PAIR, "f")] == [3, 4]
    assert read_features(LONE, "f")[0].line == 3


def test_the_members_beside_the_features_are_kept() -> None:
    found = read_collection(PAIR, "f")
    assert {key: (each.line, each.value) for key, each in found.members.items()} == {
        "name": (1, "x")
    }


def test_a_lone_feature_is_a_collection_of_one() -> None:
    (feature,) = read_features(LONE, "f")
    assert feature.value["properties"] == {"id": "a"}


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf{\r\n}\r", b"{\n}\n"])
def test_bom_and_line_ends_do_not_matter(data: bytes) -> None:
    assert decode(data, "f") == "{\n}\n"


def test_the_line_of_a_byte_that_is_not_utf8() -> None:
    with pytest.raises(DataError, match=r"f:2: the file is not UTF-8 \(byte 0xff\)"):
        decode(b"a\n\xff", "f")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", "1 the file is not JSON: an object was expected"),
        ("{", "1 the file is not JSON: the object is not closed"),
        ('{"a":1,}', "1 the file is not JSON: a key was expected after the comma"),
        ('{"a" 1}', "1 the file is not JSON: a : was expected"),
        ("{a:1}", "1 the file is not JSON: a key in double quotes was expected"),
        ('{"a":1} b', "1 the file is not JSON: nothing was expected after the object"),
        ('{"features":[1,]}', "1 the file is not JSON: a feature was expected after the comma"),
        ('{"features":[1 2]}', "1 the file is not JSON: a comma or ] was expected"),
        ('{"features":[1', "1 the file is not JSON: a comma or ] was expected"),
        ('{"a":\n1e999}', "2 1e999 is not a JSON number"),
        ('{"a":\n-Infinity}', "2 -Infinity is not a JSON number"),
        ('{"a": {"b": 1},\n "c": {"b": 1,\n "b": 2}}', '3 a key stands twice in one object: "b"'),
        ('{"a":1,\n"a":2}', '2 a key stands twice in one object: "a"'),
        ('{"a":"\\ud83d"}', "1 a text holds half a character"),
        ('{"type":"FeatureCollection"}', "1 the file is not a FeatureCollection"),
        ('{"type":{},"features":[]}', "1 the file is not a FeatureCollection"),
        ("[" * 100_000, "1 the file is not JSON: an object was expected"),
        ('{"a":' + "[" * 100_000, "0 the file is nested too deeply"),
        ('{"a":' + "9" * 5000 + "}", "0 a number has more than"),
    ],
)
def test_what_is_wrong_is_one_fault_with_its_line(text: str, expected: str) -> None:
    assert fault_of(text).startswith(expected)


def test_a_whole_character_may_be_escaped() -> None:
    assert parse_json('"\\ud83d\\ude00"', "f") == "😀"


@settings(deadline=None)  # the machine may be busy
@given(st.text())
def test_no_text_brings_a_traceback(text: str) -> None:
    try:
        read_collection(text, "f")
    except DataError:
        pass


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 300), st.text('{}[]",:0aé\\\n', max_size=3))
def test_no_damage_brings_a_traceback(at: int, damage: str) -> None:
    text = canonical([{"properties": {"id": "a", "aliases": ["b"]}, "geometry": None}])
    try:
        read_collection(text[:at] + damage + text[at + 1 :], "f")
    except DataError:
        pass


def test_the_layout_follows_the_kind_of_value() -> None:
    properties = {"id": "a", "aliases": ["甲", "乙"], "mentions": [{"words": "x"}, {"words": "y"}]}
    ring = [[0, 0], [1.50, 0], [1, 1.0], [0, 0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    assert canonical([{"properties": properties, "geometry": geometry}]) == (
        "{\n"
        '  "type": "FeatureCollection",\n'
        '  "features": [\n'
        "    {\n"
        '      "type": "Feature",\n'
        '      "properties": {\n'
        '        "id": "a",\n'
        '        "aliases": ["甲", "乙"],\n'
        '        "mentions": [\n'
        '          {"words": "x"},\n'
        '          {"words": "y"}\n'
        "        ]\n"
        "      },\n"
        '      "geometry": {\n'
        '        "type": "Polygon",\n'
        '        "coordinates": [\n'
        "          [\n"
        "            [0, 0],\n"
        "            [1.5, 0],\n"
        "            [1, 1],\n"
        "            [0, 0]\n"
        "          ]\n"
        "        ]\n"
        "      }\n"
        "    }\n"
        "  ]\n"
        "}\n"
    )


def test_a_group_has_a_null_geometry() -> None:
    text = canonical([{"properties": {"id": "a"}, "geometry": None}])
    assert json.loads(text)["features"][0]["geometry"] is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(deadline=None)  # the machine may be busy
@given(VALUES)
def test_a_value_is_written_on_one_line_and_read_back(value: object) -> None:
    line = scalar(value)
    assert "\n" not in line
    assert json.loads(line) == value
