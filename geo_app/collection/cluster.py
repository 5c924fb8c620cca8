"""The tasks of a build on Dask: processes of this machine, or the workers of a cluster."""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from geo_app import __version__
from geo_app.collection.city import Outcome, build_city
from geo_app.collection.layout import Layout
from geo_app.errors import DataError, Fault

# Seconds to wait for a scheduler's answer, and for its workers.
_ANSWER_S, _WORKERS_S = 10, 60
# So many tasks wait for each thread: none is idle, and the scheduler's memory does not grow.
_AHEAD = 4


@contextlib.contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Be the only build that writes there; the lock ends with the process, however that ends.

    Raises
    ------
    DataError
        If another build is writing there.
    """
    locket = _package("locket")
    lock = locket.lock_file(str(layout.marker), timeout=0)
    try:
        lock.acquire()
    except locket.LockError:
        what, mend = "another build is writing there.", "Wait for its end, or name another folder."
        raise DataError([Fault(str(layout.out), 0, "", what, mend)]) from None
    try:
        yield
    finally:
        lock.release()


def outcomes_of(
    collection: Path, names: Sequence[str], layout: Layout, scheduler: str, workers: int
) -> Iterator[Outcome]:
    """Build each city; yield its outcome when it is there, in any order."""
    dask = _package("distributed")
    with _client(dask, scheduler, workers, len(names)) as client:
        waiting = iter(names)

        def submit(name: str) -> Any:
            where = (str(collection / name), str(layout.out))
            how = {"sites": layout.sites, "version": __version__}
            # Not pure: what it gives depends on files, which Dask knows nothing of.
            return client.submit(build_city, *where, **how, key=f"city-{name}", pure=False)

        ahead = _AHEAD * max(1, sum(client.nthreads().values()))
        first = [submit(name) for name in islice(waiting, ahead)]
        running = dask.as_completed(first, loop=client.loop)
        for future in running:
            yield _outcome(future)
            for name in islice(waiting, 1):
                running.add(submit(name))


def _outcome(future: Any) -> Outcome:
    """Return what a task gave; what broke off is the fault of its city, and the others go on."""
    city = str(future.key).removeprefix("city-")
    if future.status == "finished":
        outcome: Outcome = future.result()
        return outcome
    error = future.exception() if future.status == "error" else None
    first = next(iter(str(error or "the scheduler let go of it").splitlines()), "")
    what = f"building it broke off: {type(error).__name__}: {first}"
    mend = "Run geo-app check on it; if that finds nothing, the mistake is ours: report it."
    return Outcome(city, (Fault(city, 0, "", what, mend),), None)


def _package(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        what = f'building needs the package "{error.name}", which is not installed.'
        mend = 'Run: pip install "geo-app[build]".'
        raise DataError([Fault("build", 0, "", what, mend)]) from None


@contextlib.contextmanager
def _client(dask: Any, scheduler: str, workers: int, tasks: int) -> Iterator[Any]:
    if scheduler:
        with _connected(dask, scheduler) as client:
            _wait_for_workers(client, scheduler, max(1, workers))
            yield client
        return
    # One thread each: most of a city's time is Python's own, which threads do not share. No
    # dashboard, and nobody listens but this machine.
    cluster = dask.LocalCluster(
        n_workers=min(workers or _processors(), max(1, tasks)),
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
    )
    with cluster, dask.Client(cluster, set_as_default=False) as client:
        yield client


def _connected(dask: Any, scheduler: str) -> Any:
    try:
        return dask.Client(scheduler, timeout=_ANSWER_S, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"no Dask scheduler answers there: {next(iter(str(error).splitlines()), '')}"
        mend = "Start one with: dask scheduler. Its address begins with tcp://"
        raise DataError([Fault(scheduler, 0, "", what.rstrip(".") + ".", mend)]) from None


def _wait_for_workers(client: Any, scheduler: str, count: int) -> None:
    try:
        client.wait_for_workers(count, timeout=_WORKERS_S)
    except TimeoutError:
        what = f"it has fewer than {count} worker(s), even after {_WORKERS_S} s."
        mend = f"Start one with: dask worker {scheduler}"
        raise DataError([Fault(scheduler, 0, "", what, mend)]) from None


def _processors() -> int:
    found = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
    return len(found) or os.cpu_count() or 1
