"""Sessions over the wire: what a filter sends, and fifty that click at once.

Beside them the same page without its map, and an empty page. Sessions are not browsers, of which
fifty would measure the machine. A click is timed from its message to the run's end.

`python -m benchmarks.sessions --minutes 10` lets them click for long, and fails if one met an error
or the server's memory grew.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import click

from benchmarks.browser import serving, settled_mb
from benchmarks.document import name_of
from benchmarks.plans import folder_of
from benchmarks.timing import Result
from benchmarks.wire import TASKS, Session

SESSIONS = 50
SHORT_S, LONG_S = 12.0, 300.0
_LARGEST = 10_000
_EARLY = 10
_PAUSE_S = (1.5, 4.0)
# A long run: this part of it warms up, then the memory may grow by so much.
_WARM_UP = 0.2
_MOST_GROWTH = 0.05
_MOST_SHOWN = 5


def rows(sizes: list[int], *, long: bool = False) -> Iterator[Result]:
    """Yield the bytes of a filter, the 95th percentile of a click, and the memory of a session."""
    with tempfile.TemporaryDirectory() as folder:
        for size in (0, *(size for size in sizes if size <= _LARGEST)):
            yield _sent(size, folder_of(size, Path(folder)))
        yield from _crowded(folder_of(0, Path(folder)), LONG_S if long else SHORT_S)


def _sent(size: int, data: Path) -> Result:
    kilobytes = {}
    for page in ("ours", "empty"):
        with serving(page, data) as (address, _server):
            kilobytes[page] = asyncio.run(_bytes_of_a_filter(address)) / 1000
    return Result(
        "a filter over the websocket",
        name_of(size),
        kilobytes["ours"],
        "kB",
        {"empty page": kilobytes["empty"]},
        limit=2.0,
    )


async def _bytes_of_a_filter(address: str) -> float:
    session = Session(address)
    await session.open()
    received = []
    for task in range(1, TASKS + 1):
        await session.choose(task)
        received.append(session.received)
    await session.close()
    # What is sent once and then kept does not count: the first two clicks.
    return statistics.median(received[2:])


def _crowded(data: Path, seconds: float) -> Iterator[Result]:
    found: dict[str, tuple[list[float], float, float]] = {}
    for page in ("ours", "no_map"):
        with serving(page, data) as (address, server):
            found[page] = asyncio.run(_crowd(address, server.pid, seconds))
    (ours, each, growth), (bare, bare_each, _) = found["ours"], found["no_map"]
    size = f"{SESSIONS} × {seconds:.0f} s"
    beside = {"without a map": _p95(bare)}
    yield Result("a click, 95th percentile", size, _p95(ours), "ms", beside, mark=1.5)
    note = f"{growth:+.1f} MB for all of them in the second half of {len(ours)} clicks"
    yield Result("memory of a session", size, each, "MB", {"without a map": bare_each}, note=note)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


async def _crowd(address: str, pid: int, seconds: float) -> tuple[list[float], float, float]:
    """Return the times of all clicks, ms; the memory of a session after half of the time, and the
    growth of all in the other half, MB.
    """
    # The first sessions find everything that all of them share.
    early = [Session(address) for _ in range(_EARLY)]
    for session in early:
        await session.open()
    before = settled_mb(pid)
    sessions = [Session(address) for _ in range(_EARLY, SESSIONS)]
    for session in sessions:
        await session.open()
    everyone = [*early, *sessions]
    held, times = [], []
    for half in range(2):
        until = time.monotonic() + seconds / 2
        clicks = [
            _click_until(until, each, Random(2 * i + half)) for i, each in enumerate(everyone)
        ]
        times += [took for each in await asyncio.gather(*clicks) for took in each]
        held.append(settled_mb(pid))
    for session in everyone:
        await session.close()
    return times, (held[0] - before) / len(sessions), held[1] - held[0]


async def _click_until(until: float, session: Session, random: Random) -> list[float]:
    """Choose a task, wait a little, choose another; return how long each took, ms."""
    times: list[float] = []
    await asyncio.sleep(random.uniform(0, _PAUSE_S[1]))
    while time.monotonic() < until:
        task = random.randint(1, TASKS)
        start = time.perf_counter()
        await session.choose(task)
        times.append(1000 * (time.perf_counter() - start))
        if f"task={task}" not in session.query:
            raise RuntimeError(f"task {task} was chosen, and the page is at ?{session.query}")
        await asyncio.sleep(random.uniform(*_PAUSE_S))
    return times


class Endured(NamedTuple):
    """What a long run found: times of the clicks, ms; errors; memory of the server, MB."""

    times: list[float]
    errors: list[str]
    warm_mb: float
    end_mb: float

    @property
    def growth(self) -> float:
        """Of the memory after the warm-up, as a part of it."""
        return self.end_mb / self.warm_mb - 1

    @property
    def is_well(self) -> bool:
        """Say whether there was no error, and the memory stayed as it was."""
        return not self.errors and self.growth <= _MOST_GROWTH

    def __str__(self) -> str:
        memory = f"{self.warm_mb:.1f} MB after the warm-up, {self.end_mb:.1f} MB at the end"
        return (
            f"{len(self.times)} clicks, {len(self.errors)} errors, 95th percentile "
            f"{_p95(self.times):.0f} ms, {memory} ({self.growth:+.1%})"
        )


async def endured(address: str, pid: int, seconds: float, *, count: int = SESSIONS) -> Endured:
    """Let sessions click for a time; an error of one is noted, and it goes on."""
    sessions = [Session(address) for _ in range(count)]
    for session in sessions:
        await session.open()
    times: list[float] = []
    errors: list[str] = []
    held = []
    for part, share in enumerate((_WARM_UP, 1 - _WARM_UP)):
        until = time.monotonic() + seconds * share
        clicks = (
            _endure(until, session, Random(2 * index + part), errors)
            for index, session in enumerate(sessions)
        )
        times += [took for each in await asyncio.gather(*clicks) for took in each]
        held.append(settled_mb(pid))
    for session in sessions:
        await session.close()
    return Endured(times, errors, *held)


async def _endure(until: float, session: Session, random: Random, errors: list[str]) -> list[float]:
    times: list[float] = []
    while time.monotonic() < until:
        try:
            times += await _click_until(until, session, random)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
            await session.close()
            await session.open()
    return times


@click.command()
@click.option("--minutes", default=10.0, show_default=True, help="So long they click.")
@click.option("--sessions", default=SESSIONS, show_default=True, help="So many at once.")
def main(minutes: float, sessions: int) -> None:
    """Let sessions click on the Changsha plan; exit 1 after an error, or if the memory grew."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("ours", folder_of(0, Path(folder))) as (address, server),
    ):
        found = asyncio.run(endured(address, server.pid, 60 * minutes, count=sessions))
    click.echo(f"{sessions} sessions × {minutes:g} min: {found}")
    for error in found.errors[:_MOST_SHOWN]:
        click.echo(error, err=True)
    if not found.is_well:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
