"""Shapefile, only zipped: a .shp a layer and geometry type, with what it cannot hold beside it.

A .shp has one geometry type; field names have 10 ASCII letters, texts 254 bytes, 84 Chinese
characters. GDAL cuts texts at the byte, which may leave half a character: they are cut here, at a
character. `fields.csv` says what the short names mean, `quotes.csv` and `sources.csv` hold what
does not fit, whole, and `README.txt` says where it comes from. UTF-8 throughout, as each .cpg says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geopandas
import shapely

from geo_app.exports.csv import guarded
from geo_app.exports.records import Record, about_flat, records
from geo_app.exports.rows import by_dimension, frame_of, scratch, write_layer
from geo_app.exports.zipped import zipped
from geo_app.plan import Plan

MAX_BYTES = 254  # of a text, by the DBF format
# Field of the .dbf: (field of a record, what it holds).
SHORT: dict[str, tuple[str, str]] = {
    "id": ("id", "id, the key of the side tables"),
    "name": ("name", "name, Chinese"),
    "name_en": ("name_en", "name, English"),
    "short": ("short", "short name, Chinese"),
    "short_en": ("short_en", "short name, English"),
    "layer": ("layer", "layer"),
    "kind": ("kind", "kind"),
    "basis": ("basis", "how the geometry is known"),
    "acc_m": ("accuracy_m", "positional accuracy, metres"),
    "extent": ("extent_note", "what it covers, Chinese"),
    "extent_en": ("extent_note_en", "what it covers, English"),
    "area_km2": ("area_km2", "area as the source states it, square kilometres"),
    "length_km": ("length_km", "length as the source states it, kilometres"),
    "inferred": ("inferred", "why it is drawn though the report does not name it, Chinese"),
    "inferr_en": ("inferred_en", "the same, English"),
    "members": ("members", "ids of the members of a group, JSON"),
    "tasks": ("tasks", "numbers of the tasks that name it, JSON"),
    "quote": ("quotation", "the report's sentences; whole in quotes.csv"),
    "link": ("link", "permalink"),
}
_QUOTE = ("id", "task", "measure", "start", "end", "text", "via")
_SOURCE = ("id", "title", "publisher", "date", "url", "says", "says_en")


def encode(plan: Plan) -> bytes:
    """Return the zip. GDAL and QGIS open it unzipped or as it is. The same plan, the same bytes."""
    found = list(records(plan))
    frame = frame_of(plan)
    files = {"README.txt": _readme(plan).encode()}
    files["fields.csv"] = _table(("field", "full_name", "holds"), _fields())
    files["quotes.csv"] = _table(_QUOTE, _below(found, "quotes", _QUOTE))
    files["sources.csv"] = _table(_SOURCE, _below(found, "sources", _SOURCE))
    with scratch() as folder:
        for layer in plan.layers:
            rows = frame[frame["layer"] == layer.id]
            for dimension, part in by_dimension(rows).items():
                _write(part, folder / f"{layer.id}_{dimension}.shp")
        for path in sorted(folder.iterdir()):
            files[path.name] = path.read_bytes()
    return zipped(files)


def _write(part: geopandas.GeoDataFrame, path: Path) -> None:
    data = {short: part[field] for short, (field, _) in SHORT.items()}
    for short, column in data.items():
        if column.dtype == object:
            data[short] = column.map(lambda cell: cut(cell) if isinstance(cell, str) else cell)
    shapes = part.geometry.values
    if {"Point", "MultiPoint"} <= set(part.geom_type):  # to a shapefile two types
        shapes = [shapely.MultiPoint([p] if p.geom_type == "Point" else p) for p in shapes]
    write_layer(
        geopandas.GeoDataFrame(data, geometry=list(shapes), crs=part.crs),
        path,
        driver="ESRI Shapefile",
        encoding="UTF-8",
        layer_options={"DBF_DATE_LAST_UPDATE": "2021-01-01"},  # else that of today
    )


def cut(text: str) -> str:
    """Return as much of the beginning of a text as a DBF field holds, cut between characters.

    Examples
    --------
    >>> len(cut("长" * 100)), len(cut("a" + "长" * 100)), cut("长沙")
    (84, 85, '长沙')
    """
    return text.encode()[:MAX_BYTES].decode(errors="ignore")


def _fields() -> Iterator[dict[str, str]]:
    for short, (field, holds) in SHORT.items():
        yield {"field": short, "full_name": field, "holds": holds}


def _below(found: Iterable[Record], field: str, columns: Iterable[str]) -> Iterator[dict[str, Any]]:
    for record in found:
        for each in record.properties[field]:
            yield {"id": record.properties["id"], **{c: each[c] for c in columns if c in each}}


def _table(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns))
    writer.writeheader()
    writer.writerows({key: guarded(value) for key, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _readme(plan: Plan) -> str:
    origin = about_flat(plan)
    lines = [f"{key}: {value}" for key, value in origin.items()]
    lines += [
        "",
        "Layers: " + "; ".join(f"{layer.id} = {layer.title}" for layer in plan.layers),
        "fields.csv says what the short field names mean. Texts longer than 254 bytes are cut;",
        "quotes.csv and sources.csv hold them whole, by id. In them ' stands before a text that a",
        "spreadsheet would run as a formula. All texts are UTF-8.",
        "",
    ]
    return "\n".join(lines)
