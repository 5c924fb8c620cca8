"""GeoParquet 1.1: nested columns stay nested, a bbox column lets readers skip, CRS as PROJJSON.

Written with pyarrow and a schema of our own, not with `GeoDataFrame.to_parquet`: that derives the
types from the values, so a selection in which no place has stations would have another type.
"""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo_app.exports.records import FIELDS, NUMBERS, Record, about, records, to_json
from geo_app.measures import bbox_of
from geo_app.plan import Plan

_TEXTS = pa.list_(pa.string())
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def _struct(texts: str, **others: pa.DataType) -> pa.DataType:
    return pa.struct([*((name, pa.string()) for name in texts.split()), *others.items()])


# Fields that are neither text nor a number.
_NESTED: dict[str, pa.DataType] = {
    "formerly": _TEXTS,
    "aliases": _TEXTS,
    "members": _TEXTS,
    "districts": _TEXTS,
    "seat": pa.list_(pa.float64()),
    "stations": pa.list_(_struct("name name_en", lng=pa.float64(), lat=pa.float64())),
    "sources": pa.list_(_struct("title publisher date url says says_en")),
    "tasks": pa.list_(pa.int32()),
    "quotes": pa.list_(
        _struct("measure text via", task=pa.int32(), start=pa.int32(), end=pa.int32())
    ),
    "outcomes": pa.list_(
        _struct("status as_of value unit says says_en title publisher date words url")
    ),
}


def encode(plan: Plan) -> bytes:
    """Return the places as GeoParquet; where they come from stands in the file's key "about"."""
    found = list(records(plan))
    columns = [*((name, _type(name)) for name in FIELDS), ("geometry", pa.binary())]
    columns.append(("bbox", pa.struct([(side, pa.float64()) for side in _SIDES])))
    schema = pa.schema(columns, {"geo": _geo(plan, found), "about": to_json(about(plan))})
    table = pa.Table.from_pylist([_row(record) for record in found], schema=schema)
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _type(field: str) -> pa.DataType:
    return pa.float64() if field in NUMBERS else _NESTED.get(field, pa.string())


def _row(record: Record) -> dict[str, Any]:
    bbox = dict(zip(_SIDES, record.geometry.bounds, strict=True))
    return {**record.properties, "geometry": shapely.to_wkb(record.geometry), "bbox": bbox}


def _geo(plan: Plan, found: list[Record]) -> str:
    """Return the metadata that makes it GeoParquet."""
    shapes = [record.geometry for record in found]
    crs = plan.places.crs
    column = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "crs": None if crs is None else crs.to_json_dict(),
        "orientation": "counterclockwise",
        "edges": "planar",
        "bbox": list(bbox_of(shapes)),
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    head = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return to_json(head)
