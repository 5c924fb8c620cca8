"""The English gloss of the report: `seeds/gloss.csv` → one text beside each sentence.

An unofficial translation, there for understanding; the quotation is the Chinese text. Columns
`text` (a quotable unit of the report, word for word) and `en`; one row serves every unit of the
same text. Recurring words have one rendering each, places are called as in the layers, and what
a translator adds stands in [brackets]. The file may be absent, and it may hold a part.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from geo_app.errors import DataError, Fault
from geo_app.features import Row
from geo_app.files import read_whole
from geo_app.geojson import decode
from geo_app.layers import table_rows
from geo_app.report import Report
from geo_app.rulebook import CARE, At, fault, rule_of
from geo_app.rules.tables import of_table, row_name
from geo_app.schema import Column

FILE = "gloss.csv"
COLUMNS = (
    Column("text", True, "A sentence, heading, title or aim of the report, word for word."),
    Column("en", True, "What it says, in plain English; an unofficial translation."),
)
_COMPARED = 1000  # longer texts take minutes to compare
_SHOWN = 24  # characters of the nearest sentence that a message repeats


def read_gloss(folder: Path, report: Report) -> tuple[str, ...]:
    """Read the English texts of a report.

    Parameters
    ----------
    folder
        The `seeds/` folder; without a `gloss.csv` nothing has a gloss.
    report
        What the rows are matched with.

    Returns
    -------
    tuple of str
        Parallel to `report.sentences`; "" where there is none.

    Raises
    ------
    DataError
        If the file cannot be read as a table of `COLUMNS`, with every reason. A row that matches
        no sentence is left to `check`.
    """
    glosses, faults = scan_gloss(folder, report)
    if grave := [each for each in faults if rule_of(each) not in CARE]:
        raise DataError(grave)
    return glosses


def scan_gloss(folder: Path, report: Report) -> tuple[tuple[str, ...], list[Fault]]:
    """Read the gloss as `read_gloss` does; give what could be read and all faults."""
    name = f"seeds/{FILE}"
    nothing = ("",) * len(report.sentences)
    try:
        header, rows = table_rows(decode(read_whole(folder, FILE, name), name), name)
    except FileNotFoundError:  # a report without a gloss is a report
        return nothing, []
    except DataError as error:
        return nothing, list(error.faults)
    faults = of_table(header, rows, name, COLUMNS)
    if any(header.count(column.name) != 1 for column in COLUMNS):
        return nothing, faults
    english, wrong = _matched(rows, report)
    named = {(each.file, each.line) for each in faults}
    faults += [each for each in wrong if (each.file, each.line) not in named]
    return tuple(english.get(s.text, "") for s in report.sentences), faults


def _matched(rows: Sequence[Row], report: Report) -> tuple[dict[str, str], list[Fault]]:
    """Return the English by the Chinese, and the rows that fit no sentence or come again."""
    known = {sentence.text for sentence in report.sentences}
    english: dict[str, str] = {}
    first: dict[str, int] = {}
    faults: list[Fault] = []
    for row in rows:
        text = row.cells.get("text", "")
        at = At(row.file, row.line, row_name(None, text))
        if text in first:
            faults.append(fault("gloss-twice", at, line=first[text]))
        elif text in known:
            english[text] = row.cells.get("en", "").strip()
        elif text:
            faults.append(fault("gloss-unknown", at, near=_nearest(report, text)))
        first.setdefault(text, row.line)
    return english, faults


def _nearest(report: Report, text: str) -> str:
    """Return ' Did you mean …?' with the line of the sentence that is most like a text, or ''."""
    texts = [sentence.text for sentence in report.sentences if len(sentence.text) <= _COMPARED]
    if len(text) > _COMPARED:
        return ""
    near = difflib.get_close_matches(text, texts, n=1)
    if not near:
        return ""
    sentence = next(each for each in report.sentences if each.text == near[0])
    begin = near[0] if len(near[0]) <= _SHOWN else near[0][: _SHOWN - 1] + "…"
    return f" Did you mean “{begin}” ({report.file}:{report.line(sentence.span.start)})?"
