"""FlatGeobuf by GDAL: one file, all geometry types, with an index that a browser can read from.

The index (packed Hilbert R-tree) sorts the rows by position, so the order of the plan is lost; the
same plan still gives the same bytes. Lists are JSON text: GDAL would write Python's repr.
"""

from __future__ import annotations

import io

from geo_app.exports.records import about_flat, to_json
from geo_app.exports.rows import frame_of, write_layer
from geo_app.plan import Plan


def encode(plan: Plan) -> bytes:
    """Return the places as one FlatGeobuf layer "places", with title and origin in its head."""
    buffer = io.BytesIO()
    about = about_flat(plan)
    write_layer(
        frame_of(plan, origin=True),
        buffer,
        layer="places",
        driver="FlatGeobuf",
        layer_options={"TITLE": about.get("plan", ""), "DESCRIPTION": to_json(about)},
    )
    return buffer.getvalue()
