"""GeoJSON text: read it with line numbers, and write it in the one canonical layout.

The layout follows the kind of value, never the width of a line, so that an edit cannot re-flow
its neighbour: each property on a line, a list of scalars on one line, a list of objects one
object a line, one position a line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json.decoder import JSONDecodeError
from typing import Any

from geo_app.errors import DataError
from geo_app.rulebook import At, fault, shown
from geo_app.strict_json import DECODER, DuplicateKeyError, Lines, decode, guarded

__all__ = ["canonical", "decode", "read_collection", "read_features", "scalar"]

DECIMALS = 6  # of a degree: 0.1 m, RFC 7946 section 11.2
_BLANKS = " \t\n\r"


@dataclass(frozen=True, slots=True)
class RawFeature:
    """A feature as read, with the line of its `"id"` (or of its opening brace)."""

    line: int
    value: Any


@dataclass(frozen=True, slots=True)
class RawCollection:
    """A GeoJSON text as read: its features, and its other members with their lines."""

    features: tuple[RawFeature, ...]
    members: dict[str, RawFeature]


def read_collection(text: str, file: str) -> RawCollection:
    """Read a GeoJSON text: a FeatureCollection or a lone Feature.

    Parameters
    ----------
    text
        The decoded file.
    file
        Its name, for the messages.

    Raises
    ------
    DataError
        If it is not JSON, holds a key twice or a number that is none, or is not a
        FeatureCollection.
    """
    members: dict[str, RawFeature] = guarded(text, file, lambda: dict(_members(text)))
    kind = members["type"].value if "type" in members else None
    if kind == "Feature":
        whole = {key: member.value for key, member in members.items()}
        return RawCollection((RawFeature(Lines(text).of_id(0, len(text)), whole),), {})
    features = members["features"].value if "features" in members else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        found = shown(kind) if kind != "FeatureCollection" else '"FeatureCollection" alone'
        raise DataError([fault("collection-type", At(file, 1), found=found)])
    others = {key: each for key, each in members.items() if key not in ("type", "features")}
    return RawCollection(tuple(features), others)


def read_features(text: str, file: str) -> tuple[RawFeature, ...]:
    """Read the features alone, as `read_collection` does."""
    return read_collection(text, file).features


def _members(text: str) -> Iterator[tuple[str, RawFeature]]:
    """Walk the top-level object; the elements of "features" keep their line."""
    lines = Lines(text)
    at = _skip(text, 0)
    if at >= len(text) or text[at] != "{":
        raise JSONDecodeError("an object was expected", text, min(at, max(len(text) - 1, 0)))
    at = _skip(text, at + 1)
    seen: set[str] = set()
    while at < len(text) and text[at] != "}":
        if text[at] != '"':
            raise JSONDecodeError("a key in double quotes was expected", text, at)
        key, at = DECODER.raw_decode(text, at)
        if key in seen:
            raise DuplicateKeyError(key)
        seen.add(key)
        at = _expect(text, at, ":")
        if key == "features" and text[at : at + 1] == "[":
            elements, at = _elements(text, at, lines)
            yield key, RawFeature(lines.of(at), elements)
        else:
            start = at
            value, at = DECODER.raw_decode(text, at)
            yield key, RawFeature(lines.of(start), value)
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
            if text[at : at + 1] == "}":
                raise JSONDecodeError("a key was expected after the comma", text, at)
        elif text[at : at + 1] != "}":
            raise JSONDecodeError("a comma or } was expected", text, at)
    end = _skip(text, at + 1)
    if at >= len(text):
        raise JSONDecodeError("the object is not closed", text, len(text))
    if end < len(text):
        raise JSONDecodeError("nothing was expected after the object", text, end)


def _elements(text: str, at: int, lines: Lines) -> tuple[list[RawFeature], int]:
    found: list[RawFeature] = []
    at = _skip(text, at + 1)
    while at < len(text) and text[at] != "]":
        start = at
        value, at = DECODER.raw_decode(text, at)
        found.append(RawFeature(lines.of_id(start, at), value))
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
            if text[at : at + 1] == "]":
                raise JSONDecodeError("a feature was expected after the comma", text, at)
        elif text[at : at + 1] != "]":
            raise JSONDecodeError("a comma or ] was expected", text, at)
    if at >= len(text):
        raise JSONDecodeError("the list is not closed", text, len(text))
    return found, at + 1


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _expect(text: str, at: int, sign: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != sign:
        raise JSONDecodeError(f"a {sign} was expected", text, at)
    return _skip(text, at + 1)


def canonical(features: Iterable[dict[str, Any]]) -> str:
    """Write features as the one canonical text: LF, UTF-8 unescaped, final newline.

    Order of features and of keys, and the rounding of positions, are the caller's; integral
    numbers are written as integers here. Every geometry has coordinates of its type.

    Examples
    --------
    >>> print(canonical([]), end="")
    {
      "type": "FeatureCollection",
      "features": []
    }
    """
    blocks = [_feature(feature) for feature in features]
    body = "[\n" + ",\n".join(blocks) + "\n  ]" if blocks else "[]"
    return f'{{\n  "type": "FeatureCollection",\n  "features": {body}\n}}\n'


def _feature(feature: dict[str, Any]) -> str:
    lines = ["    {", '      "type": "Feature",', '      "properties": {']
    properties = [
        f"        {scalar(key)}: {_property(value)}" for key, value in feature["properties"].items()
    ]
    lines.append(",\n".join(properties))
    lines.append("      },")
    geometry = feature["geometry"]
    if geometry is None:
        lines.append('      "geometry": null')
    else:
        lines.append('      "geometry": {')
        lines.append(f'        "type": {scalar(geometry["type"])},')
        lines.append(f'        "coordinates": {_positions(geometry["coordinates"], 8)}')
        lines.append("      }")
    lines.append("    }")
    return "\n".join(lines)


def _property(value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        rows = ",\n".join(f"          {scalar(each)}" for each in value)
        return f"[\n{rows}\n        ]"
    return scalar(value)


def _positions(value: Any, indent: int) -> str:
    if not value or not isinstance(value[0], list):
        return scalar(value)
    pad = " " * (indent + 2)
    rows = ",\n".join(pad + _positions(each, indent + 2) for each in value)
    return f"[\n{rows}\n{' ' * indent}]"


def scalar(value: Any) -> str:
    """Write a value on one line, numbers in their shortest form.

    Examples
    --------
    >>> scalar([112.5, 28.0, 500.0])
    '[112.5, 28, 500]'
    """
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return int(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
