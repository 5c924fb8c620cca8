"""What must hold of the properties of one feature: each value's shape, then what they say together.

The shapes are those of the schema table; a rule here never looks at the geometry.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from geo_app import schema
from geo_app.errors import Fault, did_you_mean
from geo_app.rulebook import At, fault, listed, shown
from geo_app.rules.texts import are_plain, text_faults, texts_in
from geo_app.schema import Property, Shape

SLUG = re.compile(r"(?=[a-z0-9-]{1,100}\Z)[a-z0-9]+(-[a-z0-9]+)*")
DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
# A page of the static edition is named after its place, and the list of them is p/index.html.
RESERVED = frozenset(
    (
        "index",
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
    )
)
# More than anything on the Earth has, in metres, km or km². Beyond 2⁶³ no format has integers.
_LARGEST = 1e9
# What RFC 3986 allows, and letters of any script. A browser takes \ for /, and would go elsewhere.
_URL = re.compile(r"https?://[^\s\\<>\"{}|^`@]+", re.IGNORECASE)
_ASCII_HOST = re.compile(r"[a-z0-9.-]+")
_HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(/\S*)?", re.IGNORECASE)

Properties = Mapping[str, Any]


class Part(NamedTuple):
    """A key of the objects in a list: the shape of its value, and whether it must be there."""

    name: str
    required: bool
    shape: str
    example: str


PARTS: dict[Shape, tuple[Part, ...]] = {
    Shape.MENTIONS: (
        Part("words", True, "a text", '{"words": "7号线", "task": 5, "in": "6号线、7号线"}'),
        Part("task", False, "a task number", '"task": 5'),
        Part("in", False, "a text", '"in": "6号线、7号线"'),
    ),
    Shape.STATIONS: (
        Part("name", True, "a text", '"name": "谢家桥"'),
        Part("name_en", False, "a text", '"name_en": "Xiejiaqiao"'),
        Part("lng", True, "a longitude", '"lng": 112.83038'),
        Part("lat", True, "a latitude", '"lat": 28.17617'),
    ),
    Shape.SOURCES: (
        Part("title", False, "a text", '"title": "长沙地铁6号线开通"'),
        Part("publisher", True, "a text", '"publisher": "红网"'),
        Part("date", False, "a text", '"date": "2022-06-28"'),
        Part("url", False, "a text", '"url": "https://www.rednet.cn/…"'),
        Part("says", True, "a text", '"says": "全线48.1公里，34站"'),
        Part("says_en", True, "a text", '"says_en": "48.1 km, 34 stations"'),
    ),
}
_PARTS = {shape: {part.name: part for part in parts} for shape, parts in PARTS.items()}


def of_properties(
    properties: Properties, at: At, layer: str, table: tuple[Property, ...]
) -> Iterator[Fault]:
    """Yield what is wrong with the properties of a feature."""
    known = {each.name: each for each in table}
    plain = are_plain(texts_in(properties))
    for key in properties:
        if key not in known:
            yield fault("property-unknown", at, key=key, near=did_you_mean(key, known))
    for each in table:
        if each.name not in properties:
            if each.required:
                yield fault("property-missing", at, key=each.name, example=each.example)
            continue
        value = properties[each.name]
        if value is None:
            yield fault("property-null", at, key=each.name)
        elif value in ("", [], {}) or (isinstance(value, str) and not value.strip()):
            yield fault("property-empty", at, key=each.name)
        else:
            yield from _CHECKS[each.shape](each, value, at)
            if not plain:
                yield from _of_texts(each.name, value, at)
    yield from _of_kind(properties, at, layer, table)
    if table is schema.PLACE:
        yield from _of_place(properties, at)


def _of_texts(key: str, value: Any, at: At) -> Iterator[Fault]:
    """Yield the first fault of each kind that the texts of a value have."""
    first: dict[str, Fault] = {}
    for text in texts_in(value):
        for wrong in text_faults(key, text, at):
            first.setdefault(wrong.mend, wrong)
    yield from first.values()


def is_text(value: object) -> bool:
    """Whether a value is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_number(value: object) -> bool:
    """Whether a value is a finite number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and _finite(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond the floats
        return False


def url_faults(url: str, at: At) -> Iterator[Fault]:
    """Yield what is wrong with a link: its form, or a host that is not its publisher's own."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # such as a broken IPv6 host
        yield fault("url", at, found=shown(url))
        return
    if not (_URL.fullmatch(url) and _ASCII_HOST.fullmatch(host)):
        yield fault("url", at, found=shown(url))
    elif not any(host == each or host.endswith("." + each) for each in schema.TRUSTED_HOSTS):
        yield fault("url-host", at, found=host, allowed=listed(schema.TRUSTED_HOSTS))


