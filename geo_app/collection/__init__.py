"""A folder of plans → one partitioned GeoParquet dataset, a site for each, and an index of them.

Each city is one task of Dask's: local processes, or the workers of a cluster, which must see both
folders under the same paths. What OUT holds in the end follows from the plans and our version
alone: not from the number of workers, their order, or what a former build left there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from geo_app.collection.city import Outcome
from geo_app.collection.cluster import alone, outcomes_of
from geo_app.collection.index import write_index
from geo_app.collection.layout import Layout, cities_of
from geo_app.errors import Fault

__all__ = ["Built", "Outcome", "build"]


class Built(NamedTuple):
    """What came of a build: every city's outcome, by name, and all that is wrong, sorted."""

    outcomes: tuple[Outcome, ...]
    faults: tuple[Fault, ...]


def build(
    collection: str | Path,
    out: str | Path,
    *,
    scheduler: str = "",
    workers: int = 0,
    sites: bool = True,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> Built:
    """Check, join and export every plan of a folder of plans.

    A city that cannot be read is left out and its faults are told; the others are built. A city
    whose files have not changed since it was built is not built again, so a build that was
    interrupted goes on where it ended.

    Parameters
    ----------
    collection
        Each folder in it is a plan, with `seeds/` and `layers/`; its name is the city's.
    out
        Is made. It may be missing, empty, or made by this function before.
    scheduler
        Address of a Dask scheduler, "tcp://host:8786"; "" starts processes on this machine.
    workers
        How many processes; 0: as many as there are processors. With a scheduler: how many of its
        workers to wait for, at least one.
    sites
        Write each city's static edition too?
    tell
        Is called with each outcome as it comes, in any order.

    Raises
    ------
    DataError
        If a folder cannot be used, another build is writing there, Dask is missing, or the
        scheduler does not answer.
    """
    home = Path(collection)
    names, faults = cities_of(home)
    layout = Layout(Path(out).absolute(), sites)
    layout.begin(home)
    found: dict[str, Outcome] = {}
    with alone(layout):
        for outcome in outcomes_of(home.absolute(), names, layout, scheduler, workers):
            found[outcome.city] = outcome
            tell(outcome)
        ordered = tuple(found[name] for name in sorted(found))
        layout.prune({each.city for each in ordered if each.record})
        write_index(ordered, faults, layout)
    return Built(ordered, tuple(sorted({*faults, *(f for each in ordered for f in each.faults)})))
