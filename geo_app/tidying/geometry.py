"""The canonical form of a geometry: rounded, flat, closed, wound by the right-hand rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from geo_app.errors import Fault
from geo_app.geojson import DECIMALS
from geo_app.rulebook import At, fault
from geo_app.rules.geometries import DEPTHS, doubled_area


def heights(geometry: dict[str, Any], at: At) -> Iterator[Fault]:
    """Yield a fault for a height other than 0: it would be lost."""
    found = geometry["coordinates"]
    level = [found]
    for _ in range(DEPTHS[geometry["type"]][0]):
        level = [each for part in level for each in part]
    high = [each for each in level if any(each[2:])]
    if high:
        yield fault("position-height", at, found=str(high[0]), tidy="")


def tidy_geometry(geometry: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a well-formed geometry in canonical form; null stays null."""
    if geometry is None:
        return None
    found, coordinates = geometry["type"], geometry["coordinates"]
    parts = coordinates if found.startswith("Multi") else [coordinates]
    tidied: list[Any]
    if "Polygon" in found:
        tidied = [[_ring(ring, hole > 0) for hole, ring in enumerate(each)] for each in parts]
    elif "Line" in found:
        tidied = [_without_repeats(_rounded(line), 2) for line in parts]
    else:
        tidied = _rounded(parts)
    return {"type": found, "coordinates": tidied if parts is coordinates else tidied[0]}


def _rounded(positions: Iterable[Sequence[float]]) -> list[list[float]]:
    # + 0.0 makes -0.0 plain
    return [[round(each, DECIMALS) + 0.0 for each in position[:2]] for position in positions]


def _without_repeats(positions: list[list[float]], least: int) -> list[list[float]]:
    """Drop what stands twice running, unless too few would be left to be a line or ring."""
    kept = [each for k, each in enumerate(positions) if k == 0 or each != positions[k - 1]]
    return kept if len(kept) >= least else positions


def _ring(ring: Sequence[Sequence[float]], is_hole: bool) -> list[list[float]]:
    closed = _rounded(ring)
    if len(closed) > 2 and closed[0] != closed[-1]:
        closed.append(closed[0])
    closed = _without_repeats(closed, 4)
    area = doubled_area(closed)
    return closed[::-1] if (area > 0) == is_hole and area else closed
