"""Read a layer or a table liberally, write it in the one canonical form, lose nothing.

`tidy` and `tidy_table` are pure; `tidy_folder` writes, each file whole or not at all, and none if
one fails. What would be lost is refused: an unknown key, a key or an id twice, a height, a datum
other than WGS 84.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo_app import schema
from geo_app.errors import DataError, Fault
from geo_app.files import read_whole
from geo_app.geojson import DECIMALS, RawFeature, canonical, decode, read_collection
from geo_app.layers import read_manifest, table_rows
from geo_app.rulebook import At, fault, rule_of
from geo_app.rules.features import name_of, of_collection, of_feature
from geo_app.rules.geometries import of_geometry
from geo_app.rules.manifest import tables_of
from geo_app.rules.properties import PARTS, is_number, is_text
from geo_app.rules.tables import SURPLUS, of_table
from geo_app.schema import Property, Shape
from geo_app.strict_json import parse_json, plain_text
from geo_app.tidying.geometry import heights, tidy_geometry
from geo_app.writing import write_together

# QGIS and GDAL write a list as its JSON text, because a column of a table has no lists.
_LISTS = frozenset({Shape.SLUGS, Shape.TEXTS, Shape.POSITION, *PARTS})
_IN_DEGREES = ("seat", "stations")
# What tidy cannot write without losing something; every other fault is for `check`.
_REFUSED = frozenset(
    {
        "member-of-json",
        "collection-crs",
        "feature-shape",
        "feature-properties",
        "feature-two-ids",
        "property-unknown",
        "entry-key-unknown",
        "geometry-shape",
        "geometry-type",
        "geometry-collection",
        "geometry-coordinates",
        "position-numbers",
        "id-twice",
        "column-unknown",
        "column-twice",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is not, or was not, in canonical form; `diff` is a unified diff."""

    file: str
    diff: str


def tidy(text: str, *, file: str = "", table: tuple[Property, ...] = schema.PLACE) -> str:
    """Return a GeoJSON text in canonical form.

    Parameters
    ----------
    text
        A FeatureCollection or a lone Feature, as QGIS, GDAL or geojson.io save it; WGS 84.
    file
        Its name, for the messages.
    table
        The schema of its features: `schema.PLACE`, or `schema.CONTEXT`, whose order is kept.

    Returns
    -------
    str
        Features sorted by id; properties in schema order, none null or empty; positions with at
        most 6 decimals and without heights, rings closed and wound by the right-hand rule.
        Tidying it again changes nothing.

    Raises
    ------
    DataError
        If something would be lost, with every reason.
    """
    raw = read_collection(plain_text(text, file), file)
    faults = [each for each in of_collection(raw, file) if rule_of(each) in _REFUSED]
    features = []
    for each in raw.features:
        found, wrong = _feature(each, file, table)
        faults += wrong
        if found:
            features.append(found)
    if table is schema.PLACE:
        faults += _ids_twice(features, raw.features, file)
        features.sort(key=_id)
    if faults:
        raise DataError(faults)
    return canonical(features)


def _id(feature: dict[str, Any]) -> str:
    return str(feature["properties"].get("id", ""))


def _ids_twice(
    features: Sequence[dict[str, Any]], raw: Sequence[RawFeature], file: str
) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for feature, each in zip(features, raw, strict=False):
        name = _id(feature)
        if name and name in first:
            yield fault(
                "id-twice", At(file, each.line, name), id=name, where=f"{file}:{first[name]}"
            )
        first.setdefault(name, each.line)


def _feature(
    raw: RawFeature, file: str, table: tuple[Property, ...]
) -> tuple[dict[str, Any] | None, list[Fault]]:
    value = raw.value
    if not isinstance(value, dict) or not isinstance(value.get("properties"), dict):
        return None, of_feature(raw, file, "", table)
    at = At(file, raw.line, name_of(value, table))
    try:
        properties = _properties(value, at, table)
    except DataError as error:
        return None, list(error.faults)
    geometry = value.get("geometry")
    cleaned = {**value, "properties": properties}
    wrong = [
        each
        for each in of_feature(RawFeature(raw.line, cleaned), file, "", table)
        if rule_of(each) in _REFUSED
    ]
    # A group's geometry is a fault for `check`; here it must only be writable.
    if geometry is not None and not wrong:
        drawn = of_geometry(geometry, at, "", (), None)
        wrong += [each for each in drawn if rule_of(each) in _REFUSED]
        wrong += heights(geometry, at) if not wrong else []
    if wrong:
        return None, wrong
    return {"properties": properties, "geometry": tidy_geometry(geometry)}, []