# One check a shape: property, value, place → faults.


def _slug(each: Property, value: Any, at: At) -> Iterator[Fault]:
    if not (isinstance(value, str) and SLUG.fullmatch(value)):
        yield fault("slug", at, key=each.name, found=shown(value), example=each.example)
    elif value in RESERVED and each.name in ("id", "formerly"):
        yield fault("id-reserved", at, key=each.name, found=value)


def _slugs(each: Property, value: Any, at: At) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield _shape(each, value, at)
        return
    for slug in value:
        yield from _slug(each, slug, at)
    yield from _twice(each, [slug for slug in value if isinstance(slug, str)], at)


def _text(each: Property, value: Any, at: At) -> Iterator[Fault]:
    if not is_text(value):
        yield _shape(each, value, at)


def _texts(each: Property, value: Any, at: At) -> Iterator[Fault]:
    if not (isinstance(value, list) and all(is_text(text) for text in value)):
        yield _shape(each, value, at)
    else:
        yield from _twice(each, value, at)


def _positive(each: Property, value: Any, at: At) -> Iterator[Fault]:
    if not (is_number(value) and 0 < value <= _LARGEST):
        yield _shape(each, value, at)


def _position(each: Property, value: Any, at: At) -> Iterator[Fault]:
    good = isinstance(value, list) and len(value) == 2 and all(map(is_number, value))
    if not (good and abs(value[0]) <= 180 and abs(value[1]) <= 90):
        yield _shape(each, value, at)


def _kind(each: Property, value: Any, at: At) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _shape(each, value, at)  # whether the word is allowed depends on the layer


def _basis(each: Property, value: Any, at: At) -> Iterator[Fault]:
    if value not in list(schema.BASES):
        near = did_you_mean(str(value), schema.BASES)
        allowed = listed(schema.BASES)
        yield fault("basis-unknown", at, found=shown(value), near=near, allowed=allowed)


def _entries(each: Property, value: Any, at: At) -> Iterator[Fault]:
    parts = _PARTS[each.shape]
    if not (isinstance(value, list) and all(isinstance(entry, dict) for entry in value)):
        yield _shape(each, value, at)
        return
    yield from _alike(wrong for entry in value for wrong in _entry(each, entry, parts, at))
    yield from _twice(each, value, at)


