"""KMZ: the KML, zipped as doc.kml."""

from __future__ import annotations

from geo_app.exports import kml
from geo_app.exports.zipped import zipped
from geo_app.plan import Plan


def encode(plan: Plan) -> bytes:
    """Return the places as KMZ. The same plan gives the same bytes."""
    return zipped({"doc.kml": kml.encode(plan)})