def _properties(value: dict[str, Any], at: At, table: tuple[Property, ...]) -> dict[str, Any]:
    """Return the properties in schema order, unknown ones last; lists as lists."""
    given = dict(value["properties"])
    if table is schema.PLACE and given.get("id") is None and is_text(value.get("id")):
        given["id"] = value["id"]
    shapes = {each.name: each.shape for each in table}
    found: dict[str, Any] = {}
    for name in (*shapes, *(key for key in given if key not in shapes)):
        each = given.get(name)
        shape = shapes.get(name)
        if shape in _LISTS and isinstance(each, str) and each.strip().startswith("["):
            each = _list_of(each, at)
        if shape in PARTS and isinstance(each, list):
            each = [_entry(entry, PARTS[shape]) for entry in each]
        if name in _IN_DEGREES and isinstance(each, list):
            each = [_degrees(entry) for entry in each]
        if each is not None and each not in ("", [], {}):
            found[name] = each
    return found


def _list_of(text: str, at: At) -> Any:
    try:
        return parse_json(text, at.file)
    except DataError as error:
        broken = error.faults[0]
        if rule_of(broken) == "json-broken":
            return text  # no list after all: `check` says what was expected
        raise DataError([Fault(at.file, at.line, at.feature, broken.what, broken.mend)]) from None


def _entry(entry: Any, parts: Iterable[Any]) -> Any:
    if not isinstance(entry, dict):
        return entry
    order = [part.name for part in parts]
    keys = (*order, *(key for key in entry if key not in order))
    return {key: entry[key] for key in keys if entry.get(key) not in (None, "")}


def _degrees(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {
            key: round(each, DECIMALS) if key in ("lng", "lat") and is_number(each) else each
            for key, each in entry.items()
        }
    return round(entry, DECIMALS) if is_number(entry) else entry


# Tables


def tidy_table(text: str, *, file: str, columns: tuple[schema.Column, ...]) -> str:
    """Return a CSV text in canonical form: LF, no BOM, quotes only where needed, rows in order.

    Raises
    ------
    DataError
        If it is no CSV, or a cell or column would be lost.
    """
    header, rows = table_rows(plain_text(text, file), file)
    faults = [each for each in of_table(header, rows, file, columns) if rule_of(each) in _REFUSED]
    names = [each.name for each in columns if each.name in header]
    for row in rows:
        surplus = row.cells.get(SURPLUS, "").split("\t")
        if any(surplus):
            found, wanted = len(header) + len(surplus), len(header)
            faults.append(fault("row-ragged", At(file, row.line), found=found, wanted=wanted))
    if faults:
        raise DataError(faults)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.cells.get(name, "") for name in names] for row in rows)
    return out.getvalue()


# The folder


def tidy_folder(folder: str | Path, *, only_check: bool = False) -> list[Change]:
    """Bring the layers and tables of a plan into canonical form.

    Parameters
    ----------
    folder
        Holds `layers/`.
    only_check
        Write nothing.

    Returns
    -------
    list of Change
        The files that were not in canonical form.

    Raises
    ------
    DataError
        With all that would be lost, of every file; then nothing was written.
    """
    layers = Path(folder) / "layers"
    changes: list[tuple[Path, str, Change]] = []
    faults: list[Fault] = []
    manifest, wrong = read_manifest(layers)
    if not manifest:
        raise DataError(wrong)
    for name, table in _files(manifest):
        try:
            changes += _changed(layers, name, table)
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    if not only_check:
        write_together({path: after.encode() for path, after, _ in changes})
    return [change for _, _, change in changes]


def _files(manifest: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for section, table in (("layer", schema.PLACE), ("context", schema.CONTEXT)):
        for each in tables_of(manifest, section):
            if is_text(each.get("file")):
                yield each["file"], table
    yield from schema.TABLES.items()


def _changed(folder: Path, file: str, table: Any) -> Iterator[tuple[Path, str, Change]]:
    path, name = folder / file, f"layers/{file}"
    try:
        data = read_whole(folder, file, name)
    except FileNotFoundError:
        return  # `check` says so
    before = decode(data, name)
    if isinstance(table[0], schema.Column):
        after = tidy_table(before, file=name, columns=table)
    else:
        after = tidy(before, file=name, table=table)
    if after.encode() == data:
        return
    # Line by line with its ends, so that a file that differs in them alone has a diff, too.
    old = data.decode("utf-8").splitlines(keepends=True)
    diff = difflib.unified_diff(old, after.splitlines(keepends=True), f"a/{name}", f"b/{name}", n=1)
    ended = (line if line.endswith("\n") else line + "\n" for line in diff)
    yield path, after, Change(name, "".join(ended))
