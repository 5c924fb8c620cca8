"""The places in the document's data: a column for each thing said of them, not an object for each.

The keys then stand once, and a column is made and written in one pass. `unpack.js` turns the
columns into rows again, as `rows` does here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import geopandas
import numpy as np
import orjson
import shapely

from geo_app import measures, style
from geo_app.mapdoc.packed import Shared, packed_all
from geo_app.mapdoc.pinyin import syllables
from geo_app.measures import DECIMALS

Column = tuple[str, Any]
# So many geometries are copied at once; more would be memory for nothing.
_AT_ONCE = 1000
# Names of the geometry types by their numbers.
_TYPES = (
    *("Point", "LineString", "LinearRing", "Polygon"),
    *("MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"),
)


class Said(NamedTuple):
    """What is said of places elsewhere: by id, where there is any.

    `sources` are numbered in the order in which places name them.
    """

    quotes: Mapping[str, list[Any]]
    groups: Mapping[str, list[str]]
    outcomes: Mapping[str, list[Any]]
    targets: Mapping[str, list[int]]
    sources: Shared


def written(
    places: geopandas.GeoDataFrame,
    said: Said,
    centre: Iterable[float] | None,
    anchors: Callable[[], list[list[float]]],
) -> Iterator[bytes]:
    """Yield the columns as JSON, in parts of one object.

    Parameters
    ----------
    places
        As of a plan; they are referred to by their index in its order.
    said
        What else is said of them.
    centre
        Of the plan, (lng, lat) degrees.
    anchors
        Returns where the names stand. It is asked last: it may take as long as all the rest.
    """
    yield b'{"geometry":['
    yield from _geometries(places)
    yield b"]"
    for name, column in chain(_told(places, said), _drawn(places), _named(centre, anchors)):
        yield b',"%b":' % name.encode()
        yield orjson.dumps(column, default=_plain)
    yield b"}"


def _told(places: geopandas.GeoDataFrame, said: Said) -> Iterator[Column]:
    """Yield what stands in the layers, and what else is said."""

    def texts(name: str) -> list[Any]:
        found: list[Any] = places[name].tolist()
        return found

    def lists(name: str) -> list[Any]:
        return [each or [] for each in texts(name)]

    ids, names, names_en = places.index.tolist(), texts("name"), texts("name_en")
    yield "id", ids
    yield "name", _pairs(names, names_en)
    short, short_en = map(_or, (texts("short"), texts("short_en")), (names, names_en))
    yield "short", _pairs(short, short_en)
    yield "pinyin", [" ".join(syllables(each)) for each in names]
    for name in ("layer", "kind", "basis", "tasks", "seat"):
        yield name, texts(name)
    for name in ("formerly", "aliases", "members", "districts"):
        yield name, lists(name)
    yield "note", _pairs(texts("extent_note"), texts("extent_note_en"))
    for name in ("inferred", "deviation"):
        yield name, _pairs([each or None for each in texts(name)], texts(f"{name}_en"))
    yield "stations", [[_station(each) for each in some] for some in lists("stations")]
    number = said.sources.number
    yield "sources", [[_source(each, number(each)) for each in some] for some in texts("sources")]
    for name, of in said._asdict().items():
        if name != "sources":
            yield name, [of.get(each, []) for each in ids]


def _drawn(places: geopandas.GeoDataFrame) -> Iterator[Column]:
    """Yield what follows from how places are drawn, and is measured on it."""
    shapes = np.asarray(places.geometry.values)
    bounds = shapely.bounds(shapes)
    yield "bbox", np.round(bounds, DECIMALS).tolist()
    stated = places["area_km2"].tolist(), places["length_km"].tolist()
    sizes = [
        each
        for part in _parts(len(places))
        for each in measures.sizes(shapes[part], *(some[part] for some in stated))
    ]
    for i, name in enumerate(("areaKm2", "lengthKm", "measured")):
        yield name, [each[i] for each in sizes]
    metres = places["accuracy_m"].fillna(0).to_numpy()
    yield "accuracy", [each or None for each in metres.tolist()]
    types = [_TYPES[each] for each in shapely.get_type_id(shapes).tolist()]
    bases = places["basis"].tolist()
    yield "certainty", list(map(style.certainty, bases, types, metres.tolist()))
    layer = places["layer"].to_numpy()
    wide = (layer == "region") & (bounds[:, 2] - bounds[:, 0] > style.REST_REGION_DEG)
    yield "wide", wide.tolist()
    vague = (layer == "corridor") & (metres >= style.REST_CORRIDOR_M)
    group = places["members"].to_numpy().astype(bool)
    yield "atRest", (~(group | wide | vague)).tolist()


def _named(
    centre: Iterable[float] | None, anchors: Callable[[], list[list[float]]]
) -> Iterator[Column]:
    at = anchors()
    yield "anchor", at
    yield "farKm", measures.fars_km(centre, at)


def _geometries(places: geopandas.GeoDataFrame) -> Iterator[bytes]:
    """Yield the geometries as JSON; null for a group that is drawn by its members."""
    shapes, here = np.asarray(places.geometry.values), set(places.index.tolist())
    whole = [bool(each) and here.issuperset(each) for each in places["members"].tolist()]
    for part in _parts(len(places)):
        pairs = zip(packed_all(shapes[part]), whole[part], strict=True)
        found = orjson.dumps([None if is_whole else each for each, is_whole in pairs])
        yield b"," + found[1:-1] if part.start else found[1:-1]


def _parts(length: int) -> list[slice]:
    return [slice(start, start + _AT_ONCE) for start in range(0, length, _AT_ONCE)]


def _or(these: Sequence[str | None], those: Sequence[str]) -> list[str]:
    return [this or that for this, that in zip(these, those, strict=True)]


def pair(zh: str, en: str | None = None) -> dict[str, str]:
    """Return a text in both languages; the Chinese one stands in where English is missing."""
    return {"zh": zh, "en": en or zh}


def _pairs(zh: Sequence[Any], en: Sequence[Any]) -> dict[str, Sequence[Any]]:
    """Return a column of texts in both languages; null where there is none in Chinese."""
    return {"zh": zh, "en": [a and (b or a) for a, b in zip(zh, en, strict=True)]}


def _station(station: Mapping[str, Any]) -> dict[str, Any]:
    at = [station["lng"], station["lat"]]
    return {"name": pair(station["name"], station.get("name_en")), "at": at}


def _source(source: Mapping[str, str], number: int) -> dict[str, Any]:
    says = source.get("says")
    return {"n": number, "says": pair(says, source.get("says_en")) if says else None}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"not JSON: {value!r}")


def rows(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the columns as rows.

    Examples
    --------
    >>> rows({"id": ["a", "b"], "note": {"zh": ["甲", None], "en": ["A", None]}})
    [{'id': 'a', 'note': {'zh': '甲', 'en': 'A'}}, {'id': 'b', 'note': None}]
    """
    found = [_cells(each) if isinstance(each, dict) else each for each in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*found, strict=True)]


def _cells(column: Mapping[str, list[Any]]) -> list[Any]:
    both = zip(column["zh"], column["en"], strict=True)
    return [None if zh is None else {"zh": zh, "en": en} for zh, en in both]
