"""GeoJSON sequence: a feature a line, so that it streams and a line can be cut out alone.

Lines end in LF and none begins with the RS of RFC 8142: GDAL, QGIS, tippecanoe, DuckDB and every
JSON reader that goes line by line read it so; many of them stumble over RS. There is no place for
a head, so each feature says in its properties where it comes from.
"""

from __future__ import annotations

import orjson
import shapely

from geo_app.exports.records import about_flat, records
from geo_app.plan import Plan


def encode(plan: Plan) -> bytes:
    """Return the places, one GeoJSON feature a line, UTF-8. The same plan gives the same bytes."""
    origin = about_flat(plan)
    lines = [
        orjson.dumps(
            {
                "type": "Feature",
                "properties": {**record.properties, **origin},
                "geometry": orjson.Fragment(shapely.to_geojson(record.geometry)),
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )
        for record in records(plan)
    ]
    return b"".join(lines)
