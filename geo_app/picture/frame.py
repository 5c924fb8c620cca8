"""A map's frame on the sheet: Mercator, degrees to units, clipped."""

from __future__ import annotations

import math
from typing import NamedTuple, Self

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.style import Ramp
from geo_app.values import Bbox

_EQUATOR_M = 40_075_016.686
_TILE_PX = 256
# What lies just outside is kept: a band or a dashed edge must not show where it was cut.
_PAD = 40
Box = tuple[float, float, float, float]


class Frame(NamedTuple):
    """Where a map stands on the sheet (x, y, w, h) and which ground it shows.

    `west`, `north` and `per_degree` are Mercator, in degrees of longitude at the equator.
    """

    x: float
    y: float
    w: float
    h: float
    west: float
    north: float
    per_degree: float
    lat: float

    @classmethod
    def fit(cls, bbox: Bbox, box: Box) -> Self:
        """Return the frame that fills a box of the sheet and shows all of a bbox, WGS 84."""
        x, y, w, h = box
        south, north = mercator(bbox.south), mercator(bbox.north)
        scale = min(w / (bbox.east - bbox.west), h / (north - south))
        west = (bbox.west + bbox.east) / 2 - w / scale / 2
        top = (south + north) / 2 + h / scale / 2
        return cls(x, y, w, h, west, top, scale, (bbox.south + bbox.north) / 2)

    def point(self, lng: float, lat: float) -> tuple[float, float]:
        """Return where a position stands on the sheet."""
        return (
            self.x + (lng - self.west) * self.per_degree,
            self.y + (self.north - mercator(lat)) * self.per_degree,
        )

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in the sheet's units."""

        def onto(positions: np.ndarray) -> np.ndarray:
            lat = np.clip(positions[:, 1], -85, 85)
            north = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))
            x = self.x + (positions[:, 0] - self.west) * self.per_degree
            y = self.y + (self.north - north) * self.per_degree
            return np.column_stack([x, y])

        return shapely.transform(geometry, onto)

    def cut(self, geometry: BaseGeometry, pad: float = _PAD) -> BaseGeometry:
        """Return what of a projected geometry lies in the frame, or just beside it."""
        box = (self.x - pad, self.y - pad, self.x + self.w + pad, self.y + self.h + pad)
        return shapely.clip_by_rect(geometry, *box)

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Say whether a point of the sheet lies in the frame, `margin` from its edge."""
        return (
            self.x + margin <= x <= self.x + self.w - margin
            and self.y + margin <= y <= self.y + self.h - margin
        )

    @property
    def metres(self) -> float:
        """Metres on the ground in one unit of the sheet, at the frame's middle."""
        return _EQUATOR_M / 360 * math.cos(math.radians(self.lat)) / self.per_degree

    @property
    def zoom(self) -> float:
        """The web map's zoom of the same scale: the style table's widths are given by it."""
        return math.log2(self.per_degree * 360 / _TILE_PX)

    def width(self, ramp: Ramp) -> float:
        """Return a width of the style table at this scale."""
        return ramp.at(self.zoom)

    @property
    def bbox(self) -> Bbox:
        """What it shows, WGS 84 degrees."""
        east = self.west + self.w / self.per_degree
        south = self.north - self.h / self.per_degree
        return Bbox(self.west, unmercator(south), east, unmercator(self.north))


def mercator(lat: float) -> float:
    """Return a latitude's height on a Mercator map, in degrees of the equator."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def unmercator(height: float) -> float:
    """Return the latitude of a height on a Mercator map.

    Examples
    --------
    >>> round(unmercator(mercator(28.2)), 9)
    28.2
    """
    return math.degrees(2 * math.atan(math.exp(math.radians(height))) - math.pi / 2)
