"""Many sessions at once that click filters: our page beside the same page without its map.

Sessions speak Streamlit's own protocol over a WebSocket, as its front end does: fifty browsers
would measure the machine. A click is timed from its message to the run's end.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

from benchmarks.browser import memory_mb, serving
from benchmarks.plans import folder_of
from benchmarks.timing import Result

SESSIONS = 50
SHORT_S, LONG_S = 12.0, 300.0
_PAUSE_S = (1.5, 4.0)
# Session ends are noticed and freed late: memory is read after this.
_SETTLE_S = 1.0


def rows(sizes: list[int], *, long: bool = False) -> Iterator[Result]:
    """Yield the 95th percentile of a click, and the memory of a session."""
    seconds = LONG_S if long else SHORT_S
    found: dict[str, tuple[list[float], float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = folder_of(0, Path(folder))
        for page in ("ours", "no_map"):
            with serving(page, data) as (address, server):
                socket = address.replace("http", "ws") + "_stcore/stream"
                found[page] = asyncio.run(_crowd(socket, server.pid, seconds))
    (ours, each, growth), (bare, _, _) = found["ours"], found["no_map"]
    size = f"{SESSIONS} × {seconds:.0f} s"
    beside = {"without a map": _p95(bare)}
    yield Result("a click, 95th percentile", size, _p95(ours), "ms", beside, mark=1.5)
    yield Result("memory of a session", size, each, "MB", note=f"{growth:+.1f} MB while clicking")


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


async def _crowd(address: str, pid: int, seconds: float) -> tuple[list[float], float, float]:
    """Return the times of all clicks, ms; memory of one session, and its growth over all, MB."""
    first = _Session(address, 0)
    await first.open()
    before = memory_mb(pid)
    sessions = [_Session(address, i) for i in range(1, SESSIONS)]
    for session in sessions:
        await session.open()
    opened = memory_mb(pid)
    until = time.monotonic() + seconds
    everyone = [first, *sessions]
    await asyncio.gather(*(session.click_until(until) for session in everyone))
    await asyncio.sleep(_SETTLE_S)
    after = memory_mb(pid)
    for session in everyone:
        await session.socket.close()
    times = [took for session in everyone for took in session.times]
    return times, (opened - before) / len(sessions), after - opened


class _Session:
    """One reader: chooses a task, waits a little, chooses another."""

    def __init__(self, address: str, seed: int) -> None:
        self.address = address
        self.random = Random(seed)
        self.times: list[float] = []
        self.pills = ""

    async def open(self) -> None:
        """Connect, run the page once, and find its pills."""
        self.socket: Any = await connect(
            self.address,
            subprotocols=["streamlit"],
            max_size=None,
            ping_interval=None,  # type: ignore[list-item]
        )
        await self._run(())

    async def click_until(self, until: float) -> None:
        """Click until then."""
        await asyncio.sleep(self.random.uniform(0, _PAUSE_S[1]))
        while time.monotonic() < until:
            start = time.perf_counter()
            await self._run((self.random.randrange(9),))
            self.times.append(1000 * (time.perf_counter() - start))
            await asyncio.sleep(self.random.uniform(*_PAUSE_S))

    async def _run(self, chosen: tuple[int, ...]) -> None:
        message = BackMsg()
        message.rerun_script.query_string = ""
        if self.pills:
            state = WidgetState(id=self.pills)
            state.string_array_value.data.extend(str(each) for each in chosen)
            message.rerun_script.widget_states.widgets.append(state)
        await self.socket.send(message.SerializeToString())
        while True:
            forward = ForwardMsg()
            forward.ParseFromString(await self.socket.recv())
            kind = forward.WhichOneof("type")
            if kind == "delta":
                self._look_for_pills(forward.delta)
            elif kind == "script_finished":
                return

    def _look_for_pills(self, delta: Any) -> None:
        group = delta.new_element.button_group
        if group.id and len(group.options) == 9:
            self.pills = group.id


if __name__ == "__main__":
    for each in rows([], long="--long" in sys.argv):
        print(each)
