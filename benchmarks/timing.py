"""How things are timed: both sides in turns, in one run; medians and ratios of them."""

from __future__ import annotations

import ctypes
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """A row of the table.

    `ours` and `beside` are medians in `unit`; `mark` is what the ratio to the first of `beside`
    must not exceed, or None where `limit`, in the unit, says what `ours` must not exceed.
    `at_least` turns the mark round: what the ratio must reach.
    """

    what: str
    size: str
    ours: float
    unit: str
    beside: Mapping[str, float] = field(default_factory=dict)
    mark: float | None = None
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Of ours to the first of what stands beside it."""
        first = next(iter(self.beside.values()), None)
        return self.ours / first if first else None

    @property
    def reached(self) -> bool | None:
        """Whether the mark is met; None where there is none."""
        if self.limit is not None:
            return self.ours <= self.limit
        if self.mark is None or self.ratio is None:
            return None
        return self.ratio >= self.mark if self.at_least else self.ratio <= self.mark


def in_turns(sides: Mapping[str, Callable[[], Any]], *, rounds: int = 5) -> dict[str, float]:
    """Return the median time of each side, ms; run in turns, so that all meet the same noise.

    The first turn, in which caches fill, does not count.
    """
    times: dict[str, list[float]] = {name: [] for name in sides}
    gc.collect()
    gc.freeze()  # what is here already shall not be walked over in the middle of a measurement
    for turn in range(rounds + 1):
        for name, run in sides.items():
            gc.collect()
            start = time.perf_counter()
            run()
            if turn:
                times[name].append(1000 * (time.perf_counter() - start))
    gc.unfreeze()
    return {name: statistics.median(each) for name, each in times.items()}


def commands_in_turns(sides: Mapping[str, Sequence[str]], *, rounds: int = 9) -> dict[str, float]:
    """Return the median time of each Python program, ms, process start and end included."""

    def runner(arguments: Sequence[str]) -> Callable[[], Any]:
        command = [sys.executable, *arguments]
        return lambda: subprocess.run(command, check=False, capture_output=True)

    return in_turns({name: runner(each) for name, each in sides.items()}, rounds=rounds)


def printed_by(program: str) -> dict[str, float]:
    """Run a Python program in a process of its own; return what it printed as `name value`."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
    lines = [line.split() for line in done.stdout.splitlines()]
    return {name: float(value) for name, value in lines}


def grown_by(make: Callable[[], Any]) -> tuple[Any, int]:
    """Return what a function makes, and the most memory that it took meanwhile, bytes; Linux.

    What was free before is given back first: else it would be used, and not be seen.
    """
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = in_memory("VmRSS")
    made = make()
    return made, in_memory("VmHWM") - before


def in_memory(what: str, process: int | str = "self") -> int:
    """Return a figure of a process's memory, bytes: "VmRSS" now, "VmHWM" at most; Linux."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(what):
            return 1024 * int(line.split()[1])
    raise RuntimeError(f"process {process} has no {what}")
