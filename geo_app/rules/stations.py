"""Whether a line leads through its stations, in their order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from geo_app.errors import Fault
from geo_app.rulebook import At, fault, folded
from geo_app.rules.geometries import position_lists


def station_faults(
    stations: Sequence[Mapping[str, Any]], geometry: Mapping[str, Any], at: At, limit: float
) -> Iterator[Fault]:
    """Yield the stations that lie further than `limit` metres off their line; if there are none,
    those that stand in another order than along the line, in either direction.
    """
    import shapely

    parts = position_lists(geometry["type"], geometry["coordinates"]) or []
    far: list[str] = []
    for station in stations:
        lng, lat = station["lng"], station["lat"]
        # A plane that touches the earth at the station: exact enough for some hundred metres.
        east, north = 111_320 * math.cos(math.radians(lat)), 110_870.0
        lines = [[((x - lng) * east, (y - lat) * north) for x, y in part] for part in parts]
        off = shapely.MultiLineString(lines).distance(shapely.Point(0, 0))
        if off > limit:
            far.append(f"{station['name']} by {off:.0f} m")
    if far:
        yield fault("station-off-line", at, found=folded(far, "station"), limit=f"{limit:g}")
    elif len(parts) == 1:  # along a line with branches there is no one order
        yield from _of_order(stations, parts[0], at)


def _of_order(
    stations: Sequence[Mapping[str, Any]], line: Sequence[Sequence[float]], at: At
) -> Iterator[Fault]:
    import shapely

    # Degrees will do: only the order is asked, of points that lie on the line.
    along = shapely.line_locate_point(
        shapely.LineString(line), [shapely.Point(each["lng"], each["lat"]) for each in stations]
    ).tolist()
    for sign in (1, -1):
        back = [
            f"{one['name']} before {other['name']}"
            for (one, here), (other, there) in pairwise(zip(stations, along, strict=True))
            if sign * (there - here) < 0
        ]
        if len(back) <= len(stations) // 2:
            break
    if back:
        yield fault("station-order", at, found=folded(back, "pair"))
