"""Small values that the whole package shares."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """[start, end) in the decoded report, counted in code points."""

    start: int
    end: int


class LngLat(NamedTuple):
    """A position: longitude, latitude; WGS 84, decimal degrees."""

    lng: float
    lat: float


class Bbox(NamedTuple):
    """west, south, east, north; WGS 84, decimal degrees."""

    west: float
    south: float
    east: float
    north: float
