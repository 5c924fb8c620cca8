"""What must hold of a table by itself: its header, its rows, and each cell by its column's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from geo_app import schema
from geo_app.errors import Fault, did_you_mean
from geo_app.rulebook import At, fault, listed, shown
from geo_app.rules.properties import DATE, SLUG, url_faults
from geo_app.rules.texts import text_faults

if TYPE_CHECKING:
    from geo_app.features import Row

WORDS_LIMIT = 40  # characters of a source that an outcome quotes
SURPLUS = "\0"  # key of the cells beyond the header, one a tab; no column can have this name
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")  # what a double holds exactly, or nearly
_TASK = re.compile(r"[1-9][0-9]{0,3}")
_SIGNS = {";": "semicolons", "\t": "tabs"}  # what Excel writes in place of commas
_IDENTITY = ("words", "in", "task")  # of a row without id


def of_table(
    header: Sequence[str] | None,
    rows: Sequence[Row],
    file: str,
    columns: tuple[schema.Column, ...],
) -> list[Fault]:
    """Return the faults of a table's header and cells.

    Parameters
    ----------
    header
        The first row; None for a table without any.
    rows
        The others. A row that is too short lacks keys; one that is too long has `SURPLUS`.
    columns
        The schema of the table.
    """
    if sign := _parted_by(header or ()):
        return [fault("table-parted", At(file, 1), sign=sign)]
    faults = list(_of_header(header or (), At(file, 1), columns))
    known = [each for each in columns if (header or ()).count(each.name) == 1]
    seen: dict[str, int] = {}
    for row in rows:
        at = At(row.file, row.line, row_name(row.cells.get("id"), row.cells.get("words")))
        if ragged := list(_of_width(row, at, header or ())):
            faults += ragged  # which cell belongs to which column, cannot be told
            continue
        for column in known:
            faults += _of_cell(column, row.cells.get(column.name, ""), at)
        faults += _of_row(row, at, {each.name for each in known})
        key = _key(row)
        if key in seen:
            what = row.cells.get("id")
            faults.append(
                fault("id-twice", at, id=what, where=f"{file}:{seen[key]}")
                if what
                else fault("row-twice", at, line=seen[key])
            )
        elif key:
            seen[key] = row.line
    return faults


def _parted_by(header: Sequence[str]) -> str:
    """Return what parts the cells of a table in place of commas; "" where commas do."""
    alone = header[0] if len(header) == 1 else ""
    return next((name for sign, name in _SIGNS.items() if sign in alone), "")


def row_name(row_id: str | None, words: str | None) -> str:
    """Return the word by which a message names a row: its id, or its words."""
    return row_id or (f"“{words[:20]}”" if words else "")


def _of_header(header: Sequence[str], at: At, columns: Iterable[schema.Column]) -> Iterator[Fault]:
    known = {each.name: each for each in columns}
    for column in dict.fromkeys(header):
        if column not in known:
            missing = [name for name in known if name not in header]
            near = did_you_mean(column, missing)
            yield fault("column-unknown", at, column=column, near=near, allowed=listed(known))
        if header.count(column) > 1:
            yield fault("column-twice", at, column=column)
    for name, each in known.items():
        if each.required and name not in header:
            yield fault("column-missing", at, column=name, meaning=each.meaning)


def _of_width(row: Row, at: At, header: Sequence[str]) -> Iterator[Fault]:
    surplus = row.cells.get(SURPLUS)
    found = sum(column in row.cells for column in header)
    if surplus is not None:
        found += surplus.count("\t") + 1
    if found != len(header):
        yield fault("row-ragged", at, found=found, wanted=len(header))


def _of_cell(column: schema.Column, cell: str, at: At) -> Iterator[Fault]:
    name = column.name
    if not cell.strip():
        if column.required:
            yield fault("cell-missing", at, column=name, meaning=column.meaning)
    elif column.values and cell not in list(column.values):
        near, allowed = did_you_mean(cell, column.values), listed(column.values)
        yield fault("cell-closed", at, column=name, found=shown(cell), near=near, allowed=allowed)
    elif name == "id" and not SLUG.fullmatch(cell):
        yield fault("slug", at, key=name, found=shown(cell), example='"metro-km-2026"')
    elif name == "value" and not _NUMBER.fullmatch(cell):
        yield fault("cell-number", at, column=name, found=shown(cell))
    elif name == "task" and not _TASK.fullmatch(cell):
        yield fault("cell-task", at, column=name, found=shown(cell))
    elif name in ("as_of", "date") and not DATE.fullmatch(cell):
        yield fault("date", at, key=name, found=shown(cell))
    elif name == "url":
        yield from url_faults(cell, at)
    yield from text_faults(name, cell, at)


def _of_row(row: Row, at: At, known: set[str]) -> Iterator[Fault]:
    """Yield what the cells of a row say together."""
    words, inside = row.cells.get("words", ""), row.cells.get("in", "")
    if inside and words not in inside:
        yield fault("mention-in", at, inside=shown(inside), words=shown(words))
    if "about" not in known:
        return
    if len(words) > WORDS_LIMIT:
        yield fault("cell-words-long", at, found=len(words), limit=WORDS_LIMIT)
    status = row.cells.get("status", "")
    if status in list(schema.Status) and status != schema.Status.NO_RECORD:
        for column in ("title", "publisher"):
            if column in known and not row.cells.get(column, "").strip():
                yield fault("cell-source", at, column=column, status=status)


def _key(row: Row) -> str:
    """Return what no two rows of a table may share."""
    if "id" in row.cells:
        return row.cells["id"]
    return "\n".join(row.cells.get(each, "") for each in _IDENTITY).strip()
