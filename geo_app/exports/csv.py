"""CSV (RFC 4180): a row a place, a position as lng and lat, the outline as WKT.

UTF-8 with a byte order mark: without it Excel takes Chinese for the system's code page; GDAL, QGIS,
pandas (`utf-8-sig`) and LibreOffice skip it. The column is named WKT, so GDAL and QGIS find the
geometry unasked. A text that a spreadsheet would run as a formula (it begins with = + - @, a tab
or a line end) gets ' before it, as OWASP advises; a text that begins with ' and then one of these
loses nothing by taking one ' off. CSV names no CRS: the column `datum` does.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import shapely

from geo_app.exports.records import about_flat, flat, records
from geo_app.plan import Plan

# The wide ones count as the others where a spreadsheet speaks Chinese or Japanese.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def encode(plan: Plan) -> bytes:
    """Return the places as CSV; lists are JSON text, each row says where it comes from."""
    origin = about_flat(plan)
    rows = []
    for record in records(plan):
        row = flat(record)
        at = record.anchor
        head = {"id": row.pop("id"), "lng": at.lng, "lat": at.lat}
        rows.append({**head, **row, **origin, "WKT": shapely.to_wkt(record.geometry, -1)})
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows({key: guarded(value) for key, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("长沙"), guarded(-1.5), guarded(None)
    ("'=1+1", '长沙', -1.5, None)
    """
    risky = isinstance(value, str) and value.lstrip("' ").startswith(_RUN)
    return f"'{value}" if risky else value