def _alike(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Fold the faults of a feature's entries that are mended in the same way into one line."""
    by_mend: dict[str, list[Fault]] = {}
    for each in faults:
        by_mend.setdefault(each.mend, []).append(each)
    for first, *more in by_mend.values():
        if more:
            entries = "entry" if len(more) == 1 else "entries"
            what = f"{first.what[:-1]}, and so in {len(more)} more {entries}."
            yield Fault(first.file, first.line, first.feature, what, first.mend)
        else:
            yield first


def _entry(
    each: Property, entry: dict[str, Any], parts: Mapping[str, Part], at: At
) -> Iterator[Fault]:
    for key in entry:
        if key not in parts:
            near, allowed = did_you_mean(key, parts), listed(parts)
            yield fault(
                "entry-key-unknown", at, key=each.name, part=key, near=near, allowed=allowed
            )
    whole = True
    for part in parts.values():
        if part.name not in entry:
            if part.required:
                whole = False
                yield fault(
                    "entry-key-missing",
                    at,
                    key=each.name,
                    part=part.name,
                    found=shown(entry),
                    example=part.example,
                )
        elif not _PART_CHECKS[part.shape](entry[part.name]):
            whole = False
            yield fault(
                "entry-value",
                at,
                key=each.name,
                part=part.name,
                shape=part.shape,
                found=shown(entry[part.name]),
                example=part.example,
            )
    if whole and each.shape is Shape.SOURCES:
        yield from _source(entry, at)
    if (
        whole
        and each.shape is Shape.MENTIONS
        and entry["words"] not in entry.get("in", entry["words"])
    ):
        yield fault("mention-in", at, inside=shown(entry["in"]), words=shown(entry["words"]))


def _source(entry: Mapping[str, Any], at: At) -> Iterator[Fault]:
    publisher = entry["publisher"]
    if _HOST.fullmatch(publisher.strip()):
        yield fault("source-publisher", at, found=shown(publisher))
    if "date" in entry and not DATE.fullmatch(entry["date"]):
        yield fault("date", at, key="date", found=shown(entry["date"]))
    if "url" in entry:
        yield from url_faults(entry["url"], at)


def _twice(each: Property, values: Iterable[Any], at: At) -> Iterator[Fault]:
    seen: list[Any] = []
    for value in values:
        if value in seen:
            yield fault("entry-twice", at, key=each.name, found=shown(value))
            return
        seen.append(value)


def _shape(each: Property, value: Any, at: At) -> Fault:
    return fault(
        "property-shape",
        at,
        key=each.name,
        shape=each.shape.value,
        found=shown(value),
        example=each.example,
    )


_CHECKS: dict[Shape, Callable[[Property, Any, At], Iterator[Fault]]] = {
    Shape.SLUG: _slug,
    Shape.SLUGS: _slugs,
    Shape.TEXT: _text,
    Shape.TEXTS: _texts,
    Shape.KIND: _kind,
    Shape.BASIS: _basis,
    Shape.POSITIVE: _positive,
    Shape.POSITION: _position,
    Shape.MENTIONS: _entries,
    Shape.STATIONS: _entries,
    Shape.SOURCES: _entries,
}
_PART_CHECKS: dict[str, Callable[[Any], bool]] = {
    "a text": is_text,
    "a task number": lambda value: isinstance(value, int) and is_number(value) and 1 <= value <= 99,
    "a longitude": lambda value: is_number(value) and abs(value) <= 180,
    "a latitude": lambda value: is_number(value) and abs(value) <= 90,
}


# What the properties say together


def _of_kind(
    properties: Properties, at: At, layer: str, table: tuple[Property, ...]
) -> Iterator[Fault]:
    found = properties.get("kind")
    if not (isinstance(found, str) and found.strip()):
        return
    if table is not schema.PLACE:
        if found not in schema.CONTEXT_KINDS:
            near, allowed = did_you_mean(found, schema.CONTEXT_KINDS), schema.CONTEXT_KINDS
            yield fault("kind-unknown", at, found=shown(found), near=near, allowed=listed(allowed))
        return
    here = [kind.id for kind in schema.KINDS.values() if kind.layer == layer]
    here = here or list(schema.KINDS)  # an unknown layer is the manifest's fault
    if found not in schema.KINDS:
        near = did_you_mean(found, here) or did_you_mean(found, schema.KINDS)
        yield fault("kind-unknown", at, found=shown(found), near=near, allowed=listed(here))
    elif found not in here:
        home = schema.KINDS[found].layer
        yield fault(
            "kind-layer",
            at,
            found=found,
            home=home,
            layer=layer,
            file=f"layers/plan/{home}.geojson",
            allowed=listed(here),
        )


def _of_place(properties: Properties, at: At) -> Iterator[Fault]:
    basis, accuracy = properties.get("basis"), properties.get("accuracy_m")
    if properties.get("members"):
        if basis in list(schema.BASES) and basis != schema.Basis.COMPOSED:
            yield fault("group-basis", at, found=basis)
        if accuracy is not None:
            yield fault("group-accuracy", at, found=shown(accuracy))
    elif "accuracy_m" not in properties:
        yield fault("accuracy-missing", at)
    if basis == schema.Basis.STATION_SEQUENCE and not properties.get("stations"):
        yield fault("stations-missing", at)
    for one in ("inferred", "deviation"):
        pair = (one, f"{one}_en")
        for here, other in (pair, pair[::-1]):
            if properties.get(here) and not properties.get(other):
                yield fault("language-missing", at, key=here, other=other)
