"""Every rule of the data and its one message: what was found and allowed, and how to mend it.

A rule has an id, and under `tests/faults/<id>/` a broken city beside the exact message.
"""

from __future__ import annotations

from geo_app.messages import features, files, geometries, tables
from geo_app.messages.message import Message

__all__ = ["CARE", "RULES", "Message"]

RULES: dict[str, Message] = {
    **files.RULES,
    **features.RULES,
    **geometries.RULES,
    **tables.RULES,
}

# A plan with these faults can be drawn all the same: `check` reports them, the app opens.
CARE = frozenset(
    {
        "file-unlisted",
        "file-format",
        "table-unknown",
        "entry-twice",
        "source-publisher",
        "stations-missing",
        "station-off-line",
        "position-decimals",
        "position-twice",
        "ring-winding",
        "datum-shift",
        "area-differs",
        "length-differs",
        "station-order",
        "basis-accuracy",
        "curator-accuracy",
        "edges-overlap",
        "edges-gap",
        "edge-outside",
        "port-off-water",
        "crossing-off-river",
        "crossing-in-river",
        "river-off-water",
        "gloss-unknown",
        "gloss-twice",
    }
)
