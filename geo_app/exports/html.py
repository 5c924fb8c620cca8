"""One HTML file that is the whole map: it opens from a disk or a stick, without a network."""

from __future__ import annotations

from geo_app.mapdoc import map_bytes
from geo_app.plan import Plan


def encode(plan: Plan) -> bytes:
    """Return the map document, its data compressed."""
    return map_bytes(plan, compact=True)
