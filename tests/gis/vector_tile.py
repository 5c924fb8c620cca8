"""A reader of Mapbox vector tiles 2.1, as far as the tests need it: layers and properties.

Written from the specification, so that what GDAL writes is not read by GDAL alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any


def layers(tile: bytes) -> dict[str, list[dict[str, Any]]]:
    """Return the properties of each feature, by name of the layer; refuses a name twice."""
    found: dict[str, list[dict[str, Any]]] = {}
    for number, layer in _fields(tile):
        assert number == 3
        name, features = _layer(layer)
        assert name not in found, name
        found[name] = features
    return found


def _layer(message: bytes) -> tuple[str, list[dict[str, Any]]]:
    name, keys, values, tags = "", [], [], []
    for number, content in _fields(message):
        if number == 1:
            name = content.decode()
        elif number == 2:
            packed = dict(_fields(content)).get(2, b"")
            tags.append(list(_varints(packed)))
        elif number == 3:
            keys.append(content.decode())
        elif number == 4:
            values.append(_value(content))
    pairs = [zip(each[::2], each[1::2], strict=True) for each in tags]
    return name, [{keys[k]: values[v] for k, v in each} for each in pairs]


def _value(message: bytes) -> Any:
    ((number, content),) = _fields(message)
    if number == 1:
        return content.decode()
    if number == 2:
        return struct.unpack("<f", content)[0]
    if number == 3:
        return struct.unpack("<d", content)[0]
    return content  # an integer


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(message, at)
            yield number, value
            continue
        size = {1: 8, 5: 4}.get(wire)
        if size is None:
            size, at = _varint(message, at)
        yield number, message[at : at + size]
        at += size


def _varints(packed: bytes) -> Iterator[int]:
    at = 0
    while at < len(packed):
        value, at = _varint(packed, at)
        yield value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
