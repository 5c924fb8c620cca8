"""A plan in another datum: its places, their seats and stations, and the context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from geo_app.datum import NAMES, Datum, convert, in_china
from geo_app.geojson import DECIMALS
from geo_app.plan import Plan
from geo_app.values import LngLat

# What a file may name. GCJ-02 and BD-09 have no code: a file that named one would lie.
CRS: dict[Datum, str | None] = {
    Datum.WGS84: "EPSG:4326",
    Datum.CGCS2000: "EPSG:4490",
    Datum.GCJ02: None,
    Datum.BD09: None,
}


def datums_of(plan: Plan) -> list[Datum]:
    """Return the datums in which a plan's positions differ: those of Chinese maps only in China."""
    bounds = plan.places.bounds
    corners = bounds[["minx", "miny"]].to_numpy(), bounds[["maxx", "maxy"]].to_numpy()
    is_there = any(in_china(LngLat(*at)) for several in corners for at in several)
    return [*Datum] if is_there else [Datum.WGS84, Datum.CGCS2000]


def in_datum(plan: Plan, datum: Datum) -> Plan:
    """Return a plan whose positions stand in a datum; `about["datum"]` says which.

    CGCS2000 differs from WGS 84 by centimetres, places are known to tens of metres at best:
    positions are taken over unchanged. An edge is moved by its ends and stays straight, which is
    off in its middle by 0.1 m on 1 km, 2.5 m on 5 km and 45 m on 50 km round Changsha (measured);
    edges that long are schematic.

    Parameters
    ----------
    plan
        In WGS 84.
    """
    about = {**plan.about, "datum": NAMES[datum]}
    if datum is Datum.WGS84:
        return replace(plan, about=about)
    if datum is Datum.CGCS2000:
        same = plan.places.set_crs(CRS[datum], allow_override=True)
        return replace(plan, about=about, _places=same)
    places = plan.places
    places["seat"] = [_moved_position(seat, datum) for seat in places["seat"]]
    places["stations"] = [_moved_stations(each, datum) for each in places["stations"]]
    moved = _moved_shapes(places.geometry.values, datum)
    geometry = geopandas.GeoSeries(moved, index=places.index, crs=None)
    frame = geopandas.GeoDataFrame(places.drop(columns="geometry"), geometry=geometry)
    context = tuple(
        replace(each, geometry=_moved_json(each.geometry, datum)) for each in plan.context
    )
    return replace(plan, about=about, context=context, _places=frame)


def with_link_base(plan: Plan, base: str) -> Plan:
    """Return a plan whose exports put a page's address before each place's link."""
    return replace(plan, about={**plan.about, "link_base": base}) if base else plan


def _moved(lng: float, lat: float, datum: Datum) -> tuple[float, float]:
    at = convert(LngLat(lng, lat), source=Datum.WGS84, target=datum)
    return round(at.lng, DECIMALS), round(at.lat, DECIMALS)


def _moved_position(seat: Sequence[float] | None, datum: Datum) -> tuple[float, ...] | None:
    return None if seat is None else _moved(seat[0], seat[1], datum)


def _moved_stations(
    stations: Iterable[Mapping[str, Any]] | None, datum: Datum
) -> tuple[dict[str, Any], ...] | None:
    if stations is None:
        return None
    found = []
    for station in stations:
        lng, lat = _moved(station["lng"], station["lat"], datum)
        found.append({**station, "lng": lng, "lat": lat})
    return tuple(found)


def _moved_shapes(shapes: Any, datum: Datum) -> Any:
    def move(positions: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([_moved(lng, lat, datum) for lng, lat in positions]).reshape(-1, 2)

    return shapely.transform(np.asarray(shapes), move)


def _moved_json(geometry: Mapping[str, Any] | None, datum: Datum) -> Mapping[str, Any] | None:
    if geometry is None:
        return None
    shape = shapely.geometry.shape(dict(geometry))
    return dict(shapely.geometry.mapping(_moved_shapes([shape], datum)[0]))
