"""GeoJSON, RFC 7946: WGS 84 without `crs`, rings right-hand, at most 6 decimals, UTF-8."""

from __future__ import annotations

import orjson
import shapely

from geo_app.exports.records import about, records
from geo_app.plan import Plan


def encode(plan: Plan) -> bytes:
    """Return a FeatureCollection; what it comes from stands in its member `about`."""
    features = [
        {
            "type": "Feature",
            "properties": record.properties,
            "geometry": orjson.Fragment(shapely.to_geojson(record.geometry)),
        }
        for record in records(plan)
    ]
    collection = {"type": "FeatureCollection", "about": about(plan), "features": features}
    return orjson.dumps(collection, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
