"""`plan.filter` and `plan.at`: beside a plain geopandas mask and an STRtree query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

import shapely
from geopandas import GeoDataFrame

from benchmarks.document import name_of
from benchmarks.plans import plan_of
from benchmarks.timing import Result, in_turns
from geo_app.plan import Plan

_POINTS = 50
_ALL_FAST = 10_000  # above it, a point of the plan lies in too many places


def rows(sizes: list[int]) -> Iterator[Result]:
    """Yield both at each size and for the Changsha plan."""
    for size in (0, *sizes):
        plan = plan_of(size)
        places = plan.places
        random = Random(7)
        points = [(random.uniform(112.6, 113.5), random.uniform(28, 28.5)) for _ in range(_POINTS)]
        tree = shapely.STRtree(places.geometry.values)

        def mask(places: GeoDataFrame = places) -> object:
            named = places["tasks"].map(lambda tasks: 5 in tasks)
            return places[named & places["layer"].isin(["rail", "hub"])]

        def query(
            places: GeoDataFrame = places,
            tree: shapely.STRtree = tree,
            points: list[tuple[float, float]] = points,
        ) -> object:
            boxes = (shapely.box(x - 0.001, y - 0.0009, x + 0.001, y + 0.0009) for x, y in points)
            return [places.iloc[tree.query(box, predicate="intersects")] for box in boxes]

        def at(plan: Plan = plan, points: list[tuple[float, float]] = points) -> object:
            return [plan.at(x, y) for x, y in points]

        sides: dict[str, Callable[[], Any]] = {
            "filter": partial(plan.filter, tasks=[5], layers=["rail", "hub"]),
            "geopandas mask": mask,
            "at": at,
            "STRtree query": query,
        }
        times = in_turns(sides, rounds=15 if size <= 10_000 else 5)
        masked = {"geopandas mask": times["geopandas mask"]}
        yield Result("plan.filter", name_of(size), times["filter"], "ms", masked, mark=1.2)
        queried = {"STRtree query": times["STRtree query"] / _POINTS}
        ours = times["at"] / _POINTS
        limit = 1.0 if size <= _ALL_FAST else None
        yield Result("plan.at", name_of(size), ours, "ms", queried, limit=limit)
