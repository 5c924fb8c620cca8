"""WGS 84, CGCS2000, GCJ-02 and BD-09: positions from one datum to another.

GCJ-02 is WGS 84 with an offset of 100 to 700 m that Chinese law asks of public maps; Baidu's
BD-09 adds another. CGCS2000 (EPSG:4490) differs from WGS 84 by centimetres and is taken as
equal here. The offset is the one that has been public since 2010 (the `eviltransform` code;
Wikipedia, "Restrictions on geographic data in China"), on the Krasovsky 1940 ellipsoid; the
inverse is found by fixed-point iteration.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

from geo_app.values import LngLat


class Datum(StrEnum):
    """A word of the closed list of datums."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


NAMES: dict[Datum, str] = {
    Datum.WGS84: "WGS 84",
    Datum.CGCS2000: "CGCS2000",
    Datum.GCJ02: "GCJ-02",
    Datum.BD09: "BD-09",
}

_A = 6378245.0  # Krasovsky 1940, semi-major axis, metres
_E2 = 0.00669342162296594323  # its first eccentricity, squared
_BD_ANGLE = math.pi * 3000.0 / 180.0
_BD_SHIFT = LngLat(0.0065, 0.006)  # degrees
_EARTH_M = 6371008.8  # mean radius, IUGG
_ROUNDS = 12  # the inverse gains about three digits a round; 4 reach 1e-9 degrees
_CLOSE = 1e-10  # degrees, 0.01 mm


def convert(at: LngLat, *, source: Datum, target: Datum) -> LngLat:
    """Return a position in another datum.

    Outside the box in which GCJ-02 is defined (72.004 to 137.8347 E, 0.8293 to 55.8271 N) a
    position is returned unchanged, as every map service does.

    Parameters
    ----------
    at
        Longitude, latitude, degrees, in `source`.

    Examples
    --------
    >>> shifted = convert(LngLat(112.97, 28.2), source=Datum.WGS84, target=Datum.GCJ02)
    >>> 600 < distance_m(LngLat(112.97, 28.2), shifted) < 700
    True
    """
    return _FROM_WGS84[target](_TO_WGS84[source](at))


def in_china(at: LngLat) -> bool:
    """Whether a position lies in the box in which GCJ-02 is defined."""
    return 72.004 <= at.lng <= 137.8347 and 0.8293 <= at.lat <= 55.8271


def wgs84_to_gcj02(at: LngLat) -> LngLat:
    """Return a WGS 84 position in GCJ-02; unchanged outside China."""
    return _shifted(at) if in_china(at) else at


def gcj02_to_wgs84(at: LngLat) -> LngLat:
    """Return a GCJ-02 position in WGS 84; unchanged outside China; exact to 0.1 mm."""
    return _inverse(at, _shifted) if in_china(at) else at


def wgs84_to_bd09(at: LngLat) -> LngLat:
    """Return a WGS 84 position in BD-09; unchanged outside China."""
    return _to_bd09(_shifted(at)) if in_china(at) else at


def bd09_to_wgs84(at: LngLat) -> LngLat:
    """Return a BD-09 position in WGS 84; unchanged outside China."""
    if not in_china(at):
        return at
    return _inverse(at, lambda guess: _to_bd09(_shifted(guess)))


def distance_m(one: LngLat, other: LngLat) -> float:
    """Return the great-circle distance in metres (haversine, error below 0.5 %)."""
    south, north = math.radians(one.lat), math.radians(other.lat)
    half_lat = math.sin((north - south) / 2) ** 2
    half_lng = math.sin(math.radians(other.lng - one.lng) / 2) ** 2
    part = half_lat + math.cos(south) * math.cos(north) * half_lng
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(part)))


def _shifted(at: LngLat) -> LngLat:
    x, y = at.lng - 105.0, at.lat - 35.0
    root = math.sqrt(abs(x))
    wave = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    lat += (wave + 20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    lat += 160.0 * math.sin(y / 12.0 * math.pi) * 2.0 / 3.0
    lat += 320.0 * math.sin(y * math.pi / 30.0) * 2.0 / 3.0
    lng = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    lng += (wave + 20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    lng += 150.0 * math.sin(x / 12.0 * math.pi) * 2.0 / 3.0
    lng += 300.0 * math.sin(x / 30.0 * math.pi) * 2.0 / 3.0
    phi = math.radians(at.lat)
    magic = 1.0 - _E2 * math.sin(phi) ** 2
    meridian = _A * (1.0 - _E2) / (magic * math.sqrt(magic))
    parallel = _A / math.sqrt(magic) * math.cos(phi)
    return LngLat(at.lng + math.degrees(lng / parallel), at.lat + math.degrees(lat / meridian))


def _to_bd09(at: LngLat) -> LngLat:
    radius = math.hypot(at.lng, at.lat) + 0.00002 * math.sin(at.lat * _BD_ANGLE)
    angle = math.atan2(at.lat, at.lng) + 0.000003 * math.cos(at.lng * _BD_ANGLE)
    return LngLat(
        radius * math.cos(angle) + _BD_SHIFT.lng, radius * math.sin(angle) + _BD_SHIFT.lat
    )


def _inverse(at: LngLat, forward: Callable[[LngLat], LngLat]) -> LngLat:
    guess = at
    for _ in range(_ROUNDS):
        there = forward(guess)
        off_lng, off_lat = there.lng - at.lng, there.lat - at.lat
        guess = LngLat(guess.lng - off_lng, guess.lat - off_lat)
        if abs(off_lng) < _CLOSE and abs(off_lat) < _CLOSE:
            break
    return guess


def _same(at: LngLat) -> LngLat:
    return at


_FROM_WGS84: dict[Datum, Callable[[LngLat], LngLat]] = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: wgs84_to_gcj02,
    Datum.BD09: wgs84_to_bd09,
}
_TO_WGS84: dict[Datum, Callable[[LngLat], LngLat]] = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: gcj02_to_wgs84,
    Datum.BD09: bd09_to_wgs84,
}
