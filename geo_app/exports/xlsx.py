"""Excel workbook: places, quotes, targets, outcomes, ledger, about, a sheet each.

A text is written as a text whatever it begins with, so nothing in it runs as a formula; beyond
32 767 characters, Excel's limit, it is cut. Outlines do not fit into cells; a place has one
position. The same plan gives the same bytes: the file's date is that of the report.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
import xlsxwriter

from geo_app.exports.records import FIELDS, about_flat, flat, records, shown_outcomes
from geo_app.plan import Plan

MAX_CELL = 32_767  # characters, Excel's own limit
_QUOTE = ("place", "name", "task", "measure", "start", "end", "text", "via", "sha256")
_WIDE = {"quotation", "quotes", "text", "says", "says_en", "extent_note", "extent_note_en", "words"}
_WIDTH, _WIDE_WIDTH = 16, 48  # characters


class _Sheet(NamedTuple):
    name: str
    columns: tuple[str, ...]
    rows: Iterable[Mapping[str, Any]]


def encode(plan: Plan) -> bytes:
    """Return the workbook. Open it in Excel, LibreOffice or any reader of Office Open XML."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    origin = about_flat(plan)
    book.set_properties(
        {
            "title": origin.get("plan", ""),
            "subject": origin.get("report", ""),
            "comments": f"{origin.get('note', '')} {origin['report_sha256']}",
            "created": _date(origin.get("report_date", "")),
        }
    )
    bold = book.add_format({"bold": True})
    for sheet in _sheets(plan, origin):
        _fill(book.add_worksheet(sheet.name), sheet, bold)
    book.close()
    return buffer.getvalue()


def _sheets(plan: Plan, origin: Mapping[str, str]) -> Iterator[_Sheet]:
    yield _Sheet("places", ("id", "lng", "lat", *FIELDS[1:], "quotation"), _places(plan))
    yield _Sheet("quotes", _QUOTE, _quotes(plan))
    for name, frame in (
        ("targets", plan.targets.drop(columns="sentence")),
        ("outcomes", shown_outcomes(plan)),
        ("ledger", plan.ledger),
    ):
        yield _Sheet(name, tuple(frame.columns), _table(frame))
    about = [{"key": key, "value": value} for key, value in origin.items()]
    yield _Sheet("about", ("key", "value"), about)


def _places(plan: Plan) -> Iterator[dict[str, Any]]:
    for record in records(plan):
        yield {**flat(record), **record.anchor._asdict()}


def _quotes(plan: Plan) -> Iterator[dict[str, Any]]:
    for place, name in plan.places["name"].items():
        for quote in plan.quotes(str(place)):
            sha256 = hashlib.sha256(quote["text"].encode()).hexdigest()
            yield {"place": place, "name": name, **quote, "sha256": sha256}


def _table(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(k): _number(cell) if k in ("task", "value") else cell for k, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _fill(page: Any, sheet: _Sheet, bold: Any) -> None:
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column, bold)
        page.set_column(at, at, _WIDE_WIDTH if column in _WIDE else _WIDTH)
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for at, column in enumerate(sheet.columns):
            _write(page, last, at, row.get(column))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _write(page: Any, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value)[:MAX_CELL])


def _date(iso: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(iso)
    except ValueError:
        return datetime.datetime(2021, 1, 1)
