"""What every export says of a place, and of where it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app import schema
from geo_app.frames import PLACE_COLUMNS
from geo_app.geojson import DECIMALS
from geo_app.measures import anchor
from geo_app.plan import Plan
from geo_app.values import LngLat

_OUTCOME = (
    *("status", "as_of", "value", "unit", "says", "says_en"),
    *("title", "publisher", "date", "words", "url"),
)
# The properties of a record, in their order; absent ones are left out of it.
FIELDS = (
    "id",
    *(name for name in PLACE_COLUMNS if name != "mentions"),
    *("tasks", "quotes", "outcomes", "link"),
)
# The fields that hold numbers; all others hold text, or lists that are written as JSON text.
NUMBERS = ("accuracy_m", "area_km2", "length_km")


class Record(NamedTuple):
    """A place to be written: its properties, absent ones left out, and its geometry.

    The geometry has at most 6 decimals and polygons by the right-hand rule; its datum is that of
    the plan.
    """

    properties: dict[str, Any]
    geometry: BaseGeometry

    @property
    def quotation(self) -> str:
        """The sentences that name the place, word for word, one a line."""
        return "\n".join(quote["text"] for quote in self.properties["quotes"])

    @property
    def anchor(self) -> LngLat:
        """Where one position must do: the seat, the middle of a line, a point inside an area."""
        return LngLat(*anchor(self.geometry, self.properties.get("seat")))


def about(plan: Plan) -> dict[str, Any]:
    """Return what every export says of where it comes from."""
    of = plan.report.about
    return {
        "title": plan.about.get("title"),
        "title_en": plan.about.get("title_en"),
        "report": {
            **{key: of[key] for key in ("title", "publisher", "date") if key in of},
            "sha256": plan.report.sha256,
        },
        "version": plan.version,
        "licence": plan.about.get("licence"),
        "attribution": plan.about.get("attribution"),
        "note": plan.about.get("note"),
        "note_en": plan.about.get("note_en"),
        "datum": plan.about.get("datum", "WGS 84"),
    }


def about_flat(plan: Plan) -> dict[str, str]:
    """Return the same as texts without nesting, for formats that have only rows."""
    of = about(plan)
    report = of.pop("report")
    rename = {"title": "plan", "title_en": "plan_en", "version": "plan_version"}
    flat = {"report" if key == "title" else f"report_{key}": report[key] for key in report}
    flat |= {rename.get(key, key): value for key, value in of.items()}
    return {key: str(value) for key, value in flat.items() if value}


def records(plan: Plan) -> Iterator[Record]:
    """Yield the places of a plan, in its order."""
    places = plan.places
    told = _told(plan)
    names = [name for name in places.columns if name not in ("geometry", "mentions")]
    rows = zip(*(places[name].tolist() for name in names), strict=True)
    base = plan.about.get("link_base", "")
    shapes = shapely.set_precision(places.geometry.values, 10.0**-DECIMALS, mode="pointwise")
    for place, row, shape in zip(places.index.tolist(), rows, shapes, strict=True):
        cells = zip(names, row, strict=True)
        properties: dict[str, Any] = {"id": place}
        properties |= {name: _number(value) for name, value in cells if not _is_absent(value)}
        properties["quotes"] = plan.quotes(place)
        if place in told:
            properties["outcomes"] = told[place]
        # The address of a plan among several has a query of its own.
        properties["link"] = f"{base}{'&' if '?' in base else '?'}place={place}"
        yield Record(properties, _right_hand(shape))


def shown_outcomes(plan: Plan) -> pd.DataFrame:
    """Return the outcomes that can be trusted enough to be told."""
    outcomes = plan.outcomes
    return outcomes[outcomes["confidence"] != schema.Confidence.LOW]


def flat(record: Record) -> dict[str, Any]:
    """Return the properties of a record with `quotation`, lists as JSON text, absent ones None."""
    found = {name: _scalar(record.properties.get(name)) for name in FIELDS}
    return {**found, "quotation": record.quotation}


def to_json(value: Any) -> str:
    """Return a value as JSON text: UTF-8 as it is, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY).decode()


def _scalar(value: Any) -> Any:
    return to_json(value) if isinstance(value, list | tuple | dict) else value


def _told(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """Return the outcomes that can be trusted enough, by what they are about."""
    outcomes = shown_outcomes(plan)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    columns = (outcomes[key].tolist() for key in _OUTCOME)
    for about, *cells in zip(outcomes["about"].tolist(), *columns, strict=True):
        each = zip(_OUTCOME, cells, strict=True)
        found[about].append({key: value for key, value in each if value})
    return found


def _is_absent(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _right_hand(shape: BaseGeometry) -> BaseGeometry:
    if isinstance(shape, shapely.GeometryCollection):
        return shapely.GeometryCollection([_right_hand(part) for part in shape.geoms])
    return shapely.orient_polygons(shape, exterior_cw=False)
